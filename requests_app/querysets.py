"""Reads of the work's rows. "Today" is always a parameter."""

from __future__ import annotations

from datetime import date, datetime
from enum import IntEnum
from typing import Any

from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Value, When

from exemptions.append_only import AppendOnlyQuerySet
from requests_app.workflow import Role, State

MAX_ATTEMPTS = 3


# The answer has not left the house while the case is in one of these, unless it was sent.
OPEN = frozenset({State.DRAFTING, State.IN_REVIEW, State.APPROVED})


class Urgency(IntEnum):
    """The headings of the work list, in order."""

    OVERDUE = 0
    TODAY = 1
    LATER = 2
    WAITING = 3
    ANSWERED = 4

    @property
    def label(self) -> str:
        return _HEADINGS[self]

    @property
    def slug(self) -> str:
        return self.name.lower()


_HEADINGS = {
    Urgency.OVERDUE: "Overdue",
    Urgency.TODAY: "Due today",
    Urgency.LATER: "Due later",
    Urgency.WAITING: "Without a date",
    Urgency.ANSWERED: "Answered",
}


class TeamQuerySet(models.QuerySet[Any]):
    def reviewing(self) -> TeamQuerySet:
        """Teams in which somebody may review: a step of review may be theirs."""
        reviewer = Q(members__groups__name=Role.REVIEWER.value) | Q(members__is_superuser=True)
        return self.filter(reviewer, members__is_active=True).distinct()


class FoiRequestQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: Any) -> FoiRequestQuerySet:
        """All cases, but of the sensitive ones only those of this person's circle.

        The circle of a case is its officer, the members of its team, and those named on it. Every
        list, search, count and page of cases for staff begins here; roles are asked elsewhere.
        """
        member = self.model.team.field.related_model.members.through.objects.filter(
            team=OuterRef("team"), user=person
        )
        named = self.model.named.through.objects.filter(foirequest=OuterRef("pk"), user=person)
        circle = Q(officer=person) | Exists(member) | Exists(named)
        return self.filter(Q(sensitive=False) | circle)

    def handled_here(self) -> FoiRequestQuerySet:
        """Cases of this portal, without what was brought in from an earlier log."""
        return self.filter(from_earlier_log=False)

    def open(self) -> FoiRequestQuerySet:
        """Cases whose requester still waits for the answer."""
        return self.filter(state__in=OPEN).exclude(versions__dispatch__isnull=False)

    def work_list(self, today: date) -> FoiRequestQuerySet:
        """Cases for the officers' list, what presses most first, with their progress; one query.

        A question counts as answered when its answer has words. ``urgency`` says under which
        heading a case stands on ``today``.
        """
        asked = Q(blocks__kind="question", blocks__stem=False)
        answered = asked & Q(blocks__answer__isnull=False) & ~Q(blocks__answer__text="")
        annotated: FoiRequestQuerySet = (
            self.select_related("officer", "team")
            .with_urgency(today)
            .annotate(
                questions_asked=Count("blocks", filter=asked),
                questions_answered=Count("blocks", filter=answered),
            )
            .order_by("urgency", F("due_on").asc(nulls_last=True), "received_on", "pk")
        )
        return annotated

    def with_urgency(self, today: date) -> FoiRequestQuerySet:
        annotated: FoiRequestQuerySet = self.annotate(
            urgency=Case(
                When(~Q(pk__in=self.model.objects.open()), then=Value(Urgency.ANSWERED)),
                When(due_on__lt=today, then=Value(Urgency.OVERDUE)),
                When(due_on=today, then=Value(Urgency.TODAY)),
                When(due_on__isnull=False, then=Value(Urgency.LATER)),
                default=Value(Urgency.WAITING),
                output_field=models.PositiveSmallIntegerField(),
            )
        )
        return annotated

    def by_urgency(self, today: date) -> dict[Urgency, int]:
        """How many cases stand under each heading; one query."""
        found = self.with_urgency(today).order_by().values("urgency").annotate(cases=Count("pk"))
        counts = {row["urgency"]: row["cases"] for row in found}
        return {urgency: counts.get(urgency, 0) for urgency in Urgency}


