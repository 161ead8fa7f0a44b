"""What is wrong with a case file, and where: the words people read. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """``path`` is the field as people find it: ``answers[2].claims[0].likelihood``."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


class BrokenCaseFile(Exception):
    """The file cannot be loaded; nothing of it was."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def path_of(steps: Iterable[str | int]) -> str:
    """The steps into a JSON document as one path; list places count from 0, as in JSON tools.

    >>> path_of(["answers", 2, "claims", 0, "likelihood"])
    'answers[2].claims[0].likelihood'
    """
    path = ""
    for step in steps:
        if isinstance(step, int):
            path += f"[{step}]"
        else:
            path += f".{step}" if path else step
    return path


def listed(values: Sequence[object]) -> str:
    """Choices as a person reads them: "would, would_be_likely, or leave it empty"."""
    words = [str(value) for value in values if value not in {None, ""}]
    return ", ".join(words) + (", or leave it empty" if len(words) < len(values) else "")
