"""Topics: the vocabulary, the topics of a case, and where the public meets them."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from requests_app.actions import topics as verbs
from requests_app.actions.base import Refused
from requests_app.models import AuditEvent, Topic
from tests import factories as given
from tests.visiting import queries_of, signed_in

pytestmark = pytest.mark.django_db

LOG = "/disclosure-log/"


def put_under(case: object, *names: str) -> None:
    rows = [given.topic(name) for name in names]
    verbs.set_topics(case, rows, by=given.alice(), at=given.AT)  # type: ignore[arg-type]


def test_there_is_a_vocabulary_to_begin_with() -> None:
    assert Topic.objects.filter(slug="roads-and-transport", retired=False).exists()


def test_a_library_editor_adds_renames_and_retires_a_topic() -> None:
    client = signed_in(given.dora())
    client.post(reverse("topic-new"), {"name": " Street   lights "})
    topic = Topic.objects.get(slug="street-lights")
    assert topic.name == "Street lights"
    client.post(reverse("topic", args=[topic.pk]), {"name": "Lamps"})
    client.post(reverse("topic-retire", args=[topic.pk]))
    topic.refresh_from_db()
    assert (topic.name, topic.slug, topic.retired) == ("Lamps", "street-lights", True)
    page = client.get(reverse("topics")).text
    assert "Lamps <strong" in page
    client.post(reverse("topic-take-back", args=[topic.pk]))
    told = AuditEvent.objects.filter(detail__topic=topic.pk).values_list("verb", flat=True)
    assert list(told) == ["topic_saved", "topic_saved", "topic_retired", "topic_taken_back"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("PARKING", "There is a topic called PARKING already."),
        ("Parking!", "There is a topic much like Parking! already."),
        ("!!!", "Enter the name of the topic in letters."),
    ],
)
def test_a_name_that_cannot_be_is_told_beside_the_field(name: str, said: str) -> None:
    page = signed_in(given.dora()).post(reverse("topic-new"), {"name": name})
    assert said in page.text
    assert f'value="{name}"' in page.text


def test_an_officer_chooses_the_topics_of_a_published_record() -> None:
    case = given.published(reference="CAS-1")
    lights, roads = given.topic("Street lights"), given.topic("Roads and transport")
    given.topic("Unused")
    client = signed_in(given.alice())
    client.post(reverse("case-topics", args=[case.slug]), {"topics": [lights.pk, roads.pk]})
    record = Client().get(reverse("record", args=[case.slug])).text
    assert f"{LOG}?topic=street-lights" in record
    assert "Street lighting" in Client().get(LOG, {"topic": "street-lights"}).text
    assert "Street lighting" not in Client().get(LOG, {"topic": "unused"}).text
    client.post(reverse("case-topics", args=[case.slug]), {"topics": [roads.pk]})
    assert "Street lighting" not in Client().get(LOG, {"topic": "street-lights"}).text
    assert "chose the topics" in client.get(reverse("request", args=[case.slug])).text


def test_topics_are_no_part_of_what_was_approved() -> None:
    case = given.approved()
    digest = given.current(case).digest
    put_under(case, "Street lights")
    assert given.current(case).digest == digest
    case.refresh_from_db()
    assert case.state == "approved"


def test_topics_of_a_draft_are_not_shown() -> None:
    case = given.in_review()
    put_under(case, "Street lights")
    assert case.title not in Client().get(LOG, {"topic": "street-lights"}).text


def test_a_retired_topic_stays_on_its_records_and_is_chosen_no_more() -> None:
    case, other = given.published(), given.published(title="Another")
    put_under(case, "Street lights")
    topic = given.topic("Street lights")
    verbs.retire_topic(topic, retired=True, by=given.dora(), at=given.AT)
    topic.refresh_from_db()
    assert "Street lighting" in Client().get(LOG, {"topic": "street-lights"}).text
    assert ">Street lights</option>" not in Client().get(LOG).text
    with pytest.raises(Refused, match="retired"):
        verbs.set_topics(other, [topic], by=given.alice(), at=given.AT)
    # Saving what is there already is no new choice.
    client = signed_in(given.alice())
    page = client.get(reverse("case-topics", args=[case.slug])).text
    assert "Street lights (retired)" in page


def test_saving_the_same_topics_again_is_no_deed() -> None:
    case = given.published()
    put_under(case, "Street lights")
    before = AuditEvent.objects.count()
    put_under(case, "Street lights")
    assert AuditEvent.objects.count() == before


def test_the_list_of_topics_costs_as_many_queries_however_many() -> None:
    client = signed_in(given.dora())
    few = queries_of(client, reverse("topics"))
    case = given.received()
    put_under(case, *(f"Subject {number}" for number in range(10)))
    assert queries_of(client, reverse("topics")) == few
