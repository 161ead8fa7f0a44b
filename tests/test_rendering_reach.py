"""What a document cannot reach: 32 ways out, tried against a server and a file that watch."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pikepdf
import pytest
from weasyprint import CSS, HTML
from weasyprint.urls import FatalURLFetchingError, URLFetcher

from requests_app.rendering import RenderFailed
from requests_app.rendering.engine import VARIANT, studio, typeset
from requests_app.rendering.fonts import Assets
from requests_app.rendering.isolation import run_limited
from requests_app.rendering.pdf import render
from tests.plain_text import text_of_pdf
from tests.serving import serving

# The engine's fetcher leaves what it opened to the collector.
pytestmark = pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning"
)

SECRET = "a secret that must not leave"


class Canary(ThreadingHTTPServer):
    """A server on this machine that writes down who calls; it redirects, and serves a sheet."""

    def __init__(self, file: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Watch)
        self.hits: list[str] = []
        self.redirects = {"/redirect": "/landed", "/redirect-to-file": file.as_uri()}

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Watch(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Canary)
        self.server.hits.append(self.path)
        body = b"p { background: url(/from-the-sheet.png) }" if self.path == "/sheet.css" else b""
        target = self.server.redirects.get(self.path)
        self.send_response(302 if target else 200)
        if target:
            self.send_header("Location", target)
        if body:
            self.send_header("Content-Type", "text/css")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@dataclass(frozen=True)
class Outside:
    """The server and the file that a document must not reach."""

    canary: Canary
    file: Path

    def fill(self, vector: str) -> str:
        return vector.replace("{a}", self.canary.address).replace("{file}", self.file.as_uri())


@pytest.fixture
def outside(tmp_path: Path) -> Iterator[Outside]:
    file = tmp_path / "secret.txt"
    file.write_text(SECRET)
    with serving(Canary(file)) as server:
        yield Outside(server, file)


SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
# The head or body of a document, and whether the engine's own fetcher goes there.
VECTORS: dict[str, tuple[str, bool]] = {
    "image": ('<img src="{a}/x.png">', True),
    "redirect": ('<img src="{a}/redirect">', True),
    "redirect to a file": ('<img src="{a}/redirect-to-file">', True),
    "style sheet": ('<link rel="stylesheet" href="{a}/x.css">', True),
    "import": ("<style>@import '{a}/x.css';</style>", True),
    "address in an imported sheet": ("<style>@import '{a}/sheet.css';</style><p>x</p>", True),
    "background": ('<p style="background: url({a}/x.png)">x</p>', True),
    "list mark": ('<ul style="list-style-image: url({a}/x.png)"><li>x</li></ul>', True),
    "generated content": ("<style>p::before { content: url({a}/x.png) }</style><p>x</p>", True),
    "font": ("<style>@font-face { font-family: F; src: url({a}/x.woff) }</style><p>x</p>", True),
    "border": ('<p style="border: 1px solid; border-image: url({a}/x.png) 1">x</p>', True),
    "page background": ("<style>@page { background: url({a}/x.png) }</style>", True),
    "object": ('<object data="{a}/x.png"></object>', True),
    "embed": ('<embed src="{a}/x.png">', True),
    "base": ('<base href="{a}/there/"><img src="x.png">', True),
    "attachment of the page": ('<link rel="attachment" href="{a}/x.txt">', True),
    "attachment of a link": ('<a rel="attachment" href="{a}/x.txt">x</a>', True),
    "file attached to the page": ('<link rel="attachment" href="{file}">', False),
    "file attached to a link": ('<a rel="attachment" href="{file}">x</a>', False),
    "file as a style sheet": ('<link rel="stylesheet" href="{file}">', False),
    "file as an image": ('<img src="{file}">', False),
    "inline drawing": (f'{SVG} width="9" height="9"><image href="{{a}}/x.png"/></svg>', True),
    "drawing in an address": (
        f"<img src='data:image/svg+xml,{SVG}><image href=\"{{a}}/x.png\"/></svg>'>",
        True,
    ),
    "entity in a drawing": (
        (
            '<img src=\'data:image/svg+xml,<!DOCTYPE svg [<!ENTITY e SYSTEM "{file}">]>'
            f"{SVG}><text>&amp;e;</text></svg>'>"
        ),
        False,
    ),
    "use in a drawing": (f'{SVG}><use xlink:href="{{a}}/x.svg#a"/></svg>', False),
    "frame": ('<iframe src="{a}/x.html"></iframe>', False),
    "source set": ('<img srcset="{a}/x.png 2x" alt="x">', False),
    "image button": ('<input type="image" src="{a}/x.png">', False),
    "poster": ('<video poster="{a}/x.png"></video>', False),
    "cursor and mask": (
        '<p style="cursor: url({a}/x.png), auto; mask: url({a}/x.png)">x</p>',
        False,
    ),
    "refresh": ('<meta http-equiv="refresh" content="0;url={a}/x.html">', False),
    "icon": ('<link rel="icon" href="{a}/x.ico">', False),
}


def document(vector: str) -> str:
    return (
        '<!DOCTYPE html><html lang="en-GB"><head><title>Test</title></head>'
        f'<body data-running="A"><h1>Test</h1>{vector}</body></html>'
    )


def everything_in(content: bytes) -> str:
    """Every object and every stream, unpacked, and the words."""
    found = [text_of_pdf(content)]
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for thing in pdf.objects:
            found.append(repr(thing))
            if isinstance(thing, pikepdf.Stream):
                found.append(thing.read_bytes().decode("latin-1"))
    return "\n".join(found)


def test_there_are_as_many_as_were_measured() -> None:
    assert len(VECTORS) == 32


@pytest.mark.parametrize("name", VECTORS)
def test_nothing_in_a_document_reaches_out(name: str, outside: Outside) -> None:
    try:
        content, _ = typeset(document(outside.fill(VECTORS[name][0])), "record")
    except RenderFailed as failure:
        assert "asks for something outside itself" in failure.reason  # noqa: PT017
    else:
        found = everything_in(content)
        assert SECRET not in found
        assert not {"/EmbeddedFile", "/FileAttachment", "/Filespec"} & set(found.split())
        assert "/EF" not in found
    assert outside.canary.hits == []


def test_the_worker_tells_it_and_goes_on(outside: Outside) -> None:
    """The engine's error is no Exception: it must not end more than one document."""
    with pytest.raises(RenderFailed, match="asks for something outside itself"):
        render(document(outside.fill(VECTORS["image"][0])), "record")
    assert render(document("<p>next</p>"), "record").pages == 1


