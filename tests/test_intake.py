"""Receiving a request over HTTP, and correcting what was typed about it."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from requests_app.models import AuditEvent, FoiRequest
from tests import factories
from tests.visiting import signed_in

pytestmark = pytest.mark.django_db

URL = "/requests/new/"


def typed(**changes: str) -> dict[str, str]:
    day = date(2026, 10, 26)
    return {
        "reference": "",
        "title": "Street lighting",
        "received_on_day": str(day.day),
        "received_on_month": str(day.month),
        "received_on_year": str(day.year),
        "name": "Robin Sample",
        "email": "robin.sample@example.org",
        "postal_address": "",
        "text": factories.TEXT,
        **changes,
    }


@pytest.fixture
def alice() -> Client:
    return signed_in(factories.alice())


def test_a_request_is_received_split_and_shown(alice: Client) -> None:
    answer = alice.post(URL, typed(), follow=True)
    case = FoiRequest.objects.get()
    assert answer.redirect_chain == [(reverse("split", args=[case.slug]), 302)]
    assert re.fullmatch(r"FOI-2026-[2-9A-HJ-NP-Z]{6}", case.reference)
    assert case.officer == factories.alice()
    assert case.requester.name == "Robin Sample"
    assert len(factories.questions(case)) >= 3
    assert "1. How many street lights do you have?" in case.text


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Street \u202egnithgil", "cannot be printed, U+202E"),
        ("Zalq" + "\u0301" * 9, "more than 8 accents"),
    ],
)
def test_a_title_that_reads_otherwise_than_it_is_stored_is_refused(
    alice: Client, title: str, told: str
) -> None:
    page = alice.post(URL, typed(title=title))
    assert page.text.count(told) == 2  # the summary and the field
    assert title in page.text
    assert not FoiRequest.objects.exists()
    alice.post(URL, typed())
    case = FoiRequest.objects.get()
    page = alice.post(reverse("request-details", args=[case.slug]), typed(title=title))
    assert page.text.count(told) == 2
    case.refresh_from_db()
    assert case.title == "Street lighting"


def test_the_officers_own_reference_is_kept(alice: Client) -> None:
    alice.post(URL, typed(reference="CAS-84648-H4L3X0"))
    assert FoiRequest.objects.get().slug == "cas-84648-h4l3x0"


def test_the_text_is_kept_verbatim(alice: Client) -> None:
    # What a browser sends: line ends are CRLF, and white space around belongs to it.
    text = "  \r\n1. How many trees?\r\n\t2. Where?\r\n\r\n"
    alice.post(URL, typed(text=text))
    assert FoiRequest.objects.get().text == text


FRAMED = """Dear Jane Clerk,

How many street lights do you have?

Please count those in parks too.

Cheers,
Rob

Senior Reporter, The Paper
12 High Street, Town, AB1 2CD
T: 020 7946 0000

Disclaimer: This message and any reply that you make will be published on the internet.

