"""Four eyes, and approval bound to the very words that were read."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, models, transaction

from requests_app.actions import drafting, importing, lanes, publishing, review
from requests_app.actions.base import Refused
from requests_app.actions.review import Incomplete, StaleVersion
from requests_app.models import (
    AuditEvent,
    Drafter,
    FoiRequest,
    Publication,
    Rendering,
    Requester,
    ResponseVersion,
    Review,
    ReviewComment,
    VersionDossier,
)
from requests_app.producing import produce
from requests_app.workflow import NotAllowed, Role, State, WrongState
from tests import factories
from tests.factories import AT
from tests.whole_case import person

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 3)


def approve(case: FoiRequest, by: User, *, digest: str = "") -> Review:
    digest = digest or factories.current(case).digest
    factories.make_documents(case)
    made = review.approve(case, digest=digest, comments={}, by=by, at=AT)
    assert made
    return made


def rewrite(case: FoiRequest, text: str, by: User) -> None:
    answer = case.answers.get()
    drafting.save_answer(
        answer, text=text, disposition="disclosed", revision=answer.revision, by=by, at=AT
    )


# --- who may review ------------------------------------------------------------------------


@pytest.mark.parametrize("superuser", [False, True])
def test_the_submitter_never_reviews(superuser: bool) -> None:
    case = factories.complete()
    both = person("both", Role.OFFICER, Role.REVIEWER)
    both.is_superuser = superuser
    both.save()
    review.submit(case, by=both, at=AT)
    with pytest.raises(NotAllowed, match="somebody else must review it"):
        approve(case, both)
    assert not Review.objects.exists()


def test_one_row_of_the_database_refuses_it_too() -> None:
    version = factories.current(factories.in_review())
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.create(
            version=version,
            decision="approved",
            digest=version.digest,
            reviewer=version.submitted_by,
            submitter=version.submitted_by,
            decided_at=AT,
        )


def test_a_hand_in_an_earlier_version_counts_for_all_later_ones() -> None:
    case = factories.returned()
    both = person("both", Role.OFFICER, Role.REVIEWER)
    rewrite(case, "1,205 of them.", both)
    review.submit(case, by=factories.alice(), at=AT)
    review.recall(case, by=factories.alice(), at=AT)
    rewrite(case, "1,206 of them.", factories.alice())
    review.submit(case, by=factories.alice(), at=AT)
    drafters = Drafter.objects.filter(version__foi_request=case)
    assert set(drafters.values_list("version__number", "user__username")) == {
        *[(1, "alice"), (2, "alice"), (2, "both"), (3, "alice"), (3, "both")]
    }
    with pytest.raises(NotAllowed):
        approve(case, both)


def test_who_reviewed_the_first_version_may_review_the_next() -> None:
    case = factories.returned()
    rewrite(case, "1,205 of them.", factories.alice())
    review.submit(case, by=factories.alice(), at=AT)
    assert approve(case, factories.bob()).decision == "approved"


def test_who_lost_the_role_meanwhile_may_not() -> None:
    case = factories.in_review()
    bob = factories.bob()
    bob.groups.clear()
    with pytest.raises(NotAllowed):
        approve(case, bob)


def test_a_superuser_holds_every_role_without_a_group() -> None:
    root = person("root")
    root.is_superuser = True
    root.save()
    assert approve(factories.in_review(), root).reviewer == root


def test_receiving_alone_is_no_hand_in_the_draft() -> None:
    """The person who typed the request in has said nothing of the answer."""
    receiver = person("receiver", Role.OFFICER, Role.REVIEWER)
    factories.particulars()
    case = factories.received(by=receiver)
    factories.answer(case)
    review.submit(case, by=factories.alice(), at=AT)
    assert approve(case, receiver).reviewer == receiver


# --- what is approved --------------------------------------------------------------------------


def test_an_edit_makes_a_version_that_needs_its_own_approval() -> None:
    case = factories.approved()
    first = factories.current(case)
    review.reopen(case, by=factories.alice(), at=AT)
    with pytest.raises(WrongState):
        publishing.publish(case, on=DAY, by=factories.carol(), at=AT, before_rendering=True)
    rewrite(case, "1,205 of them.", factories.alice())
    second = review.submit(case, by=factories.alice(), at=AT)
    assert (second.number, second.digest == first.digest) == (2, False)
    with pytest.raises(StaleVersion):
        approve(case, factories.bob(), digest=first.digest)
    approve(case, factories.bob(), digest=second.digest)
    case.refresh_from_db()
    publication = publishing.publish(
        case, on=DAY, by=factories.carol(), at=AT, before_rendering=True
    )
    assert publication.version == second


def test_the_same_words_again_still_need_approval_again() -> None:
    case = factories.approved()
    review.reopen(case, by=factories.alice(), at=AT)
    again = review.submit(case, by=factories.alice(), at=AT)
    assert again.digest == case.versions.get(number=1).digest
    with pytest.raises(WrongState):
        publishing.publish(case, on=DAY, by=factories.carol(), at=AT, before_rendering=True)


def test_a_decision_on_words_not_read_is_refused() -> None:
    case = factories.in_review()
    for decide in (review.approve, review.return_):
        with pytest.raises(StaleVersion):
            decide(case, digest="0" * 64, comments={}, comment="Fine.", by=factories.bob(), at=AT)
    assert not Review.objects.exists()
    assert case.versions.count() == 1


@pytest.mark.parametrize("decision", [None, "returned"])
def test_what_nobody_approved_is_not_published_whatever_its_state_says(
    decision: str | None,
) -> None:
    """As when the state of a case was written past the program."""
    case = factories.in_review()
    version = factories.current(case)
    factories.make_documents(case)
    if decision:
        Review.objects.create(
            version=version,
            decision=decision,
            digest=version.digest,
            reviewer=factories.bob(),
            submitter=version.submitted_by,
            decided_at=AT,
        )
    FoiRequest.objects.filter(pk=case.pk).update(state=State.APPROVED)
    with pytest.raises(WrongState, match="is not approved"):
        publishing.publish(case, on=DAY, by=factories.carol(), at=AT)
    with pytest.raises(WrongState, match="is not approved"):
        publishing.record_sent(case, sent_on=DAY, by=factories.carol(), at=AT)
    assert not Publication.objects.exists()


def test_no_other_case_moves_along() -> None:
    case, other = (factories.in_review(reference=reference) for reference in ("CAS-1", "CAS-2"))
    review.recall(case, by=factories.alice(), at=AT)
    states = dict(FoiRequest.objects.values_list("pk", "state"))
    assert states == {case.pk: State.DRAFTING, other.pk: State.IN_REVIEW}


def test_a_version_that_was_decided_on_is_not_decided_on_again() -> None:
    case = factories.returned()
    FoiRequest.objects.filter(pk=case.pk).update(state=State.IN_REVIEW)
    with pytest.raises(WrongState, match="no version to decide on"):
        approve(case, factories.bob())
    with pytest.raises(WrongState, match="no version to decide on"):
        review.recall(case, by=factories.alice(), at=AT)
    assert Review.objects.get().decision == "returned"


def damage(row: ResponseVersion | VersionDossier, content: str) -> None:
    """What an administrator of the database could do: the trigger is lifted for it."""
    table = row._meta.db_table
    on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {table}_no_UPDATE{on_table}")
    models.QuerySet(type(row)).filter(pk=row.pk).update(content=content)


def test_a_damaged_version_is_neither_published_nor_printed() -> None:
    case = factories.approved()
    version = factories.current(case)
    damage(version, version.content.replace("1,204", "9,999"))
    with pytest.raises(Refused, match="its digest does not match"):
        publishing.publish(case, on=DAY, by=factories.carol(), at=AT, before_rendering=True)
    assert not Publication.objects.exists()
    waiting = Rendering.objects.filter(state="queued")
    assert waiting.count() == 2
    for row in waiting:
        produce(row.pk, at=lambda: AT)
    errors = set(Rendering.objects.values_list("state", "error"))
    assert errors == {("failed", "The stored version is damaged: its digest does not match.")}


def test_what_the_gate_read_and_cannot_read_again_stops_the_version() -> None:
    case = factories.in_review()
    version = factories.current(case)
    damage(VersionDossier.objects.get(version=version), "{}")
    with pytest.raises(Refused, match="The stored version is damaged"):
        approve(case, factories.bob())
    assert not Review.objects.exists()


def test_a_version_older_than_lanes_is_approved_in_one_step(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lanes, "freeze_steps_of", lambda *_: None)
    case = factories.in_review()
    digest = factories.current(case).digest
    with pytest.raises(NotAllowed, match="go past this step"):
        review.bypass(case, digest=digest, reason="He is away.", by=factories.eve(), at=AT)
    with pytest.raises(StaleVersion):
        review.approve(case, digest=digest, comments={}, step=1, by=factories.bob(), at=AT)
    assert approve(case, factories.bob()).decision == "approved"
    assert FoiRequest.objects.get(pk=case.pk).workflow_state is State.APPROVED


# --- what is said ------------------------------------------------------------------------------


def test_comments_are_kept_beside_their_answers() -> None:
    case = factories.in_review()
    version = factories.current(case)
    review.return_(
        case,
        digest=version.digest,
        comments={"a1": "  Which year?  "},
        comment="",
        by=factories.bob(),
        at=AT,
    )
    comment = ReviewComment.objects.get()
    assert (comment.answer_key, comment.text, comment.author) == (
        *("a1", "Which year?"),
        factories.bob(),
    )
    assert version.answer_rows["a1"] == case.answers.get().pk


def test_a_return_without_a_word_is_refused() -> None:
    case = factories.in_review()
    with pytest.raises(Refused, match="Say what is to be changed") as caught:
        review.return_(
            case,
            digest=factories.current(case).digest,
            comments={"a1": " "},
            comment="\n",
            by=factories.bob(),
            at=AT,
        )
    assert caught.value.field == "comment"


def test_a_comment_on_no_answer_is_refused_whole() -> None:
    case = factories.in_review()
    factories.make_documents(case)
    with pytest.raises(Refused, match="does not have"):
        review.approve(
            case,
            digest=factories.current(case).digest,
            comments={"a1": "Good.", "a9": "Which?"},
            by=factories.bob(),
            at=AT,
        )
    assert not ReviewComment.objects.exists()
    case.refresh_from_db()
    assert case.workflow_state is State.IN_REVIEW


def test_nothing_is_approved_whose_pages_nobody_can_read() -> None:
    case = factories.in_review()
    digest = factories.current(case).digest
    letter, record = Rendering.objects.order_by("kind")

    def refused() -> str:
        with pytest.raises(Refused) as caught:
            review.approve(case, digest=digest, comments={}, by=factories.bob(), at=AT)
        return str(caught.value)

    assert "still being made" in refused()
    for row, told in ((letter, "The letter could not be made"), (record, "The public record")):
        factories.make_documents(case)
        Rendering.objects.filter(pk=row.pk).update(state=Rendering.State.FAILED)
        assert told in refused()
        Rendering.objects.filter(pk=row.pk).update(state=Rendering.State.RENDERING)
        assert "still being made" in refused()
        Rendering.objects.filter(pk=row.pk).update(state=Rendering.State.DONE)
    assert not Review.objects.exists()
    review.approve(case, digest=digest, comments={}, by=factories.bob(), at=AT)


def test_nobody_waits_for_the_letter_to_somebody_erased() -> None:
    case = factories.in_review()
    factories.make_documents(case)
    Rendering.objects.filter(kind="letter").update(state=Rendering.State.FAILED)
    Requester.objects.all().delete()
    assert approve(case, factories.bob()).decision == "approved"


# --- submitting ----------------------------------------------------------------------------------


def test_an_incomplete_draft_is_not_frozen() -> None:
    factories.particulars()
    case = factories.received()
    with pytest.raises(Incomplete) as caught:
        review.submit(case, by=factories.alice(), at=AT)
    assert {finding.rule for finding in caught.value.findings} == {"STR-01"}
    assert not ResponseVersion.objects.exists()
    assert not AuditEvent.objects.filter(verb="submitted").exists()


def test_without_particulars_nothing_is_frozen() -> None:
    case = factories.received()
    factories.answer(case)
    with pytest.raises(Incomplete) as caught:
        review.submit(case, by=factories.alice(), at=AT)
    assert [finding.rule for finding in caught.value.findings] == ["PRO-01"]
    assert not ResponseVersion.objects.exists()
    case.refresh_from_db()
    assert case.workflow_state is State.DRAFTING


def test_submitting_asks_for_both_documents() -> None:
    case = factories.in_review()
    waiting = Rendering.objects.filter(version__foi_request=case, dated=None, state="queued")
    assert sorted(waiting.values_list("kind", flat=True)) == ["letter", "record"]


def test_a_case_without_requester_gets_no_letter() -> None:
    case = factories.in_review(requester=None)
    assert [row.kind for row in Rendering.objects.all()] == ["record"]
    approve(case, factories.bob())
    with pytest.raises(Refused, match="nobody to send a letter to"):
        publishing.record_sent(case, sent_on=DAY, by=factories.carol(), at=AT)


def test_audit_rows_hold_no_words_and_no_names() -> None:
    factories.withdrawn()
    details = json.dumps(list(AuditEvent.objects.values_list("detail", flat=True)))
    for secret in ("Robin", "Sample", "robin.sample@example.org", "1,204", "street", "Too early"):
        assert secret not in details


# --- bringing a version in from elsewhere --------------------------------------------------------


def test_a_restored_version_is_frozen_word_for_word() -> None:
    source = factories.current(factories.in_review(reference="THERE-1"))
    case = factories.complete(reference="HERE-1")
    restored = importing.restore_version(
        case,
        source.content,
        digest=source.digest,
        outcome_reason="As there.",
        answers={"a1": case.answers.get().pk},
        adapted={},
        by=factories.alice(),
        at=AT,
    )
    assert (restored.content, restored.digest) == (source.content, source.digest)
    assert restored.outcome_reason == "As there."
    case.refresh_from_db()
    assert case.workflow_state is State.IN_REVIEW


def test_a_version_with_another_digest_is_not_restored() -> None:
    source = factories.current(factories.in_review(reference="THERE-1"))
    case = factories.complete(reference="HERE-1")
    with pytest.raises(Refused, match="digest"):
        importing.restore_version(
            case,
            source.content + " ",
            digest=source.digest,
            outcome_reason="",
            answers={},
            adapted={},
            by=factories.alice(),
            at=AT,
        )
    assert case.versions.count() == 0


# --- leaving the house ----------------------------------------------------------------------------


def test_nothing_is_published_before_its_pages_are_made() -> None:
    case = factories.approved()
    with pytest.raises(Refused, match="not made yet"):
        publishing.publish(case, on=DAY, by=factories.carol(), at=AT)
    factories.make_documents(case)
    publishing.publish(case, on=DAY, by=factories.carol(), at=AT)
    assert not Publication.objects.visible().exists()  # the dated record is still to be made
    factories.make_documents(case)
    assert Publication.objects.visible().count() == 1


def test_requester_who_was_corrected_after_approval_stops_publication() -> None:
    """The name is known only now: the officer had typed another."""
    case = factories.approved(title="Letter of Jane Canary")
    requester = case.requester
    requester.name = "Jane Canary"
    requester.save()
    with pytest.raises(Refused, match="shows the requester’s name"):
        publishing.publish(case, on=DAY, by=factories.carol(), at=AT, before_rendering=True)


def test_a_reason_that_the_public_cannot_read_withdraws_nothing() -> None:
    case = factories.published()
    with pytest.raises(Refused) as caught:
        publishing.withdraw(case, reason="It was \u202egnorw.", by=factories.carol(), at=AT)
    assert caught.value.field == "reason"
    assert Publication.objects.visible().count() == 1


def test_what_is_not_on_the_log_is_not_withdrawn_again() -> None:
    case = factories.withdrawn()
    FoiRequest.objects.filter(pk=case.pk).update(state=State.PUBLISHED)
    with pytest.raises(WrongState, match="nothing of this case on the log"):
        publishing.withdraw(case, reason="Again.", by=factories.carol(), at=AT)


def test_withdrawing_takes_it_from_the_log_at_once() -> None:
    case = factories.published()
    assert Publication.objects.visible().count() == 1
    publishing.withdraw(case, reason=" It was wrong. ", by=factories.carol(), at=AT)
    assert not Publication.objects.visible().exists()
    assert Publication.objects.withdrawn().get().withdrawal.reason == "It was wrong."


@pytest.mark.parametrize("reason", ["", " \n", "Robin Sample asked us to."])
def test_a_withdrawal_needs_a_reason_that_names_nobody(reason: str) -> None:
    case = factories.published()
    with pytest.raises(Refused) as caught:
        publishing.withdraw(case, reason=reason, by=factories.carol(), at=AT)
    assert caught.value.field == "reason"
    assert Publication.objects.visible().count() == 1


def test_a_letter_is_sent_once() -> None:
    case = factories.approved()
    publishing.record_sent(case, sent_on=DAY, by=factories.alice(), at=AT)
    with pytest.raises(Refused, match="recorded as sent already"):
        publishing.record_sent(case, sent_on=DAY, by=factories.alice(), at=AT)


def test_a_withdrawn_case_is_published_again_as_a_new_version() -> None:
    case = factories.withdrawn()
    review.reopen(case, by=factories.alice(), at=AT)
    rewrite(case, "1,205 of them.", factories.alice())
    review.submit(case, by=factories.alice(), at=AT)
    approve(case, factories.bob())
    factories.make_documents(case)
    publishing.publish(case, on=DAY, by=factories.carol(), at=AT)
    factories.make_documents(case)
    visible = Publication.objects.visible().get()
    assert visible.version.number == 2
    assert "1,205" in visible.version.content
