"""The table of holidays: the golden one of three years, its changes, its version, its end."""

from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from requests_app import calendars
from requests_app.checks import calendar_ends
from requests_app.holiday_library import FIRST_YEAR, LAST_YEAR, library_calendar
from requests_app.models import FoiRequest
from requests_app.working_days import (
    PARTS,
    Basis,
    Calendar,
    Change,
    HolidayRow,
    UnknownYear,
    nth_working_day_after,
)
from tests import factories as given

CALENDAR = library_calendar()
EW, S, N = ("England", "Wales"), ("Scotland",), ("Northern Ireland",)


def day(text: str) -> date:
    return date.fromisoformat(text)


# Days from Monday to Friday, where they are kept, and on what basis: E is England and Wales, S
# Scotland, N Northern Ireland; s Schedule 1, p proclaimed, f named in section 10(6).
GOLDEN = {
    2025: """
        01-01 Ep Ss Np | 01-02 Ss | 03-17 Ns | 04-18 Ef Sf Nf | 04-21 Es Ns | 05-05 Ep Ss Np |
        05-26 Es Sp Ns | 07-14 Np | 08-04 Ss | 08-25 Es Ns | 12-01 Ss | 12-25 Ef Sf Nf |
        12-26 Es Sp Ns""",
    2026: """
        01-01 Ep Ss Np | 01-02 Ss | 03-17 Ns | 04-03 Ef Sf Nf | 04-06 Es Ns | 05-04 Ep Ss Np |
        05-25 Es Sp Ns | 06-15 Sp | 07-13 Np | 08-03 Ss | 08-31 Es Ns | 11-30 Ss |
        12-25 Ef Sf Nf | 12-28 Ep Sp Np""",
    2027: """
        01-01 Ep Ss Np | 01-04 Sp | 03-17 Ns | 03-26 Ef Sf Nf | 03-29 Es Ns | 05-03 Ep Ss Np |
        05-31 Es Sp Ns | 07-12 Np | 08-02 Ss | 08-30 Es Ns | 11-30 Ss | 12-27 Es Sp Ns |
        12-28 Ep Sp Np""",
}
LETTERS = {"E": EW, "S": S, "N": N}
BASES = {"s": Basis.SCHEDULE_1, "p": Basis.PROCLAMATION, "f": Basis.SECTION_10}


def golden(year: int) -> dict[date, dict[str, Basis]]:
    found: dict[date, dict[str, Basis]] = {}
    for entry in " ".join(GOLDEN[year].split()).split(" | "):
        on, *kept = entry.split()
        found[day(f"{year}-{on}")] = {
            part: BASES[word[1]] for word in kept for part in LETTERS[word[0]]
        }
    return found


@pytest.mark.parametrize("year", GOLDEN)
def test_golden_table(year: int) -> None:
    table = {
        holiday.day: {part: row.basis for row in holiday.rows for part in row.parts}
        for holiday in CALENDAR.of_years([year])
    }
    assert table == golden(year)


@pytest.mark.parametrize(
    ("year", "union"),
    [
        (2024, "01-01 01-02 03-18 03-29 04-01 05-06 05-27 07-12 08-05 08-26 12-02 12-25 12-26"),
        (2028, "01-03 01-04 03-17 04-14 04-17 05-01 05-29 07-12 08-07 08-28 11-30 12-25 12-26"),
    ],
)
def test_union_of_the_four_parts(year: int, union: str) -> None:
    found = {holiday.day for holiday in CALENDAR.of_years([year])}
    assert found == {day(f"{year}-{text}") for text in union.split()}


def test_a_holiday_says_where_it_is_kept() -> None:
    assert str(CALENDAR.holiday(day("2026-06-15"))).endswith("(Scotland only)")
    easter = CALENDAR.holiday(day("2026-04-06"))
    assert easter is not None
    assert easter.parts == ("England", "Wales", "Northern Ireland")
    christmas = CALENDAR.holiday(day("2026-12-25"))
    assert str(christmas) == "Christmas Day"


@pytest.mark.parametrize("year", [FIRST_YEAR - 1, LAST_YEAR + 1])
def test_an_unknown_year_is_refused(year: int) -> None:
    with pytest.raises(UnknownYear, match=f"The bank holidays of {year} are not known"):
        CALENDAR.holiday(date(year, 6, 1))
    with pytest.raises(UnknownYear):
        CALENDAR.is_working_day(date(year, 6, 1))
    with pytest.raises(UnknownYear):
        CALENDAR.of_years([year])


