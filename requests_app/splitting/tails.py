"""The end of a letter that stands in the line of its last question.

Where the line ends of a request were lost, thanks, notes about the reply and further asks follow
the last item of a list in one line: "2. How much? Please reply by e-mail. Kind regards"; what is
about several items follows any of them. Knows what sentences do, not what the items ask.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from requests_app.splitting.asks import Act, plain
from requests_app.splitting.prose import sentences_of
from requests_app.splitting.units import Unit

_CLOSES = frozenset({Act.THANKS, Act.HANDLING, Act.SIGN_OFF})

_ABOUT_ITEMS = re.compile(
    r"(?:for|in) (?:(?:all|each|both) (?:of )?(?:the )?(?:above|following|remaining|other) "
    r"(?:questions?|items?|points?)|(?:questions|items|points|qs) \d)\b"
)
_MORE = re.compile(r"(?:additionally|in addition|finally|furthermore|separately|lastly)\b")
_BEHIND = 40  # characters: enough to see whether a line has begun


def cut_tails(text: str, units: Sequence[Unit]) -> list[Unit]:
    """The units; the last item of a list in one line ends where the letter closes."""
    return list(_cut(text, units))


def _cut(text: str, units: Sequence[Unit]) -> Iterator[Unit]:
    for index, unit in enumerate(units):
        last = index + 1 == len(units) or units[index + 1].label is None
        tail = _tail(text, unit, last=last) if _runs_on(text, unit) else None
        if tail is None:
            yield unit
        else:
            yield replace(unit, end=len(text[:tail].rstrip()))
            yield Unit(start=tail, body=tail, end=unit.end, label=None, level=0, gap=False)


def _runs_on(text: str, unit: Unit) -> bool:
    """Whether an item begins in the middle of a line."""
    before = f"{text[max(0, unit.start - _BEHIND) : unit.start]}|".splitlines()[-1]
    return unit.label is not None and unit.kind is None and before.strip() != "|"


def _tail(text: str, unit: Unit, *, last: bool) -> int | None:
    """Where the first sentence after the first begins that closes the letter, asks for more
    ("Additionally, ..."), or is about several items ("For questions 2 to 6, please ...")."""
    for part in sentences_of(text, unit.body, unit.end)[1:]:
        about = _ABOUT_ITEMS.match(plain(text[part.start : part.end]))
        more = part.act.asks and _MORE.match(plain(text[part.start : part.end]))
        if about or (last and (part.act in _CLOSES or more)):
            return part.start
    return None
