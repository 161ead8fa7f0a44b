"""Officers' Markdown to safe HTML, and pasted HTML to Markdown. It knows no requests and no pages.

The dialect is small: paragraphs, lists, bold, italic, links and simple tables. A line break in
the text is a line break on the page, because officers type in a plain text area. Headings
become bold paragraphs: the headings of a response belong to its structure. "[cy]" before a
paragraph, an item or a cell says that it is in Welsh, for screen readers.

This is the one module that declares HTML safe. Two independent allow-lists stand before that:
the parser only knows the rules named here, and nh3 only keeps the tags named here. Data that a
page holds for machines is escaped so that no text in it means anything to HTML.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from requests_app.characters import (
    COMBINING_RUN,
    FORBIDDEN,
    TOO_MANY_MARKS,
    code_and_name,
    words_before,
)
from requests_app.language_marks import LANGUAGES, language_and_text
from requests_app.lone_marks import lone_marks_as_words
from requests_app.rendering.pasting import PasteTooLarge, from_html

__all__ = [
    "PasteTooLarge",
    "TextTooComplex",
    "check_characters",
    "check_limits",
    "from_html",
    "linked_data_block",
    "to_html",
]

SCHEMES = frozenset({"http", "https", "mailto"})
NUMBER_CELL = "govuk-table__cell--numeric"

# --- limits -----------------------------------------------------------------------------
# Each is far above any real answer and far below what hangs a layout engine: 100,000
# combining marks or one word of 100,000 letters take over a minute of C code.

ANSWER_CHARACTERS = 50_000
BLANK_LINES = 200
WORD_CHARACTERS = 5_000
TABLE_ROWS = 500
TABLE_COLUMNS = 10
LIST_DEPTH = 5

_BLANK_LINES = re.compile(rf"\n(?:[^\S\n]*\n){{{BLANK_LINES}}}")
_LONG_WORD = re.compile(rf"\S{{{WORD_CHARACTERS + 1}}}")


class TextTooComplex(ValueError):
    """A text that cannot be printed, with a sentence that tells the officer what to change."""


def check_limits(
    markdown: str, *, field: str = "The text", characters: int = ANSWER_CHARACTERS
) -> None:
    """Refuses what would hang the layout or deceive a reader. Raises TextTooComplex."""
    if len(markdown) > characters:
        raise TextTooComplex(
            f"{field} has {len(markdown):,} characters. At most {characters:,} can be printed: "
            "shorten it, or give the rest as an attachment."
        )
    check_characters(markdown, field=field)
    text = markdown.replace("\r\n", "\n").replace("\r", "\n")
    if _BLANK_LINES.search(text):
        raise TextTooComplex(f"{field} has more than {BLANK_LINES} blank lines in a row.")
    if word := _LONG_WORD.search(text):
        raise TextTooComplex(
            f"{field} has a word of more than {WORD_CHARACTERS:,} characters, "
            f"beginning “{word.group()[:30]}…”. Put spaces or line breaks into it."
        )
    _check_structure(_PARSER.parse(text), field)


def check_characters(text: str, *, field: str = "The text") -> None:
    """Refuses characters that cannot be printed. Raises TextTooComplex."""
    if found := FORBIDDEN.search(text):
        raise TextTooComplex(
            f"{field} has a character that cannot be printed, {code_and_name(found.group())}, "
            f"after “{words_before(text, found.start())}”. Delete it, or type the text there again."
        )
    if run := TOO_MANY_MARKS.search(text):
        raise TextTooComplex(
            f"{field} has more than {COMBINING_RUN} accents on one letter, "
            f"after “{words_before(text, run.start())}”. Type the letter there again."
        )


def _check_structure(tokens: Sequence[Token], field: str) -> None:
    lists = (t.nesting for t in tokens if t.type.startswith(("bullet_list", "ordered_list")))
    if max(accumulate(lists), default=0) > LIST_DEPTH:
        raise TextTooComplex(f"{field} has a list more than {LIST_DEPTH} levels deep.")
    for table in _tables(tokens):
        if table["tr_open"] > TABLE_ROWS or table["th_open"] > TABLE_COLUMNS:
            raise TextTooComplex(
                f"{field} has a table larger than {TABLE_ROWS} rows or {TABLE_COLUMNS} columns. "
                "Give a large table as an attachment."
            )


def _tables(tokens: Sequence[Token]) -> Iterator[Counter[str]]:
    """How many tokens of each type every table has; all its rows are as long as its header."""
    found: Counter[str] = Counter()
    for token in tokens:
        found[token.type] += 1
        if token.type == "table_open":
            found.clear()
        elif token.type == "table_close":
            yield found


# --- Markdown to HTML -------------------------------------------------------------------

_TAGS = {
    *("p", "br", "ul", "ol", "li", "strong", "em", "a"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
_ATTRIBUTES: dict[str, set[str]] = {
    "*": set(),
    "a": {"href"},
    "ol": {"start"},
    "li": {"data-label"},
    "th": {"scope"},
}
_LANGUAGE_OF = {tag: {"lang": set(LANGUAGES)} for tag in ("p", "li", "th", "td")}
_CLASSES = {"th": {NUMBER_CELL}, "td": {NUMBER_CELL}}


def to_html(markdown: str) -> SafeString:
    """The HTML of an officer's text. Any text is allowed; what is not in the dialect is text."""
    html = nh3.clean(
        _PARSER.render(markdown),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        tag_attribute_values=_LANGUAGE_OF,
        allowed_classes=_CLASSES,
        url_schemes=set(SCHEMES),
        link_rel=None,
    )
    return mark_safe(html)  # noqa: S308 - see the module's first lines


