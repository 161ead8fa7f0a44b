"""Single sign-on with a real issuer on loopback: who is let in, who is not, and why."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.contrib.auth.models import User
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError
from django.test import Client
from django.utils.timezone import now
from playwright.sync_api import Page
from pytest_django import Settings

from foi_portal.single_sign_on import providers_from
from requests_app.actions.account_mail import mail_accounts
from requests_app.models import AccountMail
from requests_app.workflow import Role
from tests import factories
from tests.issuer import CLIENT, SECRET, Issuer, running_issuer
from tests.servers import running_product
from tests.visiting import no_room_for

pytestmark = [pytest.mark.django_db, pytest.mark.servers]

REGISTERED = {"FOI_SSO_CLIENT_ID": CLIENT, "FOI_SSO_CLIENT_SECRET": SECRET}


@pytest.fixture(scope="module")
def running() -> Iterator[Issuer]:
    with running_issuer() as issuer:
        yield issuer


@pytest.fixture
def issuer(running: Issuer) -> Issuer:
    running.changed = {}
    return running


@pytest.fixture
def single_sign_on(issuer: Issuer, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    settings.SOCIALACCOUNT_PROVIDERS = providers_from({"FOI_SSO_ISSUER": issuer.url, **REGISTERED})


@pytest.fixture
def ursula(single_sign_on: None) -> User:
    user = factories.person("ursula", Role.OFFICER)
    user.email = "ursula@northmere.example"
    user.save()
    return user


def known_there(issuer: Issuer, sub: str = "u-1", **claims: Any) -> None:
    issuer.people[sub] = {
        "email": "Ursula@northmere.example",
        "email_verified": True,
        **claims,
    }


def at_the_issuer(client: Client, **changed: str) -> str:
    """The address that the portal leads to; ``changed`` are parameters that somebody altered."""
    page = client.post("/accounts/sso/sso/", {"next": "/library/"}).content.decode()
    (found,) = re.findall(r'http-equiv="refresh" content="0; url=([^"]+)"', page)
    address = urlsplit(html.unescape(found))
    query = {key: value for key, (value,) in parse_qs(address.query).items()} | changed
    return address._replace(query=urlencode(query)).geturl()


def back(address: str, sub: str = "u-1") -> str:
    """What the issuer sends the browser back with, after this person has agreed."""
    answer = requests.post(address, data={"sub": sub}, allow_redirects=False, timeout=10)
    return str(answer.headers["Location"]).replace("http://testserver", "")


def come(client: Client, sub: str = "u-1", **changed: str) -> Any:
    return client.get(back(at_the_issuer(client, **changed), sub))


def test_a_known_person_comes_in_and_is_known_again(
    client: Client, issuer: Issuer, ursula: User
) -> None:
    known_there(issuer)
    assert come(client)["Location"] == "/library/"
    assert client.get("/requests/").status_code == 200
    assert SocialAccount.objects.get().user == ursula
    # From now on by who they are, whatever their address there is.
    known_there(issuer, email="renamed@northmere.example", email_verified=False)
    assert come(Client())["Location"] == "/library/"
    assert User.objects.count() == 1


def test_a_person_is_told_of_the_connection_in_one_commit_with_it(
    client: Client, issuer: Issuer, ursula: User
) -> None:
    known_there(issuer)
    with no_room_for(AccountMail), pytest.raises(DatabaseError):
        come(client)
    assert not SocialAccount.objects.exists()
    come(client)
    come(client)
    assert mail_accounts(at=now()) == 1, "once, as they are connected"
    assert "Single sign-on was connected" in mail.outbox[0].subject
    assert mail.outbox[0].to == [ursula.email]


@pytest.mark.parametrize(
    ("claims", "said"),
    [
        ({"email": "nobody@northmere.example"}, "Nobody here has the address"),
        ({"email_verified": False}, "has not checked your e-mail address"),
        ({"email_verified": None}, "has not checked your e-mail address"),
        ({"email": ""}, "has not checked your e-mail address"),
    ],
)
def test_nobody_becomes_a_person_by_coming(
    client: Client, issuer: Issuer, ursula: User, claims: dict[str, Any], said: str
) -> None:
    known_there(issuer, "u-2", **claims)
    answer = come(client, "u-2")
    assert answer.status_code == 403
    assert said in answer.content.decode()
    assert client.get("/requests/").status_code == 302
    assert (User.objects.count(), SocialAccount.objects.count()) == (1, 0)


def test_a_closed_account_stays_closed(client: Client, issuer: Issuer, ursula: User) -> None:
    known_there(issuer)
    come(Client())
    User.objects.update(is_active=False)
    answer = come(client)
    assert answer.status_code == 403
    assert "This account is closed" in answer.content.decode()


@pytest.mark.parametrize("altered", ["nonce", "state", "nothing"])
def test_an_answer_to_another_sign_in_is_refused(
    client: Client, issuer: Issuer, ursula: User, altered: str
) -> None:
    """The last case shows that it is the alteration that is refused."""
    known_there(issuer)
    changed = {} if altered == "nothing" else {altered: "somebody-elses"}
    answer = come(client, **changed)
    assert answer.status_code == {"nonce": 403, "state": 401, "nothing": 302}[altered]
    assert client.get("/requests/").status_code == (200 if altered == "nothing" else 302)


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://elsewhere.example"},
        {"aud": "another-portal"},
        {"exp": 1_700_000_000},
        {"sub": "somebody-else"},
        {"key": rsa.generate_private_key(public_exponent=65537, key_size=2048)},
    ],
    ids=["issuer", "audience", "too old", "about somebody else", "signature"],
)
def test_a_token_that_is_not_for_us_lets_nobody_in(
    client: Client, issuer: Issuer, ursula: User, changed: dict[str, Any]
) -> None:
    known_there(issuer)
    issuer.changed = changed
    assert come(client).status_code == 401
    assert client.get("/requests/").status_code == 302


def test_an_answer_works_once_and_in_its_own_browser(
    client: Client, issuer: Issuer, ursula: User
) -> None:
    known_there(issuer)
    address = back(at_the_issuer(client))
    assert Client().get(address).status_code == 401
    assert client.get(address).status_code == 302
    client.post("/accounts/logout/")
    assert client.get(address).status_code == 401


def test_the_issuer_may_answer_for_the_second_factor(
    client: Client, issuer: Issuer, ursula: User, settings: Settings
) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    known_there(issuer)
    come(client)
    assert client.get("/requests/")["Location"] == "/accounts/"
    known_there(issuer, amr=["pwd", "mfa"])
    other = Client()
    come(other)
    assert other.get("/requests/").status_code == 200


def test_without_an_issuer_there_is_no_way(client: Client) -> None:
    assert "Sign in with your" not in client.get("/accounts/login/").content.decode()
    assert client.post("/accounts/sso/sso/").status_code == 404
    assert client.get("/accounts/sso/sso/back/").status_code == 404


def test_google_and_microsoft_need_no_address() -> None:
    (google,) = providers_from({"FOI_SSO": "google", **REGISTERED})["openid_connect"]["APPS"]
    assert google["settings"]["server_url"] == "https://accounts.google.com"
    entra = {"FOI_SSO": "entra", "FOI_SSO_TENANT": "0f0f-1234", **REGISTERED}
    (microsoft,) = providers_from(entra)["openid_connect"]["APPS"]
    assert microsoft["settings"]["server_url"] == "https://login.microsoftonline.com/0f0f-1234/v2.0"
    assert microsoft["settings"]["verified_claim"] == "xms_edov"
    assert (google["name"], microsoft["name"]) == ("Google", "Microsoft")


@pytest.mark.parametrize(
    "environ",
    [
        {"FOI_SSO": "entra", **REGISTERED},
        {"FOI_SSO": "entra", "FOI_SSO_TENANT": "common", **REGISTERED},
        {"FOI_SSO": "nonsense", **REGISTERED},
        {"FOI_SSO": "google"},
        {"FOI_SSO_ISSUER": "https://issuer.example", "FOI_SSO_CLIENT_ID": "x"},
    ],
)
def test_what_is_missing_stops_the_start_with_a_hint(environ: dict[str, str]) -> None:
    with pytest.raises(ImproperlyConfigured, match="FOI_SSO"):
        providers_from(environ)


@pytest.mark.browser
def test_a_person_goes_there_and_comes_back_in_a_browser(
    issuer: Issuer, page: Page, tmp_path_factory: pytest.TempPathFactory
) -> None:
    known_there(issuer, "u-9", email="reviewer@northmere.example")
    folder = tmp_path_factory.mktemp("portal")
    environ = {"FOI_SSO_ISSUER": issuer.url, "FOI_SSO_LABEL": "Northmere", "NO_PROXY": "127.0.0.1"}
    with running_product(folder, demo=True, workers=0, extra_env=environ | REGISTERED) as product:
        give = "from django.contrib.auth.models import User; User.objects.filter("
        give += "username='demo.reviewer').update(email='reviewer@northmere.example')"
        product.manage("shell", "--no-imports", "-c", give)
        page.goto(f"{product.base_url}/accounts/login/?next=/library/")
        page.get_by_role("button", name="Sign in with Northmere").click()
        page.wait_for_url(f"{issuer.url}/**")
        page.get_by_label("Person").fill("u-9")
        page.get_by_role("button", name="Agree").click()
        page.wait_for_url(f"{product.base_url}/library/")
        assert page.get_by_text("Demo Reviewer").is_visible()