class BlockQuerySet(models.QuerySet[Any]):
    def answerable(self) -> BlockQuerySet:
        return self.filter(kind="question", stem=False)


class RenderingQuerySet(models.QuerySet[Any]):
    def claimable(self, now: datetime) -> RenderingQuerySet:
        """Queued, or abandoned by a worker whose lease ran out."""
        waiting = Q(state="queued") | Q(state="rendering", lease_until__lt=now)
        return self.filter(waiting, attempts__lt=MAX_ATTEMPTS)

    def oldest_waiting(self) -> datetime | None:
        """When somebody asked for the document that has waited longest; None: none waits."""
        waiting = self.filter(state__in=["queued", "rendering"])
        oldest: datetime | None = waiting.aggregate(oldest=models.Min("asked_at"))["oldest"]
        return oldest

    def pending(self) -> RenderingQuerySet:
        """What somebody may be waiting for."""
        return self.filter(state__in=("queued", "rendering"))

    def exhausted(self, now: datetime) -> RenderingQuerySet:
        """Abandoned as often as is allowed: they would never end by themselves."""
        return self.filter(state="rendering", lease_until__lt=now, attempts__gte=MAX_ATTEMPTS)

    def failed_since(self, since: datetime) -> RenderingQuerySet:
        return self.filter(state="failed", finished_at__gte=since)

    def forgotten(self, now: datetime, told_before: datetime) -> RenderingQuerySet:
        """Work of which the broker was told too long ago for it still to be on its way."""
        return self.claimable(now).filter(queued_at__lt=told_before)


class LinkCheckQuerySet(models.QuerySet[Any]):
    def claimable(self, now: datetime) -> LinkCheckQuerySet:
        """To be opened: asked for since the last look, and nobody is at it."""
        free = Q(lease_until=None) | Q(lease_until__lt=now)
        due = Q(checked_at=None) | Q(checked_at__lt=F("asked_at"))
        return self.filter(free & due)

    def forgotten(self, now: datetime, told_before: datetime) -> LinkCheckQuerySet:
        """Asked for too long ago for the message still to be on its way."""
        return self.claimable(now).filter(asked_at__lt=told_before)

    def stale(self, checked_before: datetime, wanted_after: datetime) -> LinkCheckQuerySet:
        """Opened too long ago, of a case that somebody still works on."""
        return self.filter(checked_at__lt=checked_before, wanted_at__gte=wanted_after).filter(
            asked_at__lte=F("checked_at")
        )


class LogImportQuerySet(models.QuerySet[Any]):
    def claimable(self, now: datetime) -> LogImportQuerySet:
        """To be worked on, and nobody is at it."""
        free = Q(lease_until=None) | Q(lease_until__lt=now)
        return self.filter(free, state__in=("checking", "loading"))

    def forgotten(self, now: datetime, told_before: datetime) -> LogImportQuerySet:
        """Of which the broker was told too long ago for the message still to be on its way."""
        return self.claimable(now).filter(told_at__lt=told_before)


class PublicationQuerySet(AppendOnlyQuerySet):
    def visible(self) -> PublicationQuerySet:
        """The one query of everything public: published, approved as read, document made.

        Page, PDF, list, search, feeds and home read it; nothing public may be found in another
        way. A record of an earlier log was public already, so nobody approved it here and its
        document may come later: see ``Publication.document``.
        """
        approved = Q(
            rendering__state="done",
            version__review__decision="approved",
            version__review__digest=F("version__digest"),
        )
        earlier = Q(version__earlier_record__digest=F("version__digest"))
        return self.filter(
            approved | earlier,
            foi_request__state=State.PUBLISHED,
            withdrawal=None,
            rendering__version=F("version"),
        )

    def withdrawn(self) -> PublicationQuerySet:
        """Publications whose address must answer that they were taken back."""
        return self.filter(withdrawal__isnull=False)

    def for_list(self) -> PublicationQuerySet:
        return (
            self.visible().select_related("foi_request", "version").order_by("-published_on", "-pk")
        )
