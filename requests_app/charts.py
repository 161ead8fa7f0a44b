"""Draws charts as SVG files. It knows the library and our colours, and nothing of the work.

A chart is a picture of a table that stands beside it; whoever cannot see it loses nothing. It is
shown as an image, so that its own style sheet needs no exception on the page. The same numbers give
the same bytes.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from xml.etree import ElementTree as ET

from pygal import PluginImportFixer
from pygal.graph.graph import Graph
from pygal.graph.horizontalbar import HorizontalBar
from pygal.graph.stackedbar import StackedBar
from pygal.style import Style

# The library looks for plug-ins of its own at every import of anything; there are none.
sys.meta_path[:] = [one for one in sys.meta_path if not isinstance(one, PluginImportFixer)]

# Told apart by people who see no red or no green, and by their lightness on paper.
# Each stands out from the white ground by 3 to 1 at least.
COLOURS = ("#17505c", "#5694ca", "#b58840", "#a3285f", "#7a8a8d", "#2f7d4f", "#4c2c92")
TEXT = "#0b0c0c"
MUTED = "#505a5f"
SVG = "http://www.w3.org/2000/svg"
SHEETS = (
    "file://style.css",
    "file://graph.css",
    "inline:.bars .rect { stroke: #ffffff !important; stroke-width: 1.5; }",
)
# A number stands in its bar if the bar is at least this part of the longest one.
ROOM = 0.06
FONT = '"Source Sans 3", "Segoe UI", "Helvetica Neue", Arial, sans-serif'


@dataclass(frozen=True, slots=True)
class Series:
    """One colour of a chart, by its place in ``COLOURS``: a name and a number for each label."""

    name: str
    numbers: tuple[int, ...]
    colour: int = 0


@dataclass(frozen=True, slots=True)
class Chart:
    """What a chart shows; ``labels`` name the groups of bars. ``across``: bars lie down."""

    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    across: bool = False


@lru_cache(maxsize=64)
def svg(chart: Chart, *, narrow: bool = False) -> bytes:
    """The chart as an SVG file; ``narrow`` for the window of a telephone."""
    drawn = _graph(chart, narrow=narrow)
    # Bars that lie down are drawn from the bottom.
    order = slice(None, None, -1) if chart.across else slice(None)
    drawn.x_labels = list(chart.labels)[order]
    least = ROOM * max((sum(bar) for bar in zip(*_bars(chart), strict=True)), default=0)
    for series in chart.series:
        drawn.add(series.name, [_value(number, least) for number in series.numbers][order])
    return _without_remarks(drawn.render())


def _bars(chart: Chart) -> list[tuple[int, ...]]:
    return [series.numbers for series in chart.series]


def _value(number: int, least: float) -> dict[str, object]:
    return {"value": number, "formatter": _whole if number and number >= least else _nothing}


def _nothing(_: float) -> str:
    return ""


def _graph(chart: Chart, *, narrow: bool) -> Graph:
    kind = HorizontalBar if chart.across else StackedBar
    return kind(
        style=_style(chart, narrow=narrow),
        title=chart.title,
        width=480 if narrow else 1000,
        height=_height(chart, narrow=narrow),
        js=[],
        no_prefix=True,
        show_legend=len(chart.series) > 1,
        legend_at_bottom=True,
        legend_at_bottom_columns=1 if narrow else 2,
        legend_box_size=16,
        css=SHEETS,
        print_values=True,
        print_zeroes=False,
        value_formatter=_whole,
        x_label_rotation=30 if narrow and not chart.across else 0,
        # The library turns its axes with the bars: these are the numbers below them.
        show_x_labels=not chart.across,
        show_x_guides=False,
        order_min=0,
        min_scale=1,
        truncate_legend=-1,
        truncate_label=-1,
        no_data_text="No requests",
        margin=10,
        spacing=12,
    )


def _height(chart: Chart, *, narrow: bool) -> int:
    if chart.across:
        return 80 + 44 * len(chart.labels)
    return 380 + 28 * (len(chart.series) if narrow else (len(chart.series) + 1) // 2)


def _style(chart: Chart, *, narrow: bool) -> Style:
    colours = tuple(COLOURS[series.colour] for series in chart.series)
    size = 17 if narrow else 16
    return Style(
        background="#ffffff",
        plot_background="#ffffff",
        foreground=TEXT,
        foreground_strong=TEXT,
        foreground_subtle=MUTED,
        font_family=FONT,
        colors=colours,
        value_colors=_on(colours),
        title_font_size=size + 2,
        label_font_size=size,
        major_label_font_size=size,
        legend_font_size=size,
        value_font_size=size,
        no_data_font_size=size + 4,
        opacity="1",
        opacity_hover="1",
        transition="none",
        guide_stroke_color="#d0d4d6",
        major_guide_stroke_color="#d0d4d6",
        guide_stroke_dasharray="1,0",
        major_guide_stroke_dasharray="1,0",
    )


def _on(colours: Sequence[str]) -> tuple[str, ...]:
    """Black or white, whichever can be read on the colour."""
    return tuple("#ffffff" if _luminance(colour) < 0.3 else TEXT for colour in colours)


def _luminance(colour: str) -> float:
    red, green, blue = (int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5))
    return 0.2126 * red * red + 0.7152 * green * green + 0.0722 * blue * blue


def _whole(number: float | None) -> str:
    return f"{number:,.0f}" if number else "0"


def _without_remarks(rendered: bytes) -> bytes:
    """The library signs its work with the day, and brings a script that nobody runs."""
    ET.register_namespace("", SVG)
    ET.register_namespace("xlink", "http://www.w3.org/1999/xlink")
    root = ET.fromstring(rendered)  # noqa: S314 - our own
    for parent in list(root.iter()):
        for script in parent.findall(f"{{{SVG}}}script"):
            parent.remove(script)
    content: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return content
