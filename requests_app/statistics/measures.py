"""The table of definitions: pages, headings, lists, files and tests read this one.

Each measure says in plain words whom it counts, where the definition comes from and whether that
is certain. Whether a case belongs to it is a function of the case's facts and of the day.
"""

from __future__ import annotations

from dataclasses import dataclass

from requests_app.statistics.measure import ACT, QUARTERLY, Measure
from requests_app.statistics.of_answers import (
    EXTENSIONS,
    OUTCOMES,
    PROCEDURAL,
    SECTION_21,
    STATUS,
    TIMELINESS,
    WAITING,
)
from requests_app.statistics.of_challenges import COMPLAINTS, REVIEW_TIMES, REVIEWS

MEASURES: dict[str, Measure] = {
    measure.key: measure
    for measure in (
        *(*STATUS, *OUTCOMES, *TIMELINESS, *WAITING, *EXTENSIONS, SECTION_21),
        *(*PROCEDURAL, *REVIEWS, *REVIEW_TIMES, *COMPLAINTS),
    )
}


@dataclass(frozen=True, slots=True)
class Partition:
    """The parts of a whole: each case of the whole is in exactly one part, and no other is."""

    whole: str
    parts: tuple[str, ...]


PARTITIONS = (
    Partition("received", ("processed", "not-yet", "on-hold", "lapsed")),
    Partition(
        "processed",
        ("granted", "part", "refused", "s21-only", "procedural", "not-held", "advice", "untold"),
    ),
    Partition("resolvable", ("granted", "part", "refused", "s21-only", "procedural", "not-yet")),
    Partition("processed", ("in-time", "in-extension", "late", "undated")),
    Partition("answered-in-time", ("in-time", "in-extension")),
    Partition("waiting", ("not-yet", "on-hold")),
    Partition(
        "waiting",
        (
            *("waiting-in-time", "waiting-extended", "waiting-stopped", "overdue"),
            "waiting-unknown",
        ),
    ),
    Partition("reviewed", tuple(measure.key for measure in REVIEWS[1:])),
    Partition("review-decided", ("review-20", "review-40", "review-late", "review-undated")),
    Partition("complained", tuple(measure.key for measure in COMPLAINTS[1:])),
)


# --- exemptions, of which there are as many as the law has -------------------------------------

_EXEMPTION = "exemption-"


def exemption_key(section: str) -> str:
    return f"{_EXEMPTION}{section.lower()}"


def exemption(section: str, title: str) -> Measure:
    """Requests whose complete answer claims a limb of this section."""
    return Measure(
        exemption_key(section),
        f"Section {section}: {title}",
        "The complete answer relies on a limb of this section, for at least one question. A "
        "request counts once for each section.",
        f"{QUARTERLY}, exemptions used; {ACT}, s17(1)(b)",
        lambda case: section in case.facts.sections,
    )
