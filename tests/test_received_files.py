"""A request that came as a file: what is read from it, what is refused, and the intake page."""

from __future__ import annotations

import base64
import contextlib
import re
import zipfile
import zlib
from collections.abc import Mapping
from datetime import date
from email.message import EmailMessage
from email.policy import SMTP
from io import BytesIO
from xml.sax.saxutils import escape

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import localdate
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfWriter
from weasyprint import HTML

from requests_app.models import FoiRequest
from requests_app.received_files import MAX_BYTES, ReceivedFile, UnreadableFile, read_received
from requests_app.received_files.html_text import text_of_html
from requests_app.received_files.inner_header import PASSED_ON_RULE
from requests_app.received_files.numbers import letters, roman
from requests_app.received_files.pdf import MAX_PAGES
from requests_app.received_files.reading import _read_in_child
from requests_app.rendering.isolation import MEBIBYTE, Limits
from requests_app.splitting import MAX_CHARACTERS, MAX_LINES, split
from tests import factories
from tests.visiting import signed_in

BODY = "Dear Sir or Madam,\n\n1. How many street lights do you have?\n2. How many are LED?\n"


def short(value: object) -> str:
    """A name for a case of a table; whole files would make long ones."""
    return repr(value)[:40]


# --- e-mails ------------------------------------------------------------------------------


def mail(text: str = BODY, **headers: str) -> EmailMessage:
    message = EmailMessage()
    said = {
        "From": "Robin Sample <robin.sample@example.org>",
        "Subject": "Street lighting",
        "Date": "Mon, 26 Oct 2026 09:30:00 +0000",
        **headers,
    }
    for name, value in said.items():
        message[name] = value
    if text:
        message.set_content(text)
    return message


def read_mail(message: EmailMessage) -> ReceivedFile:
    return read_received("request.eml", message.as_bytes(policy=SMTP))


def read_raw_mail(headers: str, body: bytes = b"How many?") -> ReceivedFile:
    return read_received("request.eml", headers.encode() + b"\r\n\r\n" + body)


def test_a_mail_gives_words_sender_subject_and_day() -> None:
    assert read_mail(mail()) == ReceivedFile(
        text=BODY.strip(),
        subject="Street lighting",
        sender_name="Robin Sample",
        sender_email="robin.sample@example.org",
        received_on=date(2026, 10, 26),
    )


@pytest.mark.parametrize(
    ("sent", "day"),
    [
        # Summer time ended on 25 October 2026.
        ("Sat, 24 Oct 2026 23:30:00 +0000", date(2026, 10, 25)),
        ("Sun, 25 Oct 2026 23:30:00 +0000", date(2026, 10, 25)),
        ("Sun, 25 Oct 2026 23:30:00 -0700", date(2026, 10, 26)),
        ("Mon, 26 Oct 2026 03:00:00 +0900", date(2026, 10, 25)),
        ("Wed, 1 Jul 2026 23:30:00 -0000", date(2026, 7, 2)),
        ("1 Jul 2026 12:00 GMT", date(2026, 7, 1)),
        ("yesterday", None),
        ("Mon, 99 Oct 2026 09:30:00 +0000", None),
        ("Fri, 31 Dec 9999 23:59:59 -1200", None),
        ("", None),
    ],
)
def test_the_day_is_that_in_london(sent: str, day: date | None) -> None:
    assert read_raw_mail(f"From: robin@example.org\r\nDate: {sent}").received_on == day


@pytest.mark.parametrize(
    ("written", "name", "address"),
    [
        ("Robin Sample <robin@example.org>", "Robin Sample", "robin@example.org"),
        ('"Sample, Robin" <robin@example.org>', "Sample, Robin", "robin@example.org"),
        ("=?utf-8?q?Zo=C3=AB_Sample?= <zoe@example.org>", "Zoë Sample", "zoe@example.org"),
        ("\"'robin@example.org'\" <robin@example.org>", "", "robin@example.org"),
        ("robin@example.org", "", "robin@example.org"),
        ("Robin Sample", "", ""),
        ("undisclosed:;", "", ""),
        ("<<>>@@", "", ""),
        ("", "", ""),
    ],
)
def test_the_sender_is_who_the_header_names(written: str, name: str, address: str) -> None:
    found = read_raw_mail(f"Date: Mon, 26 Oct 2026 09:30:00 +0000\r\nFrom: {written}")
    assert (found.sender_name, found.sender_email) == (name, address)


@pytest.mark.parametrize(
    ("written", "subject"),
    [
        ("Re: Fwd: RE[2]: Street lighting", "Street lighting"),
        ("[EXTERNAL] FW: Street lighting", "Street lighting"),
        ("Regarding lights", "Regarding lights"),
        ("Street\r\n lighting", "Street lighting"),
        ("=?utf-8?q?Caf=C3=A9s?=", "Cafés"),
        ("Re:", ""),
    ],
)
def test_the_subject_loses_what_replies_add(written: str, subject: str) -> None:
    assert read_raw_mail(f"From: robin@example.org\r\nSubject: {written}").subject == subject


