"""The estimate behind a refusal on cost (s12, SI 2004/3244). Knows no rows and no clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from exemptions.dated import LawOfTheDay

# Only these four activities count (reg 4(3)); the names are those of the recorded facts.
ACTIVITIES = {
    "estimate_determine_hours": "to determine whether it is held",
    "estimate_locate_hours": "to locate it",
    "estimate_retrieve_hours": "to retrieve it",
    "estimate_extract_hours": "to extract it",
}
_SHOWN = {
    "estimate_determine_hours": "Finding out whether we hold the information",
    "estimate_locate_hours": "Locating it",
    "estimate_retrieve_hours": "Retrieving it",
    "estimate_extract_hours": "Extracting it from the documents that contain it",
}
# To refuse even to say whether it is held (s12(2)), only that is estimated; a recorded fact.
CONFIRM_ONLY = "cost_confirm_only"
ONLY_WHETHER = "12(2)"


@dataclass(frozen=True, slots=True)
class EstimateLine:
    """One activity and its hours, as a reader sees them."""

    activity: str
    hours: str


@dataclass(frozen=True, slots=True)
class CostEstimate:
    """Hours by activity, their sum, and what they cost: "£1,050" at "£25" an hour."""

    lines: tuple[EstimateLine, ...]
    hours: str
    rate: str
    cost: str
    limit: str


def only_whether(facts: Mapping[str, str]) -> bool:
    """Whether the refusal is one under s12(2), not under s12(1)."""
    return facts.get(CONFIRM_ONLY) == "yes"


def activities(facts: Mapping[str, str]) -> tuple[str, ...]:
    """The facts that an estimate needs, given what was told."""
    return tuple(ACTIVITIES)[:1] if only_whether(facts) else tuple(ACTIVITIES)


def estimate(
    facts: Mapping[str, str], law: LawOfTheDay, authority_type: str
) -> CostEstimate | None:
    """The estimate that the recorded facts make; None while one of them is missing."""
    told: list[tuple[str, Decimal]] = []
    for name in activities(facts):
        try:
            told.append((name, Decimal(facts.get(name, ""))))
        except InvalidOperation:
            return None
    hours = sum((number for _, number in told), Decimal(0))
    return CostEstimate(
        lines=tuple(EstimateLine(_SHOWN[name], _number(number)) for name, number in told),
        hours=_number(hours),
        rate=f"£{law.hourly_rate}",
        cost=_money(hours * law.hourly_rate),
        limit=f"£{law.cost_limits[authority_type]:,}",
    )


def _money(value: Decimal) -> str:
    return f"£{value:,.2f}".removesuffix(".00")


def _number(value: Decimal) -> str:
    return f"{value.normalize():f}"
