"""Pasted HTML to the Markdown of an answer: keeps the structure, drops the look.

It knows the habits of Word, Outlook, Google Docs and browsers, and no requests. The result is
ordinary text in a text area; it becomes HTML again only through ``markup.to_html``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from itertools import accumulate

import nh3
from bs4 import BeautifulSoup, Tag
from markdownify import MarkdownConverter

# Word writes ten characters of style for one of text, so what counts is what is kept.
CHARACTERS = 5_000_000
KEPT_CHARACTERS = 200_000
DEPTH = 60
SCHEMES = {"http", "https", "mailto"}

_BLOCKS = {"p", "div", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6"}
_TAGS = _BLOCKS | {
    *("br", "li", "strong", "b", "em", "i", "span", "a"),
    *("thead", "tbody", "tfoot", "tr", "th", "td"),
}
_ATTRIBUTES = {tag: {"style", "class"} for tag in ("p", "b", "i", "strong", "em", "span", "li")}
_DROPPED_WITH_CONTENT = {"script", "style", "title", "head", "template", "noscript", "svg"}

_ANY_TAG = re.compile(r"<[^>]*>")

# Word writes a list item as a paragraph that begins with a drawn mark and a gap.
_MARK = re.compile(
    r"^\s*(?:(?P<bullet>[·•‣▪●○◦§\uf0b7\uf0a7\uf0d8\uf076\uf0fc]|o(?=\s*\xa0)|[-–](?=\s*\xa0))"
    r"|(?P<number>\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]))[\s\xa0]+",
    re.IGNORECASE,
)
_WORD_LIST = re.compile(r"mso-list:\s*l\d+\s+level(?P<level>\d)", re.IGNORECASE)
_TELLING_STYLE = re.compile(r"(?:mso-list|font-weight|font-style):[^;]*", re.IGNORECASE)
_BOLD = re.compile(r"font-weight:\s*(?:bold|bolder|[6-9]00)", re.IGNORECASE)
_NOT_BOLD = re.compile(r"font-weight:\s*(?:normal|[1-4]00)", re.IGNORECASE)
_ITALIC = re.compile(r"font-style:\s*italic", re.IGNORECASE)
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u202a-\u202e"
                        "\u2060-\u206f\ud800-\udfff\ufeff]")  # fmt: skip


class PasteTooLarge(ValueError):
    """More than any answer needs, with a sentence for the officer."""


def from_html(html: str) -> str:
    """The Markdown of pasted HTML: paragraphs, lists, links, bold, italic, simple tables.

    Raises PasteTooLarge.
    """
    kept = ""
    if len(html) <= CHARACTERS:
        kept = nh3.clean(
            _INVISIBLE.sub("", html),
            tags=_TAGS,
            clean_content_tags=_DROPPED_WITH_CONTENT,
            attributes={**_ATTRIBUTES, "*": set(), "a": {"href"}, "ol": {"start"}},
            attribute_filter=_telling_part,
            url_schemes=SCHEMES,
            link_rel=None,
        )
    if len(html) > CHARACTERS or len(kept) > KEPT_CHARACTERS:
        raise PasteTooLarge("That is too much to paste at once. Paste it in smaller pieces.")
    if _depth(kept) > DEPTH:
        # Nobody wrote this by hand; its words are still worth having.
        return _tidy(unescape(_ANY_TAG.sub("\n", kept)))
    soup = BeautifulSoup(f"<body>{kept}</body>", "html.parser")
    _plain_emphasis(soup)
    _word_lists(soup)
    _plain_blocks(soup)
    return _tidy(_Converter().convert_soup(soup))


def _telling_part(tag: str, attribute: str, value: str) -> str | None:
    """Of styles and classes only what tells lists and emphasis; the rest is Word's bulk."""
    if attribute == "style":
        return "; ".join(found.group() for found in _TELLING_STYLE.finditer(value)) or None
    if attribute == "class":
        return "MsoListParagraph" if "MsoListParagraph" in value else None
    return value


def _depth(html: str) -> int:
    """How deep elements are nested in HTML that nh3 wrote, so that every one is closed."""
    opened = (-1 if tag[1] == "/" else 1 for tag in _ANY_TAG.findall(html) if tag != "<br>")
    return max(accumulate(opened), default=0)


def _plain_emphasis(soup: BeautifulSoup) -> None:
    """Emphasis by style becomes a tag; Google Docs wraps all in a <b> that is not bold."""
    for tag in soup.find_all(["span", "b", "i", "strong", "em"]):
        style = str(tag.get("style", ""))
        if tag.name in {"b", "strong"} and _NOT_BOLD.search(style):
            tag.unwrap()
        elif tag.name == "span":
            bold, italic = _BOLD.search(style), _ITALIC.search(style)
            if bold and italic:
                tag.wrap(soup.new_tag("em"))
            if bold or italic:
                tag.name = "strong" if bold else "em"


# --- Word's lists -----------------------------------------------------------------------


def _word_lists(soup: BeautifulSoup) -> None:
    """Runs of paragraphs that Word drew as lists become lists, nested by Word's levels."""
    run: list[Tag] = []
    for paragraph in soup.find_all("p"):
        if not _is_word_item(paragraph):
            continue
        if run and _next_tag(run[-1]) is not paragraph:
            _build_list(soup, run)
            run = []
        run.append(paragraph)
    if run:
        _build_list(soup, run)


def _is_word_item(paragraph: Tag) -> bool:
    names = " ".join(paragraph.get("class") or [])
    from_word = _WORD_LIST.search(str(paragraph.get("style", ""))) or "MsoListParagraph" in names
    mark = _MARK.match(paragraph.get_text())
    return bool(mark and (from_word or mark["bullet"]))


