"""What the rules find in the claims and in the words of officers and standard texts. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from exemptions.catalogue import Kind, Provision
from requests_app.gate.dossier import AnswerFile, ClaimFile, Dossier
from requests_app.gate.finding import Found, Place
from requests_app.identity import fold


def sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def short(text: str, limit: int = 60) -> str:
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[:limit].rstrip()}…"


def folded(text: str) -> str:
    """A text as compared: lower case, words and figures only."""
    return " ".join(re.findall(r"[\w()]+", text.casefold()))


# A shorter text, run together, stands in other words by chance.
_ENOUGH = 8


def stands_in(words: str, text: str, *, run_together: bool = False) -> bool:
    """Whether whole words stand in a text, however they are spelt.

    ``run_together`` also finds them where a line or a page ends within them.
    """
    wanted, found = fold(words).strip(), fold(text)
    if re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", found):
        return True
    joined = _joined(wanted)
    return run_together and len(joined) >= _ENOUGH and joined in _joined(found)


def _joined(folded: str) -> str:
    # A hyphen at the end of a line may be the word's own or the printer's.
    return "".join(folded.replace("-", "").split())


@dataclass(frozen=True, slots=True)
class Written:
    """Words that somebody wrote, where they stand, and what they are called."""

    place: Place
    key: str
    field: str
    where: str
    text: str

    def found(self, message: str) -> Found:
        return Found(message, self.place, self.key, self.field)


def drafted(dossier: Dossier) -> Iterator[Written]:
    """The officer's own words: answers, reasons of claims, public interest tests."""
    for answer in dossier.answers:
        where = f"The answer to {answer.name}"
        yield Written(Place.ANSWER, answer.key, "text", where, answer.text)
        for claim in answer.claims:
            where = f"The reason for {claim.name[:1].lower()}{claim.name[1:]} on {answer.name}"
            yield Written(Place.CLAIM, claim.key, "reason", where, claim.reason)
    for test in dossier.tests:
        yield Written(Place.TEST, test.key, "reasons", "The public interest test", test.words)


def written(dossier: Dossier) -> Iterator[Written]:
    """All prose of the response: the officer's words and the standard texts of the annex."""
    yield from drafted(dossier)
    for wording in dossier.wordings:
        where = f"The standard text for section {wording.cite}"
        yield Written(Place.LIBRARY, wording.cite, "body", where, wording.body)


Claimed = tuple[AnswerFile, ClaimFile, Provision]


def of_section(dossier: Dossier, *sections: str) -> Iterator[Claimed]:
    """The claims that say why information itself is not given, under these sections."""
    for row in dossier.claims():
        if row[2].section in sections and row[2].kind is not Kind.NCND:
            yield row


def day_of(text: str) -> date | None:
    """A recorded date; None when there is none."""
    return date.fromisoformat(text) if text else None


def on(answer: AnswerFile, claim: ClaimFile, what: str, field: str) -> Found:
    """A finding about a claim: "Section 31(1)(a) on question 11: say …"."""
    return Found(f"{claim.name} on {answer.name}: {what}", Place.CLAIM, claim.key, field)


_CITED = re.compile(
    r"\b(?P<unit>sections?|s\.?|regulations?|reg\.?)\s?(?P<number>\d{1,2}[A-Z]?)"
    r"(?P<limb>(?:\s?\(\s?[A-Za-z0-9]{1,4}\s?\))*)",
    re.IGNORECASE,
)
_OF_ANOTHER_LAW = re.compile(
    r"\s+(?:of|to)\s+(?:the|an)\s+(?!Act\b|FOI|Freedom|Environmental|Regulations\b|EIR)[A-Z]"
)


@dataclass(frozen=True, slots=True)
class Citation:
    """A provision named in prose.

    ``cite`` is its usual form, "31(1)(a)"; ``as_written`` its own; ``before`` what leads to it.
    """

    cite: str
    as_written: str
    before: str

    @property
    def section(self) -> str:
        return self.cite.partition("(")[0]


def citations_in(text: str) -> Iterator[Citation]:
    """The provisions of the Act or of the Regulations that a text names, in its order."""
    for match in _CITED.finditer(text):
        if _OF_ANOTHER_LAW.match(text[match.end() :]):
            continue
        number = match["number"].upper() + "".join(match["limb"].split())
        eir = match["unit"].casefold().startswith("reg")
        before = text[max(0, match.start() - 40) : match.start()]
        yield Citation(f"EIR {number}" if eir else number, match[0].rstrip(), before)
