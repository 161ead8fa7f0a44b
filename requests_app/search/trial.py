"""Made-up records in any number, to measure lists and search with. For a scratch database only.

Words come as in a language: few are everywhere, most are rare. What a record says depends on its
number alone, so that a log that was filled in part is filled on. Every second record was approved
and has its document; the others are of an earlier log. The first ``WRITTEN`` are written one by
one; beyond, the database copies them under other references, which leaves the share of records
that have a word as it is and takes a tenth of the time.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from random import Random

from django.contrib.auth.models import User
from django.db import transaction

from requests_app.models import (
    CaseTopic,
    EarlierRecord,
    FoiRequest,
    LogEntry,
    Publication,
    Rendering,
    ResponseVersion,
    Review,
    Topic,
)
from requests_app.outcome import OutcomeCode
from requests_app.response import (
    CitedProvision,
    Outcome,
    RequestBlock,
    Response,
    ResponseAnswer,
    canonical_json,
    digest,
)
from requests_app.search.engine import engine
from requests_app.search.entry import entry_of
from requests_app.search.lookup import Indexed
from requests_app.search.trial_copies import copy
from requests_app.workflow import State

AT = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
VOCABULARY = 20_000
REQUEST_WORDS = 90
ANSWER_WORDS = 210
BATCH = 1_000
WRITTEN = 10_000
# The words of every request and answer; what follows on them in rank is made up.
_COMMON = (
    *("the", "of", "information", "and", "council", "to", "in", "for", "request", "number"),
    *("year", "under", "please", "provide", "held", "we", "were", "service", "cost", "each"),
    *("total", "report", "which", "public", "staff", "contract", "spent", "by", "policy", "not"),
    *("department", "details", "how", "many", "school", "road", "since", "budget", "housing"),
    *("records", "complaints", "between", "per", "month", "average", "street", "parking"),
)
_SYLLABLES = ("ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "ri", "so")
_OUTCOMES = (
    *(OutcomeCode.GRANTED_IN_FULL,) * 4,
    *(OutcomeCode.PARTIALLY_WITHHELD,) * 3,
    *(OutcomeCode.NOT_HELD, OutcomeCode.FULLY_WITHHELD, OutcomeCode.PROCEDURAL_REFUSAL),
)
_SECTIONS = ("", "", "12", "21", "22", "30", "31", "36", "38", "40", "41", "42", "43")
TOPICS = ("Housing", "Roads and transport", "Schools", "Social care", "Spending", "Waste")


def word(rank: int) -> str:
    """The word of this rank: 0 stands in nearly every record, 19,999 in one of hundreds."""
    if rank < len(_COMMON):
        return _COMMON[rank]
    syllables = []
    rank += len(_SYLLABLES)
    while rank:
        rank, place = divmod(rank, len(_SYLLABLES))
        syllables.append(_SYLLABLES[place])
    return f"{''.join(syllables)}q"


class Trial:
    """Fills the log of the database to which the connection leads when it is made."""

    def __init__(self) -> None:
        self._by, _ = User.objects.get_or_create(username="officer")
        self._reviewer, _ = User.objects.get_or_create(username="reviewer")
        self._topics = [
            Topic.objects.get_or_create(slug=name.lower().replace(" ", "-"), name=name)[0]
            for name in TOPICS
        ]
        weights = list(accumulate(1 / (rank + 3) for rank in range(VOCABULARY)))
        words = [word(rank) for rank in range(VOCABULARY)]
        self._text = Random(1).choices(words, cum_weights=weights, k=2_000_000)  # noqa: S311

    @property
    def made(self) -> int:
        """How many records there are."""
        return Publication.objects.count()

    def fill(self, total: int) -> Iterator[int]:
        """Publishes records up to a total; yields how many there are after each batch."""
        while (done := self.made) < total:
            with transaction.atomic():
                if done < WRITTEN:
                    numbers = range(done, min(total, done + BATCH, WRITTEN))
                    self._publish([(number, self._response(number)) for number in numbers])
                else:
                    copy(min(WRITTEN, total - done), behind=done)
            yield self.made

    def _response(self, number: int) -> Response:
        random = Random(number)  # noqa: S311 - words, not secrets
        code = random.choice(_OUTCOMES)
        section = random.choice(_SECTIONS)
        claims = (CitedProvision(section, "", "", "", ""),) if section else ()
        asked, answered = self._words(random, REQUEST_WORDS), self._words(random, ANSWER_WORDS)
        return Response(
            reference=f"TRIAL-{number}",
            title=self._words(random, 6).capitalize(),
            received_on=_month(number),
            outcome=Outcome(code, code, code.label),
            blocks=(RequestBlock("q1", "question", 0, 0, "", "", asked),),
            answers=(ResponseAnswer("a1", ("q1",), "", "", answered, claims),),
            annex=(),
        )

    def _words(self, random: Random, count: int) -> str:
        start = random.randrange(len(self._text) - count)
        return " ".join(self._text[start : start + count])

    def _publish(self, rows: list[tuple[int, Response]]) -> None:
        cases = self._cases(rows)
        versions = self._versions(cases, [response for _, response in rows])
        renderings = self._renderings(versions)
        publications = Publication.objects.bulk_create(
            Publication(
                foi_request=version.foi_request,
                version=version,
                rendering=rendering,
                published_on=_month(number),
                published_by=self._by,
                published_at=AT,
            )
            for (number, _), version, rendering in zip(rows, versions, renderings, strict=True)
        )
        topics = [self._topics[number % len(TOPICS)] for number, _ in rows]
        CaseTopic.objects.bulk_create(
            CaseTopic(foi_request=case, topic=topic)
            for case, topic in zip(cases, topics, strict=True)
        )
        self._list(publications, [response for _, response in rows], topics)

    def _cases(self, rows: list[tuple[int, Response]]) -> list[FoiRequest]:
        return list(
            FoiRequest.objects.bulk_create(
                FoiRequest(
                    reference=response.reference,
                    slug=response.reference.lower(),
                    title=response.title,
                    received_on=response.received_on,
                    text=response.blocks[0].text,
                    state=State.PUBLISHED,
                    officer=self._by,
                    from_earlier_log=_of_an_earlier_log(number),
                    created_at=AT,
                )
                for number, response in rows
            )
        )

    def _versions(
        self, cases: list[FoiRequest], responses: list[Response]
    ) -> list[ResponseVersion]:
        texts = [canonical_json(response) for response in responses]
        versions = ResponseVersion.objects.bulk_create(
            ResponseVersion(
                foi_request=case,
                number=1,
                content=text,
                digest=digest(text),
                submitted_by=self._by,
                submitted_at=AT,
            )
            for case, text in zip(cases, texts, strict=True)
        )
        EarlierRecord.objects.bulk_create(
            EarlierRecord(version=one, digest=one.digest, loaded_by=self._by, loaded_at=AT)
            for one in versions
            if one.foi_request.from_earlier_log
        )
        Review.objects.bulk_create(
            Review(
                version=one,
                decision=Review.Decision.APPROVED,
                digest=one.digest,
                reviewer=self._reviewer,
                submitter=self._by,
                decided_at=AT,
            )
            for one in versions
            if not one.foi_request.from_earlier_log
        )
        return list(versions)

    def _renderings(self, versions: list[ResponseVersion]) -> list[Rendering]:
        deferred, done = Rendering.State.DEFERRED, Rendering.State.DONE
        return list(
            Rendering.objects.bulk_create(
                Rendering(
                    version=version,
                    kind=Rendering.Kind.RECORD,
                    state=deferred if version.foi_request.from_earlier_log else done,
                    queued_at=AT,
                    asked_at=AT,
                    finished_at=None if version.foi_request.from_earlier_log else AT,
                    sha256="" if version.foi_request.from_earlier_log else version.digest,
                )
                for version in versions
            )
        )

    def _list(
        self, publications: list[Publication], responses: list[Response], topics: list[Topic]
    ) -> None:
        """As ``actions.listing`` does, without reading again what was just written."""
        entries: list[LogEntry] = []
        index: list[Indexed] = []
        for publication, response, topic in zip(publications, responses, topics, strict=True):
            columns, words = entry_of(
                response,
                publication=publication.pk,
                published_on=publication.published_on,
                slug=publication.foi_request.slug,
                topics=[topic.slug],
            )
            entries.append(LogEntry(**columns))
            index.append(words)
        LogEntry.objects.bulk_create(entries)
        engine().put(index)


def _of_an_earlier_log(number: int) -> bool:
    return number % 2 == 0


def _month(number: int) -> date:
    """Spread over twenty years in no order, as records of several sources are."""
    return date(2006, 1, 1) + timedelta(days=(number * 7_919) % 7_300)
