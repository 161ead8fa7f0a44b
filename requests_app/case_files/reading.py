"""Turns the bytes of a case file into a ``CaseFile``, or says everything that is wrong with it.

Pure but for the catalogue of the law. It never guesses: a field it does not know is an error.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from requests_app.case_files import form
from requests_app.case_files.checking import inconsistencies
from requests_app.case_files.problem import BrokenCaseFile, Problem, path_of
from requests_app.case_files.schema import problems_of
from requests_app.characters import kept
from requests_app.rendering.markup import TextTooComplex, check_characters

MAX_BYTES = 20_000_000
_DATES = frozenset(
    {
        *("received_on", "submitted_on", "approved_on", "sent_on", "decided_on", "review_by"),
        *("published_on", "withdrawn_on", "on", "until"),
    }
)
_MOMENTS = frozenset({"submitted_at", "at"})
# The Act is of 2000; a year outside is a slip of the keyboard.
_YEARS = range(2000, 2101)

Document = Mapping[str, Any]
T = TypeVar("T")


def parse(content: bytes) -> form.CaseFile:
    """The case of a file. Raises BrokenCaseFile with everything that is wrong."""
    document = _in_kept_characters(_document(content))
    problems = tuple(_unprintable(document)) or problems_of(document) or tuple(_undated(document))
    if problems:
        raise BrokenCaseFile(problems)
    case_file = _case(document)
    problems = tuple(inconsistencies(case_file))
    if problems:
        raise BrokenCaseFile(problems)
    return case_file


# --- from bytes to a JSON document --------------------------------------------------------


def _document(content: bytes) -> Any:
    if len(content) > MAX_BYTES:
        raise _broken(f"the file is larger than {MAX_BYTES // 1_000_000} MB.")
    try:
        # Windows writes a byte order mark.
        return json.loads(
            content.decode("utf-8-sig"),
            object_pairs_hook=_object,
            parse_constant=_refuse_constant,
        )
    except UnicodeDecodeError as error:
        raise _broken(f"byte {error.start} is not UTF-8 text.") from error
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise _broken(f"this is not JSON: {error.msg} ({place}).") from error
    except _Repeated as error:
        raise _broken(str(error)) from error
    except ValueError as error:  # a number of thousands of digits
        raise _broken(f"this is not JSON that can be read: {error}") from error
    except RecursionError as error:
        raise _broken("the file is nested too deeply.") from error


class _Repeated(Exception):
    """JSON would silently keep the last of two fields with one name."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise _Repeated(f"the field “{name[:60]}” stands twice in one object.")
        found[name] = value
    return found


def _refuse_constant(name: str) -> None:
    raise _Repeated(f"{name} is not JSON.")


def _broken(message: str) -> BrokenCaseFile:
    return BrokenCaseFile([Problem("", message)])


def _unprintable(document: object) -> Iterator[Problem]:
    """No database stores a NUL, half a surrogate pair is no character, and people's words must
    read as they are stored. What is kept verbatim need only be stored."""
    for steps, value in _leaves(document):
        if not isinstance(value, str):
            continue
        if any(c == "\0" or "\ud800" <= c <= "\udfff" for c in value):
            yield Problem(path_of(steps), "this holds a character that is no text (NUL or broken).")
        elif not _is_verbatim(steps):
            yield from _unreadable(steps, value)


def _unreadable(steps: Sequence[str | int], value: str) -> Iterator[Problem]:
    try:
        check_characters(value, field="this")
    except TextTooComplex as error:
        yield Problem(path_of(steps), str(error))


def _is_verbatim(steps: Sequence[str | int]) -> bool:
    """The request as it came, and versions, which stand under their digests."""
    return steps[0] == "versions" or tuple(steps) == ("text",) if steps else False


def _in_kept_characters(document: Any) -> Any:
    """The document with its words in the characters they are kept in, whatever made the file."""
    for steps, value in _leaves(document):
        if steps and isinstance(value, str) and not _is_verbatim(steps):
            holder = document
            for step in steps[:-1]:
                holder = holder[step]
            holder[steps[-1]] = kept(value)
    return document


def _undated(document: object) -> Iterator[Problem]:
    for steps, value in _leaves(document):
        name = steps[-1] if steps else ""
        if not isinstance(value, str) or not (name in _DATES or name in _MOMENTS):
            continue
        if name in _DATES and not _is_date(value):
            yield Problem(path_of(steps), f"“{value[:40]}” is not a date like 2026-10-05.")
        if name in _MOMENTS and not _is_moment(value):
            yield Problem(
                path_of(steps), f"“{value[:40]}” is not a moment like 2026-10-05T09:00:00+00:00."
            )


