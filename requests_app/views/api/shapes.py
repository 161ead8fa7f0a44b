"""The values of the API as its description tells them, and how each is made from what was read.

A shape names every field it tells: a field that a model or a response gets tomorrow is told only
when somebody writes it down here. Months are "2026-10": the day of a publication is not told.
"""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest
from django.urls import reverse
from ninja import Field, Schema

from requests_app.corrections import Correction
from requests_app.models import Publication, Topic
from requests_app.outcome import Disposition
from requests_app.publishing import Entry
from requests_app.response import Response, ResponseAnswer
from requests_app.search.document import sections_of
from requests_app.search.searching import Hit

_MARKDOWN = (
    "Markdown: paragraphs, lists, links and tables, never HTML. “[cy] ” before a paragraph says "
    "that it is in Welsh, “[ga] ” in Irish, “[gd] ” in Scottish Gaelic."
)


def month_of(day: date) -> str:
    return f"{day:%Y-%m}"


# --- lists -----------------------------------------------------------------------------


class TopicShape(Schema):
    """A subject of the authority's own vocabulary."""

    slug: str = Field(description="The value of the filter “topic”.")
    name: str


class PieceShape(Schema):
    """Some text of a snippet."""

    text: str
    marked: bool = Field(description="It is what was searched for.")


class RecordSummary(Schema):
    """A record as lists show it."""

    reference: str
    title: str
    month: str = Field(description="The month of publication, as in “2026-10”.")
    outcome: str
    exemptions: list[str] = Field(description="Sections relied on: “31”, “EIR 12”.")
    topics: list[TopicShape]
    snippet: list[PieceShape] = Field(
        description="The passage in which the words stand; without words, how the request begins."
    )
    address: str = Field(description="The page of the record, which never changes.")
    data: str = Field(description="The record in this API.")


class RecordList(Schema):
    """A page of records."""

    count: int = Field(description="How many records are listed on all pages together.")
    more: bool = Field(description="There are more than are listed: narrow the search by year.")
    sort: str
    page: int
    pages: int
    next: str | None
    previous: str | None
    records: list[RecordSummary]


def summary_of(hit: Hit, request: HttpRequest) -> RecordSummary:
    entry = hit.entry
    return RecordSummary(
        reference=entry.reference,
        title=entry.title,
        month=month_of(hit.month),
        outcome=entry.outcome,
        exemptions=entry.sections,
        topics=topics_of(hit.topics),
        snippet=[PieceShape(text=piece.text, marked=piece.marked) for piece in hit.snippet],
        address=request.build_absolute_uri(hit.url),
        data=request.build_absolute_uri(reverse("api-record", args=[entry.slug])),
    )


def topics_of(topics: tuple[Topic, ...]) -> list[TopicShape]:
    return [TopicShape(slug=topic.slug, name=topic.name) for topic in topics]


# --- corrections -----------------------------------------------------------------------


class RecordNamed(Schema):
    """A record that stands on the log now."""

    reference: str
    title: str
    address: str


class CorrectionShape(Schema):
    """A record that was withdrawn."""

    reference: str
    title: str = Field(description="Empty unless the authority lets it be named.")
    reason: str
    month: str = Field(description="The month of the withdrawal, as in “2026-10”.")
    replaced_by: RecordNamed | None = Field(None, description="The record that corrects it.")


class CorrectionList(Schema):
    """A page of withdrawn records, the newest first."""

    count: int
    page: int
    pages: int
    next: str | None
    previous: str | None
    corrections: list[CorrectionShape]


def correction_of(correction: Correction, request: HttpRequest) -> CorrectionShape:
    instead = correction.replaced_by
    return CorrectionShape(
        reference=correction.reference,
        title=correction.title,
        reason=correction.reason,
        month=month_of(correction.month),
        replaced_by=_named(instead, request) if instead else None,
    )


def _named(entry: Entry, request: HttpRequest) -> RecordNamed:
    return RecordNamed(
        reference=entry.reference,
        title=entry.title,
        address=request.build_absolute_uri(entry.url),
    )


# --- what can be asked for -------------------------------------------------------------


class NameShape(Schema):
    """A value of a filter, and how it is called."""

    value: str
    name: str


class Vocabulary(Schema):
    """The values of every filter."""

    years: list[int]
    topics: list[TopicShape]
    outcomes: list[NameShape]
    exemptions: list[NameShape]


# --- a record --------------------------------------------------------------------------


class BlockShape(Schema):
    """A piece of the request, in the order in which it was asked."""

    key: str = Field(description="Names it inside this record.")
    kind: str = Field(description="“section”, “context” or “question”.")
    part: int
    level: int
    label: str = Field(description="The number as the requester wrote it.")
    number: str
    text: str
    stem: bool = Field(description="It is answered through the questions under it.")


