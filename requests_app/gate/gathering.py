"""Makes a dossier of the rows of a case. It reads rows and writes none; "today" is a parameter.

Of a draft it says how things would stand if it were submitted that day; of a version, how they
stand now that it is to be approved, sent or published.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils.timezone import localdate

from exemptions.authority import Authority
from exemptions.catalogue import catalogue
from exemptions.dated import law_on
from exemptions.factors import is_unchanged
from exemptions.models import DatedSetting, Factor, PublicInterestTest
from requests_app import audit, calendars
from requests_app.clock import EXTRA_DAYS_EXPECTED, EventKind
from requests_app.compiling import Draft, adaptations_in, answer_rows, compile_response
from requests_app.due import groups, histories
from requests_app.gate.dossier import (
    AnswerFile,
    BlockFile,
    Circumstances,
    ClaimFile,
    Dossier,
    FactorFile,
    LinkFile,
    Mention,
    Named,
    TestFile,
    WordingFile,
    digest_of,
    from_texts,
    words_of,
)
from requests_app.gate.finding import Acknowledged, Finding, Place, Stage
from requests_app.gate.judging import judge
from requests_app.gate.link_results import results_for, settled
from requests_app.gate.pages import leaks_in
from requests_app.gate.reading import stands_in
from requests_app.identity import hints, mentions
from requests_app.models import (
    Acknowledgement,
    Answer,
    AuthorityParticulars,
    Claim,
    DisclosablePerson,
    Dispatch,
    FoiRequest,
    Requester,
    ResponseVersion,
    VersionDossier,
)
from requests_app.outcome import Disposition
from requests_app.response import (
    Response,
    canonical_json,
    digest,
    name_questions,
    texts_of,
)
from requests_app.working_days import UnknownYear, nth_working_day_after

TWINS_WITHIN = timedelta(days=365)  # PIT-05
# Whoever writes to one of these is answered in public at once (FIL-06).
PUBLISHING_DOMAINS = frozenset({"whatdotheyknow.com"})


@dataclass(frozen=True)
class Keys:
    """How the parts of a draft are called in its dossier, both ways."""

    of: Mapping[tuple[Place, int], str]

    def rows(self) -> dict[tuple[Place, str], int]:
        return {(place, key): pk for (place, pk), key in self.of.items()}


# --- a draft --------------------------------------------------------------------------


def findings_of(
    draft: Draft, *, day: date, stage: Stage = Stage.APPROVE, links: bool = True
) -> tuple[Finding, ...]:
    """All that the gate has to say of a draft, with the rows on which it is mended."""
    keys = keys_of(draft)
    return located(judge(gather(draft, day=day, stage=stage, keys=keys, links=links)), keys)


def located(findings: Iterable[Finding], keys: Keys) -> tuple[Finding, ...]:
    """The findings with the rows behind their keys."""
    rows = keys.rows()
    return tuple(
        replace(
            finding,
            pk=finding.key
            if finding.place in {Place.LIBRARY, Place.WORDING}
            else rows.get((_home(finding.place), finding.key)),
        )
        for finding in findings
    )


def _home(place: Place) -> Place:
    """The page of all questions shows the blocks of the split."""
    return Place.SPLIT if place is Place.ANSWERS else place


def gather(
    draft: Draft,
    *,
    day: date,
    stage: Stage = Stage.APPROVE,
    keys: Keys | None = None,
    links: bool = True,
) -> Dossier:
    """The dossier of a draft as it stands.

    ``links`` is False of a case that is brought in: what opens today says nothing of its past.
    """
    keys = keys or keys_of(draft)
    response = compile_response(draft)
    dossier = Dossier(
        response=response,
        now=_circumstances_of_draft(draft, keys, response, day, stage),
        answers=tuple(_answer(draft, answer, keys) for answer in draft.answers),
        blocks=tuple(_blocks(draft)),
        tests=tuple(_tests(draft, keys, day)),
        wordings=tuple(_wordings(draft, day)),
        facts=draft.case.facts,
        outcome_reason=draft.case.outcome_reason.strip() if draft.case.outcome_override else "",
        annex_reordered=bool(draft.case.annex_order),
        received_digest=hashlib.sha256(draft.case.text.encode()).hexdigest(),
        leaks=tuple(_leaks(_passages(draft), response)),
        word_leaks=tuple(_leaks(words_of(draft.case.facts.get("withheld_words", "")), response)),
        drafters=tuple(audit.drafter_names(draft.case)),
        clarified_on=_clarified_on(draft.case),
    )
    return dossier.at(replace(dossier.now, links=results_for(dossier))) if links else dossier


def keys_of(draft: Draft) -> Keys:
    found: dict[tuple[Place, int], str] = {}
    named = {pk: key for key, pk in answer_rows(draft).items()}
    strays = 0
    for answer in draft.answers:
        strays += answer.pk not in named
        key = named.get(answer.pk, f"s{strays}")
        found[Place.ANSWER, answer.pk] = key
        for index, claim in enumerate(answer.claims.all(), start=1):
            found[Place.CLAIM, claim.pk] = f"{key}.c{index}"
    for index, test in enumerate(draft.tests, start=1):
        found[Place.TEST, test.pk] = f"t{index}"
    for index, block in enumerate(draft.blocks, start=1):
        found[Place.SPLIT, block.pk] = f"q{index}"
    return Keys(found)


def _answer(draft: Draft, answer: Answer, keys: Keys) -> AnswerFile:
    disposition = Disposition(answer.disposition) if answer.disposition else None
    return AnswerFile(
        key=keys.of[Place.ANSWER, answer.pk],
        questions=tuple(question.key for question in draft.questions_of(answer)),
        covers=draft.covers_anywhere(answer),
        disposition=answer.disposition,
        text=answer.text,
        regime=answer.regime,
        held=answer.held or (disposition.held if disposition else ""),
        facts=answer.facts,
        claims=tuple(_claim(claim, keys) for claim in answer.claims.all()),
    )


def _claim(claim: Claim, keys: Keys) -> ClaimFile:
    return ClaimFile(
        key=keys.of[Place.CLAIM, claim.pk],
        cite=claim.provision,
        reason=claim.reason,
        likelihood=claim.likelihood,
        where_accessible=claim.where_accessible,
        facts=claim.facts,
        test=keys.of[Place.TEST, claim.test_id] if claim.test_id else "",
    )


def _blocks(draft: Draft) -> Iterator[BlockFile]:
    received = _squeezed(draft.case.text)
    for index, block in enumerate(draft.blocks, start=1):
        shown = draft.shown.get(block.pk)
        yield BlockFile(
            key=f"q{index}",
            kind=block.kind,
            name=name_questions([shown], several_parts=draft.several_parts) if shown else "",
            # What is left out names people, and no rule reads it but for questions.
            text=block.shown_text if shown or block.answerable else "",
            answerable=block.answerable,
            omitted=block.omitted,
            answered=block.answer_id is not None,
            as_received=_squeezed(block.text) in received,
        )


def _passages(draft: Draft) -> list[str]:
    return list(dict.fromkeys(passage for block in draft.blocks for passage in block.redactions))


def _leaks(withheld: Sequence[str], response: Response) -> Iterator[int]:
    """Which of these texts, counted from 1, stand in the response."""
    texts = list(texts_of(canonical_json(response))) if withheld else []
    for number, words in enumerate(withheld, start=1):
        if any(stands_in(words, text) for text in texts):
            yield number


def _squeezed(text: str) -> str:
    """A text without its white space: lines are wrapped anew when a request is split."""
    return "".join(text.split())


def _tests(draft: Draft, keys: Keys, day: date) -> Iterator[TestFile]:
    twins = _twins(draft, day)
    for test in draft.tests:
        factors = list(test.factors.all())
        yield TestFile(
            key=keys.of[Place.TEST, test.pk],
            claims=tuple(
                keys.of[Place.CLAIM, claim.pk] for claim in draft.claims if claim.test_id == test.pk
            ),
            for_disclosure=_factors(factors, Factor.Side.DISCLOSURE),
            for_maintaining=_factors(factors, Factor.Side.MAINTAINING),
            conclusion=test.conclusion,
            reasons=test.reasons,
            decided_on=test.decided_on,
            facts=test.facts,
            twins=tuple(twins.get(test.reasons, ())),
        )


def _factors(factors: Iterable[Factor], side: str) -> tuple[FactorFile, ...]:
    return tuple(
        FactorFile(factor.text, unchanged=is_unchanged(factor.text))
        for factor in factors
        if factor.side == side
    )


def _twins(draft: Draft, day: date) -> dict[str, list[str]]:
    """The references of other cases whose tests gave the very same reasons within a year."""
    reasons = [test.reasons for test in draft.tests if test.reasons.strip()]
    if not reasons:
        return {}
    rows = (
        PublicInterestTest.objects.filter(reasons__in=reasons, decided_on__gte=day - TWINS_WITHIN)
        .exclude(claims__answer__foi_request=draft.case)
        # Nobody may learn here of a case that is not theirs to see.
        .filter(claims__answer__foi_request__sensitive=False)
        .values_list("reasons", "claims__answer__foi_request__reference")
        .order_by("claims__answer__foi_request__reference")
        .distinct()
    )
    found: dict[str, list[str]] = {}
    for words, reference in rows:
        if reference:
            found.setdefault(words, []).append(reference)
    return found


def _wordings(draft: Draft, day: date) -> Iterator[WordingFile]:
    cites = dict.fromkeys(c.law.cite for c in draft.claims if c.provision in catalogue())
    for cite in cites:
        wording, adapted = draft.wordings.get(cite), draft.adapted.get(cite)
        retired = draft.retired.get(cite)
        if retired and not retired.is_retired(day):
            retired = None
        standard = wording.body if wording else ""
        yield WordingFile(
            cite,
            version=wording.version if wording else 0,
            body=adapted.body if adapted else standard,
            retired=f"since {retired.retired_on:%-d %B %Y}: {retired.retired_reason}"
            if retired
            else "",
            own=adapted.base if adapted else 0,
        )


# --- what gives the requester away ----------------------------------------------------


def _mentions(draft: Draft, keys: Keys, response: Response) -> Iterator[Mention]:
    requester = requester_of(draft.case)
    if requester is None:
        return
    for place, key, where, text in _public_texts(draft, keys, response):
        for what in _given_away(text, requester):
            yield Mention(place, key, where, what)
        for what in hints(text, name=requester.name, email=requester.email):
            yield Mention(place, key, where, what, sure=False)


def _public_texts(
    draft: Draft, keys: Keys, response: Response
) -> Iterator[tuple[Place, str, str, str]]:
    yield Place.CASE, "", "The title", f"{response.title}\n{response.reference}"
    for pk, block in draft.shown.items():
        where = f"The request (“{_short(block.text, 30)}”)"
        yield Place.SPLIT, keys.of[Place.SPLIT, pk], where, block.text
    for answer in draft.answers:
        texts = [answer.text]
        for claim in answer.claims.all():
            texts += [claim.reason, claim.where_accessible]
        where = f"The answer to {draft.covers_anywhere(answer)}"
        yield Place.ANSWER, keys.of[Place.ANSWER, answer.pk], where, "\n".join(texts)
    for adapted in adaptations_in(draft):
        where = f"The wording for {catalogue()[adapted.provision].reference}"
        yield Place.WORDING, adapted.provision, where, adapted.body
    for test in draft.tests:
        words = "\n".join([test.reasons, *(factor.text for factor in test.factors.all())])
        yield Place.TEST, keys.of[Place.TEST, test.pk], "A public interest test", words


def identity_in(content: str, requester: Requester | None) -> tuple[str, ...]:
    """What of the requester's identity a text that is about to go public gives away (PUB-01)."""
    return tuple(_given_away(content, requester)) if requester else ()


