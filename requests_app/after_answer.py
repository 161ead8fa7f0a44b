"""What followed the answers, from the rows: each review and complaint with where it stands.

It reads rows and writes none; "today" is a parameter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from requests_app import calendars
from requests_app.challenges import (
    REVIEW_DAYS,
    REVIEW_DAYS_EXCEPTIONALLY,
    Complaint,
    Review,
    ReviewDates,
    Step,
    StepKind,
    asked_late,
    complaints,
    review_dates,
    review_due,
    review_time,
    reviews,
)
from requests_app.clock import deadline
from requests_app.counting import Counting, show
from requests_app.models import ChallengeStep, Dispatch, Drafter, FoiRequest
from requests_app.models import Review as ReviewOfVersion
from requests_app.querysets import FoiRequestQuerySet
from requests_app.working_days import Calendar, UnknownYear


@dataclass(frozen=True, slots=True)
class Time:
    """When a review is due, how that was counted, and how it went."""

    dates: ReviewDates
    days: int
    due: date
    counting: Counting
    told_late: bool
    took: str


@dataclass(frozen=True, slots=True)
class Followed:
    """A review or a complaint. ``time`` None: a complaint, or a year that is not known."""

    case: FoiRequest
    challenge: Review | Complaint
    steps: tuple[ChallengeStep, ...]
    time: Time | None = None
    asked_late: bool = False
    same_hand: bool = False

    @property
    def opening(self) -> ChallengeStep:
        return self.steps[0]

    @property
    def is_review(self) -> bool:
        return isinstance(self.challenge, Review)

    @property
    def open(self) -> bool:
        return self.challenge.decided is None

    @property
    def may_extend(self) -> bool:
        return isinstance(self.challenge, Review) and self.open and not self.challenge.extended

    def overdue(self, today: date) -> bool:
        return self.open and self.time is not None and self.time.due < today


def followed(case: FoiRequest) -> list[Followed]:
    """What followed the answer to one case, in the order in which it began."""
    return list(_of_cases([case], _rows([case])))


def struck(case: FoiRequest) -> list[ChallengeStep]:
    """The steps that were struck out, each with why: rows that strike out."""
    rows = ChallengeStep.objects.filter(foi_request=case, kind=StepKind.STRUCK)
    return list(rows.select_related("of", "recorded_by").order_by("pk"))


def open_everywhere(among: FoiRequestQuerySet) -> list[Followed]:
    """The reviews and complaints that are not decided, due soonest first; complaints come last."""
    begun = ChallengeStep.objects.filter(
        kind__in=[kind for kind in StepKind if kind.opens],
    ).exclude(Q(steps__kind=StepKind.STRUCK))
    cases = among.filter(pk__in=begun.values("foi_request"))
    found = [one for one in _of_cases(cases.select_related("officer"), _rows(cases)) if one.open]
    return sorted(found, key=_soonest)


def had_a_hand(case: FoiRequest, user_id: int) -> bool:
    """Whether this person drafted, approved or sent what was answered.

    The Code wants somebody else to review it where possible; it does not forbid it.
    """
    return user_id in _hands([case])[case.pk]


def _rows(cases: Iterable[FoiRequest]) -> list[ChallengeStep]:
    rows = ChallengeStep.objects.filter(foi_request__in=cases)
    return list(rows.select_related("recorded_by", "decided_by").order_by("pk"))


def _of_cases(cases: Iterable[FoiRequest], rows: Sequence[ChallengeStep]) -> Iterator[Followed]:
    of_case: dict[int, list[ChallengeStep]] = defaultdict(list)
    for row in rows:
        of_case[row.foi_request_id].append(row)
    known = list(cases)
    calendar = calendars.current()
    answers, drafters = _answers(known), _hands(known)
    for case in known:
        for one in _of_case(case, of_case[case.pk], calendar):
            yield _weighed(one, answers.get(case.pk), drafters[case.pk], calendar)


def _of_case(
    case: FoiRequest, rows: Sequence[ChallengeStep], calendar: Calendar
) -> Iterator[Followed]:
    by_key = {row.pk: row for row in rows}
    steps = [row.as_step() for row in rows]
    for review in reviews(steps):
        members = _members(by_key, review.asked, review.extended, review.decided)
        yield Followed(case, review, members, _time(review, calendar))
    for complaint in complaints(steps):
        yield Followed(case, complaint, _members(by_key, complaint.notified, complaint.decided))


def _members(rows: Mapping[int, ChallengeStep], *steps: Step | None) -> tuple[ChallengeStep, ...]:
    return tuple(rows[step.key] for step in steps if step)


def _weighed(one: Followed, answered: date | None, hands: set[int], calendar: Calendar) -> Followed:
    """The same, with what an officer should know about it."""
    if not isinstance(one.challenge, Review):
        return one
    decider = next((row.decided_by_id for row in one.steps if row.decided_by_id), None)
    late = answered is not None and _asked_late(answered, one.challenge.asked.on, calendar)
    return Followed(
        one.case,
        one.challenge,
        one.steps,
        one.time,
        asked_late=late,
        same_hand=decider in hands,
    )


def _asked_late(answered: date, asked: date, calendar: Calendar) -> bool:
    try:
        return asked_late(answered, asked, calendar)
    except UnknownYear:
        return False


def _time(review: Review, calendar: Calendar) -> Time | None:
    try:
        dates = review_dates(review.asked.on, calendar)
        due = review_due(review, dates)
        days = REVIEW_DAYS if due == dates.ordinary else REVIEW_DAYS_EXCEPTIONALLY
        found = deadline(review.asked.on, days=days, calendar=calendar)
    except UnknownYear:
        return None
    return Time(
        dates,
        days,
        due,
        show(review.asked.on, (), found, calendar=calendar),
        told_late=review.extended is not None and review.extended.on > dates.ordinary,
        took=review_time(review, dates).value,
    )


def _answers(cases: Sequence[FoiRequest]) -> dict[int, date]:
    """The day of the first letter of each case that has one."""
    sent = Dispatch.objects.filter(version__foi_request__in=cases).order_by("-sent_on")
    return dict(sent.values_list("version__foi_request_id", "sent_on"))


def _hands(cases: Sequence[FoiRequest]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {case.pk: set() for case in cases}
    of = {"version__foi_request__in": cases}
    approved = ReviewOfVersion.objects.filter(**of, decision="approved")
    for rows in (
        Drafter.objects.filter(**of).values_list("version__foi_request_id", "user_id"),
        approved.values_list("version__foi_request_id", "reviewer_id"),
        Dispatch.objects.filter(**of).values_list("version__foi_request_id", "recorded_by_id"),
    ):
        for case_id, user_id in rows:
            found[case_id].add(user_id)
    return found


def _soonest(one: Followed) -> tuple[date, date]:
    return one.time.due if one.time else date.max, one.opening.on
