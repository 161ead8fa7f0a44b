"""The compiled response: a frozen value with no requester in it by construction.

Pure. Everything that goes out, on paper or on the log, is made from this value and never
from the rows it was compiled from. Its canonical JSON and the SHA-256 of that JSON are what
a reviewer approves.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from itertools import pairwise
from typing import Any, Literal

from exemptions.annex import AnnexSection, Use, WeighedTest
from exemptions.cost import CostEstimate, EstimateLine
from requests_app.outcome import OutcomeCode

SCHEMA = 1

BlockKind = Literal["section", "context", "question"]


@dataclass(frozen=True, slots=True)
class RequestBlock:
    """A piece of the request as split.

    ``key`` names it inside this response ("q7"); ``part`` counts section headings from 1,
    0 before the first; ``label`` is what the requester printed, ``number`` the canonical
    form, empty for what was not numbered. A ``stem`` is answered only through its children.
    """

    key: str
    kind: BlockKind
    part: int
    level: int
    label: str
    number: str
    text: str
    stem: bool = False

    @property
    def answerable(self) -> bool:
        return self.kind == "question" and not self.stem


@dataclass(frozen=True, slots=True)
class CitedProvision:
    """A claim as the answer shows it: where the reader finds it in the annex, and why."""

    provision: str
    heading: str
    reason: str
    likelihood: str
    where_accessible: str


@dataclass(frozen=True, slots=True)
class ResponseAnswer:
    """One answer to one or more questions. ``text`` is Markdown; ``questions`` are block keys.

    ``regime`` is "eir" for an answer under the Environmental Information Regulations 2004;
    ``estimate`` stands behind a refusal on cost. Neither is written where it says nothing.
    """

    key: str
    questions: tuple[str, ...]
    covers: str
    disposition: str
    text: str
    claims: tuple[CitedProvision, ...]
    regime: str = ""
    estimate: CostEstimate | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome shown and the one derived; they differ only where an officer overrode it."""

    code: OutcomeCode
    derived: OutcomeCode
    label: str


@dataclass(frozen=True, slots=True)
class Response:
    """What the authority says. ``received_on`` is the date of receipt (s10(6))."""

    reference: str
    title: str
    received_on: date
    outcome: Outcome
    blocks: tuple[RequestBlock, ...]
    answers: tuple[ResponseAnswer, ...]
    annex: tuple[AnnexSection, ...]

    @property
    def several_parts(self) -> bool:
        """Whether question numbers need "of part 2" to be told apart."""
        return len({block.part for block in self.blocks if block.answerable}) > 1


# --- canonical form -------------------------------------------------------------------


def canonical_json(response: Response) -> str:
    """One text for one response: sorted keys, no white space, NFC, dates in ISO 8601."""
    content = {"schema": SCHEMA, **asdict(response)}
    for answer in content["answers"]:
        # So that a response without them keeps the digest it had before there were any.
        for name in ("regime", "estimate"):
            if not answer[name]:
                del answer[name]
    text = json.dumps(
        content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=plain
    )
    return unicodedata.normalize("NFC", text)


def digest(canonical: str) -> str:
    """SHA-256 of the canonical JSON, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical.encode()).hexdigest()


def plain(value: object) -> str:
    """How canonical JSON writes what JSON has no form for."""
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no canonical form")


def unix_lines(text: str) -> str:
    """Browsers send CRLF and files do not; one text must have one digest."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def texts_of(canonical: str) -> Iterator[str]:
    """Every text of a stored response, for checks that must miss none."""
    waiting: list[Any] = [json.loads(canonical)]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)


class UnreadableResponse(ValueError):
    """A stored response that this version of the program cannot read."""


