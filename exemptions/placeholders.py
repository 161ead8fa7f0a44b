"""Placeholders in wording: ``{harm}`` waits for its words, ``{{`` is a brace. Knows no rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from exemptions.dated import DatedValue, law_on

# Filled by the portal from dated settings; everything else is a fact that the officer gives.
STANDING = frozenset(
    {"public_authority", "regulator", "sovereign", "cost_limit", "cost_limit_hours", "hourly_rate"}
)
_TOKEN = re.compile(r"\{\{|\}\}|\{([a-z][a-z0-9_]*)\}|[{}]")


def placeholders(text: str) -> tuple[str, ...]:
    """The names that a text waits for, each once, in order."""
    names = (match[1] for match in _TOKEN.finditer(text))
    return tuple(dict.fromkeys(name for name in names if name))


def stray_braces(text: str) -> tuple[int, ...]:
    """The lines, from 1, on which a brace stands that is neither a placeholder nor doubled."""
    strays = (match.start() for match in _TOKEN.finditer(text) if match.group() in "{}")
    return tuple(dict.fromkeys(text.count("\n", 0, start) + 1 for start in strays))


def unknown_placeholders(text: str, known: Iterable[str]) -> tuple[str, ...]:
    """Names that nothing will ever fill: neither a fact that is known nor a standing word."""
    may = {*known, *STANDING}
    return tuple(name for name in placeholders(text) if name not in may)


def unfilled(text: str, values: Mapping[str, str]) -> tuple[str, ...]:
    """The names for which there are no words yet. Empty: the text may be read by others."""
    return tuple(name for name in placeholders(text) if not values.get(name, "").strip())


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with what is known put in and doubled braces made single.

    What is not known stays visible as ``{name}``. Values are put in as they stand: a brace in
    them is a brace.
    """

    def put(match: re.Match[str]) -> str:
        if match.group() in ("{{", "}}"):
            return match.group()[0]
        value = values.get(match[1] or "", "").strip()
        return _within_sentence(value, match) if value else match.group()

    return _TOKEN.sub(put, text)


def _within_sentence(value: str, match: re.Match[str]) -> str:
    """The value without its full stop where the text goes on with punctuation of its own."""
    follows = match.string[match.end() : match.end() + 1]
    return value.rstrip(" .") if follows and follows in ".,;:" else value


def joined(claims: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """The facts of several claims of one provision as one: differing words stand side by side."""
    found: dict[str, dict[str, None]] = {}
    for facts in claims:
        for name, value in facts.items():
            if value.strip():
                found.setdefault(name, {})[value.strip()] = None
    return {name: "; ".join(values) for name, values in found.items()}


def standing_values(
    *,
    public_authority: str,
    regulator: str,
    authority_type: str,
    on: date,
    values: Mapping[str, tuple[DatedValue, ...]] | None = None,
) -> dict[str, str]:
    """What fills the standing placeholders on a day. Raises NotInForceYet.

    ``values`` are the dated values of this portal; None: those that ship.
    """
    law = law_on(on, values)
    return {
        "public_authority": public_authority,
        "regulator": regulator,
        "sovereign": law.sovereign,
        "cost_limit": f"£{law.cost_limits[authority_type]}",
        "cost_limit_hours": f"{law.hours_within_limit(authority_type):g}",
        "hourly_rate": f"£{law.hourly_rate}",
    }