@pytest.mark.parametrize(
    ("declared", "body"),
    [
        ("utf-8", "Zoë’s café: £5".encode()),
        ("iso-8859-1", "Zoë’s café: £5".encode("cp1252")),
        ("us-ascii", "Zoë’s café: £5".encode("cp1252")),
        ("us-ascii", "Zoë’s café: £5".encode()),
        ("x-nobody-knows", "Zoë’s café: £5".encode()),
        ("windows-1252", "Zoë’s café: £5".encode("cp1252")),
        ("utf-16", "Zoë’s café: £5".encode("utf-16")),
    ],
    ids=short,
)
def test_the_character_set_is_found_even_when_declared_wrongly(declared: str, body: bytes) -> None:
    headers = (
        f'From: a@example.org\r\nContent-Type: text/plain; charset="{declared}"\r\n'
        "Content-Transfer-Encoding: 8bit"
    )
    if declared == "utf-16":
        headers = headers.replace("8bit", "base64")
        body = base64.encodebytes(body)
    assert read_raw_mail(headers, body).text == "Zoë’s café: £5"


def test_the_plain_version_is_preferred() -> None:
    message = mail()
    message.add_alternative("<p>Another <b>version</b></p>", subtype="html")
    assert read_mail(message).text == BODY.strip()


def test_a_stub_of_a_plain_version_is_not() -> None:
    message = mail("Please use a modern mail program.")
    message.add_alternative(
        "<p>Dear Sir,</p><ol><li>How many street lights do you have?<li>How many are LED?</ol>",
        subtype="html",
    )
    assert read_mail(message).text == (
        "Dear Sir,\n\n1. How many street lights do you have?\n2. How many are LED?"
    )


def test_a_mail_in_html_alone_is_read() -> None:
    message = mail("")
    message.set_content("<p>Dear Sir,<br>how many?</p>", subtype="html")
    assert read_mail(message).text == "Dear Sir,\nhow many?"


def test_quoted_mails_and_footers_are_kept_as_context() -> None:
    text = (
        f"{BODY}\nYours faithfully,\nRobin\n\n"
        "On 1 October 2026 the Council wrote:\n> 3. What do you want to know?\n\n"
        "-------------------------------------------------------------------\n"
        "Please use this email address for all replies to this request:\n"
        "request-1@whatdotheyknow.com\n"
    )
    found = read_mail(mail(text))
    assert found.text == text.strip()
    blocks = split(found.text)
    assert [block.number for block in blocks if block.kind == "question"] == ["1", "2"]
    context = "\n".join(block.text for block in blocks if block.kind == "context")
    assert "What do you want to know?" in context
    assert "request-1@whatdotheyknow.com" in context


OUR_LETTER = (
    "From: Council FOI <foi@example.gov.uk>\nSent: 01 October 2026 10:00\nTo: Robin Sample\n"
    "Subject: Street lighting\n\nDear Robin,\n\nCould you say which streets you mean?\n"
    "1. All of them?\n2. Only the town centre?\n"
)


@pytest.mark.parametrize("rule", ["", "_" * 32 + "\n", "-----Original Message-----\n"])
def test_a_mail_that_is_answered_is_set_aside_without_marks_of_its_own(rule: str) -> None:
    found = read_mail(mail(f"{BODY}\nRegards,\nRobin\n\n{rule}{OUR_LETTER}", Subject="RE: Lights"))
    blocks = split(found.text)
    assert [block.number for block in blocks if block.kind == "question"] == ["1", "2"]
    assert "> 2. Only the town centre?" in found.text
    assert len(found.text.replace("> ", "").split()) >= len(f"{BODY}{OUR_LETTER}".split())


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        # Passed on by a colleague: the request is what stands below.
        (f"Hi,\n\nplease see below.\n\nAnna\n\n{OUR_LETTER}", "RE: Lights"),
        (f"Can you answer this by Friday?\n\n{OUR_LETTER}", "FW: Lights"),
        (f"Can you answer this by Friday?\n\n{OUR_LETTER}", "[EXTERNAL] Fwd: Lights"),
        # No header of a mail.
        (f"{BODY}\nFrom: the register\n3. What does it cost?\n", "RE: Lights"),
        (f"{BODY}\nFrom: the register\nTo: the park\nSubject: trees\n3. Why?\n", "Lights"),
        (f"{BODY}\nFrom: 2020\nDate: 2025\n3. What does it cost?\n", "Lights"),
        (f"{BODY}\nFrom: 2020\nTo: 2025\n3. What does it cost?\n", "Lights"),
    ],
)
def test_a_mail_that_is_passed_on_is_the_request(text: str, subject: str) -> None:
    found = read_mail(mail(text, Subject=subject))
    without_rule = found.text.replace(f"{PASSED_ON_RULE}\n\n", "")
    assert without_rule == text.strip()
    assert any(block.number == "2" for block in split(found.text) if block.kind == "question")


def test_attachments_are_named_and_not_read() -> None:
    message = mail()
    message.add_attachment(b"PK", maintype="application", subtype="zip", filename="plans.zip")
    message.add_attachment("3. And this?", filename="more \t.txt")
    message.add_attachment(mail("4. And that?", Subject="Older"))
    found = read_mail(message)
    assert found.text == (
        f"{BODY}\n[Attached, not read here: plans.zip, more .txt, an e-mail “Older”]"
    )
    assert split(found.text)[-1].kind == "context"


def test_text_that_goes_on_below_an_attachment_is_read() -> None:
    message = mail("1. How many?")
    message.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="map.pdf")
    below = EmailMessage()
    below.set_content("2. Where?")
    message.attach(below)
    assert read_mail(message).text == (
        "1. How many?\n\n2. Where?\n\n[Attached, not read here: map.pdf]"
    )


