"""Reads the law's data files; what is broken is told with its file and line. Knows no law."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator

DATA = Path(__file__).resolve().parent / "data"


class BrokenData(Exception):
    """A data file is broken; the message names the file, the line and what is wrong."""


@dataclass(frozen=True)
class DataFile:
    """A file that has passed its schema: ``content``, and where in the file each part stands."""

    name: str
    content: Any
    root: yaml.Node | None

    def broken(self, path: Sequence[str | int], what: str) -> BrokenData:
        """The error to raise about the part that a path of keys and indices leads to."""
        return BrokenData(f"{self.name}, line {self.line(path)}: {what}")

    def line(self, path: Iterable[str | int]) -> int:
        """The line, from 1, of that part."""
        node = self.root
        for step in path:
            node = _child(node, step) or node
        return node.start_mark.line + 1 if node else 1

    def date_at(self, path: Sequence[str | int]) -> date:
        """The date that stands there, as ``"2026-11-26"``. Raises BrokenData."""
        text: Any = self.content
        for step in path:
            text = text[step]
        try:
            return date.fromisoformat(text)
        except ValueError as error:
            raise self.broken(path, f"{text} is not a date.") from error


def read_folder(folder: Path, schema: Path) -> Iterator[DataFile]:
    """Every YAML file of a folder, by name. Raises BrokenData, also when there is none."""
    files = sorted(folder.glob("*.yaml"))
    if not files:
        raise BrokenData(f"There is no data file in {folder.name}.")
    for file in files:
        yield read_file(file, schema)


def read_file(file: Path, schema: Path) -> DataFile:
    """One YAML file, held against a JSON schema. Raises BrokenData."""
    try:
        root, content = _parsed(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise BrokenData(f"{file.name} cannot be read: {error.strerror}.") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BrokenData(f"{file.name}, line {line}: {error.problem}") from error
    found = DataFile(file.name, content, root)
    for line, key in _keys_that_stand_twice(root):
        raise BrokenData(f"{file.name}, line {line}: “{key}” stands there twice.")
    problems = _validator(schema).iter_errors(content)
    for problem in sorted(problems, key=lambda error: [str(step) for step in error.path]):
        raise found.broken(list(problem.path), problem.message)
    return found


def _parsed(text: str) -> tuple[yaml.Node | None, Any]:
    loader = _PlainLoader(text)
    try:
        root = loader.get_single_node()
        return root, None if root is None else loader.construct_document(root)
    finally:
        loader.dispose()


# The one in C: every process that starts reads all of the law, and in Python takes seconds for it.
class _PlainLoader(yaml.CSafeLoader):
    """Leaves dates as text, so that the schema sees what is written."""


_PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@cache
def _validator(schema: Path) -> Draft202012Validator:
    return Draft202012Validator(json.loads(schema.read_text(encoding="utf-8")))


def _keys_that_stand_twice(node: yaml.Node | None) -> Iterator[tuple[int, str]]:
    """YAML lets the last of two equal keys win without a word; a data file must not."""
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if str(key.value) in seen:
                yield key.start_mark.line + 1, str(key.value)
            seen.add(str(key.value))
            yield from _keys_that_stand_twice(value)
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _keys_that_stand_twice(item)


def _child(node: yaml.Node | None, step: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == step), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int):
        return node.value[step] if step < len(node.value) else None
    return None
