"""The request, its split and its draft answers: the only rows that people edit."""

from __future__ import annotations

import re

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.text import slugify

from exemptions.append_only import AppendOnly
from exemptions.catalogue import Provision, catalogue
from exemptions.models import PublicInterestTest
from requests_app.outcome import Disposition, OutcomeCode
from requests_app.querysets import BlockQuerySet, FoiRequestQuerySet, TeamQuerySet
from requests_app.workflow import State

REDACTED = "[personal information removed]"


class Team(models.Model):
    """Officers who share their work."""

    name = models.CharField(max_length=100, unique=True)
    members = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="teams", blank=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Lane(models.Model):
    """A way through review that an administrator defined, in steps.

    A case takes the ``default`` one unless another is chosen. From a ``sensitive`` one nobody
    brings their own draft back to one that is not.
    """

    name = models.CharField(max_length=60, unique=True)
    sensitive = models.BooleanField(default=False)
    different_people = models.BooleanField(default=True)
    default = models.BooleanField(default=False)

    class Meta:
        ordering = ["-default", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["default"], condition=Q(default=True), name="one_lane_for_all_others"
            )
        ]

    def __str__(self) -> str:
        return self.name


class FoiRequest(models.Model):
    """One request under the Act. Its requester is a row apart and never reached by a join."""

    reference = models.CharField(max_length=40, unique=True)
    slug = models.SlugField(max_length=40, unique=True, editable=False)
    title = models.CharField(max_length=200)
    received_on = models.DateField(help_text="The date of receipt (s10(6)).")
    text = models.TextField(help_text="As received, kept verbatim.")
    # Brought in from the log that the authority had before: nobody handled it here, so it counts
    # in no statistic and stands on no list of work. ``received_on`` is then the month it bears.
    from_earlier_log = models.BooleanField(default=False, editable=False)
    state = models.CharField(
        max_length=12,
        choices=[(state.value, state.label) for state in State],
        default=State.DRAFTING,
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="cases"
    )
    team = models.ForeignKey(
        Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="cases"
    )
    # Seen by its officer, its team and those named here, and by nobody else.
    sensitive = models.BooleanField(default=False)
    named = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)
    lane = models.ForeignKey(
        Lane, on_delete=models.PROTECT, null=True, blank=True, related_name="cases"
    )
    outcome_override = models.CharField(
        max_length=40, blank=True, choices=[(code.value, code.label) for code in OutcomeCode]
    )
    outcome_reason = models.TextField(blank=True)
    annex_order = models.JSONField(default=list, blank=True)
    # What the gate asks of the whole case, by the names of ``exemptions/data/facts.yaml``.
    facts = models.JSONField(default=dict, blank=True)
    # Counts corrections of the split, so that none is made twice or against another state.
    split_revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    # Derived, so that lists can sort: the function of ``requests_app.clock``, written by every verb
    # that changes what it depends on; ``check_deadlines`` proves that it is so.
    due_on = models.DateField(null=True, editable=False, db_index=True)
    calendar_version = models.CharField(max_length=12, blank=True, editable=False)
    waiting_for = models.CharField(max_length=20, blank=True, editable=False)

    objects = FoiRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "request"
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome_override="") | ~Q(outcome_reason=""),
                name="outcome_override_has_a_reason",
            )
        ]

    def __str__(self) -> str:
        return self.reference

    def save(self, *args: object, **kwargs: object) -> None:
        self.slug = slugify(self.reference)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def workflow_state(self) -> State:
        return State(self.state)


class Requester(models.Model):
    """Who asked, and where the letter goes. Erasing this row leaves the case whole."""

    foi_request = models.OneToOneField(
        FoiRequest, on_delete=models.CASCADE, related_name="requester"
    )
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    postal_address = models.TextField(blank=True)

    class Meta:
        constraints = [
            # s8(1)(b): a request states an address for correspondence.
            models.CheckConstraint(
                condition=~Q(email="") | ~Q(postal_address=""), name="requester_has_an_address"
            )
        ]

    def __str__(self) -> str:
        return f"Requester of case {self.foi_request_id}"