def test_pictures_of_a_letterhead_are_no_attachments() -> None:
    message = mail("")
    message.set_content('<p>How many? <img src="cid:1"></p>', subtype="html")
    message.add_related(
        b"\x89PNG",
        maintype="image",
        subtype="png",
        cid="<1>",
        disposition="inline",
        filename="l.png",
    )
    assert read_mail(message).text == "How many?"


def test_a_mail_with_attachments_alone_says_which() -> None:
    message = mail(" ")
    message.add_attachment(b"PK", maintype="application", subtype="zip", filename="request.docx")
    with pytest.raises(
        UnreadableFile, match=r"no words of its own, but attachments: request\.docx"
    ):
        read_mail(message)


@pytest.mark.parametrize("mail_without", [mail(""), mail(" \n")], ids=["no body", "blank"])
def test_a_mail_without_words_is_refused(mail_without: EmailMessage) -> None:
    with pytest.raises(UnreadableFile, match="This e-mail has no text"):
        read_mail(mail_without)


# --- HTML ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One\n two</p><p>three</p>", "One two\n\nthree"),
        ("<div>One</div><div>two<br><br>three</div>", "One\ntwo\n\nthree"),
        ('<ol start="4"><li>Four<li>Five<li value=9>Nine</ol>', "4. Four\n5. Five\n9. Nine"),
        ("<ol type=A><li>x</ol><ol type=i><li>y<li>z</ol>", "A. x\n\ni. y\nii. z"),
        ("<ol><li><p>One</p><ol type=a><li>x<li>y</ol></li><li>Two</ol>",
         "1. One\n    a. x\n    b. y\n2. Two"),
        ("<ul><li>x<li>y</ul>", "- x\n- y"),
        ("<p>1.&nbsp;&nbsp; How many?<o:p></o:p></p>", "1.   How many?"),
        ("<p>New</p><blockquote type=cite><p>Old</p><p>mail</p></blockquote><p>End</p>",
         "New\n\n> Old\n>\n> mail\n\nEnd"),
        ('<blockquote style="margin:0 0 0 40px">1. How many?</blockquote>', "1. How many?"),
        ('See <a href="https://example.org/plan">the plan</a>.',
         "See the plan <https://example.org/plan>."),
        ('See <a href="https://example.org/">example.org</a>', "See example.org"),
        ('<a href="mailto:a@example.org">a@example.org</a>', "a@example.org"),
        ("<pre>1.  How\n    many?</pre>", "1.  How\n    many?"),
        ("<style>p {}</style><script>alert(1)</script><title>T</title>Words &lt;b&gt; &amp; more",
         "Words <b> & more"),
        ("<table><tr><td>Year</td><td>Cost</td></tr></table>", "Year\nCost"),
        ("One<hr>two", "One\n--------------------\ntwo"),
        ("</ol></blockquote><li>loose</li></pre>", "loose"),
        ("", ""),
    ],
)  # fmt: skip
def test_html_becomes_what_a_person_would_type(html: str, text: str) -> None:
    assert text_of_html(html) == text


def test_html_nested_without_end_is_read() -> None:
    assert "How many?" in text_of_html("<div><ol><li>" * 1_000 + "How many?")


@given(st.lists(st.sampled_from((
    "<ol>", "</ol>", "<li>", "<p>", "</p>", "<a href='https://a.example'>", "</a>", "<br>",
    "<pre>", "</pre>", "<blockquote type=cite>", "</blockquote>", "<td>", "word", " ", "\n",
    "&nbsp;",
))))  # fmt: skip
def test_no_word_of_html_is_lost(pieces: list[str]) -> None:
    text = text_of_html("".join(pieces))
    assert text.count("word") == pieces.count("word")


@pytest.mark.parametrize(
    ("number", "letter", "numeral"),
    [(1, "a", "i"), (4, "d", "iv"), (26, "z", "xxvi"), (27, "aa", "xxvii"), (49, "ww", "xlix"),
     (0, "0", "0"), (4000, "4000", "4000")],
)  # fmt: skip
def test_numerals(number: int, letter: str, numeral: str) -> None:
    assert (letters(number), roman(number)) == (letter, numeral)


# --- Word ---------------------------------------------------------------------------------

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
DOCUMENT_OF = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def run(text: str, kind: str = "t") -> str:
    return f"<w:r><w:{kind}>{escape(text)}</w:{kind}></w:r>"


def paragraph(text: str, *, number: str = "", level: int = 0, style: str = "") -> str:
    listed = (
        f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>' if number else ""
    )
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{styled}{listed}</w:pPr>{run(text)}</w:p>"


def level(index: int, numerals: str, printed: str, *, start: int = 1, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{numerals}"/>{more}'
        f'<w:lvlText w:val="{printed}"/></w:lvl>'
    )


