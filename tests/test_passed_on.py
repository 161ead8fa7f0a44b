"""A request that a colleague passed on as a mail: whose it is, when it came, and what is asked."""

# ruff: noqa: E501  (mail programs write long lines)

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from requests_app.received_files import OwnAddresses, ReceivedFile, read_received
from requests_app.received_files.written_date import day_of
from requests_app.splitting import split

OWN = OwnAddresses.of(["foi@northmere.example"], ["https://www.northmere.example/foi"])
COLLEAGUE = "Jo Planner <jo.planner@northmere.example>"
ROBIN = ("Robin Sample", "robin@example.org")
SENT = date(2026, 10, 1)
TOLD = (
    "This is a mail that was passed on by Jo Planner on 5 October 2026: the requester’s name "
    "and e-mail address and the date were taken from the mail inside. Check them."
)
ASKED = (
    "Dear Sir or Madam,\n\n1. How many street lights do you have?\n2. How many are LED?\n\n"
    "Regards,\nRobin\n"
)
NOTE = "Can you log this please?\n\nThanks\nJo\n"
OUTLOOK = (
    "From: Robin Sample <robin@example.org>\nSent: 01 October 2026 10:00\n"
    "To: Planning <planning@northmere.example>\nSubject: Street lighting\n"
)


def mail(text: str = "", *, html: str = "", **headers: str) -> EmailMessage:
    """A mail of a colleague to the authority's team, unless ``headers`` say otherwise."""
    message = EmailMessage()
    said = {
        "From": COLLEAGUE,
        "To": "FOI <foi@northmere.example>",
        "Subject": "FW: Street lighting",
        "Date": "Mon, 5 Oct 2026 09:30:00 +0100",
        **headers,
    }
    for name, value in said.items():
        message[name] = value
    if text:
        message.set_content(text)
    if html and text:
        message.add_alternative(html, subtype="html")
    elif html:
        message.set_content(html, subtype="html")
    return message


def read(message: EmailMessage, own: OwnAddresses = OWN) -> ReceivedFile:
    return read_received("request.eml", message.as_bytes(policy=SMTP), own=own)


def questions(text: str) -> list[str]:
    return [block.text for block in split(text) if block.kind == "question"]


TWO = ["How many street lights do you have?", "How many are LED?"]


# --- the header that each program writes ----------------------------------------------------