def from_json(text: str) -> Response:
    """The response that ``canonical_json`` wrote. Raises UnreadableResponse."""
    try:
        content = json.loads(text)
        if content.pop("schema") != SCHEMA:
            raise UnreadableResponse("The stored response has an unknown schema.")
        return Response(
            reference=content["reference"],
            title=content["title"],
            received_on=date.fromisoformat(content["received_on"]),
            outcome=Outcome(
                code=OutcomeCode(content["outcome"]["code"]),
                derived=OutcomeCode(content["outcome"]["derived"]),
                label=content["outcome"]["label"],
            ),
            blocks=tuple(RequestBlock(**block) for block in content["blocks"]),
            answers=tuple(_answer(answer) for answer in content["answers"]),
            annex=tuple(_annex_section(section) for section in content["annex"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise UnreadableResponse(f"The stored response cannot be read: {error}") from error


def _answer(content: Mapping[str, Any]) -> ResponseAnswer:
    claims = tuple(CitedProvision(**claim) for claim in content["claims"])
    return ResponseAnswer(
        **{
            **content,
            "questions": tuple(content["questions"]),
            "claims": claims,
            "estimate": _estimate(content.get("estimate")),
        }
    )


def _estimate(content: Mapping[str, Any] | None) -> CostEstimate | None:
    if content is None:
        return None
    lines = tuple(EstimateLine(**line) for line in content["lines"])
    return CostEstimate(**{**content, "lines": lines})


def _annex_section(content: Mapping[str, Any]) -> AnnexSection:
    tests = tuple(
        WeighedTest(
            **{
                **test,
                "provisions": tuple(test["provisions"]),
                "for_disclosure": tuple(test["for_disclosure"]),
                "for_maintaining": tuple(test["for_maintaining"]),
            }
        )
        for test in content["tests"]
    )
    uses = tuple(Use(**use) for use in content["uses"])
    return AnnexSection(**{**content, "uses": uses, "tests": tests})


# --- how a response names its questions -----------------------------------------------


def name_questions(questions: Sequence[RequestBlock], *, several_parts: bool = False) -> str:
    """What a reader calls these questions: "questions 1–3 and 5", "question 11 of part 2".

    Questions keep the order of the request. One without a number is named by its first
    words. ``several_parts`` adds the part wherever numbering may restart.
    """
    phrases: list[str] = []
    for part in dict.fromkeys(block.part for block in questions):
        here = [block for block in questions if block.part == part]
        numbers = [block.number for block in here if block.number]
        if numbers:
            noun = "question" if len(numbers) == 1 else "questions"
            suffix = f" of part {part}" if several_parts and part else ""
            phrases.append(f"{noun} {join_words(_ranges(numbers))}{suffix}")
        phrases.extend(
            f"the question “{first_words(block.text)}”" for block in here if not block.number
        )
    return join_words(phrases)


def join_words(words: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def _ranges(numbers: Sequence[str]) -> list[str]:
    """Runs of three or more consecutive whole numbers become "1–3"; the rest stand alone."""
    runs: list[list[str]] = []
    for number in numbers:
        last = runs[-1][-1] if runs else ""
        if last.isdecimal() and number.isdecimal() and int(number) == int(last) + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    words: list[str] = []
    for run in runs:
        words.extend(run if len(run) < 3 else [f"{run[0]}–{run[-1]}"])
    return words


def first_words(text: str, limit: int = 60) -> str:
    """The beginning of a text on one line, cut between words."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    return line[:limit].rsplit(" ", 1)[0].rstrip(",;:.") + "…"


# --- the order in which a reader meets questions and answers --------------------------


@dataclass(frozen=True, slots=True)
class Step:
    """One thing on the page: a block, then perhaps the answer that follows it.

    ``answer`` stands after the last of a run of its questions; ``again`` says that it was
    given in full above, so the page only points back to it.
    """

    block: RequestBlock
    answer: ResponseAnswer | None = None
    again: bool = False


def reading_order(response: Response) -> Iterator[Step]:
    """The request's blocks in order, each answer after the first run of its questions.

    A group such as "questions 1–3 and 5" is answered once, after question 3; after
    question 5 the reader is pointed back to it.
    """
    answer_of = {key: answer for answer in response.answers for key in answer.questions}
    asked = [block.key for block in response.blocks if block.answerable]
    following = dict(pairwise(asked))
    given: set[str] = set()
    for block in response.blocks:
        answer = answer_of.get(block.key)
        ends_run = answer is not None and answer_of.get(following.get(block.key, "")) is not answer
        if answer is None or not ends_run:
            yield Step(block)
        else:
            yield Step(block, answer, again=answer.key in given)
            given.add(answer.key)
