"""Which text is the question when nothing asks.

Knows sentences and what each does; nothing of lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from requests_app.splitting.asks import Act, names_wanted, plain
from requests_app.splitting.prose import Run, Sentence, runs_of, sentences_of
from requests_app.splitting.things import THING
from requests_app.splitting.units import Unit

_RELATIVE = re.compile(r"\b(?:why|how|what|whether)\b")
_WANTED = (Act.WISH, Act.GENERAL, Act.NAMES, Act.LEAD_IN, Act.LIMIT)


def fall_back(text: str, units: Sequence[Unit]) -> list[Unit]:
    """What is undecided is context; if nothing is a question, the likeliest text becomes one."""
    if any(unit.kind == "question" for unit in units):
        return [unit if unit.kind else replace(unit, kind="context") for unit in units]
    parts = [part for unit in units for part in _sentences(text, unit)]
    chosen = _likeliest(
        [act for _, act in parts], [plain(unit.words_of(text)) for unit, _ in parts]
    )
    return _joined(
        [
            replace(unit, kind="question" if index == chosen else unit.kind or "context")
            for index, (unit, _) in enumerate(parts)
        ]
    )


def _sentences(text: str, unit: Unit) -> Iterator[tuple[Unit, Act]]:
    """An undecided unit in its parts."""
    if unit.kind is not None:
        yield unit, Act.HANDLING
        return
    for part in _parts(text, unit):
        first = part.start == unit.start
        moved = replace(unit, start=part.start, body=part.start, end=part.end)
        yield replace(moved, gap=unit.gap and first, inside=not first), part.act


def _parts(text: str, unit: Unit) -> Iterator[Run | Sentence]:
    """What asks, with the sentences that depend on it, and the rest sentence by sentence."""
    for run in runs_of(text, unit.start, unit.end):
        if run.act in _WANTED:
            yield run
        else:
            yield from sentences_of(text, run.start, run.end)


def _likeliest(acts: Sequence[Act], words: Sequence[str]) -> int | None:
    for wanted in _WANTED:
        if wanted in acts:
            return acts.index(wanted)
    for rule in (_RELATIVE.search, names_wanted, THING.match):
        puzzled = (i for i, act in enumerate(acts) if act is Act.PLAIN and rule(words[i]))
        found = next(puzzled, None)
        if found is not None:
            return found
    return None


def _joined(units: Sequence[Unit]) -> list[Unit]:
    """Sentences of one paragraph that are context stay one piece."""
    joined: list[Unit] = []
    for unit in units:
        same = joined and (joined[-1].kind, joined[-1].frame) == (unit.kind, unit.frame)
        if unit.inside and unit.kind == "context" and same:
            joined[-1] = replace(joined[-1], end=unit.end)
        else:
            joined.append(unit)
    return joined