OUTLOOK_WEB = """<html><body><div>Can you log this please?</div><div>Jo</div>
<hr tabindex="-1" style="display:inline-block; width:98%">
<div id="divRplyFwdMsg" dir="ltr"><font face="Calibri"><b>From:</b> Robin Sample
&lt;<a href="mailto:robin@example.org">robin@example.org</a>&gt;<br>
<b>Sent:</b> Thursday, October 1, 2026 10:00 AM<br>
<b>To:</b> Planning &lt;planning@northmere.example&gt;<br>
<b>Subject:</b> Street lighting</font><div>&nbsp;</div></div>
<div><p>Dear Sir or Madam,</p>
<ol><li>How many street lights do you have?</li><li>How many are LED?</li></ol></div></body></html>"""
GMAIL_WEB = """<div dir="ltr">Can you log this please?<br><br><div class="gmail_quote">
<div dir="ltr" class="gmail_attr">---------- Forwarded message ---------<br>From:
<strong class="gmail_sendername" dir="auto">Robin Sample</strong> <span dir="auto">&lt;<a
href="mailto:robin@example.org">robin@example.org</a>&gt;</span><br>Date: Thu, 1 Oct 2026 at 10:00<br>
Subject: Street lighting<br>To:  &lt;<a href="mailto:planning@northmere.example"
>planning@northmere.example</a>&gt;<br></div><br><br><div>Dear Sir or Madam,<br><br>
1. How many street lights do you have?<br>2. How many are LED?<br></div></div></div>"""
APPLE_WEB = """<html><body>Can you log this please?<br><div><br><blockquote type="cite">
<div>Begin forwarded message:</div><br><div><span><b>From: </b></span><span>Robin Sample &lt;<a
href="mailto:robin@example.org">robin@example.org</a>&gt;<br></span></div>
<div><span><b>Subject: </b></span><span><b>Street lighting</b><br></span></div>
<div><span><b>Date: </b></span><span>1 October 2026 at 10:00:00 BST<br></span></div>
<div><span><b>To: </b></span><span>planning@northmere.example<br></span></div><br>
<div>Dear Sir or Madam,<br><br>1. How many street lights do you have?<br>2. How many are LED?</div>
</blockquote></div></body></html>"""
APPLE = (
    "Begin forwarded message:\n\nFrom: Robin Sample <robin@example.org>\nSubject: Street lighting\n"
    "Date: 1 October 2026 at 10:00:00 BST\nTo: planning@northmere.example\n\n"
)
THUNDERBIRD_WEB = """<p>Can you log this please?</p><div class="moz-forward-container"><br>
-------- Forwarded Message --------<table class="moz-email-headers-table"><tbody>
<tr><th align="RIGHT">Subject: </th><td>Street lighting</td></tr>
<tr><th>Date: </th><td>Thu, 1 Oct 2026 10:00:00 +0100</td></tr>
<tr><th>From: </th><td>Robin Sample <a href="mailto:robin@example.org">&lt;robin@example.org&gt;</a></td></tr>
<tr><th>To: </th><td>planning@northmere.example</td></tr></tbody></table><br><br>
<p>Dear Sir or Madam,</p><p>1. How many street lights do you have?</p><p>2. How many are LED?</p></div>"""
PROGRAMS = {
    "Outlook": mail(f"{NOTE}\n{OUTLOOK}\n{ASKED}"),
    "Outlook with a rule": mail(f"{NOTE}\n{'_' * 32}\n{OUTLOOK}\n{ASKED}"),
    "Outlook, original": mail(f"{NOTE}\n-----Original Message-----\n{OUTLOOK}\n{ASKED}"),
    "Outlook, the address twice": mail(
        f"{NOTE}\n{OUTLOOK}\n{ASKED}".replace(
            "robin@example.org>", "robin@example.org<mailto:robin@example.org>>"
        )
    ),
    "Outlook, older": mail(
        f"{NOTE}\n{OUTLOOK}\n{ASKED}".replace("<robin@example.org>", "[mailto:robin@example.org]")
    ),
    "Outlook, bold, many recipients": mail(
        f"{NOTE}\n*From:* Robin Sample <robin@example.org>\n*Sent:* Thursday, 1 October 2026 10:00\n"
        "*To:* Planning <planning@northmere.example>; Anna Example\n<anna@northmere.example>;\n"
        "Highways\n*Cc:* mp@example.com\n*Subject:* Street lighting\n*Importance:* High\n\n" + ASKED
    ),
    "Outlook in HTML": mail(html=OUTLOOK_WEB),
    "Gmail": mail(
        f"{NOTE}\n---------- Forwarded message ---------\nFrom: Robin Sample <robin@example.org>\n"
        "Date: Thu, Oct 1, 2026 at 10:00 AM\nSubject: Street lighting\n"
        f"To: <planning@northmere.example>\n\n\n{ASKED}",
        Subject="Fwd: Street lighting",
    ),
    "Gmail in HTML": mail(html=GMAIL_WEB, Subject="Fwd: Street lighting"),
    "Apple": mail(f"{NOTE}\n{APPLE}{ASKED}", Subject="Fwd: Street lighting"),
    "Apple with marks": mail(
        f"{NOTE}\nBegin forwarded message:\n\n"
        + "\n".join(f"> {line}" for line in f"{APPLE}{ASKED}".splitlines()[2:]),
        Subject="Fwd: Street lighting",
    ),
    "Apple in HTML": mail(html=APPLE_WEB, Subject="Fwd: Street lighting"),
    "Thunderbird": mail(
        f"{NOTE}\n-------- Forwarded Message --------\nSubject: \tStreet lighting\n"
        "Date: \tThu, 1 Oct 2026 10:00:00 +0100\nFrom: \tRobin Sample <robin@example.org>\n"
        f"To: \tplanning@northmere.example\n\n\n{ASKED}",
        Subject="Fwd: Street lighting",
    ),
    "Thunderbird in HTML": mail(html=THUNDERBIRD_WEB, Subject="Fwd: Street lighting"),
}


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_mail_passed_on_gives_the_requester_and_the_day_of_the_mail_inside(program: str) -> None:
    found = read(PROGRAMS[program])
    assert (found.sender_name, found.sender_email) == ROBIN
    assert (found.received_on, found.subject) == (SENT, "Street lighting")
    assert found.told == (TOLD,)
    assert questions(found.text) == TWO
    assert "Can you log this please?" in found.text


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Subject": "Street lighting"},
        {"From": "Jo Planner <jo@second.example>"},
    ],
    ids=["FW", "colleague", "FW by somebody unknown"],
)
@pytest.mark.parametrize(
    "note",
    [
        "",
        (
            "Hi,\n\nWe had this in planning. Do we hold it, and which team should look at it? Can Anna "
            "say how many lights there are?\n\nJo\n\n"
        ),
    ],
)
def test_what_a_colleague_writes_above_is_no_question(note: str, headers: dict[str, str]) -> None:
    found = read(mail(f"{note}{OUTLOOK}\n{ASKED}", **headers))
    assert (found.sender_name, questions(found.text)) == ("Robin Sample", TWO)


