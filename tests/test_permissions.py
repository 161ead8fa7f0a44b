"""Who may do what: one row for every address, and every row tried by everybody.

The rows are compared with the addresses that the portal has: one without a row fails. Letters
say who is let in: O officer, R reviewer, P publisher, L library editor, A administrator,
N somebody who signed in and holds no role. Strangers are let in where it says ``ANYBODY``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from requests_app.actions import review
from requests_app.challenges import StepKind
from requests_app.clock import EventKind
from requests_app.models import (
    Answer,
    AuditEvent,
    AuthorityParticulars,
    Claim,
    FoiRequest,
    Rendering,
)
from requests_app.statistics.quarters import Span
from requests_app.urls import accounts
from tests import factories as given
from tests.test_signing_in import names_of

pytestmark = pytest.mark.django_db

PEOPLE: dict[str, Callable[[], User]] = {
    "O": given.alice,
    "R": given.bob,
    "P": given.carol,
    "L": given.dora,
    "A": given.eve,
    "N": given.mallory,
}
ANYBODY = "anybody"
STAFF = "ORPLAN"
READERS = "ORPA"
NEVER = "no such method"


@dataclass(frozen=True)
class Row:
    """Who may look and who may do, on a case in the state that ``make`` brings it to."""

    get: str
    post: str
    make: str = "draft"
    kwargs: tuple[str, ...] = ("slug",)


def draft(*kwargs: str) -> Row:
    """A page of an officer that changes the draft."""
    return Row("O", "O", "draft", ("slug", *kwargs))


def draft_button(*kwargs: str) -> Row:
    return Row(NEVER, "O", "draft", ("slug", *kwargs))


ROWS: dict[str, Row] = {
    # Public
    "home": Row(ANYBODY, NEVER, kwargs=()),
    "healthz": Row(ANYBODY, NEVER, kwargs=()),
    "working-days": Row(ANYBODY, NEVER, kwargs=()),
    "disclosure-log": Row(ANYBODY, NEVER, kwargs=()),
    "corrections": Row(ANYBODY, NEVER, kwargs=()),
    "record": Row(ANYBODY, NEVER, "published"),
    "record-pdf": Row(ANYBODY, NEVER, "published"),
    "statistics": Row(ANYBODY, NEVER, kwargs=()),
    "statistics-of": Row(ANYBODY, NEVER, kwargs=("span",)),
    "statistics-csv": Row(ANYBODY, NEVER, kwargs=("span",)),
    "statistics-chart": Row(ANYBODY, NEVER, kwargs=("span", "chart")),
    "statistics-list": Row(ANYBODY, NEVER, kwargs=("span", "measure")),
    # People
    "people": Row("A", NEVER, kwargs=()),
    "person-new": Row("A", "A", kwargs=()),
    "person": Row("A", "A", kwargs=("person",)),
    "person-close": Row(NEVER, "A", kwargs=("person",)),
    "person-open": Row(NEVER, "A", kwargs=("person",)),
    "person-reset-second-factor": Row(NEVER, "A", kwargs=("person",)),
    "person-send-link": Row(NEVER, "A", kwargs=("person",)),
    # The statistics for staff
    "staff-statistics": Row(READERS, NEVER, kwargs=()),
    "staff-statistics-of": Row(READERS, NEVER, kwargs=("span",)),
    "staff-statistics-csv": Row(READERS, NEVER, kwargs=("span",)),
    "staff-statistics-chart": Row(READERS, NEVER, kwargs=("span", "chart")),
    "staff-statistics-list": Row(READERS, NEVER, kwargs=("span", "measure")),
    # Cases
    "requests": Row(READERS, NEVER, kwargs=()),
    "request-new": Row("O", "O", kwargs=()),
    "request": Row(READERS, NEVER),
    "request-details": draft(),
    "assign": Row("OA", "OA"),
    "teams": Row(READERS, NEVER, kwargs=()),
    "team-new": Row("A", "A", kwargs=()),
    "team": Row("A", "A", kwargs=("team",)),
    "case-topics": Row("OP", "OP"),
    "mark-sensitive": Row("OA", "OA"),
    "unmark-sensitive": Row("OA", "OA"),
    "requester": Row("OA", NEVER),
    "requester-export": Row(NEVER, "OA"),
    "requester-erase": Row("A", "A", "published"),
    "retention": Row("A", NEVER, kwargs=()),
    "case-facts": draft(),
    "acknowledge": draft_button(),
    "links-check": Row(NEVER, "ORP"),
    "preview": Row(READERS, NEVER),
    # An earlier log
    "log-imports": Row("PA", "PA", kwargs=()),
    "log-import": Row("PA", NEVER, kwargs=("log_import",)),
    "log-import-begin": Row(NEVER, "PA", kwargs=("log_import",)),
    "log-import-problems": Row("PA", NEVER, kwargs=("log_import",)),
    # The deadline
    "clock": Row(READERS, NEVER),
    "clock-event-new": Row("O", "O"),
    "clock-event-strike": Row("O", "O", kwargs=("slug", "event")),
    "notice-dismiss": Row(NEVER, "O", kwargs=("notice",)),
    "notices-dismiss": Row(NEVER, STAFF, kwargs=()),
    # What follows the answer
    "open-challenges": Row(READERS, NEVER, kwargs=()),
    "challenges": Row(READERS, NEVER),
    "review-asked": Row("OR", "OR"),
    "review-extended": Row("OR", "OR", kwargs=("slug", "review")),
    "review-decided": Row("OR", "OR", kwargs=("slug", "review")),
    "complaint-notified": Row("OR", "OR"),
    "complaint-decided": Row("OR", "OR", kwargs=("slug", "complaint")),
    "challenge-strike": Row("OR", "OR", kwargs=("slug", "review")),
    # The draft
    "split": Row("O", NEVER),
    "block": draft("block"),
    "block-cut": draft("block"),
    "block-redact": draft("block"),
    "split-undo": draft_button(),
    "block-kind": draft_button("block"),
    "block-label": draft_button("block"),
    "block-omit": draft_button("block"),
    "block-indent": draft_button("block"),
    "block-outdent": draft_button("block"),
    "block-join": draft_button("block"),
    "block-move": draft_button("block"),
    "answers": draft(),
    "questions-open": draft_button(),
    "answer": draft("answer"),
    "answer-facts": draft("answer"),
    "answer-preview": draft_button("answer"),
    "answer-remove": draft_button("answer"),
    "answer-history": Row("O", NEVER, kwargs=("slug", "answer")),
    "answer-restore": draft_button("answer", "revision"),
    "paste": draft_button(),
    # Without the token of a form nobody can say whose words they are.
    "keep": Row(NEVER, ""),
    "kept-discard": Row(NEVER, READERS, kwargs=("slug", "kept")),
    "claim-new": draft("of_answer"),
    "claim": draft("claim"),
    "claim-facts": draft("claim"),
    "claim-remove": draft_button("claim"),
    "claim-steps": Row("O", NEVER, kwargs=("slug", "claim")),
    "claim-step": draft("claim", "fact"),
    "claim-steps-check": draft("claim"),
    "answer-steps": Row("O", NEVER, "refused", ("slug", "answer", "refusal")),
    "answer-step": Row("O", "O", "refused", ("slug", "answer", "refusal", "step")),
    "answer-steps-check": Row("O", "O", "refused", ("slug", "answer", "refusal")),
    "test-new": draft(),
    "test": draft("test"),
    "test-new-rows": draft_button(),
    "test-rows": draft_button("test"),
    "test-facts": draft("test"),
    "test-remove": draft_button("test"),
    "annex": draft(),
    "wording-adapt": draft("provision"),
    "wording-adapt-preview": draft_button("provision"),
    "wording-standard": draft_button("provision"),
    "outcome": draft(),
    # Review
    "submit": Row("O", "O"),
    "recall": Row(NEVER, "O", "in_review"),
    "reopen": Row(NEVER, "O", "approved"),
    "version": Row(READERS, NEVER, "in_review", ("slug", "number")),
    "approve": Row(NEVER, "R", "in_review", ("slug", "number")),
    "return": Row(NEVER, "R", "in_review", ("slug", "number")),
    # Letters before the response
    "notices": Row(READERS, NEVER),
    "notice-new": Row("O", "O", kwargs=("slug", "kind")),
    "notice": Row(READERS, NEVER, "noted", ("slug", "number")),
    "notice-approve": Row(NEVER, "R", "noted", ("slug", "number")),
    "notice-return": Row(NEVER, "R", "noted", ("slug", "number")),
    "notice-sent": Row(NEVER, "O", "noted", ("slug", "number")),
    # Documents, and what leaves the house
    "documents": Row(READERS, NEVER, "in_review"),
    "document": Row(READERS, NEVER, "published", ("slug", "document")),
    "document-retry": Row(NEVER, "ORP", "in_review", ("slug", "document")),
    "sent": Row("OP", "OP", "approved"),
    "publish": Row("P", "P", "approved"),
    "withdraw": Row("P", "P", "published"),
    "replace": Row("P", "P", "withdrawn"),
    # The library and the particulars
    "library": Row(STAFF, NEVER, kwargs=()),
    "wording": Row(STAFF, "L", kwargs=("provision",)),
    "wording-preview": Row(NEVER, "L", kwargs=("provision",)),
    "wording-version": Row(STAFF, NEVER, kwargs=("provision", "number")),
    "wording-compare": Row(STAFF, NEVER, kwargs=("provision",)),
    "wording-uses": Row(STAFF, NEVER, kwargs=("provision",)),
    "wording-review": Row("L", "L", kwargs=("provision",)),
    "wording-check": Row("L", "L", kwargs=("provision",)),
    "wording-retire": Row("L", "L", kwargs=("provision",)),
    "particulars": Row(STAFF, NEVER, kwargs=()),
    "particulars-new": Row("A", "A", kwargs=()),
    "particulars-confirm": Row(NEVER, "LA", "published", ("particulars",)),
    "nameable": Row(STAFF, NEVER, kwargs=()),
    "nameable-new": Row("LA", "LA", kwargs=()),
    "nameable-retire": Row("LA", "LA", kwargs=("named",)),
    "bank-holidays": Row(STAFF, NEVER, kwargs=()),
    "holiday-add": Row("A", "A", kwargs=()),
    "holiday-switch-off": Row("A", "A", kwargs=()),
    "holidays-recompute": Row(NEVER, "A", kwargs=()),
    "topics": Row(STAFF, NEVER, kwargs=()),
    "topic-new": Row("LA", "LA", kwargs=()),
    "topic": Row("LA", "LA", kwargs=("topic",)),
    "topic-retire": Row(NEVER, "LA", kwargs=("topic",)),
    "topic-take-back": Row(NEVER, "LA", kwargs=("topic",)),
    "law": Row(STAFF, NEVER, kwargs=()),
    "law-new": Row("A", "A", kwargs=("setting",)),
    "particulars-documents": Row(READERS, NEVER, "published", ("particulars",)),
}


# --- cases to try them on --------------------------------------------------------------


def _draft() -> FoiRequest:
    """A draft that was reviewed once, with everything in it that has an address."""
    given.particulars()
    case = given.received()
    first, *others = given.questions(case)
    given.answer(case, others)
    withheld = given.answer(case, [first], disposition="exempt_all")
    given.weighed(case, [given.claim(withheld)])
    review.submit(case, by=given.alice(), at=given.AT)
    review.recall(case, by=given.alice(), at=given.AT)
    given.happened(case, EventKind.TRANSFERRED_RECORD)
    given.holiday()
    given.review_asked(case)
    given.complaint_notified(case)
    return case


def _noted() -> FoiRequest:
    case = given.complete()
    given.acknowledged(case)
    return case


def _refused() -> FoiRequest:
    given.particulars()
    case = given.received()
    given.answer(case, disposition="refused_vexatious")
    return case


MAKE: dict[str, Callable[[], FoiRequest]] = {
    "noted": _noted,
    "draft": _draft,
    "refused": _refused,
    "in_review": given.in_review,
    "approved": given.approved,
    "published": given.published,
    "withdrawn": given.withdrawn,
}


def _value(name: str, case: FoiRequest) -> tuple[str, object]:
    rows: dict[str, Callable[[], object]] = {
        "block": lambda: given.questions(case)[1].pk,
        "answer": lambda: Answer.objects.earliest("pk").pk,
        "claim": lambda: Claim.objects.get().pk,
        "test": lambda: Claim.objects.get().test_id,
        "event": lambda: case.clock_events.get().pk,
        "notice": lambda: case.deadline_notices.get().pk,
        "log_import": lambda: given.checked_log().pk,
        "team": lambda: given.team().pk,
        "person": lambda: given.mallory().pk,
        "named": lambda: given.may_be_named("Julian Muller").pk,
        "topic": lambda: given.topic().pk,
        "particulars": lambda: AuthorityParticulars.objects.get().pk,
        "review": lambda: case.challenge_steps.get(kind=StepKind.REVIEW_ASKED).pk,
        "complaint": lambda: case.challenge_steps.get(kind=StepKind.COMPLAINT_NOTIFIED).pk,
        "document": lambda: Rendering.objects.earliest("pk").pk,
    }
    if name in rows:
        return "pk", rows[name]()
    if name == "of_answer":
        return "answer", Answer.objects.earliest("pk").pk
    values: dict[str, tuple[str, object]] = {
        "slug": ("slug", case.slug),
        "number": ("number", 1),
        "provision": ("provision", "31(1)(a)"),
        "span": ("span", Span.from_slug("2026-q4")),
        "chart": ("name", "outcomes"),
        "measure": ("key", "received"),
        "revision": ("revision", 1),
        "kept": ("pk", 1),
        "kind": ("kind", "clarification"),
        "setting": ("name", "cost_limit"),
        "fact": ("fact", "interest"),
        "refusal": ("provision", "14(1)"),
        "step": ("fact", "request_value"),
    }
    return values[name]


def _address(name: str) -> str:
    row = ROWS[name]
    case = MAKE[row.make]()
    given.wording("31(1)(a)")
    return reverse(name, kwargs=dict(_value(key, case) for key in row.kwargs))


# --- trying them -----------------------------------------------------------------------


def _names(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _names(pattern.url_patterns)
        else:
            assert pattern.name, f"{pattern.pattern} has no name"
            yield pattern.name


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    names = list(_names(get_resolver().url_patterns))
    # The addresses of one's own account have their own table, in test_signing_in.
    of_the_account = names_of(accounts.urlpatterns)
    assert sorted(names) == sorted([*ROWS, *of_the_account])
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", ROWS)
def test_who_is_let_in(name: str) -> None:
    row, url, client = ROWS[name], _address(name), Client()
    for method, letters in (("get", row.get), ("post", row.post)):
        client.logout()
        _try_unknown(client, method, url, letters, public=ANYBODY in {row.get, row.post})
        for who, person in PEOPLE.items():
            client.force_login(person())
            _try_as(who, client, method, url, letters)


def _try_as(who: str, client: Client, method: str, url: str, letters: str) -> None:
    answer, deeds = _try(client, method, url)
    problem = f"{who} {method} {url}: {answer.status_code}"
    if letters == NEVER:
        assert answer.status_code == 405, problem
    elif letters == ANYBODY or who in letters:
        # What is missing in an empty form is told on the page; nothing else may stop it.
        assert answer.status_code in {200, 302}, problem
    else:
        assert answer.status_code == 403, problem
        assert deeds == 0, problem


def _try_unknown(client: Client, method: str, url: str, letters: str, *, public: bool) -> None:
    answer, deeds = _try(client, method, url)
    problem = f"a stranger {method} {url}: {answer.status_code}"
    assert deeds == 0, problem
    if not public:
        assert answer.status_code == 302, problem
        assert answer["Location"] == f"{reverse('login')}?next={url}", problem
    elif letters == NEVER:
        assert answer.status_code == 405, problem
    else:
        assert answer.status_code in {200, 302}, problem
        assert reverse("login") not in answer.get("Location", ""), problem


def _try(client: Client, method: str, url: str) -> tuple[HttpResponse, int]:
    """The answer, and how many deeds it recorded; whatever it did is undone."""
    before = AuditEvent.objects.count()
    with transaction.atomic():
        answer = getattr(client, method)(url)
        deeds = AuditEvent.objects.count() - before
        transaction.set_rollback(True)
    return answer, deeds