def _given_away(text: str, requester: Requester) -> Iterator[str]:
    return mentions(
        text,
        name=requester.name,
        email=requester.email,
        postal_address=requester.postal_address,
    )


def requester_of(case: FoiRequest) -> Requester | None:
    return Requester.objects.filter(foi_request=case).first()


def _short(text: str, limit: int = 60) -> str:
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[:limit].rstrip()}…"


# --- what is so at the moment ---------------------------------------------------------


def _circumstances_of_draft(
    draft: Draft, keys: Keys, response: Response, day: date, stage: Stage
) -> Circumstances:
    return replace(
        _circumstances(draft.case, day, stage),
        submitted_on=day,
        mentions=tuple(_mentions(draft, keys, response)),
    )


def _circumstances(case: FoiRequest, day: date, stage: Stage) -> Circumstances:
    """What holds of a draft and of a version alike."""
    particulars = AuthorityParticulars.objects.effective(day)
    requester = requester_of(case)
    authority = particulars.authority if particulars else Authority()
    law = law_on(case.received_on, DatedSetting.objects.with_shipped())
    now = Circumstances(
        stage=stage,
        day=day,
        particulars=particulars.as_value() if particulars else None,
        particulars_entered_on=localdate(particulars.created_at) if particulars else None,
        particulars_confirmed_on=_confirmed_on(particulars),
        disclosable=tuple(Named(row.name, row.post) for row in DisclosablePerson.objects.on(day)),
        authority=authority,
        cost_limit=law.cost_limits[authority.type],
        hourly_rate=law.hourly_rate,
        aggregation_working_days=law.aggregation_working_days,
        recipient_publishes=bool(requester and _publishes(requester.email)),
        acknowledged=tuple(acknowledged_in(case)),
    )
    return _with_clock(now, case)


