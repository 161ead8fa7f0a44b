"""What is asked in Welsh and in English is asked once, in English.

Knows units that are decided, and by what words a language is told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from requests_app.splitting.asks import plain
from requests_app.splitting.units import Unit
from requests_app.splitting.welsh import ASKS

_ENGLISH = re.compile(r"\b(?:the|and|for|you|your|how|what|which|are|is|many|would|with|have|of)\b")
_FEWEST = 2  # words


def asked_once(text: str, units: Sequence[Unit]) -> list[Unit]:
    """Questions in Welsh are context where as many or more are in English; those with labels
    stay."""
    questions = [unit for unit in units if unit.kind == "question"]
    welsh = {unit.start for unit in questions if unit.loose and ASKS.match(_words(text, unit))}
    if not welsh:
        return list(units)
    others = (unit for unit in questions if unit.start not in welsh)
    if sum(_is_english(_words(text, unit)) for unit in others) < len(welsh):
        return list(units)
    return [replace(unit, kind="context") if unit.start in welsh else unit for unit in units]


def _is_english(words: str) -> bool:
    return len(set(_ENGLISH.findall(words))) >= _FEWEST


def _words(text: str, unit: Unit) -> str:
    return plain(unit.words_of(text))