NUMBERING = f"""<w:numbering {W}>
<w:abstractNum w:abstractNumId="0">{level(0, "decimal", "%1.")}{level(1, "lowerLetter", "%2)")}
{level(2, "lowerRoman", "(%3)")}</w:abstractNum>
<w:abstractNum w:abstractNumId="1">{level(0, "bullet", "&#xF0B7;")}</w:abstractNum>
<w:abstractNum w:abstractNumId="2">{level(0, "upperRoman", "Part %1", start=4)}
{level(1, "decimal", "%1.%2", more="<w:isLgl/>")}</w:abstractNum>
<w:abstractNum w:abstractNumId="3">{level(0, "decimal", "Q%1:", more='<w:pStyle w:val="Q"/>')}
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="0"/>
<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="2"/></w:num>
<w:num w:numId="5"><w:abstractNumId w:val="3"/></w:num>
</w:numbering>"""
STYLES = f"""<w:styles {W}>
<w:style w:type="paragraph" w:styleId="Q"><w:name w:val="Q"/><w:pPr><w:numPr><w:numId w:val="5"/>
</w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Q2"><w:name w:val="Q2"/><w:basedOn w:val="Q"/></w:style>
<w:style w:type="paragraph" w:styleId="Loop"><w:name w:val="L"/><w:basedOn w:val="Loop"/></w:style>
</w:styles>"""


def word(body: str, parts: Mapping[str, str | bytes] | None = None) -> bytes:
    """A Word document with these paragraphs; ``parts`` adds to the package or replaces in it."""
    main = f"{OFFICE}.document.main+xml"
    content: dict[str, str | bytes] = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
            'relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{main}"/>'
            f'<Override PartName="/word/numbering.xml" ContentType="{OFFICE}.numbering+xml"/>'
            f'<Override PartName="/word/styles.xml" ContentType="{OFFICE}.styles+xml"/></Types>'
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" '
            f'Type="{DOCUMENT_OF}/officeDocument" Target="word/document.xml"/></Relationships>'
        ),
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
        "word/numbering.xml": NUMBERING,
        "word/styles.xml": STYLES,
        **(parts or {}),
    }
    return package(content)


def package(parts: Mapping[str, str | bytes]) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            # Without the time of day, the same parts are the same bytes in every process.
            member = zipfile.ZipInfo(name)
            archive.writestr(member, part, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def words_of(body: str) -> list[str]:
    text = read_received("request.docx", word(body)).text
    return [line for line in text.split("\n") if line]


def test_a_word_document_keeps_the_numbers_of_its_lists() -> None:
    body = (
        paragraph("Dear Sir")
        + paragraph("Lights?", number="1")
        + paragraph("Please give:", number="1")
        + paragraph("cost", number="1", level=1)
        + paragraph("day", number="1", level=2)
        + paragraph("year", number="1", level=2)
        + paragraph("maker", number="1", level=1)
        + paragraph("Some words between")
        + paragraph("Goes on?", number="1")
        + paragraph("colour", number="1", level=1)
    )
    assert words_of(body) == [
        *("Dear Sir", "1. Lights?", "2. Please give:", "    a) cost", "        (i) day"),
        *("        (ii) year", "    b) maker", "Some words between", "3. Goes on?"),
        "    a) colour",
    ]


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        # Two lists of one definition go on counting, unless one is told to start again.
        (paragraph("x", number="1") + paragraph("y", number="2") + paragraph("z", number="2"),
         ["1. x", "1. y", "2. z"]),
        (paragraph("x", number="3"), ["- x"]),
        (paragraph("x", number="4") + paragraph("y", number="4", level=1),
         ["Part IV x", "    4.1 y"]),
        (paragraph("x", style="Q") + paragraph("y", style="Q2") + paragraph("z", style="Q"),
         ["Q1: x", "Q2: y", "Q3: z"]),
        (paragraph("x", style="Q", number="0"), ["x"]),
        (paragraph("x", number="99") + paragraph("y", number="1", level=8), ["x", "y"]),
        (paragraph("x", style="Loop"), ["x"]),
        (paragraph("", number="1") + paragraph("second", number="1"), ["2. second"]),
        ("<w:p><w:r><w:t>one</w:t><w:br/><w:t>two</w:t></w:r></w:p>", ["one", "two"]),
        (f"<w:p><w:del>{run('gone', 'delText')}</w:del><w:ins>{run('new')}</w:ins></w:p>", ["new"]),
        (f"<w:tbl><w:tr><w:tc><w:p>{run('cell')}</w:p></w:tc></w:tr></w:tbl>", ["cell"]),
    ],
)  # fmt: skip
def test_what_word_shows_is_read(body: str, lines: list[str]) -> None:
    assert words_of(body) == lines


def test_a_word_document_splits_as_it_is_numbered() -> None:
    body = (
        paragraph("Under the Freedom of Information Act, please tell me:")
        + paragraph("How many street lights do you have?", number="1")
        + paragraph("For each of them:", number="1")
        + paragraph("What did it cost?", number="1", level=1)
        + paragraph("Who made it?", number="1", level=1)
    )
    blocks = split(read_received("request.docx", word(body)).text)
    assert [block.number for block in blocks if block.kind == "question"] == [
        *("1", "2", "2(a)", "2(b)"),
    ]


def test_a_word_document_without_lists_is_read() -> None:
    plain = word(paragraph("How many?"))
    with zipfile.ZipFile(BytesIO(plain)) as archive:
        kept = {name: archive.read(name) for name in archive.namelist()}
    del kept["word/numbering.xml"], kept["word/styles.xml"]
    kept["[Content_Types].xml"] = kept["[Content_Types].xml"].replace(b"numbering+xml", b"x+xml")
    assert read_received("a.docx", package(kept)).text == "How many?"


