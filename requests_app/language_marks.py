"""The mark of a paragraph in another language: "[cy] " before its first word. Pure."""

from __future__ import annotations

import re

# Welsh, Irish, Scottish Gaelic; and English, for a quotation inside one of them (ISO 639-1).
LANGUAGES = frozenset({"cy", "ga", "gd", "en"})
_MARK = re.compile(rf"\[({'|'.join(sorted(LANGUAGES))})\]\s+")


def language_and_text(text: str) -> tuple[str, str]:
    """The language that a text is marked with, "" of one that is not, and the text without it.

    >>> language_and_text("[cy] Bore da")
    ('cy', 'Bore da')
    """
    mark = _MARK.match(text)
    return (mark[1], text[mark.end() :]) if mark else ("", text)
