"""EX-01, EX-03 to EX-05, EX-20, EX-23: what every claim needs, whatever the provision. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from exemptions.catalogue import Provision
from exemptions.facts import facts
from exemptions.placeholders import STANDING, placeholders
from exemptions.trees import tree_for
from requests_app.gate.dossier import EIR, AnswerFile, ClaimFile, Dossier
from requests_app.gate.finding import Found, Place, Severity
from requests_app.gate.reading import folded, on
from requests_app.gate.rule import rule
from requests_app.outcome import Disposition


@rule("EX-01", "Whoever refuses cites the provision, down to the limb", source="s17(1)(b)")
def exempt_answers_claim(dossier: Dossier) -> Iterator[Found]:
    for answer in dossier.answers:
        if not answer.questions or not answer.disposition or answer.claims:
            continue
        disposition = Disposition(answer.disposition)
        # Under the Regulations "not held" is itself an exception (reg 12(4)(a), reg 14).
        not_held = answer.regime == EIR and disposition is Disposition.NOT_HELD
        if disposition.needs_claim or not_held:
            claimed = "the exception of regulation 12(4)(a)" if not_held else "exemption"
            yield Found(
                f"The answer to {answer.name} is “{disposition.label}” but claims "
                f"{'not ' if not_held else 'no '}{claimed}.",
                Place.ANSWER,
                answer.key,
                "claims",
            )


FEW_WORDS = 4


@rule(
    "EX-03",
    "Why the exemption applies is said of this very information",
    source="s17(1)(c), s17(4)",
    note="Not said, said in fewer than four words, or only what the provision says of itself. "
    "The sentences that the guided steps put around an officer's answers do not count. "
    "Section 17(4) lets reasons be left out when the record says why.",
)
def reasons_are_specific(dossier: Dossier) -> Iterator[Found]:
    wordings = {wording.cite: folded(wording.body) for wording in dossier.wordings}
    for answer, claim, law in dossier.claims():
        if law.basis == "procedural":
            continue
        if claim.says("reasons_omitted"):
            if not claim.fact("reasons_omitted_why"):
                what = "say in the record how the reasons would give the information away."
                yield on(answer, claim, what, "reasons_omitted_why")
            continue
        yield from _reason(answer, claim, law, wordings.get(law.cite, ""))
    yield from _gaps(dossier)


def _gap_by_disposition(dossier: Dossier, cite: str, name: str) -> Iterator[Found]:
    """A gap in the text of section 12 or 14, which an answer relies on without a claim."""
    if name not in facts() or facts()[name].scope != "answer":
        return
    for answer in dossier.answers:
        relies = Disposition(answer.disposition).provision if answer.disposition else ""
        same = relies.partition("(")[0] == cite.partition("(")[0]
        if relies and same and not answer.fact(name):
            yield Found(
                f"The answer to {answer.name}: record the answer to “{facts()[name].label}”. "
                "The annex needs it.",
                Place.ANSWER,
                answer.key,
                name,
            )


def _gaps(dossier: Dossier) -> Iterator[Found]:
    """Standard texts whose gaps were not filled: a reader would see ``{interest}``."""
    for section in dossier.response.annex:
        for name in placeholders(section.wording):
            rows = [row for row in dossier.claims() if row[2].cite == section.provision]
            yield from _gap_by_disposition(dossier, section.provision, name)
            for answer, claim, _ in rows:
                if name in STANDING or name not in facts():
                    what = f"its standard text has the gap {{{name}}}, which nothing fills."
                    yield Found(
                        f"{claim.name} on {answer.name}: {what}",
                        Place.LIBRARY,
                        section.provision,
                        "body",
                    )
                elif facts()[name].scope == "answer" and not answer.fact(name):
                    what = f"record the answer to “{facts()[name].label}”. The annex needs it."
                    yield Found(
                        f"{claim.name} on {answer.name}: {what}", Place.ANSWER, answer.key, name
                    )
                elif facts()[name].scope == "claim" and not claim.fact(name):
                    what = f"record the answer to “{facts()[name].label}”. The annex needs it."
                    yield on(answer, claim, what, name)


def _reason(answer: AnswerFile, claim: ClaimFile, law: Provision, wording: str) -> Iterator[Found]:
    said = folded(claim.reason)
    if not said:
        yield on(answer, claim, "say why it applies to this information.", "reason")
    elif said == folded(law.label) or said in wording or _own_words(claim, law) < FEW_WORDS:
        what = (
            "the reason says nothing about this information. Say which information it is and "
            "what about it the exemption protects."
        )
        yield on(answer, claim, what, "reason")


def _own_words(claim: ClaimFile, law: Provision) -> int:
    """How many words of the reason are the officer's, and not those of the guided steps."""
    tree = tree_for(law.cite)
    return len(folded(tree.own_words(claim.reason) if tree else claim.reason).split())


