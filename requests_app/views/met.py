"""Two people wrote the same: what stands there, by whom, and what the other typed, side by side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User

from requests_app.actions.base import Changed
from requests_app.comparison import Passage, compare_texts


@dataclass(frozen=True, slots=True)
class MetText:
    """One box of the form, without a name if it is the only one; from theirs to mine."""

    name: str
    passages: tuple[Passage, ...]

    @property
    def in_theirs(self) -> list[Passage]:
        return [one for one in self.passages if one.kind != "added"]

    @property
    def in_mine(self) -> list[Passage]:
        return [one for one in self.passages if one.kind != "removed"]


@dataclass(frozen=True, slots=True)
class Met:
    """What met, box by box; ``by`` is None where nobody knows who saved theirs.

    ``both`` is what the button sends that puts both texts into the form.
    """

    texts: tuple[MetText, ...]
    by: User | None
    at: datetime | None
    choice: str = ""
    both: str = "1"


def met_words(changed: Changed, boxes: Iterable[tuple[str, str, str]], both: str = "1") -> Met:
    """What met where the audit trail tells who wrote it."""
    last = changed.last
    return Met(
        met_texts(boxes),
        by=last.actor if last else None,
        at=last.at if last else None,
        both=both,
    )


def met_texts(boxes: Iterable[tuple[str, str, str]]) -> tuple[MetText, ...]:
    """Of the boxes (name, theirs, mine) those that differ."""
    differing = (box for box in boxes if box[1].strip() != box[2].strip())
    return tuple(MetText(name, compare_texts(theirs, mine)) for name, theirs, mine in differing)
