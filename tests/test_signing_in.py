"""Coming in: password, code, passkey, recovery code; lock-out; new passwords; one's own account."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.models import User
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, reverse
from django.utils.timezone import localtime, now
from pytest_django import Settings

from requests_app import tasks
from requests_app.actions import account_mail
from requests_app.actions.account_mail import (
    ask_for_password_link,
    mail_account,
    mail_accounts,
    tell_of_change,
)
from requests_app.actions.alerts import ADDRESS, ask_for_alert, fingerprint_of
from requests_app.models import AccountMail, Alert, StaffSession
from requests_app.signing_in.adapters import SECRET
from requests_app.urls import accounts
from requests_app.workflow import Role
from tests import factories
from tests.servers import free_port, smtp_sink
from tests.visiting import no_room_for, signed_in

pytestmark = pytest.mark.django_db

Commit = Callable[..., AbstractContextManager[object]]
PASSWORD = "correct horse battery staple"
LOGIN = "/accounts/login/"
needing_a_second_factor = override_settings(REQUIRE_SECOND_FACTOR=True)


@pytest.fixture(autouse=True)
def _quick_hashes(settings: Settings) -> None:
    """A real hash is slow on purpose; the tests would wait for nothing else."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def ursula() -> User:
    """An officer with a password and an e-mail address."""
    user = factories.person("ursula", Role.OFFICER)
    user.email = "ursula@northmere.example"
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client: Client, login: str = "ursula", password: str = PASSWORD, **more: str) -> str:
    """Where the sign-in leads, or the page that refuses it."""
    answer = client.post(LOGIN, {"login": login, "password": password, **more})
    return str(answer.get("Location") or answer.content.decode())


def code_of(secret: str, *, steps: int = 0) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps)))


def with_app(client: Client) -> str:
    """Sets an app up in this browser; its secret."""
    page = client.get("/accounts/app/").content.decode()
    (secret,) = re.findall(r"Key: <code>([A-Z2-7]+)</code>", page)
    answer = client.post("/accounts/app/", {"code": code_of(secret)})
    assert answer["Location"] == "/accounts/recovery-codes/"
    return str(secret)


def recovery_codes(client: Client) -> list[str]:
    page = client.get("/accounts/recovery-codes/").content.decode()
    return re.findall(r"<li><code>(\d{8})</code></li>", page)


# --- names and passwords -----------------------------------------------------------------


@pytest.mark.parametrize("name", ["ursula", "Ursula", "ursula@northmere.example"])
def test_one_signs_in_by_user_name_or_mail(client: Client, ursula: User, name: str) -> None:
    assert sign_in(client, name) == "/requests/"


def test_the_refusal_is_the_same_for_a_wrong_name_and_a_wrong_password(
    client: Client, ursula: User
) -> None:
    told = re.compile(r"govuk-error-summary.*?</div>", re.DOTALL)
    wrong_password = told.findall(sign_in(client, password="wrong"))
    wrong_name = told.findall(sign_in(client, "nobody", "wrong"))
    assert wrong_password == wrong_name != []


def test_the_session_key_is_another_after_the_sign_in(client: Client, ursula: User) -> None:
    """Somebody who planted a key before has nothing (fixation)."""
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    planted = str(session.session_key)
    client.cookies["session"] = planted
    sign_in(client)
    assert client.cookies["session"].value != planted
    assert not StaffSession.objects.filter(session_key=planted).exists()


def test_there_is_no_way_to_sign_oneself_up(client: Client) -> None:
    for address in ("/accounts/signup/", "/accounts/3rdparty/signup/"):
        assert client.get(address).status_code == 404


