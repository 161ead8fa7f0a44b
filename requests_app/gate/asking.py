"""Which facts a form asks for, of a claim, an answer, a test or the case. Pure.

A form asks what the gate would miss and shows what is recorded already; the rest stays away, so
that a plain answer is a short page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from exemptions.catalogue import Kind, Provision, catalogue
from exemptions.cost import CONFIRM_ONLY
from exemptions.facts import Fact, facts
from requests_app.outcome import Disposition

# Asked of every answer.
OF_ANY_ANSWER = ("held", "regime")
_ENTRIES = {
    Disposition.REFUSED_COST: Kind.COST_LIMIT,
    Disposition.REFUSED_VEXATIOUS: Kind.VEXATIOUS,
    Disposition.REFUSED_REPEATED: Kind.REPEATED,
    Disposition.NOT_HELD: Kind.NOT_HELD,
}
_OF_DISPOSITIONS = {
    Disposition.WITHHELD: ("redaction_considered", "redaction_reason"),
    Disposition.OUTSIDE_FOIA: ("outside_foia_check",),
    Disposition.NEITHER_CONFIRMED_NOR_DENIED: ("reveals_nothing",),
    Disposition.AWAITING_PUBLIC_INTEREST_TEST: (
        *("extension_estimated_date", "extension_reason"),
        *("redaction_considered", "redaction_reason"),
    ),
    Disposition.CLARIFICATION_LAPSED: ("advice_given",),
    Disposition.REFUSED_REPEATED: ("second_signatory",),
    Disposition.REFUSED_COST: (CONFIRM_ONLY,),
}
# Asked on every case, though most can stay empty.
OF_ANY_CASE = ("documents_kept", "preferred_format", "format_honoured", "dataset")


def of_claim(law: Provision, told: Mapping[str, str], missing: Iterable[str] = ()) -> list[Fact]:
    """What the law asks of a claim of this provision, less what the claim itself has."""
    return _asked(
        "claim", (*law.required_facts, "reasons_omitted", "reasons_omitted_why"), told, missing
    )


def of_answer(disposition: str, told: Mapping[str, str], missing: Iterable[str] = ()) -> list[Fact]:
    """What an answer of this disposition needs. ``missing`` are the fields the gate points to."""
    names: list[str] = [*OF_ANY_ANSWER]
    if disposition:
        became = Disposition(disposition)
        kind = _ENTRIES.get(became)
        if kind:
            names += next(law for law in catalogue().values() if law.kind is kind).required_facts
        names += _OF_DISPOSITIONS.get(became, ())
    return _asked("answer", names, told, missing)


def refusals_of(disposition: str) -> tuple[Provision, ...]:
    """The provisions under which an answer of this disposition is refused, if it is refused."""
    kind = _ENTRIES.get(Disposition(disposition)) if disposition else None
    return catalogue().of(kind) if kind and kind is not Kind.NOT_HELD else ()


def of_test(told: Mapping[str, str], missing: Iterable[str] = ()) -> list[Fact]:
    return _asked("test", [fact.name for fact in facts().of("test")], told, missing)


def of_case(told: Mapping[str, str], missing: Iterable[str] = ()) -> list[Fact]:
    """Everything that can be recorded of a case; ``missing`` first."""
    wanted = list(missing)
    every = _asked("case", [fact.name for fact in facts().of("case")], told, ())
    return sorted(every, key=lambda fact: fact.name not in wanted)


def _asked(
    scope: str, names: Iterable[str], told: Mapping[str, str], missing: Iterable[str]
) -> list[Fact]:
    """These facts and those recorded, in the order of the data, if what was told asks for them."""
    wanted = {*names, *missing, *told}
    return [
        fact
        for fact in facts().of(scope)
        if fact.name in wanted and not fact.column and (fact.asked(told) or told.get(fact.name))
    ]
