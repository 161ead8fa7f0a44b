"""FIL and PUB: what must not stand in anything that goes out or is published. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from exemptions.catalogue import catalogue
from requests_app.gate.dossier import Dossier, Leak
from requests_app.gate.finding import Found, Place, Severity
from requests_app.gate.names import may_be_named, names_in
from requests_app.gate.reading import drafted, folded
from requests_app.gate.rule import rule
from requests_app.outcome import Disposition, derive_outcome

# --- words that are withheld ----------------------------------------------------------


@rule(
    "FIL-03",
    "Nothing that is withheld stands in what goes out",
    source="s17; UK GDPR Art 5(1)(f)",
    stages="ASP",
    note="The passages removed from the request, and the words that the officer listed as "
    "withheld, are looked for in the response while it is drafted; once its documents are made, "
    "also in the text read back from every finished PDF.",
)
def nothing_withheld_comes_back(dossier: Dossier) -> Iterator[Found]:
    for number in dossier.leaks:
        yield _leaked(Leak("response", "passage", number))
    for number in dossier.word_leaks:
        yield _leaked(Leak("response", "word", number))
    for leak in dossier.now.leaks:
        yield _leaked(leak)


def _leaked(leak: Leak) -> Found:
    if leak.what == "passage":
        return Found(
            f"The words removed from the request as personal information (passage {leak.number}) "
            f"stand in the {leak.document} all the same. Take them out there too.",
            Place.SPLIT,
        )
    return Found(
        f"Number {leak.number} of the words listed as withheld stands in the {leak.document}. Take "
        "it out, or off the list.",
        Place.CASE,
        field="withheld_words",
    )


_SMALL = re.compile(r"\*{0,2}[1-4]\*{0,2}")
SMALL_NUMBER = 5


@rule(
    "FIL-05",
    "Small numbers were looked at: can anybody be identified from them?",
    source="s40(2)",
    severity=Severity.WARNS,
    note="Counts from 1 to 4 that stand alone in a cell of a table.",
)
def small_numbers(dossier: Dossier) -> Iterator[Found]:
    if dossier.says("small_numbers", "reviewed", "suppressed"):
        if not dossier.fact("small_numbers_how"):
            yield Found(
                "Small numbers were looked at: record how it was decided.",
                Place.CASE,
                field="small_numbers_how",
            )
        return
    names = [answer.name for answer in dossier.answers if _has_small_number(answer.text)]
    if names:
        yield Found(
            f"The answer to {names[0]} has a number smaller than {SMALL_NUMBER} in a table. "
            "Record whether people could be identified from it, also by what was answered before.",
            Place.CASE,
            field="small_numbers",
        )


def _has_small_number(text: str) -> bool:
    rows = [line.strip().strip("|") for line in text.splitlines() if line.strip().startswith("|")]
    return any(_SMALL.fullmatch(cell.strip()) for row in rows for cell in row.split("|"))


# --- publication ----------------------------------------------------------------------

_HOW_TO_MEND = {
    Place.SPLIT: "Leave the block out, or declare the words as personal information.",
    Place.ANSWER: "Take it out of the answer.",
    Place.CASE: "Take it out of the title or the reference.",
    Place.TEST: "Take it out of the claim or the test.",
    Place.WORDING: "Take it out of the wording.",
}
_LOOK = "Look whether it means the requester."
_CIRCUMSTANCES = re.compile(
    r"\bmy (son|daughter|child|children|mother|father|parents?|husband|wife|partner|brother"
    r"|sister|home|house|property|address|employer|employment|doctor|GP|illness|health"
    r"|disability|condition|tenancy|landlord|complaint|appeal|benefits?|neighbours?)\b"
    r"|\bI (live|work|lived|worked) (in|at|on|for|near|next)\b|\bI (am|was) (a|an|the) ",
    re.IGNORECASE,
)


@rule(
    "PUB-01",
    "Nothing published says who asked, or lets it be found out",
    source="UK GDPR Art 5(1)(a), (c)",
    stages="AP",
    note="Name and addresses are looked for. Where the request speaks of its writer’s life, a "
    "person says that nothing identifies them.",
)
def requester_stays_unknown(dossier: Dossier) -> Iterator[Found]:
    for mention in dossier.now.mentions:
        shows = "shows" if mention.sure else "shows what may be"
        how = _HOW_TO_MEND.get(mention.place, "") if mention.sure else _LOOK
        yield Found(
            f"{mention.where} {shows} {mention.what}, and the response is published. {how}".strip(),
            mention.place,
            mention.key,
            severity=None if mention.sure else Severity.WARNS,
        )
    if dossier.says("identity_reviewed"):
        return
    for block in dossier.blocks:
        told = None if block.omitted else _CIRCUMSTANCES.search(block.text)
        if told:
            yield Found(
                f"The request says “{told[0].strip()}”, which may tell who asked. Leave it out, "
                "or record that nothing published identifies the requester.",
                Place.CASE,
                field="identity_reviewed",
            )
            return


@rule(
    "PUB-02",
    "Every name in the answers is on the list of people who may be named, or approved by itself",
    source="s40(2)",
    stages="AP",
    note="The list is kept in the library, with dates; a name given beside a listed post counts. "
    "What is a name is guessed by usual given names and by titles, so some are missed.",
)
def names_approved(dossier: Dossier) -> Iterator[Found]:
    approved = folded(dossier.fact("names_reviewed"))
    listed = [(person.name, person.post) for person in dossier.now.disclosable]
    seen: set[str] = set()
    # The requester's own name is told by PUB-01, and no approval helps it.
    told = {(mention.place, mention.key) for mention in dossier.now.mentions}
    for words in drafted(dossier):
        if (Place.ANSWER, words.key.partition(".")[0]) in told or (words.place, words.key) in told:
            continue
        for name in names_in(words.text):
            if name in seen or folded(name) in approved or may_be_named(name, words.text, listed):
                continue
            seen.add(name)
            yield Found(
                f"{words.where} names {name}, who is not on the list of people who may be named."
                " Record by name why this person may be, or take the name out.",
                Place.CASE,
                field="names_reviewed",
            )


@rule(
    "PUB-03",
    "The outcome shown is the one that follows from the answers, or a reason is given",
    source="accuracy",
    stages="AP",
)
def outcome_follows(dossier: Dossier) -> Iterator[Found]:
    outcome = dossier.response.outcome
    if outcome.code != outcome.derived and not dossier.outcome_reason:
        yield Found(
            "The outcome differs from the one derived. Give the reason.",
            Place.OUTCOME,
            field="reason",
        )
    given = [Disposition(a.disposition) for a in dossier.response.answers if a.disposition]
    if derive_outcome(given) != outcome.derived:
        yield Found("The outcome does not follow from the answers any more.", Place.OUTCOME)


@rule(
    "PUB-04",
    "What is published is what was sent",
    source="accuracy",
    stages="P",
    note="Letter and record are made from one version, so they differ only if another was sent.",
)
def published_as_sent(dossier: Dossier) -> Iterator[Found]:
    if dossier.now.sent_other:
        yield Found(
            "The letter that was sent last is of another version. Send this one to the requester "
            "before it is published.",
            Place.CASE,
        )


_PERSONAL = re.compile(
    r"[\w.+-]+@[\w-]+\.[\w.-]+|\b0\d{2,4}[ -]?\d{3,4}[ -]?\d{3,4}\b"
    r"|\b[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b"
)
_ALLEGATION = re.compile(
    r"\b(corrupt|corruption|brib\w+|fraud\w*|dishonest\w*|lied|liar|criminal\w*|cover[- ]?up"
    r"|bull(y|ied|ying)|harass\w*|racist|incompetent|stole|embezzl\w*|misconduct)\b",
    re.IGNORECASE,
)


@rule(
    "PUB-05",
    "The request was read for personal data and allegations before it is published",
    source="UK GDPR; the law of defamation",
    stages="AP",
    severity=Severity.WARNS,
    note="Asked where an address, a telephone or insurance number, a name or a word of accusation "
    "is found.",
)
def request_read(dossier: Dossier) -> Iterator[Found]:
    if dossier.says("request_reviewed"):
        return
    for block in dossier.blocks:
        if block.omitted:
            continue
        what = _doubtful(block.text)
        if what:
            yield Found(
                f"The request has {what}. Declare it as personal information, or record that the "
                "request was read and may be published as it is.",
                Place.CASE,
                field="request_reviewed",
            )
            return


def _doubtful(text: str) -> str:
    if _PERSONAL.search(text):
        return "an e-mail address, a postcode, a telephone or an insurance number"
    name = next(names_in(text), "")
    if name:
        return f"the name {name}"
    accusing = _ALLEGATION.search(text)
    return f"the word “{accusing[0]}”" if accusing else ""


OPENED_WITHIN = timedelta(days=30)


@rule(
    "PUB-07",
    "The links of section 21 and of the annex work on the day of publication",
    source="s21(1)",
    stages="P",
    severity=Severity.WARNS,
    note="The worker opens them. Where the portal may open none, the links of a version submitted "
    "more than 30 days before are asked about again. Guidance has the address of the catalogue.",
)
def links_work(dossier: Dossier) -> Iterator[Found]:
    yield from _opened_today(dossier) if dossier.now.links else _opened_lately(dossier)
    for section in dossier.response.annex:
        law = catalogue().get(section.provision)
        if law is not None and law.guidance.url != section.guidance_url:
            yield Found(
                f"The guidance on {section.heading} has moved since the response was frozen.",
                Place.CASE,
            )


def _opened_today(dossier: Dossier) -> Iterator[Found]:
    day, links = dossier.now.day, dossier.now.links
    for link in links:
        if link.verdict not in {"", "works"}:
            what = f"{link.address} cannot be opened: {link.reason}. Say why it may be published."
            yield Found(what, Place.CASE, of_link=True)
    waiting = [link.address for link in links if link.checked_on != day]
    if waiting:
        others = len(waiting) - 1
        more = f" and {others} other{'s' if others > 1 else ''}" if others else ""
        yield Found(
            f"{waiting[0]}{more} {'were' if others else 'was'} not opened on {day.day} {day:%B %Y},"
            " the day of publication. Check the links now.",
            Place.CASE,
            of_link=True,
        )


def _opened_lately(dossier: Dossier) -> Iterator[Found]:
    submitted = dossier.now.submitted_on
    linked = any(law.section == "21" for _, _, law in dossier.claims())
    if linked and submitted and dossier.now.day - submitted > OPENED_WITHIN:
        yield Found(
            "The places to which section 21 leads were last opened more than "
            f"{OPENED_WITHIN.days} days ago. Open them again.",
            Place.CASE,
        )
