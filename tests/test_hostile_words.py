"""What a requester or an officer writes stays words wherever it leaves the pages: in PDFs, feeds,
spreadsheets, linked data, mail and headers. ``test_scripts_do_not_run`` tries the pages."""

from __future__ import annotations

import csv
import email
import email.policy
import io
import json
import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

import pikepdf
import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.html import Element, parse_html
from django.urls import reverse
from django.utils.timezone import now

from requests_app.actions import notices
from requests_app.actions.account_mail import mail_accounts
from requests_app.actions.intake import RequesterDetails
from requests_app.compiling import compile_response, load_draft
from requests_app.models import FoiRequest
from requests_app.particulars import Addressee
from requests_app.rendering import letter_html, record_html
from requests_app.rendering.pdf import render
from tests import factories as given
from tests.payloads import FORMULAS, LINKS, PAYLOADS, packed
from tests.pdf_checks import check_nothing_acts, links_of
from tests.plain_text import squeezed, text_of_pdf
from tests.visiting import signed_in

pytestmark = pytest.mark.django_db


def hostile_case() -> FoiRequest:
    """A draft whose every word is hostile, as long as an answer may be."""
    given.particulars()
    questions = "\n".join(f"{n}. How many {text}?" for n, text in enumerate(PAYLOADS, 1))
    case = given.received(
        f"Dear council,\n\n{questions}\n",
        title=PAYLOADS[0],
        requester=RequesterDetails(name=PAYLOADS[7], email="", postal_address=PAYLOADS[15]),
    )
    first, *others = given.questions(case)
    given.answer(case, others, text="\n\n".join(PAYLOADS))
    withheld = given.answer(case, [first], disposition="exempt_all", text=PAYLOADS[9])
    given.weighed(case, [given.claim(withheld, reason="\n".join(PAYLOADS))])
    return case


# --- PDF -----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["letter", "record"])
def test_no_word_acts_in_a_document(kind: str) -> None:
    case = hostile_case()
    answer = case.answers.order_by("pk")[0]
    answer.text += "\n\n" + "\n\n".join([*LINKS, *FORMULAS, "[gov](https://www.gov.uk/x)"])
    answer.save()
    response = compile_response(load_draft(case))
    particulars = given.particulars().as_value()
    if kind == "letter":
        asks = Addressee(case.requester.name, "", case.requester.postal_address)
        html = letter_html(response, addressee=asks, particulars=particulars, dated=None)
    else:
        html = record_html(response, authority=particulars, month=None)
    # No font here has these, so a document with them is refused.
    content = render(re.sub("[＜＞＝]", "~", html), kind).content  # type: ignore[arg-type]
    with pikepdf.open(io.BytesIO(content)) as pdf:
        check_nothing_acts(pdf)
        leads_to = set(links_of(pdf))
        title = str(pdf.docinfo["/Title"])
    assert "https://www.gov.uk/x" in leads_to
    assert {address.partition(":")[0] for address in leads_to} <= {"https", "http", "mailto"}
    assert not [address for address in leads_to if "evil" in address or "script" in address]
    if kind == "record":
        assert title == PAYLOADS[0]
    said = squeezed(text_of_pdf(content))
    assert [text for text in PAYLOADS if squeezed(f"How many {text}") not in said] == []


# --- feed, spreadsheet, sitemap, linked data -------------------------------------------------


def hostile_log() -> list[str]:
    """A log whose every word is hostile; its titles, the latest first."""
    titles = [*FORMULAS, *packed(PAYLOADS, 200)]
    for number, title in enumerate(titles):
        given.from_earlier_log(
            f"H-{number}",
            title,
            request=title,
            response=title,
            outcome_words=title[:100],
        )
    return titles[::-1]


def elements(xml: str) -> list[ET.Element]:
    return list(ET.fromstring(xml).iter())  # noqa: S314 - our own


def inner(element: Element) -> Iterator[Element]:
    for child in element.children:
        if isinstance(child, Element):
            yield child
            yield from inner(child)


