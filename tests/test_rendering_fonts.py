"""A limited child finds every font, also those its warm parent has never used."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import pytest
from cffi.cparser import Parser  # type: ignore[import-untyped]
from pypdf import PdfReader

from requests_app.rendering.isolation import Limits, RenderFailed
from requests_app.rendering.pdf import make, render, warm_up

# Wide enough for a busy machine; a look-up that waits for a thread never comes back at all.
PATIENT = Limits(wall_seconds=300.0, cpu_seconds=50)


def document(text: str) -> str:
    return f'<!DOCTYPE html><html lang="en-GB"><title>T</title><body><h1>T</h1><p>{text}</p></body>'


@pytest.mark.parametrize("text", ["Ωμέγα", "Ёлка", "<em>slanted</em>", "<strong>strong</strong>"])
def test_a_font_that_is_new_to_the_warm_parent_is_found(text: str) -> None:
    warm_up()
    rendered = render(document(text), "record", limits=PATIENT)
    words = PdfReader(io.BytesIO(rendered.content)).pages[0].extract_text()
    assert text.partition(">")[2].partition("<")[0] in words
    if "<" not in text:
        assert text in words


@contextmanager
def another_thread() -> Iterator[None]:
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def test_where_a_thread_is_cut_off_a_child_takes_a_font_map_of_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def taken(_: object) -> NoReturn:
        raise RenderFailed("its own")

    monkeypatch.setattr("requests_app.rendering.pdf.take_own_font_map", taken)
    with another_thread(), pytest.raises(RenderFailed, match="its own"):
        render(document("x"), "record", limits=PATIENT)


def test_the_bytes_are_the_same_with_either_font_map() -> None:
    html = document("text <em>slanted</em> <strong>strong</strong> Ωμέγα ŵ")
    made = make(html, "record")
    assert render(html, "record", limits=PATIENT) == made
    with another_thread():
        assert render(html, "record", limits=PATIENT) == made


def test_the_engine_parses_no_c_for_a_document(monkeypatch: pytest.MonkeyPatch) -> None:
    warm_up()

    def parsed(_: object, cdecl: str) -> NoReturn:
        raise AssertionError(cdecl)

    monkeypatch.setattr(Parser, "parse_type", parsed)
    # Numbers of characters that no other test has.
    alphabet = "".join(map(chr, range(0x21, 0x7F))).replace("<", "").replace("&", "")
    for length in (23, 37, 51):
        make(document(alphabet[:length]), "record")
