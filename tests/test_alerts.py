"""Mails about new records: confirmed first, each once, stopped by one click, then forgotten."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from email.message import EmailMessage as Received
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.test import Client

from requests_app import tasks
from requests_app.actions import alerts, publishing, review
from requests_app.actions import topics as topic_verbs
from requests_app.actions.alert_mail import find_matches, mail_alerts, mail_confirmations
from requests_app.metrics import told
from requests_app.models import Alert, AlertMatch, FoiRequest
from requests_app.search.document import LogTexts
from requests_app.search.lookup import has, indexed, key_of, matching
from requests_app.search.query import parse
from tests import factories as given
from tests.servers import SmtpSink, smtp_sink

pytestmark = pytest.mark.django_db

NEW = "/disclosure-log/alerts/new/"
JO = "jo@reader.example.org"
LATER = given.AT + timedelta(hours=1)
TOMORROW = given.AT + timedelta(days=1)


@pytest.fixture(autouse=True)
def nobody_asked_before() -> None:
    cache.clear()


def ask(address: str = JO, search: str = "") -> int:
    return Client().post(f"{NEW}?{search}", {"address": address}).status_code


def link_in(message: EmailMessage) -> str:
    found = re.search(r"http://testserver(/disclosure-log/alerts/\S+)", str(message.body))
    assert found
    return found[1]


def following(search: str = "", address: str = JO, **options: Any) -> Alert:
    """An alert that was asked for and confirmed."""
    alert = alerts.ask_for_alert(
        address,
        search=search,
        words=options.get("words", search),
        site="https://foi.example.org",
        at=given.AT - timedelta(days=9),
    )
    Alert.objects.filter(pk=alert.pk).update(mailed_at=given.AT)
    alerts.confirm_alert(alert, at=options.get("at", given.AT - timedelta(days=8)))
    alert.refresh_from_db()
    return alert


def publish(title: str, text: str = given.TEXT, **options: Any) -> FoiRequest:
    case = given.approved(text=text, title=title, **options)
    given.make_documents(case)
    publishing.publish(case, on=given.TODAY, by=given.carol(), at=given.AT)
    given.make_documents(case)
    return case


# --- asking and confirming -------------------------------------------------------------


def test_from_the_page_of_a_search_to_the_confirmation() -> None:
    publish("Street lights")
    log = Client().get("/disclosure-log/?q=light&year=2026").text
    assert f'href="{NEW}?q=light&amp;year=2026"' in log
    page = Client().get(f"{NEW}?q=light&year=2026").text
    assert "“light”, year 2026" in page
    assert ask(search="q=light&year=2026") == 302
    assert mail_confirmations(at=given.AT) == 1
    (message,) = mail.outbox
    assert message.to == [JO]
    link = link_in(message)
    assert Client().get(link).status_code == 200
    assert Alert.objects.get().confirmed_at is None  # a scanner of links may have opened it
    answer = Client().post(link)
    assert answer["Location"] == "/disclosure-log/alerts/confirmed/"
    assert Client().get(answer["Location"]).status_code == 200
    assert Alert.objects.get().confirmed_at is not None
    assert Alert.objects.get().search == "q=light&year=2026"


def test_the_mail_to_a_stranger_holds_no_word_that_somebody_typed() -> None:
    ask(search="q=buy+cheap+watches")
    mail_confirmations(at=given.AT)
    (message,) = mail.outbox
    assert "watches" not in f"{message.subject} {message.body}"
    assert "q=" not in str(message.body)
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"


def test_the_page_is_the_same_whether_an_address_is_known_or_not() -> None:
    following()
    known = Client().post(NEW, {"address": JO})
    unknown = Client().post(NEW, {"address": "kim@reader.example.org"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert mail_confirmations(at=given.AT) == 2
    assert mail.outbox[0].subject == mail.outbox[1].subject
    assert Alert.objects.count() == 2
    # Whoever is known goes on as before.
    assert Alert.objects.exclude(confirmed_at=None).count() == 1


@pytest.mark.parametrize("address", ["", "jo", "jo@example.org\nBcc: kim@example.org"])
def test_what_is_no_address_is_told_beside_the_field(address: str) -> None:
    answer = Client().post(f"{NEW}?q=light", {"address": address})
    assert answer.status_code == 200
    assert "There is a problem" in answer.text
    assert "“light”" in answer.text
    assert not Alert.objects.exists()


def test_one_address_is_asked_three_times_a_day_and_the_page_does_not_tell() -> None:
    for number in range(5):
        assert ask(search=f"q=light{number}") == 302
    assert Alert.objects.count() == 3


def test_one_visitor_asks_ten_times_an_hour() -> None:
    answers = [ask(f"jo{number}@reader.example.org") for number in range(11)]
    assert answers == [302] * 10 + [429]
    assert Alert.objects.count() == 10


def test_an_address_is_not_readable_in_the_database_and_never_logged(
    caplog: pytest.LogCaptureFixture, settings: Any
) -> None:
    caplog.set_level("DEBUG")
    ask()
    alert = Alert.objects.get()
    assert "reader" not in f"{vars(alert)}"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert mail_confirmations(at=given.AT) == 0
    assert alerts.ADDRESS.opened(alert.address) == JO
    assert "did not leave" in caplog.text
    assert "reader" not in caplog.text


def test_an_address_that_nobody_confirms_is_forgotten_after_three_days() -> None:
    following(search="q=kept")
    ask("stranger@example.org", search="q=light")
    mail_confirmations(at=given.AT)
    link = link_in(mail.outbox[-1])
    Alert.objects.filter(confirmed_at=None).update(asked_at=given.AT)
    assert alerts.forget_alerts(at=given.AT + timedelta(days=3)) == 0
    assert alerts.forget_alerts(at=given.AT + timedelta(days=3, minutes=1)) == 1
    assert Client().get(link).status_code == Client().post(link).status_code == 410
    assert [alert.search for alert in Alert.objects.all()] == ["q=kept"]


def test_a_link_that_was_changed_does_nothing() -> None:
    alert = following()
    confirm, stop = alerts.token_to_confirm(alert), alerts.token_to_stop(alert)
    for address in (f"confirm/{stop}/", f"confirm/{confirm}x/"):
        assert Client().post(f"/disclosure-log/alerts/{address}").status_code == 410
    for address in (f"stop/{confirm}/", f"stop/{stop}x/"):
        assert Client().post(f"/disclosure-log/alerts/{address}").status_code == 404
    assert Alert.objects.count() == 1


# --- what is told ----------------------------------------------------------------------


def test_new_records_are_told_once_to_whom_they_are_for() -> None:
    following("q=salt&year=2026", "salt@example.org", words="“salt”, year 2026")
    following("topic=street-lights", "topic@example.org")
    following("", "all@example.org")
    following("q=nothing", "none@example.org")
    following("", "late@example.org", at=LATER)  # after the publication
    lights = publish("Street lights", reference="CAS-1")
    topic_verbs.set_topics(lights, [given.topic()], by=given.alice(), at=given.AT)
    publish("Road salt", text="1. How much salt?", reference="CAS-2")
    assert mail_alerts(at=LATER) == 3
    by_address = {message.to[0]: message for message in mail.outbox}
    assert set(by_address) == {"salt@example.org", "topic@example.org", "all@example.org"}
    salt = by_address["salt@example.org"]
    assert salt.subject == "1 new record: “salt”, year 2026"
    assert "Road salt (CAS-2)\nhttps://foi.example.org/disclosure-log/cas-2/" in salt.body
    assert "https://foi.example.org/disclosure-log/?q=salt&year=2026" in salt.body
    assert by_address["all@example.org"].subject == "2 new records: the disclosure log"
    assert mail_alerts(at=LATER) == mail_alerts(at=TOMORROW) == 0


def test_there_is_one_mail_a_day() -> None:
    following()
    publish("First", reference="CAS-1")
    assert mail_alerts(at=LATER) == 1
    publish("Second", reference="CAS-2")
    publish("Third", reference="CAS-3")
    assert mail_alerts(at=LATER) == 0
    assert mail_alerts(at=TOMORROW) == 1
    assert mail.outbox[-1].subject.startswith("2 new records")


def test_a_record_that_was_withdrawn_meanwhile_is_not_mailed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    following("", "a@example.org")
    following("", "b@example.org")
    secret, other = publish("Secret", reference="CAS-1"), publish("Other", reference="CAS-2")
    assert find_matches(at=given.AT) == 4
    send = EmailMessage.send

    def withdraw_after_the_first(self: EmailMessage) -> int:
        if not mail.outbox:
            publishing.withdraw(secret, reason="Wrong.", by=given.carol(), at=given.AT)
        return send(self)

    monkeypatch.setattr(EmailMessage, "send", withdraw_after_the_first)
    assert mail_alerts(at=LATER) == 2
    first, second = mail.outbox
    assert "Secret" in first.body  # it was written before
    assert "Secret" not in f"{second.subject} {second.body}"
    assert other.reference in second.body


def test_what_is_not_visible_and_what_was_brought_in_is_no_news() -> None:
    following()
    case = given.approved(reference="CAS-1")
    given.make_documents(case)
    publishing.publish(case, on=given.TODAY, by=given.carol(), at=given.AT)
    given.from_earlier_log("OLD-1", "Old", request="How many?", response="Nine.")
    assert mail_alerts(at=LATER) == 0
    given.make_documents(case)
    assert mail_alerts(at=LATER) == 1
    assert "OLD-1" not in mail.outbox[0].body


def test_a_corrected_record_is_news() -> None:
    following()
    case = given.withdrawn(reference="CAS-1")
    assert mail_alerts(at=LATER) == 0
    review.reopen(case, by=given.alice(), at=given.AT)
    case.refresh_from_db()
    given.publish_draft(case)
    assert mail_alerts(at=TOMORROW) == 1


def test_what_the_server_refuses_is_sent_later_and_what_a_killed_worker_claimed_not_twice(
    settings: Any,
) -> None:
    following("", "a@example.org")
    following("", "b@example.org")
    publish("First")
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert mail_alerts(at=LATER) == 0
    settings.EMAIL_BACKEND = backend
    # A worker claims its rows, then is killed: nobody can know whether the mail left.
    AlertMatch.objects.filter(alert=Alert.objects.latest("pk")).update(mailed_at=LATER)
    assert mail_alerts(at=LATER) == 1
    assert [message.to for message in mail.outbox] == [["a@example.org"]]


def test_news_that_could_not_be_mailed_for_a_week_is_dropped() -> None:
    following()
    publish("First")
    find_matches(at=given.AT)
    alerts.forget_alerts(at=given.AT + timedelta(days=8))
    assert not AlertMatch.objects.exists()
    assert mail_alerts(at=given.AT + timedelta(days=8)) == 0
    assert Alert.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", True),
        ("lamps", True),
        ("lamp OR salt", True),
        ('"street lamps"', True),
        ('"lamps street"', False),
        ("lamps -street", False),
        ("lamps salt", False),
        ("-salt", True),
    ],
)
def test_an_alert_finds_what_the_search_finds(typed: str, *, found: bool) -> None:
    row = indexed(key_of(date(2026, 3, 1), 1), LogTexts("Street lamps", "", "", ""), [])
    assert has(matching(parse(typed)), frozenset(row.terms)) is found
    assert has(matching(parse(typed), ["year:2026"]), frozenset(row.terms)) is found
    assert not has(matching(parse(typed), ["year:2025"]), frozenset(row.terms))


# --- stopping --------------------------------------------------------------------------


def test_one_click_in_the_mail_program_stops_the_mails_and_deletes_the_address() -> None:
    following()
    publish("First")
    mail_alerts(at=LATER)
    headers = mail.outbox[0].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    stop = headers["List-Unsubscribe"].removeprefix("<https://foi.example.org").removesuffix(">")
    page = Client().get(stop)
    assert "Stop the e-mails" in page.text
    assert Alert.objects.count() == 1  # opening it does nothing
    click = Client(enforce_csrf_checks=True).post(stop, {"List-Unsubscribe": "One-Click"})
    assert (click.status_code, click.cookies) == (200, {})
    assert not Alert.objects.exists()
    assert not AlertMatch.objects.exists()
    for again in (Client().get(stop), Client().post(stop)):
        assert (again.status_code, "are stopped" in again.text) == (200, True)


def test_no_page_of_an_alert_is_kept_or_indexed() -> None:
    alert = following()
    for address in (
        NEW,
        "/disclosure-log/alerts/asked/",
        f"/disclosure-log/alerts/confirm/{alerts.token_to_confirm(alert)}/",
        f"/disclosure-log/alerts/stop/{alerts.token_to_stop(alert)}/",
    ):
        answer = Client().get(address)
        assert "no-store" in answer["Cache-Control"], address
        assert 'content="noindex"' in answer.text, address
    assert "Disallow: /disclosure-log/alerts/" in Client().get("/robots.txt").text


# --- a real mail server ----------------------------------------------------------------


@pytest.fixture
def sink(settings: Any) -> Iterator[SmtpSink]:
    with smtp_sink() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server


def test_through_a_real_mail_server(sink: SmtpSink) -> None:
    ask(search="q=lights")
    tasks.mail_confirmations()
    (asked,) = sink.messages
    link = re.search(r"http://testserver(\S+)", said(asked))
    assert link
    Client().post(link[1])
    Alert.objects.update(confirmed_at=given.AT)
    publish("Straßenlampen – lights", reference="CAS-1")
    assert mail_alerts(at=LATER) == 1
    news = sink.messages[1]
    assert news["To"] == JO
    assert news["Subject"] == "1 new record: “lights”"
    assert "Straßenlampen – lights (CAS-1)" in said(news)
    assert (
        news["List-Unsubscribe"]
        .strip()
        .startswith("<http://testserver/disclosure-log/alerts/stop/")
    )


def said(message: Received) -> str:
    return str(message.get_content())


def test_the_numbers_tell_how_many_there_are() -> None:
    following()
    ask("kim@example.org")
    numbers = told(given.AT).decode()
    assert 'foi_alerts{state="confirmed"} 1.0' in numbers
    assert 'foi_alerts{state="waiting"} 1.0' in numbers
