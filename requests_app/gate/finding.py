"""What a rule says when it is broken: which rule, what to do, and where. Pure."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Severity(StrEnum):
    BLOCKS = "blocks"
    WARNS = "warns"

    @property
    def label(self) -> str:
        return {Severity.BLOCKS: "Must be mended", Severity.WARNS: "Mend, or say why not"}[self]


class Stage(StrEnum):
    """When the gate is asked; a draft is judged as if it were submitted now."""

    APPROVE = "approve"
    SEND = "send"
    PUBLISH = "publish"


class Place(StrEnum):
    """The page on which a finding is mended."""

    CASE = "case"
    SPLIT = "split"
    ANSWERS = "answers"
    ANSWER = "answer"
    CLAIM = "claim"
    TEST = "test"
    ANNEX = "annex"
    OUTCOME = "outcome"
    LIBRARY = "library"
    WORDING = "wording-adapt"
    PARTICULARS = "particulars"


@dataclass(frozen=True, slots=True)
class Found:
    """What a check yields. ``key`` names the part of the dossier: "a3", "a3.c1", "t1", "q7".

    In the library it is a citation. ``field`` is the form field to mend, "" for the page.
    ``severity`` is given only where it differs from the rule's own; ``of_link`` says that the
    worker can look again.
    """

    message: str
    place: Place
    key: str = ""
    field: str = ""
    severity: Severity | None = None
    of_link: bool = False


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """Why somebody went on in spite of a warning."""

    rule: str
    digest: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is missing or wrong.

    ``pk`` is the row behind ``key``, where the rows are at hand. ``acknowledged`` is the answer
    that a warning got.
    """

    rule: str
    source: str
    severity: Severity
    message: str
    place: Place
    key: str = ""
    field: str = ""
    pk: int | str | None = None
    acknowledged: Acknowledged | None = None
    of_link: bool = False

    @property
    def blocks(self) -> bool:
        return self.severity is Severity.BLOCKS

    @property
    def stops(self) -> bool:
        """Whether the case cannot go on: it blocks, or it warns and nobody gave a reason."""
        return self.blocks or self.acknowledged is None

    @property
    def digest(self) -> str:
        return digest_of(self.rule, self.message)


def digest_of(rule: str, message: str) -> str:
    """What an acknowledgement is bound to: a finding that says something else asks again.

    The sentence names the questions and the provision, so it also says of what it is true.
    """
    return hashlib.sha256(f"{rule}|{message}".encode()).hexdigest()


def stopping(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    return tuple(finding for finding in findings if finding.stops)
