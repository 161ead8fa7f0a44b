"""The requester's data: who was shown them, what is held, for how long, and how they are erased."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError, models, transaction
from django.urls import reverse

from requests_app import audit
from requests_app.actions import erasing, reading
from requests_app.actions.base import Refused
from requests_app.actions.erasing import ERASED
from requests_app.actions.intake import RequesterDetails
from requests_app.actions.reading import Shown
from requests_app.case_files.form import to_json
from requests_app.case_files.writing import export
from requests_app.models import (
    AuditEvent,
    AuthorityParticulars,
    FoiRequest,
    RenderedDocument,
    Rendering,
    Requester,
    RequesterErasure,
)
from requests_app.reporting import statistics
from requests_app.retention import due_for_erasure, months_before
from requests_app.statistics.quarters import Span
from requests_app.workflow import Role
from tests import factories
from tests.factories import AT, ROBIN, TODAY
from tests.visiting import queries_of, signed_in

pytestmark = pytest.mark.django_db


def reads() -> list[tuple[str, str]]:
    found = AuditEvent.objects.filter(verb=reading.READ).select_related("actor")
    return [(event.who, event.detail["what"]) for event in found]


# --- who was shown them ----------------------------------------------------------------


def test_a_look_at_the_requester_is_on_record() -> None:
    case = factories.in_review()
    factories.make_documents(case)
    letter = Rendering.objects.get(kind="letter", version__foi_request=case)
    record = Rendering.objects.get(kind="record", version__foi_request=case)
    bob, alice = signed_in(factories.bob()), signed_in(factories.alice())
    bob.get(reverse("request", args=[case.slug]))
    bob.get(reverse("document", args=[case.slug, letter.pk]))
    bob.get(reverse("document", args=[case.slug, record.pk]))
    bob.get(reverse("clock", args=[case.slug]))
    alice.get(reverse("requester", args=[case.slug]))
    assert reads() == [("Bob", "case"), ("Bob", "letter"), ("Alice", "person")]
    page = alice.get(reverse("request", args=[case.slug])).text
    assert "Bob, in a letter, on the page of the case" in page
    assert audit.verify().broken == ""


@pytest.mark.parametrize("page", ["split", "block", "block-cut", "block-redact"])
def test_a_look_at_the_request_as_received_is_on_record(page: str) -> None:
    """It begins with a name and ends with an address, and so do the blocks it is split into."""
    case = factories.received()
    block = case.blocks.get(text__contains=ROBIN.name)
    alice = signed_in(factories.alice())
    url = reverse(page, args=[case.slug] if page == "split" else [case.slug, block.pk])
    for _ in range(2):
        assert ROBIN.name in alice.get(url).text
    assert reads() == [("Alice", "request")]
    told = alice.get(reverse("request", args=[case.slug])).text
    assert "Alice, in the request as received" in told


def test_it_is_noted_once_an_hour_for_each_place_and_person() -> None:
    case = factories.received()
    half_past = AT.replace(minute=30)
    for minutes in (0, 5, 29):
        at = half_past + timedelta(minutes=minutes)
        reading.note_read(case, Shown.CASE, by=factories.bob(), at=at)
    assert len(reads()) == 1
    reading.note_read(case, Shown.LETTER, by=factories.bob(), at=half_past)
    reading.note_read(case, Shown.CASE, by=factories.carol(), at=half_past)
    reading.note_read(case, Shown.CASE, by=factories.bob(), at=half_past + timedelta(minutes=30))
    assert len(reads()) == 4


def test_a_page_read_before_costs_one_query_for_it() -> None:
    case = factories.received()
    url = reverse("request", args=[case.slug])
    client = signed_in(factories.bob())
    once = queries_of(client, url)
    for number in range(10):
        at = AT + timedelta(hours=number)
        reading.note_read(case, Shown.CASE, by=factories.carol(), at=at)
    assert queries_of(client, url) == once


def test_a_case_without_requester_is_read_without_a_note() -> None:
    case = factories.received(requester=None)
    signed_in(factories.bob()).get(reverse("request", args=[case.slug]))
    assert reads() == []


def test_an_export_by_command_is_on_record(capsys: pytest.CaptureFixture[str]) -> None:
    case = factories.received()
    call_command("export_case", case.reference)
    event = AuditEvent.objects.latest("pk")
    assert (event.verb, event.actor, event.who) == ("exported", None, "The portal")


# --- what is held ----------------------------------------------------------------------


def downloaded(case: FoiRequest) -> zipfile.ZipFile:
    answer = signed_in(factories.alice()).post(reverse("requester-export", args=[case.slug]))
    assert answer["Content-Type"] == "application/zip"
    assert "no-store" in answer["Cache-Control"]
    assert ROBIN.name.split()[0].lower() not in str(answer.headers).lower()
    return zipfile.ZipFile(io.BytesIO(answer.content))


def test_one_file_holds_all_cases_of_the_same_person() -> None:
    case = factories.in_review(reference="FIRST-1")
    factories.make_documents(case, b"%PDF-1.7 to Robin")
    factories.received(reference="SECOND-1", requester=ROBIN)
    other = RequesterDetails(name="Kim Other", email="kim@example.org")
    factories.received("1. Who?", reference="OTHER-1", requester=other)
    signed_in(factories.bob()).get(reverse("request", args=[case.slug]))
    file = downloaded(case)
    content = json.loads(file.read("requester.json"))
    assert content["requester"]["email"] == ROBIN.email
    assert [one["case"]["reference"] for one in content["cases"]] == ["FIRST-1", "SECOND-1"]
    assert "Yours faithfully,\nRobin Sample" in content["cases"][0]["case"]["text"]
    told = [(event["who"], event["did"]) for event in content["cases"][0]["events"]]
    assert ("Bob", "was shown the requester’s data on the page of the case") in told
    assert told[-1] == ("Alice", "exported what is held on the requester")
    (letter,) = (name for name in file.namelist() if name.startswith("letters/"))
    assert file.read(letter) == b"%PDF-1.7 to Robin"
    page = file.read("requester.html").decode()
    assert "FIRST-1" in page
    assert "SECOND-1" in page
    assert "OTHER-1" not in page


def test_a_sensitive_case_of_theirs_is_in_the_file_of_its_circle_only() -> None:
    case = factories.received(reference="FIRST-1")
    secret = factories.received(reference="SECRET-1", by=factories.person("otto", Role.OFFICER))
    FoiRequest.objects.filter(pk=secret.pk).update(sensitive=True)
    assert b"SECRET-1" not in downloaded(case).read("requester.json")


# --- erasing ---------------------------------------------------------------------------


def shown_numbers() -> object:
    found = statistics(Span.from_slug("2026-q4").until(TODAY), today=TODAY)
    return repr(found)


def test_an_erasure_keeps_the_case_and_leaves_nothing_of_the_requester() -> None:
    case = factories.published()
    factories.sent(case)
    factories.make_documents(case)
    before = (shown_numbers(), case.versions.get().content, case.publications.count())
    record = Rendering.objects.filter(kind="record", state="done").latest("pk")
    erasing.erase_requester(case, by=factories.eve(), at=AT)
    case.refresh_from_db()
    assert (shown_numbers(), case.versions.get().content, case.publications.count()) == before
    whole = to_json(export(case))
    for mark in (ROBIN.name, ROBIN.email, "1 Nowhere"):
        assert mark not in whole
    assert "How many street lights do you have?" in whole
    assert case.text == ERASED
    letters = Rendering.objects.filter(kind="letter")
    assert {letter.state for letter in letters} == {"erased"}
    assert not RenderedDocument.objects.filter(rendering__in=letters).exists()
    assert RenderedDocument.objects.filter(rendering=record).exists()
    assert audit.verify().broken == ""


def test_the_words_removed_as_personal_data_go_with_it() -> None:
    case = factories.complete()
    block = factories.questions(case)[0]
    block.redactions = ["street lights"]
    block.save()
    erasing._erase(case, because=RequesterErasure.Because.ASKED, by=factories.eve(), at=AT)
    block.refresh_from_db()
    assert block.redactions == []
    assert "street lights" not in block.text
    assert not case.blocks.filter(omitted=True).exclude(text=ERASED).exists()


def test_the_pages_of_an_erased_case_still_open() -> None:
    case = factories.erased()
    client = signed_in(factories.eve())
    for name in ("request", "requester", "documents"):
        page = client.get(reverse(name, args=[case.slug]))
        assert page.status_code == 200
        assert ROBIN.name not in page.text
    assert (
        "Erased on 2 November 2026 by Eve"
        in client.get(reverse("requester", args=[case.slug])).text
    )
    assert client.post(reverse("requester-export", args=[case.slug])).status_code == 404
    letter = Rendering.objects.filter(kind="letter").latest("pk")
    assert client.get(reverse("document", args=[case.slug, letter.pk])).status_code == 404


def test_it_is_confirmed_by_typing_the_reference() -> None:
    case = factories.approved()
    factories.make_documents(case)
    factories.sent(case)
    client = signed_in(factories.eve())
    url = reverse("requester-erase", args=[case.slug])
    assert "Enter the reference of the case" in client.post(url).text
    page = client.post(url, {"confirmed": "yes"})
    assert "This is not the reference of the case" in page.text
    assert Requester.objects.exists()
    assert client.post(url, {"confirmed": case.reference}).status_code == 302
    assert not Requester.objects.exists()


def test_the_page_says_where_the_requester_is_still_named() -> None:
    case = factories.approved()
    factories.sent(case)
    factories.review_asked(case, note="Robin Sample says that it is wrong.")
    page = signed_in(factories.eve()).get(reverse("requester-erase", args=[case.slug])).text
    assert "a note on a review or complaint" in page
    assert "an answer" not in page


@pytest.mark.parametrize("what", ["not sent", "review open", "erased already"])
def test_a_requester_who_is_needed_is_not_erased(what: str) -> None:
    case = factories.erased() if what == "erased already" else factories.approved()
    if what == "review open":
        factories.make_documents(case)
        factories.sent(case)
        factories.review_asked(case)
    with pytest.raises(Refused):
        erasing.erase_requester(case, by=factories.eve(), at=AT)


def test_finished_letters_go_only_with_an_erasure_on_record() -> None:
    """The trigger asks for it, so that nobody else can delete the bytes."""
    case = factories.approved()
    factories.make_documents(case)
    bare: models.QuerySet[RenderedDocument] = models.QuerySet(RenderedDocument)
    letter = bare.filter(rendering__kind="letter")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        letter.delete()
    erased = factories.erased()
    RequesterErasure.objects.create(foi_request=case, because="asked", erased_at=AT)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        letter.filter(rendering__version__foi_request=case).delete()
    record = bare.filter(rendering__kind="record", rendering__version__foi_request=erased)
    assert record.exists()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        record.delete()


# --- for how long ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 11, 2), 24, date(2024, 11, 2)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2024, 3, 31), 1, date(2024, 2, 29)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2026, 12, 1), 12, date(2025, 12, 1)),
    ],
)
def test_months_before(day: date, months: int, expected: date) -> None:
    assert months_before(day, months) == expected


def keep_for(months: int) -> None:
    row = factories.particulars()
    row.pk, row._state.adding, row.retention_months = None, True, months
    row.effective_from = date(2026, 1, 2)
    row.save()
    assert AuthorityParticulars.objects.count() == 2


LATER = datetime(2027, 2, 3, 2, 50, tzinfo=AT.tzinfo)


def test_what_was_kept_for_long_enough_is_erased_by_the_portal() -> None:
    case = factories.approved(reference="SENT-1")
    factories.make_documents(case)
    factories.sent(case)
    factories.complete(reference="OPEN-1")
    assert due_for_erasure(LATER.date()) == []
    keep_for(3)
    assert [kept.case.reference for kept in due_for_erasure(LATER.date())] == ["SENT-1"]
    assert due_for_erasure(date(2027, 2, 2)) == []
    assert erasing.apply_retention(at=LATER) == 1
    assert erasing.apply_retention(at=LATER) == 0
    assert list(Requester.objects.values_list("foi_request__reference", flat=True)) == ["OPEN-1"]
    erasure = RequesterErasure.objects.get()
    assert (erasure.because, erasure.erased_by) == ("retention", None)
    assert AuditEvent.objects.latest("pk").who == "The portal"


def test_a_review_makes_the_period_begin_anew_and_an_open_one_stops_it() -> None:
    case = factories.approved()
    factories.make_documents(case)
    factories.sent(case)
    keep_for(3)
    asked = factories.review_asked(case, on=TODAY)
    assert due_for_erasure(LATER.date()) == []
    factories.challenge_decided(asked, "decision_upheld", on=date(2026, 12, 1), at=LATER)
    assert due_for_erasure(LATER.date()) == []
    assert len(due_for_erasure(date(2027, 3, 2))) == 1


def test_what_is_due_is_listed_on_a_page_and_by_the_command(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(factories.eve())
    assert "name no period" in client.get(reverse("retention")).text
    call_command("apply_retention")
    assert "nothing is due" in capsys.readouterr().out
    case = factories.approved(reference="SENT-1")
    factories.make_documents(case)
    factories.sent(case)
    keep_for(1)
    for module in ("views.requester", "management.commands.apply_retention"):
        monkeypatch.setattr(f"requests_app.{module}.localdate", LATER.date)
    monkeypatch.setattr("requests_app.management.commands.apply_retention.now", lambda: LATER)
    assert "SENT-1" in client.get(reverse("retention")).text
    call_command("apply_retention", "--list")
    assert capsys.readouterr().out == "SENT-1, ended on 2026-11-02\n"
    call_command("apply_retention")
    assert capsys.readouterr().out == "1 requester erased.\n"
    assert "Nothing is due." in client.get(reverse("retention")).text