# --- lock-out ----------------------------------------------------------------------------


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Seconds by which the clock of limits and sessions is ahead, as the only item."""
    ahead = [0.0]
    real = time.time
    monkeypatch.setattr("time.time", lambda: real() + ahead[0])
    return ahead


def test_wrong_passwords_lock_out_for_five_minutes(
    client: Client, ursula: User, clock: list[float]
) -> None:
    for _ in range(5):
        assert "is not right" in sign_in(client, password="wrong")
    told = sign_in(client)
    again = re.findall(r"Too many wrong attempts. Try again after (\d\d:\d\d)", told)
    assert again
    assert again[0] > f"{localtime(now()):%H:%M}" or again[0] < "00:07"
    clock[0] = 299
    assert "Too many wrong attempts" in sign_in(client)
    clock[0] = 301
    assert sign_in(client) == "/requests/"


def test_who_guesses_elsewhere_locks_nobody_out(client: Client, ursula: User) -> None:
    elsewhere = Client(REMOTE_ADDR="192.0.2.66")
    for _ in range(20):
        sign_in(elsewhere, password="wrong")
    assert "Too many wrong attempts" in sign_in(elsewhere)
    assert sign_in(client) == "/requests/"


def test_another_address_in_a_header_is_no_way_round(client: Client, ursula: User) -> None:
    told = [
        sign_in(Client(headers={"X-Forwarded-For": f"192.0.2.{n}"}), password="wrong")
        for n in range(7)
    ]
    assert "Too many wrong attempts" in told[-1]


@override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1)
def test_behind_a_proxy_the_visitor_is_whom_the_proxy_names(client: Client, ursula: User) -> None:
    for _ in range(6):
        far = Client(headers={"X-Forwarded-For": "203.0.113.9, 192.0.2.1"})
        sign_in(far, password="wrong")
    assert "Too many wrong" in sign_in(Client(headers={"X-Forwarded-For": "x, 192.0.2.1"}))
    assert sign_in(Client(headers={"X-Forwarded-For": "192.0.2.1, 192.0.2.2"})) == "/requests/"


# --- the second factor -------------------------------------------------------------------


@needing_a_second_factor
def test_no_page_for_staff_opens_before_a_second_factor(client: Client, ursula: User) -> None:
    sign_in(client)
    for address in ("/requests/", "/requests/new/", "/library/", "/requests/statistics/"):
        assert client.get(address)["Location"] == "/accounts/", address
    assert client.post("/requests/new/", {"text": "x"})["Location"] == "/accounts/"
    page = client.get("/accounts/").content.decode()
    assert "Before you go on, set up a second way" in page
    assert client.get("/disclosure-log/").status_code == 200
    with_app(client)
    assert client.get("/requests/").status_code == 200


def test_where_none_is_asked_for_the_password_is_enough(client: Client, ursula: User) -> None:
    sign_in(client)
    assert client.get("/requests/").status_code == 200


@needing_a_second_factor
def test_a_code_of_the_app_is_asked_for_at_the_next_sign_in(client: Client, ursula: User) -> None:
    sign_in(client)
    secret = with_app(client)
    client.post("/accounts/logout/")
    assert sign_in(client, next="/library/") == "/accounts/code/"
    assert client.get("/requests/")["Location"] == f"{LOGIN}?next=/requests/"
    wrong = client.post("/accounts/code/", {"code": "000000"}).content.decode()
    assert "The code is not right" in wrong
    answer = client.post("/accounts/code/", {"code": code_of(secret)})
    assert answer["Location"] == "/library/"
    assert client.get("/requests/").status_code == 200


@needing_a_second_factor
def test_a_code_works_once(client: Client, ursula: User) -> None:
    sign_in(client)
    secret = with_app(client)
    code = code_of(secret)
    for expected in (302, 200):
        other = Client()
        sign_in(other)
        assert other.post("/accounts/code/", {"code": code}).status_code == expected


@needing_a_second_factor
def test_guessing_codes_locks_out(client: Client, ursula: User) -> None:
    sign_in(client)
    secret = with_app(client)
    other = Client()
    sign_in(other)
    for _ in range(5):
        other.post("/accounts/code/", {"code": "000000"})
    told = other.post("/accounts/code/", {"code": code_of(secret, steps=1)}).content.decode()
    assert "Too many wrong attempts" in told


@needing_a_second_factor
def test_a_recovery_code_lets_in_once(client: Client, ursula: User) -> None:
    sign_in(client)
    with_app(client)
    code, *others = recovery_codes(client)
    assert len(others) == 9
    for expected in (302, 200):
        other = Client()
        sign_in(other)
        assert other.post("/accounts/code/", {"code": code}).status_code == expected


@needing_a_second_factor
def test_a_session_that_knew_only_the_password_ends_when_a_factor_is_set_up(
    client: Client, ursula: User
) -> None:
    thief = Client()
    sign_in(thief)
    sign_in(client)
    with_app(client)
    assert thief.get("/accounts/")["Location"].startswith(LOGIN)


def test_secrets_are_not_readable_in_the_database(client: Client, ursula: User) -> None:
    sign_in(client)
    secret = with_app(client)
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored
    assert all(code not in stored for code in recovery_codes(client))


def test_a_new_secret_key_leaves_the_second_factor_readable(
    client: Client, ursula: User, settings: Settings
) -> None:
    sign_in(client)
    secret = with_app(client)
    codes = recovery_codes(client)
    ask_for_alert("jo@example.com", search="", words="", site="http://testserver", at=now())
    earlier, settings.SECRET_KEY = settings.SECRET_KEY, "another key " * 5
    settings.SECRET_KEY_FALLBACKS = [earlier]
    newcomer = Client()
    assert sign_in(newcomer).startswith("/accounts/code/")
    assert newcomer.post("/accounts/code/", {"code": code_of(secret, steps=1)}).status_code == 302
    told = StringIO()
    call_command("renew_secrets", stdout=told)
    assert told.getvalue() == "2 factors and 2 addresses are under the present key.\n"
    settings.SECRET_KEY_FALLBACKS = []
    app, recovery = Authenticator.objects.order_by("-type")
    assert SECRET.opened(app.data["secret"]) == secret
    assert recovery.wrap().get_unused_codes() == codes
    alert = Alert.objects.get(fingerprint=fingerprint_of("jo@example.com"))
    assert ADDRESS.opened(alert.address) == "jo@example.com"
    mail.outbox.clear()
    assert mail_accounts(at=now()) == 1, "the mail that waited tells of the app"
    assert "of your account ursula" in mail.outbox[0].body


def test_a_secret_whose_key_is_forgotten_is_told(
    client: Client, ursula: User, settings: Settings
) -> None:
    sign_in(client)
    with_app(client)
    settings.SECRET_KEY = "another key " * 5
    with pytest.raises(CommandError, match="No key that is named reads those of ursula"):
        call_command("renew_secrets", stdout=StringIO())


def remove_app_and_change_password(client: Client) -> None:
    client.post("/accounts/app/remove/")
    new = {"password1": "another long password", "password2": "another long password"}
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, **new})


def test_a_person_is_mailed_when_what_protects_the_account_changes(
    client: Client, ursula: User
) -> None:
    sign_in(client)
    with_app(client)
    remove_app_and_change_password(client)
    assert mail.outbox == [], "no page waits for a mail server"
    tasks.mail_accounts()
    letters = {letter.subject.partition(":")[0]: letter for letter in mail.outbox}
    assert set(letters) == {
        "An app for codes was set up",
        "The app for codes was removed",
        "Your password was changed",
    }
    letter = letters["Your password was changed"]
    assert letter.to == ["ursula@northmere.example"]
    assert "Your password was changed: of your account ursula at the FOI portal" in letter.body
    assert "from the address 127.0.0.1" in letter.body


def mail_health() -> bool:
    well: bool = Client().get("/healthz?all").json()["mail"]["well"]
    return well


def test_a_change_is_told_when_the_mail_server_is_back(
    client: Client, ursula: User, settings: Settings
) -> None:
    """Meanwhile it waits without a readable word, is tried ever more seldom, and health tells."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    sign_in(client)
    with_app(client)
    assert Authenticator.objects.filter(user=ursula, type="totp").exists()
    held = str(AccountMail.objects.values())
    assert not [word for word in ("ursula", "northmere", "127.0.0.1") if word in held]
    begun = now()
    assert mail_accounts(at=begun) == 0
    assert mail_health()

    AccountMail.objects.update(asked_at=begun - timedelta(minutes=6))
    assert not mail_health()
    with smtp_sink() as server:
        settings.EMAIL_PORT = server.port
        assert mail_accounts(at=begun + timedelta(seconds=59)) == 0, "another worker has it"
        assert mail_accounts(at=begun + timedelta(seconds=60)) == 1
        assert mail_accounts(at=begun + timedelta(hours=2)) == 0
    (letter,) = server.messages
    assert letter["Subject"] == "An app for codes was set up: your account at the FOI portal"
    assert not AccountMail.objects.exists()
    assert mail_health()


