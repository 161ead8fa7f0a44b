"""Dispositions of answers and the outcome of a response that follows from them.

Pure. The algorithm is the one of the Cabinet Office's categories: facts are kept for each
question and every label is derived, because hand-typed outcomes are unreliable.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Disposition(StrEnum):
    """What became of the questions of one answer; the values are stored and exported."""

    DISCLOSED = "disclosed"
    DISCLOSED_IN_PART = "disclosed_redacted"
    WITHHELD = "exempt_all"
    ALREADY_AVAILABLE = "exempt_s21_pointer"
    NOT_HELD = "not_held"
    NEITHER_CONFIRMED_NOR_DENIED = "ncnd"
    REFUSED_COST = "refused_cost"
    REFUSED_VEXATIOUS = "refused_vexatious"
    REFUSED_REPEATED = "refused_repeated"
    AWAITING_PUBLIC_INTEREST_TEST = "awaiting_pit"
    CLARIFICATION_LAPSED = "clarification_lapsed"
    TRANSFERRED = "transferred"
    WITHDRAWN = "withdrawn"
    OUTSIDE_FOIA = "outside_foia"

    @property
    def label(self) -> str:
        return _DISPOSITION_LABELS[self]

    @property
    def provision(self) -> str:
        """The provision that is relied on by becoming this, without a claim of its own."""
        return _PROVISIONS.get(self, "")

    @property
    def needs_claim(self) -> bool:
        """Information is refused under Part II, so the answer must cite a limb (s17(1)(b))."""
        return self in _EXEMPT

    @property
    def held(self) -> str:
        """Whether the information is held, where that follows; "" where nothing follows.

        The cost limit and section 14 lift the duty to say it (ss12(1), 14(1)).
        """
        return _HELD.get(self, "")

    @property
    def allows_claim(self) -> bool:
        return self in _EXEMPT or self is Disposition.AWAITING_PUBLIC_INTEREST_TEST

    @property
    def left_the_request(self) -> bool:
        """The question lapsed, was withdrawn or went to another authority."""
        return self in _LEFT_THE_REQUEST


_DISPOSITION_LABELS = {
    Disposition.DISCLOSED: "Disclosed",
    Disposition.DISCLOSED_IN_PART: "Disclosed in part",
    Disposition.WITHHELD: "Withheld",
    Disposition.ALREADY_AVAILABLE: "Already available (section 21)",
    Disposition.NOT_HELD: "Not held",
    Disposition.NEITHER_CONFIRMED_NOR_DENIED: "Neither confirmed nor denied",
    Disposition.REFUSED_COST: "Refused on cost (section 12)",
    Disposition.REFUSED_VEXATIOUS: "Refused as vexatious (section 14(1))",
    Disposition.REFUSED_REPEATED: "Refused as repeated (section 14(2))",
    Disposition.AWAITING_PUBLIC_INTEREST_TEST: "Awaiting the public interest test",
    Disposition.CLARIFICATION_LAPSED: "Lapsed: clarification not received",
    Disposition.TRANSFERRED: "Transferred to another authority",
    Disposition.WITHDRAWN: "Withdrawn by the requester",
    Disposition.OUTSIDE_FOIA: "Answered outside the Act",
}

_EXEMPT = frozenset(
    {
        Disposition.DISCLOSED_IN_PART,
        Disposition.WITHHELD,
        Disposition.ALREADY_AVAILABLE,
        Disposition.NEITHER_CONFIRMED_NOR_DENIED,
    }
)
_PROVISIONS = {
    Disposition.REFUSED_COST: "12(1)",
    Disposition.REFUSED_VEXATIOUS: "14(1)",
    Disposition.REFUSED_REPEATED: "14(2)",
}
_HELD = {
    Disposition.DISCLOSED: "yes",
    Disposition.DISCLOSED_IN_PART: "yes",
    Disposition.WITHHELD: "yes",
    Disposition.ALREADY_AVAILABLE: "yes",
    Disposition.AWAITING_PUBLIC_INTEREST_TEST: "yes",
    Disposition.NOT_HELD: "no",
    Disposition.NEITHER_CONFIRMED_NOR_DENIED: "not_said",
}
_PROCEDURAL = frozenset(
    {
        Disposition.REFUSED_COST,
        Disposition.REFUSED_VEXATIOUS,
        Disposition.REFUSED_REPEATED,
    }
)
_WITHHOLDING = frozenset({Disposition.WITHHELD, Disposition.AWAITING_PUBLIC_INTEREST_TEST})
# These say that a question left the request; they colour the outcome only when nothing else does.
_LEFT_THE_REQUEST = frozenset(
    {
        Disposition.CLARIFICATION_LAPSED,
        Disposition.TRANSFERRED,
        Disposition.WITHDRAWN,
    }
)


class OutcomeCode(StrEnum):
    """The canonical outcomes; the authority's own words for them are in ``label``."""

    GRANTED_IN_FULL = "granted_in_full"
    GRANTED_IN_FULL_OF_WHAT_IS_HELD = "granted_in_full_of_what_is_held"
    PARTIALLY_WITHHELD = "partially_withheld"
    FULLY_WITHHELD = "fully_withheld"
    S21_ONLY = "s21_only"
    NOT_HELD = "not_held"
    NEITHER_CONFIRMED_NOR_DENIED = "neither_confirmed_nor_denied"
    PROCEDURAL_REFUSAL = "procedural_refusal"
    LAPSED = "lapsed"
    # Only a draft in which nothing is decided yet; the gate never lets it through.
    UNDECIDED = "undecided"

    @property
    def label(self) -> str:
        return _OUTCOME_LABELS[self]


