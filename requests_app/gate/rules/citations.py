"""EX-02 and EX-22: citations are of today's law, and body and annex cite the same. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from exemptions.catalogue import catalogue
from exemptions.obsolete_citations import obsolete_in
from requests_app.gate.dossier import AnswerFile, Dossier
from requests_app.gate.finding import Found, Place, Severity
from requests_app.gate.reading import Citation, citations_in, on, written
from requests_app.gate.rule import rule
from requests_app.outcome import Disposition


@rule("EX-02", "Every citation exists and is in force", source="s17(1)(b); s40 as amended")
def citations_are_current(dossier: Dossier) -> Iterator[Found]:
    for answer in dossier.answers:
        for claim in answer.claims:
            if claim.cite not in catalogue():
                yield Found(
                    f"The claim on {answer.name} cites section {claim.cite}, which is not in the "
                    "catalogue.",
                    Place.CLAIM,
                    claim.key,
                    "provision",
                )
    for answer, claim, law in dossier.claims():
        if not law.in_force_on(dossier.now.submitted_on or dossier.now.day):
            yield on(answer, claim, "it is not in force. Claim another provision.", "provision")
    for words in written(dossier):
        for found in obsolete_in(words.text):
            yield words.found(
                f"{words.where} says “{found.words}”. It was {found.citation.was}. "
                f"{found.citation.instead}"
            )


_OF_THE_ACT = range(21, 45)
_RELIES = re.compile(r"\b(under|at|in|by|on|of|engages?)\s+(the\s+)?$", re.IGNORECASE)
_DENIES = re.compile(r"\b(not|no longer|never)\b", re.IGNORECASE)
# Help to narrow a request may say which exemptions could apply to a narrower one (s16).
_MAY_SPECULATE = (
    Disposition.REFUSED_COST,
    Disposition.REFUSED_VEXATIOUS,
    Disposition.REFUSED_REPEATED,
    Disposition.CLARIFICATION_LAPSED,
)
_OTHER_REFUSALS = {
    "cost_limit": Disposition.REFUSED_COST,
    "vexatious": Disposition.REFUSED_VEXATIOUS,
    "repeated": Disposition.REFUSED_REPEATED,
    "not_held": Disposition.NOT_HELD,
}


@rule(
    "EX-22",
    "The exemptions of the answers are those of the annex, limb by limb, in one order",
    source="s17(1)",
    note="An order of the annex that the officer chose, and that is not the order of the Act, "
    "only warns.",
)
def body_and_annex_agree(dossier: Dossier) -> Iterator[Found]:
    for answer in dossier.answers:
        yield from _claims_without_refusal(answer)
        if not answer.became(*_MAY_SPECULATE):
            yield from _cited_but_not_claimed(answer)
    yield from _annex(dossier)
    for wording in dossier.wordings:
        if not wording.version:
            yield Found(
                f"The library has no standard text for section {wording.cite}. "
                "A library editor adds it.",
                Place.LIBRARY,
                wording.cite,
            )


def _claims_without_refusal(answer: AnswerFile) -> Iterator[Found]:
    if not answer.disposition:
        return
    disposition = Disposition(answer.disposition)
    for claim in answer.claims:
        kind = claim.law.kind if claim.law else ""
        fits = disposition.allows_claim or _OTHER_REFUSALS.get(kind) is disposition
        # Under the Regulations "not held" is an exception like any other (reg 12(4)(a)).
        eir_not_held = claim.cite == "EIR 12(4)(a)" and disposition is Disposition.NOT_HELD
        if not fits and not eir_not_held:
            yield Found(
                f"The answer to {answer.name} is “{disposition.label}” but claims an exemption. "
                "Remove the claim or change what became of the question.",
                Place.ANSWER,
                answer.key,
                "disposition",
            )


def _cited_but_not_claimed(answer: AnswerFile) -> Iterator[Found]:
    for citation in citations_in(answer.text):
        if _speaks_of_relying(citation) and not _is_claimed(citation, answer):
            yield Found(
                f"The answer to {answer.name} says “{citation.as_written}”, which it does not "
                "claim. Claim it, or cite what is claimed.",
                Place.ANSWER,
                answer.key,
                "text",
            )


def _speaks_of_relying(citation: Citation) -> bool:
    number = citation.section.removeprefix("EIR ").rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    ours = citation.section in {"EIR 12", "EIR 13"} or int(number) in _OF_THE_ACT
    return ours and bool(_RELIES.search(citation.before)) and not _DENIES.search(citation.before)


def _is_claimed(citation: Citation, answer: AnswerFile) -> bool:
    eir = citation.cite.startswith("EIR ")
    cited = citation.cite.removeprefix("EIR ")
    for claim in answer.claims:
        if claim.cite.startswith("EIR ") is not eir:
            continue
        if claim.section == citation.cite:
            return True
        limbs = claim.cite.removeprefix("EIR ").split(" with ")
        if any(limb == cited or limb.startswith(f"{cited}(") for limb in limbs):
            return True
    return False


def _annex(dossier: Dossier) -> Iterator[Found]:
    cited = {claim.provision for answer in dossier.response.answers for claim in answer.claims}
    explained = [section.provision for section in dossier.response.annex]
    for cite in sorted(cited.symmetric_difference(explained)):
        yield Found(
            f"Section {cite} stands in the answers or in the annex, but not in both.", Place.ANNEX
        )
    known = [cite for cite in explained if cite in catalogue()]
    if known != sorted(known, key=lambda cite: catalogue()[cite].sort_key):
        yield Found(
            "The annex is not in the order of the Act. Restore that order, or say why this one "
            "is better for the reader.",
            Place.ANNEX,
            severity=Severity.WARNS if dossier.annex_reordered else None,
        )