def test_what_machines_read_of_the_log_is_words() -> None:
    titles = hostile_log()
    public = Client()

    found = elements(public.get(reverse("log-feed")).text)
    assert {one.tag.partition("}")[0] for one in found} == {"{http://www.w3.org/2005/Atom"}
    assert {one.get("type") for one in found} <= {None, "text", "html"}
    entries = [one for one in found if one.tag.endswith("}entry")]
    atom = "{http://www.w3.org/2005/Atom}"
    assert [one.findtext(f"{atom}title") for one in entries] == titles[: len(entries)]
    assert len(entries) >= len(list(packed(PAYLOADS, 200)))
    leads_to = [one.get("href", "") for one in found if one.tag == f"{atom}link"]
    assert leads_to
    assert [href for href in leads_to if not href.startswith("http://testserver/")] == []

    text = public.get(reverse("log-csv")).getvalue().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["title"].removeprefix("'") for row in rows] == [
        title.removeprefix("'") for title in titles
    ]
    cells = [cell for row in rows for cell in row.values()]
    assert [cell for cell in cells if re.match(r"\s*[=+\-@\t\r]", cell)] == []

    site = elements(public.get("/sitemap-records-2017.xml").text)
    places = [one.text or "" for one in site if one.tag.endswith("}loc")]
    assert len(places) == len(titles)
    assert all(re.fullmatch(r"http://testserver/disclosure-log/h-\d+/", one) for one in places)

    for number, title in enumerate(reversed(titles)):
        page = public.get(reverse("record", args=[f"h-{number}"])).text
        scripts = [dict(one.attributes) for one in inner(parse_html(page)) if one.name == "script"]
        ours = [one for one in scripts if (one.get("src") or "").startswith("/static/")]
        assert [one["type"] for one in scripts if one not in ours] == ["application/ld+json"]
        (said,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
        assert json.loads(said)["name"] == title
        assert not set("<>&") & set(said)


# --- file names and headers ------------------------------------------------------------------


def test_a_name_of_a_file_is_ours(client: Client) -> None:
    case = given.published(reference="A/B_c.d-1")
    answer = client.get(reverse("record-pdf", args=[case.slug]))
    assert answer["Content-Disposition"] == f'inline; filename="{case.slug}-response.pdf"'
    assert re.fullmatch(r"[a-z0-9_-]+", case.slug)


@pytest.mark.parametrize("name", [*PAYLOADS[10:13], 'x"\r\nSet-Cookie: a=1', "../../etc/passwd"])
def test_the_name_of_a_file_that_came_in_is_words(name: str) -> None:
    carol = signed_in(given.carol())
    upload = SimpleUploadedFile(f"{name}.csv", b"reference,title,month,outcome,request,response\n")
    page = carol.post(reverse("log-imports"), {"file": upload}, follow=True)
    assert page.status_code == 200
    assert "<img" not in page.text.partition("<main")[2]
    assert "Set-Cookie" not in "".join(page.headers)


# --- mail ----------------------------------------------------------------------------------------


def test_mail_is_plain_and_its_head_is_ours() -> None:
    given.alice()
    User.objects.update(email="alice@northmere.example", first_name=PAYLOADS[0])
    given.received(reference="ONE-1", title=f"{PAYLOADS[7]} \r\nBcc: all@evil.example")
    given.holiday(name=f"{PAYLOADS[0]}\r\nBcc: all@evil.example\r\n\r\n<b>x</b>")
    assert notices.mail_notices(at=given.AT) == 1
    Client().post(reverse("account_reset_password"), {"email": "alice@northmere.example"})
    assert mail_accounts(at=now()) == 1
    assert len(mail.outbox) == 2
    for message in mail.outbox:
        read = email.message_from_bytes(message.message().as_bytes(), policy=email.policy.default)
        assert read.get_content_type() == "text/plain"
        assert not read.is_multipart()
        assert (read["To"], read["Bcc"], read["Cc"]) == ("alice@northmere.example", None, None)
        assert len(read.get_all("Subject", [])) == 1


def test_no_address_of_mail_brings_a_head_of_its_own() -> None:
    eve = signed_in(given.eve())
    person = {"username": "ann", "name": "Ann", "roles": ["officer"]}
    for address in (
        "ann@example.org\r\nBcc: all@evil.example",
        "a@x.org,b@evil.example",
        "<a@x.org>",
    ):
        page = eve.post(reverse("person-new"), person | {"email": address})
        assert "There is a problem" in page.text
    assert not User.objects.filter(username="ann").exists()
