"""The verbs that record what follows an answer, and the pages that read it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.urls import reverse

from requests_app.actions import challenges
from requests_app.actions.base import Refused
from requests_app.actions.challenges import StepDetails
from requests_app.after_answer import followed, open_everywhere
from requests_app.challenges import ComplaintOutcome, ReviewOutcome, ReviewTime, StepKind
from requests_app.models import AuditEvent, ChallengeStep, FoiRequest
from requests_app.workflow import NotAllowed
from tests import factories as given
from tests.visiting import queries_of, signed_in

pytestmark = pytest.mark.django_db

DAY = timedelta(1)
LATER = datetime(2027, 2, 10, 9, 0, tzinfo=UTC)
ASKED = date(2026, 11, 23)


@pytest.fixture
def case() -> FoiRequest:
    """Answered on 2 November 2026."""
    answered = given.approved()
    given.sent(answered)
    return answered


def test_a_review_is_due_on_the_20th_working_day_and_with_notice_on_the_40th(
    case: FoiRequest,
) -> None:
    asked = given.review_asked(case, ASKED, at=LATER)
    (one,) = followed(case)
    assert one.time
    assert one.time.due == date(2026, 12, 22)
    assert one.overdue(date(2026, 12, 23))
    assert not one.overdue(date(2026, 12, 22))
    given.review_extended(asked, date(2026, 12, 22), at=LATER)
    (one,) = followed(case)
    assert one.time
    assert one.time.due == date(2027, 1, 25)
    given.challenge_decided(asked, ReviewOutcome.UPHELD, date(2027, 1, 25), at=LATER)
    (one,) = followed(case)
    assert one.time
    assert one.time.took == ReviewTime.EXCEPTIONAL
    assert not one.overdue(date(2027, 3, 1))


def test_each_step_leaves_an_audit_row_without_its_words(case: FoiRequest) -> None:
    asked = given.review_asked(case, note="Secret words")
    given.challenge_struck(asked, reason="Secret words")
    rows = AuditEvent.objects.filter(foi_request=case).order_by("-pk")[:2]
    assert [row.verb for row in rows] == ["challenge_struck", "challenge_recorded"]
    assert all("Secret" not in str(row.detail) for row in rows)
    assert all(row.detail["kind"] == StepKind.REVIEW_ASKED.label for row in rows)


REFUSED: dict[str, tuple[Callable[[FoiRequest], object], str, str | None]] = {
    "a day to come": (
        lambda case: given.review_asked(case, given.TODAY + DAY),
        "must be today or in the past",
        "on",
    ),
    "a day before the receipt": (
        lambda case: given.review_asked(case, given.RECEIVED - DAY),
        "must not be before the request was received, on 26 October 2026",
        "on",
    ),
    "two reviews at once": (
        lambda case: (given.review_asked(case), given.review_asked(case)),
        "under way already",
        None,
    ),
    "two complaints at once": (
        lambda case: (given.complaint_notified(case), given.complaint_notified(case)),
        "with the regulator already",
        None,
    ),
    "an extension without reasons": (
        lambda case: given.review_extended(given.review_asked(case), note=" "),
        "Give the reasons",
        "note",
    ),
    "a decision before the review": (
        lambda case: given.challenge_decided(
            given.review_asked(case), ReviewOutcome.UPHELD, given.TODAY - DAY
        ),
        "must not be before it began, on 2 November 2026",
        "on",
    ),
    "no outcome": (
        lambda case: given.challenge_decided(given.review_asked(case), ""),
        "Select what was decided",
        "outcome",
    ),
    "an outcome of the regulator for a review": (
        lambda case: given.challenge_decided(given.review_asked(case), ComplaintOutcome.UPHELD),
        "Select what was decided",
        "outcome",
    ),
    "a complaint that takes longer": (
        lambda case: given.review_extended(given.complaint_notified(case)),
        "does not follow",
        None,
    ),
    "a strike without a reason": (
        lambda case: given.challenge_struck(given.review_asked(case), reason=""),
        "Say why",
        "reason",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_is_refused_beside_its_field(case: FoiRequest, name: str) -> None:
    deed, said, field = REFUSED[name]
    with pytest.raises(Refused, match=said) as caught:
        deed(case)
    assert caught.value.field == field


def test_steps_are_struck_out_from_the_last_to_the_first(case: FoiRequest) -> None:
    asked = given.review_asked(case)
    decided = given.challenge_decided(asked, ReviewOutcome.UPHELD)
    with pytest.raises(Refused, match="decided already"):
        given.review_extended(asked)
    with pytest.raises(Refused, match="Strike that out first"):
        given.challenge_struck(asked)
    given.challenge_struck(decided)
    with pytest.raises(Refused, match="struck out already"):
        given.challenge_struck(decided)
    again = given.challenge_decided(asked, ReviewOutcome.OVERTURNED)
    (one,) = followed(case)
    assert one.challenge.outcome is ReviewOutcome.OVERTURNED
    given.challenge_struck(again)
    struck = given.challenge_struck(asked)
    assert followed(case) == []
    with pytest.raises(Refused, match="struck out already"):
        given.challenge_struck(struck)
    with pytest.raises(Refused, match="is struck out"):
        given.review_extended(asked)


def test_a_review_is_recorded_in_any_state_and_by_officers_and_reviewers_only() -> None:
    drafted = given.received()
    given.review_asked(drafted)
    for person in (given.carol(), given.dora(), given.eve(), given.mallory()):
        client = signed_in(person)
        url = reverse("review-asked", args=[drafted.slug])
        assert client.post(url).status_code == 403
    with pytest.raises(NotAllowed):
        challenges.ask_review(drafted, StepDetails(given.TODAY), by=given.carol(), at=given.AT)


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "review_asked", "outcome": "decision_upheld"},
        {"kind": "review_decided", "outcome": "decision_upheld"},
        {"kind": "struck"},
    ],
)
def test_the_database_refuses_a_step_that_makes_no_sense(
    case: FoiRequest, wrong: dict[str, str]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ChallengeStep.objects.create(
            foi_request=case,
            on=given.TODAY,
            recorded_by=given.alice(),
            recorded_at=given.AT,
            **wrong,
        )


# --- who decides, and when it was asked --------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "warned"), [(given.alice, True), (given.bob, True), (given.carol, False)]
)
def test_a_decider_who_had_a_hand_in_the_answer_is_warned_of(
    case: FoiRequest, person: Callable[[], User], warned: bool
) -> None:
    """Alice drafted and sent it, Bob approved it; Carol had nothing to do with it."""
    asked = given.review_asked(case)
    given.challenge_decided(asked, ReviewOutcome.UPHELD, decided_by=person())
    (one,) = followed(case)
    assert one.same_hand is warned
    shown = signed_in(given.bob()).get(reverse("challenges", args=[case.slug])).text
    assert ("had a hand in the answer" in shown) is warned


@pytest.mark.parametrize(("on", "late"), [("2026-12-31", False), ("2027-01-05", True)])
def test_a_review_asked_for_after_40_working_days_is_marked(
    case: FoiRequest, on: str, late: bool
) -> None:
    given.review_asked(case, date.fromisoformat(on), at=LATER)
    (one,) = followed(case)
    assert one.asked_late is late


# --- pages -------------------------------------------------------------------------------------


def test_a_review_is_recorded_extended_and_decided_in_the_browser(case: FoiRequest) -> None:
    client = signed_in(given.alice())
    today = {"on_day": "2", "on_month": "11", "on_year": "2026"}
    asked = client.post(
        reverse("review-asked", args=[case.slug]), {**today, "note": "I want all of it."}
    )
    assert asked["Location"] == reverse("challenges", args=[case.slug])
    step = case.challenge_steps.get()
    client.post(
        reverse("review-extended", args=[case.slug, step.pk]), {**today, "note": "Many papers."}
    )
    page = client.get(reverse("challenges", args=[case.slug])).text
    for said in ("I want all of it.", "Many papers.", "Due ", "30 November 2026", "Scotland only"):
        assert said in page
    decide = reverse("review-decided", args=[case.slug, step.pk])
    wrong = client.post(decide, {**today, "note": "Kept."})
    assert "Select what was decided" in wrong.text
    assert "Kept." in wrong.text
    done = client.post(
        decide,
        {**today, "outcome": "decision_partly_upheld", "decided_by": str(given.alice().pk)},
        follow=True,
    )
    assert "The first decision was upheld in part" in done.text
    assert "somebody else where possible" in done.text
    assert "The first decision was upheld in part" in client.get(case_url(case)).text


def case_url(case: FoiRequest) -> str:
    return reverse("request", args=[case.slug])


def test_a_complaint_is_recorded_and_decided_in_the_browser(case: FoiRequest) -> None:
    client = signed_in(given.bob())
    today = {"on_day": "2", "on_month": "11", "on_year": "2026"}
    client.post(
        reverse("complaint-notified", args=[case.slug]),
        {**today, "reference": "IC-123456-A1B2"},
    )
    step = case.challenge_steps.get()
    done = client.post(
        reverse("complaint-decided", args=[case.slug, step.pk]),
        {**today, "outcome": "complaint_not_upheld", "reference": "IC-123456-A1B2-DN"},
        follow=True,
    )
    assert "The complaint was not upheld" in done.text
    assert "IC-123456-A1B2-DN" in done.text


def test_a_refusal_stands_beside_its_field(case: FoiRequest) -> None:
    client = signed_in(given.alice())
    posted = {"on_day": "25", "on_month": "10", "on_year": "2026", "note": "Kept."}
    page = client.post(reverse("review-asked", args=[case.slug]), posted).text
    assert "must not be before the request was received" in page
    assert "id_on_error" in page
    assert "Kept." in page


def test_a_step_of_another_case_or_kind_is_not_found(case: FoiRequest) -> None:
    other = given.received(reference="OTHER-1")
    asked, complaint = given.review_asked(other), given.complaint_notified(case)
    client = signed_in(given.alice())
    for name, pk in (("review-decided", asked.pk), ("review-extended", complaint.pk)):
        assert client.get(reverse(name, args=[case.slug, pk])).status_code == 404


def test_what_is_open_anywhere_is_listed_with_the_soonest_first_and_the_overdue_marked() -> None:
    soon = given.received(reference="SOON-1", received_on=date(2025, 1, 6))
    late = given.received(reference="LATE-1", received_on=date(2026, 10, 1))
    given.review_asked(late, given.TODAY)
    given.review_asked(soon, date(2025, 3, 3))
    given.complaint_notified(soon)
    done = given.received(reference="DONE-1")
    given.challenge_decided(given.review_asked(done), ReviewOutcome.WITHDRAWN)
    gone = given.received(reference="GONE-1")
    given.challenge_struck(given.review_asked(gone))
    everywhere = open_everywhere(FoiRequest.objects.all())
    found = [(one.case.reference, one.is_review) for one in everywhere]
    assert found == [("SOON-1", True), ("LATE-1", True), ("SOON-1", False)]
    client = signed_in(given.alice())
    page = client.get(reverse("open-challenges")).text
    assert page.index("SOON-1") < page.index("LATE-1")
    assert "Overdue" in page
    assert "DONE-1" not in page
    work_list = client.get(reverse("requests")).text
    assert "Open internal reviews and complaints: 3" in work_list
    assert "overdue</strong>" in work_list


def test_same_number_of_queries_for_ten_more(case: FoiRequest) -> None:
    client = signed_in(given.alice())
    given.challenge_decided(given.review_asked(case), ReviewOutcome.UPHELD)
    asked = given.review_asked(case)
    pages = [reverse("challenges", args=[case.slug]), reverse("open-challenges"), case_url(case)]
    once = [queries_of(client, page) for page in pages]
    for number in range(10):
        given.review_asked(given.received(reference=f"MORE-{number}"))
        given.challenge_decided(asked, ReviewOutcome.UPHELD)
        asked = given.review_asked(case)
    assert [queries_of(client, page) for page in pages] == once
