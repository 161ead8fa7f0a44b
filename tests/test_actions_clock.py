"""Events of a case and changes of the holidays: what they move, and what is refused."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from requests_app import calendars
from requests_app.actions import clock, intake, notices, publishing, review, splitting
from requests_app.actions.base import Refused
from requests_app.actions.recomputing import BATCH
from requests_app.clock import EventKind
from requests_app.due import Due, due, groups, histories
from requests_app.models import (
    AuditEvent,
    BankHoliday,
    Block,
    ClockEventQuestion,
    DeadlineNotice,
    FoiRequest,
)
from requests_app.workflow import NotAllowed, WrongState
from requests_app.working_days import Basis, HolidayRow
from tests import factories as given
from tests.factories import AT

pytestmark = pytest.mark.django_db

LATER = datetime(2026, 6, 30, 9, 0, tzinfo=UTC)
THIRD_OF_MARCH = date(2026, 3, 2)


def march() -> FoiRequest:
    """A case of three questions, received on Monday 2 March 2026, day 20 on 31 March."""
    return given.with_questions(3, received_on=THIRD_OF_MARCH)


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def happens(
    case: FoiRequest, kind: str, on: str, blocks: Sequence[Block] = (), until: str = ""
) -> None:
    given.happened(
        case,
        EventKind(kind),
        day(on),
        blocks=blocks,
        until=day(until) if until else None,
        at=LATER,
    )


def stamped(case: FoiRequest) -> tuple[date | None, str]:
    case.refresh_from_db()
    assert case.calendar_version == calendars.current().version
    return case.due_on, case.waiting_for


def by_question(case: FoiRequest) -> dict[str, date | None]:
    """The deadline of each question, by its number."""
    found = groups(histories([case])[case.pk], calendars.current())
    rows = {block.pk: block.number for block in given.questions(case)}
    return {rows[pk]: group.deadline.next for group in found for pk in group.questions}


def test_a_case_is_received_with_its_deadline() -> None:
    assert stamped(march()) == (day("03-31"), "")


def test_clarification_moves_the_questions_it_concerned_only() -> None:
    case = march()
    second = given.questions(case)[1]
    happens(case, "clarification_asked", "03-09", [second])
    assert stamped(case) == (day("03-31"), "clarification")
    assert by_question(case) == {"1": day("03-31"), "2": None, "3": day("03-31")}
    happens(case, "clarification_received", "03-16", [second])
    assert stamped(case) == (day("03-31"), "")
    assert by_question(case)["2"] == day("04-16")


def test_clarification_of_the_whole_case_starts_it_again() -> None:
    case = march()
    happens(case, "clarification_asked", "03-09")
    assert stamped(case) == (None, "clarification")
    happens(case, "clarification_received", "03-16")
    assert stamped(case) == (day("04-16"), "")


def test_the_first_deadline_of_the_case_counts() -> None:
    """Two of three questions have more time, the third has not."""
    case = march()
    first, second, _ = given.questions(case)
    happens(case, "extension", "03-30", [first, second], until="04-30")
    assert stamped(case) == (day("03-31"), "")
    assert by_question(case) == {"1": day("04-30"), "2": day("04-30"), "3": day("03-31")}


def test_fee_stops_and_continues() -> None:
    case = given.with_questions(1, received_on=day("06-01"))
    happens(case, "fee_notice", "06-08")
    assert stamped(case) == (None, "fee")
    happens(case, "fee_paid", "06-22")
    assert stamped(case) == (day("07-15"), "")


def test_transferred_record_has_thirty_days() -> None:
    case = march()
    happens(case, "transferred_record", "03-02")
    assert stamped(case) == (day("04-16"), "")


def test_the_regulator_sets_a_day() -> None:
    case = march()
    happens(case, "set_by_commissioner", "03-20", until="05-15")
    assert stamped(case) == (day("05-15"), "")


def test_an_event_leaves_an_audit_row_with_both_dates() -> None:
    case = march()
    happens(case, "clarification_asked", "03-09")
    row = AuditEvent.objects.get(verb="clock_event_recorded")
    assert (row.detail["old"], row.detail["new"]) == ("2026-03-31", None)


@pytest.mark.parametrize(
    ("before", "event", "field", "says"),
    [
        ([], ("clarification_received", "03-16"), "on", "No clarification is outstanding"),
        ([("clarification_asked", "03-09")], ("clarification_received", "03-05"), "on", "later"),
        ([], ("clarification_asked", "02-27"), "on", "before the receipt"),
        ([], ("clarification_asked", "07-01"), "on", "today or in the past"),
        ([], ("fee_paid", "03-09"), "on", "without a fees notice"),
        ([], ("fee_notice", "04-01"), "on", "after the deadline"),
        ([("fee_notice", "03-09")], ("fee_notice", "03-10"), "on", "second fees notice"),
        ([("fee_notice", "03-09")], ("fee_notice", "03-09"), "on", "recorded already"),
        ([("fee_notice", "03-09")], ("fee_paid", "06-09"), "on", "lapsed"),
        ([], ("extension", "03-30"), "until", "Give the day"),
        ([], ("extension", "03-30", "03-31"), "until", "does not end after"),
        ([], ("extension", "03-30", "03-29"), "until", "must be after the day of the event"),
        ([], ("set_by_commissioner", "03-30", "06-30"), "until", "sixtieth"),
        ([], ("school_days", "03-02", "03-20"), "until", "twentieth school day"),
    ],
)
def test_what_cannot_have_happened_is_refused_beside_its_field(
    before: list[tuple[str, str]], event: tuple[str, ...], field: str, says: str
) -> None:
    case = march()
    for kind, on in before:
        happens(case, kind, on)
    stood = stamped(case)
    kind, on, *until = event
    with pytest.raises(Refused, match=says) as refused:
        happens(case, kind, on, until=until[0] if until else "")
    assert refused.value.field == field
    assert stamped(case) == stood
    assert case.clock_events.count() == len(before)


@pytest.mark.parametrize(
    ("cites", "says"),
    [((), "Name the exemption"), (("41",), "absolute"), (("99(9)",), "99")],
)
def test_only_a_qualified_exemption_gives_more_time(cites: Sequence[str], says: str) -> None:
    with pytest.raises(Refused, match=says) as refused:
        given.happened(
            march(), EventKind.EXTENSION, day("03-30"), until=day("04-30"), provisions=cites,
            at=LATER,
        )  # fmt: skip
    assert refused.value.field == "provisions"


def test_questions_of_another_case_are_refused() -> None:
    other = given.questions(given.received(reference="OTHER-1"))
    with pytest.raises(Refused, match="of this case"):
        happens(march(), "clarification_asked", "03-09", other)


def test_an_answer_must_fit_what_was_asked() -> None:
    case = march()
    happens(case, "clarification_asked", "03-09", given.questions(case)[:1])
    with pytest.raises(Refused, match="some of these questions only"):
        happens(case, "clarification_received", "03-16")


def test_a_struck_event_counts_for_nothing_and_stays() -> None:
    case = march()
    event = given.happened(case, EventKind.CLARIFICATION_ASKED, day("03-09"), at=LATER)
    given.struck(event)
    assert stamped(case) == (day("03-31"), "")
    assert case.clock_events.count() == 1
    with pytest.raises(Refused, match="struck out already"):
        given.struck(event)


def test_strike_needs_a_reason() -> None:
    event = given.happened(march(), EventKind.CLARIFICATION_ASKED, day("03-09"), at=LATER)
    with pytest.raises(Refused, match="Say why") as refused:
        given.struck(event, reason=" ")
    assert refused.value.field == "reason"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("fee_notice", "fee_paid"),
        ("clarification_asked", "clarification_received"),
    ],
)
def test_what_others_rest_on_is_not_struck_first(first: str, second: str) -> None:
    case = march()
    event = given.happened(case, EventKind(first), day("03-09"), at=LATER)
    happens(case, second, "03-16")
    stood = stamped(case)
    with pytest.raises(Refused, match="Strike that out"):
        given.struck(event)
    assert stamped(case) == stood


def test_withdrawn_case_takes_no_event() -> None:
    with pytest.raises(WrongState):
        given.happened(given.withdrawn(), EventKind.CLARIFICATION_ASKED)


def test_corrected_receipt_moves_the_deadline() -> None:
    case = march()
    correct(case, day("03-16"))
    assert stamped(case) == (day("04-16"), "")


def correct(case: FoiRequest, received_on: date) -> None:
    intake.correct_details(
        case, title="Trees", received_on=received_on, requester=None, by=given.alice(), at=LATER
    )


def test_receipt_is_not_corrected_past_an_event() -> None:
    case = march()
    happens(case, "clarification_asked", "03-09")
    with pytest.raises(Refused, match="before the receipt") as refused:
        correct(case, day("03-10"))
    assert refused.value.field == "received_on"
    assert stamped(case) == (None, "clarification")


# --- events follow their questions ------------------------------------------------------------


def test_both_halves_of_a_cut_question_were_asked_about() -> None:
    case = march()
    second = given.questions(case)[1]
    happens(case, "clarification_asked", "03-09", [second])
    cut = splitting.cut_block(second, offset=12, by=given.alice(), at=LATER)
    assert cut.block is not None
    assert Block.objects.get(pk=cut.block).clock_events.count() == 1
    assert [due for due in by_question(case).values() if due is None] == [None, None]


def test_a_joined_question_takes_its_clock_along() -> None:
    case = march()
    first, second, _ = given.questions(case)
    happens(case, "clarification_asked", "03-09", [second])
    splitting.join_block(second, by=given.alice(), at=LATER)
    assert first.clock_events.count() == 1
    assert (
        list(by_question(case).values()) == [None, day("03-31")] or by_question(case)["1"] is None
    )


@pytest.mark.parametrize("kind", ["cut", "join"])
def test_undoing_a_correction_gives_each_question_its_own_clock_back(kind: str) -> None:
    case = march()
    first, second, _ = given.questions(case)
    happens(case, "clarification_asked", "03-09", [second])
    before = set(ClockEventQuestion.objects.values_list("question_id", flat=True))
    if kind == "cut":
        splitting.cut_block(second, offset=12, by=given.alice(), at=LATER)
    else:
        splitting.join_block(second, by=given.alice(), at=LATER)
    splitting.undo(case, by=given.alice(), at=LATER)
    assert set(ClockEventQuestion.objects.values_list("question_id", flat=True)) == before
    assert first.clock_events.count() == 0


def test_an_event_of_a_vanished_question_concerns_nothing() -> None:
    """Least of all the whole case."""
    case = march()
    second = given.questions(case)[1]
    happens(case, "clarification_asked", "03-09", [second])
    given.mark(second, "context")
    assert stamped(case) == (day("03-31"), "")


# --- holidays -----------------------------------------------------------------------------------


def test_an_added_day_moves_open_cases_and_tells_their_officers() -> None:
    case = given.received()  # due on 23 November 2026
    assert stamped(case) == (day("11-23"), "")
    done = given.holiday(day("11-12"))
    assert (done.cases, done.moved) == (1, 1)
    assert stamped(case) == (day("11-24"), "")
    row = AuditEvent.objects.get(foi_request=case, verb="deadline_moved")
    assert (row.actor, row.detail["old"], row.detail["new"]) == (
        given.eve(), "2026-11-23", "2026-11-24",
    )  # fmt: skip
    notice = DeadlineNotice.objects.get()
    assert notice.officer == given.alice()
    assert notice.sentence == (
        f"The deadline of {case.reference} moved from Monday 23 November 2026 to Tuesday "
        "24 November 2026, because 12 November 2026 became a bank holiday in Wales."
    )


def test_a_day_outside_the_window_moves_nothing_but_the_version() -> None:
    case = given.received()
    given.holiday(day("09-10"))
    assert stamped(case) == (day("11-23"), "")
    assert not DeadlineNotice.objects.exists()


def test_cases_that_were_answered_stay() -> None:
    sent = given.approved(reference="SENT-1")
    publishing.record_sent(sent, sent_on=AT.date(), by=given.carol(), at=AT)
    published = given.published(reference="LOG-1")
    given.holiday(day("11-12"))
    for case in (sent, published):
        case.refresh_from_db()
        assert case.due_on == day("11-23")


def test_a_reopened_case_is_counted_with_the_table_of_today() -> None:
    case = given.withdrawn()
    given.holiday(day("11-12"))
    review.reopen(case, by=given.alice(), at=AT)
    assert stamped(case) == (day("11-24"), "")


def test_a_switched_off_day_counts_again() -> None:
    case = given.with_questions(1, received_on=day("05-18"))
    assert stamped(case)[0] == day("06-17")
    clock.switch_off_holiday(
        HolidayRow(day("06-15"), "World Cup", ("Scotland",), Basis.PROCLAMATION, "Gazette"),
        by=given.eve(),
        at=AT,
    )
    assert stamped(case)[0] == day("06-16")
    assert BankHoliday.objects.get().what == "switched_off"
    assert "is no longer a bank holiday in Scotland" in DeadlineNotice.objects.get().because


@pytest.mark.parametrize(
    ("change", "field", "says"),
    [
        ({"day": day("11-14")}, "day", "Saturday"),
        ({"day": date(2040, 1, 3)}, "day", "2040 are not known"),
        ({"day": day("12-25")}, "day", "in the table on that day already"),
        ({"parts": []}, "parts", "parts of the United Kingdom"),
        ({"parts": ["Cornwall"]}, "parts", "parts of the United Kingdom"),
        ({"source": " "}, "source", "where it stands"),
        ({"name": ""}, "name", "a name"),
    ],
)
def test_a_day_that_cannot_be_added(change: dict[str, object], field: str, says: str) -> None:
    with pytest.raises(Refused, match=says) as refused:
        given.holiday(**change)  # type: ignore[arg-type]
    assert refused.value.field == field
    assert not BankHoliday.objects.exists()


@pytest.mark.parametrize(
    ("on", "parts", "says"),
    [
        ("11-12", ("Wales",), "do not keep"),
        ("06-15", ("Wales",), "do not keep"),
        ("12-25", ("Wales",), "itself names"),
    ],
)
def test_a_day_that_cannot_be_switched_off(on: str, parts: tuple[str, ...], says: str) -> None:
    row = HolidayRow(day(on), "A day", parts, Basis.PROCLAMATION, "Gazette")
    with pytest.raises(Refused, match=says):
        clock.switch_off_holiday(row, by=given.eve(), at=AT)


def test_only_an_administrator_changes_the_table() -> None:
    row = HolidayRow(day("11-12"), "A day", ("Wales",), Basis.PROCLAMATION, "Gazette")
    for verb in (clock.add_holiday, clock.switch_off_holiday):
        with pytest.raises(NotAllowed):
            verb(row, by=given.alice(), at=AT)
    with pytest.raises(NotAllowed):
        clock.recompute(by=given.alice(), at=AT)


def open_cases(count: int) -> None:
    """Open cases, every third with an event of one question."""
    given.alice()
    given.eve()
    for number in range(count):
        case = given.with_questions(2, reference=f"OPEN-{count}-{number}")
        if number % 3 == 0:
            given.happened(case, EventKind.CLARIFICATION_ASKED, blocks=given.questions(case)[:1])


def test_queries_of_a_batch_do_not_grow_with_its_cases() -> None:
    counts = []
    for more, on in ((3, "11-12"), (20, "11-13")):
        open_cases(more)
        with CaptureQueriesContext(connection) as queries:
            done = given.holiday(day(on))
        assert done.moved == FoiRequest.objects.count()
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_queries_grow_by_the_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: two batches cost more than one, so that the count above counts something."""
    open_cases(4)
    with CaptureQueriesContext(connection) as one:
        given.holiday(day("11-12"))
    monkeypatch.setattr("requests_app.actions.recomputing.BATCH", 2)
    with CaptureQueriesContext(connection) as two:
        given.holiday(day("11-13"))
    assert len(two) > len(one)
    assert BATCH == 500


