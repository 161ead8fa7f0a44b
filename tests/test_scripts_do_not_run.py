"""What anybody types is shown and never runs: every payload in every column and every field of a
form, on every page, in a real browser that is told of the policy and not protected by it."""

from __future__ import annotations

import email
import email.policy
import io
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from typing import Any
from urllib.parse import quote, urlencode

import pikepdf
import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.db import transaction
from django.http.response import HttpResponseBase
from django.template import engines
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse
from playwright.sync_api import Browser
from pytest_django import DjangoDbBlocker

from requests_app.actions import alert_mail, alerts, notices, reminders
from requests_app.forms.library import ParticularsForm
from requests_app.models import Alert, AuthorityParticulars, FoiRequest, Requester
from requests_app.particulars import Addressee, Particulars
from requests_app.rendering import letter_html, notice_html, record_html
from requests_app.rendering.engine import Kind
from requests_app.rendering.pdf import render
from requests_app.views import errors
from tests import factories as given
from tests.hostile_answers import body_of, kind_of, look, problems_of
from tests.hostile_browser import HostileBrowser, hostile_browser
from tests.hostile_fields import columns, mark_of, rows, typed
from tests.hostile_pages import (
    READ_FORMS,
    TYPED,
    Form,
    forms_of,
    forms_on_no_page,
    noting_fields,
    text_fields,
    visits,
)
from tests.hostile_portal import HostilePortal, hostile_portal
from tests.payloads import ADDRESSES, PAYLOADS
from tests.pdf_checks import check_nothing_acts, links_of
from tests.permission_matrix import quietly
from tests.plain_text import text_of_pdf

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

# Its HTML, and what it is.
Document = tuple[str, Kind]
STRANGE = {"Referer": f"http://testserver/{TYPED}", "User-Agent": TYPED}
OURS = {"Origin": "http://testserver"}
QUICK_HASHES = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@dataclass
class Walk:
    """What the visits to all pages found."""

    problems: list[str] = field(default_factory=list)
    shown: set[str] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)
    forms: list[Form] = field(default_factory=list)
    boxes: set[tuple[str, str]] = field(default_factory=set)

    def keep(self, form: Form) -> None:
        """Unless another asks for all that it asks for."""
        if not form.boxes <= self.boxes:
            self.boxes |= form.boxes
            self.forms.append(form)


