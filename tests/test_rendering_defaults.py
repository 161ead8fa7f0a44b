"""The engine's defaults that documents go without change nothing but what a long one costs."""

from __future__ import annotations

import io

import pikepdf
import pytest
import weasyprint
from weasyprint.css import StyleFor

from requests_app.rendering import own_defaults
from requests_app.rendering.engine import VARIANT, studio, typeset
from requests_app.rendering.finishing import finish
from requests_app.rendering.fonts import Assets
from requests_app.rendering.specimens import specimen_html
from tests.random_responses import drawn


@pytest.mark.parametrize("seed", range(2))
def test_the_bytes_are_those_that_the_engines_own_defaults_give(seed: int) -> None:
    kind, html, _ = drawn(seed)
    page = weasyprint.HTML(string=html, url_fetcher=Assets({}))
    own_defaults.forget_ids(page.etree_element)
    made: bytes = page.write_pdf(
        font_config=studio().fonts,
        stylesheets=list(studio().sheets[kind]),
        pdf_variant=VARIANT,
        finisher=finish,
    )
    assert made == typeset(html, kind)[0]


def test_only_list_items_have_a_style_of_their_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    """Six such styles for every element were half of the memory of a long document."""
    asked: list[tuple[str, str]] = []
    its_own = StyleFor.set_computed_styles

    def counted(self: StyleFor, element: object, **rest: object) -> None:
        if rest.get("pseudo_type") and hasattr(element, "tag"):
            asked.append((element.tag, str(rest["pseudo_type"])))
        its_own(self, element, **rest)

    monkeypatch.setattr(StyleFor, "set_computed_styles", counted)
    kind, html, _ = drawn(0)
    typeset(html, kind)
    assert set(asked) <= {("li", "marker"), ("br", "before")}


def test_questions_that_look_the_same_share_their_styles(monkeypatch: pytest.MonkeyPatch) -> None:
    """What has an id shares none, nor does what stands in it: a third of a long document."""
    made: list[object] = []
    its_own = StyleFor.set_computed_styles

    def counted(self: StyleFor, element: object, **rest: object) -> None:
        if hasattr(element, "tag") and not rest.get("pseudo_type"):
            made.append(element)
        its_own(self, element, **rest)

    monkeypatch.setattr(StyleFor, "set_computed_styles", counted)
    numbers = []
    for questions in (8, 16):
        made.clear()
        typeset(specimen_html(questions), "record")
        numbers.append(len(made))
    assert numbers[0] == numbers[1] > 20


def test_a_place_that_a_link_leads_to_is_still_found() -> None:
    body = '<h1>A</h1><p id="a">a</p><h2 id="b">b</h2><p><a href="#b">see b</a></p>'
    html = f'<!DOCTYPE html><html lang="en-GB"><title>A</title><body>{body}</body></html>'
    with pikepdf.open(io.BytesIO(typeset(html, "record")[0])) as pdf:
        names = pikepdf.NameTree(pdf.Root.Names.Dests)
        assert list(names) == ["b"]
        (link,) = pdf.pages[0].Annots
        assert str(link.Dest if "/Dest" in link else link.A.D) == "b"


def test_an_engine_with_other_rules_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    own_defaults._defaults.cache_clear()
    monkeypatch.setattr(own_defaults, "UA", "li { display: list-item }")
    with pytest.raises(RuntimeError, match="notes and marks"):
        own_defaults._defaults()
