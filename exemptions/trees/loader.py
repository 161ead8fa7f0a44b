"""Reads the question trees from their data files; a broken one is told with file and line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from exemptions.catalogue import catalogue
from exemptions.data_files import DATA, DataFile, read_folder
from exemptions.facts import Condition, Fact, facts
from exemptions.facts.fact import YES_NO
from exemptions.placeholders import STANDING, placeholders, stray_braces
from exemptions.trees.tree import Sentence, Step, Stop, Tree

TREES = DATA / "trees"
SCHEMA = DATA / "schemas" / "tree.schema.json"
Place = list[str | int]


@cache
def trees() -> Mapping[str, Tree]:
    """The trees that this program ships by name, read once."""
    return load_trees(TREES)


def tree_for(cite: str) -> Tree | None:
    """The steps for a provision, by its cite or an alias; None when there is no tree for it."""
    law = catalogue().get(cite)
    found = (tree for tree in trees().values() if law and law.cite in tree.provisions)
    tree = next(found, None)
    return tree.of(law.cite) if tree and law else None


def load_trees(folder: Path = TREES) -> Mapping[str, Tree]:
    """All trees of a folder. Raises BrokenData."""
    found: dict[str, Tree] = {}
    for file in read_folder(folder, SCHEMA):
        tree = _tree(file)
        taken = {cite for other in found.values() for cite in other.provisions}
        for index, cite in enumerate(tree.provisions):
            if cite in taken:
                raise file.broken(["provisions", index], f"{cite} has a tree already.")
        found[tree.name] = tree
    return MappingProxyType(found)


def _tree(file: DataFile) -> Tree:
    content = file.content
    for index, cite in enumerate(content["provisions"]):
        if cite not in catalogue() or catalogue()[cite].cite != cite:
            raise file.broken(["provisions", index], f"“{cite}” is not in the catalogue.")
    steps: list[Step] = []
    for index in range(len(content["steps"])):
        steps.append(_step(file, index, steps))
    asked = [step.fact for step in steps]
    return Tree(
        name=content["name"],
        title=content["title"],
        provisions=tuple(content["provisions"]),
        steps=tuple(steps),
        sentences=tuple(_sentence(file, index, asked) for index in range(len(content["draft"]))),
    )


def _step(file: DataFile, index: int, before: list[Step]) -> Step:
    entry = file.content["steps"][index]
    place: Place = ["steps", index]
    name = entry["fact"]
    if name not in facts():
        raise file.broken([*place, "fact"], f"there is no fact “{name}”.")
    earlier = [step.fact for step in before]
    if name in {fact.name for fact in earlier}:
        raise file.broken([*place, "fact"], f"“{name}” is asked twice.")
    fact = facts()[name]
    if fact.asked_when and fact.asked_when.fact not in {one.name for one in earlier}:
        raise file.broken([*place, "fact"], f"“{fact.asked_when.fact}” must be asked before it.")
    return Step(
        fact=fact,
        help=entry["help"],
        when=_conditions(file, place, entry, earlier),
        only_for=_only_for(file, place, entry),
        optional=entry.get("optional", False),
        stops=tuple(
            _stop(file, [*place, "stops", number], stop, [*earlier, fact])
            for number, stop in enumerate(entry.get("stops", ()))
        ),
    )


def _stop(file: DataFile, place: Place, entry: Mapping[str, Any], asked: list[Fact]) -> Stop:
    fact = asked[-1]
    _check_values(file, place, fact, entry.get("is", ()))
    total = entry.get("total", {})
    for name in total.get("of", ()):
        if name not in {one.name for one in asked if one.kind == "number"}:
            raise file.broken(place, f"“{name}” is no number asked by then.")
    if total and total["at_most"] not in STANDING:
        raise file.broken(place, f"there is no setting “{total['at_most']}”.")
    if "over" in entry and fact.kind != "number":
        raise file.broken(place, f"“{fact.name}” is no number.")
    return Stop(
        because=entry["because"],
        consider=entry["consider"],
        values=tuple(entry.get("is", ())),
        over=Decimal(str(entry["over"])) if "over" in entry else None,
        sum_of=tuple(total.get("of", ())),
        at_most=total.get("at_most", ""),
    )


def _sentence(file: DataFile, index: int, asked: list[Fact]) -> Sentence:
    entry = file.content["draft"][index]
    place: Place = ["draft", index]
    text = " ".join(entry["text"].split())
    may = {fact.name: fact for fact in asked}
    if stray_braces(text):
        raise file.broken(place, "a single brace stands there.")
    for name in placeholders(text):
        if name not in may and name not in STANDING:
            raise file.broken(place, f"no step asks for {{{name}}}.")
        if name in may and may[name].internal:
            raise file.broken(place, f"{{{name}}} is for the record and must not be printed.")
    return Sentence(
        text=text,
        when=_conditions(file, place, entry, asked),
        only_for=_only_for(file, place, entry),
        begins_paragraph=entry.get("paragraph", False),
    )


def _conditions(
    file: DataFile, place: Place, entry: Mapping[str, Any], asked: Iterable[Fact]
) -> tuple[Condition, ...]:
    by_name = {fact.name: fact for fact in asked}
    found = []
    for name, values in entry.get("when", {}).items():
        if name not in by_name:
            raise file.broken([*place, "when"], f"no step before it asks for “{name}”.")
        _check_values(file, [*place, "when", name], by_name[name], values)
        found.append(Condition(name, tuple(values)))
    return tuple(found)


def _only_for(file: DataFile, place: Place, entry: Mapping[str, Any]) -> tuple[str, ...]:
    for cite in entry.get("only_for", ()):
        if cite not in file.content["provisions"]:
            raise file.broken([*place, "only_for"], f"the tree does not serve {cite}.")
    return tuple(entry.get("only_for", ()))


def _check_values(file: DataFile, place: Place, fact: Fact, values: Iterable[str]) -> None:
    known = YES_NO if fact.kind == "yes_no" else [option.value for option in fact.options]
    for value in values:
        if value not in known:
            raise file.broken(place, f"“{value}” is no answer to “{fact.name}”.")
