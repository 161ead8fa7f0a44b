"""A limited child finds every font, also those its warm parent has never used."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from requests_app.rendering.isolation import Limits
from requests_app.rendering.pdf import render, warm_up

# Wide enough for a busy machine; a look-up that waits for a thread never comes back at all.
PATIENT = Limits(wall_seconds=300.0, cpu_seconds=50)


@pytest.mark.parametrize("text", ["Ωμέγα", "Ёлка", "<em>slanted</em>", "<strong>strong</strong>"])
def test_a_font_that_is_new_to_the_warm_parent_is_found(text: str) -> None:
    warm_up()
    html = f'<!DOCTYPE html><html lang="en-GB"><title>T</title><body><h1>T</h1><p>{text}</p></body>'
    rendered = render(html, "record", limits=PATIENT)
    words = PdfReader(io.BytesIO(rendered.content)).pages[0].extract_text()
    assert text.partition(">")[2].partition("<")[0] in words
    if "<" not in text:
        assert text in words
