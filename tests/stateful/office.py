"""The office in which the machine plays: its people, one way to try a verb, and what must hold.

What the machine knows of roles, hands and approvals it keeps itself: it must not ask the product
whether the product is right.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import TypeVar

from django.contrib.auth.models import User
from django.core.cache import caches
from django.db import connection, transaction
from django.test import Client
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant

from requests_app import audit
from requests_app.actions import lanes
from requests_app.actions.base import Refused
from requests_app.actions.lanes import StepDetails
from requests_app.actions.review import current_version
from requests_app.models import (
    AuditEvent,
    FoiRequest,
    Publication,
    Rendering,
    ResponseVersion,
    ReviewStep,
    StepDecision,
)
from requests_app.workflow import TRANSITIONS, NotAllowed, Role, State, Verb, WrongState
from tests import factories as given
from tests import invariants
from tests.factories import AT

T = TypeVar("T")
Refusal = Refused | NotAllowed | WrongState

EVERYTHING = (Role.OFFICER, Role.REVIEWER, Role.PUBLISHER, Role.ADMINISTRATOR)
PEOPLE: dict[str, tuple[Role, ...]] = {
    "alice": (Role.OFFICER,),
    "bob": (Role.REVIEWER,),
    "carol": (Role.PUBLISHER,),
    "beth": (Role.REVIEWER,),
    "anna": (Role.OFFICER,),
    # Small authorities have people who do everything, and then more than one of them is needed.
    "olive": EVERYTHING,
    "otto": EVERYTHING,
    "eve": (Role.ADMINISTRATOR,),
    "dora": (Role.LIBRARY_EDITOR,),
    "mallory": (),
    "gone": (),
}
# "gone" held every role until the account was closed.
LEFT = "gone"
PERSON = st.sampled_from(sorted(PEOPLE, key=list(PEOPLE).index))
# Which case; with the odd numbers, as it was when it was opened long ago.
CASE = st.integers(0, 7)
ANY = st.integers(0, 7)
ROWS = ("requests_app_", "exemptions_", "auth_")
# A deed is one of these states; what else is done to a case leaves it where it is.
STATE_AFTER = {
    "received": State.DRAFTING,
    "submitted": State.IN_REVIEW,
    "recalled": State.DRAFTING,
    "returned": State.DRAFTING,
    "approved": State.APPROVED,
    "reopened": State.DRAFTING,
    "published": State.PUBLISHED,
    "withdrawn": State.WITHDRAWN,
}


def doing(verb: Verb) -> st.SearchStrategy[str]:
    """Somebody who tries it: half of the time one whom the table lets, else anybody."""
    roles = TRANSITIONS[verb].roles
    return st.sampled_from([name for name in PEOPLE if roles & set(PEOPLE[name])]) | PERSON


BY_ANOTHER_PERSON = frozenset({Verb.APPROVE, Verb.BYPASS, Verb.RETURN, Verb.DECIDE_NOTICE})


def furnish() -> None:
    """The people, the particulars, the wording and a lane that not everybody may go through."""
    for name, roles in PEOPLE.items():
        given.person(name, *(EVERYTHING if name == LEFT else roles))
    User.objects.filter(username=LEFT).update(is_active=False)
    given.particulars()
    given.wording("31(1)(a)")
    given.wording("40(2)")
    legal = given.team("Legal", given.person("beth"), given.person("olive"))
    steps = [StepDetails("Legal", team=legal), StepDetails("Head", bypass_by="Reviewer")]
    lanes.save_lane(
        "Legal first", sensitive=False, different_people=True, steps=steps, by=given.eve(), at=AT
    )


def rows_of(query: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


def fingerprint() -> str:
    """One digest of every row that the work, the law and the people have."""
    read = hashlib.sha256()
    for table in _tables():
        read.update(repr((table, rows_of(f"SELECT * FROM {table} ORDER BY 1"))).encode())  # noqa: S608
    return read.hexdigest()


@cache
def _tables() -> list[str]:
    names = connection.introspection.django_table_names(only_existing=True)
    return sorted(name for name in names if name.startswith(ROWS))


class Office(RuleBasedStateMachine):
    """A step is a verb that somebody tries; every example ends in a rollback."""

    def __init__(self) -> None:
        super().__init__()
        self.example = transaction.atomic()
        self.example.__enter__()
        caches["tags"].clear()
        self.now = AT
        self.people = {user.username: user for user in User.objects.filter(username__in=PEOPLE)}
        self.opened: list[FoiRequest] = []
        # Who shaped the draft of a case, and what was approved: by what the machine saw happen.
        self.hands: dict[int, set[str]] = defaultdict(set)
        self.approved: set[str] = set()
        self.stamp = self.checked = fingerprint()
        self.visitor, self.visited = Client(), set[tuple[object, ...]]()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.example.__exit__(None, None, None)

    # --- what rules choose from ------------------------------------------------------------

    def case(self, pick: int, verb: Verb | None = None) -> FoiRequest:
        """A case; mostly one in whose state the verb can be done, if there is any."""
        fitting = self.in_state_for(verb) if verb and pick < 6 else []
        opened = (fitting or self.opened)[pick // 2 % len(fitting or self.opened)]
        return opened if pick % 2 else FoiRequest.objects.get(pk=opened.pk)

    def in_state_for(self, verb: Verb) -> list[FoiRequest]:
        now = FoiRequest.objects.filter(state__in=TRANSITIONS[verb].sources)
        keys = set(now.values_list("pk", flat=True))
        return [case for case in self.opened if case.pk in keys]

    def version(self, case: FoiRequest) -> ResponseVersion | None:
        return current_version(case)

    def tick(self) -> datetime:
        """Each deed has a minute of its own, after which every lease has run out."""
        self.now += timedelta(minutes=1)
        return self.now

    # --- trying a verb ---------------------------------------------------------------------

    def attempt(
        self, verb: Verb, case: FoiRequest, name: str, deed: Callable[[User, datetime], T]
    ) -> T | None:
        """What the verb gave, or None when it was refused; it had to be as the table says."""
        return self._attempt(self.forbidden(verb, case, name), verb, case, name, deed)

    def attempt_on(
        self, verb: Verb, case: FoiRequest, name: str, deed: Callable[..., T], **told: object
    ) -> T | None:
        """The same for a deed that takes the case first and is told the rest by name."""
        return self.attempt(verb, case, name, lambda by, at: deed(case, **told, by=by, at=at))

    def attempt_new(self, name: str, deed: Callable[[User, datetime], T]) -> T | None:
        """The same for receiving a request, for which there is no case yet."""
        forbidden = None if Role.OFFICER in PEOPLE[name] else NotAllowed
        return self._attempt(forbidden, None, None, name, deed)

    def _attempt(
        self,
        forbidden: type[Exception] | None,
        verb: Verb | None,
        case: FoiRequest | None,
        name: str,
        deed: Callable[[User, datetime], T],
    ) -> T | None:
        before, last = self.stamp, _last_deed()
        barred = self.barred(verb, case, name) if verb and case else False
        try:
            result = deed(self.people[name], self.tick())
        except (Refused, NotAllowed, WrongState) as refusal:
            unchanged = fingerprint() == before
            _as_the_table_says(refusal, forbidden, barred=barred, unchanged=unchanged)
            return None
        assert forbidden is None, f"{name} may not {verb}, but did"
        self.stamp = fingerprint()
        deeds = AuditEvent.objects.filter(sequence__gt=last)
        told = list(deeds.values_list("actor__username", flat=True))
        assert set(told) <= {name}
        assert bool(told) or self.stamp == before, f"{verb} changed something that nobody recorded"
        if case and told and verb in {Verb.DRAFT, Verb.SUBMIT}:
            self.hands[case.pk].add(name)
        if verb in BY_ANOTHER_PERSON and case:
            assert name not in self.hands[case.pk], f"{name} had a hand in it, and decided on it"
        return result

    def forbidden(self, verb: Verb, case: FoiRequest, name: str) -> type[Exception] | None:
        """What the table of the workflow says of this person and the case as it stands."""
        row = TRANSITIONS[verb]
        if not row.roles & set(PEOPLE[name]):
            return NotAllowed
        state = FoiRequest.objects.values_list("state", flat=True).get(pk=case.pk)
        return None if state in row.sources else WrongState

    def barred(self, verb: Verb, case: FoiRequest, name: str) -> bool:
        """Whether something besides the table stands against this person's doing it."""
        row = FoiRequest.objects.get(pk=case.pk)
        if row.sensitive and name not in _circle(row):
            return True
        if verb in BY_ANOTHER_PERSON and name in self.hands[case.pk]:
            return True
        if verb is Verb.CHOOSE_LANE:
            return row.lane is not None and row.lane.sensitive
        return verb in {Verb.APPROVE, Verb.BYPASS} and not self._step_is_for(verb, row, name)

    def _step_is_for(self, verb: Verb, case: FoiRequest, name: str) -> bool:
        version = self.version(case)
        steps = ReviewStep.objects.filter(version=version, decision=None).order_by("position")
        step = steps.first()
        if step is None:
            return verb is Verb.APPROVE
        if verb is Verb.BYPASS:
            return step.bypass_by in PEOPLE[name]
        mine = StepDecision.objects.filter(
            version=version, decision="approved", decided_by__username=name
        )
        if step.different_people and mine.exists():
            return False
        return step.team is None or step.team.members.filter(username=name).exists()

    # --- what holds after every step -------------------------------------------------------

    def changed_by_the_worker(self) -> None:
        self.stamp = fingerprint()

    @invariant()
    def all_holds(self) -> None:
        """I1 to I6; a step that changed nothing is not asked about again."""
        if self.stamp == self.checked:
            return
        self.checked = self.stamp
        connection.check_constraints()
        invariants.check(rows_of)
        self._published_is_what_was_approved()
        self._every_change_of_state_was_recorded()
        self._nothing_else_is_public()
        self._no_document_waits_for_ever()

    def _published_is_what_was_approved(self) -> None:
        for row in Publication.objects.select_related("version"):
            digest = hashlib.sha256(row.version.content.encode()).hexdigest()
            assert digest == row.version.digest
            assert digest in self.approved

    def _every_change_of_state_was_recorded(self) -> None:
        """I4, and that the trail alone tells where each case stands."""
        proof = audit.verify()
        assert not proof.broken, proof.broken
        assert proof.rows == _last_deed() == AuditEvent.objects.count()
        for opened in self.opened:
            deeds = opened.events.filter(verb__in=STATE_AFTER).order_by("sequence")
            last = deeds.values_list("verb", flat=True).last()
            assert STATE_AFTER[str(last)] == FoiRequest.objects.get(pk=opened.pk).state

    def _nothing_else_is_public(self) -> None:
        """I5: what is live with its document made, and nothing else of any case."""
        for opened in self.opened:
            state = FoiRequest.objects.values_list("state", flat=True).get(pk=opened.pk)
            mine = Publication.objects.filter(foi_request=opened)
            live = mine.filter(withdrawal=None, rendering__state="done").first()
            withdrawn = mine.exclude(withdrawal=None).exists()
            visit = (opened.pk, state, live.pk if live else None, withdrawn)
            if visit not in self.visited:
                self._visit(opened, live, 200 if live else 410 if withdrawn else 404)
            self.visited.add(visit)

    def _visit(self, case: FoiRequest, live: Publication | None, status: int) -> None:
        for file in ("", "response.pdf"):
            page = self.visitor.get(f"/disclosure-log/{case.slug}/{file}")
            assert page.status_code == status, f"{file}: {page.status_code} and not {status}"
            body = page.getvalue()
            assert b"Robin Sample" not in body
            if live and file:
                assert hashlib.sha256(body).hexdigest() == live.rendering.sha256

    def _no_document_waits_for_ever(self) -> None:
        """I6: each has ended, with a reason if it failed, or the sweeper finds it soon."""
        later = self.now + timedelta(minutes=5)
        found = Rendering.objects.claimable(later) | Rendering.objects.exhausted(later)
        assert found.count() == Rendering.objects.pending().count()
        assert not Rendering.objects.filter(state="failed", error="").exists()


def _as_the_table_says(
    refusal: Refusal, forbidden: type[Exception] | None, *, barred: bool, unchanged: bool
) -> None:
    """A refusal changes nothing, and is what the table says or has another reason."""
    assert unchanged, f"it was refused and changed something: {refusal!r}"
    if isinstance(refusal, Refused):
        return
    if forbidden is not None:
        assert isinstance(refusal, forbidden), f"{forbidden.__name__} was due: {refusal!r}"
        return
    assert isinstance(refusal, NotAllowed), f"the table lets this happen now: {refusal!r}"
    assert barred, f"the table lets this person do it: {refusal!r}"


def _last_deed() -> int:
    last = AuditEvent.objects.order_by("sequence").values_list("sequence", flat=True).last()
    return last or 0


def _circle(case: FoiRequest) -> set[str]:
    team: Sequence[User] = list(case.team.members.all()) if case.team else []
    return {user.username for user in (case.officer, *team, *case.named.all())}
