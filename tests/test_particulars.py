"""The authority's particulars over HTTP: which are in force, and adding new ones."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from django.utils.timezone import localdate

from exemptions.authority import Authority, AuthorityType
from requests_app.actions import library
from requests_app.compiling import load_draft
from requests_app.demo import PARTICULARS
from requests_app.gate.finding import Stage
from requests_app.gate.gathering import findings_of
from requests_app.models import (
    AuditEvent,
    AuthorityParticulars,
    FoiRequest,
    ParticularsConfirmation,
    Rendering,
)
from tests import factories as given
from tests.visiting import queries_of, signed_in

pytestmark = pytest.mark.django_db

LIST = "/library/particulars/"
NEW = "/library/particulars/new/"


def typed(**told: str) -> dict[str, Any]:
    today = localdate()
    particulars = {**PARTICULARS, "authority_name": "Southmere Borough Council"}
    particulars.pop("effective_from")
    return {
        **particulars,
        "effective_from_day": str(today.day),
        "effective_from_month": str(today.month),
        "effective_from_year": str(today.year),
        **told,
    }


def test_an_administrator_adds_particulars_beginning_with_those_in_force() -> None:
    given.particulars()
    client = signed_in(given.eve())
    page = client.get(NEW)
    assert str(PARTICULARS["authority_name"]) in page.text
    assert f'value="{PARTICULARS["regulator_url"]}"' in page.text
    answer = client.post(NEW, typed())
    assert answer.url == reverse("particulars")  # type: ignore[attr-defined]
    row = AuthorityParticulars.objects.latest("pk")
    assert (row.authority_name, row.effective_from, row.created_by) == (
        "Southmere Borough Council",
        localdate(),
        given.eve(),
    )
    assert "Southmere Borough Council" in Client().get("/").text


def test_the_first_particulars_are_entered_in_the_browser() -> None:
    client = signed_in(given.eve())
    assert "There are none yet" in client.get(LIST).text
    assert client.post(NEW, typed()).status_code == 302
    assert AuthorityParticulars.objects.count() == 1


def test_the_one_in_force_is_marked_and_those_of_the_future_are_not() -> None:
    given.particulars()
    client = signed_in(given.eve())
    later = localdate() + timedelta(days=40)
    client.post(
        NEW,
        typed(
            effective_from_day=str(later.day),
            effective_from_month=str(later.month),
            effective_from_year=str(later.year),
        ),
    )
    text = client.get(LIST).text
    assert text.count(">In force</strong>") == 1
    assert text.count(">Not yet in force</strong>") == 1
    assert f"new particulars from {later.day} {later:%B %Y}" in text
    assert text.index(f">From {later.day} {later:%B %Y}") < text.index(">In force</strong>")
    assert "Southmere" not in Client().get("/").text


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({"authority_name": ""}, "Enter the name of the authority"),
        ({"foi_email": "not an address"}, "must look like name@example.com"),
        ({"regulator_url": "javascript:alert(1)"}, "must be a whole web address"),
        ({"review_ask_days": "forty"}, "must be a whole number"),
        ({"review_ask_days": "-1"}, "greater than or equal to 0"),
        ({"effective_from_month": "13"}, "In force from must be a real date"),
    ],
)
def test_what_cannot_be_saved_is_told_and_kept(told: dict[str, str], message: str) -> None:
    page = signed_in(given.eve()).post(NEW, typed(**told))
    assert page.status_code == 200
    assert message in page.text
    assert "Southmere" in page.text or "authority_name" in told
    for text in told.values():
        assert text in page.text
    assert not AuthorityParticulars.objects.exists()


def test_only_an_administrator_adds_and_all_staff_may_read() -> None:
    given.particulars()
    for who in (given.alice(), given.bob(), given.carol(), given.dora(), given.mallory()):
        client = signed_in(who)
        assert NEW not in client.get(LIST).text
        assert client.get(NEW).status_code == 403
        assert client.post(NEW, typed()).status_code == 403
    assert Client().get(LIST).status_code == 302
    assert Client().post(NEW, typed()).status_code == 403
    assert AuthorityParticulars.objects.count() == 1


def test_each_row_says_what_it_changed_in_the_one_before() -> None:
    given.particulars()
    client = signed_in(given.eve())
    client.post(NEW, typed(review_answer_days="40"))
    text = client.get(LIST).text
    assert "What changed since 1 January 2005: 2 settings" in text
    assert "<del>20</del><ins>40</ins>" in text
    assert "<ins>Southmere Borough Council</ins>" in text
    client.post(NEW, typed(review_answer_days="40"))
    text = client.get(LIST).text
    assert text.count("What changed since 1 January 2005: 2 settings") == 2, "of one day, the last"
    assert text.count(">Replaced before it took effect</strong>") == 1
    assert text.count(">In force</strong>") == 1


def test_every_particular_is_shown_with_its_words() -> None:
    row = given.particulars()
    text = signed_in(given.alice()).get(LIST).text
    for label in ("Name of the regulator", "Weeks in which to complain", "Licence for reuse"):
        assert f">{label}" in text
    assert escape(row.review_how) in text


def test_which_documents_used_which_particulars() -> None:
    case = given.published()
    row = given.particulars()
    made = Rendering.objects.filter(particulars=row).count()
    url = reverse("particulars-documents", args=[row.pk])
    assert f"{made} documents made with them" in signed_in(given.alice()).get(LIST).text
    page = signed_in(given.alice()).get(url).text
    assert page.count(f'href="{reverse("documents", args=[case.slug])}"') == made
    assert "Public record of version 1" in page
    assert "For the reviewer, undated" in page
    assert "1 November 2026" in page
    dora = signed_in(given.dora())
    assert f"{made} documents made with them." in dora.get(LIST).text
    assert url not in dora.get(LIST).text
    assert dora.get(url).status_code == 403
    later = given.AT.date() + timedelta(days=1)
    signed_in(given.eve()).post(
        NEW,
        typed(
            effective_from_day=str(later.day),
            effective_from_month=str(later.month),
            effective_from_year=str(later.year),
        ),
    )
    text = signed_in(given.alice()).get(LIST).text
    assert text.count("No document was made with them.") == 1
    assert signed_in(given.alice()).get("/library/particulars/999/documents/").status_code == 404


def test_the_documents_cost_as_many_queries_however_many_there_are() -> None:
    given.published()
    url = reverse("particulars-documents", args=[given.particulars().pk])
    client = signed_in(given.alice())
    few, listed = queries_of(client, url), queries_of(client, LIST)
    for _ in range(3):
        given.published()
    assert (queries_of(client, url), queries_of(client, LIST)) == (few, listed)


def test_the_list_costs_as_many_queries_however_long_it_is() -> None:
    client = signed_in(given.eve())
    client.post(NEW, typed())
    few = queries_of(client, LIST)
    for _ in range(10):
        client.post(NEW, typed())
    assert queries_of(client, LIST) == few


def test_what_kind_of_authority_it_is_is_kept_and_shown() -> None:
    client = signed_in(given.eve())
    answer = client.post(
        NEW,
        typed(
            authority_type="department",
            has_audit_functions="on",
            outcome_vocabulary="cabinet_office",
        ),
    )
    assert answer.status_code == 302
    row = AuthorityParticulars.objects.latest("pk")
    assert row.authority == Authority(AuthorityType.DEPARTMENT, has_audit_functions=True)
    text = client.get(LIST).text
    assert "Government department, or the Welsh Government" in text
    assert ">It audits other public authorities</dt>" in text
    assert "Cabinet Office statistics" in text
    assert ">It is a public record office</dt>" not in text


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({"authority_type": "empire"}, "select one of the options"),
        ({"outcome_vocabulary": "latin"}, "select one of the options"),
    ],
)
def test_an_unknown_kind_or_vocabulary_is_refused(told: dict[str, str], message: str) -> None:
    client = signed_in(given.eve())
    answer = client.post(NEW, typed(**told))
    assert message in answer.text
    assert not AuthorityParticulars.objects.exists()


def test_particulars_of_before_are_those_of_any_authority() -> None:
    row = given.particulars()
    assert row.authority == Authority()
    assert row.outcome_vocabulary == "portal"
    assert row.vocabulary_title == "The portal’s own words"


class TestConfirming:
    """Somebody looks at the regulator's entry, and the day is kept."""

    def test_day_and_person_are_kept_and_shown(self) -> None:
        row = given.particulars()
        client = signed_in(given.dora())
        assert "Nobody has confirmed them" in client.get(LIST).text
        answer = client.post(reverse("particulars-confirm", args=[row.pk]), follow=True)
        assert "Confirmed on" in answer.text
        kept = row.confirmations.get()
        assert (kept.confirmed_by, localdate(kept.confirmed_at)) == (given.dora(), localdate())
        event = AuditEvent.objects.get(verb="particulars_confirmed")
        assert event.detail == {"particulars": row.pk}

    def test_an_officer_is_shown_no_button(self) -> None:
        given.particulars()
        assert "Confirm that this is still right" not in signed_in(given.alice()).get(LIST).text

    def test_what_was_replaced_meanwhile_is_not_confirmed(self) -> None:
        old = given.particulars()
        signed_in(given.eve()).post(NEW, typed())
        url = reverse("particulars-confirm", args=[old.pk])
        answer = signed_in(given.dora()).post(url, follow=True)
        assert "Other particulars are in force now" in answer.text
        assert not ParticularsConfirmation.objects.exists()

    def test_it_ends_the_warning_before_sending(self) -> None:
        row = given.particulars()
        later = row.created_at + timedelta(days=61)
        case = given.complete()
        assert "PRO-06" in self.said(case, localdate(later))
        library.confirm_particulars(row, by=given.dora(), at=later)
        assert "PRO-06" not in self.said(case, localdate(later))

    def said(self, case: FoiRequest, day: date) -> set[str]:
        found = findings_of(load_draft(case), day=day, stage=Stage.SEND)
        return {finding.rule for finding in found}
