"""Reads the facts from their data file; a broken entry is told with its file and line."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from exemptions.data_files import DATA, DataFile, read_file
from exemptions.facts.fact import YES_NO, Condition, Fact, Facts, Option

FACTS = DATA / "facts.yaml"
SCHEMA = Path(__file__).with_name("facts.schema.json")


@cache
def facts() -> Facts:
    """The facts that this program ships, read once."""
    return load_facts(FACTS)


def load_facts(path: Path = FACTS) -> Facts:
    """All facts of a file. Raises BrokenData."""
    file = read_file(path, SCHEMA)
    found = Facts(_fact(name, entry) for name, entry in file.content.items())
    for fact in found.values():
        _check(fact, found, file)
    return found


def _fact(name: str, entry: Mapping[str, Any]) -> Fact:
    when = entry.get("asked_when")
    return Fact(
        name=name,
        scope=entry["scope"],
        kind=entry["kind"],
        label=entry["label"],
        hint=entry.get("hint", ""),
        options=tuple(Option(value, text) for value, text in entry.get("options", {}).items()),
        asked_when=Condition(when["fact"], tuple(when["is"])) if when else None,
        internal=entry.get("internal", False),
        column=entry.get("column", False),
        source=entry["source"],
    )


def _check(fact: Fact, found: Facts, file: DataFile) -> None:
    """What a fact says of another must be so. Raises BrokenData."""
    when = fact.asked_when
    if when is None:
        return
    place = [fact.name, "asked_when"]
    other = found.get(when.fact)
    if other is None or list(found).index(when.fact) > list(found).index(fact.name):
        raise file.broken(place, f"no fact “{when.fact}” stands before it.")
    if other.scope != fact.scope:
        raise file.broken(place, f"“{when.fact}” is asked of the {other.scope}.")
    values = YES_NO if other.kind == "yes_no" else [option.value for option in other.options]
    for value in when.values:
        if value not in values:
            raise file.broken(place, f"“{value}” is no answer to “{when.fact}”.")
