"""PIT: the public interest tests of qualified claims. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from requests_app.gate.dossier import Dossier, FactorFile, TestFile
from requests_app.gate.finding import Found, Place, Severity
from requests_app.gate.reading import folded, on
from requests_app.gate.rule import rule
from requests_app.gate.rules.claims import needs_test
from requests_app.outcome import Disposition
from requests_app.response import join_words


def _found(test: TestFile, message: str, field: str, severity: Severity | None = None) -> Found:
    return Found(message, Place.TEST, test.key, field, severity)


def _name(dossier: Dossier, test: TestFile) -> str:
    """ "The public interest test of section 31(1)(a) on question 11"."""
    claimed = [
        f"{claim.name[:1].lower()}{claim.name[1:]} on {answer.name}"
        for answer, claim, _ in dossier.claims_of(test)
    ]
    return f"The public interest test of {join_words(claimed)}"


@rule("PIT-01", "Every qualified claim is weighed", source="s2(2)(b), s17(3)")
def every_qualified_claim_weighed(dossier: Dossier) -> Iterator[Found]:
    for answer, claim, law in dossier.claims():
        # The notice of section 17(2) says that no decision was reached yet.
        if answer.became(Disposition.AWAITING_PUBLIC_INTEREST_TEST):
            continue
        if needs_test(dossier, law) and dossier.test(claim.test) is None:
            yield on(answer, claim, "weigh the public interest.", "test")


# Said of every request in the same words, so said of none.
_GENERAL = frozenset(
    folded(text)
    for text in (
        "transparency",
        "openness",
        "accountability",
        "transparency and accountability",
        "openness and transparency",
        "there is a public interest in transparency",
        "there is a public interest in openness",
        "there is a public interest in transparency and accountability",
        "there is a general public interest in disclosure",
        "disclosure would promote transparency and accountability",
        "it is not in the public interest",
        "disclosure is not in the public interest",
        "the information is sensitive",
        "the information is confidential",
    )
)


def _is_general(factor: FactorFile) -> bool:
    return factor.unchanged or folded(factor.text) in _GENERAL


@rule(
    "PIT-02",
    "A test has a specific factor each way, a conclusion, and reasons for it",
    source="s17(3)",
    note="A factor from the bank that was not changed, or one that fits every request, is not "
    "specific.",
)
def test_is_complete(dossier: Dossier) -> Iterator[Found]:
    for test in dossier.tests:
        name = _name(dossier, test)
        sides = (
            ("for_disclosure", "for disclosure", test.for_disclosure),
            ("for_maintaining", "for maintaining the exemption", test.for_maintaining),
        )
        for field, side, factors in sides:
            if not factors:
                yield _found(test, f"{name}: give a factor {side}.", field)
            elif all(_is_general(factor) for factor in factors):
                what = f"{name}: make a factor {side} say something about this information."
                yield _found(test, what, field)
        if not test.conclusion:
            yield _found(test, f"{name}: say where the balance lies.", "conclusion")
        if not test.reasons.strip():
            yield _found(test, f"{name}: give the reasons for the balance.", "reasons")


@rule(
    "PIT-03",
    "A test on several claims weighs only qualified ones, on the same information",
    source="s2(2)(b); [2025] UKSC 27",
    note="Claims on one answer are about the same information; of others, a person says so.",
)
def same_information_weighed(dossier: Dossier) -> Iterator[Found]:
    for test in dossier.tests:
        rows = dossier.claims_of(test)
        several = len({answer.key for answer, _, _ in rows}) > 1
        if several and not test.says("same_information"):
            yield _found(
                test,
                f"{_name(dossier, test)} weighs claims on different answers. Record that they "
                "are about the same information, or weigh them apart.",
                "same_information",
            )


_OF_THE_REQUESTER = re.compile(
    r"\b(the (requester|applicant)(’s|'s)? (motives?|purposes?|identity|reasons?|occupation"
    r"|employer|history|intentions?|interests?|is|was|has|wants|wishes|works)"
    r"|fishing (expedition|trip)|journalists?|campaigners?|private interests?)\b",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"\bnot in the public interest\b(?!.{0,80}\b(because|as|since)\b)", re.IGNORECASE
)


@rule(
    "PIT-04",
    "A test is blind to who asks and why, and gives its reasons",
    source="an answer is to the world",
    severity=Severity.WARNS,
)
def blind_to_the_requester(dossier: Dossier) -> Iterator[Found]:
    for test in dossier.tests:
        found = _OF_THE_REQUESTER.search(test.words)
        if found and not test.says("blind_to_requester"):
            yield _found(
                test,
                f"{_name(dossier, test)} speaks of “{found[0]}”. Who asks, and why, weighs "
                "nothing. Take it out, or record that it plays no part.",
                "blind_to_requester",
            )
        bare = _BARE.search(test.words)
        if bare:
            yield _found(
                test,
                f"{_name(dossier, test)} says “not in the public interest” without a reason.",
                "reasons",
            )


@rule(
    "PIT-05",
    "A test is not the test of another case",
    source="s17(3); the regulator’s guidance",
    severity=Severity.WARNS,
    note="The same reasons, word for word, in another case within twelve months.",
)
def not_copied(dossier: Dossier) -> Iterator[Found]:
    for test in dossier.tests:
        if test.twins:
            yield _found(
                test,
                f"{_name(dossier, test)} gives the very reasons of {join_words(test.twins)}. Say "
                "what is so of this information, at this time.",
                "reasons",
            )


@rule(
    "PIT-06",
    "A test says when it was weighed, and weighs disclosure now",
    source="s2(2)(b), s17(3)",
    severity=Severity.WARNS,
    note="A test without a date stops the response.",
)
def weighed_now(dossier: Dossier) -> Iterator[Found]:
    for test in dossier.tests:
        name = _name(dossier, test)
        if test.decided_on is None:
            what = f"{name}: give the date on which it was weighed."
            yield _found(test, what, "decided_on", Severity.BLOCKS)
        elif test.decided_on < dossier.response.received_on:
            what = f"{name} is older than the request. Weigh what is so now."
            yield _found(test, what, "decided_on")
        elif test.decided_on > (dossier.now.submitted_on or dossier.now.day):
            what = f"{name} bears a date that is still to come. Mend the date."
            yield _found(test, what, "decided_on")


# The exemption stands only if maintaining it outweighs disclosure: these say it the other way.
_WRONG_BURDEN = re.compile(
    r"\b((evenly|finely|equally) balanced"
    r"|disclosure (does|did|would) not outweigh"
    r"|public interest in disclos\w+ (does|did|would) not outweigh"
    r"|(in|arguments?) favour of disclosure (do|does|did|are|is) not (out|over)\w+"
    r"|no (overriding|compelling|overwhelming) public interest in disclos\w+)",
    re.IGNORECASE,
)


@rule(
    "PIT-07",
    "The exemption is maintained only if maintaining it outweighs disclosure",
    source="s2(2)(b)",
    note="A tie discloses. Words that put the burden on disclosure are found by a list of them.",
)
def right_burden(dossier: Dossier) -> Iterator[Found]:
    for test in dossier.tests:
        name = _name(dossier, test)
        if test.conclusion == "disclose":
            what = f"{name} comes out for disclosure. Give the information, or weigh again."
            yield _found(test, what, "conclusion")
            continue
        wrong = _WRONG_BURDEN.search(test.reasons)
        if wrong:
            yield _found(
                test,
                f"{name} says “{wrong[0]}”. The exemption stands only if the interest in "
                "maintaining it outweighs the one in disclosure; a tie discloses.",
                "reasons",
            )