def test_a_table_of_one_year_does_not_reach_into_the_next() -> None:
    short = Calendar(CALENDAR.rows, 2026, 2026, 2026)
    with pytest.raises(UnknownYear, match="2027"):
        nth_working_day_after(day("2026-12-20"), 20, short)
    assert nth_working_day_after(day("2026-11-23"), 20, short) == day("2026-12-22")


def row(on: str, *parts: str, name: str = "A day") -> HolidayRow:
    return HolidayRow(day(on), name, parts or S, Basis.PROCLAMATION, "A proclamation")


def test_added_and_switched_off() -> None:
    added = CALENDAR.changed([Change(row("2026-09-21"))])
    assert not added.is_working_day(day("2026-09-21"))
    gone = added.changed([Change(row("2026-09-21"), switched_off=True)])
    assert gone.is_working_day(day("2026-09-21"))
    assert gone.version == CALENDAR.version != added.version


def test_a_day_switched_off_in_one_part_is_kept_in_the_others() -> None:
    changed = CALENDAR.changed([Change(row("2026-08-31", "England"), switched_off=True)])
    holiday = changed.holiday(day("2026-08-31"))
    assert holiday is not None
    assert holiday.parts == ("Wales", "Northern Ireland")


def test_the_later_word_counts() -> None:
    words = [Change(row("2026-06-15"), switched_off=True), Change(row("2026-06-15", name="Again"))]
    holiday = CALENDAR.changed(words).holiday(day("2026-06-15"))
    assert holiday is not None
    assert holiday.name == "Again"


def test_the_version_is_of_what_is_said_not_of_who_says_it() -> None:
    sourced = [HolidayRow(r.day, r.name, r.parts, r.basis, "Elsewhere") for r in CALENDAR.rows]
    again = Calendar(
        tuple(reversed(sourced)), CALENDAR.first_year, CALENDAR.last_year, CALENDAR.sure_to
    )
    assert again.version == CALENDAR.version
    assert len(CALENDAR.version) == 12


def test_no_working_day_before_the_first() -> None:
    with pytest.raises(ValueError, match="before the first"):
        nth_working_day_after(day("2026-11-23"), 0, CALENDAR)


def test_every_part_has_rows() -> None:
    assert {part for row in CALENDAR.rows for part in row.parts} == set(PARTS)


# --- the end of the table -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "warned"),
    [
        (date(LAST_YEAR - 1, 10, 31), False),
        (date(LAST_YEAR - 1, 11, 1), True),
        (date(LAST_YEAR + 1, 5, 1), True),
        (date(2026, 11, 26), False),
    ],
)
def test_a_warning_from_fourteen_months_before_the_end(today: date, warned: bool) -> None:
    found = calendar_ends(CALENDAR, today)
    assert bool(found) is warned
    assert all(str(LAST_YEAR) in one.msg for one in found)


# --- the commands ---------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_command_counts_with_the_table_of_the_database() -> None:
    given.holiday(day("2026-12-14"), "A day of thanks", N)
    told = StringIO()
    call_command("deadline", "2026-11-23", "--json", stdout=told)
    assert '"due": "2026-12-23"' in told.getvalue()
    assert '"why": "A day of thanks", "parts": ["Northern Ireland"]' in told.getvalue()


@pytest.mark.django_db
def test_the_table_is_read_with_one_query(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        calendars.current()


def checked(*arguments: str) -> tuple[int, str, str]:
    told, complained = StringIO(), StringIO()
    try:
        call_command("check_deadlines", *arguments, stdout=told, stderr=complained)
    except SystemExit as left:
        return int(str(left.code)), told.getvalue(), complained.getvalue()
    return 0, told.getvalue(), complained.getvalue()


@pytest.mark.django_db
def test_columns_are_proved() -> None:
    given.received(reference="OPEN-1")
    given.published(reference="LOG-1")
    given.holiday()
    code, told, complained = checked()
    assert (code, complained) == (0, "")
    assert "1 deadlines computed" in told
    assert "0 of them wrong; 1 answered cases keep an older one" in told


@pytest.mark.django_db
def test_a_wrong_column_is_found_and_mended() -> None:
    case = given.received(reference="OPEN-1")
    FoiRequest.objects.filter(pk=case.pk).update(due_on=date(2026, 11, 20))
    code, _, complained = checked()
    assert code == 1
    assert "OPEN-1: stored 2026-11-20" in complained
    assert "is 2026-11-23" in complained
    code, told, _ = checked("--recompute", given.eve().username)
    assert code == 0
    assert "1 open cases recomputed, 1 moved." in told