_RECITED = re.compile(r"\bwould,? or (would )?be likely to\b", re.IGNORECASE)
_LIKELY = re.compile(r"\bwould be likely to\b", re.IGNORECASE)


@rule(
    "EX-04",
    "A letter about prejudice says whether it would, or would be likely to, happen",
    source="ss22A, 26 to 29, 31, 33, 36, 38, 43(2)",
    note="The annex prints the choice beside the reason, so the two must not differ.",
)
def likelihood_is_chosen(dossier: Dossier) -> Iterator[Found]:
    for answer, claim, law in dossier.claims():
        if not law.likelihood_required:
            continue
        if not claim.likelihood:
            what = "choose whether the harm would, or would be likely to, happen."
            yield on(answer, claim, what, "likelihood")
        elif _RECITED.search(claim.reason):
            what = (
                "the reason recites “would or would be likely to” although one of the two was "
                "chosen. Say only that one."
            )
            yield on(answer, claim, what, "reason")
        elif claim.likelihood == "would" and _LIKELY.search(claim.reason):
            what = "the reason says “would be likely to”, but “would” was chosen. Mend one of them."
            yield on(answer, claim, what, "reason")


_OF_PREJUDICE = ("interest", "harm", "causal_link", "evidence")
_ASKED_OF_PREJUDICE = {
    "interest": "which interest would be harmed",
    "harm": "what harm would come to it",
    "causal_link": "how disclosure would bring the harm about",
    "evidence": "what shows that the risk is real",
}


@rule(
    "EX-05",
    "A claim of prejudice names the interest, the harm, the link and the evidence",
    source="the prejudice test",
    severity=Severity.WARNS,
)
def prejudice_is_shown(dossier: Dossier) -> Iterator[Found]:
    for answer, claim, law in dossier.claims():
        missing = [
            name for name in _OF_PREJUDICE if name in law.required_facts and not claim.fact(name)
        ]
        if missing:
            asked = " and ".join(_ASKED_OF_PREJUDICE[name] for name in missing)
            yield on(answer, claim, f"record {asked}.", missing[0])


_WEIGHING_WORDS = re.compile(
    r"\b(balance of the public interest|public interest (test|in (maintaining|withholding))"
    r"|(outweigh\w*|favours?) [^.]{0,60}public interest|public interest [^.]{0,60}outweigh\w*)",
    re.IGNORECASE,
)


def needs_test(dossier: Dossier, law: Provision) -> bool:
    """Whether this authority weighs the public interest before it relies on the provision."""
    return dossier.type_of(law) == "qualified" and law.weighing != "formal"


@rule("EX-20", "No public interest test stands beside an absolute exemption", source="s2(3)")
def absolute_is_not_weighed(dossier: Dossier) -> Iterator[Found]:
    for answer, claim, law in dossier.claims():
        if dossier.type_of(law) != "absolute":
            continue
        if claim.test:
            what = "it is absolute, so take the public interest test away."
            yield on(answer, claim, what, "test")
        # The defence to a breach of confidence is a weighing of another kind (s41).
        elif law.section != "41" and _WEIGHING_WORDS.search(claim.reason):
            what = "it is absolute, so the reason weighs no public interest. Take that out."
            yield on(answer, claim, what, "reason")


_WITHHELD = (Disposition.WITHHELD, Disposition.AWAITING_PUBLIC_INTEREST_TEST)


@rule(
    "EX-23",
    "Where all is withheld, it was asked whether taking something out would do",
    source="s1(1)(b); EIR reg 12(11)",
    severity=Severity.WARNS,
)
def redaction_considered(dossier: Dossier) -> Iterator[Found]:
    for answer in dossier.answers:
        if not answer.became(*_WITHHELD):
            continue
        if not answer.fact("redaction_considered"):
            yield Found(
                f"All of the information for {answer.name} is withheld. Record whether it would "
                "be enough to take something out.",
                Place.ANSWER,
                answer.key,
                "redaction_considered",
            )
        elif answer.says("redaction_considered", "given"):
            yield Found(
                f"The rest of the information for {answer.name} can be given, but the answer "
                "withholds all of it. Give the rest, or record why not.",
                Place.ANSWER,
                answer.key,
                "redaction_considered",
            )
