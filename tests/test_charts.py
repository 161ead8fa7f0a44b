"""Charts as files: what they draw, and that the same numbers give the same bytes."""

from __future__ import annotations

import re
import subprocess
import sys
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from requests_app.charts import COLOURS, SVG, Chart, Series, svg

STACKED = Chart(
    "Outcomes",
    ("Jan–Mar 2026", "Apr–Jun 2026"),
    (Series("Granted", (12, 30)), Series("Refused <in part> & late", (1, 20), colour=3)),
)
ACROSS = Chart(
    "Exemptions", ("Section 40", "Section 31"), (Series("Requests", (9, 4)),), across=True
)


def read(content: bytes) -> ET.Element:
    return ET.fromstring(content)  # noqa: S314 - our own


def texts(chart: Chart, *, narrow: bool = False) -> list[str]:
    root = read(svg(chart, narrow=narrow))
    return [one.text for one in root.iter(f"{{{SVG}}}text") if one.text]


def bars(chart: Chart) -> int:
    root = read(svg(chart))
    return sum(one.get("class", "").startswith("rect") for one in root.iter(f"{{{SVG}}}rect"))


@pytest.mark.parametrize("narrow", [False, True])
def test_a_chart_names_its_quarters_its_series_and_the_numbers_that_have_room(
    narrow: bool,
) -> None:
    said = texts(STACKED, narrow=narrow)
    for text in ("Outcomes", *STACKED.labels, "Granted", "Refused <in part> & late"):
        assert text in said
    assert {"12", "30", "20"} <= set(said)


def test_a_number_without_room_is_left_to_the_table() -> None:
    chart = Chart("Outcomes", ("Jan–Mar 2026",), (Series("A", (100,)), Series("B", (3,))))
    assert "3" not in texts(chart)
    assert bars(chart) == 2


def test_bars_that_lie_down_stand_in_the_order_given() -> None:
    root = read(svg(ACROSS))
    heights = {
        one.text: float(one.get("y", "0"))
        for one in root.iter(f"{{{SVG}}}text")
        if one.text in ACROSS.labels
    }
    assert heights["Section 40"] < heights["Section 31"]


def test_the_same_numbers_give_the_same_bytes_in_another_process_and_no_day_is_in_them() -> None:
    code = (
        "import sys; from tests.test_charts import STACKED; from requests_app.charts import svg; "
        "sys.stdout.buffer.write(svg(STACKED))"
    )
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert other.stdout == svg(STACKED)
    assert not re.search(rb"<!--|\d{4}-\d{2}-\d{2}", other.stdout)


def test_a_chart_brings_no_script_and_asks_nobody_for_anything() -> None:
    content = svg(STACKED).decode()
    assert "<script" not in content
    assert "url(" not in content
    assert "pygal.org" not in content


def test_the_library_leaves_pythons_import_alone() -> None:
    assert not [one for one in sys.meta_path if type(one).__module__.startswith("pygal")]


def test_every_colour_stands_out_from_white_by_3_to_1() -> None:
    for colour in COLOURS:
        channels = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        red, green, blue = (
            c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
        )
        luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
        assert 1.05 / (luminance + 0.05) >= 3, colour


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 10**6), min_size=3, max_size=3), min_size=1, max_size=7),
    st.booleans(),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30),
)
def test_any_numbers_are_drawn(numbers: list[list[int]], across: bool, name: str) -> None:
    series = tuple(Series(f"{name} {n}", tuple(row), n) for n, row in enumerate(numbers))
    chart = Chart(name, ("a", "b", "c"), series[:1] if across else series, across=across)
    assert read(svg(chart)).tag == f"{{{SVG}}}svg"
