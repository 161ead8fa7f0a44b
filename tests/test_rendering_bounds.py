"""What a document cannot do: hang the worker, take its memory, or stop other documents."""

from __future__ import annotations

import os
from functools import partial

import pytest

from requests_app.models import Rendering
from requests_app.producing import html_of, produce
from requests_app.rendering import RenderFailed
from requests_app.rendering.isolation import MEBIBYTE, Limits
from requests_app.rendering.markup import TextTooComplex, check_limits, to_html
from requests_app.rendering.pdf import render
from tests import factories
from tests.processes import children_of

PATIENT = Limits(wall_seconds=300, cpu_seconds=110)
SMALL = Limits(wall_seconds=300, cpu_seconds=1, memory=256 * MEBIBYTE)


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
        pytest.param('<div style="float: left">x</div>' * 5_000, id="5,000 floats"),
        pytest.param('<p style="break-after: page">x</p>' * 20_000, id="20,000 page breaks"),
        pytest.param(
            "<style>:root { --a0: xxxxxxxx;"
            + "".join(f"--a{n}: {f'var(--a{n - 1}) ' * 10};" for n in range(1, 9))
            + "} p::before { content: var(--a8) }</style><p>x",
            id="variables that grow tenfold, eight times",
        ),
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

    monkeypatch.setattr("requests_app.rendering.engine.Page", break_down)
    with pytest.raises(RenderFailed, match="the log has details"):
        render(document("x"), "record")
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.django_db
@pytest.mark.fault("F14")
def test_a_case_with_a_bomb_fails_with_its_reason_and_the_next_one_is_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The bomb comes past the form, as from a database that somebody else wrote."""
    bomb, whole = Rendering.objects.filter(version__foi_request=factories.in_review())
    html = html_of(whole)
    monkeypatch.setattr("requests_app.producing.render", partial(render, limits=SMALL))
    for row, text in ((bomb, document("<p>a" + "\u0301" * 100_000)), (whole, html)):
        monkeypatch.setattr("requests_app.producing.html_of", lambda _, text=text: text)
        produce(row.pk, at=lambda: factories.AT)
        row.refresh_from_db()
    assert (bomb.state, bomb.error) == ("failed", "It needed more than 1 seconds of computing.")
    assert (whole.state, whole.error) == ("done", "")


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
