"""Plain text with soft breaks (RFC 3676): a line that ends with a blank goes on in the next."""

from __future__ import annotations

import re

_LINE_END = re.compile(r"\r\n|\r|\n")
# The standard has ">>"; some programs write "> >".
_QUOTES = re.compile(r"(?:> ?)*")
_SIGNATURE = "-- "


def joined(text: str, *, delete_space: bool) -> str:
    """The text with its soft breaks joined, each line with the marks of its depth of quotation.

    ``delete_space`` is ``DelSp=yes``: the blank at a soft break belongs to the break.

    >>> joined("How many \\nlights?\\n> > Or \\n> > none?\\n From here", delete_space=False)
    'How many lights?\\n>> Or none?\\nFrom here'
    """
    written: list[list[str]] = []
    above, goes_on = 0, False
    for line in _LINE_END.split(text):
        marks = _QUOTES.match(line)
        quoted = marks[0] if marks else ""
        depth = quoted.count(">")
        # One blank at the beginning only keeps "From" or ">" from being taken for something else.
        words = line[len(quoted) :] if quoted else line.removeprefix(" ")
        # An empty line ends a paragraph, whatever the line above it says.
        if not (goes_on and depth == above and words.strip() and words != _SIGNATURE):
            written.append([">" * depth + " " if depth and words else ">" * depth])
        above, goes_on = depth, words.endswith(" ") and words != _SIGNATURE
        written[-1].append(words[:-1] if goes_on and delete_space else words)
    return "\n".join("".join(words) for words in written)
