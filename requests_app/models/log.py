"""The log as it is listed and searched, and the topics that its records are sorted under."""

from __future__ import annotations

from typing import Any

from django.db import models

from requests_app.models.case import FoiRequest
from requests_app.models.publication import Publication


class LogEntry(models.Model):
    """A visible publication, as lists and the search need it: taken from its stored version.

    A copy that can be made again at any time; nothing but ``requests_app.actions.listing`` writes
    it, in the transaction that makes a record visible or takes it away. The key is in the order of
    the log and is that of the row in the search index.
    """

    key = models.BigIntegerField(primary_key=True)
    publication = models.OneToOneField(Publication, on_delete=models.PROTECT, related_name="entry")
    reference = models.CharField(max_length=40)
    slug = models.SlugField(max_length=40)
    title = models.CharField(max_length=200)
    outcome = models.CharField(max_length=200)
    published_on = models.DateField()
    sections = models.JSONField(default=list)
    request = models.TextField()
    answers = models.TextField()
    annex = models.TextField()

    class Meta:
        ordering = ["-key"]

    def __str__(self) -> str:
        return self.reference


class TopicQuerySet(models.QuerySet[Any]):
    def in_use(self) -> TopicQuerySet:
        """Topics that a case can be put under; a retired one stays where it was set."""
        return self.filter(retired=False)

    def with_uses(self) -> TopicQuerySet:
        """With ``uses``, the number of cases under each; those in use first."""
        counted: TopicQuerySet = self.annotate(uses=models.Count("case_topics"))
        return counted.order_by("retired", "name")


class Topic(models.Model):
    """A subject of the authority's own vocabulary, such as "Roads and transport"."""

    name = models.CharField(max_length=60, unique=True)
    # In addresses, which must stay: a topic that is renamed keeps it.
    slug = models.SlugField(max_length=60, unique=True)
    retired = models.BooleanField(default=False)

    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class CaseTopic(models.Model):
    """A case stands under a topic. It is no part of what was approved."""

    foi_request = models.ForeignKey(
        FoiRequest, on_delete=models.CASCADE, related_name="case_topics"
    )
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="case_topics")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["foi_request", "topic"], name="one_topic_of_a_case")
        ]

    def __str__(self) -> str:
        return f"Case {self.foi_request_id} under {self.topic_id}"
