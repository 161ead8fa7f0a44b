"""NC: to neither confirm nor deny that information is held. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from exemptions.catalogue import Kind, Provision
from requests_app.gate.dossier import AnswerFile, ClaimFile, Dossier
from requests_app.gate.finding import Found, Place
from requests_app.gate.reading import on
from requests_app.gate.rule import rule
from requests_app.gate.rules.claims import needs_test
from requests_app.outcome import Disposition

# Section 21 knows no refusal to confirm, and 43(3) protects the interests of 43(2) only.
_NEVER = frozenset({"21", "43(1)"})


def _silent(dossier: Dossier) -> Iterator[AnswerFile]:
    for answer in dossier.answers:
        if answer.became(Disposition.NEITHER_CONFIRMED_NOR_DENIED):
            yield answer


def _claims(dossier: Dossier, answer: AnswerFile) -> list[tuple[ClaimFile, Provision]]:
    return [(claim, law) for row, claim, law in dossier.claims() if row.key == answer.key]


def _never(law: Provision) -> bool:
    return law.section in _NEVER or law.cite in _NEVER


@rule(
    "NC-01",
    "A refusal to confirm or deny cites its own subsection, and weighs confirming",
    source="s2(1), s17(1), s17(3)",
)
def own_subsection(dossier: Dossier) -> Iterator[Found]:
    for answer in _silent(dossier):
        claimed = _claims(dossier, answer)
        refusals = [law for _, law in claimed if law.kind is Kind.NCND]
        if claimed and not refusals and not all(_never(law) for _, law in claimed):
            cites = [law.ncnd for _, law in claimed if law.ncnd]
            instead = f" Claim section {cites[0]}." if cites else " Claim such a subsection."
            yield Found(
                f"The answer to {answer.name} neither confirms nor denies, but claims no "
                f"subsection that allows it.{instead}",
                Place.ANSWER,
                answer.key,
                "claims",
            )
    for answer, claim, law in dossier.claims():
        if law.kind is not Kind.NCND:
            continue
        if not answer.became(Disposition.NEITHER_CONFIRMED_NOR_DENIED):
            what = (
                "it allows to neither confirm nor deny, but that is not what became of the "
                "question. Claim the exemption itself, or change what became of it."
            )
            yield on(answer, claim, what, "provision")
            continue
        if not claim.fact("confirming_reveals"):
            what = "record what would be revealed by saying only whether it is held."
            yield on(answer, claim, what, "confirming_reveals")
        test = dossier.test(claim.test)
        if needs_test(dossier, law) and test and not test.says("about_confirming", "confirming"):
            yield Found(
                f"{claim.name} on {answer.name}: the test must weigh confirming or denying, not "
                "the information. Record that it does.",
                Place.TEST,
                test.key,
                "about_confirming",
            )


_REVEALING = re.compile(
    r"\bwe (do )?(not )?(hold|have (this|the|that|no)|withhold|are withholding)\b"
    r"|\b(is|are) (not )?held\b(?! or)|\binformation (that|which) we hold\b",
    re.IGNORECASE,
)
# "We neither confirm nor deny that we hold it", "whether or not we hold it": these reveal nothing.
_CONDITIONAL = re.compile(
    r"\b(whether|neither|nor deny|if (it|we|any|such)|confirm or deny|were)\b", re.IGNORECASE
)
_LINK = re.compile(r"https?://|\]\(", re.IGNORECASE)


@rule(
    "NC-02",
    "Nothing in a refusal to confirm or deny gives away whether the information is held",
    source="s2(1), s17(4)",
    stages="AP",
)
def nothing_revealed(dossier: Dossier) -> Iterator[Found]:
    for answer in _silent(dossier):
        revealed = _revealing_words(answer.text)
        if revealed:
            yield Found(
                f"The answer to {answer.name} says “{revealed}”, which tells whether the "
                "information is held. Take it out.",
                Place.ANSWER,
                answer.key,
                "text",
            )
        if _LINK.search(answer.text) and not answer.says("reveals_nothing"):
            yield Found(
                f"The answer to {answer.name} has a link. Record that nothing in it gives away "
                "whether the information is held, or take it out.",
                Place.ANSWER,
                answer.key,
                "reveals_nothing",
            )
        yield from _revealing_claims(dossier, answer)


def _revealing_words(text: str) -> str:
    for part in re.split(r"(?<=[.!?])\s+|\n+", text):
        found = _REVEALING.search(part)
        if found and not _CONDITIONAL.search(part):
            return found[0]
    return ""


def _revealing_claims(dossier: Dossier, answer: AnswerFile) -> Iterator[Found]:
    claimed = _claims(dossier, answer)
    if any(law.kind is Kind.NCND for _, law in claimed):
        for claim, law in claimed:
            if law.kind is not Kind.NCND and not _never(law):
                what = "to withhold it is to say that it is held. Take the claim away."
                yield on(answer, claim, what, "provision")
    for claim, law in claimed:
        if law.kind is Kind.NCND and not claim.says("same_answer_either_way"):
            what = "record that you would answer the same whether it is held or not."
            yield on(answer, claim, what, "same_answer_either_way")


@rule(
    "NC-03",
    "Neither section 21 nor section 43(1) alone allows to neither confirm nor deny",
    source="ss21, 43(3)",
)
def no_silence_for_these(dossier: Dossier) -> Iterator[Found]:
    for answer in _silent(dossier):
        for claim, law in _claims(dossier, answer):
            if _never(law):
                what = "it has no refusal to confirm or deny. Say whether the information is held."
                yield on(answer, claim, what, "provision")