BOMB = word(paragraph("x"), {"word/media/a.bin": b"\0" * 5_000_000})
ENTITIES = (
    '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    f"<w:document {W}><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>"
)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (BOMB, "packed in a way"),
        (package({f"{number}.xml": "" for number in range(2_001)}), "packed in a way"),
        (word(paragraph("x"), {"../up.xml": "<x/>"}), "packed in a way"),
        (word(paragraph("x"), {"/root.xml": "<x/>"}), "packed in a way"),
        (word("", {"word/document.xml": ENTITIES}), "packed in a way"),
        (word("", {"word/document.xml": ENTITIES.encode("utf-16")}), "packed in a way"),
        (word(paragraph("x"), {"word/vbaProject.bin": b"x"}), "contains macros"),
        (package({"a.txt": "x"}), "not a Word document"),
        (package({"[Content_Types].xml": "<Types/>"}), "not a Word document"),
        (word("", {"word/document.xml": "<w:document"}), "is damaged"),
        (word(paragraph("How many?"))[:-40], "is damaged"),
        (b"PK\x03\x04 and no more", "is damaged"),
        (word(""), "has no text"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "protected by a password"),
        (b"How many?", "is something else"),
    ],
    ids=short,
)
def test_a_document_that_word_did_not_write_is_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableFile, match=sentence):
        read_received("request.docx", content)


def test_a_document_with_a_part_twice_is_refused() -> None:
    packed = BytesIO(word(paragraph("x")))
    with (
        zipfile.ZipFile(packed, "a") as archive,
        pytest.warns(UserWarning, match="Duplicate name"),
    ):
        archive.writestr("word/document.xml", "<other/>")
    with pytest.raises(UnreadableFile, match="packed in a way"):
        read_received("request.docx", packed.getvalue())


# --- PDF ----------------------------------------------------------------------------------


def pdf(html: str) -> bytes:
    return bytes(HTML(string=f"<html lang=en>{html}").write_pdf())


def locked(content: bytes, *, user: str) -> bytes:
    result = BytesIO()
    with pikepdf.open(BytesIO(content)) as document:
        document.save(result, encryption=pikepdf.Encryption(owner="owner", user=user))
    return result.getvalue()


def blank_pages(count: int) -> bytes:
    writer, result = PdfWriter(), BytesIO()
    for _ in range(count):
        writer.add_blank_page(595, 842)
    writer.write(result)
    return result.getvalue()


PRINTED = pdf(
    "<p>Dear Sir,<p>please tell me:<ol><li>How many street lights do you have?<li>For each:"
    "<ol style='list-style: lower-alpha'><li>What did it cost?<li>Who made it?</ol></ol>"
    "<p>Yours faithfully<br>Robin"
)


def test_a_pdf_keeps_lines_and_numbers_in_their_places() -> None:
    lines = read_received("request.PDF", PRINTED).text.split("\n")
    assert [line.strip() for line in lines if line.strip()] == [
        *("Dear Sir,", "please tell me:", "1. How many street lights do you have?"),
        *("2. For each:", "a. What did it cost?", "b. Who made it?", "Yours faithfully", "Robin"),
    ]


def test_a_pdf_locked_against_changes_alone_is_read() -> None:
    open_text = read_received("request.pdf", PRINTED).text
    assert read_received("request.pdf", locked(PRINTED, user="")).text == open_text


def test_a_page_without_words_is_told() -> None:
    writer, result = PdfWriter(BytesIO(PRINTED)), BytesIO()
    writer.add_blank_page()
    writer.write(result)
    text = read_received("request.pdf", result.getvalue()).text
    assert text.startswith("Dear Sir,")
    assert text.endswith("[No text on page 2 of the PDF: empty, or a scan]")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (blank_pages(1), "has no text: it is a scan. Paste the words instead."),
        (locked(PRINTED, user="secret"), "protected by a password"),
        (blank_pages(MAX_PAGES + 1), f"has {MAX_PAGES + 1} pages. At most {MAX_PAGES}"),
        (b"%PDF-1.7 and no more", "damaged"),
        (b"%PDF-1.7\ntrailer<</Root 1 0 R>>\n%%EOF", "damaged"),
        (b"MZ\x90\0 a program", "is something else"),
    ],
    ids=short,
)
def test_a_pdf_that_gives_no_words_is_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableFile, match=sentence):
        read_received("request.pdf", content)


def test_a_pdf_that_unpacks_without_end_is_stopped() -> None:
    packer, much = zlib.compressobj(1), b"BT (x) Tj ET\n" * 100_000
    stream = b"".join(packer.compress(much) for _ in range(200)) + packer.flush()
    stream = zlib.compress(stream)
    writer, result = PdfWriter(BytesIO(PRINTED)), BytesIO()
    writer.write(result)
    with pikepdf.open(result) as document:
        document.pages[0].Contents = pikepdf.Stream(
            document, stream, Filter=[pikepdf.Name.FlateDecode, pikepdf.Name.FlateDecode]
        )
        bomb = BytesIO()
        document.save(bomb, compress_streams=False)
    assert len(bomb.getvalue()) < MAX_BYTES
    with pytest.raises(UnreadableFile, match="Paste the words instead"):
        read_received("request.pdf", bomb.getvalue())