_OUTCOME_LABELS = {
    OutcomeCode.GRANTED_IN_FULL: "Information provided",
    OutcomeCode.GRANTED_IN_FULL_OF_WHAT_IS_HELD: "Some information provided",
    OutcomeCode.PARTIALLY_WITHHELD: "Some information provided",
    OutcomeCode.FULLY_WITHHELD: "No information provided",
    OutcomeCode.S21_ONLY: "Information already available",
    OutcomeCode.NOT_HELD: "Information not held",
    OutcomeCode.NEITHER_CONFIRMED_NOR_DENIED: "Neither confirmed nor denied",
    OutcomeCode.PROCEDURAL_REFUSAL: "Request refused",
    OutcomeCode.LAPSED: "Request lapsed",
    OutcomeCode.UNDECIDED: "Not decided yet",
}


def derive_outcome(dispositions: Iterable[Disposition]) -> OutcomeCode:
    """The outcome of a response from the dispositions of its answers; UNDECIDED of none."""
    found = frozenset(dispositions)
    if not found:
        return OutcomeCode.UNDECIDED
    if found <= _LEFT_THE_REQUEST:
        return OutcomeCode.LAPSED
    found -= _LEFT_THE_REQUEST
    return _when_something_is_given(found) or _when_nothing_is_given(found)


def _when_something_is_given(found: frozenset[Disposition]) -> OutcomeCode | None:
    if Disposition.DISCLOSED_IN_PART in found:
        return OutcomeCode.PARTIALLY_WITHHELD
    given = found & {Disposition.DISCLOSED, Disposition.OUTSIDE_FOIA}
    if not given:
        return None
    rest = found - given
    if not rest:
        return OutcomeCode.GRANTED_IN_FULL
    if rest == {Disposition.NOT_HELD}:
        return OutcomeCode.GRANTED_IN_FULL_OF_WHAT_IS_HELD
    return OutcomeCode.PARTIALLY_WITHHELD


def _when_nothing_is_given(found: frozenset[Disposition]) -> OutcomeCode:
    if found == {Disposition.NOT_HELD}:
        return OutcomeCode.NOT_HELD
    if found & _PROCEDURAL:
        return OutcomeCode.PROCEDURAL_REFUSAL
    if found & _WITHHOLDING:
        return OutcomeCode.FULLY_WITHHELD
    # What remains is s21 pointers and refusals to confirm or deny, perhaps beside "not held".
    # A refusal to confirm must never read as "withheld" or "not held" (s2(1), s17(4)).
    if Disposition.NEITHER_CONFIRMED_NOR_DENIED in found:
        return OutcomeCode.NEITHER_CONFIRMED_NOR_DENIED
    return OutcomeCode.S21_ONLY
