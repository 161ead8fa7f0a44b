"""Reads the catalogue from its data files; a broken entry is told with its file and line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from exemptions.catalogue.provision import Catalogue, Guidance, Provision

DATA = Path(__file__).resolve().parent.parent / "data" / "provisions"
SCHEMA = Path(__file__).with_name("section.schema.json")
# Bases for which the letter must say whether the harm would, or would be likely to, happen.
PREJUDICE_BASES = frozenset({"prejudice", "endanger", "qp_opinion"})


class CatalogueError(Exception):
    """A data file is broken; the message names the file, the line and what is wrong."""


@cache
def catalogue() -> Catalogue:
    """The catalogue that this program ships, read once."""
    return load_catalogue(DATA)


def load_catalogue(folder: Path = DATA) -> Catalogue:
    """All provisions of the files of a folder. Raises CatalogueError."""
    files = sorted(folder.glob("*.yaml"))
    if not files:
        raise CatalogueError(f"There is no provision in {folder.name}.")
    provisions = [provision for file in files for provision in _read(file)]
    _refuse_twins(provisions)
    return Catalogue(provisions)


def _read(file: Path) -> Iterator[Provision]:
    text = file.read_text(encoding="utf-8")
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        content = yaml.load(text, Loader=_PlainLoader)  # noqa: S506 - a subclass of SafeLoader
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise CatalogueError(f"{file.name}, line {line}: {error.problem}") from error
    for problem in sorted(_validator().iter_errors(content), key=lambda found: list(found.path)):
        raise CatalogueError(f"{file.name}, line {_line(root, problem.path)}: {problem.message}")
    for index, limb in enumerate(content["limbs"]):
        line = _line(root, ["limbs", index])
        yield _provision(content, limb, f"{file.name}, line {line}")


class _PlainLoader(yaml.SafeLoader):
    """Leaves dates as text, so that the schema sees what is written."""


_PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def _provision(section: Mapping[str, Any], limb: Mapping[str, Any], place: str) -> Provision:
    """A limb with the defaults of its section. What lies on neither is an error."""
    merged = {**section, **limb}
    for name in ("type", "basis", "certainty"):
        if name not in merged:
            raise CatalogueError(f"{place}: {limb['cite']} has no {name}.")
    return Provision(
        cite=limb["cite"],
        section=section["section"],
        title=section["title"],
        label=limb["label"],
        heading=limb.get("heading", f"Section {limb['cite']}: {section['title']}"),
        regime=section["regime"],
        type=merged["type"],
        basis=merged["basis"],
        likelihood_required=merged["basis"] in PREJUDICE_BASES,
        ncnd=merged.get("ncnd", ""),
        required_facts=tuple(merged.get("required_facts", ())),
        conditions=(*section.get("conditions", ()), *limb.get("conditions", ())),
        guidance=Guidance(**section["guidance"]),
        in_force_from=_date(section["in_force_from"], place),
        in_force_to=_date(section["in_force_to"], place) if "in_force_to" in section else None,
        certainty=merged["certainty"],
        aliases=tuple(limb.get("aliases", ())),
    )


def _date(text: str, place: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CatalogueError(f"{place}: {text} is not a date.") from error


def _refuse_twins(provisions: Iterable[Provision]) -> None:
    seen: set[str] = set()
    for provision in provisions:
        for name in (provision.cite, *provision.aliases):
            if name in seen:
                raise CatalogueError(f"{provision.section}.yaml: {name} stands there twice.")
            seen.add(name)


def _line(root: yaml.Node | None, path: Iterable[str | int]) -> int:
    """The line, from 1, of the node that a path of keys and indices leads to."""
    node = root
    for step in path:
        node = _child(node, step) or node
    return node.start_mark.line + 1 if node else 1


def _child(node: yaml.Node | None, step: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == step), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int):
        return node.value[step] if step < len(node.value) else None
    return None
