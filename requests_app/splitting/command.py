"""What both commands print: the split of a file, or of standard input, as JSON."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

from requests_app.splitting import TextTooLong, split

_BYTE_ORDER_MARK = "\ufeff"


class Unsplittable(Exception):
    """The message is one line for whoever ran the command."""


def split_as_json(file: Path | None, *, indent: int | None = None) -> str:
    """``{"blocks": [...]}``; without a file of standard input. Raises Unsplittable."""
    try:
        blocks = split(_read(file))
    except TextTooLong as error:
        raise Unsplittable(str(error)) from error
    content = {"blocks": [asdict(block) for block in blocks]}
    return json.dumps(content, ensure_ascii=False, indent=indent)


def _read(file: Path | None) -> str:
    """The text as it stands in the file, so that the spans are those of the file."""
    # Bytes, because reading as text would turn each "\r\n" into "\n".
    try:
        text = (file.read_bytes() if file else sys.stdin.buffer.read()).decode()
    except OSError as error:
        source = file or "Standard input"
        raise Unsplittable(f"{source} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise Unsplittable("The text is not UTF-8. Save it as UTF-8 and try again.") from error
    # A byte-order mark is no word of the request, but it has its place.
    return f" {text[1:]}" if text.startswith(_BYTE_ORDER_MARK) else text
