"""EX-21: transferred public records, and exemptions that fall away with age. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from requests_app.gate.dossier import Dossier
from requests_app.gate.finding import Found, Place
from requests_app.gate.reading import day_of, on
from requests_app.gate.rule import rule

HISTORICAL_AFTER_YEARS = 20


@rule(
    "EX-21",
    "A transferred public record is dealt with by the rules of Part VI",
    source="ss15, 62 to 66",
)
def historical_records(dossier: Dossier) -> Iterator[Found]:
    if not dossier.says("transferred_record"):
        return
    if not dossier.fact("responsible_authority_consulted"):
        yield Found(
            "The request is for a transferred public record. Record which responsible authority "
            "was consulted and what it said.",
            Place.CASE,
            field="responsible_authority_consulted",
        )
    made = day_of(dossier.fact("record_date"))
    if made is None:
        yield Found(
            "Record the date of the latest paper in the transferred file: exemptions fall away "
            "with age.",
            Place.CASE,
            field="record_date",
        )
        return
    years = _full_years(made, dossier.now.day)
    for answer, claim, law in dossier.claims():
        if law.not_for_transferred_records and years >= HISTORICAL_AFTER_YEARS:
            what = "it is not available for historical records that were transferred. Take it away."
            yield on(answer, claim, what, "provision")
        if law.falls_away_after_years and years >= law.falls_away_after_years:
            what = (
                f"it falls away when a record is {law.falls_away_after_years} years old, and this "
                f"one is {years}. Take it away."
            )
            yield on(answer, claim, what, "provision")


def _full_years(made: date, day: date) -> int:
    """Years counted from the end of the year in which the record was made (s62(1))."""
    return max(0, day.year - made.year - 1)
