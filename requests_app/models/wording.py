"""The library's wording in one case: adapted for it, and as it was used in what was submitted."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef

from exemptions.append_only import AppendOnly, AppendOnlyQuerySet
from requests_app.models.case import FoiRequest
from requests_app.models.version import ResponseVersion
from requests_app.workflow import State


class AdaptedWording(models.Model):
    """The standard text of a provision, changed for one case; ``base`` is the version changed.

    It stays when the claim goes, so that nothing typed is lost; a provision that is not
    claimed has no section for it.
    """

    foi_request = models.ForeignKey(
        FoiRequest, on_delete=models.CASCADE, related_name="adapted_wordings"
    )
    provision = models.CharField(max_length=60)
    base = models.PositiveIntegerField()
    body = models.TextField()
    reason = models.CharField(max_length=300)
    # Counts saves, so that the second of two officers is told instead of overwriting.
    revision = models.PositiveIntegerField(default=1)
    adapted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    adapted_at = models.DateTimeField()

    class Meta:
        ordering = ["provision"]
        constraints = [
            models.UniqueConstraint(
                fields=["foi_request", "provision"], name="one_adapted_wording_per_provision"
            )
        ]

    def __str__(self) -> str:
        return f"Wording of section {self.provision} for {self.foi_request}"


class WordingUseQuerySet(AppendOnlyQuerySet):
    def of_last_versions(self) -> WordingUseQuerySet:
        """What the last submitted version of each case shows: one row a case and provision."""
        later = ResponseVersion.objects.filter(
            foi_request=OuterRef("version__foi_request"),
            number__gt=OuterRef("version__number"),
        )
        return self.filter(~Exists(later))

    def adapted(self) -> WordingUseQuerySet:
        return self.exclude(adapted_body="")

    def waiting(self) -> WordingUseQuerySet:
        """In versions that are under review, or approved and not published yet."""
        states = [State.IN_REVIEW, State.APPROVED]
        return self.of_last_versions().filter(version__foi_request__state__in=states)


class WordingUse(AppendOnly):
    """A version of a response shows the wording of a provision, as it stood or adapted.

    ``number`` is the version of the standard text. The words stand in the response; an adapted
    text is here as well, as it was before its gaps were filled, with the reason for it.
    """

    version = models.ForeignKey(ResponseVersion, on_delete=models.PROTECT, related_name="wordings")
    provision = models.CharField(max_length=60, db_index=True)
    number = models.PositiveIntegerField()
    adapted_body = models.TextField(blank=True)
    adapted_reason = models.CharField(max_length=300, blank=True)

    objects = WordingUseQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "provision"], name="one_wording_use_per_provision"
            )
        ]

    def __str__(self) -> str:
        return f"Wording of section {self.provision} in {self.version}"

    @property
    def adapted(self) -> bool:
        return bool(self.adapted_body)
