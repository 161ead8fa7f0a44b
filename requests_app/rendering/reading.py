"""A response as a reader meets it: parts, lists of questions, answers, annex. Pure.

It prepares what the templates of page, preview and PDF print; it knows no HTML and no rows.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from exemptions.annex import AnnexSection, Use, WeighedTest
from exemptions.catalogue import Kind, catalogue
from exemptions.cost import CostEstimate
from requests_app.outcome import Disposition
from requests_app.rendering.flow import Piece, pieces
from requests_app.response import (
    CitedProvision,
    RequestBlock,
    Response,
    ResponseAnswer,
    Step,
    join_words,
    reading_order,
)

# A longer section heading is a sentence of the request, not a title.
HEADING_CHARACTERS = 100
# A question and its answer of some ten lines together are not torn by the end of a page.
SHORT_LINES = 10
LINE_CHARACTERS = 80


@dataclass(frozen=True, slots=True)
class Item:
    """A labelled block in a list, with the blocks under it; ``kind`` as in the request."""

    key: str
    kind: str
    label: str
    first: tuple[str, ...]
    rest: tuple[Piece, ...]
    children: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class ShownClaim:
    """``where_accessible`` is empty when the answer itself leads there; the annex keeps it.

    ``anchor`` is empty when the annex has no such section: a record of an earlier log has none.
    """

    provision: str
    heading: str
    anchor: str
    where_accessible: str


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """An answer, or with ``again`` the pointer back to it.

    ``covers`` is empty when it answers one question.
    """

    key: str
    anchor: str
    covers: str
    disposition: str
    text: str
    claims: tuple[ShownClaim, ...]
    again: bool
    estimate: CostEstimate | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """Blocks that follow each other, then perhaps their answer.

    ``items`` is a list of labelled blocks, ``pieces`` an unlabelled one; never both. ``level``
    says how deep a list starts whose parents were printed before the last answer.
    """

    key: str = ""
    kind: str = ""
    level: int = 0
    items: tuple[Item, ...] = ()
    pieces: tuple[Piece, ...] = ()
    answer: ShownAnswer | None = None
    unanswered: bool = False

    @property
    def short(self) -> bool:
        asked = sum(_lines(item) for item in self.items) + sum(
            len(piece.lines) + len(piece.items) for piece in self.pieces
        )
        answer = self.answer.text if self.answer and not self.answer.again else ""
        lines = sum(1 + len(line) // LINE_CHARACTERS for line in answer.split("\n"))
        tabled = SHORT_LINES if self.answer and self.answer.estimate else 0
        return asked + lines + tabled <= SHORT_LINES


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the request. ``opening`` is the text of a heading too long to be one."""

    key: str
    number: int
    heading: str
    opening: tuple[Piece, ...]
    runs: tuple[Run, ...]


def _lines(item: Item) -> int:
    return 1 + len(item.rest) + sum(_lines(child) for child in item.children)


def anchor(provision: str) -> str:
    """The stable name of an annex section: "annex-31-1-a"."""
    return "annex-" + re.sub(r"[^a-z0-9]+", "-", provision.lower()).strip("-")


# --- request and response ---------------------------------------------------------------


def request_parts(response: Response) -> tuple[Part, ...]:
    """The request as received, without the answers."""
    return _parts([Step(block) for block in response.blocks], numbered=False, unanswered=set())


def response_parts(response: Response) -> tuple[Part, ...]:
    """Each question, then its answer. Headings are numbered when there are several."""
    answered = {key for answer in response.answers for key in answer.questions}
    open_questions = {b.key for b in response.blocks if b.answerable and b.key not in answered}
    sections = sum(block.kind == "section" for block in response.blocks)
    return _parts(
        list(reading_order(response)),
        numbered=sections > 1,
        unanswered=open_questions,
        annexed={section.provision for section in response.annex},
    )


def _parts(
    steps: Sequence[Step],
    *,
    numbered: bool,
    unanswered: set[str],
    annexed: Collection[str] = (),
) -> tuple[Part, ...]:
    parts = []
    for number, group in groupby(steps, key=lambda step: step.block.part):
        inside = list(group)
        section = inside[0].block if inside[0].block.kind == "section" else None
        title = " ".join(section.text.split()) if section else ""
        long = len(title) > HEADING_CHARACTERS
        prefix = f"Part {number}" if numbered and section and not _says_part(title, number) else ""
        words = [word for word in (prefix, "" if long else title) if word]
        parts.append(
            Part(
                key=section.key if section else "",
                number=number,
                heading=": ".join(words),
                opening=pieces(section.text) if section and long else (),
                runs=tuple(_runs(inside[1:] if section else inside, unanswered, annexed)),
            )
        )
    return tuple(parts)