def test_a_mail_passed_on_twice_is_opened_down_to_the_request() -> None:
    first = (
        f"From: Sam Highways <sam@northmere.example>\nSent: 02 October 2026 16:00\nTo: {COLLEAGUE}\n"
        "Subject: FW: Street lighting\n\nHi Jo, one for you I think.\n\nSam\n\n"
    )
    found = read(mail(f"FYI, can you log this?\n\n{first}{OUTLOOK}\n{ASKED}"))
    assert (found.sender_name, found.sender_email) == ROBIN
    assert (found.received_on, found.told) == (SENT, (TOLD,))
    assert questions(found.text) == TWO


def test_what_the_request_inside_answers_is_set_aside() -> None:
    letter = (
        "From: FOI <foi@northmere.example>\nSent: 28 September 2026 10:00\nTo: Robin Sample\n"
        "Subject: Street lighting\n\nDear Robin,\n\n3. Which streets do you mean?\n"
    )
    found = read(mail(f"{NOTE}\n{OUTLOOK}\n{ASKED}\n{letter}"))
    assert (found.sender_name, found.received_on) == ("Robin Sample", SENT)
    assert questions(found.text) == TWO
    assert "> 3. Which streets do you mean?" in found.text


def test_what_a_requester_sends_along_is_not_opened() -> None:
    robin = OUTLOOK.replace("Subject: Street", "Subject: Fwd: Street")
    contractor = (
        "From: Lamps Ltd <lamps@lamps.example>\nSent: 28 September 2026 10:00\n"
        "To: Robin Sample\nSubject: Lamps\n\n3. Which lamp do you mean?\n"
    )
    found = read(mail(f"{NOTE}\n{robin}\n{ASKED}\n{contractor}"))
    assert (found.sender_name, found.received_on) == ("Robin Sample", SENT)
    assert questions(found.text) == TWO


def test_a_mail_inside_that_the_splitter_finds_no_question_in_is_still_the_requesters() -> None:
    found = read(mail(f"FYI\n\n{OUTLOOK}\nThe lamp in our street is out.", Subject="Lamps"))
    assert (found.sender_name, found.received_on) == ("Robin Sample", SENT)


def test_an_empty_line_in_a_header_and_wrapped_lines_do_not_end_it() -> None:
    header = (
        "From: Robin Sample <robin@example.org>\n\nSent: 01 October 2026 10:00\n\n"
        "To: Planning <planning@northmere.example>; Anna Example of Highways\nand Lighting\n\n"
        "Subject: Lamps\n\nSubject: Freedom of Information\n\n"
    )
    found = read(mail(f"{NOTE}\n{header}{ASKED}"))
    assert (found.subject, questions(found.text)) == ("Lamps", TWO)
    assert "Anna Example of Highways and Lighting\n" in found.text
    assert "Subject: Freedom of Information" in found.text


# --- what cannot be read is left open -------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "name", "address", "day", "told"),
    [
        (("01 October 2026 10:00", "some time ago"), *ROBIN, None, "The date could not be read"),
        # The 1st of October or the 10th of January.
        (("01 October 2026", "01/10/2026"), *ROBIN, None, "The date could not be read"),
        # It was not passed on before it was sent.
        (("01 October", "21 October"), *ROBIN, None, "The date could not be read"),
        ((" <robin@example.org>", ""), "Robin Sample", "", SENT,
         "The requester’s e-mail address could not be read in the mail inside: enter it."),
        (("Robin Sample <robin@example.org>", "robin@example.org"), "", "robin@example.org", SENT,
         "The requester’s name could not be read in the mail inside: enter it."),
    ],
)  # fmt: skip
def test_what_the_mail_inside_does_not_say_is_left_empty_and_told(
    change: tuple[str, str], name: str, address: str, day: date | None, told: str
) -> None:
    found = read(mail(f"{NOTE}\n{OUTLOOK.replace(*change)}\n{ASKED}"))
    assert (found.sender_name, found.sender_email, found.received_on) == (name, address, day)
    assert told in " ".join(found.told)


