"""People in the browser: added, changed, closed, opened, and let in again without their phone."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client

from requests_app import tasks
from requests_app.actions.base import roles_of
from requests_app.models import AccountMail, AuditEvent, StaffSession
from requests_app.workflow import Role
from tests import factories
from tests.visiting import queries_of, signed_in

pytestmark = pytest.mark.django_db

ANN = {
    "username": "ann",
    "name": "Ann de Groot",
    "email": "ann@northmere.example",
    "roles": ["Officer", "Reviewer"],
}


@pytest.fixture
def eve() -> Client:
    return signed_in(factories.eve())


def deeds() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


def told(client: Client, url: str) -> str:
    """The page to which a POST leads."""
    return client.post(url, follow=True).content.decode()


def test_a_person_is_added_and_gets_a_link(eve: Client) -> None:
    eve.post("/people/new/", ANN)
    ann = User.objects.get(username="ann")
    assert (ann.get_full_name(), ann.email) == ("Ann de Groot", "ann@northmere.example")
    assert roles_of(ann) == {Role.OFFICER, Role.REVIEWER}
    assert not ann.has_usable_password()
    tasks.mail_accounts()
    (letter,) = mail.outbox
    (link,) = re.findall(r"http://testserver(\S+)", str(letter.body))
    form = Client().get(link)
    assert form["Location"].startswith("/accounts/password/reset/")
    event = AuditEvent.objects.get()
    assert (event.verb, event.actor) == ("person_added", factories.eve())
    assert event.detail == {"person": ann.pk, "roles": ["Officer", "Reviewer"]}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"username": "EVE"}, "There is a person with the user name EVE already."),
        ({"username": "a b"}, "Enter a valid username"),
        ({"username": ""}, "Enter the user name"),
        ({"email": "Taken@northmere.example"}, "Another person has this e-mail address already."),
        ({"email": "nonsense"}, "E-mail address must look like"),
        ({"name": ""}, "Enter the name"),
        ({"roles": ["King"]}, "select one of the options"),
    ],
)
def test_what_is_refused_is_told_beside_its_field(
    eve: Client, wrong: dict[str, object], said: str
) -> None:
    User.objects.create_user("taken", email="taken@northmere.example")
    page = eve.post("/people/new/", ANN | wrong).content.decode()
    assert said in page
    assert "de Groot" in page or "name" in wrong
    assert not User.objects.filter(first_name="Ann de").exists()
    assert not AccountMail.objects.exists()


def test_roles_count_at_the_next_page(eve: Client) -> None:
    alice = factories.alice()
    hers = signed_in(alice)
    assert hers.get("/requests/new/").status_code == 200
    changed = {"name": "Alice", "email": "alice@northmere.example", "roles": ["Library editor"]}
    eve.post(f"/people/{alice.pk}/", changed)
    assert hers.get("/requests/new/").status_code == 403
    assert hers.get("/library/").status_code == 200
    assert deeds() == ["person_changed"]


def test_a_closed_account_is_out_at_once_and_stays_out(eve: Client) -> None:
    alice = factories.alice()
    hers = signed_in(alice)
    assert StaffSession.objects.filter(person=alice).exists()
    page = told(eve, f"/people/{alice.pk}/close/")
    assert "The account of alice is closed, and they are signed out." in page
    assert hers.get("/requests/")["Location"].startswith("/accounts/login/")
    told(eve, f"/people/{alice.pk}/open/")
    # What was open before the account was closed does not come back with it.
    assert hers.get("/requests/")["Location"].startswith("/accounts/login/")
    assert signed_in(alice).get("/requests/").status_code == 200
    assert deeds() == ["account_closed", "account_opened"]


def test_whoever_is_closed_is_told_so_after_the_right_password_only(client: Client) -> None:
    alice = factories.alice()
    alice.set_password("correct horse battery staple")
    alice.is_active = False
    alice.save()
    login = {"login": "alice", "password": "wrong"}
    assert "is not right" in client.post("/accounts/login/", login).content.decode()
    login["password"] = "correct horse battery staple"
    assert client.post("/accounts/login/", login)["Location"] == "/accounts/closed/"
    assert client.get("/requests/").status_code == 302


def test_a_lost_second_factor_is_reset(eve: Client) -> None:
    alice = factories.alice()
    Authenticator.objects.create(user=alice, type=Authenticator.Type.TOTP, data={"secret": "x"})
    hers = signed_in(alice)
    page = told(eve, f"/people/{alice.pk}/reset-second-factor/")
    assert "sets up a new second factor at the next sign-in" in page
    assert not Authenticator.objects.exists()
    assert hers.get("/requests/")["Location"].startswith("/accounts/login/")
    assert deeds() == ["second_factor_reset"]


def test_the_person_is_mailed_what_an_administrator_changed(
    eve: Client,
) -> None:
    alice = factories.alice()
    alice.email = "alice@northmere.example"
    alice.save()
    changed = {"name": "Alice", "email": "new@northmere.example", "roles": ["Officer"]}
    eve.post(f"/people/{alice.pk}/reset-second-factor/")
    eve.post(f"/people/{alice.pk}/", changed)
    eve.post(f"/people/{alice.pk}/", changed | {"name": "Alice Again"})
    tasks.mail_accounts()
    told = [(letter.to, letter.subject.partition(":")[0]) for letter in mail.outbox]
    assert told == [
        (["alice@northmere.example"], "An administrator reset your second factor"),
        (["alice@northmere.example"], "An administrator changed your e-mail address"),
        (["new@northmere.example"], "An administrator changed your e-mail address"),
    ]


@pytest.mark.parametrize("deed", ["close", "reset-second-factor"])
def test_nobody_locks_out_themselves(eve: Client, deed: str) -> None:
    page = told(eve, f"/people/{factories.eve().pk}/{deed}/")
    assert "Another administrator has to" in page
    assert eve.get("/people/").status_code == 200
    assert deeds() == []


def test_the_last_administrator_stays_one(eve: Client) -> None:
    details = {"name": "Eve", "email": "eve@northmere.example", "roles": ["Officer"]}
    page = eve.post(f"/people/{factories.eve().pk}/", details).content.decode()
    assert "This is the only administrator." in page
    factories.person("frank", Role.ADMINISTRATOR)
    assert eve.post(f"/people/{factories.eve().pk}/", details).status_code == 302
    assert roles_of(factories.eve()) == {Role.OFFICER}


def test_a_link_that_cannot_be_sent_is_told(eve: Client) -> None:
    page = told(eve, f"/people/{factories.mallory().pk}/send-link/")
    assert "mallory could not be mailed a link" in page


def test_the_list_takes_the_same_number_of_queries_for_any_number(eve: Client) -> None:
    factories.alice()
    few = queries_of(eve, "/people/")
    for number in range(10):
        factories.person(f"person{number}", Role.OFFICER, Role.REVIEWER)
    assert queries_of(eve, "/people/") == few