_ORDINALS = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def _says_part(title: str, number: int) -> bool:
    """The requester's heading already begins with "Part 2" or "Part two"."""
    words = re.findall(r"\w+", title.lower())
    names = {str(number), *_ORDINALS[number : number + 1]}
    return words[:1] == ["part"] and bool(names & set(words[1:2]))


def _runs(steps: Iterable[Step], unanswered: set[str], annexed: Collection[str]) -> Iterator[Run]:
    """Labelled blocks gather in lists; a list ends where an answer, or none yet, follows."""
    listed: list[RequestBlock] = []
    for step in steps:
        block = step.block
        is_open = block.key in unanswered
        if listed and (not block.label or (listed[-1].key in unanswered) != is_open):
            yield _list_run(listed, None, unanswered=listed[-1].key in unanswered)
            listed = []
        answer = _answer(step.answer, annexed, again=step.again) if step.answer else None
        if not block.label:
            yield Run(
                key=block.key,
                kind=block.kind,
                pieces=pieces(block.text),
                answer=answer,
                unanswered=is_open,
            )
            continue
        listed.append(block)
        if answer:
            yield _list_run(listed, answer, unanswered=False)
            listed = []
    if listed:
        yield _list_run(listed, None, unanswered=listed[-1].key in unanswered)


def _list_run(
    blocks: Sequence[RequestBlock], answer: ShownAnswer | None, *, unanswered: bool
) -> Run:
    level = min(block.level for block in blocks)
    return Run(level=level, items=_items(blocks), answer=answer, unanswered=unanswered)


def _items(blocks: Sequence[RequestBlock]) -> tuple[Item, ...]:
    """The tree of a flat list; a block belongs under the last one of a smaller level."""
    items: list[Item] = []
    index = 0
    while index < len(blocks):
        block = blocks[index]
        end = index + 1
        while end < len(blocks) and blocks[end].level > block.level:
            end += 1
        text = pieces(block.text)
        first = text[0].lines if text else ()
        items.append(
            Item(
                key=block.key,
                kind=block.kind,
                label=block.label,
                first=first,
                rest=text[1:] if first else text,
                children=_items(blocks[index + 1 : end]),
            )
        )
        index = end
    return tuple(items)


def _answer(answer: ResponseAnswer, annexed: Collection[str], *, again: bool) -> ShownAnswer:
    several = len(answer.questions) > 1
    return ShownAnswer(
        key=answer.key,
        anchor=f"answer-{answer.key}",
        covers=answer.covers if several else "",
        disposition=Disposition(answer.disposition).label if answer.disposition else "",
        text=answer.text,
        claims=tuple(_claim(claim, answer.text, annexed) for claim in answer.claims),
        again=again,
        estimate=answer.estimate,
    )


def _claim(claim: CitedProvision, text: str, annexed: Collection[str]) -> ShownClaim:
    return ShownClaim(
        provision=claim.provision,
        heading=claim.heading,
        anchor=anchor(claim.provision) if claim.provision in annexed else "",
        where_accessible="" if _gives(text, claim.where_accessible) else claim.where_accessible,
    )


_ADDRESS = re.compile(r"https?://[^\s<>()\[\]]+")


def _gives(text: str, where: str) -> bool:
    """The answer's own words already lead to every address of ``where``."""
    addresses = set(_ADDRESS.findall(where))
    return bool(addresses) and addresses <= set(_ADDRESS.findall(text))


# --- annex ------------------------------------------------------------------------------

# The prejudice test of the Information Commissioner: "would" is more likely than not, "would
# be likely" a chance that is real and significant even if it is under a half.
_LIKELIHOODS = {
    "would": "We have concluded that disclosure would cause this prejudice: "
    "it is more likely than not.",
    "would_be_likely": "We have concluded that disclosure would be likely to cause this "
    "prejudice: there is a real and significant risk of it.",
}
# s2(2)(b): the exemption stands only if maintaining it outweighs; a tie discloses.
_CONCLUSIONS = {
    "maintain": "The public interest in maintaining the exemption outweighs the public "
    "interest in disclosing the information.",
    "disclose": "The public interest in maintaining the exemption does not outweigh the "
    "public interest in disclosing the information.",
}