def _confirmed_on(particulars: AuthorityParticulars | None) -> date | None:
    last = particulars.confirmations.last() if particulars else None
    return localdate(last.confirmed_at) if last else None


def _publishes(email: str) -> bool:
    return email.rpartition("@")[2].casefold() in PUBLISHING_DOMAINS


def acknowledged_in(case: FoiRequest) -> Iterator[Acknowledged]:
    for row in Acknowledgement.objects.filter(foi_request=case).select_related("acknowledged_by"):
        yield Acknowledged(
            row.rule, row.digest, row.reason, row.acknowledged_by.username, row.acknowledged_at
        )


def _with_clock(now: Circumstances, case: FoiRequest) -> Circumstances:
    """The deadlines of the case: with more time for some questions, the rest is due before."""
    calendar = calendars.current()
    now = replace(now, calendar=calendar.version)
    history = histories([case])[case.pk]
    try:
        found = [group.deadline for group in groups(history, calendar)]
        dues = [deadline.due for deadline in found if deadline.due]
        expected = nth_working_day_after(max(dues), EXTRA_DAYS_EXPECTED, calendar) if dues else None
    except UnknownYear as error:
        return replace(now, calendar_problem=str(error))
    extended = [deadline.extended_to for deadline in found if deadline.extended_to]
    return replace(
        now,
        due=min(extended or dues, default=None),
        clear_due=min(dues, default=None) if extended else None,
        extended_to=min(extended, default=None),
        expected_by=expected,
    )


