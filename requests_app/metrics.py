"""Numbers for whoever watches the portal, in Prometheus' form.

They are counted from the database when they are asked for, so that any web host tells the same
of the whole portal; nothing is summed up in the memory of one process.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count
from django.utils.timezone import localdate
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from requests_app.health import last_swept
from requests_app.models import Alert, FoiRequest, Rendering


def told(at: datetime) -> bytes:
    """All of them as text; seven queries, however much there is."""
    registry = CollectorRegistry()
    registry.register(_Portal(at))
    return generate_latest(registry)


class _Portal(Collector):
    def __init__(self, at: datetime) -> None:
        self.at = at

    def describe(self) -> list[Metric]:
        return []

    def collect(self) -> Iterator[Metric]:
        yield _by_label("foi_documents", "Documents by state.", "state", _documents_by_state())
        yield self._age(
            "foi_document_waiting_seconds",
            "For how long the oldest unfinished document has waited.",
            Rendering.objects.oldest_waiting(),
        )
        yield self._age(
            "foi_sweep_age_seconds",
            "For how long the sweeper has been silent.",
            last_swept(),
        )
        urgency = FoiRequest.objects.by_urgency(localdate(self.at))
        yield _by_label(
            "foi_cases",
            "Cases by how near their deadline is.",
            "urgency",
            {kind.name.lower(): count for kind, count in urgency.items()},
        )

        yield _by_label("foi_alerts", "Alerts by e-mail.", "state", _alerts_by_state())

    def _age(self, name: str, text: str, since: datetime | None) -> Metric:
        age = (self.at - since).total_seconds() if since else 0.0
        return GaugeMetricFamily(name, text, value=max(0.0, age))


def _documents_by_state() -> dict[str, int]:
    counted = dict(
        Rendering.objects.order_by().values_list("state").annotate(documents=Count("pk"))
    )
    return {state: counted.get(state, 0) for state in Rendering.State.values}


def _alerts_by_state() -> dict[str, int]:
    """Those that are confirmed, and those that wait for it."""
    counted = Alert.objects.aggregate(confirmed=Count("confirmed_at"), every=Count("pk"))
    confirmed = counted["confirmed"]
    return {"confirmed": confirmed, "waiting": counted["every"] - confirmed}


def _by_label(name: str, text: str, label: str, values: dict[str, int]) -> Metric:
    family = GaugeMetricFamily(name, text, labels=[label])
    for value, count in values.items():
        family.add_metric([value], count)
    return family
