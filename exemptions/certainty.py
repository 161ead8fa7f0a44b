"""How sure the research behind an entry of the catalogue is, in words. Pure.

A mark is one of those below or several with a slash, such as ``T/O``. What a lawyer is to check
stands in the entry itself; whether one has read the wording since is kept with the wording.
"""

from __future__ import annotations

_MARKS: dict[str, str] = {
    "T": "The text of the statute was read.",
    "TA": "The amending text was read, but not the section as it stands amended.",
    "O": "An official page was read in excerpt, not the statute itself.",
    "S": "It rests on a secondary source, such as a law firm’s page.",
    "K": "It was written from knowledge and checked against no source.",
    "?": "It is an open question that somebody must settle.",
}


def explain(mark: str) -> str:
    """Where the facts come from, one sentence for each part of the mark."""
    parts = (part.strip() for part in mark.split("/"))
    return " ".join(_MARKS.get(part, "The mark of its source is not known here.") for part in parts)
