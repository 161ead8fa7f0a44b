"""What protects the portal on the web: headers, tokens, hosts, redirects, unasked fields."""

from __future__ import annotations

import ast
import csv
import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse
from hypothesis import given as examples
from hypothesis import settings as limits
from hypothesis import strategies as st
from kombu.connection import Connection
from kombu.entity import Exchange, Queue
from kombu.exceptions import ContentDisallowed
from kombu.messaging import Consumer, Producer

from foi_portal.celery import app
from requests_app import tasks
from requests_app.models import AccountMail, AuditEvent, FoiRequest
from requests_app.spreadsheet import as_csv
from requests_app.statistics.quarters import Span
from requests_app.workflow import Role
from tests import factories as given
from tests.public_crawl import crawl
from tests.visiting import signed_in

pytestmark = pytest.mark.django_db
ROOT = Path(settings.BASE_DIR)

# --- headers -----------------------------------------------------------------------------

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def withdrawn(client: Client) -> Any:
    return client.get(reverse("record", args=[given.withdrawn().slug]))


def too_large(client: Client) -> Any:
    signed = signed_in(given.alice())
    return signed.post("/requests/new/", {"text": "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)})


ANSWERS: dict[str, tuple[int, Callable[[Client], Any]]] = {
    "public page": (200, lambda client: client.get("/disclosure-log/")),
    "sign-in": (200, lambda client: client.get("/accounts/login/")),
    "page for staff": (200, lambda _: signed_in(given.alice()).get("/requests/")),
    "style sheet": (200, lambda client: client.get("/static/site.css")),
    "script": (200, lambda client: client.get("/static/js/site.js")),
    "redirect": (302, lambda client: client.get("/requests/")),
    "wrong host": (400, lambda client: client.get("/", headers={"host": "evil.example"})),
    "not allowed": (403, lambda _: signed_in(given.mallory()).get("/requests/")),
    "no token": (403, lambda _: Client(enforce_csrf_checks=True).post("/accounts/login/")),
    "nothing there": (404, lambda client: client.get("/nothing/")),
    "no such file": (404, lambda client: client.get("/static/nothing.css")),
    "wrong method": (405, lambda client: client.post("/")),
    "withdrawn": (410, withdrawn),
    "too large": (413, too_large),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_every_answer_carries_the_headers(client: Client, name: str) -> None:
    status, ask = ANSWERS[name]
    answer = ask(client)
    assert answer.status_code == status
    assert_hardened(answer)
    if status >= 400 and name != "withdrawn":
        assert answer["Cache-Control"] == "private, no-store"
    answer.close()


def test_a_fault_of_ours_carries_the_headers(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: int) -> None:
        raise RuntimeError("gone")

    monkeypatch.setattr("requests_app.views.entrance.latest", fail)
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 500
    assert_hardened(answer)
    assert "gone" not in answer.content.decode()


def assert_hardened(answer: Any) -> None:
    assert {name: answer.get(name) for name in HEADERS} == HEADERS
    assert set(answer["Content-Security-Policy"].split("; ")) == POLICY
    assert "camera=()" in answer["Permissions-Policy"]
    assert "Access-Control-Allow-Origin" not in answer


def test_under_tls_browsers_are_told_to_stay_there(client: Client) -> None:
    with override_settings(SECURE_HSTS_SECONDS=60, SECURE_HSTS_INCLUDE_SUBDOMAINS=True):
        answer = Client().get("/", secure=True)
    assert answer["Strict-Transport-Security"] == "max-age=60; includeSubDomains"


PRODUCTION = """
import django
django.setup()
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from requests_app import context_processors
context_processors._site = dict  # this process has no tables
call_command("check", deploy=True, fail_level="WARNING")
answer = Client(HTTP_HOST="foi.northmere.example").get("/accounts/login/", secure=True)
print(answer.status_code, settings.SESSION_COOKIE_NAME, settings.REQUIRE_SECOND_FACTOR)
print(repr(str(answer.cookies)), answer.headers)
"""


def test_production_passes_djangos_check_and_its_cookies_belong_to_this_host() -> None:
    # The driver of the browser sets one for this process, which no production has.
    ours = ("FOI_", "DJANGO_")
    inherited = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
    chosen = {
        "DJANGO_SETTINGS_MODULE": "foi_portal.settings",
        "FOI_SECRET_KEY": "aB3$xYz" * 10,
        "FOI_DATA_DIR": os.environ["FOI_DATA_DIR"],
        "FOI_HTTPS": "1",
        "FOI_ALLOWED_HOSTS": "foi.northmere.example",
        "FOI_TRUSTED_PROXIES": "1",
    }
    done = subprocess.run(
        [sys.executable, "-c", PRODUCTION],
        cwd=ROOT,
        env=inherited | chosen,
        text=True,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    checked, first, second = done.stdout.strip().split("\n")
    assert checked == "System check identified no issues (0 silenced)."
    assert first == "200 __Host-session True"
    assert "__Host-csrf=" in second
    assert "Secure" in second
    assert "HttpOnly" in second
    assert "Path=/;" in second
    assert "Domain=" not in second
    assert "max-age=31536000; includeSubDomains; preload" in second
    assert "upgrade-insecure-requests" in second


# --- every address, without a case behind it -----------------------------------------------

ANYTHING: dict[str, Any] = {
    "provision": "31(1)(a)",
    "span": Span.from_slug("2026-q4"),
    "key": "a-b",
}


def addresses(patterns: list[URLPattern | URLResolver] | None = None) -> Iterator[tuple[str, str]]:
    """Every address of the portal with its name, for something that need not exist."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns)
            continue
        name = str(pattern.name)
        kwargs = {key: ANYTHING.get(key, 1) for key in pattern.pattern.regex.groupindex}
        yield name, reverse(name, kwargs=kwargs)


def test_nothing_is_taken_without_the_token_of_its_form() -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.create_superuser("root"))
    found = dict(addresses())
    assert len(found) > 120
    before = AuditEvent.objects.count()
    for name, url in found.items():
        if name.startswith("api-"):
            # For programs, to read only; its description asks for a token like any page.
            assert strict.post(url).status_code in {403, 405}, name
            continue
        if getattr(resolve(url).func, "csrf_exempt", False):
            # They have a signed token of their own, without which they keep and stop nothing.
            assert name in {"keep", "alert-stop"}
            continue
        assert strict.post(url, {"text": "x"}).status_code == 403, name
    assert AuditEvent.objects.count() == before


def test_no_page_for_staff_is_kept_by_a_browser_or_on_the_way() -> None:
    root = signed_in(User.objects.create_superuser("root"))
    tried = 0
    for name, url in addresses():
        answer = root.get(url)
        if getattr(resolve(url).func, "login_required", True) or url.startswith("/accounts/"):
            tried += 1
            assert answer["Cache-Control"] == "private, no-store", name
    assert tried > 100


# --- redirects, hosts, forwarded headers ----------------------------------------------------

ELSEWHERE = [
    *("https://evil.example", "http://evil.example/", "//evil.example", "///evil.example"),
    *("////evil.example", "/\\evil.example", "\\\\evil.example", "\\/evil.example"),
    *("https:evil.example", "https:/evil.example", "https:///evil.example", "http:evil.example"),
    *("javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x"),
    *("https://testserver@evil.example", "https://testserver.evil.example", "ftp://evil.example"),
    *("https://evil.example#testserver", "https://evil.example?testserver", "/\\/evil.example"),
    *("//evil.example/%2f..", "//testserver@evil.example", "\t//evil.example", " //evil.example"),
    *("\x00//evil.example", "//evil.example%0d%0aSet-Cookie:x=1", "//evil。example"),
    *("https://evil.example\r\nX-Injected: 1", "https://[::1]evil.example", "//[evil.example"),
    *("http:\\\\evil.example", "https://evil.example:443/", "//%65vil.example"),
]


@pytest.mark.parametrize("target", ELSEWHERE)
def test_no_address_leads_out_of_the_house(client: Client, target: str) -> None:
    user = given.person("ursula", Role.OFFICER)
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        user.set_password("correct horse battery staple")
        user.save()
        login = {"login": "ursula", "password": "correct horse battery staple", "next": target}
        answers = [
            client.post("/accounts/login/", login),
            client.get("/accounts/login/", {"next": target}),
            client.post("/accounts/again/", {"password": login["password"], "next": target}),
            client.post("/accounts/logout/", {"next": target}),
        ]
    for answer in answers:
        assert answer.status_code == 302
        assert "evil" not in answer["Location"].partition("?")[0]
        assert answer["Location"].startswith("/")
        assert not answer["Location"].startswith(("//", "/\\"))
        assert "X-Injected" not in answer


def test_whoever_names_another_host_gets_nothing(client: Client) -> None:
    given.alice()
    User.objects.filter(username="alice").update(email="alice@northmere.example")
    reset = {"email": "alice@northmere.example"}
    answer = client.post("/accounts/password/reset/", reset, headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert not AccountMail.objects.exists()


def test_forwarded_headers_change_nothing(client: Client) -> None:
    plain = client.get("/disclosure-log/")
    told = client.get(
        "/disclosure-log/",
        headers={
            "X-Forwarded-Host": "evil.example",
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": "10.0.0.1",
            "X-Forwarded-Port": "1",
            "X-Original-URL": "/requests/",
            "X-Rewrite-URL": "/requests/",
            "Forwarded": "host=evil.example",
            "X-HTTP-Method-Override": "DELETE",
            "Accept": "application/json",
            "Accept-Language": "cy, fr;q=0.9",
            "Accept-Charset": "utf-7",
            "Accept-Encoding": "br, gzip",
        },
    )
    assert told.content == plain.content
    given.alice()
    User.objects.filter(username="alice").update(email="alice@northmere.example")
    client.post(
        "/accounts/password/reset/",
        {"email": "alice@northmere.example"},
        headers={"X-Forwarded-Host": "evil.example"},
    )
    tasks.mail_accounts()
    (letter,) = mail.outbox
    assert "http://testserver/accounts/password/reset/" in str(letter.body)
    assert "evil" not in str(letter.body)


def test_no_page_is_also_at_an_address_that_a_cache_takes_for_a_file(client: Client) -> None:
    case = given.published()
    client.force_login(given.alice())
    for page in (f"/requests/{case.slug}/", "/requests/", f"/disclosure-log/{case.slug}/"):
        assert client.get(page).status_code == 200
        for suffix in ("x.css", "response.css", "x.js?v=1", ";x.css", "%2Fx.css", "%00.css"):
            assert client.get(page + suffix).status_code == 404, page + suffix


def test_a_head_is_answered_as_its_get(client: Client) -> None:
    crawled = crawl(given.published(), ())
    assert len(crawled.visits) > 20
    for url, visit in crawled.visits.items():
        answer = client.head(url)
        # A server sends no body with it; what Django streams is still there to be left unsent.
        body = b"" if answer.streaming else answer.content
        assert (answer.status_code, body) == (visit.status, b""), url


# --- fields nobody asked for -----------------------------------------------------------------

UNASKED = {
    "status": "published",
    "state": "published",
    "approved_by": "1",
    "snapshot_sha": "0" * 64,
    "digest": "0" * 64,
    "published_at": "2026-01-01",
    "is_staff": "1",
    "is_superuser": "1",
    "is_active": "1",
    "author": "1",
    "id": "1",
    "pk": "1",
    "version": "99",
    "created_at": "2001-01-01",
}


def test_a_new_case_takes_only_what_its_form_asks_for() -> None:
    alice = signed_in(given.alice())
    typed = {
        "reference": "",
        "title": "Street lighting",
        "text": given.TEXT,
        "received_on_day": "26",
        "received_on_month": "10",
        "received_on_year": "2026",
        "name": "Robin Sample",
        "email": "robin.sample@example.org",
    }
    alice.post("/requests/new/", typed | UNASKED)
    case = FoiRequest.objects.get()
    assert case.state == "drafting"
    assert case.officer == given.alice()
    assert AuditEvent.objects.filter(verb="approved").count() == 0


def test_a_person_gets_no_power_that_no_form_gives() -> None:
    eve = signed_in(given.eve())
    person = {"username": "ann", "name": "Ann", "email": "ann@northmere.example"}
    eve.post("/people/new/", person | UNASKED | {"password": "chosen by somebody else"})
    ann = User.objects.get(username="ann")
    assert [ann.is_staff, ann.is_superuser, ann.has_usable_password()] == [False] * 3
    User.objects.filter(pk=ann.pk).update(is_active=False)
    eve.post(f"/people/{ann.pk}/", {"name": "Ann", "email": "ann@northmere.example"} | UNASKED)
    ann.refresh_from_db()
    assert [ann.is_staff, ann.is_superuser, ann.is_active] == [False] * 3


def test_forms_name_their_fields() -> None:
    """A form made of a model takes what it lists; the list is never "all", nor "all but"."""
    for file in (ROOT / "requests_app" / "forms").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.ClassDef) and node.name == "Meta":
                names = [ast.unparse(one) for one in node.body if isinstance(one, ast.Assign)]
                assert not any(name.startswith("exclude") or "__all__" in name for name in names)


# --- the broker, and spreadsheets --------------------------------------------------------------


def test_a_pickled_message_is_refused_unread() -> None:
    """Whoever reaches the broker cannot make a worker run what they send."""
    assert set(app.conf.accept_content) == {"json"}
    queue = Queue("hostile", Exchange("hostile"), routing_key="hostile")
    with Connection("memory://") as connection:
        Producer(connection.channel(), queue.exchange, "hostile", serializer="pickle").publish(
            {"task": "requests_app.tasks.sweep"}, declare=[queue]
        )
        taken: list[object] = []
        with (
            Consumer(
                connection,
                [queue],
                accept=app.conf.accept_content,
                callbacks=[lambda body, _: taken.append(body)],
            ),
            pytest.raises(ContentDisallowed),
        ):
            connection.drain_events(timeout=1)
    assert taken == []


@limits(max_examples=40)
@examples(st.lists(st.one_of(st.text(), st.integers(), st.floats(allow_nan=False)), min_size=1))
def test_no_cell_is_a_formula(values: list[str | int | float]) -> None:
    dangerous = [f"{sign}{value}" for value in values for sign in ("=", "+", "@", "\t=", " -", "")]
    written = as_csv([dangerous]).decode("utf-8-sig")
    (cells,) = csv.reader(io.StringIO(written, newline=""))
    assert len(cells) == len(dangerous)
    for cell, value in zip(cells, dangerous, strict=True):
        assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n", "\0"))
        assert cell in {value, f"'{value}"}


def test_numbers_stay_numbers() -> None:
    assert as_csv([("a", 12, -3, 0.5)]).decode("utf-8-sig") == "a,12,-3,0.5\r\n"


def test_one_module_writes_csv() -> None:
    writers = [
        str(file.relative_to(ROOT))
        for folder in ("requests_app", "exemptions", "foi_portal")
        for file in (ROOT / folder).rglob("*.py")
        if "csv.writer" in file.read_text() or "csv.DictWriter" in file.read_text()
    ]
    assert writers == ["requests_app/spreadsheet.py"]