class ClaimShape(Schema):
    """An exemption relied on in an answer."""

    provision: str
    heading: str
    reason: str = Field(description=_MARKDOWN)
    likelihood: str = Field(description="“would”, “would_be_likely” or empty.")
    where_accessible: str = Field(description=_MARKDOWN)


class EstimateLineShape(Schema):
    """An activity that may be counted, and its hours."""

    activity: str
    hours: str


class EstimateShape(Schema):
    """The estimate behind a refusal on cost (section 12)."""

    lines: list[EstimateLineShape]
    hours: str
    rate: str
    cost: str
    limit: str


class AnswerShape(Schema):
    """One answer to one or more questions."""

    key: str
    questions: list[str] = Field(description="The keys of its questions.")
    covers: str = Field(description="Its questions in words.")
    disposition: str = Field(description="What became of the questions; empty in older records.")
    text: str = Field(description=_MARKDOWN)
    claims: list[ClaimShape]
    regime: str = Field(description="“eir” under the Environmental Information Regulations.")
    estimate: EstimateShape | None


class UseShape(Schema):
    """Where an exemption is relied on, and why it applies."""

    covers: str
    reason: str = Field(description=_MARKDOWN)
    likelihood: str
    where_accessible: str = Field(description=_MARKDOWN)


class TestShape(Schema):
    """A public interest test (section 2(2)(b))."""

    provisions: list[str]
    for_disclosure: list[str]
    for_maintaining: list[str]
    conclusion: str = Field(description="“maintain” or “disclose”.")
    reasons: str = Field(description=_MARKDOWN)
    decided_on: str


class AnnexShape(Schema):
    """A section of the explanatory annex."""

    provision: str
    heading: str
    qualified: bool = Field(description="A public interest test is needed.")
    wording: str = Field(description=_MARKDOWN)
    uses: list[UseShape]
    tests: list[TestShape]
    guidance_title: str
    guidance_url: str


class DocumentShape(Schema):
    """The record as a PDF."""

    address: str
    bytes: int
    pages: int
    sha256: str


class Record(Schema):
    """A record of the log with everything that its page tells."""

    reference: str
    title: str
    month: str = Field(description="The month of publication, as in “2026-10”.")
    answered: str | None = Field(description="The month in which the letter was sent, if known.")
    outcome: str
    exemptions: list[str] = Field(description="Sections relied on: “31”, “EIR 12”.")
    topics: list[TopicShape]
    imported: bool = Field(description="It was published before this log began.")
    request: list[BlockShape]
    answers: list[AnswerShape]
    annex: list[AnnexShape]
    corrects: list[CorrectionShape] = Field(description="Withdrawn records that it corrects.")
    document: DocumentShape | None = Field(description="Not there while it is being made.")
    authority: str
    licence: str
    licence_url: str
    address: str = Field(description="The page of the record, which never changes.")


def record_of(
    publication: Publication,
    *,
    topics: tuple[Topic, ...],
    corrects: tuple[Correction, ...],
    request: HttpRequest,
) -> Record:
    response: Response = publication.version.response
    particulars = publication.rendering.particulars
    sent = getattr(publication.version, "dispatch", None)
    slug = publication.foi_request.slug
    return Record(
        reference=response.reference,
        title=response.title,
        month=month_of(publication.published_on),
        answered=month_of(sent.sent_on) if sent else None,
        outcome=response.outcome.label,
        exemptions=list(sections_of(response)),
        topics=topics_of(topics),
        imported=hasattr(publication.version, "earlier_record"),
        request=[BlockShape.model_validate(block) for block in response.blocks],
        answers=[_answer(answer) for answer in response.answers],
        annex=[AnnexShape.model_validate(section) for section in response.annex],
        corrects=[correction_of(one, request) for one in corrects],
        document=_document(publication, request),
        authority=particulars.authority_name if particulars else "",
        licence=particulars.licence if particulars else "",
        licence_url=particulars.licence_url if particulars else "",
        address=request.build_absolute_uri(reverse("record", args=[slug])),
    )


def _answer(answer: ResponseAnswer) -> AnswerShape:
    told = AnswerShape.model_validate(answer)
    told.disposition = Disposition(told.disposition).label if told.disposition else ""
    return told


def _document(publication: Publication, request: HttpRequest) -> DocumentShape | None:
    made = publication.document
    if made is None:
        return None
    path = reverse("record-pdf", args=[publication.foi_request.slug])
    return DocumentShape(
        address=request.build_absolute_uri(path),
        bytes=made.size,
        pages=made.pages,
        sha256=made.sha256,
    )
