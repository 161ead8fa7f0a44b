"""Lines of Markdown that are a mark of a list and nothing else, such as the answer "12.". Pure."""

from __future__ import annotations

import re

_LONE_MARK = re.compile(
    # Marks of items in which it may stand, then the mark itself, to the end of the line.
    r"^((?:[ \t]*(?:[-*+]|\d{1,9}[.)])(?=[ \t]))*[ \t]*)"
    r"(\d{1,9}(?=[.)])|(?=[-*+]))([-*+.)])[ \t]*$",
    re.MULTILINE,
)


def lone_marks_as_words(markdown: str) -> str:
    r"""The text with every such mark escaped: "12." becomes "12\.".

    Markdown would make an empty item of it, so that a figure would be read as a label, and no
    reader or screen reader would be told that there is an answer.
    """
    return _LONE_MARK.sub(r"\1\2\\\3", markdown)
