"""Rows of the law's wording and of public interest tests. They know no request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import Max, OuterRef, Q, Subquery

from exemptions.annex import Wording
from exemptions.append_only import AppendOnly, AppendOnlyQuerySet
from exemptions.catalogue import Provision, catalogue
from exemptions.dated import DatedValue, dated_values, overlaid
from exemptions.factors import is_unchanged


@dataclass(frozen=True, slots=True)
class VersionNumbers:
    """The last version of a text, and the last one that a lawyer read; 0: none."""

    latest: int
    checked: int


class StandardTextQuerySet(models.QuerySet["StandardText"]):
    def wordings(self, cites: Iterable[str]) -> dict[str, Wording]:
        """The wording in force for each of these citations that has one; one query."""
        versions = StandardTextVersion.objects.filter(
            standard_text__provision__in=list(cites)
        ).order_by("number")
        rows = versions.values_list("standard_text__provision", "number", "body")
        return {cite: Wording(version=number, body=body) for cite, number, body in rows}

    def retired(self, cites: Iterable[str]) -> dict[str, StandardText]:
        """The texts of these citations that are retired, or will be on a day set; one query."""
        texts = self.filter(provision__in=list(cites), retired_on__isnull=False)
        return {text.provision: text for text in texts}

    def numbers(self) -> dict[str, VersionNumbers]:
        """The last version of each text, and the last one that a lawyer read; one query."""
        checked = StandardTextDecision.objects.filter(
            standard_text=OuterRef("pk"), kind=StandardTextDecision.Kind.CHECKED
        ).order_by("-version")
        rows = self.annotate(
            latest=Max("versions__number"), checked=Subquery(checked.values("version")[:1])
        )
        return {
            cite: VersionNumbers(latest or 0, checked or 0)
            for cite, latest, checked in rows.values_list("provision", "latest", "checked")
        }

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
        return self.filter(review_by__lt=today).exclude(retired_on__lte=today)


class StandardText(models.Model):
    """The annex wording for one provision: who owns it and when it is to be read again.

    A text that is retired keeps its versions, and responses that used them stay as they were;
    claiming it anew is warned of. Writing a new version brings it back.
    """

    provision = models.CharField(max_length=60, unique=True)
    owner = models.CharField(max_length=150, help_text="Who keeps this wording right.")
    review_by = models.DateField()
    retired_on = models.DateField(null=True, help_text="From this day on it is not to be used.")
    retired_reason = models.CharField(max_length=300, blank=True)

    objects = StandardTextQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(retired_on=None, retired_reason="")
                | (Q(retired_on__isnull=False) & ~Q(retired_reason="")),
                name="a_text_is_retired_for_a_reason",
            )
        ]

    def __str__(self) -> str:
        return f"Standard text for section {self.provision}"

    @property
    def law(self) -> Provision:
        return catalogue()[self.provision]

    @property
    def current(self) -> StandardTextVersion | None:
        return self.versions.order_by("number").last()

    def is_retired(self, on: date) -> bool:
        return self.retired_on is not None and self.retired_on <= on

    def is_overdue(self, today: date) -> bool:
        """It should have been read again. Nobody needs to read a retired text again."""
        return not self.is_retired(today) and self.review_by < today


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


class StandardTextDecision(AppendOnly):
    """What was decided about a text without changing its words; ``version`` was in force then.

    ``day`` is the next review for REVIEWED, the day from which it is retired for RETIRED, the
    day on which a lawyer read it for CHECKED, and None for HANDED_OVER.
    """

    class Kind(models.TextChoices):
        REVIEWED = "reviewed", "Reviewed, no change"
        HANDED_OVER = "handed_over", "Given to another owner"
        CHECKED = "checked", "Read by a lawyer"
        RETIRED = "retired", "Retired"

    standard_text = models.ForeignKey(
        StandardText, on_delete=models.PROTECT, related_name="decisions"
    )
    kind = models.CharField(max_length=12, choices=Kind)
    version = models.PositiveIntegerField()
    day = models.DateField(null=True)
    note = models.CharField(max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.standard_text}, version {self.version}"


class DatedSettingQuerySet(AppendOnlyQuerySet):
    def with_shipped(self) -> Mapping[str, tuple[DatedValue, ...]]:
        """Every dated value of the law, shipped or added, for ``law_on``; one query."""
        rows = self.order_by("pk")
        return overlaid(dated_values(), ((row.name, row.as_value()) for row in rows))


class DatedSetting(AppendOnly):
    """A word or a number of the law from a day on, beside or in place of what ships.

    ``value`` has the shape that ``exemptions/data/dated.yaml`` has for its name.
    """

    class Name(models.TextChoices):
        SOVEREIGN = "sovereign", "The sovereign"
        COST_LIMIT = "cost_limit", "The cost limit, in pounds"
        HOURLY_RATE = "hourly_rate", "What an hour of work counts, in pounds"
        AGGREGATION = (
            "aggregation_working_days",
            "Working days within which requests may be added up",
        )

    name = models.CharField(max_length=40, choices=Name)
    effective_from = models.DateField()
    value = models.JSONField()
    source = models.CharField(max_length=300, help_text="The instrument that says so.")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()

    objects = DatedSettingQuerySet.as_manager()  # type: ignore[misc]

    def __str__(self) -> str:
        return f"{self.get_name_display()} from {self.effective_from}"

    def as_value(self) -> DatedValue:
        return DatedValue(self.effective_from, self.value, self.source, check="")


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
    # Counts saves, so that the second of two officers is told instead of overwriting.
    revision = models.PositiveIntegerField(default=0)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    saved_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"Public interest test {self.pk}"


class Factor(models.Model):
    """One consideration, in a sentence that is specific to the information.

    ``bank`` names the usual factor it began as, empty when an officer wrote it. Whether it was
    made specific since is not stored: its text is compared with the bank.
    """

    class Side(models.TextChoices):
        DISCLOSURE = "disclosure", "For disclosure"
        MAINTAINING = "maintaining", "For maintaining the exemption"

    test = models.ForeignKey(PublicInterestTest, on_delete=models.CASCADE, related_name="factors")
    side = models.CharField(max_length=12, choices=Side)
    position = models.PositiveIntegerField()
    text = models.TextField()
    bank = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["side", "position"]

    def __str__(self) -> str:
        return self.text

    @property
    def unchanged(self) -> bool:
        """It is a usual factor and says nothing of the information yet."""
        return is_unchanged(self.text)