@pytest.fixture
def _django_db_helper(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """No transaction for each test: all share the one of ``portal``, which is never committed."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture(scope="module")
def portal(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[HostilePortal]:
    told = override_settings(CHECK_LINKS=True, PASSWORD_HASHERS=QUICK_HASHES)
    with told, django_db_blocker.unblock(), transaction.atomic(), quietly():
        yield hostile_portal()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[HostileBrowser]:
    with hostile_browser(browser) as one:
        yield one


@pytest.fixture(scope="module")
def walk(portal: HostilePortal, window: HostileBrowser) -> Walk:
    done = Walk()
    for visit in visits(portal):
        answer = visit.client.get(visit.url, follow=True, headers=STRANGE)
        body = body_of(answer)
        done.problems += [f"{visit.name}: {one}" for one in look(window, visit, answer, body)]
        done.kinds.add(kind_of(answer))
        done.shown |= {mark for model, name in typed() if (mark := mark_of(model, name)) in body}
        if visit.first and kind_of(answer) == "text/html" and body:
            for form in forms_of(window.page.evaluate(READ_FORMS), visit.client):
                done.keep(form)
    return done


# --- the table ---------------------------------------------------------------------------------


def test_there_are_enough_of_them() -> None:
    assert len(set(PAYLOADS)) >= 60


def test_every_column_of_the_database_has_a_row_in_the_table() -> None:
    """Say in ``tests/hostile_fields.py`` who fills a new column."""
    assert sorted(rows()) == sorted(columns())


# Kept for the portal's own use: compared, measured or compiled into what is shown.
SHOWN_NOWHERE = {
    "ReviewStep.lane_name",
    "ResponseVersion.content",
    "VersionDossier.content",
    "CachePurge.error",
    "RenderedText.text",
    "LinkCheck.final_address",
    "PublicInterestTest.facts",
}


def test_every_hostile_column_was_shown_somewhere(walk: Walk) -> None:
    """Else a page is missing in the walk, or words that a page needs to show them."""
    unseen = {
        f"{model.__name__}.{name}"
        for model, name in typed()
        if mark_of(model, name) not in walk.shown
    }
    assert unseen == SHOWN_NOWHERE


# --- pages -------------------------------------------------------------------------------------


def test_nothing_runs_on_any_page_and_no_cell_is_a_formula(walk: Walk) -> None:
    assert not walk.problems, "\n".join(walk.problems)
    assert {"text/html", "text/csv", "application/atom+xml", "image/svg+xml"} <= walk.kinds


# Never shown again, or not asked for by a portal in this state.
NOT_SENT = {
    *(("PasswordSetForm", name) for name in ("password1", "password2")),
    *(("NewPasswordForm", name) for name in ("password1", "password2")),
    *(("CodeForm", "code"), ("CodeAgainForm", "code"), ("PasskeyNameForm", "name")),
    # What a key has signed is no text: it is compared, and never shown.
    *(("PasskeyShownForm", "credential"), ("PasskeyAgainForm", "credential")),
    # Of other provisions and letters than the portal has; the columns behind them are hostile.
    *(("ClaimForm", "where_accessible"), ("NoticeForm", "longer")),
    # Hidden, and looked up: what nobody knows is refused before the form is.
    *(("ReasonForm", name) for name in ("digest", "rule", "stage")),
    ("ClaimForm", "provision"),
}


def test_nothing_runs_in_the_answers_to_any_form(
    walk: Walk, portal: HostilePortal, window: HostileBrowser
) -> None:
    known = {form.name for form in walk.forms if form.posts}
    problems: list[str] = []
    names: set[str] = set()
    with noting_fields() as given_words:
        for form in (*walk.forms, *forms_on_no_page(portal, known)):
            for data in (form.filled(), form.forged()):
                answer = sent(form, data, follow=form.name not in names)
                found = problems_of(window, answer, body_of(answer))
                problems += [f"{form.name}: {one}" for one in found]
                names.add(form.name)
    assert not problems, "\n".join(problems)
    assert len(names) > 100
    unsent = text_fields() - given_words
    assert sorted(unsent - NOT_SENT) == []


def sent(form: Form, data: dict[str, Any], *, follow: bool) -> HttpResponseBase:
    """The answer to a form, or the page it leads to; what it wrote is taken back."""
    client = Client(raise_request_exception=False)
    # A form may sign out.
    client.cookies = deepcopy(form.client.cookies)
    with transaction.atomic():
        ask = client.post if form.posts else client.get
        answer = ask(form.action, data, follow=follow)
        transaction.set_rollback(True)
    return answer


def test_nothing_runs_on_a_page_for_an_address_that_is_not_there(
    portal: HostilePortal, window: HostileBrowser
) -> None:
    for path in ("/{}", "/disclosure-log/{}/", "/requests/{}/", "/library/{}/", "/api/v1/{}"):
        answer = portal.client.get(path.format(quote(TYPED)), headers=STRANGE)
        assert answer.status_code == 404
        assert problems_of(window, answer, body_of(answer)) == []


def test_nothing_runs_on_the_pages_for_what_went_wrong(
    portal: HostilePortal, window: HostileBrowser
) -> None:
    """They give back what was typed."""
    typed_words = {"text": TYPED, "reason": TYPED}
    request = RequestFactory().post(f"/requests/?{urlencode({'q': TYPED})}", typed_words)
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    strict.cookies = portal.client.cookies
    stranger = Client(enforce_csrf_checks=True, raise_request_exception=False)
    url = reverse("answers", args=[portal.cases["drafting"].slug])
    stale = reverse("return", args=[portal.cases["failed"].slug, 2])
    pages = [
        errors.server_error(request),
        strict.post(url, typed_words, headers=OURS),
        portal.client.post(stale, {"digest": "0" * 64, "comment": TYPED}),
        stranger.post(url, typed_words, headers=OURS),
    ]
    for page in pages:
        assert page.status_code >= 400
        assert "zqtypedqz" in body_of(page)
        assert window.live(url, page) == []


# --- PDF ----------------------------------------------------------------------------------------


# Every column of which a letter, a record or a letter before the response repeats the words.
IN_A_PDF = {
    *("AdaptedWording.body", "Answer.text", "Block.label", "Block.number", "Block.text"),
    *("Claim.reason", "Claim.where_accessible", "Factor.text", "PublicInterestTest.reasons"),
    *("FoiRequest.reference", "FoiRequest.title", "Notice.content", "StandardTextVersion.body"),
    *("Requester.name", "Requester.email", "Requester.postal_address"),
    *(
        f"AuthorityParticulars.{name}"
        for name in (
            *("authority_name", "authority_address", "foi_email", "website", "team_name"),
            *("review_how", "regulator_name", "regulator_short_name", "regulator_address"),
            *("regulator_phone", "regulator_url", "licence"),
        )
    ),
}


def test_no_column_acts_in_a_document(portal: HostilePortal) -> None:
    """In as few documents as repeat all the columns that any document repeats."""
    particulars = AuthorityParticulars.objects.latest("pk").as_value()
    marks = {f"{model.__name__}.{name}": mark_of(model, name) for model, name in typed()}
    documents = {
        document: {name for name, mark in marks.items() if mark in document[0]}
        for document in documents_of(portal, particulars)
    }
    assert set().union(*documents.values()) == IN_A_PDF
    kinds = set()
    for html, kind in enough_of(documents):
        kinds.add(kind)
        # No font here has these, so a document with them is refused.
        content = render(re.sub("[＜＞＝]", "~", html), kind).content
        with pikepdf.open(io.BytesIO(content)) as pdf:
            check_nothing_acts(pdf)
            leads_to = {address.partition(":")[0] for address in links_of(pdf)}
        assert leads_to <= {"https", "http", "mailto"}
        assert "script" in text_of_pdf(content), "the words are there, and are words"
    assert kinds == {"letter", "record", "notice"}


def enough_of(documents: Mapping[Document, set[str]]) -> Iterator[Document]:
    """Those with the most columns first, as long as another has one that none had; each kind."""
    left = {(kind, name) for (_, kind), names in documents.items() for name in names}
    while left:
        most = max(documents, key=lambda one: len(_pairs(one, documents) & left))
        yield most
        left -= _pairs(most, documents)


def _pairs(document: Document, documents: Mapping[Document, set[str]]) -> set[tuple[str, str]]:
    return {(document[1], name) for name in documents[document]}


def documents_of(portal: HostilePortal, particulars: Particulars) -> Iterator[Document]:
    """Each letter, record and letter before the response; those to a postal address and not."""
    for case in portal.cases.values():
        # Not the case's own, which was read before the words were written over.
        who = Requester.objects.get(foi_request=case)
        to = Addressee(who.name, who.email, who.postal_address)
        by_mail = Addressee(who.name, who.email, "")
        version = case.versions.order_by("number").last()
        if version:
            told = version.response
            yield (
                letter_html(told, addressee=to, particulars=particulars, dated=given.TODAY),
                "letter",
            )
            yield record_html(told, authority=particulars, month=given.TODAY), "record"
        for notice in case.notices.all():
            said = notice.value
            yield (
                notice_html(said, addressee=by_mail, particulars=particulars, dated=given.TODAY),
                "notice",
            )


# --- mail and addresses -------------------------------------------------------------------------


def test_mail_is_plain_words_under_a_head_of_ours(portal: HostilePortal) -> None:
    """About deadlines that moved and that are near, and about new records."""
    with transaction.atomic():
        for person in User.objects.all():
            User.objects.filter(pk=person.pk).update(email=f"{person.pk}@northmere.example")
        alert = given.alert(search=f"q={quote(TYPED)}\r\nBcc: all@evil.example")
        Alert.objects.filter(pk=alert.pk).update(search="", mailed_at=given.AT)
        alerts.confirm_alert(alert, at=given.AT)
        due = FoiRequest.objects.open().exclude(due_on=None).earliest("due_on").due_on
        sent_mails = [
            notices.mail_notices(at=given.AT),
            reminders.remind(at=datetime.combine(due, time(9), tzinfo=UTC)),
            alert_mail.mail_alerts(at=given.AT),
        ]
        transaction.set_rollback(True)
    assert min(sent_mails) > 0
    assert len(mail.outbox) == sum(sent_mails)
    for message in mail.outbox:
        read = email.message_from_bytes(message.message().as_bytes(), policy=email.policy.default)
        assert (read.get_content_type(), read.is_multipart()) == ("text/plain", False)
        assert re.fullmatch(r"\d+@northmere\.example|jo@reader\.example\.org", read["To"])
        assert (read["Bcc"], read["Cc"], len(read.get_all("Subject", []))) == (None, None, 1)
    assert any(mark_of(FoiRequest, "title") in message.body for message in mail.outbox)


def test_no_column_of_addresses_takes_one_that_runs() -> None:
    """Elsewhere their values are trusted to begin as the address of a page does."""
    for name in ("website", "regulator_url", "licence_url"):
        for address in ADDRESSES:
            form = ParticularsForm({name: address.strip()})
            assert name in form.errors, address


# --- that it would be seen ----------------------------------------------------------------------

# Harmless as HTML; they are for templates, scripts, encodings and Markdown.
HARMLESS = {text for text in PAYLOADS if not re.search(r"<[a-zA-Z/]|\"|'", text)} | {
    "<scr<script>ipt>alert(1)</script>",
    "<%= alert(1) %>",
    "<!--<img src=x onerror=alert(1)>-->",
    "';alert(1)//",
    '";alert(1)//',
    "\\';alert(1)//",
    '![x](x" onerror="alert(1))',
    "<javascript:alert(1)>",
    # They close what is open, and only then begin.
    "' onmouseover=alert(1) x='",
    '" onfocus=alert(1) autofocus x="',
    '" style=background:url(//evil/) x="',
    '"><x-mark x="',
}


def test_the_browser_notices_each_payload_where_nothing_is_escaped(
    window: HostileBrowser,
) -> None:
    for text in set(PAYLOADS) - HARMLESS:
        assert window.parsed(f"<p>{text}</p>"), text
    for text in (text for text in HARMLESS if text.startswith(("'", '"')) and "=" in text):
        quoted = text[0]
        assert window.parsed(f"<b title={quoted}{text}{quoted}>x</b>"), text
    for address in ADDRESSES:
        assert window.parsed(f"<a href='{address}'>x</a>"), address


@pytest.mark.parametrize("name", ["request", "answer", "record", "version"])
def test_the_browser_sees_what_runs_on_our_pages_without_escaping(
    portal: HostilePortal, window: HostileBrowser, name: str
) -> None:
    visit = next(visit for visit in visits(portal) if visit.name == name)
    engine = engines["django"].engine  # type: ignore[attr-defined]
    engine.autoescape = False
    try:
        answer = visit.client.get(visit.url)
    finally:
        engine.autoescape = True
    found = window.live(visit.url, answer)
    assert [one for one in found if one == "alert(1)"]
    assert [one for one in found if one.startswith("script-src")]
    assert [one for one in found if "evil" in one]
    assert [one for one in found if one.startswith("<x-mark")]