def _clarified_on(case: FoiRequest) -> date | None:
    kind = EventKind.CLARIFICATION_RECEIVED
    days = [event.on for event in histories([case])[case.pk].events if event.kind is kind]
    return max(days, default=None)


# --- a version ------------------------------------------------------------------------


def frozen_dossier(version: ResponseVersion) -> Dossier | None:
    """What was frozen with a version; None of one that is older than the gate.

    Raises UnreadableDossier.
    """
    row = VersionDossier.objects.filter(version=version).first()
    return from_texts(row.content, version.content) if row else None


def findings_of_version(
    version: ResponseVersion, *, stage: Stage, day: date, approver: str = "", links: bool = True
) -> tuple[Finding, ...]:
    """What the gate has to say now of what was frozen. Raises UnreadableDossier."""
    dossier = frozen_dossier(version)
    if dossier is None:
        return ()
    now = replace(
        _circumstances_of_version(version, stage, day, approver),
        links=_links(dossier, stage) if links else (),
        leaks=leaks_in(version, dossier),
    )
    return judge(dossier.at(now))


def _links(dossier: Dossier, stage: Stage) -> tuple[LinkFile, ...]:
    current = results_for(dossier)
    return settled(dossier.now.links, current) if stage is Stage.APPROVE else current


def _circumstances_of_version(
    version: ResponseVersion, stage: Stage, day: date, approver: str
) -> Circumstances:
    case = version.foi_request
    return replace(
        _circumstances(case, day, stage),
        submitted_on=localdate(version.submitted_at),
        approver=approver,
        intact=_is_intact(version),
        sent_other=_was_sent_otherwise(version),
        mentions=_mentions_of_version(version),
    )


def _is_intact(version: ResponseVersion) -> bool:
    row = VersionDossier.objects.get(version=version)
    return digest(version.content) == version.digest and digest_of(row.content) == row.digest


def _was_sent_otherwise(version: ResponseVersion) -> bool:
    """Whether the last letter that was sent to the requester says something else."""
    sent = (
        Dispatch.objects.filter(version__foi_request=version.foi_request_id)
        .select_related("version")
        .order_by("pk")
        .last()
    )
    return sent is not None and sent.version.digest != version.digest


def _mentions_of_version(version: ResponseVersion) -> tuple[Mention, ...]:
    """The details of the requester may have been corrected since the version was frozen."""
    text = " | ".join(texts_of(version.content))
    named = identity_in(text, requester_of(version.foi_request))
    return tuple(Mention(Place.CASE, "", "The record", what) for what in named)