@pytest.mark.parametrize(
    "below",
    [
        ASKED,
        f"Von: Robin Sample <robin@example.org>\nGesendet: 1. Oktober 2026\n\n{ASKED}",
        f"---------- Forwarded message ---------\nRobin Sample, 1/10\n\n{ASKED}",
    ],
)
def test_a_mail_passed_on_without_a_header_never_names_the_colleague(below: str) -> None:
    found = read(mail(f"{NOTE}\n{below}"))
    assert (found.sender_name, found.sender_email, found.received_on) == ("", "", None)
    assert found.told == (
        "This is a mail that was passed on by Jo Planner on 5 October 2026.",
        (
            "The requester’s name and e-mail address and the date could not be read in the mail inside: "
            "enter them."
        ),
    )


@pytest.mark.parametrize("subject", ["FW: Street lighting", "Street lighting"])
@pytest.mark.parametrize("written", ["Jo Planner", "Council Highways <sam@northmere.example>"])
def test_a_mail_inside_that_a_colleague_wrote_names_nobody(written: str, subject: str) -> None:
    header = OUTLOOK.replace("Robin Sample <robin@example.org>", written)
    text = f"{NOTE}\n{header}\nA resident asks by telephone:\n{ASKED}"
    found = read(mail(text, Subject=subject))
    assert (found.sender_name, found.sender_email) == ("", "")
    assert "enter them" in " ".join(found.told)


@pytest.mark.parametrize(
    ("to", "envelope", "day", "told"),
    [
        ("planning@northmere.example", {}, SENT, "date were taken"),
        ("Planning team", {}, SENT, "date were taken"),
        # Elsewhere first: the days run from when it reached the authority.
        ("mp@example.com", {}, None,
         ("The mail inside was sent on 1 October 2026 to no address that is known here as the "
         "authority’s: enter the day on which it first reached the authority.")),
        ("mp@example.com", {"From": "MP <mp@example.com>"}, date(2026, 10, 5),
         "the date is the day on which it was passed on to one. Check it."),
    ],
)  # fmt: skip
def test_the_day_is_that_on_which_the_request_reached_the_authority(
    to: str, envelope: dict[str, str], day: date | None, told: str
) -> None:
    header = OUTLOOK.replace("Planning <planning@northmere.example>", to)
    found = read(mail(f"{NOTE}\n{header}\n{ASKED}", **envelope))
    assert found.received_on == day
    assert told in " ".join(found.told)


# --- passed on without a word in the subject, or answered -----------------------------------


@pytest.mark.parametrize("own", [OWN, OwnAddresses()], ids=["known", "unknown"])
@pytest.mark.parametrize("sender", [COLLEAGUE, "Jo Planner <jo@second.example>"])
def test_a_note_that_passes_a_mail_on_is_its_frame(own: OwnAddresses, sender: str) -> None:
    found = read(mail(f"{NOTE}\n{OUTLOOK}\n{ASKED}", Subject="Street lighting", From=sender), own)
    assert (found.sender_name, found.sender_email, found.received_on) == (*ROBIN, SENT)
    assert questions(found.text) == TWO
    assert found.told == (TOLD,)


LETTER = (
    "From: FOI <foi@northmere.example>\nSent: 01 October 2026 10:00\nTo: Robin Sample\n"
    "Subject: Street lighting\n\nDear Robin,\n\nCould you say which streets you mean?\n"
    "1. All of them?\n2. Only the town centre?\n"
)
REPLIES = {
    "with matter": f"Thank you.\n\n{ASKED}",
    "that looks like a note": "Please could you answer this request: how many lights are LED?\n",
    "that only presses": "Can you deal with this please?\n",
}


@pytest.mark.parametrize("subject", ["RE: Street lighting", "FW: Street lighting"])
@pytest.mark.parametrize("reply", REPLIES)
def test_a_requesters_reply_stays_the_request(reply: str, subject: str) -> None:
    found = read(
        mail(
            f"{REPLIES[reply]}\n{LETTER}",
            From="Robin Sample <robin@example.org>",
            Subject=subject,
        )
    )
    assert (found.sender_name, found.sender_email) == ROBIN
    assert (found.received_on, found.told) == (date(2026, 10, 5), ())
    assert "Forwarded message" not in found.text
    if reply != "that only presses":  # which asks nothing, so that both may be the request
        assert not any("town centre" in asked for asked in questions(found.text))
        assert "> 2. Only the town centre?" in found.text