class Answer(models.Model):
    """One answer to one or more questions; ``text`` is Markdown.

    Whether the information is held is a fact apart from whether it is given (s1(1)(a), (b)).
    """

    class Regime(models.TextChoices):
        FOIA = "foia", "Freedom of Information Act 2000"
        EIR = "eir", "Environmental Information Regulations 2004"

    class Held(models.TextChoices):
        YES = "yes", "Held"
        PARTLY = "partly", "Partly held"
        NO = "no", "Not held"
        NOT_SAID = "not_said", "Neither confirmed nor denied"

    foi_request = models.ForeignKey(FoiRequest, on_delete=models.CASCADE, related_name="answers")
    disposition = models.CharField(
        max_length=30,
        blank=True,
        choices=[(disposition.value, disposition.label) for disposition in Disposition],
    )
    text = models.TextField(blank=True)
    regime = models.CharField(max_length=4, choices=Regime, default=Regime.FOIA)
    held = models.CharField(max_length=10, choices=Held, blank=True)
    facts = models.JSONField(default=dict, blank=True)
    # Counts saves, so that the second of two officers is told instead of overwriting.
    revision = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"Answer {self.pk} of case {self.foi_request_id}"


class AnswerVersion(AppendOnly):
    """An answer as somebody saved it: so that no words are ever written over.

    The answer itself may be removed; ``answer_pk`` is the row it was, and no row gets it again.
    """

    foi_request = models.ForeignKey(
        FoiRequest, on_delete=models.PROTECT, related_name="answer_versions"
    )
    answer_pk = models.PositiveBigIntegerField()
    revision = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    disposition = models.CharField(max_length=40, blank=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["answer_pk", "revision"]
        constraints = [
            models.UniqueConstraint(
                fields=["answer_pk", "revision"], name="one_version_per_revision_of_an_answer"
            )
        ]

    def __str__(self) -> str:
        return f"Answer {self.answer_pk}, revision {self.revision}"


class Block(models.Model):
    """A piece of the request as split: a section heading, context, or a question."""

    class Kind(models.TextChoices):
        SECTION = "section", "Section heading"
        CONTEXT = "context", "Context"
        QUESTION = "question", "Question"

    foi_request = models.ForeignKey(FoiRequest, on_delete=models.CASCADE, related_name="blocks")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    label = models.CharField(max_length=40, blank=True)
    number = models.CharField(max_length=60, blank=True)
    text = models.TextField()
    level = models.PositiveSmallIntegerField(default=0)
    stem = models.BooleanField(default=False)
    # Greetings, signatures, quoted mails name people; what is left out never reaches a response.
    omitted = models.BooleanField(default=False)
    # The only way to change the wording of a request: declared removals of personal data.
    redactions = models.JSONField(default=list, blank=True)
    # One column, so a question cannot have two answers.
    answer = models.ForeignKey(
        Answer, on_delete=models.SET_NULL, null=True, blank=True, related_name="questions"
    )

    objects = BlockQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer=None) | Q(kind="question", stem=False),
                name="only_a_question_is_answered",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.label or self.text[:40]}"

    @property
    def answerable(self) -> bool:
        return self.kind == self.Kind.QUESTION and not self.stem

    @property
    def called(self) -> str:
        """A few words that tell it from the others: "question 3(a)", "context “Dear all…”"."""
        kind = self.get_kind_display().lower()
        if self.number:
            return f"{kind} {self.number}"
        words = self.shown_text.split()
        return f"{kind} “{' '.join(words[:4])}{'…' * (len(words) > 4)}”"

    @property
    def shown_text(self) -> str:
        """The text as received, less the passages declared as personal data."""
        if not self.redactions:
            return self.text
        # In one pass, the longest first: "Smith" must not break up "Jane Smith".
        longest_first = sorted(self.redactions, key=len, reverse=True)
        return re.sub("|".join(map(re.escape, longest_first)), REDACTED, self.text)


class Claim(models.Model):
    """This answer relies on this provision, because ``reason``."""

    class Likelihood(models.TextChoices):
        WOULD = "would", "would prejudice (more likely than not)"
        WOULD_BE_LIKELY = "would_be_likely", "would be likely to prejudice (a real risk)"

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="claims")
    provision = models.CharField(max_length=60)
    reason = models.TextField(blank=True)
    likelihood = models.CharField(max_length=16, choices=Likelihood, blank=True)
    where_accessible = models.TextField(blank=True)
    facts = models.JSONField(default=dict, blank=True)
    test = models.ForeignKey(
        PublicInterestTest, on_delete=models.SET_NULL, null=True, blank=True, related_name="claims"
    )
    # As with an answer: the second of two officers is told, and by whom.
    revision = models.PositiveIntegerField(default=0)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    saved_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["answer", "provision"], name="one_claim_per_answer_and_provision"
            )
        ]

    def __str__(self) -> str:
        return f"Section {self.provision} on answer {self.answer_id}"

    @property
    def law(self) -> Provision:
        return catalogue()[self.provision]
