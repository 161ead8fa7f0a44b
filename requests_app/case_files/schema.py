"""Checks a JSON document against the form of case files and says in plain words what is wrong.

It knows ``case.schema.json`` and nothing of what the fields mean to each other.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from requests_app.case_files.problem import Problem, listed, path_of

SCHEMA_FILE = Path(__file__).with_name("case.schema.json")

_TYPES = {
    "string": "text in quotation marks",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list in [ ]",
    "object": "an object in { }",
    "null": "null",
}


@cache
def schema() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    return content


@cache
def _validator() -> Draft202012Validator:
    Draft202012Validator.check_schema(schema())
    return Draft202012Validator(schema())


def problems_of(document: object) -> tuple[Problem, ...]:
    """What breaks the form, in the order of the document."""
    errors = [simple for error in _validator().iter_errors(document) for simple in _simple(error)]
    errors.sort(key=lambda error: [str(step).zfill(8) for step in error.absolute_path])
    return tuple(dict.fromkeys(Problem(_path(error), _message(error)) for error in errors))


def _simple(error: ValidationError) -> Iterator[ValidationError]:
    """In this form a choice is always "null or something": what is wrong is the something."""
    if error.validator != "anyOf":
        yield error
        return
    for inner in error.context or ():
        if inner.schema_path[0] != 0:
            yield from _simple(inner)


def _path(error: ValidationError) -> str:
    steps = list(error.absolute_path)
    if error.validator == "required":
        steps.append(_missing(error))
    return path_of(steps)


def _missing(error: ValidationError) -> str:
    """jsonschema reports each missing field as an error of its own, named only in its text."""
    names: list[str] = _rule(error)
    return next(name for name in names if error.message.startswith(repr(name)))


def _rule(error: ValidationError) -> Any:
    """What the schema demands here: the value of the keyword that was broken."""
    return error.validator_value


def _around(error: ValidationError) -> dict[str, Any]:
    """The part of the schema in which the keyword stands."""
    part: Any = error.schema
    return dict(part)


def _message(error: ValidationError) -> str:
    say = _MESSAGES.get(str(error.validator))
    return say(error) if say else error.message


def _unknown(error: ValidationError) -> str:
    known = list(_around(error)["properties"])
    found: Any = error.instance
    strange = [name for name in found if name not in known]
    noun = "field" if len(strange) == 1 else "fields"
    quoted = ", ".join(f"“{_shown(name)}”" for name in strange)
    return f"there is no {noun} {quoted} here; the fields are {listed(known)}."


def _shown(value: object) -> str:
    text = str(value)
    return text if len(text) <= 60 else f"{text[:60]}…"


def _pattern(error: ValidationError) -> str:
    return f"“{_shown(error.instance)}” is not right here. {_around(error).get('description', '')}"


def _length(error: ValidationError) -> int:
    text: Any = error.instance
    return len(text)


_MESSAGES: dict[str, Callable[[ValidationError], str]] = {
    "required": lambda _: "this field is missing.",
    "additionalProperties": _unknown,
    "type": lambda error: f"write {_TYPES[_rule(error)]} here.",
    "enum": lambda error: f"“{_shown(error.instance)}” is none of: {listed(_rule(error))}.",
    "const": lambda error: f"this must be {json.dumps(_rule(error))}.",
    "minLength": lambda _: "this must not be empty.",
    "maxLength": lambda error: f"this has {_length(error)} characters, more than {_rule(error)}.",
    "minimum": lambda error: f"{error.instance} is less than {_rule(error)}.",
    "maximum": lambda error: f"{error.instance} is more than {_rule(error)}.",
    "pattern": _pattern,
}
