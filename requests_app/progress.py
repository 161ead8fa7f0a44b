"""How far a draft has come: questions answered, and what each answer still lacks.

It reads a draft and its findings, already loaded, and asks the database nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from requests_app.compiling import Draft
from requests_app.gate.finding import Finding, Place, stopping
from requests_app.models import Answer, Block, Claim


@dataclass(frozen=True, slots=True)
class Progress:
    """``missing`` are the findings that stop the submission; ``of_answer`` those of one answer."""

    asked: int
    answered: int
    missing: tuple[Finding, ...]
    of_answer: Mapping[int, tuple[Finding, ...]]

    def is_complete(self, answer: Answer) -> bool:
        return not self.of_answer.get(answer.pk)


def measure(draft: Draft, findings: tuple[Finding, ...]) -> Progress:
    """The progress of a draft, from the findings of the gate."""
    missing = stopping(findings)
    written = {answer.pk for answer in draft.answers if answer.text.strip()}
    asked = [block for block in draft.blocks if block.answerable]
    of_answer: dict[int, tuple[Finding, ...]] = {}
    for finding in missing:
        for pk in _answers_of(finding, draft):
            of_answer[pk] = (*of_answer.get(pk, ()), finding)
    return Progress(
        asked=len(asked),
        answered=sum(block.answer_id in written for block in asked),
        missing=missing,
        of_answer=of_answer,
    )


def _answers_of(finding: Finding, draft: Draft) -> set[int]:
    """The answers whose pages lead to the finding: a test or a wording may serve several."""
    if finding.place is Place.ANSWER and isinstance(finding.pk, int):
        return {finding.pk}
    return {claim.answer_id for claim in draft.claims if _is_at(finding, claim)}


def _is_at(finding: Finding, claim: Claim) -> bool:
    places = {Place.CLAIM: claim.pk, Place.TEST: claim.test_id, Place.LIBRARY: claim.provision}
    return finding.pk is not None and places.get(finding.place) == finding.pk


def next_to_do(draft: Draft, progress: Progress, after: Answer) -> Block | None:
    """The next question, in the order of the request, that ``after`` does not cover and that
    is not answered completely; after the last one comes the first."""
    asked = [block for block in draft.blocks if block.answerable and not block.omitted]
    own = [index for index, block in enumerate(asked) if block.answer_id == after.pk]
    start = own[0] + 1 if own else 0
    answers = {answer.pk: answer for answer in draft.answers}
    for block in (*asked[start:], *asked[:start]):
        answer = answers.get(block.answer_id or 0)
        if answer is None or (answer.pk != after.pk and not progress.is_complete(answer)):
            return block
    return None


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the workbench: a block of the request and the answer to it, if any."""

    block: Block
    answer: Answer | None
    covers: str
    missing: tuple[Finding, ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the request with its lines; ``heading`` is None before the first heading."""

    number: int
    heading: Block | None
    rows: tuple[Row, ...]

    @property
    def open_questions(self) -> int:
        return sum(row.block.answerable and row.answer is None for row in self.rows)


def parts(draft: Draft, progress: Progress) -> Iterator[Part]:
    """The request as the workbench shows it: in order, under its headings."""
    answers = {answer.pk: answer for answer in draft.answers}
    heading: Block | None = None
    rows: list[Row] = []
    number = 0
    for block in draft.blocks:
        if block.kind == Block.Kind.SECTION:
            if heading or rows:
                yield Part(number, heading, tuple(rows))
            heading, rows, number = block, [], number + 1
        elif block.answerable or not block.omitted:
            rows.append(_row(block, answers.get(block.answer_id or 0), draft, progress))
    yield Part(number, heading, tuple(rows))


def _row(block: Block, answer: Answer | None, draft: Draft, progress: Progress) -> Row:
    return Row(
        block=block,
        answer=answer,
        covers=draft.covers(answer) if answer else "",
        missing=progress.of_answer.get(answer.pk, ()) if answer else (),
        complete=answer is not None and progress.is_complete(answer),
    )
