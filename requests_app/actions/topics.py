"""The vocabulary of topics, and the topics of a case. They help to find a record, no more."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils.text import slugify

from requests_app import audit
from requests_app.actions.base import Refused, locked, roles_of
from requests_app.actions.listing import list_again
from requests_app.models import CaseTopic, FoiRequest, Topic
from requests_app.workflow import NotAllowed, Role, Verb

KEEPERS = frozenset({Role.LIBRARY_EDITOR, Role.ADMINISTRATOR})


def require_keeper(user: User) -> None:
    """Raises NotAllowed unless this person may change the vocabulary."""
    if not roles_of(user) & KEEPERS:
        raise NotAllowed(
            "Only a person with the role library editor or administrator may change the topics."
        )


def save_topic(name: str, *, topic: Topic | None = None, by: User, at: datetime) -> Topic:
    """Adds a topic, or renames one: its address stays. Raises NotAllowed, Refused."""
    require_keeper(by)
    name = " ".join(name.split())
    slug = topic.slug if topic else slugify(name)
    if not slug:
        raise Refused("Enter the name of the topic in letters.", field="name")
    same_name = Topic.objects.filter(name__iexact=name).exclude(pk=topic.pk if topic else None)
    if same_name.exists():
        raise Refused(f"There is a topic called {name} already.", field="name")
    try:
        with transaction.atomic():
            row = topic or Topic(slug=slug)
            row.name = name
            row.save()
            audit.record(None, "topic_saved", by=by, at=at, topic=row.pk)
    except IntegrityError as error:
        raise Refused(f"There is a topic much like {name} already.", field="name") from error
    return row


def retire_topic(topic: Topic, *, retired: bool, by: User, at: datetime) -> None:
    """Offers a topic no more, or again. Records stay where they were put."""
    require_keeper(by)
    with transaction.atomic():
        changed = Topic.objects.filter(pk=topic.pk, retired=not retired).update(retired=retired)
        if changed:
            verb = "topic_retired" if retired else "topic_taken_back"
            audit.record(None, verb, by=by, at=at, topic=topic.pk)


def set_topics(case: FoiRequest, topics: Collection[Topic], *, by: User, at: datetime) -> None:
    """Puts a case under these topics and no others. Raises NotAllowed, Refused."""
    with locked(case, Verb.SET_TOPICS, by=by) as row:
        set_before = set(row.case_topics.values_list("topic_id", flat=True))
        wanted = {topic.pk for topic in topics}
        if any(topic.retired and topic.pk not in set_before for topic in topics):
            raise Refused("A topic that was retired cannot be chosen any more.", field="topics")
        if wanted == set_before:
            return
        row.case_topics.exclude(topic__in=wanted).delete()
        CaseTopic.objects.bulk_create(
            CaseTopic(foi_request=row, topic_id=topic) for topic in sorted(wanted - set_before)
        )
        list_again(row)
        audit.record(row, "topics_set", by=by, at=at, topics=sorted(wanted))
