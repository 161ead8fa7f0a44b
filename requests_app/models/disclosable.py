"""People and posts that the authority may name in public, as dated rows (s40(2))."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from exemptions.append_only import AppendOnly, AppendOnlyQuerySet


class DisclosablePersonQuerySet(AppendOnlyQuerySet):
    def on(self, day: date) -> models.QuerySet[Any]:
        """Who may be named on a day."""
        ended = Q(retirement__on__lte=day)
        return self.filter(since__lte=day).exclude(ended).order_by("name", "post", "pk")


class DisclosablePerson(AppendOnly):
    """Somebody who may be named from a day on, and why; without a name, whoever holds the post."""

    name = models.CharField(max_length=150, blank=True)
    post = models.CharField(max_length=150, blank=True)
    reason = models.CharField(max_length=300)
    since = models.DateField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField()

    objects = DisclosablePersonQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="", post=""), name="disclosable_person_has_a_name_or_a_post"
            )
        ]

    def __str__(self) -> str:
        return ", ".join(part for part in (self.name, self.post) if part)


class DisclosableRetirement(AppendOnly):
    """From ``on`` the person, or the post, is not to be named any more."""

    person = models.OneToOneField(
        DisclosablePerson, on_delete=models.PROTECT, related_name="retirement"
    )
    on = models.DateField()
    reason = models.CharField(max_length=300)
    retired_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    retired_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person} until {self.on}"
