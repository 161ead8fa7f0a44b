"""A case file as frozen values, and the one way they are written as JSON.

Pure. The fields and their defaults are those of ``case.schema.json``; it must not know rows.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass
from datetime import date, datetime
from typing import Any

FORMAT = "foi-portal/case"
VERSION = 1


@dataclass(frozen=True, slots=True)
class RequesterPart:
    name: str
    email: str = ""
    postal_address: str = ""


@dataclass(frozen=True, slots=True)
class BlockPart:
    """``number`` None: it is counted from the labels."""

    key: str
    kind: str
    text: str
    label: str = ""
    number: str | None = None
    level: int = 0
    stem: bool = False
    omitted: bool = False
    redactions: tuple[str, ...] = ()

    @property
    def answerable(self) -> bool:
        return self.kind == "question" and not self.stem


@dataclass(frozen=True, slots=True)
class ClaimPart:
    provision: str
    reason: str = ""
    likelihood: str = ""
    where_accessible: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    test: str | None = None


@dataclass(frozen=True, slots=True)
class AnswerPart:
    questions: tuple[str, ...]
    key: str = ""
    disposition: str = ""
    text: str = ""
    regime: str = "foia"
    held: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    claims: tuple[ClaimPart, ...] = ()


@dataclass(frozen=True, slots=True)
class WeighingPart:
    key: str
    for_disclosure: tuple[str, ...] = ()
    for_maintaining: tuple[str, ...] = ()
    conclusion: str = ""
    reasons: str = ""
    decided_on: date | None = None
    decided_by: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AcknowledgementPart:
    """Why a warning of the gate is no reason to stop.

    Without ``message`` it answers every warning that the gate has under ``rule`` (and about
    ``subject``, if that is given) when the case is brought in.
    """

    rule: str
    reason: str
    subject: str = ""
    message: str = ""
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class StrikePart:
    """A clock event that was recorded by mistake, struck out."""

    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ClockEventPart:
    """Something that moved the deadline. ``at`` None: at noon of the day it happened.

    Without ``questions`` it concerned the whole case, unless they are ``questions_gone``.
    """

    kind: str
    on: date
    until: date | None = None
    questions: tuple[str, ...] = ()
    questions_gone: bool = False
    provisions: tuple[str, ...] = ()
    note: str = ""
    by: str = ""
    at: datetime | None = None
    struck: StrikePart | None = None


@dataclass(frozen=True, slots=True)
class OutcomePart:
    override: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class WordingPart:
    provision: str
    body: str
    version: int = 1
    owner: str = "Library editor"
    review_by: date | None = None


@dataclass(frozen=True, slots=True)
class AdaptedPart:
    """A standard text changed for this case; ``base`` is the version that was changed."""

    provision: str
    body: str
    reason: str
    base: int = 1


@dataclass(frozen=True, slots=True)
class AdaptedUsePart:
    """The same as a version shows it; its content says which version was changed."""

    provision: str
    body: str
    reason: str


@dataclass(frozen=True, slots=True)
class PeoplePart:
    officer: str = "imported.officer"
    reviewer: str = "imported.reviewer"
    publisher: str = "imported.publisher"


@dataclass(frozen=True, slots=True)
class PublicationPart:
    published_on: date
    withdrawn_on: date | None = None
    withdrawal_reason: str = ""


@dataclass(frozen=True, slots=True)
class CommentPart:
    answer: str
    text: str


@dataclass(frozen=True, slots=True)
class ReviewPart:
    decision: str
    by: str
    at: datetime
    comment: str = ""
    comments: tuple[CommentPart, ...] = ()


@dataclass(frozen=True, slots=True)
class StepDecisionPart:
    how: str
    by: str
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ReviewStepPart:
    """A step of a version's review; ``team`` empty: every reviewer, ``bypass_by`` empty: nobody."""

    name: str
    team: str = ""
    bypass_by: str = ""
    decided: StepDecisionPart | None = None


@dataclass(frozen=True, slots=True)
class DatedDeedPart:
    """The letter sent, or the record published: ``on`` is the day that the document bears."""

    on: date
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class WithdrawalPart:
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class VersionPart:
    """What was submitted, word for word, and what became of it."""

    number: int
    content: str
    digest: str
    submitted_by: str
    submitted_at: datetime
    outcome_reason: str = ""
    dossier: str = ""
    dossier_digest: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    adapted: tuple[AdaptedUsePart, ...] = ()
    drafters: tuple[str, ...] = ()
    lane: str = ""
    different_people: bool = True
    review_steps: tuple[ReviewStepPart, ...] = ()
    review: ReviewPart | None = None
    sent: DatedDeedPart | None = None
    published: DatedDeedPart | None = None
    withdrawn: WithdrawalPart | None = None


@dataclass(frozen=True, slots=True)
class StepPart:
    """A step that followed the answer; ``of`` is the key of the step that it belongs to."""

    key: str
    kind: str
    on: date
    by: str
    at: datetime
    of: str | None = None
    outcome: str = ""
    reference: str = ""
    note: str = ""
    decided_by: str = ""


@dataclass(frozen=True, slots=True)
class CaseFile:
    """``blocks`` None: the text is split as it is when pasted."""

    reference: str
    title: str
    received_on: date
    text: str
    requester: RequesterPart | None = None
    blocks: tuple[BlockPart, ...] | None = None
    answers: tuple[AnswerPart, ...] = ()
    tests: tuple[WeighingPart, ...] = ()
    annex_order: tuple[str, ...] = ()
    outcome: OutcomePart = field(default_factory=OutcomePart)
    facts: Mapping[str, str] = field(default_factory=dict)
    acknowledgements: tuple[AcknowledgementPart, ...] = ()
    clock_events: tuple[ClockEventPart, ...] = ()
    wording: tuple[WordingPart, ...] = ()
    adapted: tuple[AdaptedPart, ...] = ()
    people: PeoplePart = field(default_factory=PeoplePart)
    drafters: tuple[str, ...] = ()
    lane: str = ""
    status: str = "drafting"
    submitted_on: date | None = None
    approved_on: date | None = None
    sent_on: date | None = None
    publication: PublicationPart | None = None
    versions: tuple[VersionPart, ...] = ()
    steps: tuple[StepPart, ...] = ()


def to_json(case_file: CaseFile) -> str:
    """The file's text: fields in the order of the form, two spaces, defaults left out."""
    content = {"format": FORMAT, "version": VERSION, **_plain(case_file)}
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {
            item.name: _plain(getattr(value, item.name))
            for item in fields(value)
            if _says_something(item, getattr(value, item.name))
        }
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, date):  # a datetime is one
        return value.isoformat()
    return dict(value) if isinstance(value, Mapping) else value


def _says_something(item: Field[Any], value: object) -> bool:
    if item.default_factory is not MISSING:
        return bool(value != item.default_factory())
    return bool(item.default is MISSING or value != item.default)
