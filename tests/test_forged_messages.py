"""Whoever reaches the broker may send any task with any argument: it changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Model

from foi_portal.celery import app
from requests_app import tasks
from requests_app.models import FoiRequest, Heartbeat, Rendering
from tests import factories as given

pytestmark = pytest.mark.django_db

OURS = f"{tasks.__name__}."
STRANGE: list[Any] = [0, -1, 2**70, "1 OR 1=1", "../../etc/passwd", None, {"pk": 1}, [1, 2], 1.5]
MORE: list[dict[str, Any]] = [
    {"at": "2000-01-01T00:00:00Z"},
    {"by": 1},
    {"rendering_id": 1, "path": "/etc/passwd"},
]
# When a sweeper ran, which it says of itself.
TOLD: dict[type[Model], str] = {Heartbeat: "at", Rendering: "queued_at"}


def content() -> dict[str, list[dict[str, Any]]]:
    """Every row of the portal, without what only says that a sweeper has been there."""
    return {
        model.__name__: [
            {name: value for name, value in row.items() if name != TOLD.get(model)}
            for row in model._default_manager.order_by("pk").values()
        ]
        for model in apps.get_models()
    }


def ours() -> list[str]:
    return sorted(name for name in app.tasks if name.startswith(OURS))


def messages() -> Iterator[tuple[str, list[Any], dict[str, Any]]]:
    known = [*FoiRequest.objects.values_list("pk", flat=True)]
    known += Rendering.objects.values_list("pk", flat=True)
    for name in ours():
        yield name, [], {}
        for one in (*STRANGE, *known):
            yield name, [one], {}
        for more in MORE:
            yield name, [1], more
        yield name, [1, 2, 3], {}


def sent(name: str, arguments: list[Any], named: dict[str, Any]) -> None:
    """Runs the task as the worker does that took the message: what it raises goes to the log."""
    app.tasks[name].apply(args=arguments, kwargs=named, throw=False)


@pytest.fixture
def portal(caplog: pytest.LogCaptureFixture) -> None:
    """Cases in many states; what waits for a sweeper has been done."""
    given.received(reference="NEW-1")
    given.complete(reference="DRAFT-1")
    given.in_review(reference="REVIEW-1")
    given.published(reference="PUBLISHED-1")
    given.withdrawn(reference="WITHDRAWN-1")
    for rendering in Rendering.objects.all():
        sent(f"{OURS}render", [rendering.pk], {})
    for name in ours():
        sent(name, [], {})


def test_a_forged_message_changes_nothing(portal: None) -> None:
    before, said = content(), 0
    assert len(ours()) > 12
    for name, arguments, named in messages():
        sent(name, arguments, named)
        said += 1
    assert content() == before
    assert said > 300


def test_a_change_would_be_noticed(portal: None) -> None:
    before = content()
    FoiRequest.objects.filter(reference="PUBLISHED-1").update(title="Another")
    assert content() != before


def test_no_other_task_can_be_asked_for() -> None:
    """Celery's own only run others; none of them takes a command, a path or an address."""
    others = {name for name in app.tasks if not name.startswith(OURS)}
    assert others == {
        *("celery.accumulate", "celery.backend_cleanup", "celery.chain", "celery.chord"),
        *("celery.chord_unlock", "celery.chunks", "celery.group", "celery.map", "celery.starmap"),
    }
