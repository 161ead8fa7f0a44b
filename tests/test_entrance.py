"""The front door: home, sign of life, sign-in, and the pages for what went wrong."""

from __future__ import annotations

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from requests_app.demo import PASSWORD, PEOPLE
from requests_app.workflow import Role
from tests import factories
from tests.visiting import queries_of, signed_in

pytestmark = pytest.mark.django_db


def sign_in(client: Client, username: str, password: str = PASSWORD, **more: str) -> object:
    data = {"login": username, "password": password, **more}
    return client.post(reverse("login"), data)


def with_password(username: str, *roles: Role) -> None:
    user = factories.person(username, *roles)
    user.set_password(PASSWORD)
    user.save()


def test_home_names_what_is_published_and_no_draft(client: Client) -> None:
    factories.published(title="Street lighting in public")
    factories.complete(title="Only a draft")
    page = client.get("/").content.decode()
    assert "Street lighting in public" in page
    assert "Only a draft" not in page
    assert "session" not in client.cookies


def test_home_takes_the_same_number_of_queries_for_any_number_of_entries(client: Client) -> None:
    factories.published()
    one = queries_of(client, "/")
    for _ in range(4):
        factories.published()
    assert queries_of(client, "/") == one


@pytest.mark.parametrize(
    ("role", "expected"), [(Role.OFFICER, "requests"), (Role.LIBRARY_EDITOR, "library")]
)
def test_sign_in_leads_to_the_work_of_the_person(client: Client, role: Role, expected: str) -> None:
    with_password("ursula", role)
    answer = sign_in(client, "ursula")
    assert answer["Location"] == reverse(expected)  # type: ignore[index]


def test_sign_in_leads_back_to_where_one_was(client: Client) -> None:
    with_password("ursula", Role.OFFICER)
    answer = sign_in(client, "ursula", next="/requests/new/")
    assert answer["Location"] == "/requests/new/"  # type: ignore[index]


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/"])
def test_sign_in_never_leads_out_of_the_house(client: Client, elsewhere: str) -> None:
    with_password("ursula", Role.OFFICER)
    answer = sign_in(client, "ursula", next=elsewhere)
    assert answer["Location"] == reverse("requests")  # type: ignore[index]


def test_a_wrong_password_is_told_and_the_name_is_kept(client: Client) -> None:
    with_password("ursula", Role.OFFICER)
    page = sign_in(client, "ursula", "wrong").content.decode()  # type: ignore[attr-defined]
    assert "The user name or the password is not right" in page
    assert 'value="ursula"' in page
    assert "wrong" not in page.replace("is not right", "")


def test_whoever_is_signed_in_goes_on(client: Client) -> None:
    answer = signed_in(factories.alice()).get(reverse("login"))
    assert answer["Location"] == reverse("requests")


class TestDemonstration:
    def test_people_are_listed_and_may_sign_in(self, client: Client) -> None:
        with_password(PEOPLE[0].username, Role.OFFICER)
        with override_settings(DEMO=True):
            assert PASSWORD in client.get(reverse("login")).content.decode()
            assert sign_in(client, PEOPLE[0].username).status_code == 302  # type: ignore[attr-defined]

    def test_people_of_an_earlier_one_may_not(self, client: Client) -> None:
        with_password(PEOPLE[0].username, Role.OFFICER)
        page = client.get(reverse("login")).content.decode()
        assert PASSWORD not in page
        page = sign_in(client, PEOPLE[0].username).content.decode()  # type: ignore[attr-defined]
        assert "This account works in a demonstration only" in page

    def test_sign_in_page_names_the_authority(self, client: Client) -> None:
        factories.particulars()
        page = client.get(reverse("login")).content.decode()
        assert "Northmere District Council" in page


def test_an_unknown_address_is_told_in_plain_words(client: Client) -> None:
    answer = client.get("/no-such-page/")
    assert answer.status_code == 404
    assert "<h1" in answer.content.decode()


def test_a_form_without_its_token_is_refused() -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(factories.alice())
    assert strict.post(reverse("request-new"), {}).status_code == 403
