"""The words of a finished page are read back as a person reads them, wherever a line ends."""

from __future__ import annotations

import pytest

from requests_app.gate.reading import stands_in
from requests_app.rendering.pdf import make, render
from requests_app.rendering.reading_back import text_of

SOFT = "\u00ad"


def page(text: str) -> str:
    return (
        '<!DOCTYPE html><html lang="en-GB"><head><title>Test</title></head>'
        f'<body data-running="A"><h1>Test</h1><p>{text}</p></body></html>'
    )


def read_back(text: str) -> str:
    return make(page(text), "record").text


def test_the_child_says_the_words_of_the_very_bytes_that_it_made() -> None:
    made = render(page("Ŵyl a 1,204 “lampau”."), "record")
    assert made.text == text_of(made.content)
    assert "Ŵyl a 1,204 “lampau”." in made.text
    assert (made.pages, made.content[:5]) == (1, b"%PDF-")


@pytest.mark.parametrize(
    ("written", "withheld"),
    [
        pytest.param("Jean-Luc-Marie", "Jean-Luc-Marie", id="a hyphen of its own"),
        pytest.param(f"Feather{SOFT}stone{SOFT}haugh", "Featherstonehaugh", id="soft hyphens"),
    ],
)
def test_a_name_that_a_line_breaks_is_found(written: str, withheld: str) -> None:
    text = read_back(" ".join(f"{written} {'x' * number}" for number in range(1, 60)))
    broken = [line for line in text.splitlines() if line.endswith("-")]
    assert broken
    for line in broken:
        after = text.partition(f"{line}\n")[2].split()[0]
        name = line.split()[-1] + after
        assert stands_in(withheld, name, run_together=True), name
        assert stands_in(withheld, name.replace("-", "-\n"), run_together=True), name


@pytest.mark.parametrize("words", ["דוד בן גוריון", "محمد علي كلاي", "Mr דוד לוי and محمد علي"])
def test_words_from_right_to_left_are_in_their_order(words: str) -> None:
    assert words in read_back(f"Asked by {words} in May.")
