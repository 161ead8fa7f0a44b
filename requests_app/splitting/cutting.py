"""Where a text can be cut in two: never inside a word. Knows nothing of blocks."""

from __future__ import annotations

import re

from requests_app.splitting.labels import read_label
from requests_app.splitting.lines import lines_of

# Letters and digits with the marks set upon them, joined as in "don’t", "set-up" and "1,204.50".
_WORD = re.compile(r"\w[\w\u0300-\u036f]*(?:(?:['’‐‑-]|(?<=\d)[.,:/](?=\d))\w[\w\u0300-\u036f]*)*")


def beside_word(text: str, offset: int) -> int:
    """The offset itself, or if it lies inside a word the nearer end of that, as long as words
    are left on both sides."""
    for word in _WORD.finditer(text):
        start, end = word.span()
        if start < offset < end:
            nearer, other = (start, end) if offset - start <= end - offset else (end, start)
            return nearer if text[:nearer].strip() and text[nearer:].strip() else other
    return offset


def words_begin(text: str, words: str) -> int:
    """Where some words stand in a text, rather where a word begins: "art" in "start the art" is
    the second. -1 if they do not stand there."""
    begins = re.search(rf"(?<![\w'’‐‑-]){re.escape(words)}", text)
    return begins.start() if begins else text.find(words)


def lines_begin(text: str) -> list[int]:
    """Where the lines of a text begin, but for the first; if some of those have numbers or
    bullets only where they begin, for the others are wrapped. [] for a single line."""
    lines = lines_of(text)[1:]
    labels = {line.start: read_label(line.text) for line in lines}
    items = [start for start, label in labels.items() if label and not label.bare]
    return items or list(labels)
