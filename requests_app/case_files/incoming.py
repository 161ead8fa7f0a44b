"""A case file on its way in: who acts, which row came from which field, and whom to blame."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.contrib.auth.models import User
from django.utils.timezone import get_default_timezone

from exemptions.facts import facts
from requests_app.actions import importing, review
from requests_app.actions.base import Refused
from requests_app.case_files.acting import lead
from requests_app.case_files.form import CaseFile
from requests_app.case_files.problem import BrokenCaseFile, Problem
from requests_app.gate.finding import Finding, Place
from requests_app.models import Block, FoiRequest
from requests_app.workflow import NotAllowed, WrongState


def moment(day: date) -> datetime:
    """Noon of a day of which the file knows no hour."""
    return datetime.combine(day, time(12), tzinfo=get_default_timezone())


@dataclass
class Incoming:
    """One file; its rows are made one after the other, each by the verb for it."""

    file: CaseFile
    people: dict[str, User]
    at: datetime
    warnings: list[str] = field(default_factory=list)
    paths: dict[tuple[Place, int], str] = field(default_factory=dict)
    answers: dict[str, int] = field(default_factory=dict)
    blocks: dict[str, Block] = field(default_factory=dict)
    case: FoiRequest = field(init=False)

    @property
    def officer(self) -> User:
        return self.people[self.file.people.officer]

    @property
    def lead(self) -> User:
        return self.people[lead(self.file)]

    @property
    def received(self) -> datetime:
        return moment(self.file.received_on)

    def submission_moments(self) -> tuple[datetime, datetime]:
        """When it was submitted and when approved, as well as a file without versions knows."""
        published = self.file.publication.published_on if self.file.publication else None
        submitted = self.file.submitted_on or self.file.approved_on or published
        approved = self.file.approved_on or submitted
        return (
            moment(submitted) if submitted else self.at,
            moment(approved) if approved else self.at,
        )

    def note_hands(self, usernames: Sequence[str]) -> None:
        """Records that these people had a hand in the draft as well."""
        for username in usernames:
            if username != lead(self.file):
                importing.note_hand(self.case, by=self.people[username], at=self.received)

    @contextmanager
    def blaming(self, path: str) -> Iterator[None]:
        """What a verb refuses inside the block is told with this field of the file."""
        try:
            yield
        except review.Incomplete as error:
            problems = [
                Problem(self._path_of(finding), f"{finding.message} ({finding.rule})")
                for finding in error.findings
            ]
            raise BrokenCaseFile(problems) from error
        except Refused as error:
            raise BrokenCaseFile([Problem(_joined(path, error.field), str(error))]) from error
        except (NotAllowed, WrongState) as error:
            raise BrokenCaseFile([Problem(path, str(error))]) from error

    def _path_of(self, finding: Finding) -> str:
        place = Place.SPLIT if finding.place is Place.ANSWERS else finding.place
        name = _field_of(finding)
        if isinstance(finding.pk, int) and (place, finding.pk) in self.paths:
            return _joined(self.paths[place, finding.pk], name)
        if place is Place.CASE:
            return name or "title"
        elsewhere = {
            Place.LIBRARY: "wording",
            Place.OUTCOME: "outcome",
            Place.WORDING: "adapted",
        }
        return elsewhere.get(place, "")


def _field_of(finding: Finding) -> str:
    """The field of the file: facts lie together, apart from those with a field of their own."""
    fact = facts().get(finding.field)
    if fact is None or fact.column or finding.field in {"held", "regime"}:
        return finding.field
    return f"facts.{finding.field}"


def _joined(path: str, name: str | None) -> str:
    if not name or name in {"factors", "claims", "questions", "answer", "code"}:
        return path
    return f"{path}.{name}" if path else name
