"""Two texts of one box, for somebody to make one of them."""

from __future__ import annotations


def put_together(theirs: str, mine: str) -> str:
    """Theirs first, an empty line between; what is the same stands once."""
    parts = dict.fromkeys((theirs.strip(), mine.strip().replace("\r\n", "\n")))
    return "\n\n".join(filter(None, parts))
