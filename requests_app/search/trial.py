"""Made-up records in any number, to measure lists and search with. For a scratch database only.

Words come as in a language: few are everywhere, most are rare; the same seed gives the same log.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from random import Random

from django.contrib.auth.models import User

from requests_app.models import EarlierRecord, FoiRequest, Publication, Rendering, ResponseVersion
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
from requests_app.workflow import State

AT = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
VOCABULARY = 20_000
REQUEST_WORDS = 90
ANSWER_WORDS = 210
_SYLLABLES = ("ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "ri", "so")
_OUTCOMES = (
    *(OutcomeCode.GRANTED_IN_FULL,) * 4,
    *(OutcomeCode.PARTIALLY_WITHHELD,) * 3,
    *(OutcomeCode.NOT_HELD, OutcomeCode.FULLY_WITHHELD, OutcomeCode.PROCEDURAL_REFUSAL),
)
_SECTIONS = ("", "", "12", "21", "22", "30", "31", "36", "38", "40", "41", "42", "43")


def word(rank: int) -> str:
    """The word of this rank: 0 stands in nearly every record, 19,999 in one of hundreds."""
    syllables = []
    rank += len(_SYLLABLES)
    while rank:
        rank, place = divmod(rank, len(_SYLLABLES))
        syllables.append(_SYLLABLES[place])
    return f"{''.join(syllables)}q"


class Trial:
    """Fills the log; ``fill(1_000)`` and then ``fill(10_000)`` adds nine thousand."""

    def __init__(self, by: User, *, seed: int = 1) -> None:
        self._by = by
        self._random = Random(seed)  # noqa: S311 - words, not secrets
        weights = list(accumulate(1 / (rank + 3) for rank in range(VOCABULARY)))
        words = [word(rank) for rank in range(VOCABULARY)]
        self._text = self._random.choices(words, cum_weights=weights, k=2_000_000)
        self._made = 0

    def fill(self, total: int, *, batch: int = 1_000) -> Iterator[list[int]]:
        """Publishes records up to a total; yields the keys of the publications of each batch."""
        while self._made < total:
            numbers = range(self._made, min(total, self._made + batch))
            self._made = numbers.stop
            yield self._publish([(number, self._response(number)) for number in numbers])

    def _words(self, count: int) -> str:
        start = self._random.randrange(len(self._text) - count)
        return " ".join(self._text[start : start + count])

    def _response(self, number: int) -> Response:
        code = self._random.choice(_OUTCOMES)
        section = self._random.choice(_SECTIONS)
        claims = (CitedProvision(section, "", "", "", ""),) if section else ()
        return Response(
            reference=f"TRIAL-{number}",
            title=self._words(6).capitalize(),
            received_on=_month(number),
            outcome=Outcome(code, code, code.label),
            blocks=(RequestBlock("q1", "question", 0, 0, "", "", self._words(REQUEST_WORDS)),),
            answers=(ResponseAnswer("a1", ("q1",), "", "", self._words(ANSWER_WORDS), claims),),
            annex=(),
        )

    def _publish(self, rows: list[tuple[int, Response]]) -> list[int]:
        by, at = self._by, AT
        cases = FoiRequest.objects.bulk_create(
            FoiRequest(
                reference=response.reference,
                slug=response.reference.lower(),
                title=response.title,
                received_on=response.received_on,
                text="",
                state=State.PUBLISHED,
                officer=by,
                from_earlier_log=True,
                created_at=at,
            )
            for _, response in rows
        )
        texts = [canonical_json(response) for _, response in rows]
        versions = ResponseVersion.objects.bulk_create(
            ResponseVersion(
                foi_request=case,
                number=1,
                content=text,
                digest=digest(text),
                submitted_by=by,
                submitted_at=at,
            )
            for case, text in zip(cases, texts, strict=True)
        )
        EarlierRecord.objects.bulk_create(
            EarlierRecord(version=version, digest=version.digest, loaded_by=by, loaded_at=at)
            for version in versions
        )
        kind, state = Rendering.Kind.RECORD, Rendering.State.DEFERRED
        renderings = Rendering.objects.bulk_create(
            Rendering(version=version, kind=kind, state=state, queued_at=at, asked_at=at)
            for version in versions
        )
        publications = Publication.objects.bulk_create(
            Publication(
                foi_request=case,
                version=version,
                rendering=rendering,
                published_on=_month(number),
                published_by=by,
                published_at=at,
            )
            for (number, _), case, version, rendering in zip(
                rows, cases, versions, renderings, strict=True
            )
        )
        return [publication.pk for publication in publications]


def _month(number: int) -> date:
    """Spread over twenty years in no order, as records of several sources are."""
    return date(2006, 1, 1) + timedelta(days=(number * 7_919) % 7_300)