def test_a_mail_that_never_leaves_is_tried_seldom_and_given_up_after_a_week(
    ursula: User, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    begun = now()
    tell_of_change(ursula, "A passkey was added", at=begun)
    for minutes in range(0, 7 * 60, 7):
        mail_accounts(at=begun + timedelta(minutes=minutes))
    assert 8 < AccountMail.objects.get().tries < 16
    assert ursula.email not in caplog.text
    mail_accounts(at=begun + timedelta(days=7, minutes=1))
    assert not AccountMail.objects.exists()
    assert "was given up after" in caplog.text


def test_a_worker_that_dies_over_a_mail_leaves_it_to_the_next(
    ursula: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell_of_change(ursula, "A passkey was added", at=now())
    mail_of_change = AccountMail.objects.get()

    def die(*_: object, **__: object) -> bool:
        raise SystemExit

    with monkeypatch.context() as dying:
        dying.setattr(account_mail, "send", die)
        with pytest.raises(SystemExit):
            mail_accounts(at=now())
    assert not mail_account(mail_of_change.pk, at=now()), "the first may still be at it"
    assert mail_account(mail_of_change.pk, at=now() + timedelta(minutes=1))


def test_no_change_is_made_of_which_the_person_could_not_be_told(
    client: Client, ursula: User
) -> None:
    """The password and the row of its mail are one commit: without the row neither is there."""

    sign_in(client)
    with no_room_for(AccountMail), pytest.raises(DatabaseError):
        remove_app_and_change_password(client)
    ursula.refresh_from_db()
    assert ursula.check_password(PASSWORD)
    with no_room_for(AccountMail), pytest.raises(DatabaseError):
        with_app(client)
    assert not Authenticator.objects.exists()
    remove_app_and_change_password(client)
    ursula.refresh_from_db()
    assert not ursula.check_password(PASSWORD)


def test_the_picture_of_the_key_is_an_image_of_this_session_only(
    client: Client, ursula: User
) -> None:
    sign_in(client)
    assert client.get("/accounts/app/qr.svg").status_code == 404
    client.get("/accounts/app/")
    answer = client.get("/accounts/app/qr.svg")
    assert (answer["Content-Type"], answer["Cache-Control"]) == (
        "image/svg+xml",
        "private, no-store",
    )
    assert signed_in(ursula).get("/accounts/app/qr.svg").status_code == 404


@needing_a_second_factor
def test_whoever_removes_the_factor_sets_up_another(client: Client, ursula: User) -> None:
    sign_in(client)
    with_app(client)
    assert client.post("/accounts/app/remove/")["Location"] == "/accounts/"
    assert not Authenticator.objects.exists()
    client.post("/accounts/logout/")
    sign_in(client)
    assert client.get("/requests/")["Location"] == "/accounts/"


# --- what the log tells of it ------------------------------------------------------------


@pytest.fixture
def noted(caplog: pytest.LogCaptureFixture) -> Callable[[], list[tuple[str, object]]]:
    """The events since it was last asked for, each with the id of a person."""
    caplog.set_level("INFO", logger="requests_app.actions.sign_ins")

    def events() -> list[tuple[str, object]]:
        found = [record for record in caplog.records if record.name.endswith("sign_ins")]
        told = [(record.getMessage(), record.__dict__["user"]) for record in found]
        caplog.clear()
        return told

    return events


def test_who_comes_and_goes_is_in_the_log(
    client: Client, ursula: User, noted: Callable[[], object]
) -> None:
    for name in ("ursula", ursula.email):
        sign_in(client, name)
        client.post("/accounts/logout/")
        assert noted() == [("signed in with password", ursula.pk), ("signed out", ursula.pk)]
    sign_in(client)
    secret = with_app(client)
    client.post("/accounts/logout/")
    noted()
    sign_in(client)
    client.post("/accounts/code/", {"code": "000000"})
    client.post("/accounts/code/", {"code": code_of(secret, steps=1)})
    assert noted() == [
        ("wrong code: incorrect_code", ursula.pk),
        ("signed in with password and mfa", ursula.pk),
    ]


def test_who_does_not_come_in_is_in_the_log_but_not_what_was_typed(
    client: Client, ursula: User, noted: Callable[[], object], caplog: pytest.LogCaptureFixture
) -> None:
    sign_in(client, "my-secret-password-in-the-wrong-box", "x")
    for _ in range(5):
        sign_in(client, "ursula", "wrong-secret")
    sign_in(client, "ursula", "wrong-secret")
    typed = ("my-secret", "wrong-secret", "ursula", "northmere", "127.0.0.1")
    assert not [word for word in typed if word in caplog.text]
    assert noted() == [
        ("wrong name or password", None),
        *[("wrong name or password", ursula.pk)] * 5,
        ("locked out after wrong passwords", ursula.pk),
    ]
    User.objects.filter(pk=ursula.pk).update(is_active=False)
    sign_in(Client(REMOTE_ADDR="192.0.2.7"))
    assert noted() == [("the account is closed", ursula.pk)]


def test_what_becomes_of_the_account_is_in_the_log(
    client: Client,
    ursula: User,
    noted: Callable[[], object],
    django_capture_on_commit_callbacks: Commit,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        sign_in(client)
        with_app(client)
    remove_app_and_change_password(client)
    assert noted() == [
        ("signed in with password", ursula.pk),
        ("An app for codes was set up", ursula.pk),
        ("The app for codes was removed", ursula.pk),
        ("Your password was changed", ursula.pk),
    ]


# --- passwords ---------------------------------------------------------------------------


def test_a_forgotten_password_is_set_by_mail(client: Client, ursula: User) -> None:
    other = signed_in(ursula)
    answer = client.post("/accounts/password/reset/", {"email": "Ursula@northmere.example"})
    assert answer["Location"] == "/accounts/password/reset/sent/"
    tasks.mail_accounts()
    (letter,) = mail.outbox
    assert letter.to == ["ursula@northmere.example"]
    assert "Your user name is ursula." in letter.body
    (link,) = re.findall(r"http://testserver(/accounts/password/reset/\S+)", str(letter.body))
    form = client.get(link)["Location"]
    assert "Choose a new password" in client.get(form).content.decode()
    new = {"password1": "another long password", "password2": "another long password"}
    assert client.post(form, new)["Location"] == "/accounts/password/changed/"
    assert sign_in(client, password="another long password") == "/requests/"
    assert other.get("/requests/")["Location"].startswith(LOGIN)
    assert "This link is not valid any more" in Client().get(link).content.decode()


def asked_for(address: str) -> tuple[int, str, bytes, list[str]]:
    """What a browser gets that asks for a link, and what the database did meanwhile."""
    client = Client()
    with CaptureQueriesContext(connection) as done:
        answer = client.post("/accounts/password/reset/", {"email": address})
    deeds = [" ".join(query["sql"].split()[:3]) for query in done.captured_queries]
    deeds = [deed for deed in deeds if "SAVEPOINT" not in deed]
    page = client.get(answer["Location"]).content
    return answer.status_code, str(answer.headers), page, deeds


def test_nobody_learns_by_asking_for_a_link_who_has_an_account(
    ursula: User, settings: Settings
) -> None:
    """Nor by a mail server that is down, nor by how long it takes."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    asked_for("first@northmere.example")  # from here on this visitor's visits are counted
    known, unknown = asked_for(ursula.email), asked_for("nobody@northmere.example")
    assert known == unknown
    assert known[0] == 302
    assert mail_accounts(at=now()) == 0
    assert AccountMail.objects.count() == 1  # of ursula, who gets her mail later
    with smtp_sink() as server:
        settings.EMAIL_PORT = server.port
        assert mail_accounts(at=now() + timedelta(minutes=1)) == 1
        assert mail_accounts(at=now() + timedelta(minutes=9)) == 0
    (letter,) = server.messages
    assert letter["To"] == ursula.email
    assert not AccountMail.objects.exists()


def test_neither_a_row_nor_the_log_holds_the_link_or_an_address(
    ursula: User, caplog: pytest.LogCaptureFixture
) -> None:
    """The broker is told the number of the row alone."""
    with caplog.at_level("DEBUG"):
        asked_for(ursula.email)
        held = str(AccountMail.objects.values())
        tasks.mail_account(AccountMail.objects.get().pk)
    (letter,) = mail.outbox
    (key,) = re.findall(r"/password/reset/(\S+)/", str(letter.body))
    for secret in (key, ursula.email):
        assert secret not in held
        assert secret not in caplog.text


def test_a_link_that_could_not_be_mailed_for_an_hour_is_asked_for_again(ursula: User) -> None:
    ask_for_password_link(ursula.email, site="http://testserver", at=now())
    assert mail_accounts(at=now() + timedelta(minutes=61)) == 0
    assert not AccountMail.objects.exists()
    assert mail.outbox == []


def test_an_account_that_is_closed_gets_no_link(ursula: User) -> None:
    User.objects.filter(pk=ursula.pk).update(is_active=False)
    ask_for_password_link(ursula.email, site="http://testserver", at=now())
    assert mail_accounts(at=now()) == 0
    assert not AccountMail.objects.exists()


def test_the_password_is_changed_by_whoever_knows_it(client: Client, ursula: User) -> None:
    sign_in(client)
    new = {"password1": "another long password", "password2": "another long password"}
    page = client.post("/accounts/password/change/", {"oldpassword": "wrong", **new})
    assert "The current password is not right" in page.content.decode()
    page = client.post(
        "/accounts/password/change/", {"oldpassword": PASSWORD, **new | {"password2": "x"}}
    )
    assert "The two passwords differ" in page.content.decode()
    page = client.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": "ursula", "password2": "ursula"},
    )
    assert "too short" in page.content.decode()
    other = signed_in(ursula)
    answer = client.post("/accounts/password/change/", {"oldpassword": PASSWORD, **new})
    assert answer["Location"] == "/accounts/"
    assert client.get("/requests/").status_code == 200
    assert other.get("/requests/")["Location"].startswith(LOGIN)


def test_what_protects_the_account_asks_for_the_password_again(
    client: Client, ursula: User, clock: list[float]
) -> None:
    sign_in(client)
    clock[0] = 301
    answer = client.get("/accounts/app/")
    assert answer["Location"].startswith("/accounts/again/")
    answer = client.post(answer["Location"], {"password": "wrong"})
    assert "The password is not right" in answer.content.decode()
    answer = client.post("/accounts/again/?next=/accounts/app/", {"password": PASSWORD})
    assert answer["Location"] == "/accounts/app/"


# --- sessions ----------------------------------------------------------------------------


def test_a_session_ends_after_half_an_hour_without_a_page(
    client: Client, ursula: User, clock: list[float]
) -> None:
    sign_in(client)
    for minutes in (29, 58, 87):
        clock[0] = minutes * 60
        assert client.get("/requests/").status_code == 200
    clock[0] = (87 + 31) * 60
    assert client.get("/requests/")["Location"].startswith(LOGIN)
    clock[0] = 0
    assert client.get("/requests/")["Location"].startswith(LOGIN)


def test_a_session_ends_after_twelve_hours_whatever_is_done(
    client: Client, ursula: User, clock: list[float]
) -> None:
    sign_in(client)
    for minutes in range(20, 12 * 60, 20):
        clock[0] = minutes * 60
        assert client.get("/accounts/").status_code == 200, minutes
    clock[0] = 12 * 60 * 60 + 1
    assert client.get("/accounts/")["Location"].startswith(LOGIN)


# --- every address of the account --------------------------------------------------------

PUBLIC = {
    "login": 200,
    "account_login": 200,
    "account_inactive": 200,
    "account_reset_password": 200,
    "account_reset_password_done": 200,
    "account_reset_password_from_key": 200,
    "account_reset_password_from_key_done": 200,
    "logout": 405,
    "account_logout": 405,
    "mfa_authenticate": 302,
    "mfa_login_webauthn": 302,
    "openid_connect_login": 405,
    "openid_connect_callback": 404,
    "socialaccount_login_cancelled": 302,
}
ARGUMENTS: dict[str, dict[str, object]] = {
    "account_reset_password_from_key": {"uidb36": "1", "key": "a-b"},
    "openid_connect_login": {"provider_id": "sso"},
    "openid_connect_callback": {"provider_id": "sso"},
    "mfa_edit_webauthn": {"pk": 1},
    "mfa_remove_webauthn": {"pk": 1},
}


def names_of(patterns: list[URLPattern | URLResolver]) -> list[str]:
    return [str(pattern.name) for pattern in patterns if isinstance(pattern, URLPattern)]


@pytest.mark.parametrize("name", names_of(accounts.urlpatterns))
def test_a_stranger_sees_of_the_account_only_what_leads_into_it(client: Client, name: str) -> None:
    url = reverse(name, kwargs=ARGUMENTS.get(name))
    answer = client.get(url)
    if name in PUBLIC:
        assert answer.status_code == PUBLIC[name]
        return
    assert answer["Location"] == f"{LOGIN}?next={url}"
    assert client.post(url)["Location"] == f"{LOGIN}?next={url}"
