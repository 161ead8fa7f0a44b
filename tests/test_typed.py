"""What was typed is shown again by every page that refuses it, and kept nowhere."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from types import SimpleNamespace

import psycopg
import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import DatabaseError, connection
from django.db.utils import DatabaseErrorWrapper
from django.http import HttpRequest, QueryDict
from django.test import Client
from django.urls import reverse
from psycopg.errors import DeadlockDetected, SerializationFailure

from requests_app.models import AuditEvent, FoiRequest
from requests_app.typed import page_of_form, typed_texts
from tests import factories as given
from tests.visiting import signed_in

pytestmark = pytest.mark.django_db

TEXT = "We hold 1,204 of them,\nand <b>more</b>."
SHOWN = "We hold 1,204 of them,\nand &lt;b&gt;more&lt;/b&gt;."
TYPED = {"text": TEXT, "disposition": "disclosed", "revision": "3"}


def request_of(data: str) -> HttpRequest:
    request = HttpRequest()
    request.method = "POST"
    request.POST = QueryDict(data)
    return request


def assert_given_back(page: str) -> None:
    assert "What you typed" in page
    assert SHOWN in page
    assert "Text</label>" in page
    assert ">disclosed" not in page


def answer_of(case: FoiRequest) -> str:
    return reverse("answer", args=[case.slug, case.answers.get().pk])


def gone(case: FoiRequest) -> str:
    return reverse("answer", args=[case.slug, case.answers.get().pk + 99])


@pytest.mark.parametrize(
    ("make", "address", "who", "status"),
    [
        (given.complete, gone, given.alice, HTTPStatus.NOT_FOUND),
        (given.in_review, answer_of, given.alice, HTTPStatus.CONFLICT),
        (given.complete, answer_of, given.bob, HTTPStatus.FORBIDDEN),
    ],
)
def test_a_refusal_gives_the_texts_back(
    make: Callable[[], FoiRequest],
    address: Callable[[FoiRequest], str],
    who: Callable[[], User],
    status: int,
) -> None:
    case = make()
    answer = signed_in(who()).post(address(case), TYPED)
    assert answer.status_code == status
    assert_given_back(answer.text)
    assert answer["Cache-Control"] == "private, no-store"


def test_pages_without_texts_say_nothing_of_them() -> None:
    client = signed_in(given.alice())
    for answer in (client.get("/nothing/"), client.post("/requests/none/recall/")):
        assert answer.status_code == HTTPStatus.NOT_FOUND
        assert "What you typed" not in answer.text
        assert "If you typed the address" in answer.text


def test_who_lost_the_session_keeps_the_texts_and_comes_back_to_the_form() -> None:
    address = answer_of(given.complete())
    answer = Client().post(address, TYPED)
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert_given_back(answer.text)
    assert "You have been signed out" in answer.text
    assert f'href="/accounts/login/?next={address}"' in answer.text


def test_a_verb_without_texts_leads_to_the_sign_in_and_back_to_its_page() -> None:
    case = given.in_review()
    page, verb = (reverse(name, args=[case.slug]) for name in ("request", "recall"))
    came_from = f"http://testserver{page}?part=2"
    answer = Client().post(verb, HTTP_REFERER=came_from)
    assert answer["Location"] == f"/accounts/login/?next={page}%3Fpart%3D2"
    answer = Client().post(verb, HTTP_REFERER="https://elsewhere.example/evil")
    assert answer["Location"] == f"/accounts/login/?next={verb}"


def test_a_part_of_a_page_is_sent_to_the_sign_in_as_before() -> None:
    preview = answer_of(given.complete()) + "preview/"
    answer = Client().post(preview, TYPED, HTTP_HX_REQUEST="true")
    assert answer.status_code == HTTPStatus.FOUND


@pytest.mark.parametrize(
    ("origin", "shown"),
    [("http://testserver", True), ("https://elsewhere.example", False), ("null", False)],
)
def test_a_form_that_was_open_too_long_gives_the_texts_back_to_our_own_pages(
    origin: str, *, shown: bool
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(given.alice())
    answer = client.post(answer_of(given.complete()), TYPED, HTTP_ORIGIN=origin)
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert "This page was open for too long" in answer.text
    assert (SHOWN in answer.text) is shown


def test_a_fault_of_ours_gives_the_texts_back_without_the_database() -> None:
    address = answer_of(given.complete())
    client = signed_in(given.alice())
    client.raise_request_exception = False

    def down(*_: object) -> None:
        raise DatabaseError("gone")

    with connection.execute_wrapper(down):
        answer = client.post(address, TYPED)
    assert answer.status_code == HTTPStatus.INTERNAL_SERVER_ERROR
    assert SHOWN in answer.text
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("lost", [DeadlockDetected, SerializationFailure])
def test_who_loses_a_deadlock_saves_nothing_and_keeps_the_texts(lost: type[Exception]) -> None:
    """PostgreSQL lets one of the two go on and ends the other's transaction."""
    case = given.complete()
    client = signed_in(given.alice())
    client.raise_request_exception = False
    before = case.answers.get().text, AuditEvent.objects.count()

    def loses(execute: Callable[..., object], sql: str, *rest: object) -> object:
        if sql.startswith('INSERT INTO "requests_app_auditevent"'):
            # As Django's connection to PostgreSQL passes it on.
            with DatabaseErrorWrapper(SimpleNamespace(Database=psycopg)):
                raise lost
        return execute(sql, *rest)

    with connection.execute_wrapper(loses):
        answer = client.post(answer_of(case), TYPED | {"revision": "1"})
    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert_given_back(answer.text)
    assert (case.answers.get().text, AuditEvent.objects.count()) == before


def test_neither_password_nor_token_nor_button_is_shown() -> None:
    told = "csrfmiddlewaretoken=a+b&password=open+sesame&username=a+b&save=Save+it"
    told += "&reason_why=So+it+is."
    (only,) = typed_texts(request_of(told))
    assert (only.name, only.text) == ("Reason why", "So it is.")


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("two+words", True),
        ("https%3A%2F%2Fwww.example.org", True),
        ("robin%40example.org", True),
        ("disclosed", False),
        ("a" * 64, False),
        ("+++", False),
        ("27", False),
    ],
)
def test_texts_are_kept_and_choices_are_not(value: str, *, kept: bool) -> None:
    assert bool(typed_texts(request_of(f"box={value}"))) is kept


def test_too_much_is_no_fault_of_ours() -> None:
    many = "&".join(["x=1"] * (settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1))
    client = signed_in(given.alice())
    answer = client.post(
        answer_of(given.complete()), many, content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE


def test_page_of_a_form_without_a_referer_is_the_address_itself() -> None:
    request = request_of("")
    request.META |= {"SERVER_NAME": "testserver", "SERVER_PORT": "80"}
    request.path = "/requests/x/"
    assert page_of_form(request) == "/requests/x/"
