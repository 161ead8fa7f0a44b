"""Who writes, who reviews and who regulates, on a given day, as plain values. Pure."""

from __future__ import annotations

from dataclasses import dataclass

# What letters cannot be made without; the gate says it, and so does a document that waits.
NO_PARTICULARS = (
    "The authority’s particulars are not set, so no letter can be made. "
    "An administrator enters them under “Particulars”."
)


@dataclass(frozen=True, slots=True)
class Particulars:
    """What a letter must say about the authority, its review and the regulator (s17(7)).

    Addresses are lines separated by newlines; periods are working days, except
    ``complaint_weeks``. They change over time, so they come from dated rows.
    """

    authority_name: str
    authority_address: str
    foi_email: str
    website: str
    team_name: str
    review_how: str
    review_ask_days: int
    review_answer_days: int
    regulator_name: str
    regulator_short_name: str
    regulator_address: str
    regulator_phone: str
    regulator_url: str
    complaint_weeks: int
    licence: str


@dataclass(frozen=True, slots=True)
class Addressee:
    """To whom a letter goes. Only letters know it; a ``Response`` never does."""

    name: str
    email: str
    postal_address: str