def _next_tag(tag: Tag) -> Tag | None:
    """The next sibling, unless text stands between the two."""
    for sibling in tag.next_siblings:
        if isinstance(sibling, Tag):
            return sibling
        if str(sibling).strip():
            return None
    return None


def _build_list(soup: BeautifulSoup, paragraphs: list[Tag]) -> None:
    open_lists: list[tuple[int, Tag]] = []
    for paragraph in paragraphs:
        found = _WORD_LIST.search(str(paragraph.get("style", "")))
        level = int(found["level"]) if found else 1
        mark = _MARK.match(paragraph.get_text())
        name = "ol" if mark and mark["number"] else "ul"
        while open_lists and open_lists[-1][0] > level:
            open_lists.pop()
        if open_lists and open_lists[-1][0] == level and open_lists[-1][1].name != name:
            open_lists.pop()
        if not open_lists or open_lists[-1][0] < level:
            new = soup.new_tag(name)
            if open_lists:
                open_lists[-1][1].find_all("li", recursive=False)[-1].append(new)
            else:
                paragraph.insert_before(new)
            open_lists.append((level, new))
        paragraph.extract()
        _remove_mark(paragraph, len(mark.group()) if mark else 0)
        paragraph.name = "li"
        paragraph.attrs = {}
        open_lists[-1][1].append(paragraph)


def _remove_mark(paragraph: Tag, length: int) -> None:
    """Takes the drawn mark away; Word puts its pieces into several spans."""
    for text in list(paragraph.strings):
        if length <= 0:
            return
        taken = min(length, len(text))
        text.replace_with(str(text)[taken:])
        length -= taken


# --- blocks -----------------------------------------------------------------------------


def _plain_blocks(soup: BeautifulSoup) -> None:
    for heading in soup.find_all(re.compile(r"^h[1-6]$")):
        for strong in heading.find_all(["b", "strong"]):
            strong.unwrap()
        heading.name = "strong"
        heading.wrap(soup.new_tag("p"))
    for table in reversed(soup.find_all("table")):
        if _is_layout(table):
            _unwrap_table(table)
        else:
            _plain_cells(table)
    # A list that stands directly in a list belongs to the item before it.
    for nested in soup.select("ul > ul, ul > ol, ol > ul, ol > ol"):
        item = nested.find_previous_sibling("li")
        if item is not None:
            item.append(nested.extract())


def _is_layout(table: Tag) -> bool:
    """A table of one column, or with a table inside, only arranges a page or a mail."""
    if table.find("table") is not None:
        return True
    return all(len(row.find_all(["td", "th"])) < 2 for row in table.find_all("tr"))


def _unwrap_table(table: Tag) -> None:
    """Its cells become plain blocks; a table inside stays what it is."""
    own = [
        part
        for part in table.find_all(["thead", "tbody", "tfoot", "tr", "td", "th"])
        if part.find_parent("table") is table
    ]
    for part in own:
        if part.name in {"td", "th"}:
            part.name = "div"
        else:
            part.unwrap()
    table.unwrap()


def _plain_cells(table: Tag) -> None:
    """A cell of a Markdown table is one line: its blocks and breaks become spaces."""
    for cell in table.find_all(["td", "th"]):
        for line_break in cell.find_all("br"):
            line_break.replace_with(" ")
        for block in cell.find_all(list(_BLOCKS | {"li"})):
            block.insert_after(" ")
            block.unwrap()


# --- Markdown ---------------------------------------------------------------------------

_LINE_START = re.compile(r"^(\s*)(?:([-+#])(?=\s|$|#)|(\d{1,9})([.)])(?=\s|$))", re.MULTILINE)
_LOOSE_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")


class _Converter(MarkdownConverter):
    """Escapes only what this product's dialect would read as mark-up: R&D stays R&D."""

    def __init__(self) -> None:
        super().__init__(
            bullets="-", strong_em_symbol="*", table_infer_header=True, wrap=True, wrap_width=None
        )

    def escape(self, text: str, parent_tags: set[str]) -> str:
        text = re.sub(r"\\(?=[!-/:-@\[-`{-~])", r"\\\\", text)
        text = text.replace("*", r"\*").replace("](", r"]\(")
        text = _LOOSE_UNDERSCORE.sub(r"\_", text)
        text = re.sub(r"<(?=[A-Za-z][^\s>]*>)", r"\<", text)
        text = re.sub(r"&(?=#?\w{1,31};)", r"\&", text)
        if "td" in parent_tags or "th" in parent_tags:
            return text.replace("|", r"\|")
        return _LINE_START.sub(_escape_line_start, text)

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        href = str(el.get("href") or "")
        words = " ".join(text.split())
        if not words or not href or href.startswith("#"):
            return text
        if href in {el.get_text().strip(), f"mailto:{el.get_text().strip()}"}:
            return f"<{href.removeprefix('mailto:')}>" if " " not in href else words
        target = f"<{href}>" if re.search(r"[()\s]", href) else href
        return f"{_leading(text)}[{words}]({target}){_leading(text[::-1])}"

    def convert_br(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return " " if "_inline" in parent_tags else "\n"


def _leading(text: str) -> str:
    return " " if text[:1].isspace() else ""


def _escape_line_start(found: re.Match[str]) -> str:
    indent, mark, number, stop = found.groups()
    return f"{indent}\\{mark}" if mark else f"{indent}{number}\\{stop}"


def _tidy(markdown: str) -> str:
    """No trailing white space, never more than one blank line, no no-break spaces as gaps."""
    lines = (line.rstrip() for line in _lines(markdown.replace("\xa0", " ")))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _lines(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        # Four spaces inside a line are a gap of the layout, not of the text.
        indent = len(line) - len(line.lstrip(" "))
        yield line[:indent] + re.sub(r" {2,}", " ", line[indent:])
