"""HTML to plain text as a person would type it: line breaks, the numbers of lists, quotation marks.

It knows what mail programs write. It is not for answers: those become Markdown in
``rendering.pasting``, which escapes what here must stay as it was received.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser

import nh3

from requests_app.received_files.numbers import letters, roman

_PARAGRAPHS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "pre"}
_LINES = {"div", "li", "tr", "td", "th", "dt", "dd", "section", "article", "header", "footer"}
_TAGS = _PARAGRAPHS | _LINES | {"br", "hr", "a"}
_ATTRIBUTES = {
    "a": {"href"},
    "blockquote": {"class", "type"},
    "li": {"value"},
    "ol": {"start", "type"},
}
_DROPPED_WITH_CONTENT = {"script", "style", "title", "head", "template", "noscript", "svg"}
_RULE = "-" * 20
_INDENT = "    "
_WHITE = re.compile(r"[ \t\r\n\f]+")


def text_of_html(html: str) -> str:
    """The words of an HTML page or mail."""
    writer = _Writer()
    # nh3 closes and nests what is open or crossed, so that the writer may count.
    writer.feed(
        nh3.clean(
            html,
            tags=_TAGS,
            clean_content_tags=_DROPPED_WITH_CONTENT,
            attributes=_ATTRIBUTES,
            url_schemes={"http", "https", "mailto"},
            link_rel=None,
        )
    )
    return writer.result()


@dataclass(slots=True)
class _List:
    """An open list: how it numbers, and the number of its next item."""

    style: str
    next: int


class _Writer(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = []
        self._line: list[str] = []
        self._label = ""
        self._gap = False
        self._lists: list[_List] = []
        self._quotes: list[bool] = []
        self._depth_above = 0
        self._preformatted = 0
        self._link = ""
        self._link_words: list[str] = []

    def result(self) -> str:
        self.close()
        self._end_line()
        return "\n".join(self._lines)

    # --- what the parser calls ---

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "br":
            self._gap = self._gap or not self._line
            self._end_line()
        elif tag == "a":
            self._link, self._link_words = said.get("href", ""), []
        else:
            self._end_line()
            self._gap = self._gap or (tag in _PARAGRAPHS and not self._lists)
            self._open(tag, said)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._end_link()
            return
        self._end_line()
        # A mail quoted to its end, a list in a list: what was opened last is closed first.
        if tag == "blockquote":
            self._quotes.pop()
        elif tag in {"ul", "ol"}:
            self._lists.pop()
        elif tag == "pre":
            self._preformatted -= 1
        elif tag == "li":
            self._label = ""
        self._gap = self._gap or (tag in _PARAGRAPHS and not self._lists)

    def handle_data(self, data: str) -> None:
        if self._preformatted:
            first, *others = data.split("\n")
            self._write(first)
            for line in others:
                self._gap = self._gap or not self._line
                self._end_line()
                self._write(line)
            return
        words = _WHITE.sub(" ", data)
        self._write(words if self._line else words.lstrip(" "))

    # --- the line that is being written ---

    def _open(self, tag: str, said: dict[str, str]) -> None:
        if tag == "blockquote":
            # Others only indent with it.
            self._quotes.append(said.get("type") == "cite" or "quote" in said.get("class", ""))
        elif tag in {"ul", "ol"}:
            style = said.get("type", "1") if tag == "ol" else ""
            self._lists.append(_List(style, _number(said.get("start", ""), 1)))
        elif tag == "li" and self._lists:
            self._begin_item(self._lists[-1], said.get("value", ""))
        elif tag == "pre":
            self._preformatted += 1
        elif tag == "hr":
            self._write(_RULE)
            self._end_line()

    def _begin_item(self, inside: _List, value: str) -> None:
        number = _number(value, inside.next)
        inside.next = number + 1
        self._label = f"{_numeral(number, inside.style)}. " if inside.style else "- "

    def _write(self, words: str) -> None:
        if words:
            self._line.append(words)
            self._link_words.append(words)

    def _end_link(self) -> None:
        """A link behind words is part of what was asked: Outlook writes it so, too."""
        words = "".join(self._link_words).strip()
        if self._link.startswith("http") and _bare(words) != _bare(self._link):
            self._write(f" <{self._link}>")
        self._link = ""

    def _end_line(self) -> None:
        text = "".join(self._line).replace("\xa0", " ").rstrip()
        self._line = []
        if not text.strip():
            self._gap = self._gap or bool(text)
            return
        depth = sum(self._quotes)
        quote = "> " * depth
        if self._gap and self._lines:
            self._lines.append(("> " * min(depth, self._depth_above)).rstrip())
        indent = _INDENT * max(len(self._lists) - 1, 0)
        self._lines.append(f"{quote}{indent}{self._label}{text}")
        self._label, self._gap, self._depth_above = "", False, depth


def _bare(address: str) -> str:
    return address.removeprefix("https://").removeprefix("http://").rstrip("/")


def _number(value: str, otherwise: int) -> int:
    short = value.isascii() and value.isdigit() and len(value) < 6
    return int(value) if short else otherwise


def _numeral(number: int, style: str) -> str:
    numeral = {"a": letters, "i": roman}.get(style.lower(), str)(number)
    return numeral.upper() if style.isupper() else numeral
