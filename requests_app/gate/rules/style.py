"""STY: one way to cite, links that lead somewhere, characters that can be printed. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from requests_app.characters import named_one_by_one
from requests_app.gate.dossier import Dossier
from requests_app.gate.finding import Found, Place, Severity
from requests_app.gate.reading import Written, citations_in, written
from requests_app.gate.rule import rule

_GDPR = re.compile(r"(?<!UK )(?<!UK\u00a0)\b(GDPR|General Data Protection Regulation)\b")
_ABBREVIATED = re.compile(r"^(s\.?|reg\.?)\s?\d", re.IGNORECASE)


@rule(
    "STY-01",
    "Citations have one form: “section 31(1)(a)”, “UK GDPR”",
    source="clarity",
    severity=Severity.WARNS,
)
def one_form_of_citation(dossier: Dossier) -> Iterator[Found]:
    for words in written(dossier):
        for citation in citations_in(words.text):
            limb = citation.as_written.partition("(")
            spaced = limb[1] and (limb[0].endswith(" ") or " " in limb[2])
            if spaced or _ABBREVIATED.match(citation.as_written):
                yield _write(words, citation.as_written, _usual(citation.cite))
                break
        gdpr = _GDPR.search(words.text)
        if gdpr:
            yield _write(words, gdpr[0], "UK GDPR")


def _usual(cite: str) -> str:
    eir = cite.startswith("EIR ")
    return f"regulation {cite.removeprefix('EIR ')}" if eir else f"section {cite}"


def _write(words: Written, said: str, better: str) -> Found:
    return words.found(f"{words.where} says “{said}”. Write “{better}”.")


_OLD_GUIDANCE = re.compile(
    r"ico\.org\.uk/media/[\w/.-]*\.pdf|ico\.org\.uk/media/for-organisations/documents/\S*"
    r"|[\w-]+\.pdf \(ico\.org\.uk\)",
    re.IGNORECASE,
)


@rule(
    "STY-02",
    "Links to the regulator’s guidance are pages on the section cited, not old PDF files",
    source="clarity",
    severity=Severity.WARNS,
)
def guidance_is_a_page(dossier: Dossier) -> Iterator[Found]:
    for words in written(dossier):
        old = _OLD_GUIDANCE.search(words.text)
        if old:
            yield words.found(
                f"{words.where} leads to “{old[0]}”, an old file of the regulator. Take it out: "
                "the annex links to the page on the section by itself."
            )


# More of them say no more.
_NAMED = 3


@rule(
    "STY-03",
    "Every character of what goes out can be printed",
    source="clarity",
    note="A rule of the portal's own. Title, request, answers, reasons, annex, the requester’s "
    "name and address, and the authority’s particulars are read; a character that neither the "
    "portal’s fonts nor its machine’s have would fail the letter and the record.",
)
def every_character_is_printed(dossier: Dossier) -> Iterator[Found]:
    for found in dossier.now.unprintable:
        named = named_one_by_one(found.characters, most=_NAMED)
        yield Found(
            f"{found.where} has what no font here can print, after “{found.before}”: "
            f"{named}. {_way_out(found.place)}, or ask your administrator for a font that has it.",
            found.place,
            found.key,
            found.field,
        )


# Some 250 pages; the print engine makes 300 and no more, and may run out of memory before.
LONGEST = 400_000


@rule(
    "STY-04",
    "The response is short enough to be printed",
    source="clarity",
    note="A rule of the portal's own: request, answers, reasons, tests and standard texts together "
    f"have at most {LONGEST:,} characters, which are about 250 pages.",
)
def short_enough(dossier: Dossier) -> Iterator[Found]:
    length = sum(len(block.text) for block in dossier.response.blocks)
    length += sum(len(words.text) for words in written(dossier))
    if length > LONGEST:
        yield Found(
            f"The response has {length:,} characters. At most {LONGEST:,} can be printed: shorten "
            "answers, or give what is long as an attachment.",
            Place.CASE,
        )


def _way_out(place: Place) -> str:
    """The request is shown as it was received, but for what is removed."""
    if place is Place.SPLIT:
        return "Remove it from what is shown"
    return "Write it in another way"
