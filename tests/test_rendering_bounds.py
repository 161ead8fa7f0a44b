"""What a document cannot do: reach the network or a file, hang the worker, or take its memory."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from weasyprint import CSS, HTML
from weasyprint.urls import FatalURLFetchingError

from requests_app.rendering import RenderFailed
from requests_app.rendering.fonts import Assets
from requests_app.rendering.isolation import MEBIBYTE, Limits
from requests_app.rendering.markup import TextTooComplex, check_limits, to_html
from requests_app.rendering.pdf import render
from tests.processes import children_of

PATIENT = Limits(wall_seconds=300, cpu_seconds=110)
SMALL = Limits(wall_seconds=300, cpu_seconds=2, memory=256 * MEBIBYTE)


def document(body: str, head: str = "") -> str:
    return (
        f'<!DOCTYPE html><html lang="en-GB"><head><title>Test</title>{head}</head>'
        f'<body data-running="A"><h1>Test</h1>{body}</body></html>'
    )


def attempt(body: str) -> tuple[bytes, str]:
    """The PDF, or why there is none."""
    try:
        return render(document(body), "record", limits=PATIENT).content, ""
    except RenderFailed as failure:
        return b"", failure.reason


# --- network and files ----------------------------------------------------------------------


class Canary(ThreadingHTTPServer):
    """A server on this machine that counts who calls."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Count)
        self.hits: list[str] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Count(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Canary)
        self.server.hits.append(self.path)
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def canary() -> Iterator[Canary]:
    with Canary() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


# Every way by which the engine's own fetcher was seen to reach the network or a file.
# {a} is the address: of the canary server, then of a canary file.
REACHING = [
    '<img src="{a}">',
    '<link rel="stylesheet" href="{a}">',
    "<style>@import '{a}';</style>",
    '<p style="background: url({a})">x</p>',
    '<ul style="list-style-image: url({a})"><li>x</ul>',
    "<style>p::before {{ content: url({a}) }}</style><p>x</p>",
    "<style>@font-face {{ font-family: F; src: url({a}) }} p {{ font-family: F }}</style><p>x</p>",
    '<p style="border: 1px solid; border-image: url({a}) 1">x</p>',
    "<style>@page {{ background: url({a}) }}</style>",
    '<object data="{a}"></object>',
    '<embed src="{a}">',
    '<base href="{a}/"><img src="x.png">',
    '<link rel="attachment" href="{a}">',
    '<a rel="attachment" href="{a}">x</a>',
    (
        '<img src=\'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg">'
        '<image href="{a}"/></svg>\'>'
    ),
    '<svg xmlns="http://www.w3.org/2000/svg"><image href="{a}" width="9" height="9"/></svg>',
    '<iframe src="{a}"></iframe>',
    '<video poster="{a}"></video>',
    '<table background="{a}"><tr><td>x</table>',
    '<meta http-equiv="refresh" content="0;url={a}">',
]


