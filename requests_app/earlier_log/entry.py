"""One entry of an earlier log, and the response that is stored and published from it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from exemptions.catalogue import catalogue
from requests_app.outcome import OutcomeCode
from requests_app.response import (
    CitedProvision,
    Outcome,
    RequestBlock,
    Response,
    ResponseAnswer,
    unix_lines,
)


@dataclass(frozen=True, slots=True)
class EarlierEntry:
    """What is known of a record that was published elsewhere before.

    ``month`` is the first day of the month it bears; ``outcome_words`` are the authority's own;
    ``exemptions`` are cites of the catalogue or, where the log named no limb, sections ("40").
    """

    reference: str
    title: str
    month: date
    outcome: OutcomeCode
    outcome_words: str
    request: str
    response: str
    exemptions: tuple[str, ...] = ()
    topic: str = ""


def response_of(entry: EarlierEntry) -> Response:
    """The texts as they were given, the request as one question and the response as its answer.

    Nothing is split, derived or explained: nobody here can know more than the log did.
    """
    question = RequestBlock(
        key="q1",
        kind="question",
        part=0,
        level=0,
        label="",
        number="",
        text=unix_lines(entry.request),
    )
    answer = ResponseAnswer(
        key="a1",
        questions=(question.key,),
        covers="",
        disposition="",
        text=unix_lines(entry.response),
        claims=tuple(_cited(cite) for cite in entry.exemptions),
    )
    return Response(
        reference=entry.reference,
        title=entry.title,
        received_on=entry.month,
        outcome=Outcome(entry.outcome, entry.outcome, entry.outcome_words),
        blocks=(question,),
        answers=(answer,),
        annex=(),
    )


def _cited(cite: str) -> CitedProvision:
    return CitedProvision(cite, heading_of(cite), reason="", likelihood="", where_accessible="")


def heading_of(cite: str) -> str:
    """As the annex would head it; a section alone has the title of its entries."""
    if cite in catalogue():
        return catalogue()[cite].heading
    title = next((one.title for one in catalogue().values() if one.section == cite), "")
    return f"Section {cite}: {title}" if title else f"Section {cite}"