# --- negative control: the ways are ways --------------------------------------------------


def with_the_engines_own_fetcher(html: str) -> bytes:
    shop = studio()
    content: bytes = HTML(string=html, url_fetcher=URLFetcher()).write_pdf(
        font_config=shop.fonts, pdf_variant=VARIANT, presentational_hints=True
    )
    return content


@pytest.mark.parametrize("name", VECTORS)
def test_the_engines_own_fetcher_does_go_there(name: str, outside: Outside) -> None:
    vector, reaches = VECTORS[name]
    with_the_engines_own_fetcher(document(outside.fill(vector)))
    assert bool(outside.canary.hits) == reaches


def test_the_kernel_refuses_even_the_engines_own_fetcher(outside: Outside) -> None:
    """Were the fetcher forgotten: in the child that makes documents no address answers."""
    together = "".join(outside.fill(vector) for vector, reaches in VECTORS.values() if reaches)
    html = document(together)
    content = run_limited(lambda: with_the_engines_own_fetcher(html))
    assert content.startswith(b"%PDF")
    assert outside.canary.hits == []


@pytest.mark.parametrize("name", ["file attached to the page", "file attached to a link"])
def test_the_engines_own_fetcher_does_carry_a_file_away(name: str, outside: Outside) -> None:
    content = with_the_engines_own_fetcher(document(outside.fill(VECTORS[name][0])))
    assert SECRET in everything_in(content)


def test_a_style_sheet_cannot_reach_out_either(outside: Outside) -> None:
    """A sheet has a fetcher of its own; without one it calls, whatever the document's does."""
    rule = f"@import '{outside.canary.address}';"
    with pytest.raises(FatalURLFetchingError):
        CSS(string=rule, url_fetcher=Assets({}))
    assert outside.canary.hits == []
    CSS(string=rule)
    assert outside.canary.hits == ["/"]


@pytest.mark.parametrize("address", ["file:///etc/hostname", "asset:other.woff2", "data:,x"])
def test_only_named_assets_are_served(address: str, tmp_path: Path) -> None:
    font = tmp_path / "font.woff2"
    font.write_bytes(b"wOF2")
    assets = Assets({"asset:font.woff2": font})
    assert assets.fetch("asset:font.woff2").read() == b"wOF2"
    with pytest.raises(FatalURLFetchingError):
        assets.fetch(address)
