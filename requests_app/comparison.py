"""What differs between two versions of a response, in words. Pure.

It pairs what a reader would pair: the title with the title, an answer with the one that
answered most of the same questions, a section of the annex with that of the same provision.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from exemptions.annex import AnnexSection, WeighedTest
from requests_app.outcome import Disposition
from requests_app.response import RequestBlock, Response, ResponseAnswer

# Word by word up to here, line by line above: the matcher's work grows with the square.
MAX_WORDS = 3_000

PassageKind = Literal["same", "removed", "added"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of text that stands in both texts, or in one of them only."""

    kind: PassageKind
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """A part of the response that reads differently now; ``place`` names it."""

    place: str
    passages: tuple[Passage, ...]


def compare(old: Response, new: Response) -> tuple[Change, ...]:
    """What reads differently in ``new``, in its order; what is gone comes last."""
    changes = (
        *_fixed_parts(old, new),
        *_answers(old, new),
        *_annex(old, new),
    )
    return tuple(change for change in changes if _differs(change))


def compare_texts(old: str, new: str) -> tuple[Passage, ...]:
    """The passages of both texts in reading order, what is removed before what replaces it."""
    old_pieces, new_pieces = _pieces(old), _pieces(new)
    passages: list[Passage] = []
    matcher = SequenceMatcher(None, old_pieces, new_pieces, autojunk=False)
    for what, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if what == "equal":
            passages.append(Passage("same", "".join(new_pieces[new_start:new_end])))
            continue
        if old_end > old_start:
            passages.append(Passage("removed", "".join(old_pieces[old_start:old_end])))
        if new_end > new_start:
            passages.append(Passage("added", "".join(new_pieces[new_start:new_end])))
    return tuple(passages)


def _pieces(text: str) -> list[str]:
    """Words with the spaces that follow them, and line breaks; lines when it is too long."""
    words = re.findall(r"\S+[^\S\n]*|\s+", text)
    return words if len(words) <= MAX_WORDS else text.splitlines(keepends=True)


def _differs(change: Change) -> bool:
    return any(passage.kind != "same" for passage in change.passages)


def _change(place: str, old: str, new: str) -> Change:
    return Change(place, compare_texts(old, new))


# --- the parts of a response as text ---------------------------------------------------


def _fixed_parts(old: Response, new: Response) -> Iterator[Change]:
    yield _change("Title", f"{old.reference}: {old.title}", f"{new.reference}: {new.title}")
    received = (f"{response.received_on:%-d %B %Y}" for response in (old, new))
    yield _change("Date received", *received)
    yield _change("Request", _request_text(old), _request_text(new))
    yield _change("Outcome", old.outcome.label, new.outcome.label)
    old_order = "\n".join(section.heading for section in old.annex)
    new_order = "\n".join(section.heading for section in new.annex)
    yield _change("Sections of the annex", old_order, new_order)


def _request_text(response: Response) -> str:
    return "\n".join(f"{block.label} {block.text}".strip() for block in response.blocks)


def _answers(old: Response, new: Response) -> Iterator[Change]:
    left = list(old.answers)
    for answer in new.answers:
        before = _counterpart(answer, new, left, old)
        if before is not None:
            left.remove(before)
        regrouped = before is not None and before.covers != answer.covers
        yield _change(
            f"Answer to {answer.covers}",
            _answer_text(before, named=regrouped) if before else "",
            _answer_text(answer, named=regrouped),
        )
    for answer in left:
        yield _change(f"Answer to {answer.covers} (removed)", _answer_text(answer), "")


def _counterpart(
    answer: ResponseAnswer, new: Response, candidates: Sequence[ResponseAnswer], old: Response
) -> ResponseAnswer | None:
    """The candidate that answered most of the same questions, if any did."""
    asked = _questions(answer, new)
    shared = [(len(asked & _questions(candidate, old)), candidate) for candidate in candidates]
    most, best = max(shared, key=lambda pair: pair[0], default=(0, None))
    return best if most else None


def _questions(answer: ResponseAnswer, response: Response) -> frozenset[str]:
    """Questions by what the reader sees: keys count blocks and move when the split changes."""
    return frozenset(_name(block) for block in response.blocks if block.key in answer.questions)


def _name(block: RequestBlock) -> str:
    return f"{block.part} {block.number}" if block.number else " ".join(block.text.split())


def _answer_text(answer: ResponseAnswer, *, named: bool = False) -> str:
    """``named`` puts the questions first: they are worth a line only where they changed."""
    lines = [answer.covers if named else ""]
    lines += [Disposition(answer.disposition).label if answer.disposition else "", answer.text]
    for claim in answer.claims:
        lines += [claim.heading, claim.likelihood, claim.reason, claim.where_accessible]
    return "\n".join(filter(None, lines))


def _annex(old: Response, new: Response) -> Iterator[Change]:
    before = {section.provision: section for section in old.annex}
    for section in new.annex:
        earlier = before.pop(section.provision, None)
        yield _change(
            f"Annex: {section.heading}",
            _section_text(earlier) if earlier else "",
            _section_text(section),
        )
    for section in before.values():
        yield _change(f"Annex: {section.heading} (removed)", _section_text(section), "")


def _section_text(section: AnnexSection) -> str:
    lines = [section.wording]
    for use in section.uses:
        lines += [use.covers, use.likelihood, use.reason, use.where_accessible]
    for test in section.tests:
        lines += _test_lines(test)
    return "\n".join(filter(None, lines))


def _test_lines(test: WeighedTest) -> list[str]:
    conclusion = {"maintain": "The exemption is maintained.", "disclose": "Disclosure prevails."}
    return [
        *test.for_disclosure,
        *test.for_maintaining,
        conclusion.get(test.conclusion, ""),
        test.reasons,
        test.decided_on,
    ]
