"""The words of a PDF. Knows pages and passwords; a picture of words is told from words."""

from __future__ import annotations

import re
from io import BytesIO

import pikepdf
from pypdf import PageObject, PdfReader
from pypdf.errors import PyPdfError

from requests_app.received_files.received import ReceivedFile, UnreadableFile

# More than the lines that can be split; what is longer is a document, not a request.
MAX_PAGES = 100
# Justified lines come with wide gaps; those that begin a line show how deep a list is.
_GAP = re.compile(r"(?<=\S) {2,}")


def read_pdf(content: bytes) -> ReceivedFile:
    """Raises UnreadableFile."""
    try:
        pages = _pages(content)
    except (PyPdfError, pikepdf.PdfError, RecursionError) as error:
        raise UnreadableFile("This PDF is damaged. Paste the words instead.") from error
    empty = [number for number, text in enumerate(pages, start=1) if not text.strip()]
    if len(empty) == len(pages):
        raise UnreadableFile("This PDF has no text: it is a scan. Paste the words instead.")
    text = "\n".join(page for page in pages if page.strip())
    return ReceivedFile(text + _note(empty))


def _pages(content: bytes) -> list[str]:
    reader = PdfReader(BytesIO(_opened(content)))
    if len(reader.pages) > MAX_PAGES:
        raise UnreadableFile(
            f"This PDF has {len(reader.pages):,} pages. At most {MAX_PAGES} are read: paste the "
            "request alone."
        )
    return [_words(page) for page in reader.pages]


def _opened(content: bytes) -> bytes:
    """Without the lock that only keeps a PDF from being changed; anybody may read such a one."""
    result = BytesIO()
    try:
        with pikepdf.open(BytesIO(content)) as document:
            if not document.is_encrypted:
                return content
            document.save(result)
    except pikepdf.PasswordError as error:
        raise UnreadableFile(
            "This PDF is protected by a password. Open it and paste its words instead."
        ) from error
    return result.getvalue()


def _words(page: PageObject) -> str:
    """The page line by line as it looks, since a list's numbers may be drawn at the end.

    Where that would drop words, the words in the order they are drawn.
    """
    drawn = page.extract_text()
    seen = page.extract_text(extraction_mode="layout", layout_mode_strip_rotated=False)
    text = seen if _letters(seen) >= _letters(drawn) else drawn
    return _GAP.sub(" ", text)


def _letters(text: str) -> int:
    return sum(1 for letter in text if letter.isalnum())


def _note(empty: list[int]) -> str:
    """An officer must see that there may be more on paper than there is in words."""
    if not empty:
        return ""
    shown = ", ".join(str(number) for number in empty[:20]) + (" …" if len(empty) > 20 else "")
    return f"\n\n[No text on page {shown} of the PDF: empty, or a scan]"
