"""Marks that are no part of what a person wrote: "> " of quoted mail, the bars of a table, the
signs of a symbol font, the many ways in which a line can end.

All are read as one plain character for each, so that positions stay those of the request.
"""

from __future__ import annotations

import re

_QUOTE_MARKS = re.compile(r"^[ \t]{0,8}(?:>[ \t]?){1,20}", re.MULTILINE)
_UNQUOTED = re.compile(r"^(?![ \t]{0,8}>).*\S.*$", re.MULTILINE)
_ROW = re.compile(r"^[ \t]{0,8}\|[^\n]{1,2000}\|[ \t]{0,8}$", re.MULTILINE)
# Word's bullets are letters of a symbol font; copied, they come from the private use area.
_SYMBOLS = {0xF000 + code: "•" for code in range(0x20, 0x100)} | {
    0xF0A7: "▪",
    0xF0A8: "□",
    0xF06F: "□",
    0xF071: "❑",
    0xF0D8: "➢",
    0xF0FC: "✓",
    0xF02D: "-",
}
_WIDE = {0xFF10 + digit: str(digit) for digit in range(10)} | {
    0xFF08: "(",
    0xFF09: ")",
    0xFF0E: ".",
}
# "*1.* How many", "**1. How many?**": bold type in the plain part of a mail.
_BOLD = re.compile(
    r"^[ \t]{0,8}\*{1,2}(?=(?:q(?:uestion[ \t]?)?)?\(?(?:\d{1,2}|[a-z])[.):])[^*\n]{1,600}\*{1,2}",
    re.IGNORECASE | re.MULTILINE,
)
_ESCAPED = re.compile(r"^([ \t]{0,8}\d{1,2})\\([.)])(?=[ \t])", re.MULTILINE)
# "[email address]" over three lines, as a page shows what was taken out.
_TAKEN_OUT = re.compile(r"\[ ?\n(?:e-?mail address|mobile number|phone number|name) ?\n\]")
_UNSEEN = re.compile(r"^[\u200b\u200c\u2060\ufeff]{1,8}", re.MULTILINE)
_LINE_ENDS = dict.fromkeys(map(ord, "\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"), "\n")
_SPACES = dict.fromkeys([0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " ")
_PLAIN = _LINE_ENDS | _SPACES
# A letter above a quoted mail has a few lines of its own; a short note passes the mail on.
_LONGEST_NOTE = 400


def blanked(text: str) -> str:
    """The text, of the same length, with the bars of tables and, where a mail is passed on
    with a short note that asks nothing by "?", its quotation marks turned into spaces; signs of
    a symbol font are bullets, labels have no bold type, and what was taken out is one line."""
    text = _UNSEEN.sub(lambda found: " " * len(found[0]), text.translate(_SYMBOLS | _WIDE))
    text = _ESCAPED.sub(r"\1\2 ", text)
    text = _blank("*", _BOLD, _blank("|", _ROW, text))
    text = _blank("\n", _TAKEN_OUT, text)
    plain = levelled(text)
    if not _QUOTE_MARKS.search(plain):
        return text
    note = " ".join(line[0] for line in _UNQUOTED.finditer(plain))
    if len(note) > _LONGEST_NOTE or "?" in note:
        return text
    return _blank(">", _QUOTE_MARKS, text)


def levelled(text: str) -> str:
    """The text, of the same length, each line ended by a line feed alone and every space plain:
    what rules are read against."""
    return text.replace("\r\n", " \n").translate(_PLAIN)


def _blank(mark: str, pattern: re.Pattern[str], text: str) -> str:
    """The text with a mark turned into a space wherever the pattern is found."""
    parts: list[str] = []
    position = 0
    for found in pattern.finditer(levelled(text)):
        parts += (
            text[position : found.start()],
            text[found.start() : found.end()].replace(mark, " "),
        )
        position = found.end()
    return "".join([*parts, text[position:]])
