"""A case marked sensitive is seen by its officer, its team and those named, and by nobody else.

That no address tells of it is tried by ``test_permissions``; here is how it is marked, and the
lists that show it to some.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.urls import reverse

import requests_app
from requests_app.actions import arranging, lanes, notices, reminders, review, sensitivity, teams
from requests_app.actions.base import Refused
from requests_app.actions.lanes import StepDetails
from requests_app.circle import another_person_each, missing_in_circle
from requests_app.models import AuditEvent, FoiRequest, SensitivityMark
from requests_app.statistics.quarters import Span
from requests_app.workflow import NotAllowed, Role
from tests import factories
from tests.factories import AT
from tests.visiting import queries_of, signed_in

pytestmark = pytest.mark.django_db


def neighbour() -> User:
    return factories.person("xenia", Role.OFFICER, name="Xenia")


@pytest.fixture
def case() -> FoiRequest:
    return factories.sensitive(factories.complete(reference="SECRET-1"), factories.bob())


def sees(person: User, case: FoiRequest) -> bool:
    listed = case.reference in signed_in(person).get(reverse("requests")).text
    page = signed_in(person).get(reverse("request", args=[case.slug])).status_code
    assert page == (200 if listed else 404)
    return listed


def test_its_officer_and_those_named_see_it(case: FoiRequest) -> None:
    assert sees(factories.alice(), case)
    assert sees(factories.bob(), case)
    for person in (factories.carol(), factories.eve(), neighbour()):
        assert not sees(person, case)


def test_its_team_sees_it(case: FoiRequest) -> None:
    team = factories.team("North", neighbour())
    teams.assign(case, officer=factories.alice(), team=team, by=factories.alice(), at=AT)
    assert sees(neighbour(), case)
    teams.save_team("North", members=[], team=team, by=factories.eve(), at=AT)
    assert not sees(neighbour(), case)


def test_another_team_and_another_case_let_nobody_in(case: FoiRequest) -> None:
    factories.team("South", neighbour())
    factories.sensitive(factories.complete(reference="SECRET-2"), neighbour())
    team = factories.team("North", factories.carol())
    teams.assign(case, officer=factories.alice(), team=team, by=factories.alice(), at=AT)
    assert sees(factories.carol(), case)
    assert not sees(neighbour(), case)


def test_somebody_outside_can_do_nothing_even_past_the_pages(case: FoiRequest) -> None:
    factories.complete(reference="OPEN-1")  # what they see besides lets nobody in here
    with pytest.raises(NotAllowed, match="for its team"):
        arranging.order_annex(case, cites=[], by=neighbour(), at=AT)


def test_others_are_answered_as_if_there_were_none(case: FoiRequest) -> None:
    visitor = signed_in(neighbour())
    found = visitor.get(reverse("request", args=[case.slug]))
    none = visitor.get(reverse("request", args=["no-such-case"]))
    assert (found.status_code, none.status_code) == (404, 404)
    pages = [answer.text.partition("<main")[2] for answer in (found, none)]
    assert pages[0].replace(case.slug, "") == pages[1].replace("no-such-case", "")


def test_a_search_does_not_find_it(case: FoiRequest) -> None:
    url = f"{reverse('requests')}?q=SECRET"
    assert case.reference in signed_in(factories.alice()).get(url).text
    assert case.title not in signed_in(neighbour()).get(url).text


def test_a_list_behind_a_number_says_how_many_it_hides(case: FoiRequest) -> None:
    factories.received(reference="OPEN-1")
    url = reverse("staff-statistics-list", kwargs={"span": span(), "key": "received"})
    told = signed_in(neighbour()).get(url).text
    assert "OPEN-1" in told
    assert "SECRET-1" not in told
    assert "1 request of this page is sensitive" in told
    assert "SECRET-1" in signed_in(factories.alice()).get(url).text


def span() -> Span:

    return Span.from_slug("2026-q4")


def test_it_is_marked_on_its_page_with_a_reason() -> None:
    case = factories.complete()
    client = signed_in(factories.alice())
    url = reverse("mark-sensitive", args=[case.slug])
    answer = client.post(url, {"named": [factories.bob().pk]})
    assert "Enter why" in answer.text or "There is a problem" in answer.text
    assert not FoiRequest.objects.get().sensitive
    answer = client.post(url, {"reason": "It names a witness.", "named": [factories.bob().pk]})
    assert answer.status_code == 302
    assert "Sensitive" in client.get(reverse("request", args=[case.slug])).text
    assert "It names a witness." in client.get(url).text
    event = AuditEvent.objects.get(verb="marked_sensitive")
    mark = SensitivityMark.objects.get()
    named = [factories.bob().pk]
    assert event.detail == {"mark": mark.pk, "named": named, "lane": "Sensitive"}


def test_ending_it_needs_a_reason_too_and_names_nobody_any_more(case: FoiRequest) -> None:
    client = signed_in(factories.alice())
    url = reverse("unmark-sensitive", args=[case.slug])
    assert client.post(url, {"reason": " "}).status_code == 200
    assert client.post(url, {"reason": "All of it is public."}).status_code == 302
    assert sees(neighbour(), case)
    assert not case.named.exists()
    assert client.post(url, {"reason": "Again."}).status_code == 200
    assert SensitivityMark.objects.count() == 2


def test_nobody_marks_themselves_out(db: None) -> None:
    case = factories.complete()
    with pytest.raises(Refused, match="You would not see the case"):
        sensitivity.mark_sensitive(
            case, reason="Why.", named=[factories.bob()], by=factories.eve(), at=AT
        )
    assert not FoiRequest.objects.get().sensitive


def test_one_person_alone_is_not_enough(case: FoiRequest) -> None:
    other = factories.complete(reference="OPEN-1")
    with pytest.raises(Refused, match="Name somebody"):
        sensitivity.mark_sensitive(other, reason="Why.", named=[], by=factories.alice(), at=AT)
    case.named.clear()
    with pytest.raises(Refused, match="Somebody besides the officer"):
        teams.assign(case, officer=factories.alice(), team=None, by=factories.alice(), at=AT)


def test_as_many_queries_for_many_cases_as_for_few() -> None:
    url = reverse("requests")
    client = signed_in(neighbour())
    counts = []
    for number in range(2):
        for place in range(3):
            factories.sensitive(
                factories.received(reference=f"S-{number}{place}"), neighbour(), factories.bob()
            )
        counts.append(queries_of(client, url))
    assert counts[0] == counts[1]


# --- who may bring it through its review ------------------------------------------------

NOBODY = "Nobody who sees this case and had no hand in it may approve"
TOO_FEW = "too few of those who see this case may approve"


def reviewer(name: str) -> User:
    return factories.person(name, Role.REVIEWER, name=name.title())


def told(case: FoiRequest, *pages: str) -> set[str]:
    """What the pages on which the way of the case is set say of those who see it."""
    client = signed_in(factories.alice())
    case.refresh_from_db()
    return {
        sentence
        for page in pages or ("request", "choose-lane", "submit", "mark-sensitive")
        for sentence in (*missing_in_circle(case), "Choose who else sees the case")
        if sentence in unescape(client.get(reverse(page, args=[case.slug])).text)
    }


def test_a_step_that_nobody_who_sees_the_case_may_approve_is_told() -> None:
    case = factories.sensitive(factories.complete(), factories.dora())
    for page in ("request", "choose-lane", "submit", "mark-sensitive"):
        assert NOBODY in "".join(told(case, page)), page
    factories.sensitive(case, factories.bob())
    assert TOO_FEW in "".join(told(case))
    factories.sensitive(case, factories.bob(), reviewer("beth"))
    assert missing_in_circle(case) == ()
    assert told(case, "request", "submit") == set()


def test_a_team_of_a_step_that_does_not_see_the_case_is_told() -> None:
    case = factories.sensitive(factories.complete(), factories.bob(), reviewer("beth"))
    press = factories.team("Press office", reviewer("paul"))
    lane = lanes.save_lane(
        "With the press", sensitive=True, different_people=True,
        steps=[StepDetails("Review"), StepDetails("Press", press)],
        by=factories.eve(), at=AT,
    )  # fmt: skip
    client = signed_in(factories.alice())
    chosen = client.post(reverse("choose-lane", args=[case.slug]), {"lane": lane.pk}, follow=True)
    sentence = "Nobody of Press office who sees this case and had no hand in it may approve “Press”"
    assert sentence in chosen.text
    review.submit(case, by=factories.alice(), at=AT)
    assert sentence in client.get(reverse("request", args=[case.slug])).text
    factories.sensitive(case, factories.bob(), reviewer("paul"))
    assert missing_in_circle(case) == ()
    assert sentence not in client.get(reverse("request", args=[case.slug])).text


def test_whoever_drafted_it_does_not_count() -> None:
    both = factories.person("olga", Role.OFFICER, Role.REVIEWER, name="Olga")
    case = factories.sensitive(factories.complete(), both, factories.bob())
    assert missing_in_circle(case) == ()
    arranging.order_annex(case, cites=[], by=both, at=AT)
    assert TOO_FEW in "".join(missing_in_circle(case))


def test_an_approved_case_that_no_publisher_sees_is_told() -> None:
    case = factories.sensitive(factories.approved(), factories.bob())
    assert told(case, "request") == {
        "Nobody who sees this case may publish it.",
        "Choose who else sees the case",
    }
    factories.sensitive(case, factories.bob(), factories.carol())
    assert missing_in_circle(case) == ()


def test_of_a_case_that_everybody_sees_nothing_is_asked(
    django_assert_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    case = factories.complete()
    with django_assert_num_queries(0):
        assert missing_in_circle(case) == ()


@pytest.mark.parametrize(
    ("may", "enough"),
    [
        ([], True),
        ([{1}, {2}], True),
        ([{1}, {1}], False),
        ([{1, 2}, {1}], True),
        ([{1, 2}, {1, 2}, {1, 2}], False),
        ([{1, 2}, {2, 3}, {1}], True),
        ([set(), {1}], False),
    ],
)
def test_another_person_for_each_step(may: list[set[int]], enough: bool) -> None:
    assert another_person_each(may) is enough


# --- mail ------------------------------------------------------------------------------


def test_whoever_gave_a_case_away_gets_no_news_of_it(case: FoiRequest) -> None:
    User.objects.update(email="staff@northmere.example")
    factories.received(reference="OPEN-1")
    factories.holiday()
    teams.assign(
        case, officer=neighbour(), team=factories.team("North", neighbour()),
        by=factories.alice(), at=AT,
    )  # fmt: skip
    User.objects.filter(pk=neighbour().pk).update(email="xenia@northmere.example")
    assert notices.mail_notices(at=AT) == 1
    (letter,) = mail.outbox
    assert letter.subject == "The deadline of OPEN-1 moved"
    assert "SECRET-1" not in f"{letter.subject}{letter.body}"
    shown = signed_in(factories.alice()).get(reverse("requests")).text
    assert "Deadlines that moved" in shown
    assert "SECRET-1" not in shown
    # Back in its circle, what was not told is told.
    sensitivity.mark_sensitive(
        case, reason="Why.", named=[factories.alice()], by=neighbour(), at=AT
    )  # fmt: skip
    assert "SECRET-1" in signed_in(factories.alice()).get(reverse("requests")).text
    assert notices.mail_notices(at=AT) == 1


def test_a_reminder_goes_to_the_officer_it_has_now_and_to_nobody_else(case: FoiRequest) -> None:
    User.objects.update(email="staff@northmere.example")
    early, late = (datetime(2026, 11, day, 7, 0, tzinfo=UTC) for day in (16, 24))
    assert reminders.find_reminders(at=early) == 1
    teams.assign(
        case, officer=neighbour(), team=factories.team("North", neighbour()),
        by=factories.alice(), at=AT,
    )  # fmt: skip
    assert reminders.mail_reminders(at=early) == 0
    User.objects.filter(pk=neighbour().pk).update(email="xenia@northmere.example")
    assert reminders.remind(at=late) == 1
    (letter,) = mail.outbox
    assert letter.to == ["xenia@northmere.example"]
    assert case.title not in f"{letter.subject}{letter.body}"


def test_no_other_mail_tells_of_a_case() -> None:
    """Sign-in sends the rest; whoever adds a mail about cases says here who may read it."""
    package = Path(requests_app.__file__).parent
    sources = {
        file.relative_to(package).as_posix(): file.read_text() for file in package.rglob("*.py")
    }
    sends = [name for name, text in sources.items() if "django.core.mail" in text]
    assert sends == ["actions/mailing.py"]
    users = sorted(name for name, text in sources.items() if "mailing import Letter" in text)
    # One's own account is no case, and alerts tell the public of what is on the log.
    of_no_case = ["actions/account_mail.py", "actions/alert_mail.py"]
    assert users == sorted([*of_no_case, "actions/notices.py", "actions/reminders.py"])
