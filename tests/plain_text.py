"""A document's text as a person would read it aloud, for golden files and comparisons.

Line and page breaks depend on the machine's fonts library, so golden files are made from the
HTML, and another test holds that the PDF says exactly what its HTML says.
"""

from __future__ import annotations

import re
import subprocess

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

_BLOCKS = {"p", "li", "h1", "h2", "h3", "h4", "tr", "title"}


def text_of(html: str) -> str:
    """One block a line; "# " marks a heading, "|" parts cells, a label stands before its item."""
    soup = BeautifulSoup(html, "html.parser")
    lines = [_line(block) for block in soup.find_all(list(_BLOCKS))]
    return "\n".join(line for line in lines if line) + "\n"


def _line(block: Tag) -> str:
    if block.name == "tr":
        cells = (" ".join(cell.get_text().split()) for cell in block.find_all(["th", "td"]))
        return f"  {' | '.join(cells)}"
    words = " ".join(_own_text(block).split())
    if not words:
        # An item whose words stand in paragraphs of their own has its label all the same.
        return str(block.get("data-label") or "")
    if block.name in {"h1", "h2", "h3", "h4"}:
        return f"\n{'#' * int(block.name[1])} {words}"
    if block.name == "li":
        depth = len(block.find_parents("li"))
        return f"{'  ' * (depth + 1)}{_mark(block)} {words}"
    return words


def _mark(item: Tag) -> str:
    printed = item.find("span", attrs={"class": "app-label"}, recursive=False)
    return "" if printed else str(item.get("data-label") or "•")


def _own_text(block: Tag) -> str:
    """The text of a block without that of blocks inside it."""
    pieces = []
    for child in block.descendants:
        if isinstance(child, Tag) and child.name == "br":
            pieces.append(" / ")
        elif isinstance(child, NavigableString) and child.find_parent(list(_BLOCKS)) is block:
            pieces.append(str(child))
    return "".join(pieces)


def text_of_pdf(content: bytes) -> str:
    """The words of a PDF in the order of its content, without footers."""
    done = subprocess.run(
        ["pdftotext", "-raw", "-nopgbrk", "-", "-"], input=content, capture_output=True, check=True
    )
    lines = done.stdout.decode().splitlines()
    return "\n".join(line for line in lines if not _FOOTER.search(line))


_FOOTER = re.compile(r" · \S+ Page \d+ of \d+$")


def squeezed(text: str) -> str:
    """Only letters and figures: what is left when breaks, marks and spaces are set aside."""
    return "".join(re.findall(r"\w+", text))
