"""What each piece of a request is: a section heading, context or a question.

Knows how requests are put together. The words of single sentences are read in ``asks``, the
frame of a mail is found in ``frame``, what belongs to the item above it in ``merge``.

A list is questions, unless what introduces it makes it a scope or a quotation. Loose text is
context, unless it asks; a line after "please provide:" asks whatever it says. Wishes and
general requests for "information" are questions only where nothing more exact is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from requests_app.splitting.fallback import fall_back
from requests_app.splitting.frame import name_frame
from requests_app.splitting.languages import asked_once
from requests_app.splitting.lists import decide_lists
from requests_app.splitting.loose import Loose
from requests_app.splitting.units import Unit


def decide(text: str, units: Sequence[Unit]) -> list[Unit]:
    """The units with their kinds; a paragraph that does several things becomes several."""
    decided: list[Unit] = []
    asked = False
    for stretch in _stretches(decide_lists(text, units)):
        after_list = bool(decided) and decided[-1].numbered
        loose = Loose(text, stretch, asked=asked, after_list=after_list)
        decided.extend(loose.decide())
        asked = loose.asked
    return name_frame(text, asked_once(text, fall_back(text, decided)))


def _stretches(units: Sequence[Unit]) -> Iterator[list[Unit]]:
    """Loose, undecided text between decided units; each decided unit stands alone."""
    stretch: list[Unit] = []
    for unit in units:
        stretch.append(unit)
        if unit.kind is not None:
            yield stretch
            stretch = []
    if stretch:
        yield stretch
