"""The authority's and the regulator's particulars as dated rows: the law moves under a letter."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models

from exemptions.append_only import AppendOnly, AppendOnlyQuerySet
from exemptions.authority import Authority, AuthorityType
from requests_app.outcome_words import vocabularies
from requests_app.particulars import Particulars

OPEN_GOVERNMENT_LICENCE = (
    "You may use and re-use this information free of charge under the Open Government Licence "
    "v3.0, except where it says otherwise."
)
OPEN_GOVERNMENT_LICENCE_URL = (
    "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
)


class AuthorityParticularsQuerySet(AppendOnlyQuerySet):
    def effective(self, on: date) -> AuthorityParticulars | None:
        """The particulars in force on a day: the latest begun, the newest row of that day.

        A document that bears a day before all of them takes the first: a log that is brought
        in is older than the portal. None: there are none at all.
        """
        rows = self.order_by("effective_from", "pk")
        return rows.filter(effective_from__lte=on).last() or rows.first()


class AuthorityParticulars(AppendOnly):
    """What letters say about the authority and the regulator from a day on (s17(7))."""

    effective_from = models.DateField()
    authority_name = models.CharField(max_length=200)
    authority_address = models.TextField()
    foi_email = models.EmailField()
    website = models.URLField(blank=True)
    team_name = models.CharField(max_length=200, default="Freedom of Information team")
    review_how = models.TextField()
    review_ask_days = models.PositiveSmallIntegerField(default=40)
    review_answer_days = models.PositiveSmallIntegerField(default=20)
    regulator_name = models.CharField(max_length=200)
    regulator_short_name = models.CharField(max_length=20)
    regulator_address = models.TextField()
    regulator_phone = models.CharField(max_length=40, blank=True)
    regulator_url = models.URLField()
    complaint_weeks = models.PositiveSmallIntegerField(default=6)
    licence = models.TextField(blank=True, default=OPEN_GOVERNMENT_LICENCE)
    licence_url = models.URLField(blank=True, default=OPEN_GOVERNMENT_LICENCE_URL)
    # For how long after the end of a case its requester's data are kept. 0: until erased by hand.
    retention_months = models.PositiveSmallIntegerField(default=0)
    # Some exemptions and the cost limit are not for every authority (ss12, 33, 35, 36).
    authority_type = models.CharField(
        max_length=20,
        choices=[(kind.value, kind.label) for kind in AuthorityType],
        default=AuthorityType.OTHER,
    )
    has_audit_functions = models.BooleanField(default=False)
    is_public_record_office = models.BooleanField(default=False)
    # The name of a vocabulary of outcome_words; the words are data, so they are no choices here.
    outcome_vocabulary = models.CharField(max_length=30, default="portal")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField()

    objects = AuthorityParticularsQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name_plural = "authority particulars"

    def __str__(self) -> str:
        return f"{self.authority_name} from {self.effective_from}"

    @property
    def vocabulary_title(self) -> str:
        """Whose words for outcomes are used; one that no longer ships is named as stored."""
        words = vocabularies().get(self.outcome_vocabulary)
        return words.title if words else self.outcome_vocabulary

    @property
    def authority(self) -> Authority:
        """The authority so far as the law asks what kind it is."""
        return Authority(
            type=AuthorityType(self.authority_type),
            has_audit_functions=self.has_audit_functions,
            is_public_record_office=self.is_public_record_office,
        )

    def as_value(self: Self) -> Particulars:
        return Particulars(
            **{name: getattr(self, name) for name in Particulars.__dataclass_fields__}
        )


class ParticularsConfirmation(AppendOnly):
    """Somebody looked at what is in force, the regulator above all, and it is still right."""

    particulars = models.ForeignKey(
        AuthorityParticulars, on_delete=models.PROTECT, related_name="confirmations"
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.particulars}, confirmed on {self.confirmed_at:%Y-%m-%d}"