def test_a_reply_is_known_by_the_authoritys_name_alone() -> None:
    text = f"Can you deal with this please?\n\n{LETTER}"
    robin = "Robin Sample <robin@example.org>"
    found = read(mail(text, From=robin, Subject="RE: Lights", To="x@example.com"), OwnAddresses())
    assert (found.sender_name, found.told) == ("Robin Sample", ())


def test_an_answer_to_an_address_that_nobody_knows_as_ours_stays_one() -> None:
    letter = LETTER.replace("FOI <foi@northmere.example>", "Lee <lee@shared.example>")
    found = read(
        mail(
            f"Can you deal with this please?\n\n{letter}",
            From="Robin Sample <robin@example.org>",
            To="lee@shared.example",
            Subject="RE: Street lighting",
        )
    )
    assert (found.sender_name, found.told) == ("Robin Sample", ())


def test_a_request_of_a_colleague_who_answers_the_team_is_the_colleagues() -> None:
    found = read(mail(f"{ASKED}\n{LETTER}", Subject="RE: Street lighting"))
    assert (found.sender_name, found.told) == ("Jo Planner", ())
    assert questions(found.text) == TWO


STRANGER = {"From": "Robin Sample <robin@example.org>", "Subject": "Street lighting"}
LAMPS = (
    "---------- Forwarded message ---------\nFrom: Lamps Ltd <lamps@lamps.example>\n"
    "Date: Thu, 1 Oct 2026 at 10:00\nSubject: Lamps\nTo: x@example.com\n\nWhich lamp?\n"
)


@pytest.mark.parametrize(
    ("note", "name"),
    [(ASKED, "Robin Sample"), ("As we said on the telephone.", "Lamps Ltd")],
)
def test_a_rule_that_passes_on_counts_below_what_asks_nothing(note: str, name: str) -> None:
    assert read(mail(f"{note}\n{LAMPS}", **STRANGER)).sender_name == name


def test_a_mail_below_nothing_is_passed_on_and_one_below_a_neutral_sentence_is_not() -> None:
    for note, name in (("", "Robin Sample"), ("As we said on the telephone.", "Lee")):
        headers = {"From": "Lee <lee@second.example>", "Subject": "Street lighting"}
        assert read(mail(f"{note}\n{OUTLOOK}\n{ASKED}", **headers)).sender_name == name


def test_what_was_passed_on_in_the_mail_that_is_answered_keeps_its_marks() -> None:
    quoted = "\n".join(f"> {line}".rstrip() for line in f"{APPLE}3. Where?".splitlines())
    for words in (ASKED, "Thank you."):
        found = read(mail(f"{words}\nOn 1 October 2026 FOI wrote:\n{quoted}", **STRANGER))
        assert (found.sender_name, found.told) == ("Robin Sample", ())
        assert "> 3. Where?" in found.text


@pytest.mark.parametrize(
    ("email", "website", "address", "own"),
    [
        ("foi@northmere.example", "", "jo@northmere.example", True),
        ("foi@northmere.example", "", "jo@planning.northmere.example", True),
        ("foi@northmere.example", "", "jo@southmere.example", False),
        ("foi@notnorthmere.example", "https://www.northmere.example", "JO@Northmere.Example", True),
        ("northmere.parish@gmail.com", "", "northmere.parish@gmail.com", True),
        ("northmere.parish@gmail.com", "", "robin@gmail.com", False),
        ("foi@ministry.example", "https://www.gov.uk/ministry", "foi@other.gov.uk", False),
        ("foi@northmere.example", "", "", False),
    ],
)
def test_which_addresses_are_the_authoritys(
    email: str, website: str, address: str, own: bool
) -> None:
    assert OwnAddresses.of([email], [website]).has(address) is own


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("01 October 2026 10:00", SENT),
        ("1 Oct 2026 10:00", SENT),
        ("Thursday, October 1, 2026 10:00 AM", SENT),
        ("Thu, 1 Oct 2026 at 10:00", SENT),
        ("October 1, 2026 at 10:00:00 AM GMT+1", SENT),
        ("1st October 2026", SENT),
        ("2026-10-01 10:00", SENT),
        ("31/10/2026 10:00", date(2026, 10, 31)),
        ("10/31/2026 10:00 AM", date(2026, 10, 31)),
        ("10/10/2026", date(2026, 10, 10)),
        # Summer time ended on 25 October 2026.
        ("Sat, 24 Oct 2026 23:30:00 +0000", date(2026, 10, 25)),
        ("24 October 2026 23:30:00 GMT", date(2026, 10, 25)),
        ("24 October 2026 23:30:00 BST", date(2026, 10, 24)),
        ("October 24, 2026 at 4:30 PM PDT", date(2026, 10, 25)),
        ("October 24, 2026 at 12:30 AM", date(2026, 10, 24)),
        ("01/10/2026 10:00", None),
        ("31 February 2026", None),
        ("1 October 26", None),
        ("Thursday", None),
        ("", None),
    ],
)
def test_the_day_is_read_as_it_is_written(written: str, day: date | None) -> None:
    assert day_of(written) == day


