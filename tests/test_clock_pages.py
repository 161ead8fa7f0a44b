"""The pages of the clock: the public count, the deadline of a case, the bank holidays, the news."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from requests_app.clock import EventKind
from requests_app.models import BankHoliday, DeadlineNotice, FoiRequest
from tests import factories as given
from tests.visiting import queries_of, signed_in


def text_of(html: str) -> str:
    """What a page says, without its tags."""
    plain = re.sub(r"<(script|style).*?</\1>", " ", html, flags=re.DOTALL)
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", plain).split()))


def get(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return text_of(answer.content.decode())


def asked(received: str, days: int | str = 20, **events: str) -> str:
    """The address of a public count; dates as ``2026-11-23``."""
    parts = {"received_on": received, **events}
    query = [f"days={days}"]
    for name, iso in parts.items():
        year, month, day = iso.split("-")
        query += [f"{name}_day={day}", f"{name}_month={month}", f"{name}_year={year}"]
    return f"{reverse('working-days')}?{'&'.join(query)}"


# --- the public page ------------------------------------------------------------------------


@pytest.mark.django_db
def test_anybody_counts_and_sees_why(client: Client) -> None:
    page = get(client, asked("2026-11-23"))
    assert "by Tuesday 22 December 2026 at the latest, the 20th working day" in page
    assert "Monday 30 November 2026: Saint Andrew's Day (Scotland only)" in page


@pytest.mark.django_db
def test_every_day_stands_in_the_table(client: Client) -> None:
    page = get(client, asked("2026-11-23"))
    assert "Mon 23 Nov 2026 Day 0, the date of receipt that counts Received" in page
    assert "Tue 24 Nov 2026 Working day 1" in page
    assert "Tue 22 Dec 2026 Working day 20 Due" in page
    assert page.count("Working day ") == 20


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "says"),
    [
        (asked("2026-03-02", clarification_received="2026-03-16"), "Thursday 16 April 2026"),
        (
            asked("2026-06-01", fee_notice="2026-06-08", fee_paid="2026-06-22"),
            "Wednesday 15 July 2026",
        ),
        (asked("2026-06-01", fee_notice="2026-06-08"), "The clock stands: the fees notice"),
        (asked("2026-03-02", extension="2026-04-30"), "sent by Tuesday 31 March 2026"),
        (asked("2026-03-02", extension="2026-05-01"), "longer than 20 further working days"),
        (asked("2026-03-02", 30), "Thursday 16 April 2026 at the latest, the 30th"),
        (asked("2028-05-01"), "not all proclaimed yet"),
    ],
)
def test_events_and_days_change_the_result(client: Client, address: str, says: str) -> None:
    assert says in get(client, address)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "field", "says"),
    [
        (asked("2030-03-02"), "received_on", "The bank holidays of 2030 are not known"),
        (asked("2029-12-20"), "received_on", "The bank holidays of 2030 are not known"),
        (asked("1999-03-02"), "received_on", "must not be before 1 January 2005"),
        (asked("2026-02-31"), "received_on", "must be a real date"),
        (asked("2026-03-02", 0), "days", "must be 1 or more"),
        (asked("2026-03-02", 5000), "days", "must be 400 or fewer"),
        (asked("2026-03-02", "x"), "days", "must be a whole number"),
        (asked("2026-03-02", fee_paid="2026-03-09"), "fee_paid", "without a fees notice"),
        (asked("2026-03-02", fee_notice="2026-02-09"), "fee_notice", "before the receipt"),
        (asked("2026-03-02", extension="2026-03-10"), "extension", "does not end after"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(
    client: Client, address: str, field: str, says: str
) -> None:
    html = client.get(address).content.decode()
    assert "There is a problem" in html
    assert "<title>Error:" in html
    told = re.search(rf'id="id_{field}_error"[^>]*>(.*?)</', html, re.DOTALL)
    beside = html[html.index(f'id="div_id_{field}"') :]
    assert says in text_of(beside[:2000]) or (told and says in told.group(1))
    assert "The result" not in text_of(html)


@pytest.mark.django_db
def test_an_empty_form_asks_for_nothing(client: Client) -> None:
    page = get(client, reverse("working-days"))
    assert "There is a problem" not in page
    assert "The result" not in page
    assert "Count the days" in page


@pytest.mark.django_db
def test_a_proclaimed_day_counts_for_everybody_at_once(client: Client) -> None:
    given.holiday(date(2026, 12, 14), parts=["Northern Ireland"])
    page = get(client, asked("2026-11-23"))
    assert "Wednesday 23 December 2026 at the latest" in page
    assert "A day of thanks (Northern Ireland only)" in page


@pytest.mark.django_db
def test_home_leads_to_the_count(client: Client) -> None:
    assert f'href="{reverse("working-days")}"' in client.get("/").content.decode()


@pytest.mark.django_db
def test_the_count_needs_two_queries_whatever_is_asked(client: Client) -> None:
    few = queries_of(client, asked("2026-11-23"))
    for number in range(5):
        given.holiday(date(2026, 9, 7 + number))
    assert queries_of(client, asked("2026-11-23", 60)) == few


# --- the deadline of a case ----------------------------------------------------------------


@pytest.fixture
def alice(db: None) -> Client:
    return signed_in(given.alice())


def clock_of(case: FoiRequest) -> str:
    return reverse("clock", args=[case.slug])


def test_the_case_leads_to_its_counting(alice: Client) -> None:
    case = given.received()
    page = alice.get(reverse("request", args=[case.slug])).content.decode()
    assert f'href="{clock_of(case)}"' in page
    shown = get(alice, clock_of(case))
    assert "All of the request" in shown
    assert "by Monday 23 November 2026 at the latest" in shown


def test_questions_with_deadlines_of_their_own_are_shown_apart(alice: Client) -> None:
    case = given.with_questions(3)
    second = given.questions(case)[1]
    given.happened(case, EventKind.CLARIFICATION_ASKED, blocks=[second])
    shown = get(alice, clock_of(case))
    assert "Questions 1 and 3" in shown
    assert "Question 2 The clock stands: a clarification was asked for" in shown
    assert "The first is Monday 23 November 2026" in shown


def post(client: Client, url: str, on: date, **data: object) -> str:
    dated = {"on_day": on.day, "on_month": on.month, "on_year": on.year}
    answer = client.post(url, {**dated, **data}, follow=True)
    assert answer.status_code == 200
    return text_of(answer.content.decode())


def new_event(case: FoiRequest) -> str:
    return reverse("clock-event-new", args=[case.slug])


def test_officer_records_and_strikes_out(alice: Client) -> None:
    case = given.received()
    second = given.questions(case)[1]
    shown = post(
        alice,
        new_event(case),
        date(2026, 11, 2),
        kind="clarification_asked",
        questions=[second.pk],
        note="By e-mail.",
    )
    assert "It is recorded" in shown
    assert "Monday 2 November 2026 : Clarification asked for" in shown
    event = case.clock_events.get()
    shown = post(
        alice,
        reverse("clock-event-strike", args=[case.slug, event.pk]),
        date(2026, 11, 2),
        reason="It was another case.",
    )
    assert "It is struck out" in shown
    assert "by Alice: It was another case." in shown
    assert "All of the request" in shown


def test_an_extension_is_recorded_with_its_exemptions(alice: Client) -> None:
    case = given.received()
    until = {"until_day": 18, "until_month": 12, "until_year": 2026}
    shown = post(
        alice,
        new_event(case),
        date(2026, 11, 20),
        kind="extension",
        provisions="31(1)(a), 43(2)",
        **until,
    )
    assert "until Friday 18 December 2026 (section 31(1)(a), section 43(2))" in shown
    case.refresh_from_db()
    assert case.due_on == date(2026, 12, 18)


def test_a_refusal_stands_beside_its_field_and_nothing_typed_is_lost(alice: Client) -> None:
    case = given.received()
    answer = alice.post(
        new_event(case),
        {
            "kind": "fee_paid",
            "on_day": "2",
            "on_month": "11",
            "on_year": "2026",
            "note": "The cheque came.",
        },
    )
    html = answer.content.decode()
    assert "without a fees notice before" in text_of(html[html.index('id="div_id_on"') :])
    assert "There is a problem" in html
    assert "The cheque came." in html
    assert not case.clock_events.exists()


def test_recording_twice_by_a_double_click_is_refused(alice: Client) -> None:
    case = given.received()
    post(alice, new_event(case), date(2026, 11, 2), kind="transferred_record")
    shown = post(alice, new_event(case), date(2026, 11, 2), kind="transferred_record")
    assert "This is recorded already" in shown
    assert case.clock_events.count() == 1


def test_a_reviewer_sees_the_counting_and_no_button(db: None) -> None:
    case = given.received()
    given.happened(case, EventKind.TRANSFERRED_RECORD)
    shown = get(signed_in(given.bob()), clock_of(case))
    assert "Record what happened" not in shown
    assert "Strike out" not in shown


def test_event_of_another_case_is_not_found(alice: Client) -> None:
    event = given.happened(given.received(), EventKind.TRANSFERRED_RECORD)
    other = given.received(reference="OTHER-1")
    url = reverse("clock-event-strike", args=[other.slug, event.pk])
    assert alice.get(url).status_code == 404


def test_an_unknown_year_is_said_and_not_guessed(alice: Client) -> None:
    case = given.received(received_on=date(2029, 12, 20))
    assert "The bank holidays of 2030 are not known" in get(alice, clock_of(case))


def test_queries_of_the_deadline_do_not_grow(alice: Client) -> None:
    case = given.with_questions(3)
    given.happened(case, EventKind.CLARIFICATION_ASKED, blocks=given.questions(case)[:1])
    few = queries_of(alice, clock_of(case))
    other = given.with_questions(12, reference="LONG-1")
    for block in given.questions(other):
        given.happened(other, EventKind.CLARIFICATION_ASKED, blocks=[block])
    assert queries_of(alice, clock_of(other)) == few


# --- bank holidays and the news ------------------------------------------------------------


@pytest.fixture
def eve(db: None) -> Client:
    return signed_in(given.eve())


DAY = {
    "day_day": "12",
    "day_month": "11",
    "day_year": "2026",
    "name": "A day of thanks",
    "parts": ["Wales"],
    "basis": "proclamation",
    "source": "The Gazette, number 1",
}


def test_administrator_adds_a_day_and_officers_read_what_moved(eve: Client, alice: Client) -> None:
    case = given.received()
    shown = text_of(eve.post(reverse("holiday-add"), DAY, follow=True).content.decode())
    assert "1 open case recomputed, 1 deadline moved." in shown
    assert "The Gazette, number 1" in shown
    listed = get(alice, reverse("requests"))
    assert (
        f"The deadline of {case.reference} moved from Monday 23 November 2026 to Tuesday "
        "24 November 2026, because 12 November 2026 became a bank holiday in Wales." in listed
    )
    assert "24 Nov 2026" in listed
    notice = DeadlineNotice.objects.get()
    alice.post(reverse("notice-dismiss", args=[notice.pk]))
    assert "moved from" not in get(alice, reverse("requests"))


def test_others_do_not_read_an_officers_news(eve: Client) -> None:
    given.received()
    given.holiday()
    assert "moved from" not in get(signed_in(given.bob()), reverse("requests"))


def test_all_news_is_dismissed_at_once(alice: Client) -> None:
    for number in range(12):
        given.received(reference=f"MANY-{number}")
    given.holiday()
    assert "And 2 more" in get(alice, reverse("requests"))
    alice.post(reverse("notices-dismiss"))
    assert not DeadlineNotice.objects.filter(dismissed_at=None).exists()


@pytest.mark.parametrize("missing", ["name", "parts", "basis", "source", "day_year"])
def test_a_day_needs_everything(eve: Client, missing: str) -> None:
    data = {name: value for name, value in DAY.items() if name != missing}
    html = eve.post(reverse("holiday-add"), data).content.decode()
    assert "There is a problem" in html
    assert not BankHoliday.objects.exists()


def test_administrator_switches_a_day_off(eve: Client) -> None:
    url = f"{reverse('holiday-switch-off')}?day=2026-06-15"
    html = eve.get(url).content.decode()
    assert 'value="15"' in html
    assert "World Cup" in html
    data = {
        "day_day": "15",
        "day_month": "6",
        "day_year": "2026",
        "name": "World Cup",
        "parts": ["Scotland"],
        "basis": "proclamation",
        "source": "It was revoked.",
    }
    shown = text_of(eve.post(url, data, follow=True).content.decode())
    assert "The day is switched off" in shown
    assert "Mon 15 Jun" not in shown
    assert "Switched off : Monday 15 June 2026" in shown


@pytest.mark.parametrize("day", ["", "tomorrow", "2026-06-14", "2050-01-01"])
def test_any_day_in_the_address_gives_a_form(eve: Client, day: str) -> None:
    assert eve.get(f"{reverse('holiday-switch-off')}?day={day}").status_code == 200


def test_a_stale_case_is_told_and_recomputed(eve: Client) -> None:
    case = given.received()
    FoiRequest.objects.filter(pk=case.pk).update(
        calendar_version="older", due_on=date(2026, 11, 20)
    )
    assert "1 open case was computed with another table" in get(eve, reverse("bank-holidays"))
    eve.post(reverse("holidays-recompute"))
    case.refresh_from_db()
    assert case.due_on == date(2026, 11, 23)
    assert "computed with another table" not in get(eve, reverse("bank-holidays"))
