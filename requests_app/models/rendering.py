"""Documents to be made from what is stored: the row is the truth, the broker only a hint."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from exemptions.append_only import AppendOnly, AppendOnlyQuerySet
from requests_app.models.case import FoiRequest
from requests_app.models.notice import Notice
from requests_app.models.particulars import AuthorityParticulars
from requests_app.models.version import ResponseVersion
from requests_app.querysets import RenderingQuerySet


class Rendering(models.Model):
    """One PDF of one version, or of one notice. ``dated`` is None for the pages one reads first.

    A letter is dated with the day of sending, a record with the first day of the month of
    publication; nothing else differs between the two.
    """

    class Kind(models.TextChoices):
        LETTER = "letter", "Letter"
        RECORD = "record", "Public record"
        NOTICE = "notice", "Letter before the response"

    class State(models.TextChoices):
        # Nobody waits for it: it is queued when the worker has nothing else to do.
        DEFERRED = "deferred", "Waiting for a quiet moment"
        QUEUED = "queued", "Waiting for the worker"
        RENDERING = "rendering", "Being made"
        DONE = "done", "Ready"
        FAILED = "failed", "Failed"
        ERASED = "erased", "Erased with the requester’s data"

    version = models.ForeignKey(
        ResponseVersion, on_delete=models.PROTECT, null=True, related_name="renderings"
    )
    notice = models.ForeignKey(
        Notice, on_delete=models.PROTECT, null=True, related_name="renderings"
    )
    kind = models.CharField(max_length=10, choices=Kind)
    dated = models.DateField(null=True)
    # None: there were none when the document was asked for; the worker looks again.
    particulars = models.ForeignKey(
        AuthorityParticulars, on_delete=models.PROTECT, null=True, related_name="+"
    )
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    # When somebody asked for it, or asked for another try.
    asked_at = models.DateTimeField()
    # When the broker was last told; the sweeper tells it again when nothing came of it.
    queued_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(default=0)
    pages = models.PositiveIntegerField(default=0)

    objects = RenderingQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="notice", notice__isnull=False, version=None)
                | Q(kind__in=["letter", "record"], notice=None, version__isnull=False),
                name="a_document_is_of_a_version_or_of_a_notice",
            ),
            models.UniqueConstraint(
                fields=["notice"], condition=Q(dated=None), name="one_first_document_per_notice"
            ),
            models.UniqueConstraint(
                fields=["notice", "dated"],
                condition=Q(dated__isnull=False),
                name="one_dated_document_per_notice_and_day",
            ),
            models.UniqueConstraint(
                fields=["version", "kind"],
                condition=Q(dated=None),
                name="one_review_document_per_kind",
            ),
            models.UniqueConstraint(
                fields=["version", "kind", "dated"],
                condition=Q(dated__isnull=False),
                name="one_dated_document_per_kind_and_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.version or self.notice}"

    @property
    def source(self) -> ResponseVersion | Notice:
        """What the document is made from; a constraint says that it is one of the two."""
        source = self.version or self.notice
        if source is None:
            raise RuntimeError(f"Document {self.pk} is made from nothing.")
        return source

    @property
    def foi_request(self) -> FoiRequest:
        """The case that the document belongs to."""
        return self.source.foi_request

    @property
    def extent(self) -> str:
        """What a link to the finished document tells: "PDF, 61 kB, 5 pages"."""
        pages = "1 page" if self.pages == 1 else f"{self.pages} pages"
        return f"PDF, {max(1, round(self.size / 1000))} kB, {pages}"


class ErasableQuerySet(AppendOnlyQuerySet):
    def erase(self) -> None:
        """Removes rows that the database lets go: letters whose requester is erased, and files
        that lie in another place as well."""
        models.QuerySet.delete(self)


class RenderedDocument(AppendOnly):
    """The file of a finished rendering: its bytes, or the name of its object in the bucket.

    Bytes lie in the database so that "done" and the file are one commit, and so that any number of
    web and worker hosts see the same file. An object is in the bucket before its row is here.

    A rendering has one row. It has another when the first was lost or damaged and the same bytes
    were made again, or when they were moved to another place: the last counts, and the database
    lets the earlier ones go.
    """

    rendering = models.ForeignKey(Rendering, on_delete=models.PROTECT, related_name="documents")
    content = models.BinaryField(null=True)
    object_name = models.CharField(
        max_length=100, blank=True, default="", db_default="", db_index=True
    )

    objects = ErasableQuerySet.as_manager()  # type: ignore[misc]
    may_be_erased = True

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(content__isnull=False, object_name="")
                | Q(content=None, object_name__gt=""),
                name="a_file_lies_in_one_place",
            )
        ]

    def __str__(self) -> str:
        return f"Document of {self.rendering}"


class FileRemoval(models.Model):
    """An object that has to leave the bucket; the row goes with it.

    What is put there has such a row from before until a document names it, for the next day.
    """

    object_name = models.CharField(max_length=100)
    # From when on it has to go.
    asked_at = models.DateTimeField()
    told_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Removal of {self.object_name}"


class RenderedText(AppendOnly):
    """The words of a finished rendering, read back from its PDF by the worker.

    The gate looks in them for what is withheld. A document that is older than this has none.
    """

    rendering = models.OneToOneField(Rendering, on_delete=models.PROTECT, related_name="words")
    text = models.TextField()

    objects = ErasableQuerySet.as_manager()  # type: ignore[misc]
    may_be_erased = True

    def __str__(self) -> str:
        return f"Words of {self.rendering}"
