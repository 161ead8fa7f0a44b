"""Drafting: answers, claims of exemption, public interest tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.contrib.auth.models import User

from exemptions.bank_ids import id_of
from exemptions.catalogue import Kind, Provision, UnknownProvision, catalogue
from exemptions.models import Factor, PublicInterestTest
from requests_app import audit
from requests_app.actions.base import Refused, as_stored, locked, still_there, swap
from requests_app.actions.empty_answers import drop_empty_answers
from requests_app.actions.links import want_of_claim
from requests_app.models import Answer, AnswerVersion, Claim, FoiRequest
from requests_app.outcome import Disposition
from requests_app.rendering.markup import TextTooComplex, check_limits
from requests_app.workflow import Verb


class StaleAnswer(Refused):
    """Somebody else saved this answer meanwhile; ``theirs`` is what stands there now."""

    def __init__(self, theirs: Answer, saved: AnswerVersion | None) -> None:
        super().__init__(
            "This answer was saved while you were writing. Nothing of yours is lost: "
            "compare the two texts and save again.",
            field="text",
        )
        self.theirs = theirs
        self.saved = saved


class StaleReasoning(Refused):
    """Somebody else saved this claim or test meanwhile; ``theirs`` is what stands there now."""

    def __init__(self, theirs: Claim | PublicInterestTest) -> None:
        super().__init__(
            "This was saved while you were writing. Nothing of yours is lost: "
            "compare the two texts and save again."
        )
        self.theirs = theirs


def answer_questions(
    case: FoiRequest,
    *,
    questions: Sequence[int],
    answer: Answer | None = None,
    by: User,
    at: datetime,
) -> Answer:
    """Puts questions (row ids) under one answer, a new one or ``answer``.

    A question leaves the answer it had; an answer left with nothing is removed.
    """
    with locked(case, Verb.DRAFT, by=by) as row:
        chosen = row.blocks.answerable().filter(pk__in=questions)
        if not questions or chosen.count() != len(set(questions)):
            raise Refused("Choose at least one question of this request.", field="questions")
        target = still_there(answer) if answer else Answer.objects.create(foi_request=row)
        if target.foi_request_id != row.pk:
            raise Refused("That answer belongs to another case.", field="answer")
        chosen.update(answer=target)
        drop_empty_answers_but(row, target)
        audit.record(row, "answered", by=by, at=at, answer=target.pk, questions=len(questions))
    return target


def leave_open(
    case: FoiRequest, *, questions: Sequence[int], by: User, at: datetime
) -> list[Answer]:
    """Takes questions (row ids) out of their answers: they are unanswered again.

    Gives the answers that say something and have no question any more; they are kept.
    """
    with locked(case, Verb.DRAFT, by=by) as row:
        chosen = row.blocks.answerable().filter(pk__in=questions)
        if not questions or chosen.count() != len(set(questions)):
            raise Refused("Choose at least one question of this request.", field="questions")
        left = set(chosen.exclude(answer=None).values_list("answer_id", flat=True))
        chosen.update(answer=None)
        drop_empty_answers(row)
        if left:
            audit.record(row, "left_open", by=by, at=at, questions=len(set(questions)))
        return list(row.answers.filter(pk__in=left, questions=None).order_by("pk"))


def drop_empty_answers_but(case: FoiRequest, kept: Answer) -> None:
    """Removes answers without questions and words; ``kept`` has questions, so it stays."""
    if kept.questions.exists():
        drop_empty_answers(case)


def save_answer(
    answer: Answer, *, text: str, disposition: str, revision: int, by: User, at: datetime
) -> Answer:
    """Saves the words of an answer. Raises StaleAnswer when ``revision`` is not the latest, and
    Refused when there is no such answer any more.

    The same words sent twice by the same person are saved once.
    """
    text = as_stored(text)
    _check_text(text, "text")
    if disposition and disposition not in set(Disposition):
        raise Refused("Choose what became of the question.", field="disposition")
    with locked(answer.foi_request, Verb.DRAFT, by=by) as case:
        row = still_there(answer)
        held = _held_after(row, disposition)
        saved = swap(row, revision, text=text, disposition=disposition, held=held)
        row = Answer.objects.get(pk=answer.pk)
        if not saved:
            return _saved_before(row, text, disposition, by)
        AnswerVersion.objects.create(
            foi_request=case,
            answer_pk=row.pk,
            revision=row.revision,
            text=text,
            disposition=disposition,
            saved_by=by,
            saved_at=at,
        )
        audit.record(case, "answer_saved", by=by, at=at, answer=row.pk, revision=row.revision)
    return row


def _saved_before(row: Answer, text: str, disposition: str, by: User) -> Answer:
    """The answer, if it is the second half of a double click. Raises StaleAnswer."""
    last = AnswerVersion.objects.filter(answer_pk=row.pk, revision=row.revision)
    saved = last.select_related("saved_by").first()
    same = as_stored(row.text) == text and row.disposition == disposition
    if saved is None or saved.saved_by != by or not same:
        raise StaleAnswer(row, saved)
    return row


def restore_answer(
    answer: Answer, version: AnswerVersion, *, revision: int, by: User, at: datetime
) -> Answer:
    """Saves an earlier version of an answer again. Raises StaleAnswer like any save."""
    if version.answer_pk != answer.pk:
        raise Refused("That version is of another answer.")
    return save_answer(
        answer, text=version.text, disposition=version.disposition, revision=revision, by=by, at=at
    )


def _held_after(row: Answer, disposition: str) -> str:
    """What follows from the new disposition, unless the officer recorded something else."""
    before = Disposition(row.disposition).held if row.disposition else ""
    if row.held != before:
        return row.held
    return Disposition(disposition).held if disposition else ""


def remove_answer(answer: Answer, *, by: User, at: datetime) -> None:
    """Removes an answer and its claims; its questions are unanswered again.

    Harmless when it was removed already.
    """
    with locked(answer.foi_request, Verb.DRAFT, by=by) as case:
        if not Answer.objects.filter(pk=answer.pk).exists():
            return
        tests = set(answer.claims.exclude(test=None).values_list("test_id", flat=True))
        answer.claims.all().delete()
        audit.record(case, "answer_removed", by=by, at=at, answer=answer.pk)
        answer.delete()
        _drop_orphan_tests(tests)


@dataclass(frozen=True, slots=True)
class ClaimDetails:
    """What an officer says of a claim. ``provision`` may be an alias such as ``40(2)``."""

    provision: str
    reason: str = ""
    likelihood: str = ""
    where_accessible: str = ""


def claim(
    answer: Answer,
    details: ClaimDetails,
    *,
    existing: Claim | None = None,
    revision: int | None = None,
    by: User,
    at: datetime,
) -> Claim:
    """Claims a provision on an answer, or changes the claim ``existing``.

    ``revision`` is that of the claim when the page was made, if not as ``existing`` has it.
    Raises Refused, and StaleReasoning when it is not the latest.
    """
    try:
        law = catalogue()[details.provision]
    except UnknownProvision as error:
        raise Refused(str(error), field="provision") from error
    _check_text(details.reason, "reason")
    _check_text(details.where_accessible, "where_accessible")
    with locked(answer.foi_request, Verb.DRAFT, by=by) as case:
        twin = still_there(answer).claims.filter(provision=law.cite).first()
        if twin and twin != existing:
            raise Refused(f"{law.named} is claimed on this answer already.", field="provision")
        values = {
            "provision": law.cite,
            "reason": details.reason,
            "likelihood": details.likelihood if law.likelihood_required else "",
            "where_accessible": details.where_accessible if law.section == "21" else "",
            "saved_by": by,
            "saved_at": at,
        }
        if existing is None:
            row = Claim.objects.create(answer=answer, **values)
        else:
            row = _change_claim(existing, law, values, revision)
        audit.record(case, "claimed", by=by, at=at, answer=answer.pk, provision=law.cite)
        want_of_claim(row, at=at)
    return row


def _change_claim(
    existing: Claim, law: Provision, values: Mapping[str, object], revision: int | None
) -> Claim:
    row = Claim.objects.filter(pk=existing.pk).first()
    if row is None:
        raise Refused("Somebody else removed this claim meanwhile. Claim it anew.")
    # A test weighed the interests of one limb; another limb needs its own (s2(2)(b)).
    left = row.test_id if row.provision != law.cite or not law.qualified else None
    seen = existing.revision if revision is None else revision
    if not swap(row, seen, **values, **({"test": None} if left else {})):
        raise StaleReasoning(Claim.objects.get(pk=row.pk))
    _drop_orphan_tests({left} if left else set())
    return Claim.objects.get(pk=row.pk)


def remove_claim(claim: Claim, *, by: User, at: datetime) -> None:
    """Takes a claim back, and the test that weighed it alone. Harmless when it is gone already."""
    with locked(claim.answer.foi_request, Verb.DRAFT, by=by) as case:
        row = Claim.objects.filter(pk=claim.pk).first()
        if row is None:
            return
        audit.record(
            case, "claim_removed", by=by, at=at, answer=row.answer_id, provision=row.provision
        )
        test = row.test_id
        row.delete()
        _drop_orphan_tests({test} if test else set())


@dataclass(frozen=True, slots=True)
class Weighing:
    """A public interest test as written: factors are one sentence each, empty ones dropped.

    ``decided_by`` is the person who weighed it, where another one writes it down. ``usual``
    names the usual factor from which a text was made, by the text as it is now; a text that is
    a usual factor word for word need not be named.
    """

    for_disclosure: Sequence[str]
    for_maintaining: Sequence[str]
    conclusion: str
    reasons: str
    decided_on: date | None
    decided_by: User | None = None
    usual: Mapping[str, str] = field(default_factory=dict)


def weigh(
    case: FoiRequest,
    weighing: Weighing,
    *,
    claims: Sequence[int],
    test: PublicInterestTest | None = None,
    revision: int | None = None,
    by: User,
    at: datetime,
) -> PublicInterestTest:
    """Records a public interest test for one or more qualified claims (row ids) of this case.

    ``revision`` is that of ``test`` when the page was made, if not as it has it. Raises Refused,
    and StaleReasoning when it is not the latest.
    """
    for text in (*weighing.for_disclosure, *weighing.for_maintaining):
        _check_text(text, "factors")
    _check_text(weighing.reasons, "reasons")
    with locked(case, Verb.DRAFT, by=by) as row:
        chosen = list(Claim.objects.filter(answer__foi_request=row, pk__in=claims))
        if not chosen or len(chosen) != len(set(claims)):
            raise Refused("Choose the claims that this test weighs.", field="claims")
        _refuse_what_cannot_be_weighed(chosen)
        if test and not test.claims.filter(answer__foi_request=row).exists():
            raise Refused("That test belongs to another case.", field="claims")
        target = test or PublicInterestTest.objects.create()
        seen = target.revision if revision is None else revision
        weighed = {
            "conclusion": weighing.conclusion,
            "reasons": weighing.reasons,
            "decided_on": weighing.decided_on,
            "decided_by": weighing.decided_by or by,
        }
        saved = swap(target, seen, **weighed, saved_by=by, saved_at=at)
        target = PublicInterestTest.objects.get(pk=target.pk)
        if not saved:
            raise StaleReasoning(target)
        _write_factors(target, weighing)
        left = set(
            Claim.objects.filter(pk__in=claims, test__isnull=False)
            .exclude(test=target)
            .values_list("test_id", flat=True)
        )
        target.claims.exclude(pk__in=claims).update(test=None)
        Claim.objects.filter(pk__in=claims).update(test=target)
        _drop_orphan_tests(left)
        audit.record(row, "test_weighed", by=by, at=at, test=target.pk, claims=len(chosen))
    return target


def _refuse_what_cannot_be_weighed(claims: Sequence[Claim]) -> None:
    """Only qualified claims, and confirming is another question than disclosing (s2(1), s2(2))."""
    for claim in claims:
        if not claim.law.qualified:
            raise Refused(
                f"{claim.law.named} has no public interest test: it is not qualified.",
                field="claims",
            )
    if len({claim.law.kind is Kind.NCND for claim in claims}) > 1:
        raise Refused(
            "Whether to confirm that the information is held and whether to give it are two "
            "questions. Weigh them in two tests.",
            field="claims",
        )


def remove_test(case: FoiRequest, test: PublicInterestTest, *, by: User, at: datetime) -> None:
    """Takes a public interest test back. Harmless when it weighs nothing of this case any more."""
    with locked(case, Verb.DRAFT, by=by) as row:
        if not Claim.objects.filter(answer__foi_request=row, test=test).exists():
            return
        audit.record(row, "test_removed", by=by, at=at, test=test.pk)
        Claim.objects.filter(answer__foi_request=row, test=test).update(test=None)
        _drop_orphan_tests({test.pk})


def _write_factors(test: PublicInterestTest, weighing: Weighing) -> None:
    test.factors.all().delete()
    for side, texts in (
        (Factor.Side.DISCLOSURE, weighing.for_disclosure),
        (Factor.Side.MAINTAINING, weighing.for_maintaining),
    ):
        kept = [as_stored(text) for text in texts if text.strip()]
        Factor.objects.bulk_create(
            Factor(
                test=test,
                side=side,
                position=index,
                text=text,
                bank=weighing.usual.get(text) or id_of(text),
            )
            for index, text in enumerate(kept, start=1)
        )


def _drop_orphan_tests(tests: set[int]) -> None:
    """A test that weighs no claim any more would be an orphan of the annex."""
    PublicInterestTest.objects.filter(pk__in=tests, claims=None).delete()


def _check_text(text: str, field: str) -> None:
    try:
        check_limits(text)
    except TextTooComplex as error:
        raise Refused(str(error), field=field) from error
