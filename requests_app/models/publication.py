"""What left the house: letters recorded as sent, entries of the log, and their withdrawal."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from exemptions.append_only import AppendOnly
from requests_app.models.case import FoiRequest
from requests_app.models.rendering import Rendering
from requests_app.models.version import ResponseVersion
from requests_app.querysets import PublicationQuerySet


class Dispatch(AppendOnly):
    """The letter of a version was sent on a day."""

    version = models.OneToOneField(
        ResponseVersion, on_delete=models.PROTECT, related_name="dispatch"
    )
    rendering = models.ForeignKey(Rendering, on_delete=models.PROTECT, related_name="+")
    sent_on = models.DateField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Letter of {self.version}"


class Publication(AppendOnly):
    """An entry of the disclosure log. It is visible once its document is made.

    A record of an earlier log is visible before: its pages were public already.
    """

    foi_request = models.ForeignKey(
        FoiRequest, on_delete=models.PROTECT, related_name="publications"
    )
    version = models.ForeignKey(ResponseVersion, on_delete=models.PROTECT, related_name="+")
    rendering = models.ForeignKey(Rendering, on_delete=models.PROTECT, related_name="+")
    # Copied so that one index serves the list; the record shows the month only.
    published_on = models.DateField(db_index=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField()

    objects = PublicationQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["-published_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["version"], name="a_version_is_published_once")
        ]

    def __str__(self) -> str:
        return f"Publication of {self.foi_request}"

    @property
    def document(self) -> Rendering | None:
        """The PDF, once it is made; there is always one but for a record of an earlier log."""
        return self.rendering if self.rendering.state == Rendering.State.DONE else None


class Withdrawal(AppendOnly):
    """A publication was taken from the log, for a reason the public may read."""

    publication = models.OneToOneField(
        Publication, on_delete=models.PROTECT, related_name="withdrawal"
    )
    reason = models.TextField()
    # The title may be the very thing that had to go, so it is named only where that was said.
    names_title = models.BooleanField(default=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Withdrawal of {self.publication}"


class Replacement(AppendOnly):
    """The record that corrects a withdrawn one; of several the last counts.

    It is public while that record is. A case that is corrected and published again replaces its
    own withdrawn record at the same address, without such a row.
    """

    withdrawal = models.ForeignKey(
        Withdrawal, on_delete=models.PROTECT, related_name="replacements"
    )
    foi_request = models.ForeignKey(FoiRequest, on_delete=models.PROTECT, related_name="replaces")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.foi_request} replaces {self.withdrawal.publication.foi_request}"


class EarlierRecord(AppendOnly):
    """A version that the authority published before it used the portal, word for word.

    It stands in the place of an approval: nobody here drafted or reviewed it, and ``digest`` says
    which text was brought in. Of its date only the month is known.
    """

    version = models.OneToOneField(
        ResponseVersion, on_delete=models.PROTECT, related_name="earlier_record"
    )
    digest = models.CharField(max_length=64)
    loaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    loaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Record of an earlier log: {self.version}"
