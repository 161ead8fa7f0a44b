"""What the placeholders of a wording wait for, in words for editors and officers. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from exemptions.facts import facts
from exemptions.placeholders import STANDING, placeholders

_STANDING_WORDS = {
    "public_authority": "The name of the authority, from its particulars.",
    "regulator": "The name of the regulator, from the particulars.",
    "sovereign": "The sovereign as named on that day.",
    "cost_limit": "The cost limit of this kind of authority on that day, in pounds.",
    "cost_limit_hours": "The same in hours of work.",
    "hourly_rate": "What an hour of work counts, in pounds.",
}


@dataclass(frozen=True, slots=True)
class Gap:
    """A placeholder; ``standing``: the portal fills it, and otherwise the officer does."""

    name: str
    meaning: str
    standing: bool


def gaps(body: str) -> tuple[Gap, ...]:
    """The placeholders of a wording, each once, in order, with what fills them."""
    known = facts()
    return tuple(
        Gap(name, _STANDING_WORDS[name], standing=True)
        if name in STANDING
        else Gap(name, known[name].label if name in known else "Nothing fills it.", standing=False)
        for name in placeholders(body)
    )
