"""What the statistics count: every definition on plain facts, without a row or a clock."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_app.challenges import (
    Complaint,
    ComplaintOutcome,
    Review,
    ReviewDates,
    ReviewOutcome,
    Step,
    StepKind,
)
from requests_app.outcome import Disposition
from requests_app.statistics.facts import CaseFacts, Part, Reviewed, judge
from requests_app.statistics.measures import MEASURES, PARTITIONS, Partition
from requests_app.statistics.quarters import Quarter, Span
from requests_app.statistics.tables import LAYOUTS, Statistics

TODAY = date(2026, 6, 30)
RECEIVED = date(2026, 3, 2)
DUE = date(2026, 3, 31)
EXTENDED = date(2026, 4, 30)

D = Disposition
ON_TIME = Part(DUE)
WITH_EXTENSION = Part(DUE, EXTENDED)
STOPPED = Part(None)


def facts(*dispositions: Disposition, **told: object) -> CaseFacts:
    """Answered on the last day with these decisions; without any, not answered at all."""
    known: dict[str, object] = {"parts": (ON_TIME,)}
    if dispositions:
        known |= {
            "answered": True,
            "responded": DUE,
            "dispositions": frozenset(dispositions),
        }
    return CaseFacts(key=1, received=RECEIVED, **known | told)  # type: ignore[arg-type]


def belongs_to(case: CaseFacts, among: Iterable[str], today: date = TODAY) -> set[str]:
    judged = judge(case, today)
    return {key for key in among if MEASURES[key].holds(judged)}


def measures_of(layout: str) -> tuple[str, ...]:
    return next(one.measures for one in LAYOUTS if one.key == layout)


# --- status and outcome ------------------------------------------------------------------------

OUTCOMES = [
    ((D.DISCLOSED,), {"resolvable", "granted"}),
    # What is not held takes nothing away from what is.
    ((D.DISCLOSED, D.NOT_HELD), {"resolvable", "granted"}),
    ((D.DISCLOSED, D.OUTSIDE_FOIA), {"resolvable", "granted"}),
    ((D.DISCLOSED, D.CLARIFICATION_LAPSED), {"resolvable", "granted"}),
    ((D.DISCLOSED_IN_PART,), {"resolvable", "part"}),
    ((D.DISCLOSED, D.WITHHELD), {"resolvable", "part"}),
    ((D.DISCLOSED, D.ALREADY_AVAILABLE), {"resolvable", "part"}),
    ((D.DISCLOSED, D.REFUSED_COST), {"resolvable", "part"}),
    ((D.WITHHELD,), {"resolvable", "refused"}),
    ((D.WITHHELD, D.NOT_HELD), {"resolvable", "refused"}),
    ((D.NEITHER_CONFIRMED_NOR_DENIED,), {"resolvable", "refused"}),
    ((D.NEITHER_CONFIRMED_NOR_DENIED, D.NOT_HELD), {"resolvable", "refused"}),
    ((D.ALREADY_AVAILABLE,), {"resolvable", "s21-only"}),
    ((D.ALREADY_AVAILABLE, D.NOT_HELD), {"resolvable", "s21-only"}),
    ((D.REFUSED_COST,), {"resolvable", "procedural"}),
    ((D.REFUSED_VEXATIOUS, D.NOT_HELD), {"resolvable", "procedural"}),
    # Not held, lapsed, and answered outside the Act: nothing could be granted or refused.
    ((D.NOT_HELD,), {"not-held"}),
    ((D.NOT_HELD, D.WITHDRAWN), {"not-held"}),
    ((D.OUTSIDE_FOIA,), {"advice"}),
    ((D.OUTSIDE_FOIA, D.NOT_HELD), {"advice"}),
    ((D.CLARIFICATION_LAPSED,), set()),
    ((D.WITHDRAWN, D.TRANSFERRED), set()),
]


@pytest.mark.parametrize(("dispositions", "expected"), OUTCOMES)
def test_outcome_of_an_answer(dispositions: tuple[Disposition, ...], expected: set[str]) -> None:
    assert belongs_to(facts(*dispositions), measures_of("outcomes")) == expected


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        (facts(D.DISCLOSED), "processed"),
        (facts(D.NOT_HELD), "processed"),
        (facts(D.CLARIFICATION_LAPSED), "lapsed"),
        (facts(), "not-yet"),
        (facts(parts=()), "not-yet"),
        (facts(parts=(STOPPED,)), "on-hold"),
        # A part of it can still be answered.
        (facts(parts=(STOPPED, ON_TIME)), "not-yet"),
        (facts(parts=(Part(None, lapses_after=TODAY),)), "on-hold"),
        (facts(parts=(Part(None, lapses_after=TODAY - timedelta(1)),)), "lapsed"),
    ],
)
def test_where_a_request_stands(case: CaseFacts, expected: str) -> None:
    among = [key for key in measures_of("status") if key != "received"]
    assert belongs_to(case, among) == {expected}


def test_what_is_not_answered_yet_is_resolvable_unless_it_is_on_hold() -> None:
    assert "resolvable" in belongs_to(facts(), MEASURES)
    assert "resolvable" not in belongs_to(facts(parts=(STOPPED,)), MEASURES)


def test_section_21_alone_has_a_flag_of_its_own() -> None:
    alone = belongs_to(facts(D.ALREADY_AVAILABLE), MEASURES)
    beside = belongs_to(facts(D.ALREADY_AVAILABLE, D.DISCLOSED), MEASURES)
    assert {"s21", "s21-only"} <= alone
    assert "refused" not in alone
    assert "s21" in beside
    assert "s21-only" not in beside


def test_a_lapsed_request_is_in_no_other_table_than_that_of_states() -> None:
    lapsed = belongs_to(facts(D.CLARIFICATION_LAPSED), MEASURES)
    assert lapsed == {"received", "lapsed"}


# --- in time -----------------------------------------------------------------------------------


def answered(responded: date | None, *parts: Part, first_letter: date | None = None) -> CaseFacts:
    return facts(D.DISCLOSED, responded=responded, parts=parts, first_letter=first_letter)


DAY = timedelta(1)
TIMES = [
    (answered(DUE, ON_TIME), "in-time"),
    (answered(DUE + DAY, ON_TIME), "late"),
    (answered(DUE, WITH_EXTENSION), "in-time"),
    (answered(DUE + DAY, WITH_EXTENSION), "in-extension"),
    (answered(EXTENDED, WITH_EXTENSION), "in-extension"),
    (answered(EXTENDED + DAY, WITH_EXTENSION), "late"),
    # Notice of the extension was given after day 20: it permits nothing (s17(2)).
    (answered(EXTENDED, Part(DUE, EXTENDED, notice_late=True)), "late"),
    (answered(DUE, Part(DUE, EXTENDED, notice_late=True)), "in-time"),
    # Only one question was extended, and one letter answered both: the other was late.
    (answered(EXTENDED, ON_TIME, WITH_EXTENSION), "late"),
    # ... unless an earlier letter answered that one in time.
    (answered(EXTENDED, ON_TIME, WITH_EXTENSION, first_letter=DUE), "in-extension"),
    (answered(EXTENDED, ON_TIME, WITH_EXTENSION, first_letter=DUE + DAY), "late"),
    # A first letter leaves a test open; without an extension nothing permits that.
    (answered(EXTENDED, ON_TIME, first_letter=DUE), "late"),
    (answered(EXTENDED, STOPPED), "in-time"),
    (answered(None, ON_TIME), "undated"),
    (answered(DUE), "undated"),
]


@pytest.mark.parametrize(("case", "expected"), TIMES)
def test_whether_an_answer_was_in_time(case: CaseFacts, expected: str) -> None:
    among = ("in-time", "in-extension", "late", "undated")
    assert belongs_to(case, among) == {expected}


@pytest.mark.parametrize(
    ("case", "today", "expected"),
    [
        (facts(), DUE, "waiting-in-time"),
        (facts(), DUE + DAY, "overdue"),
        (facts(parts=(WITH_EXTENSION,)), DUE + DAY, "waiting-extended"),
        (facts(parts=(WITH_EXTENSION,)), EXTENDED + DAY, "overdue"),
        (facts(parts=(Part(DUE, EXTENDED, notice_late=True),)), DUE + DAY, "overdue"),
        (facts(parts=(ON_TIME, WITH_EXTENSION)), DUE + DAY, "overdue"),
        (
            facts(parts=(ON_TIME, WITH_EXTENSION), first_letter=DUE),
            DUE + DAY,
            "waiting-extended",
        ),
        (facts(parts=(STOPPED,)), TODAY, "waiting-stopped"),
        (facts(parts=(STOPPED, ON_TIME)), DUE, "waiting-in-time"),
        (facts(parts=()), TODAY, "waiting-unknown"),
    ],
)
def test_how_a_wait_stands(case: CaseFacts, today: date, expected: str) -> None:
    among = [key for key in measures_of("waiting") if key != "waiting"]
    assert belongs_to(case, among, today) == {expected}


# --- what followed -----------------------------------------------------------------------------

DATES = ReviewDates(date(2026, 5, 1), date(2026, 6, 1))
ASKED = Step(1, StepKind.REVIEW_ASKED, date(2026, 4, 1))


def review(outcome: ReviewOutcome | None, on: date, told: date | None = None) -> Reviewed:
    end = Step(3, StepKind.REVIEW_DECIDED, on, 1, outcome) if outcome else None
    more = Step(2, StepKind.REVIEW_EXTENDED, told, 1) if told else None
    return Reviewed(Review(ASKED, more, end), DATES)


@pytest.mark.parametrize(
    ("reviewed", "expected"),
    [
        (review(None, TODAY), {"reviewed", "review-waiting"}),
        (
            review(ReviewOutcome.UPHELD, DATES.ordinary),
            {"reviewed", "review-upheld", "review-decided", "review-20"},
        ),
        (
            review(ReviewOutcome.OVERTURNED, DATES.exceptional, told=DATES.ordinary),
            {"reviewed", "review-overturned", "review-decided", "review-40"},
        ),
        (
            review(ReviewOutcome.PARTLY_UPHELD, DATES.exceptional),
            {"reviewed", "review-part", "review-decided", "review-late"},
        ),
        (review(ReviewOutcome.WITHDRAWN, DATES.ordinary), {"reviewed", "review-withdrawn"}),
    ],
)
def test_an_internal_review(reviewed: Reviewed, expected: set[str]) -> None:
    case = facts(D.WITHHELD, reviews=(reviewed,))
    assert belongs_to(case, [key for key in MEASURES if key.startswith("review")]) == expected


def test_a_request_counts_once_by_its_last_review() -> None:
    first = review(ReviewOutcome.UPHELD, DATES.ordinary)
    last = review(ReviewOutcome.OVERTURNED, DATES.ordinary)
    found = belongs_to(facts(D.WITHHELD, reviews=(first, last)), MEASURES)
    assert "review-overturned" in found
    assert "review-upheld" not in found


def test_a_complaint_to_the_regulator() -> None:
    opening = Step(5, StepKind.COMPLAINT_NOTIFIED, TODAY)
    end = Step(6, StepKind.COMPLAINT_DECIDED, TODAY, 5, ComplaintOutcome.NOT_UPHELD)
    among = [key for key in MEASURES if key.startswith("compla")]
    waiting = facts(complaints=(Complaint(opening),))
    assert belongs_to(waiting, among) == {"complained", "complaint-waiting"}
    done = facts(complaints=(Complaint(opening, end),))
    assert belongs_to(done, among) == {"complained", "complaint-not-upheld"}


# --- everything adds up ------------------------------------------------------------------------

days = st.dates(date(2026, 1, 1), date(2027, 3, 31))
maybe = st.none() | days
parts = st.builds(
    Part,
    due=maybe,
    extended_to=maybe,
    notice_late=st.booleans(),
    beyond_expectation=st.booleans(),
    lapses_after=maybe,
)
steps = st.builds(Step, st.just(1), st.just(StepKind.REVIEW_ASKED), days)
reviewed = st.builds(
    Reviewed,
    st.builds(
        Review,
        st.builds(Step, st.just(1), st.just(StepKind.REVIEW_ASKED), days),
        st.none() | st.builds(Step, st.just(2), st.just(StepKind.REVIEW_EXTENDED), days),
        st.none()
        | st.builds(
            Step,
            st.just(3),
            st.just(StepKind.REVIEW_DECIDED),
            days,
            st.just(1),
            st.sampled_from(list(ReviewOutcome)),
        ),
    ),
    st.none() | st.builds(ReviewDates, days, days),
)
complained = st.builds(
    Complaint,
    st.builds(Step, st.just(4), st.just(StepKind.COMPLAINT_NOTIFIED), days),
    st.none()
    | st.builds(
        Step,
        st.just(5),
        st.just(StepKind.COMPLAINT_DECIDED),
        days,
        st.just(4),
        st.sampled_from(list(ComplaintOutcome)),
    ),
)
decided = st.frozensets(
    st.sampled_from([one for one in D if one is not D.AWAITING_PUBLIC_INTEREST_TEST])
)
cases = st.builds(
    CaseFacts,
    key=st.integers(1, 10**6),
    received=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    parts=st.lists(parts, max_size=3).map(tuple),
    answered=st.booleans(),
    responded=maybe,
    first_letter=maybe,
    dispositions=decided,
    sections=st.frozensets(st.sampled_from(["21", "31", "40"])),
    reviews=st.lists(reviewed, max_size=2).map(tuple),
    complaints=st.lists(complained, max_size=2).map(tuple),
)


@given(case=cases, today=days)
def test_every_whole_is_exactly_its_parts(case: CaseFacts, today: date) -> None:
    for partition in PARTITIONS:
        found = belongs_to(case, partition.parts, today)
        inside = bool(belongs_to(case, [partition.whole], today))
        assert len(found) == inside, (partition, found)


@given(st.lists(cases, max_size=12, unique_by=lambda case: case.key), days)
def test_numbers_add_up_and_are_the_length_of_their_lists(
    known: list[CaseFacts], today: date
) -> None:
    span = Span.of_year(2026)
    statistics = Statistics(span, known, today, {"21": "a", "31": "b", "40": "c"})
    rows = {row.measure.key: row for table in statistics.tables() for row in table.rows}
    assert rows["received"].total.number == len(known)
    for row in rows.values():
        for cell in (*row.cells, row.total):
            assert cell.number == len(statistics.behind(row.measure, cell.span))
        assert row.total.number == sum(cell.number for cell in row.cells)
    for partition in PARTITIONS:
        parts_shown = [rows[key].total.number for key in partition.parts if key in rows]
        assert rows[partition.whole].total.number == sum(parts_shown)


def test_a_partition_that_forgets_a_part_is_found_out() -> None:
    broken = Partition("received", ("processed", "not-yet", "on-hold"))
    assert not belongs_to(facts(D.WITHDRAWN), broken.parts)


# --- the table of definitions ------------------------------------------------------------------


def test_every_measure_is_explained_has_a_source_and_stands_in_a_table() -> None:
    shown = set(chain.from_iterable(layout.measures for layout in LAYOUTS))
    assert set(MEASURES) == shown
    for measure in MEASURES.values():
        assert measure.explanation.endswith(".")
        assert measure.source
        assert not measure.share_of or measure.share_of in MEASURES


def test_the_open_points_of_the_sources_are_told() -> None:
    doubtful = {key for key, measure in MEASURES.items() if measure.doubt}
    assert {"resolvable", "s21", "s21-only", "on-hold", "extended-long"} <= doubtful


def test_shares_are_rounded_half_up() -> None:
    known = [
        CaseFacts(
            key=n,
            received=RECEIVED,
            parts=(ON_TIME,),
            answered=True,
            responded=DUE + DAY * (n == 0),
            dispositions=frozenset({D.DISCLOSED}),
        )
        for n in range(8)
    ]
    statistics = Statistics(Span.of_year(2026), known, TODAY, {})
    row = statistics.row(MEASURES["late"])
    assert row.total.percent == 13  # 12.5
    assert row.cells[1].percent is None  # of nothing


def test_exemptions_are_counted_by_section_once_for_each_request_and_without_section_21() -> None:
    known = [
        CaseFacts(key=n, received=RECEIVED, sections=frozenset(used), answered=True)
        for n, used in enumerate(({"40", "31"}, {"40"}, {"21"}, set()))
    ]
    titles = {"21": "Accessible", "31": "Law enforcement", "40": "Personal information"}
    statistics = Statistics(Span.of_year(2026), known, TODAY, titles)
    (table,) = [one for one in statistics.tables() if one.layout.exemptions]
    assert [(row.measure.title, row.total.number) for row in table.rows] == [
        ("Section 31: Law enforcement", 1),
        ("Section 40: Personal information", 2),
    ]
    assert statistics.measure("exemption-40") is not None
    assert statistics.measure("exemption-21") is None
    assert statistics.measure("exemption-99") is None


# --- quarters ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("slug", "first", "last", "label"),
    [
        ("2026", "2026-01-01", "2026-12-31", "January to December 2026"),
        ("2026-q3", "2026-07-01", "2026-09-30", "July to September 2026"),
        ("2025-q4-to-2026-q3", "2025-10-01", "2026-09-30", "October 2025 to September 2026"),
    ],
)
def test_a_span_is_its_address(slug: str, first: str, last: str, label: str) -> None:
    span = Span.from_slug(slug)
    assert (span.first_day.isoformat(), span.last_day.isoformat()) == (first, last)
    assert (span.slug, span.label) == (slug, label)


@pytest.mark.parametrize(
    "slug",
    [
        *("", "26", "2026-q5", "2026-Q1", "1999", "2100", "2026-q1-to-2026-q4", "9999-q4"),
        *("2026-q3-to-2026-q2", "2026-q1-to-2029-q1", "2026-q2-to-2026-q2", "٢٠٢٦"),
    ],
)
def test_what_is_no_span_or_has_a_shorter_address_is_refused(slug: str) -> None:
    with pytest.raises(ValueError, match=f"^{slug}$"):
        Span.from_slug(slug)


@given(st.dates(date(2001, 1, 1), date(2098, 12, 31)))
def test_every_day_lies_in_one_quarter(day: date) -> None:
    quarter = Quarter.of(day)
    assert quarter.first_day <= day <= quarter.last_day
    assert day in Span(quarter, quarter)
    assert day not in Span(quarter.after(1), quarter.after(2))
    assert quarter.after(5).after(-5) == quarter
    latest = Span.latest(day)
    assert len(latest.quarters) == 4
    assert Span.from_slug(latest.slug) == latest
    assert latest.last == quarter


def test_quarters_that_have_not_begun_are_left_out() -> None:
    year = Span.of_year(2026)
    assert year.until(date(2026, 8, 1)).last == Quarter(2026, 3)
    assert year.until(date(2027, 1, 1)) == year
    assert year.until(date(2025, 1, 1)).quarters == (Quarter(2026, 1),)