# --- text, and any file -------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        "Zoë’s café: £5".encode(),
        "Zoë’s café: £5".encode("utf-8-sig"),
        "Zoë’s café: £5".encode("utf-16"),
        b"\xfe\xff" + "Zoë’s café: £5".encode("utf-16-be"),
        "Zoë’s café: £5".encode("cp1252"),
        "\r\nZoë’s café: £5\x07\r\n \r\n".encode(),
    ],
    ids=short,
)
def test_a_text_file_is_read_in_its_character_set(content: bytes) -> None:
    assert read_received("request.txt", content) == ReceivedFile("Zoë’s café: £5")


def test_line_ends_of_any_machine_become_one_kind() -> None:
    assert read_received("a.txt", b"  1. a\r\n2. b\r3. c\n").text == "  1. a\n2. b\n3. c"


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.txt", b"", "This file is empty"),
        ("a.txt", b" \r\n", "no text in it"),
        ("a.txt", b"\0\1\2\3", "not a plain text file"),
        ("a.txt", b"\x81\x8d\x8f\xff", "not a plain text file"),
        ("a.txt", PRINTED, "is something else"),
        ("a.txt", b"x" * (MAX_BYTES + 1), "larger than 10 megabytes"),
        ("a.txt", b"x" * (MAX_CHARACTERS + 1), "1,000,001 characters"),
        # A browser sends two characters for each end of a line.
        ("a.txt", b"x" * (MAX_CHARACTERS - 8) + b"\nx" * 4, "1,000,004 characters"),
        ("a.txt", b"x\n" * (MAX_LINES + 1), "5,001 lines. The most that can be split is 5,000"),
        ("a.eml", BOMB, "is something else"),
        ("a.eml", b"How many street lights?", "not an e-mail"),
        ("a.msg", b"x", "Save the e-mail as .eml"),
        ("a.doc", b"x", "save it as .docx"),
        ("a.docm", b"x", "macros"),
        ("a.xlsx", b"x", "A .xlsx file cannot be read. Choose an e-mail"),
        ("request", b"x", "no ending"),
    ],
    ids=short,
)
def test_a_file_that_cannot_be_read_says_why(name: str, content: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableFile, match=sentence):
        read_received(name, content)


def spin(_content: bytes) -> ReceivedFile:
    while True:
        pass


def hoard(_content: bytes) -> ReceivedFile:
    return ReceivedFile("x" * (300 * MEBIBYTE))


def break_down(_content: bytes) -> ReceivedFile:
    raise ZeroDivisionError


@pytest.mark.parametrize("reader", ["spin", "hoard", "break_down"])
def test_a_reader_out_of_bounds_is_a_refusal(reader: str) -> None:
    limits = Limits(wall_seconds=60.0, cpu_seconds=1, memory=200 * MEBIBYTE, result=MEBIBYTE)
    with pytest.raises(UnreadableFile, match="damaged, or needs too much work"):
        _read_in_child(f"{__name__}:{reader}", b"", limits)


FILES = {
    "a.eml": mail().as_bytes(policy=SMTP),
    "a.docx": word(paragraph("How many?", number="1")),
    "a.pdf": PRINTED,
    "a.txt": BODY.encode(),
}


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(FILES)), st.data())
def test_a_damaged_file_is_read_or_refused(name: str, data: st.DataObject) -> None:
    content = bytearray(FILES[name])
    for _ in range(data.draw(st.integers(1, 5))):
        where = data.draw(st.integers(0, len(content) - 1))
        content[where : where + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=5))
        content = content or bytearray(b"x")
    with contextlib.suppress(UnreadableFile):
        assert read_received(name, bytes(content)).text.encode().strip()


# --- the intake page ------------------------------------------------------------------------

URL = "/requests/new/"
EMPTY = dict.fromkeys(
    (
        *("reference", "title", "name", "email", "postal_address", "text"),
        *("received_on_day", "received_on_month", "received_on_year"),
    ),
    "",
)


def today_untouched() -> dict[str, str]:
    day = localdate()
    return {
        **EMPTY,
        "received_on_day": str(day.day),
        "received_on_month": str(day.month),
        "received_on_year": str(day.year),
    }


def upload(name: str = "request.eml", content: bytes = FILES["a.eml"]) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def passed_on(*, sent: str = "01 October 2026 10:00") -> SimpleUploadedFile:
    """A request to the planners, who pass it on."""
    header = (
        f"From: Robin Sample <robin.sample@example.org>\nSent: {sent}\n"
        "To: planning@northmere.example\nSubject: Street lighting\n"
    )
    message = mail(
        f"Hi Anna,\n\nCan you log this please?\n\nJo Planner\n01632 960000\n\n{header}\n{BODY}",
        From="Jo Planner <jo@northmere.example>",
        Subject="FW: Street lighting",
        Date="Mon, 5 Oct 2026 09:30:00 +0100",
    )
    return upload(content=message.as_bytes(policy=SMTP))


def told_by(page: str) -> list[str]:
    """The sentences above the form."""
    inset = re.search(r'<div class="govuk-inset-text">(.*?)</div>', page, re.DOTALL)
    return re.findall(r"<p[^>]*>(.*?)</p>", inset[1]) if inset else []


@pytest.fixture
def alice() -> Client:
    return signed_in(factories.alice())


def post(client: Client, button: str, **changes: object) -> str:
    """The page that comes back; ``file`` is among the changes."""
    return client.post(URL, {**today_untouched(), button: "on", **changes}).content.decode()