https://www.whatdotheyknow.com/help/officers
"""
QUOTED = "\n".join(["On Mon, FOI <a@b.example> wrote:", *["> Jane Clerk, 01234 567890"] * 40])


@pytest.mark.parametrize("name", ["Robin Sample", "A. N. Other"])
def test_the_frame_of_a_mail_is_left_out_whoever_asks(alice: Client, name: str) -> None:
    alice.post(URL, typed(text=f"{FRAMED}\n{QUOTED}", name=name))
    blocks = FoiRequest.objects.get().blocks.order_by("position")
    assert [(block.kind, block.omitted, block.text.split("\n")[0]) for block in blocks] == [
        ("context", True, "Dear Jane Clerk,"),
        ("question", False, "How many street lights do you have?"),
        ("context", False, "Please count those in parks too."),
        ("context", True, "Cheers,"),
        ("context", True, FRAMED.splitlines()[-3]),
        ("context", True, "On Mon, FOI <a@b.example> wrote:"),
    ]
    assert "T: 020 7946 0000" in blocks[3].text


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        ("I am Robin Sample of Oak Road.", True),
        ("Write to robin.sample@example.org.", True),
        ("I live in Oak Road.", False),
        ("Thank you for your help with this.", False),
    ],
)
def test_other_context_is_left_out_when_it_names_the_requester(
    alice: Client, text: str, left_out: bool
) -> None:
    alice.post(URL, typed(text=f"{text}\n\nHow many street lights do you have?"))
    block = FoiRequest.objects.get().blocks.get(text=text)
    assert (block.kind, block.omitted) == ("context", left_out)


def test_what_was_left_out_can_be_shown_and_that_undone(alice: Client) -> None:
    alice.post(URL, typed(text=FRAMED))
    case = FoiRequest.objects.get()
    signature = case.blocks.get(text__startswith="Cheers")
    alice.post(reverse("block-omit", args=[case.slug, signature.pk]), {"omitted": ""})
    signature.refresh_from_db()
    assert not signature.omitted
    alice.post(reverse("split-undo", args=[case.slug]))
    signature.refresh_from_db()
    assert signature.omitted
    assert case.text.replace("\r\n", "\n") == FRAMED


def test_today_is_filled_in(alice: Client) -> None:
    page = alice.get(URL).content.decode()
    assert (
        f'name="received_on_year" type="text" inputmode="numeric" value="{localdate().year}"'
        in page
    )


@pytest.mark.parametrize(
    ("changes", "message", "target"),
    [
        ({"title": ""}, "Enter the title", "#id_title"),
        ({"title": "x" * 201}, "Title must be 200 characters or fewer", "#id_title"),
        ({"received_on_day": "31", "received_on_month": "2"}, "Date received must be a real date",
         "#id_received_on_0"),
        ({"received_on_year": ""}, "Date received must include a year", "#id_received_on_2"),
        ({"name": " "}, "Enter the requester’s name", "#id_name"),
        ({"email": ""}, "Enter an e-mail address or a postal address", "#id_email"),
        ({"email": "robin"}, "must look like name@example.com", "#id_email"),
        ({"text": " \r\n "}, "Enter the text of the request", "#id_text"),
        ({"reference": "a b"}, "Write the reference with letters", "#id_reference"),
        ({"reference": "?"}, "Write the reference with letters", "#id_reference"),
    ],
)  # fmt: skip
def test_bad_input_is_told_beside_its_field_and_nothing_is_lost(
    alice: Client, changes: dict[str, str], message: str, target: str
) -> None:
    answer = alice.post(URL, typed(**changes))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<title>Error: " in page
    assert page.count(message) == 2, "once in the summary, once beside the field"
    assert f'<a href="{target}">' in page
    assert FoiRequest.objects.count() == 0
    for name, value in typed(**changes).items():
        if name != "text" and value.strip():
            assert f'value="{value}"' in page
    assert "How many of them are LED?" in page or "text" in changes


@pytest.mark.parametrize("day", [localdate() + timedelta(days=1), date(2004, 12, 31)])
def test_a_day_that_cannot_be_is_refused(alice: Client, day: date) -> None:
    parts = {
        "received_on_day": str(day.day),
        "received_on_month": str(day.month),
        "received_on_year": str(day.year),
    }
    page = alice.post(URL, typed(**parts)).content.decode()
    assert "Date received must be" in page


@pytest.mark.parametrize("again", ["FOI-7", "foi-7", "FOI--7"])
def test_a_reference_that_is_taken_is_refused(alice: Client, again: str) -> None:
    factories.received(reference="FOI-7")
    page = alice.post(URL, typed(reference=again)).content.decode()
    assert f"There is a case with the reference {again} already." in page
    assert FoiRequest.objects.count() == 1


def test_a_postal_address_alone_is_enough(alice: Client) -> None:
    alice.post(URL, typed(email="", postal_address="1 Nowhere\r\nZZ1 1ZZ"))
    assert FoiRequest.objects.get().requester.postal_address == "1 Nowhere\nZZ1 1ZZ"


def test_only_an_officer_receives(client: Client) -> None:
    assert client.get(URL)["Location"].startswith("/accounts/login/")
    for who in (factories.bob(), factories.carol(), factories.eve(), factories.mallory()):
        visitor = signed_in(who)
        assert visitor.get(URL).status_code == 403
        assert visitor.post(URL, typed()).status_code == 403
    assert FoiRequest.objects.count() == 0


class TestDetails:
    def test_are_corrected(self, alice: Client) -> None:
        case = factories.received()
        url = reverse("request-details", args=[case.slug])
        assert 'value="Robin Sample"' in alice.get(url).content.decode()
        answer = alice.post(url, typed(title="Lamps", name="Robin R. Sample"))
        assert answer["Location"] == reverse("request", args=[case.slug])
        case.refresh_from_db()
        assert case.title == "Lamps"
        assert case.requester.name == "Robin R. Sample"
        assert AuditEvent.objects.filter(verb="details_corrected").count() == 1

    def test_keep_what_was_typed_when_refused(self, alice: Client) -> None:
        case = factories.received()
        url = reverse("request-details", args=[case.slug])
        page = alice.post(url, typed(title="", name="Robin R. Sample")).content.decode()
        assert "Enter the title" in page
        assert 'value="Robin R. Sample"' in page
        case.refresh_from_db()
        assert case.title == "Street lighting"

    def test_do_not_touch_reference_and_text(self, alice: Client) -> None:
        case = factories.received(reference="FOI-7")
        url = reverse("request-details", args=[case.slug])
        alice.post(url, typed(reference="FOI-8", text="Something else"))
        case.refresh_from_db()
        assert (case.reference, case.text) == ("FOI-7", factories.TEXT)