def _leaves(document: object) -> Iterator[tuple[tuple[str | int, ...], object]]:
    """Every value that is neither a list nor an object, with the steps to it, in order."""
    waiting: list[tuple[tuple[str | int, ...], object]] = [((), document)]
    while waiting:
        steps, value = waiting.pop()
        inside: list[tuple[str | int, object]] = []
        if isinstance(value, dict):
            inside = list(value.items())
        elif isinstance(value, list):
            inside = list(enumerate(value))
        else:
            yield steps, value
        waiting.extend(((*steps, step), child) for step, child in reversed(inside))


def _is_date(text: str) -> bool:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return False
    # Python reads 20261005 and 2026-W41-1 as well; one form is enough for a file.
    return day.isoformat() == text and day.year in _YEARS


def _is_moment(text: str) -> bool:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return False
    return moment.tzinfo is not None and moment.year in _YEARS


# --- from a JSON document of the right form to values -----------------------------------------


def _case(document: Document) -> form.CaseFile:
    content = {name: value for name, value in document.items() if name not in {"format", "version"}}
    parts: dict[str, Any] = {
        "requester": _one(form.RequesterPart, content.pop("requester", None)),
        "answers": tuple(_answer(item) for item in content.pop("answers", ())),
        "tests": _many(form.WeighingPart, content.pop("tests", ())),
        "clock_events": tuple(_clock_event(item) for item in content.pop("clock_events", ())),
        "outcome": form.OutcomePart(**content.pop("outcome", {})),
        "acknowledgements": _many(form.AcknowledgementPart, content.pop("acknowledgements", ())),
        "wording": _many(form.WordingPart, content.pop("wording", ())),
        "adapted": _many(form.AdaptedPart, content.pop("adapted", ())),
        "people": form.PeoplePart(**content.pop("people", {})),
        "publication": _one(form.PublicationPart, content.pop("publication", None)),
        "versions": tuple(_version(item) for item in content.pop("versions", ())),
        "steps": _many(form.StepPart, content.pop("steps", ())),
    }
    if "blocks" in content:
        parts["blocks"] = _many(form.BlockPart, content.pop("blocks"))
    return form.CaseFile(**parts, **_values(content))


def _answer(item: Document) -> form.AnswerPart:
    claims = _many(form.ClaimPart, item.get("claims", ()))
    return form.AnswerPart(**_values(item) | {"claims": claims})


def _clock_event(item: Document) -> form.ClockEventPart:
    struck = _one(form.StrikePart, item.get("struck"))
    return form.ClockEventPart(**_values(item) | {"struck": struck})


def _version(item: Document) -> form.VersionPart:
    review = item.get("review")
    if review:
        comments = _many(form.CommentPart, review.get("comments", ()))
        review = form.ReviewPart(**_values(review) | {"comments": comments})
    return form.VersionPart(
        **_values(item)
        | {
            "review_steps": tuple(_review_step(step) for step in item.get("review_steps", ())),
            "adapted": _many(form.AdaptedUsePart, item.get("adapted", ())),
            "review": review,
            "sent": _one(form.DatedDeedPart, item.get("sent")),
            "published": _one(form.DatedDeedPart, item.get("published")),
            "withdrawn": _one(form.WithdrawalPart, item.get("withdrawn")),
        }
    )


def _review_step(item: Document) -> form.ReviewStepPart:
    decided = _one(form.StepDecisionPart, item.get("decided"))
    return form.ReviewStepPart(**_values(item) | {"decided": decided})


def _one(part: type[T], item: Document | None) -> T | None:
    return None if item is None else part(**_values(item))


def _many(part: type[T], items: Any) -> tuple[T, ...]:
    return tuple(part(**_values(item)) for item in items)


def _values(item: Document) -> dict[str, Any]:
    return {name: _value(name, value) for name, value in item.items()}


def _value(name: str, value: Any) -> Any:
    if isinstance(value, list):
        return tuple(value)
    if isinstance(value, str) and name in _DATES:
        return date.fromisoformat(value)
    if isinstance(value, str) and name in _MOMENTS:
        return datetime.fromisoformat(value)
    return value