@pytest.mark.django_db
class TestIntakePage:
    def test_offers_the_file_without_javascript(self, alice: Client) -> None:
        page = alice.get(URL).content.decode()
        assert 'enctype="multipart/form-data"' in page
        assert 'accept=".eml,.docx,.pdf,.txt"' in page
        assert 'name="read"' in page

    def test_reading_fills_in_and_saves_nothing(self, alice: Client) -> None:
        page = post(alice, "read", file=upload())
        for value in ("Street lighting", "Robin Sample", "robin.sample@example.org", "26", "2026"):
            assert f'value="{value}"' in page
        assert "2. How many are LED?" in page
        assert "Check what it filled in" in page
        assert "govuk-error-summary" not in page
        assert FoiRequest.objects.count() == 0

    def test_what_the_file_does_not_say_stays_as_typed(self, alice: Client) -> None:
        typed = {"title": "Lamps", "name": "R. Sample", "received_on_day": "99", "reference": "A-1"}
        page = post(alice, "read", file=upload("a.txt", b"How many?"), **typed)
        for value in typed.values():
            assert f'value="{value}"' in page
        assert "How many?" in page
        assert "govuk-error-summary" not in page

    def test_what_was_read_is_saved_next(self, alice: Client) -> None:
        page = alice.post(URL, {**today_untouched(), "read": "on", "file": upload()})
        form = page.context["form"]
        alice.post(URL, {**{name: form.data[name] for name in EMPTY}, "save": "on"})
        case = FoiRequest.objects.get()
        assert (case.title, case.received_on) == ("Street lighting", date(2026, 10, 26))
        assert case.requester.email == "robin.sample@example.org"
        assert [block.number for block in factories.questions(case)] == ["1", "2"]

    @pytest.mark.parametrize(
        ("file", "message"),
        [
            (upload("a.pdf", blank_pages(1)), "it is a scan. Paste the words instead."),
            (upload("a.xlsx", b"PK"), "A .xlsx file cannot be read."),
            (upload("a.txt", b""), "The file you chose is empty"),
            (upload("a.txt", b"x" * (MAX_BYTES + 1)), "larger than 10 megabytes"),
        ],
    )
    @pytest.mark.parametrize("text", ["", "1. Typed already?"])
    def test_an_unreadable_file_is_told_beside_it(
        self, alice: Client, file: SimpleUploadedFile, message: str, text: str
    ) -> None:
        file.seek(0)
        page = post(alice, "read", file=file, text=text, title="Lamps")
        assert page.count(message) == 2, "once in the summary, once beside the field"
        assert '<a href="#id_file">' in page
        assert page.count('<a href="#id_') == 1, "the rest is asked for when it is saved"
        assert 'value="Lamps"' in page
        assert f"{text}</textarea>" in page

    def test_reading_without_a_file_asks_for_one(self, alice: Client) -> None:
        page = post(alice, "read", file="", text="", title="Lamps")
        assert page.count("Choose the file to read") == 2
        assert 'value="Lamps"' in page

    def test_enter_saves_a_typed_request_although_reading_is_the_first_button(
        self, alice: Client
    ) -> None:
        alice.post(URL, {**today_untouched(), "read": "on", "file": upload()})
        typed = {"title": "Lamps", "name": "Robin Sample", "email": "robin.sample@example.org"}
        alice.post(URL, {**today_untouched(), **typed, "text": "1. How many?", "read": "on"})
        assert FoiRequest.objects.get().title == "Lamps"

    def test_saving_a_file_with_an_empty_box_reads_it_first(self, alice: Client) -> None:
        alice.post(URL, {**today_untouched(), "save": "on", "file": upload()})
        case = FoiRequest.objects.get()
        assert case.text.replace("\r\n", "\n") == BODY.strip()
        # Today stood there because nobody touched it; the mail knows better.
        assert (case.title, case.received_on) == ("Street lighting", date(2026, 10, 26))
        assert case.requester.name == "Robin Sample"

    def test_the_names_of_attachments_are_not_published_unseen(self, alice: Client) -> None:
        message = mail()
        message.add_attachment("x", filename="R_Sample-lights.txt")
        file = upload(content=message.as_bytes(policy=SMTP))
        alice.post(URL, {**today_untouched(), "save": "on", "file": file})
        note = FoiRequest.objects.get().blocks.get(text__contains="R_Sample-lights.txt")
        assert (note.kind, note.omitted) == ("context", True)

    def test_what_was_typed_wins_when_nobody_checks(self, alice: Client) -> None:
        day = {"received_on_day": "27", "received_on_month": "10", "received_on_year": "2026"}
        typed = {"title": "Lamps", "email": "post@example.org", **day}
        alice.post(URL, {**EMPTY, **typed, "save": "on", "file": upload()})
        case = FoiRequest.objects.get()
        assert (case.title, case.received_on) == ("Lamps", date(2026, 10, 27))
        assert (case.requester.name, case.requester.email) == ("Robin Sample", "post@example.org")

    def test_saving_asks_for_what_the_file_does_not_say(self, alice: Client) -> None:
        page = post(alice, "save", file=upload("a.docx", FILES["a.docx"]))
        assert "Enter the title" in page
        assert "1. How many?" in page
        assert FoiRequest.objects.count() == 0

    def test_saving_never_drops_a_file_unread(self, alice: Client) -> None:
        page = post(alice, "save", file=upload(), text="1. Typed?", title="Lamps")
        assert page.count("so this file was not read") == 2
        assert "1. Typed?" in page
        assert FoiRequest.objects.count() == 0

    def test_a_mail_passed_on_is_told_above_the_form(self, alice: Client) -> None:
        factories.particulars()
        page = alice.post(URL, {**today_untouched(), "read": "on", "file": passed_on()})
        form = page.context["form"]
        assert told_by(page.text) == [
            (
                "This is a mail that was passed on by Jo Planner on 5 October 2026: the "
                "requester’s name and e-mail address and the date were taken from the mail inside. "
                "Check them."
            )
        ]
        assert form.data["name"] == "Robin Sample"
        assert form.data["email"] == "robin.sample@example.org"
        assert [form.data[f"received_on_{part}"] for part in ("day", "month")] == ["1", "10"]

    def test_a_mail_passed_on_is_never_saved_unchecked(self, alice: Client) -> None:
        page = alice.post(URL, {**today_untouched(), "save": "on", "file": passed_on()})
        assert FoiRequest.objects.count() == 0
        assert "passed on by Jo Planner" in told_by(page.text)[0]
        form = page.context["form"]
        alice.post(URL, {**{name: form.data[name] for name in EMPTY}, "save": "on"})
        case = FoiRequest.objects.get()
        assert (case.requester.name, case.received_on) == ("Robin Sample", date(2026, 10, 1))
        assert [block.number for block in factories.questions(case)] == ["1", "2"]

    def test_what_colleagues_wrote_to_each_other_is_left_out_unless_shown(
        self, alice: Client
    ) -> None:
        page = alice.post(URL, {**today_untouched(), "read": "on", "file": passed_on()})
        form = page.context["form"]
        alice.post(URL, {**{name: form.data[name] for name in EMPTY}, "save": "on"})
        shown = [block.text for block in FoiRequest.objects.get().blocks.filter(omitted=False)]
        assert shown == [
            "Subject: Street lighting",
            "How many street lights do you have?",
            "How many are LED?",
        ]

    @pytest.mark.parametrize("button", ["read", "save"])
    def test_the_day_of_a_mail_passed_on_is_not_today_when_it_cannot_be_read(
        self, alice: Client, button: str
    ) -> None:
        file = passed_on(sent="at some time")
        page = alice.post(URL, {**today_untouched(), button: "on", "file": file})
        assert "The date could not be read in the mail inside: enter it." in told_by(page.text)
        assert [page.context["form"].data[name] for name in EMPTY if "received" in name] == [""] * 3

    def test_a_day_that_was_typed_stays_when_the_mail_inside_has_none(self, alice: Client) -> None:
        day = {"received_on_day": "2", "received_on_month": "10", "received_on_year": "2026"}
        file = passed_on(sent="at some time")
        page = alice.post(URL, {**EMPTY, **day, "read": "on", "file": file})
        assert page.context["form"].data["received_on_day"] == "2"

    def test_a_reply_to_the_address_in_the_particulars_stays_the_requesters(
        self, alice: Client
    ) -> None:
        particulars = factories.particulars()
        letter = OUR_LETTER.replace("foi@example.gov.uk", particulars.foi_email)
        message = mail(f"Please could you look at this?\n\n{letter}", Subject="FW: Lights")
        file = upload(content=message.as_bytes(policy=SMTP))
        page = alice.post(URL, {**today_untouched(), "read": "on", "file": file})
        assert told_by(page.text) == []
        assert page.context["form"].data["name"] == "Robin Sample"

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("x" * (MAX_CHARACTERS + 1), ("The text has 1,000,001 characters. The most that can be "
             "split is 1,000,000: paste the request alone, without its attachments.")),
            ("x\r\n" * (MAX_LINES + 1), ("The text has 5,001 lines. The most that can be split is "
             "5,000: paste the request alone, without its attachments.")),
        ],
        ids=["characters", "lines"],
    )  # fmt: skip
    def test_a_text_that_is_too_long_is_told_in_the_same_words_typed_or_read(
        self, alice: Client, text: str, message: str
    ) -> None:
        typed = {"title": "Lamps", "name": "Robin Sample", "email": "robin.sample@example.org"}
        pasted = alice.post(URL, {**today_untouched(), **typed, "text": text, "save": "on"})
        assert pasted.context["form"].errors == {"text": [message]}
        file = upload("a.txt", text.encode())
        read = alice.post(URL, {**today_untouched(), "read": "on", "file": file})
        assert read.context["form"].errors == {"file": [message]}

    def test_a_browser_cuts_nothing_off_a_long_text(self, alice: Client) -> None:
        box = re.search(r"<textarea[^>]*name=\"text\"[^>]*>", alice.get(URL).content.decode())
        assert box
        assert "maxlength" not in box[0]

    def test_a_long_subject_is_cut_to_a_title(self, alice: Client) -> None:
        long = mail(Subject="word " * 100).as_bytes(policy=SMTP)
        page = alice.post(URL, {**today_untouched(), "read": "on", "file": upload("a.eml", long)})
        assert len(page.context["form"].data["title"]) == 200

    def test_only_an_officer_uploads(self, client: Client) -> None:
        assert client.post(URL, {"read": "on", "file": upload()}).status_code == 302
        assert signed_in(factories.bob()).post(URL, {"read": "on"}).status_code == 403
