"""From a click on "Submit for review" to the stored file, while the worker has nothing to do."""

from __future__ import annotations

import time

from requests_app.models import FoiRequest, RenderedDocument, Rendering
from requests_app.producing import html_of
from requests_app.rendering.engine import typeset
from requests_app.rendering.measuring import spread
from requests_app.rendering.pdf import warm_up
from tests import factories as given
from tests.servers import Product
from tests.speed.site import Visitor, say_how_busy, say_row, settle, wait_until


def main(product: Product, clicks: int = 10) -> None:
    warm_up()
    officer = Visitor(product)
    officer.sign_in("demo.officer")
    settle()
    found = [_click(officer, number) for number in range(clicks + 1)][1:]
    say_how_busy()
    say_row("click to stored record, seconds", "", spread([click for click, _ in found]))
    say_row("bare render of the same HTML, seconds", "", spread([bare for _, bare in found]))
    beyond = spread([click - bare for click, bare in found])
    say_row("click to file − bare render, seconds", "≤ 0.50", beyond)


def _click(officer: Visitor, number: int) -> tuple[float, float]:
    """Seconds from the click to the file, and those of a bare render right after it."""
    case = given.complete(reference=f"CLICK-{number}")
    path = f"/requests/{case.slug}/submit/"
    page = officer.read(path)
    begun = time.monotonic()
    officer.send(path, page)
    wait_until(lambda: _stored(case), "the record was not made")
    click = time.monotonic() - begun
    settle()
    html = html_of(_record_of(case))
    begun = time.monotonic()
    typeset(html, "record")
    return click, time.monotonic() - begun


def _stored(case: FoiRequest) -> bool:
    return RenderedDocument.objects.filter(
        rendering__version__foi_request=case, rendering__kind=Rendering.Kind.RECORD
    ).exists()


def _record_of(case: FoiRequest) -> Rendering:
    return Rendering.objects.get(version__foi_request=case, kind=Rendering.Kind.RECORD)
