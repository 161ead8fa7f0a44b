"""What moves a deadline, as rows: events of a case, changes of the holiday table, and the news."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from exemptions.append_only import AppendOnly, AppendOnlyQuerySet
from requests_app.clock import Event, EventKind
from requests_app.models.case import Block, FoiRequest, Team
from requests_app.working_days import Basis, Change, HolidayRow


class BankHolidayQuerySet(AppendOnlyQuerySet):
    def changes(self) -> list[Change]:
        """All that was changed in the table, in order; one query."""
        return [row.as_change() for row in self.order_by("pk")]


class BankHoliday(AppendOnly):
    """A change to the table of holidays: a day added for some parts, or switched off for them.

    What an administrator did stays; to take it back is another row.
    """

    class What(models.TextChoices):
        ADDED = "added", "Added"
        SWITCHED_OFF = "switched_off", "Switched off"

    what = models.CharField(max_length=12, choices=What)
    day = models.DateField()
    name = models.CharField(max_length=100)
    parts = models.JSONField(help_text="Parts of the United Kingdom, by name.")
    basis = models.CharField(max_length=12, choices=[(basis.value, basis.label) for basis in Basis])
    source = models.TextField(help_text="Where it stands: a Gazette, a proclamation, an address.")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()

    objects = BankHolidayQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(source=""), name="bank_holiday_has_a_source")
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()}: {self.name} on {self.day}"

    def as_change(self: Self) -> Change:
        row = HolidayRow(self.day, self.name, tuple(self.parts), Basis(self.basis), self.source)
        return Change(row, switched_off=self.what == self.What.SWITCHED_OFF)


class ClockEvent(AppendOnly):
    """Something that happened to a case and moves its deadline, or that of some questions.

    ``until`` is the day that an extension estimates (s17(2)), a school counts or the regulator
    sets. A wrong row is struck out by another, never changed.
    """

    foi_request = models.ForeignKey(
        FoiRequest, on_delete=models.PROTECT, related_name="clock_events"
    )
    kind = models.CharField(max_length=24, choices=[(kind.value, kind.label) for kind in EventKind])
    on = models.DateField()
    until = models.DateField(null=True)
    # Said outright: an event of one question must not come to concern all when that one goes.
    whole_case = models.BooleanField(default=True)
    questions = models.ManyToManyField(
        Block, through="ClockEventQuestion", related_name="clock_events"
    )
    provisions = models.JSONField(default=list)
    note = models.TextField(blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=[kind.value for kind in EventKind if kind.has_end], until__isnull=False
                )
                | Q(
                    kind__in=[kind.value for kind in EventKind if not kind.has_end],
                    until__isnull=True,
                ),
                name="clock_event_names_a_day_if_its_kind_does",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} on {self.on}"

    def as_event(self: Self, questions: frozenset[int] = frozenset()) -> Event:
        """The event as a value; ``questions`` are those it concerns, empty for the whole case."""
        return Event(EventKind(self.kind), self.on, self.until, questions)


class ClockEventQuestion(models.Model):
    """One question that an event concerns; it follows the question when that is cut or joined."""

    event = models.ForeignKey(ClockEvent, on_delete=models.CASCADE, related_name="concerned")
    question = models.ForeignKey(Block, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "question"], name="event_concerns_a_question_once"
            )
        ]

    def __str__(self) -> str:
        return f"Event {self.event_id} concerns block {self.question_id}"


class ClockEventStrike(AppendOnly):
    """An event that was recorded by mistake: from now on it counts for nothing."""

    event = models.OneToOneField(ClockEvent, on_delete=models.PROTECT, related_name="strike")
    reason = models.TextField()
    struck_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    struck_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="strike_has_a_reason")]

    def __str__(self) -> str:
        return f"Event {self.event_id} struck out"


class DeadlineNoticeQuerySet(models.QuerySet[Any]):
    def waiting_for(self, officer: Any) -> DeadlineNoticeQuerySet:
        """What this officer has not dismissed yet, the latest first."""
        rows = self.in_their_circle().filter(officer=officer, dismissed_at=None)
        return rows.select_related("foi_request").order_by("-pk")

    def in_their_circle(self) -> DeadlineNoticeQuerySet:
        """Without the news of a sensitive case that went to another officer since then."""
        team = Team.members.through.objects.filter(
            team=OuterRef("foi_request__team"), user=OuterRef("officer")
        )
        named = FoiRequest.named.through.objects.filter(
            foirequest=OuterRef("foi_request"), user=OuterRef("officer")
        )
        circle = Q(foi_request__officer=F("officer")) | Exists(team) | Exists(named)
        return self.filter(Q(foi_request__sensitive=False) | circle)


class DeadlineNotice(models.Model):
    """Tells the officer that the deadline of a case moved without anybody touching the case."""

    foi_request = models.ForeignKey(
        FoiRequest, on_delete=models.CASCADE, related_name="deadline_notices"
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="deadline_notices"
    )
    old_due = models.DateField(null=True)
    new_due = models.DateField(null=True)
    because = models.CharField(max_length=300)
    at = models.DateTimeField()
    dismissed_at = models.DateTimeField(null=True)
    # Empty until a mail left; a person without an address reads it on the work list alone.
    mailed_at = models.DateTimeField(null=True)

    objects = DeadlineNoticeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["officer"],
                condition=Q(dismissed_at__isnull=True),
                name="deadline_notice_open",
            ),
            models.Index(
                fields=["at"], condition=Q(mailed_at__isnull=True), name="deadline_notice_unmailed"
            ),
        ]

    def __str__(self) -> str:
        return f"Case {self.foi_request_id}: {self.old_due} to {self.new_due}"

    @property
    def sentence(self) -> str:
        """The news in words, as the page and the mail tell it."""
        return (
            f"The deadline of {self.foi_request.reference} moved from {_said(self.old_due)} to "
            f"{_said(self.new_due)}, because {self.because}."
        )


def _said(day: date | None) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}" if day else "no date"