def _bold_heading(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, *_: OptionsDict | EnvType
) -> str:
    token = tokens[index]
    return f"<p{_language(token)}><strong>" if token.nesting == 1 else "</strong></p>\n"


def _open_cell(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, *_: OptionsDict | EnvType
) -> str:
    token = tokens[index]
    scope = ' scope="col"' if token.tag == "th" else ""
    # A style attribute would be stopped by the content security policy.
    right = str(token.attrGet("style") or "").endswith("right")
    number = f' class="{NUMBER_CELL}"' if right else ""
    return f"<{token.tag}{scope}{number}{_language(token)}>"


def _open_item(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, *_: OptionsDict | EnvType
) -> str:
    # The print engine knows no "start" of a list, so every number is there to be printed.
    token = tokens[index]
    label = f' data-label="{token.info}{token.markup}"' if token.info else ""
    return f"<li{label}{_language(token)}>"


# --- languages --------------------------------------------------------------------------


def _mark_languages(state: StateCore) -> None:
    """Takes "[cy] " from the beginning of a block, and says it of the block."""
    for place, block in enumerate(state.tokens):
        if block.type != "inline" or not block.children:
            continue
        first = block.children[0]
        if first.type != "text":
            continue
        language, first.content = language_and_text(first.content)
        if language:
            opening = state.tokens[place - 1]
            # The paragraph of a tight item is not printed; the item is.
            printed = state.tokens[place - 2] if opening.hidden else opening
            printed.attrSet("lang", language)


def _language(token: Token) -> str:
    language = token.attrGet("lang")
    return f' lang="{language}"' if language else ""


_ADDRESS = re.compile(r"https?://[^\s<>\"“”]+", re.IGNORECASE)


def _link_addresses(state: StateCore) -> None:
    """A web address typed as plain text becomes a link."""
    for block in state.tokens:
        if block.type != "inline" or not block.children or "://" not in block.content:
            continue
        inside_link = 0
        children: list[Token] = []
        for token in block.children:
            inside_link += {"link_open": 1, "link_close": -1}.get(token.type, 0)
            if token.type == "text" and not inside_link:
                children.extend(_linked(token.content, state.md))
            else:
                children.append(token)
        block.children = children


def _linked(text: str, parser: MarkdownIt) -> list[Token]:
    tokens: list[Token] = []
    done = 0
    for found in _ADDRESS.finditer(text):
        address = _without_punctuation(found.group())
        target = parser.normalizeLink(address)
        if not parser.validateLink(target):
            continue
        tokens.append(_text(text[done : found.start()]))
        tokens.append(Token("link_open", "a", 1, attrs={"href": target}))
        tokens.append(_text(address))
        tokens.append(Token("link_close", "a", -1))
        done = found.start() + len(address)
    tokens.append(_text(text[done:]))
    return tokens


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _without_punctuation(address: str) -> str:
    """What ends a sentence, or closes a bracket opened before the address, is not part of it."""
    closing = address.count(")") - address.count("(")
    while address[-1:] in set(".,;:!?’'*_") or (closing > 0 and address.endswith(")")):
        closing -= address.endswith(")")
        address = address[:-1]
    return address


class _Parser(MarkdownIt):
    def parse(self, src: str, env: EnvType | None = None) -> list[Token]:
        return super().parse(lone_marks_as_words(src), env)

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the library's name
        """No relative addresses: a letter has no page to be relative to."""
        scheme, colon, _ = url.partition(":")
        return bool(colon) and scheme.lower() in SCHEMES


def _parser() -> MarkdownIt:
    options: dict[str, Any] = {"html": False, "breaks": True, "maxNesting": 4 * LIST_DEPTH}
    parser = _Parser("zero", options).enable(
        [
            *("heading", "list", "table"),
            *("newline", "escape", "entity", "emphasis", "link", "autolink"),
            *("balance_pairs", "fragments_join"),
        ]
    )
    parser.core.ruler.push("languages", _mark_languages)
    parser.core.ruler.push("addresses", _link_addresses)
    for name in ("heading_open", "heading_close"):
        parser.add_render_rule(name, _bold_heading)
    parser.add_render_rule("list_item_open", _open_item)
    for name in ("th_open", "td_open"):
        parser.add_render_rule(name, _open_cell)
    return parser


_PARSER = _parser()


# --- data for machines --------------------------------------------------------------------

_DATA_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def linked_data_block(content: Mapping[str, Any]) -> SafeString:
    """A block of linked data for the head of a page; browsers do not run it.

    It is escaped as Django's ``json_script`` does: no text in it can end the element.
    """
    text = json.dumps(content, ensure_ascii=False).translate(_DATA_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308
