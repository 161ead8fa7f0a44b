"""Counts the facts of many requests by quarter and measure. A number is the length of its list."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from requests_app.statistics.facts import CaseFacts, Judged, judge
from requests_app.statistics.measure import Measure
from requests_app.statistics.measures import MEASURES, exemption, exemption_key
from requests_app.statistics.quarters import Quarter, Span

SECTION_21 = "21"


@dataclass(frozen=True, slots=True)
class Layout:
    """A table as it is shown; ``exemptions``: it has a row for every section that was used."""

    key: str
    title: str
    intro: str
    measures: tuple[str, ...]
    exemptions: bool = False


LAYOUTS = (
    Layout(
        "code",
        "What the Code of Practice asks for",
        "The figures that section 45’s Code of Practice asks authorities with more than 100 staff "
        "to publish.",
        (
            *("received", "waiting", "waiting-extended", "waiting-stopped"),
            *("processed", "in-time", "in-extension", "late", "undated"),
            *("granted", "refused", "s21-only", "procedural", "not-held", "part", "reviewed"),
        ),
    ),
    Layout(
        "status",
        "What became of the requests",
        "Every request received is in exactly one of the four states.",
        ("received", "processed", "not-yet", "on-hold", "lapsed"),
    ),
    Layout(
        "outcomes",
        "Outcomes of resolvable requests",
        "The outcome of the first complete answer, derived from the decision on each question.",
        (
            *("resolvable", "granted", "part", "refused", "s21-only", "procedural", "not-yet"),
            *("not-held", "advice", "untold"),
        ),
    ),
    Layout(
        "timeliness",
        "Answered in time",
        "Of the requests that were processed.",
        ("processed", "in-time", "in-extension", "late", "undated", "answered-in-time"),
    ),
    Layout(
        "waiting",
        "Still waiting",
        "As things stand today.",
        (
            *("waiting", "waiting-in-time", "waiting-extended", "waiting-stopped", "overdue"),
            "waiting-unknown",
        ),
    ),
    Layout(
        "extensions",
        "Extended for the public interest test",
        "Extensions as they were recorded, whatever became of the request.",
        ("extended", "extended-late", "extended-long"),
    ),
    Layout(
        "exemptions",
        "Exemptions used",
        "A request may rely on several, so these do not add up to the number refused.",
        (),
        exemptions=True,
    ),
    Layout(
        "s21",
        "Already available (section 21)",
        "In law an exemption, but nothing is kept from anybody.",
        ("s21", "s21-only"),
    ),
    Layout(
        "procedural",
        "Refused without looking at the information",
        "A request counts in each row that applies to one of its questions.",
        ("procedural", "refused-cost", "refused-vexatious", "refused-repeated"),
    ),
    Layout(
        "reviews",
        "Internal reviews",
        "What the authority itself decided when the requester was dissatisfied.",
        (
            *("reviewed", "review-upheld", "review-part", "review-overturned"),
            *("review-withdrawn", "review-waiting"),
        ),
    ),
    Layout(
        "review-times",
        "Time for internal reviews",
        "The Code gives 20 working days, and 40 exceptionally.",
        ("review-decided", "review-20", "review-40", "review-late", "review-undated"),
    ),
    Layout(
        "complaints",
        "Complaints to the regulator",
        "What the regulator decided under section 50.",
        tuple(key for key in MEASURES if key.startswith("compla")),
    ),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A number, and the number of which it is a share; ``behind`` gives the requests."""

    span: Span
    number: int
    whole: int | None = None

    @property
    def percent(self) -> int | None:
        """Of the whole, rounded half up; None without one."""
        return (200 * self.number + self.whole) // (2 * self.whole) if self.whole else None

    def is_small(self, fewest: int) -> bool:
        """Whether the number is so small that it might single somebody out."""
        return 0 < self.number < fewest


@dataclass(frozen=True, slots=True)
class Row:
    """``cells`` by quarter, then ``total`` over all of them, as shares of ``whole``."""

    measure: Measure
    whole: Measure | None
    cells: tuple[Cell, ...]
    total: Cell


@dataclass(frozen=True, slots=True)
class Table:
    layout: Layout
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Statistics:
    """The facts of a span of quarters, ready to be counted; ``today`` decides what is overdue.

    ``titles`` names the sections of the law by their number.
    """

    span: Span
    facts: Sequence[CaseFacts]
    today: date
    titles: Mapping[str, str]
    _judged: dict[Quarter, list[Judged]] = field(default_factory=dict, repr=False)
    _found: dict[str, dict[Quarter, tuple[int, ...]]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        for quarter in self.span.quarters:
            self._judged[quarter] = []
        for one in self.facts:
            self._judged[Quarter.of(one.received)].append(judge(one, self.today))

    def measure(self, key: str) -> Measure | None:
        """Also one of an exemption that nobody used: its list is empty, not unknown."""
        if key in MEASURES:
            return MEASURES[key]
        section = next((one for one in self.titles if exemption_key(one) == key), None)
        if section is None or section == SECTION_21:
            return None
        return exemption(section, self.titles[section])

    def behind(self, measure: Measure, span: Span | None = None) -> tuple[int, ...]:
        """The keys of the requests that a number counts, in the order of the facts."""
        by_quarter = self._by_quarter(measure)
        return tuple(key for quarter in (span or self.span).quarters for key in by_quarter[quarter])

    def _by_quarter(self, measure: Measure) -> dict[Quarter, tuple[int, ...]]:
        if measure.key not in self._found:
            self._found[measure.key] = {
                quarter: tuple(one.facts.key for one in judged if measure.holds(one))
                for quarter, judged in self._judged.items()
            }
        return self._found[measure.key]

    def judged(self, keys: Collection[int]) -> dict[int, Judged]:
        """What was found out about these requests."""
        wanted = set(keys)
        return {
            one.facts.key: one
            for judged in self._judged.values()
            for one in judged
            if one.facts.key in wanted
        }

    def tables(self) -> tuple[Table, ...]:
        return tuple(Table(layout, tuple(self._rows(self._measures(layout)))) for layout in LAYOUTS)

    def row(self, measure: Measure) -> Row:
        spans = [Span(quarter, quarter) for quarter in self.span.quarters]
        cells = tuple(self._cell(measure, span) for span in spans)
        return Row(measure, _whole(measure), cells, self._cell(measure, self.span))

    def exemption_row(self, section: str) -> Row:
        return self.row(exemption(section, self.titles[section]))

    def sections(self) -> list[str]:
        """The sections that were relied on, in the order of the Act, without section 21."""
        used = {section for one in self.facts for section in one.sections}
        return [one for one in self.titles if one in used and one != SECTION_21]

    def _measures(self, layout: Layout) -> list[Measure]:
        if layout.exemptions:
            return [exemption(section, self.titles[section]) for section in self.sections()]
        return [MEASURES[key] for key in layout.measures]

    def _rows(self, measures: Collection[Measure]) -> Iterator[Row]:
        for measure in measures:
            row = self.row(measure)
            if row.total.number or not measure.quiet:
                yield row

    def _cell(self, measure: Measure, span: Span) -> Cell:
        whole = _whole(measure)
        return Cell(span, self._count(measure, span), self._count(whole, span) if whole else None)

    def _count(self, measure: Measure, span: Span) -> int:
        by_quarter = self._by_quarter(measure)
        return sum(len(by_quarter[quarter]) for quarter in span.quarters)


def _whole(measure: Measure) -> Measure | None:
    return MEASURES[measure.share_of] if measure.share_of else None
