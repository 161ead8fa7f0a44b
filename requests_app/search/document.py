"""What the search knows of a record: the texts of its response and what it can be filtered by.

Pure. It takes the response that was approved and published, never a row of a draft.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

from exemptions.catalogue import catalogue
from requests_app.language_marks import language_and_text
from requests_app.lone_marks import lone_marks_as_words
from requests_app.outcome import OutcomeCode
from requests_app.response import Response

# Beyond this a text is not searched: some 600 pages.
LONGEST = 1_500_000
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


@dataclass(frozen=True, slots=True)
class LogTexts:
    """The words of a record by the part of the page they stand in, without mark-up."""

    title: str
    request: str
    answers: str
    annex: str


def texts_of(response: Response) -> LogTexts:
    return LogTexts(
        title=f"{response.title} {response.reference}",
        request=_joined(_request(response)),
        answers=_joined(_answers(response)),
        annex=_joined(_annex(response)),
    )


def sections_of(response: Response) -> tuple[str, ...]:
    """The sections relied on, in the order of the annex: "12", "31", "EIR 12"."""
    cites = [section.provision for section in response.annex]
    # A record of an earlier log has no annex.
    cites.extend(claim.provision for answer in response.answers for claim in answer.claims)
    return tuple(dict.fromkeys(_section(cite) for cite in cites))


def _section(cite: str) -> str:
    """Of a cite that the catalogue does not have, what stands before the brackets."""
    law = catalogue().get(cite)
    return law.section if law else cite.partition("(")[0].strip()


def outcome_key(code: OutcomeCode) -> str:
    """Outcomes that readers see by one name are filtered as one."""
    return code.label.lower().replace(" ", "-")


def _request(response: Response) -> Iterator[str]:
    for block in response.blocks:
        yield block.text


def _answers(response: Response) -> Iterator[str]:
    for answer in response.answers:
        yield plain_text(answer.text)
        for claim in answer.claims:
            yield f"{claim.provision} {claim.heading}"
            yield claim.reason
            yield claim.where_accessible


def _annex(response: Response) -> Iterator[str]:
    for section in response.annex:
        yield section.heading
        yield plain_text(section.wording)
        for use in section.uses:
            yield use.reason
        for test in section.tests:
            yield from (*test.for_disclosure, *test.for_maintaining, test.reasons)


def plain_text(markdown: str) -> str:
    """The words of a Markdown text, a line for each paragraph or cell."""
    blocks = _MARKDOWN.parse(lone_marks_as_words(markdown))
    return _joined(_inline(block) if block.type == "inline" else block.content for block in blocks)


def _inline(block: Token) -> str:
    breaks = {"softbreak", "hardbreak"}
    words = "".join(
        " " if token.type in breaks else token.content for token in block.children or ()
    )
    return language_and_text(words)[1]


def _joined(texts: Iterator[str]) -> str:
    return "\n".join(text.strip() for text in texts if text.strip())[:LONGEST]