@pytest.mark.parametrize("vector", REACHING)
def test_nothing_in_a_document_reaches_out(vector: str, canary: Canary, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("a secret that must not leave")
    for address in (canary.address, secret.as_uri()):
        content, reason = attempt(vector.format(a=address))
        assert content or "outside itself" in reason
        assert b"/EmbeddedFile" not in content
        assert b"/FileAttachment" not in content
    assert canary.hits == []


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_the_canary_would_have_been_hit(canary: Canary) -> None:
    """The negative control: the engine's own fetcher does call."""
    HTML(string=document(REACHING[0].format(a=canary.address))).render()
    assert canary.hits == ["/"]


def test_a_style_sheet_cannot_reach_out_either(canary: Canary) -> None:
    with pytest.raises(FatalURLFetchingError):
        CSS(string=f"@import '{canary.address}';", url_fetcher=Assets({}))
    assert canary.hits == []


@pytest.mark.parametrize("address", ["file:///etc/hostname", "asset:other.woff2", "data:,x"])
def test_only_named_assets_are_served(address: str, tmp_path: Path) -> None:
    font = tmp_path / "font.woff2"
    font.write_bytes(b"wOF2")
    assets = Assets({"asset:font.woff2": font})
    assert assets.fetch("asset:font.woff2").read() == b"wOF2"
    with pytest.raises(FatalURLFetchingError):
        assets.fetch(address)


# --- bombs ----------------------------------------------------------------------------------

TOO_MUCH = r"of computing|megabytes of memory|crashed|nested too deeply|stopped from"


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("<p>a" + "\u0301" * 100_000, id="100,000 accents on one letter"),
        pytest.param("<p>" + "a" * 100_000, id="a word of 100,000 letters"),
        pytest.param(("<p>" + "word " * 40) * 5_000, id="a megabyte of paragraphs"),
        pytest.param(
            "<table>" + ("<tr>" + "<td>x" * 10) * 10_000 + "</table>", id="a table of 10,000 rows"
        ),
        pytest.param("<pre>" + "\n" * 20_000 + "x", id="20,000 empty lines"),
        pytest.param("<div>" * 200 + "x", id="200 nested elements"),
        pytest.param("<ul><li>" * 80 + "x", id="80 nested lists"),
        pytest.param("<table><tr><td colspan=1000000000>x", id="a cell over a billion columns"),
        pytest.param("<table><col span=100000000><tr><td>x", id="a hundred million columns"),
    ],
)
def test_a_bomb_ends_with_its_reason_and_the_next_document_is_made(body: str) -> None:
    children = children_of(os.getpid())
    with pytest.raises(RenderFailed, match=TOO_MUCH):
        render(document(body), "record", limits=SMALL)
    assert render(document("<p>next"), "record").pages == 1
    assert children_of(os.getpid()) == children


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("<p>漢字", r"“字” \(U\+5B57"),
        ("<p>a\ud800b", r"U\+D800"),
        ("<p>a\ue000b", r"U\+E000"),
        ('<p style="break-after: page">x</p>' * 301, "301 pages, which is more than 300"),
        ("x" * 3_000_001, "too long"),
    ],
)
def test_what_cannot_be_printed_is_named(body: str, says: str) -> None:
    with pytest.raises(RenderFailed, match=says):
        render(document(body), "record", limits=PATIENT)


def test_a_damaged_engine_shows_as_a_failure_not_as_a_wrong_pdf(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def break_down(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("requests_app.rendering.engine.HTML", break_down)
    with pytest.raises(RenderFailed, match="the log has details"):
        render(document("x"), "record")
    assert "ZeroDivisionError" in caplog.text


# --- before it comes to that ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a" + "\u0301" * 9, "more than 8 accents on one letter"),
        ("word " * 10_001, "at most 50,000"),
        ("a" * 5_001, "a word of more than 5,000 characters"),
        ("a\n" + "\n" * 201 + "b", "more than 200 blank lines"),
        ("- " * 6 + "deep", "more than 5 levels deep"),
        ("|a|b|\n|---|---|\n" + "|1|2|\n" * 500, "more than|larger than 500 rows"),
        ("|a" * 11 + "|\n" + "|---" * 11 + "|\n", "or 10 columns"),
        ("a\u202eb", r"U\+202E \(right-to-left override\)"),
        ("a\x00b", r"U\+0000"),
        ("a\ud800b", r"U\+D800"),
        ("a\uf0b7b", r"U\+F0B7"),
    ],
)
def test_an_officer_is_told_what_to_change(text: str, says: str) -> None:
    with pytest.raises(TextTooComplex, match=f"(?i){says}") as refused:
        check_limits(text, field="The answer")
    assert str(refused.value).startswith("The answer ")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "word " * 9_999,
        "a" * 5_000,
        "e\u0301\u0302 ȩ̈",
        "| a | b |\n|---|---|\n" + "| 1 | 2 |\n" * 499,
        "- a\n  - b\n    - c\n      - d\n        - e",
        "tab\tand\r\nlines",
        "العربية 漢字 🧿",
    ],
)
def test_what_is_allowed_can_be_laid_out(text: str) -> None:
    check_limits(text)
    content, reason = attempt(to_html(text))
    assert content or "no font here can print" in reason