# --- attached -------------------------------------------------------------------------------


def request_mail(text: str = ASKED, **headers: str) -> EmailMessage:
    said = {
        "From": "Robin Sample <robin@example.org>",
        "To": "planning@northmere.example",
        "Subject": "Street lighting",
        "Date": "Thu, 1 Oct 2026 10:00:00 +0100",
        **headers,
    }
    return mail(text, **said)


def as_message(outer: EmailMessage, inner: EmailMessage) -> None:
    outer.add_attachment(inner)


def as_file(outer: EmailMessage, inner: EmailMessage) -> None:
    content = inner.as_bytes(policy=SMTP)
    outer.add_attachment(
        content, maintype="application", subtype="octet-stream", filename="lights.eml"
    )


@pytest.mark.parametrize("attach", [as_message, as_file])
@pytest.mark.parametrize("note", ["", NOTE, "Some words"])
@pytest.mark.parametrize("subject", ["FW: Street lighting", "FOI"])
def test_an_attached_mail_is_the_request(
    attach: Callable[[EmailMessage, EmailMessage], None], note: str, subject: str
) -> None:
    message = mail(note or " ", Subject=subject)
    attach(message, request_mail())
    found = read(message)
    assert (found.sender_name, found.sender_email, found.received_on) == (*ROBIN, SENT)
    assert found.told == (
        (
            "This is a mail “Street lighting” that was passed on as an attachment by Jo Planner on 5 "
            "October 2026: the requester’s name and e-mail address and the date were taken from the mail "
            "inside. Check them."
        ),
    )
    assert questions(found.text) == TWO
    assert "not read here" not in found.text


def test_of_several_attached_mails_the_one_that_asks_is_read_and_the_others_are_named() -> None:
    message = mail("Please log the attached.", Subject="Two mails")
    message.add_attachment(request_mail("Thank you, that is all.", Subject="Thanks"))
    message.add_attachment(request_mail())
    message.add_attachment(request_mail("How many benches?", Subject="Benches"))
    found = read(message)
    assert (found.subject, questions(found.text)) == ("Street lighting", TWO)
    assert "“Street lighting” that was passed on" in found.told[0]
    assert found.told[1:] == ("Other mails were attached and not read: “Thanks”, “Benches”.",)
    assert "not read here: an e-mail “Thanks”, an e-mail “Benches”]" in found.text


def test_a_mail_that_a_requester_sends_along_is_no_request() -> None:
    for text, inner in (
        (ASKED, request_mail("How many benches?")),
        ("See attached.", request_mail("How many benches?", From="foi@northmere.example")),
    ):
        message = request_mail(text)
        message.add_attachment(inner)
        found = read(message)
        assert (found.received_on, found.told) == (SENT, ())
        assert "benches" not in found.text


def test_a_mail_passed_on_in_the_words_goes_before_one_that_is_attached() -> None:
    message = mail(f"{NOTE}\n{OUTLOOK}\n{ASKED}")
    message.add_attachment(request_mail("How many benches?", From="Lee <lee@example.org>"))
    found = read(message)
    assert (found.sender_name, questions(found.text)) == ("Robin Sample", TWO)
    assert "not read here: an e-mail “Street lighting”]" in found.text


def test_a_sealed_mail_beside_the_request_seals_nothing() -> None:
    sealed = request_mail(" ", Subject="Sealed")
    sealed.add_attachment(b"0", maintype="application", subtype="pkcs7-mime", filename="smime.p7m")
    message = mail("Please log the attached.")
    message.add_attachment(sealed)
    message.add_attachment(request_mail())
    assert questions(read(message).text) == TWO


def test_an_attached_mail_may_pass_another_on() -> None:
    message = mail("See attached", Subject="FOI")
    message.add_attachment(mail(f"{NOTE}\n{OUTLOOK}\n{ASKED}"))
    found = read(message)
    assert (found.sender_name, found.received_on, questions(found.text)) == (ROBIN[0], SENT, TWO)
