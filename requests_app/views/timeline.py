"""The audit trail of a case in people's words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.utils.timezone import localdate

from requests_app.actions.reading import READ, Shown
from requests_app.audit import DRAFTING_DEEDS
from requests_app.models import AuditEvent, FoiRequest

LATEST = 200

# One entry for each deed that ``audit.record`` is told of; "{version}" comes from the detail.
PHRASES = {
    "received": "received the request",
    "loaded": "brought the case in from a case file, which tells what stands below",
    "drafted": "had a hand in the draft before the case was brought in",
    "details_corrected": "corrected the details",
    "split_corrected": "corrected the split",
    "answered": "put questions under an answer",
    "left_open": "set questions back to unanswered",
    "answer_saved": "wrote an answer",
    "answer_removed": "removed an answer",
    "claimed": "claimed section {provision}",
    "claim_removed": "removed the claim of section {provision}",
    "test_weighed": "weighed the public interest",
    "test_removed": "removed a public interest test",
    "wording_adapted": "adapted the wording of section {provision} for this case",
    "wording_put_back": "went back to the standard text of section {provision}",
    "annex_ordered": "changed the order of the annex",
    "outcome_overridden": "set the outcome",
    "clock_event_recorded": "recorded for the deadline: {kind}, {on} (due {new})",
    "clock_event_struck": "struck out for the deadline: {kind}, {on} (due {new})",
    "deadline_moved": "changed the bank holidays, and the deadline moved from {old} to {new}",
    "facts_recorded": "recorded facts",
    "warning_acknowledged": "gave a reason to go on in spite of {rule}",
    "challenge_recorded": "recorded after the answer: {kind}, {on}",
    "challenge_struck": "struck out: {kind}, {on}",
    "submitted": "submitted version {version} for review",
    "recalled": "took version {version} back to drafting",
    "returned": "returned version {version} with comments",
    "approved": "approved version {version}",
    "step_approved": "approved version {version} in the step “{step}”",
    "step_bypassed": "left out the step “{step}” of the review of version {version}",
    "lane_chosen": "chose the lane of review “{lane}”",
    "reopened": "reopened the case for drafting",
    "sent": "recorded the letter of version {version} as sent",
    "published": "published version {version}",
    "withdrawn": "withdrew version {version} from the disclosure log",
    "brought_in": "brought the record in from the earlier log",
    "replaced": "named {record} as the record that corrects it",
    "assigned": "gave the case to another officer or team",
    "notice_written": "wrote letter {letter} to the requester",
    "notice_approved": "approved letter {letter}",
    "notice_returned": "returned letter {letter} with a comment",
    "notice_sent": "recorded letter {letter} as sent",
    "links_checked": "had the links opened",
    "topics_set": "chose the topics",
    "marked_sensitive": "marked the case as sensitive",
    "unmarked_sensitive": "ended that the case is sensitive",
    "requester_exported": "exported what is held on the requester",
    "requester_erased": "erased the requester’s data",
    "exported": "wrote the case to a file, by command",
    "rendering_retried": "asked for a failed document again",
}


_WHERE = {
    Shown.CASE: "on the page of the case",
    Shown.DETAILS: "in the form of details",
    Shown.LETTER: "in a letter",
    Shown.REQUEST: "in the request as received",
    Shown.PERSON: "on the page of what is held",
}

# Work on a draft comes in hundreds of small deeds; a person's day of it is one entry.
DRAFTING = DRAFTING_DEEDS - {"submitted"}


@dataclass(frozen=True, slots=True)
class Entry:
    """Who did what, and when last; ``parts`` tell a day's work on the draft, with how often."""

    who: str
    phrase: str
    at: datetime
    parts: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """Somebody was shown the requester's data on a day, in these places."""

    who: str
    on: date
    places: tuple[str, ...]


def timeline(case: FoiRequest) -> list[Entry]:
    """What was done with a case, the latest first."""
    events = AuditEvent.objects.filter(foi_request=case).exclude(verb=READ).select_related("actor")
    return list(entries(events.order_by("-pk")[:LATEST]))


def readers(case: FoiRequest) -> list[Reading]:
    """Who was shown the requester's data, a line for each person and day, the latest first."""
    events = AuditEvent.objects.filter(foi_request=case, verb=READ).select_related("actor")
    days: dict[tuple[str, date], set[str]] = {}
    for event in events.order_by("-pk")[:LATEST]:
        days.setdefault((event.who, localdate(event.at)), set()).add(_WHERE[event.detail["what"]])
    return [Reading(who, day, tuple(sorted(places))) for (who, day), places in days.items()]


def where_read(event: AuditEvent) -> str:
    """That somebody was shown the requester's data, and where; "" of any other deed."""
    if event.verb != READ:
        return ""
    return f"was shown the requester’s data {_WHERE[event.detail['what']]}"


def entries(events: Iterable[AuditEvent]) -> Iterator[Entry]:
    for (who, is_drafting, _), same in groupby(events, key=_key):
        deeds = list(same)
        if is_drafting:
            counts = Counter(phrase_of(event) for event in reversed(deeds))
            yield Entry(who, "worked on the draft", deeds[0].at, tuple(counts.items()))
        else:
            yield from (Entry(who, phrase_of(event), event.at) for event in deeds)


def _key(event: AuditEvent) -> tuple[str, bool, date]:
    return event.who, event.verb in DRAFTING, localdate(event.at)


def phrase_of(event: AuditEvent) -> str:
    """A deed without a phrase is shown by its name: a gap in the words hides no deed."""
    phrase = PHRASES.get(event.verb, event.verb.replace("_", " "))
    return phrase.format_map(_Detail(event.detail))


class _Detail(dict[str, object]):
    """The detail of an event; what an older row lacks is shown as a dash."""

    def __missing__(self, name: str) -> str:
        return "–"
