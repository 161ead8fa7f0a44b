"""How sure the research behind an entry of the catalogue is, in words. Pure.

A mark is one of those below or several with a slash, such as ``T/O``. It says where the facts
of the entry come from; whether a lawyer has read the wording since is kept with the wording.
"""

from __future__ import annotations

# What stands behind a mark, and whether somebody learned in the law must look at it still.
_MARKS: dict[str, tuple[str, bool]] = {
    "T": ("The text of the statute was read.", False),
    "TA": ("The amending text was read, but not the section as it stands amended.", True),
    "O": ("An official page was read in excerpt, not the statute itself.", True),
    "S": ("It rests on a secondary source, such as a law firm’s page.", True),
    "K": ("It was written from knowledge and checked against no source.", True),
    "?": ("It is an open question that somebody must settle.", True),
}
_UNKNOWN = ("The mark of its source is not known here.", True)


def explain(mark: str) -> str:
    """Where the facts come from, one sentence for each part of the mark."""
    return " ".join(_MARKS.get(part, _UNKNOWN)[0] for part in _parts(mark))


def needs_lawyer(mark: str) -> bool:
    """Whether any part of the mark rests on less than the statute as read."""
    return any(_MARKS.get(part, _UNKNOWN)[1] for part in _parts(mark))


def _parts(mark: str) -> list[str]:
    return [part.strip() for part in mark.split("/")]
