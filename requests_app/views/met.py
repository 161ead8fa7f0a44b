"""Two people wrote the same: what stands there, by whom, and what the other typed, side by side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User

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
    """What met, box by box; ``by`` is None where nobody knows who saved theirs."""

    texts: tuple[MetText, ...]
    by: User | None
    at: datetime | None
    choice: str = ""


def met_texts(boxes: Iterable[tuple[str, str, str]]) -> tuple[MetText, ...]:
    """Of the boxes (name, theirs, mine) those that differ."""
    differing = (box for box in boxes if box[1].strip() != box[2].strip())
    return tuple(MetText(name, compare_texts(theirs, mine)) for name, theirs, mine in differing)
