"""Rows of the law's wording and of public interest tests. They know no request."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.conf import settings
from django.db import models

from exemptions.annex import Wording
from exemptions.append_only import AppendOnly
from exemptions.catalogue import Provision, catalogue


class StandardTextQuerySet(models.QuerySet["StandardText"]):
    def wordings(self, cites: Iterable[str]) -> dict[str, Wording]:
        """The wording in force for each of these citations that has one; one query."""
        versions = StandardTextVersion.objects.filter(
            standard_text__provision__in=list(cites)
        ).order_by("number")
        rows = versions.values_list("standard_text__provision", "number", "body")
        return {cite: Wording(version=number, body=body) for cite, number, body in rows}

    def supply(
        self,
        provision: str,
        *,
        body: str,
        number: int,
        owner: str,
        review_by: date,
        note: str,
        at: datetime,
    ) -> bool:
        """Adds a text for a provision that has none. False: there is one, and it stays."""
        text, created = self.get_or_create(
            provision=provision, defaults={"owner": owner, "review_by": review_by}
        )
        if created:
            StandardTextVersion.objects.create(
                standard_text=text, number=number, body=body, note=note, created_at=at
            )
        return created

    def overdue(self, today: date) -> StandardTextQuerySet:
        return self.filter(review_by__lt=today)


class StandardText(models.Model):
    """The annex wording for one provision: who owns it and when it is to be read again."""

    provision = models.CharField(max_length=60, unique=True)
    owner = models.CharField(max_length=150, help_text="Who keeps this wording right.")
    review_by = models.DateField()

    objects = StandardTextQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Standard text for section {self.provision}"

    @property
    def law(self) -> Provision:
        return catalogue()[self.provision]

    @property
    def current(self) -> StandardTextVersion | None:
        return self.versions.order_by("number").last()


class StandardTextVersion(AppendOnly):
    """One wording as it stood; ``body`` is Markdown. The highest number is in force."""

    standard_text = models.ForeignKey(
        StandardText, on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveIntegerField()
    body = models.TextField()
    note = models.CharField(max_length=300, blank=True, help_text="Why it was changed.")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["standard_text", "number"], name="one_wording_per_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.standard_text}, version {self.number}"


class PublicInterestTest(models.Model):
    """A weighing under s2(2)(b) for one or more qualified claims on the same information.

    One test may weigh several exemptions together ([2025] UKSC 27). Which claims it covers is
    known to the claims, not here.
    """

    class Conclusion(models.TextChoices):
        MAINTAIN = "maintain", "Maintaining the exemption outweighs disclosure"
        DISCLOSE = "disclose", "Maintaining the exemption does not outweigh disclosure"

    conclusion = models.CharField(max_length=10, choices=Conclusion, blank=True)
    reasons = models.TextField(blank=True)
    # By the names of ``exemptions/data/facts.yaml``.
    facts = models.JSONField(default=dict, blank=True)
    decided_on = models.DateField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    def __str__(self) -> str:
        return f"Public interest test {self.pk}"


class Factor(models.Model):
    """One consideration, in a sentence that is specific to the information."""

    class Side(models.TextChoices):
        DISCLOSURE = "disclosure", "For disclosure"
        MAINTAINING = "maintaining", "For maintaining the exemption"

    test = models.ForeignKey(PublicInterestTest, on_delete=models.CASCADE, related_name="factors")
    side = models.CharField(max_length=12, choices=Side)
    position = models.PositiveIntegerField()
    text = models.TextField()

    class Meta:
        ordering = ["side", "position"]

    def __str__(self) -> str:
        return self.text