# s2(1)(b): the same of the duty to confirm or deny.
_CONCLUSIONS_ON_CONFIRMING = {
    "maintain": "The public interest in maintaining the exclusion of the duty to confirm or deny "
    "outweighs the public interest in disclosing whether we hold the information.",
    "disclose": "The public interest in maintaining the exclusion of the duty to confirm or deny "
    "does not outweigh the public interest in disclosing whether we hold the information.",
}


@dataclass(frozen=True, slots=True)
class ShownUse:
    covers: str
    reason: str
    likelihood: str
    where_accessible: str


@dataclass(frozen=True, slots=True)
class ShownTest:
    """A test in full, or, where ``see`` names a section, the pointer to it.

    ``confirming``: it weighs whether to say that the information is held, not whether to give it.
    """

    weighed_together: str
    for_disclosure: tuple[str, ...]
    for_maintaining: tuple[str, ...]
    conclusion: str
    reasons: str
    decided_on: date | None
    confirming: bool = False
    noun: str = "exemption"
    see: str = ""
    see_anchor: str = ""


@dataclass(frozen=True, slots=True)
class ShownSection:
    anchor: str
    provision: str
    heading: str
    wording: str
    uses: tuple[ShownUse, ...]
    tests: tuple[ShownTest, ...]
    guidance_title: str
    guidance_url: str

    @property
    def gives_reasons(self) -> bool:
        """Sections 12 and 14 are relied on in the answers, where the reasons stand (s17(5))."""
        return any(use.reason for use in self.uses)


def annex_sections(response: Response) -> tuple[ShownSection, ...]:
    """The annex; a test that weighs several provisions is printed once."""
    seen: dict[WeighedTest, AnnexSection] = {}
    return tuple(_section(section, seen) for section in response.annex)


def _section(section: AnnexSection, seen: dict[WeighedTest, AnnexSection]) -> ShownSection:
    return ShownSection(
        anchor=anchor(section.provision),
        provision=section.provision,
        heading=section.heading,
        wording=section.wording,
        uses=tuple(_use(use, section.provision) for use in section.uses),
        tests=tuple(_test(test, section, seen) for test in section.tests),
        guidance_title=section.guidance_title,
        guidance_url=section.guidance_url,
    )


def _use(use: Use, provision: str) -> ShownUse:
    likelihood = _LIKELIHOODS.get(use.likelihood, "")
    if _refuses_to_confirm(provision):
        likelihood = likelihood.replace("that disclosure would", "that to confirm or deny would")
    return ShownUse(
        covers=use.covers[:1].upper() + use.covers[1:],
        reason=use.reason,
        likelihood=likelihood,
        where_accessible=use.where_accessible,
    )


def _test(
    test: WeighedTest, section: AnnexSection, seen: dict[WeighedTest, AnnexSection]
) -> ShownTest:
    first = seen.setdefault(test, section)
    environmental = section.provision.startswith("EIR ")
    together = ""
    if len(test.provisions) > 1:
        noun = "regulations" if environmental else "sections"
        cites = [cite.removeprefix("EIR ") for cite in test.provisions]
        together = f"{noun} {join_words(cites)}"
    confirming = _refuses_to_confirm(section.provision)
    conclusions = _CONCLUSIONS_ON_CONFIRMING if confirming else _CONCLUSIONS
    return ShownTest(
        confirming=confirming,
        noun="exception" if environmental else "exemption",
        weighed_together=together,
        for_disclosure=test.for_disclosure,
        for_maintaining=test.for_maintaining,
        conclusion=_worded(conclusions.get(test.conclusion, ""), environmental=environmental),
        reasons=test.reasons,
        decided_on=date.fromisoformat(test.decided_on) if test.decided_on else None,
        see="" if first is section else first.heading,
        see_anchor="" if first is section else anchor(first.provision),
    )


def _worded(text: str, *, environmental: bool) -> str:
    """The Regulations call an exemption an exception (EIR reg 12(1))."""
    return text.replace("exemption", "exception") if environmental else text


def _refuses_to_confirm(cite: str) -> bool:
    """The citation alone tells: a provision is one for good (s2(1))."""
    return cite in catalogue() and catalogue()[cite].kind is Kind.NCND
