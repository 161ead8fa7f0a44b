"""Two hundred random responses are all that a PDF of ours must be, and say what their HTML says."""

from __future__ import annotations

import pytest

from requests_app.rendering.engine import typeset
from tests.pdf_checks import check
from tests.plain_text import squeezed, text_of, text_of_pdf
from tests.random_responses import TABLE_HEAD, drawn


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("seed", range(200))
def test_it_keeps_both_standards_and_every_word(seed: int) -> None:
    kind, html, title = drawn(seed)
    content, _ = typeset(html, kind)
    check(content, title=title)
    words = text_of_pdf(content)
    _, _, spoken = text_of(html).partition("\n")
    # The head of a table is printed again overleaf, and said once.
    printed, said = (squeezed(text).replace("".join(TABLE_HEAD), "") for text in (words, spoken))
    assert printed == said
