"""Lanes of review: steps by different people, on one digest, in code and in the database."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from requests_app.actions import drafting, lanes, review, sensitivity, teams
from requests_app.actions.base import Refused
from requests_app.actions.lanes import StepDetails
from requests_app.actions.review import StaleVersion
from requests_app.case_files.form import to_json
from requests_app.case_files.loading import load
from requests_app.case_files.reading import parse
from requests_app.case_files.writing import export
from requests_app.models import (
    AuditEvent,
    FoiRequest,
    Lane,
    Publication,
    Rendering,
    ResponseVersion,
    Review,
    StepDecision,
    VersionDossier,
    lane_of,
)
from requests_app.workflow import NotAllowed, Role, State
from tests import factories as given
from tests.factories import AT
from tests.test_actions_review import damage
from tests.test_actions_workflow import undone
from tests.visiting import queries_of, signed_in

pytestmark = pytest.mark.django_db


def beth() -> User:
    return given.person("beth", Role.REVIEWER, name="Beth")


def lane(name: str) -> Lane:
    return Lane.objects.get(name=name)


def sent_through(name: str, **options: object) -> FoiRequest:
    """A case under review in this lane, with its pages made."""
    case = given.complete(**options)
    lanes.choose_lane(case, lane(name), by=given.alice(), at=AT)
    review.submit(case, by=given.alice(), at=AT)
    given.make_documents(case)
    case.refresh_from_db()
    return case


def approve(case: FoiRequest, by: User, *, step: int | None = None) -> Review | None:
    digest = given.current(case).digest
    return review.approve(case, digest=digest, comments={}, step=step, by=by, at=AT)


def bypass(case: FoiRequest, by: User, reason: str = "She is away.") -> Review | None:
    return review.bypass(case, digest=given.current(case).digest, reason=reason, by=by, at=AT)


def reword(case: FoiRequest, text: str, *, by: User) -> None:
    row = case.answers.get()
    drafting.save_answer(
        row, text=text, disposition=row.disposition, revision=row.revision, by=by, at=AT
    )


def state(case: FoiRequest) -> str:
    return FoiRequest.objects.get(pk=case.pk).state


@pytest.mark.parametrize(
    ("name", "steps", "message"),
    [
        (" ", [StepDetails("Review")], "Enter the name"),
        ("Nobody", [], "at least one step"),
    ],
)
def test_a_lane_has_a_name_and_a_step(name: str, steps: list[StepDetails], message: str) -> None:
    with pytest.raises(Refused, match=message):
        lanes.save_lane(
            name, sensitive=False, different_people=True, steps=steps, by=given.eve(), at=AT
        )


# --- what is shipped, and the steps --------------------------------------------------------


def test_four_lanes_are_shipped_and_the_standard_one_is_for_all_others() -> None:
    assert [row.name for row in Lane.objects.all()] == [
        "Standard",
        "Sensitive",
        "With senior sign-off",
        "With the press office",
    ]
    assert lane_of(given.received()).name == "Standard"


def test_a_sensitive_case_is_approved_by_two_different_reviewers() -> None:
    case = sent_through("Sensitive")
    assert approve(case, given.bob()) is None
    assert state(case) == State.IN_REVIEW
    with pytest.raises(NotAllowed, match="another person must do it"):
        approve(case, given.bob())
    assert approve(case, beth()) is not None
    assert state(case) == State.APPROVED
    verbs = list(AuditEvent.objects.filter(foi_request=case).values_list("verb", flat=True))
    assert verbs[-2:] == ["step_approved", "approved"]


def test_a_decision_on_a_step_that_somebody_else_decided_is_refused() -> None:
    case = sent_through("Sensitive")
    approve(case, given.bob(), step=1)
    with pytest.raises(StaleVersion, match="Somebody decided on this step"):
        approve(case, beth(), step=1)
    assert state(case) == State.IN_REVIEW


def test_a_step_of_a_team_waits_for_its_reviewers() -> None:
    press = teams.save_team("Press office", members=[beth()], by=given.eve(), at=AT)
    steps = [StepDetails("Review"), StepDetails("Press", press, Role.ADMINISTRATOR.value)]
    lanes.save_lane(
        "Press", sensitive=False, different_people=True, steps=steps, by=given.eve(), at=AT
    )
    case = sent_through("Press")
    approve(case, given.bob())
    ben = given.person("ben", Role.REVIEWER)
    teams.save_team("Counter", members=[ben], by=given.eve(), at=AT)
    with pytest.raises(NotAllowed, match="for the people of Press office"):
        approve(case, ben)
    assert approve(case, beth())


def test_a_lane_may_let_one_person_do_all_steps() -> None:
    steps = [StepDetails("Figures"), StepDetails("Words")]
    lanes.save_lane(
        "One reader", sensitive=False, different_people=False, steps=steps, by=given.eve(), at=AT
    )
    case = sent_through("One reader")
    assert approve(case, given.bob()) is None
    with undone():
        given.sensitive(case, given.bob())
        with pytest.raises(Refused, match="two different people approve it"):
            approve(case, given.bob())
    assert approve(case, given.bob()) is not None


def test_a_return_begins_all_steps_anew() -> None:
    case = sent_through("Sensitive")
    approve(case, given.bob())
    digest = given.current(case).digest
    review.return_(case, digest=digest, comments={}, comment="Which year?", by=beth(), at=AT)
    review.submit(case, by=given.alice(), at=AT)
    given.make_documents(case)
    assert approve(case, given.bob()) is None
    assert state(case) == State.IN_REVIEW


def test_a_step_is_left_out_only_with_a_reason_by_whoever_may() -> None:
    case = sent_through("With the press office")
    with pytest.raises(NotAllowed):
        bypass(case, given.eve())  # the first look is never left out
    approve(case, given.bob())
    with pytest.raises(Refused, match="Give the reason"):
        bypass(case, given.eve(), reason=" ")
    with pytest.raises(NotAllowed):
        bypass(case, beth())
    assert bypass(case, given.eve()) is not None
    assert state(case) == State.APPROVED
    assert StepDecision.objects.get(decision="bypassed").reason == "She is away."


def test_a_step_left_out_before_another_leaves_the_case_in_review() -> None:
    steps = [StepDetails("Press", bypass_by=Role.ADMINISTRATOR.value), StepDetails("Review")]
    lanes.save_lane(
        "Press first", sensitive=False, different_people=True, steps=steps, by=given.eve(), at=AT
    )
    case = sent_through("Press first")
    # Who leaves a step out has approved none, so the next may be theirs.
    both = given.person("both", Role.REVIEWER, Role.ADMINISTRATOR)
    assert bypass(case, both) is None
    assert state(case) == State.IN_REVIEW
    assert not Review.objects.exists()
    assert approve(case, both) is not None
    assert state(case) == State.APPROVED


def test_the_last_step_is_left_out_only_of_what_could_be_approved() -> None:
    case = sent_through("With the press office")
    approve(case, given.bob())
    record = Rendering.objects.filter(version__foi_request=case, kind="record")
    record.update(state=Rendering.State.RENDERING)
    with pytest.raises(Refused, match="still being made"):
        bypass(case, given.eve())
    record.update(state=Rendering.State.DONE)
    with undone():
        sensitivity.mark_sensitive(
            case, reason="A witness.", named=[given.eve()], by=given.alice(), at=AT
        )
        with pytest.raises(Refused, match="marked as sensitive after it was submitted"):
            bypass(case, given.eve())
    with undone():
        damage(VersionDossier.objects.get(version=given.current(case)), "{}")
        with pytest.raises(Refused, match="The stored version is damaged"):
            bypass(case, given.eve())
    assert state(case) == State.IN_REVIEW
    assert bypass(case, given.eve()) is not None


def test_a_lane_that_changes_leaves_what_is_under_review_alone() -> None:
    case = sent_through("Sensitive")
    row = lane("Sensitive")
    lanes.save_lane(
        "Sensitive",
        sensitive=False,
        different_people=False,
        steps=[StepDetails("One look")],
        lane=row,
        by=given.eve(),
        at=AT,
    )
    assert approve(case, given.bob()) is None
    assert [step.name for step in given.current(case).steps.all()] == [
        "First review",
        "Second review by another person",
    ]


# --- choosing ------------------------------------------------------------------------------


def test_nobody_makes_their_own_draft_less_sensitive() -> None:
    case = given.complete()
    lanes.choose_lane(case, lane("Sensitive"), by=given.alice(), at=AT)
    both = given.person("alice", Role.OFFICER)
    both.groups.add(*given.bob().groups.all())
    for who in (both, given.person("alan", Role.OFFICER)):
        with pytest.raises(NotAllowed, match="had no hand in it"):
            lanes.choose_lane(case, lane("Standard"), by=who, at=AT)
    for who in (given.bob(), given.eve()):
        lanes.choose_lane(case, lane("Standard"), by=who, at=AT)
        assert lane_of(FoiRequest.objects.get(pk=case.pk)).name == "Standard"
        lanes.choose_lane(case, lane("Sensitive"), by=given.alice(), at=AT)


def test_the_lane_that_a_case_is_in_is_not_chosen_again() -> None:
    case = given.complete()
    for _ in range(2):
        lanes.choose_lane(case, lane("Sensitive"), by=given.alice(), at=AT)
    assert AuditEvent.objects.filter(verb="lane_chosen").count() == 1


# --- sensitive cases -----------------------------------------------------------------------


@pytest.mark.parametrize("hand", ["has the case", "drafted"])
def test_one_hand_in_it_is_enough_to_leave_it_in_the_lane(hand: str) -> None:
    both = given.person("both", Role.OFFICER, Role.REVIEWER)
    case = given.complete()
    lanes.choose_lane(case, lane("Sensitive"), by=given.alice(), at=AT)
    if hand == "drafted":
        reword(case, "Other words.", by=both)
    else:
        FoiRequest.objects.filter(pk=case.pk).update(officer=both)
    with pytest.raises(NotAllowed, match="had no hand in it"):
        lanes.choose_lane(case, lane("Standard"), by=both, at=AT)
    assert lane_of(FoiRequest.objects.get(pk=case.pk)) == lane("Sensitive")


def test_a_case_marked_as_sensitive_goes_to_two_people_by_itself() -> None:
    case = given.sensitive(given.complete(), given.bob(), beth())
    assert lane_of(case).name == "Sensitive"
    assert AuditEvent.objects.get(verb="marked_sensitive").detail["lane"] == "Sensitive"
    with pytest.raises(Refused, match="Choose a lane for sensitive cases"):
        lanes.choose_lane(case, lane("Standard"), by=given.bob(), at=AT)
    page = signed_in(given.alice()).get(reverse("choose-lane", args=[case.slug])).text
    assert "two different people approve it" in page
    assert "Standard" not in page
    review.submit(case, by=given.alice(), at=AT)
    given.make_documents(case)
    assert approve(case, given.bob()) is None
    assert approve(case, beth())


def test_the_end_of_the_mark_does_not_take_the_second_person_away() -> None:
    case = given.sensitive(given.complete(), given.bob())
    sensitivity.unmark_sensitive(case, reason="It is out.", by=given.alice(), at=AT)
    assert lane_of(FoiRequest.objects.get(pk=case.pk)).name == "Sensitive"


def test_without_a_lane_for_it_a_sensitive_case_is_not_submitted() -> None:
    case = given.sensitive(given.complete())
    row = lane("Sensitive")
    lanes.save_lane(
        row.name,
        sensitive=False,
        different_people=True,
        steps=lanes.details_of(row),
        lane=row,
        by=given.eve(),
        at=AT,
    )
    alice = signed_in(given.alice())
    told = alice.post(reverse("submit", args=[case.slug]))
    assert "Ask an administrator to add one" in told.text
    assert state(case) == State.DRAFTING
    assert "cannot be submitted" in alice.get(reverse("lanes")).text


def test_a_case_that_is_marked_under_review_is_not_approved_by_one() -> None:
    case = given.in_review()
    given.make_documents(case)
    given.sensitive(case, given.bob(), beth())
    with pytest.raises(Refused, match="Return it: submitted again"):
        approve(case, given.bob())
    digest = given.current(case).digest
    review.return_(case, digest=digest, comments={}, comment="Again.", by=given.bob(), at=AT)
    review.submit(case, by=given.alice(), at=AT)
    assert given.current(case).steps.count() == 2


def test_a_step_is_offered_only_to_teams_in_which_somebody_reviews() -> None:
    officers = teams.save_team("Counter", members=[given.alice()], by=given.eve(), at=AT)
    teams.save_team("Press office", members=[beth()], by=given.eve(), at=AT)
    eve = signed_in(given.eve())
    page = eve.get(reverse("lane-new")).text
    assert "Press office</option>" in page
    assert "Counter</option>" not in page
    with pytest.raises(Refused, match="Nobody of Counter is a reviewer"):
        lanes.save_lane(
            "Press",
            sensitive=False,
            different_people=True,
            steps=[StepDetails("Press", officers)],
            by=given.eve(),
            at=AT,
        )


def test_a_team_that_lost_its_reviewers_is_told_of() -> None:
    press = teams.save_team("Press office", members=[beth()], by=given.eve(), at=AT)
    steps = [StepDetails("Press", press)]
    lanes.save_lane(
        "Press", sensitive=False, different_people=True, steps=steps, by=given.eve(), at=AT
    )
    eve = signed_in(given.eve())
    warning = "Nobody in it is a reviewer now"
    assert warning not in eve.get(reverse("lanes")).text
    teams.save_team("Press office", members=[], team=press, by=given.eve(), at=AT)
    assert warning in eve.get(reverse("lanes")).text
    assert "Press office</option>" in eve.get(reverse("lane", args=[lane("Press").pk])).text


# --- the database --------------------------------------------------------------------------


def test_the_database_refuses_the_author_and_the_same_person_twice() -> None:
    case = sent_through("Sensitive")
    version = given.current(case)
    first, second = version.steps.all()
    with pytest.raises(IntegrityError), transaction.atomic():
        lanes.decide(first, StepDecision.Decision.APPROVED, by=given.alice(), at=AT)
    lanes.decide(first, StepDecision.Decision.APPROVED, by=given.bob(), at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        lanes.decide(first, StepDecision.Decision.APPROVED, by=beth(), at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        lanes.decide(second, StepDecision.Decision.APPROVED, by=given.bob(), at=AT)
    lanes.decide(second, StepDecision.Decision.APPROVED, by=beth(), at=AT)


INSERT = {
    "review": """INSERT INTO requests_app_review
        (version_id, decision, digest, comment, reviewer_id, submitter_id, decided_at)
        VALUES (%s, 'approved', %s, '', %s, %s, %s)""",
    "stepdecision": """INSERT INTO requests_app_stepdecision
        (step_id, version_id, decision, digest, reason, different_people, decided_by_id,
         submitter_id, decided_at)
        VALUES (%s, %s, 'approved', %s, '', true, %s, %s, %s)""",
}


@pytest.mark.parametrize("table", INSERT)
def test_raw_sql_cannot_approve_for_whoever_had_a_hand_in_it(table: str) -> None:
    alan = given.person("alan", Role.OFFICER, Role.REVIEWER)
    case = given.complete()
    lanes.choose_lane(case, lane("Sensitive"), by=given.alice(), at=AT)
    reword(case, "We hold 1,206 of them.", by=alan)
    review.submit(case, by=given.alice(), at=AT)
    version = given.current(case)
    assert version.submitted_by != alan, "the check of the submitter would not see this"
    values: list[Any] = [version.pk, version.digest]
    if table == "stepdecision":
        values.insert(0, version.steps.get(position=1).pk)
    for who, refused in ((alan, True), (given.alice(), True), (beth(), False)):
        row = [*values, who.pk, given.alice().pk, AT]
        if refused:
            with pytest.raises(DatabaseError), transaction.atomic():
                connection.cursor().execute(INSERT[table], row)
        else:
            connection.cursor().execute(INSERT[table], row)


PUBLISH = """INSERT INTO requests_app_publication
    (foi_request_id, version_id, rendering_id, published_on, published_by_id, published_at)
    VALUES (%s, %s, %s, %s, %s, %s)"""


def publish_by_sql(case: FoiRequest, version: ResponseVersion) -> None:
    rendering = Rendering.objects.filter(version=version, kind="record").latest("pk")
    row = [case.pk, version.pk, rendering.pk, given.TODAY, given.carol().pk, AT]
    with transaction.atomic():
        connection.cursor().execute(PUBLISH, row)


@pytest.mark.parametrize("why", ["in review", "returned", "another text", "another case"])
def test_raw_sql_cannot_publish_what_was_not_approved(why: str) -> None:
    made = {"returned": given.returned, "another case": given.approved}
    case = owner = made.get(why, given.in_review)()
    version = given.current(case)
    if why == "another text":
        row: list[Any] = [version.pk, "0" * 64, given.bob().pk, given.alice().pk, AT]
        connection.cursor().execute(INSERT["review"], row)
    if why == "another case":
        owner = given.received(reference="OTHER-1")
    with pytest.raises(DatabaseError, match="only what was approved is published"):
        publish_by_sql(owner, version)
    assert not Publication.objects.exists()


def test_what_was_approved_is_published_by_sql_too() -> None:
    """The database asks for the approval, not for the program."""
    case = given.approved()
    publish_by_sql(case, given.current(case))
    assert Publication.objects.exists()


# --- pages ---------------------------------------------------------------------------------


def lane_form(**changes: str) -> dict[str, str]:
    return {
        "name": "Two looks",
        "different_people": "on",
        "step_1": "First look",
        "step_2": "Second look",
        "bypass_2": "Administrator",
        **changes,
    }


def test_an_administrator_defines_and_changes_a_lane() -> None:
    eve = signed_in(given.eve())
    assert eve.post(reverse("lane-new"), lane_form()).status_code == 302
    made = lane("Two looks")
    assert [(step.name, step.bypass_by) for step in made.steps.all()] == [
        ("First look", ""),
        ("Second look", "Administrator"),
    ]
    page = eve.get(reverse("lane", args=[made.pk])).text
    assert 'value="Second look"' in page
    eve.post(reverse("lane", args=[made.pk]), lane_form(bypass_2="", sensitive="on"))
    made.refresh_from_db()
    assert (made.sensitive, made.steps.get(position=2).bypass_by) == (True, "")
    whole = lane_form(bypass_2="", sensitive="on")
    for hole in ({"step_2": ""}, {"bypass_2": "Administrator"}, {"different_people": ""}):
        told = eve.post(reverse("lane", args=[made.pk]), whole | hole)
        assert "at least two steps that nobody may leave out" in told.text, hole
    again = eve.post(reverse("lane-new"), lane_form(name="Standard"))
    assert "There is a lane called Standard already." in again.text
    assert (
        "at least one step" in eve.post(reverse("lane-new"), lane_form(step_1="", step_2="")).text
    )
    assert "Two looks" in signed_in(given.alice()).get(reverse("lanes")).text


def test_an_officer_chooses_the_way_and_reviewers_walk_it() -> None:
    case = given.complete()
    alice, page = signed_in(given.alice()), reverse("choose-lane", args=[case.slug])
    assert "First review, then Second review by another person" in alice.get(page).text
    alice.post(page, {"lane": lane("Sensitive").pk})
    assert "Sensitive" in alice.get(reverse("request", args=[case.slug])).text
    alice.post(reverse("submit", args=[case.slug]))
    given.make_documents(case)
    version = reverse("version", args=[case.slug, 1])
    bob = signed_in(given.bob())
    assert "Approve version 1: First review" in bob.get(version).text
    said = approve_by_form(bob, case)
    assert "Second review by another person” comes next" in said
    assert "another person must do it" in bob.get(version).text
    bess = signed_in(beth())
    assert "approved by Bob" in bess.get(version).text
    approve_by_form(bess, case)
    assert state(case) == State.APPROVED


def approve_by_form(client: Client, case: FoiRequest) -> str:
    form = client.get(reverse("version", args=[case.slug, 1])).context["form"]
    told = {"digest": form["digest"].value(), "step": form["step"].value(), "comment": ""}
    return client.post(reverse("approve", args=[case.slug, 1]), told, follow=True).text


def test_an_administrator_leaves_a_step_out_on_the_page() -> None:
    case = sent_through("With the press office")
    approve(case, given.bob())
    eve, version = signed_in(given.eve()), reverse("version", args=[case.slug, 1])
    page = eve.get(version)
    assert "Leave out “Press office”" in page.text
    told = {"digest": given.current(case).digest, "step": "2", "reason": ""}
    url = reverse("bypass", args=[case.slug, 1])
    assert "Give the reason" in eve.post(url, told).text
    eve.post(url, told | {"reason": "Nobody is there."})
    assert state(case) == State.APPROVED
    assert "because: Nobody is there." in eve.get(version).text
    assert "Leave out" not in signed_in(beth()).get(version).text


def test_a_reviewer_sees_what_changed_since_they_saw_it_last() -> None:
    case = given.in_review()
    bob = signed_in(given.bob())
    bob.get(reverse("version", args=[case.slug, 1]))
    review.recall(case, by=given.alice(), at=AT)
    reword(case, "We hold 1,205 of them.", by=given.alice())
    review.submit(case, by=given.alice(), at=AT)
    page = bob.get(reverse("version", args=[case.slug, 2])).text
    assert "What changed since version 1, which you saw last" in page
    assert "<ins>1,205 </ins>" in page
    assert "What changed" not in signed_in(beth()).get(reverse("version", args=[case.slug, 2])).text


def test_as_many_queries_for_five_steps_as_for_one() -> None:
    steps = [StepDetails(f"Look {n}") for n in range(1, 6)]
    lanes.save_lane(
        "Five", sensitive=False, different_people=True, steps=steps, by=given.eve(), at=AT
    )
    bob = signed_in(given.bob())
    counts = {
        queries_of(bob, reverse("version", args=[sent_through(name, reference=name).slug, 1]))
        for name in ("Standard", "Five")
    }
    assert len(counts) == 1


# --- case files ----------------------------------------------------------------------------


def test_a_case_file_carries_the_lane_and_its_steps() -> None:
    case = sent_through("With the press office")
    approve(case, given.bob())
    bypass(case, given.eve())
    text = to_json(export(FoiRequest.objects.get(pk=case.pk)))
    told = text.replace(case.reference, "BROUGHT-IN-1")
    digest = given.current(case).digest
    assert parse(text.encode()).versions[0].review_steps[1].decided
    assert digest in told
    half = sent_through("Sensitive", reference="HALF-1")
    approve(half, given.bob())
    again = export(FoiRequest.objects.get(pk=half.pk))
    assert [bool(step.decided) for step in again.versions[0].review_steps] == [True, False]
    assert again.lane == "Sensitive"


def test_a_case_in_the_middle_of_its_steps_is_loaded_as_it_was() -> None:
    case = sent_through("Sensitive")
    approve(case, given.bob())
    file = parse(to_json(export(FoiRequest.objects.get(pk=case.pk))).encode())
    with transaction.atomic():
        FoiRequest.objects.filter(pk=case.pk).update(reference="GONE", slug="gone")
        loaded = load(file, at=AT).case
    assert loaded.state == State.IN_REVIEW
    assert export(loaded).versions == file.versions
    given.make_documents(loaded)
    with pytest.raises(NotAllowed):
        approve(loaded, given.bob())
    assert approve(loaded, beth())