def test_function_and_column_agree_after_a_change() -> None:
    open_cases(7)
    # Rows from before the columns: what waits must be written although its day stays none.
    FoiRequest.objects.update(due_on=None, waiting_for="", calendar_version="")
    given.holiday(day("11-12"))
    cases = list(FoiRequest.objects.all())
    known = histories(cases)
    for case in cases:
        found = due(known[case.pk], calendars.current())
        assert Due(case.due_on, case.waiting_for, case.calendar_version) == found
    assert {case.waiting_for for case in cases} == {"", "clarification"}


# --- the news -----------------------------------------------------------------------------------


def test_officer_gets_one_mail_for_all_that_moved() -> None:
    alice = given.alice()
    alice.email = "alice@example.org"
    alice.save()
    given.received(reference="ONE-1")
    given.received(reference="TWO-2")
    given.holiday()
    assert notices.mail_notices(at=AT) == 1
    assert notices.mail_notices(at=AT) == 0
    [letter] = mail.outbox
    assert letter.to == ["alice@example.org"]
    assert letter.subject == "The deadlines of 2 requests moved"
    assert "ONE-1 moved from Monday 23 November 2026 to Tuesday 24 November 2026" in letter.body
    assert "Robin" not in letter.body


def test_without_an_address_the_news_waits_on_the_list() -> None:
    given.received()
    given.holiday()
    assert notices.mail_notices(at=AT) == 0
    assert not mail.outbox
    assert DeadlineNotice.objects.get().mailed_at is None


def test_what_the_mail_server_refuses_is_tried_again(settings: object) -> None:
    alice = given.alice()
    alice.email = "alice@example.org"
    alice.save()
    given.received()
    given.holiday()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # type: ignore[attr-defined]
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # type: ignore[attr-defined]
    assert notices.mail_notices(at=AT) == 0
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"  # type: ignore[attr-defined]
    assert notices.mail_notices(at=AT) == 1


def test_only_its_officer_dismisses_a_notice() -> None:
    given.received()
    given.holiday()
    notice = DeadlineNotice.objects.get()
    with pytest.raises(NotAllowed):
        notices.dismiss_notice(notice, by=given.bob(), at=AT)
    notices.dismiss_notice(notice, by=given.alice(), at=AT)
    notices.dismiss_notice(notice, by=given.alice(), at=LATER)
    notice.refresh_from_db()
    assert notice.dismissed_at == AT
