"""The wording library over HTTP: the list, a wording and its history, changing it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import resolve, reverse
from django.utils.timezone import localdate

from exemptions.catalogue import catalogue
from exemptions.models import StandardText, StandardTextVersion
from tests import factories as given
from tests.visiting import queries_of, signed_in

pytestmark = pytest.mark.django_db

LOCKS = "31(1)(a)"


def typed(**told: str) -> dict[str, str]:
    day = localdate() + timedelta(days=300)
    return {
        "body": "A **new** wording.",
        "note": "The law changed.",
        "owner": "Dora",
        "review_by_day": str(day.day),
        "review_by_month": str(day.month),
        "review_by_year": str(day.year),
        "latest": "1",
        **told,
    }


def address(cite: str = LOCKS) -> str:
    return reverse("wording", args=[cite])


# --- addresses -------------------------------------------------------------------------


def test_every_provision_has_an_address_of_its_own_that_leads_back_to_it() -> None:
    addresses = {reverse("wording", args=[provision]) for provision in catalogue().values()}
    assert len(addresses) == len(catalogue())
    for cite, provision in catalogue().items():
        assert resolve(address(cite)).kwargs == {"provision": provision}
    assert address(LOCKS) == "/library/31-1-a/"
    assert address("40(2)") == reverse("wording", args=[catalogue()["40(2)"]])


def test_a_provision_that_is_not_in_the_act_is_not_found() -> None:
    assert signed_in(given.dora()).get("/library/31-9-z/").status_code == 404


# --- the list --------------------------------------------------------------------------


def test_the_list_shows_what_is_written_what_is_not_and_what_is_overdue() -> None:
    given.wording(LOCKS)
    late = given.wording("40(2)")
    StandardText.objects.filter(pk=late.pk).update(review_by=localdate() - timedelta(days=1))
    text = signed_in(given.alice()).get(reverse("library")).text
    assert text.count("Overdue") == 1
    assert "1 text should have been read again" in text
    assert f"{len(catalogue()) - 2} provisions without a text" in text
    assert text.count("No text yet") == len(catalogue()) - 2
    assert text.count("Version 1, Library editor<br>Review by") == 2
    for cite in catalogue():
        assert f'href="{address(cite)}"' in text


def test_a_wording_to_be_reviewed_today_is_not_overdue() -> None:
    text = given.wording(LOCKS)
    StandardText.objects.filter(pk=text.pk).update(review_by=localdate())
    assert "Overdue" not in signed_in(given.alice()).get(reverse("library")).text


def test_the_list_costs_as_many_queries_however_much_is_written() -> None:
    given.wording(LOCKS)
    client = signed_in(given.alice())
    few = queries_of(client, reverse("library"))
    for cite in list(catalogue())[:12]:
        given.wording(cite)
    assert queries_of(client, reverse("library")) == few


# --- a wording -------------------------------------------------------------------------


def test_an_editor_changes_a_wording_and_the_old_one_stays() -> None:
    given.wording(LOCKS, "An *old* wording.")
    client = signed_in(given.dora())
    page = client.get(address())
    assert "<em>old</em>" in page.text
    assert 'name="latest" value="1"' in page.text
    assert client.post(address(), typed()).status_code == 302
    text = StandardText.objects.get()
    assert (text.owner, text.current.number) == ("Dora", 2)  # type: ignore[union-attr]
    page = client.get(address())
    assert "<strong>new</strong>" in page.text
    assert "In force: version 2" in page.text
    assert "The law changed." in page.text
    assert "<del>An *old* </del><ins>A **new** </ins>wording." in page.text
    old = client.get(reverse("wording-version", args=[LOCKS, 1]))
    assert "<em>old</em>" in old.text
    assert "Replaced" in old.text
    assert "In force" in client.get(reverse("wording-version", args=[LOCKS, 2])).text
    assert client.get(reverse("wording-version", args=[LOCKS, 3])).status_code == 404


def test_the_first_wording_of_a_provision_is_written_in_the_browser() -> None:
    client = signed_in(given.dora())
    assert "There is no standard text" in client.get(address("43(1)")).text
    client.post(address("43(1)"), typed(latest="0"))
    assert StandardText.objects.get().provision == catalogue()["43(1)"].cite
    assert "<strong>new</strong>" in client.get(address("43(1)")).text


def test_saving_the_same_words_makes_no_version() -> None:
    given.wording(LOCKS, "A **new** wording.")
    client = signed_in(given.dora())
    for _ in range(2):
        client.post(address(), typed())
    assert StandardTextVersion.objects.count() == 1
    assert StandardText.objects.get().review_by > date.today() + timedelta(days=200)  # noqa: DTZ011


def test_a_second_editor_overwrites_nothing_and_loses_nothing() -> None:
    given.wording(LOCKS)
    client = signed_in(given.dora())
    client.post(address(), typed(body="The first editor's words."))
    page = client.post(address(), typed(body="The second editor's words."))
    assert page.status_code == 200
    assert "Somebody else saved version 2" in page.text
    assert "The second editor&#x27;s words.</textarea>" in page.text
    assert StandardTextVersion.objects.count() == 2
    assert 'href="#id_body"' in page.text


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({"body": ""}, "Enter the wording"),
        ({"body": "  \n "}, "Enter the wording"),
        ({"owner": ""}, "Enter the owner"),
        ({"review_by_day": "32"}, "Review by must be a real date"),
        ({"review_by_year": ""}, "Review by must include a year"),
        ({"body": "x" * 6000}, "word"),
        ({"note": "n" * 301}, "must be 300 characters or fewer"),
    ],
)
def test_what_cannot_be_saved_is_told_and_kept(told: dict[str, str], message: str) -> None:
    given.wording(LOCKS)
    page = signed_in(given.dora()).post(address(), typed(**told))
    assert page.status_code == 200
    assert message in page.text
    assert "<title>Error: " in page.text
    for text in told.values():
        assert text.strip() in page.text
    assert StandardTextVersion.objects.count() == 1


def test_a_preview_shows_the_words_and_saves_nothing() -> None:
    given.wording(LOCKS)
    url = reverse("wording-preview", args=[LOCKS])
    client = signed_in(given.dora())
    page = client.post(url, typed(body="<script>alert(1)</script> **bold**"))
    assert "Nothing is saved yet." in page.text
    assert "<strong>bold</strong>" in page.text
    assert "<script>alert" not in page.text
    assert StandardTextVersion.objects.count() == 1
    assert client.get(url).status_code == 405


def test_only_a_library_editor_changes_it() -> None:
    given.wording(LOCKS)
    preview = reverse("wording-preview", args=[LOCKS])
    for who in (given.alice(), given.bob(), given.carol(), given.eve(), given.mallory()):
        client = signed_in(who)
        page = client.get(address())
        assert page.status_code == 200
        assert "<textarea" not in page.text
        assert client.post(address(), typed()).status_code == 403
        assert client.post(preview, typed()).status_code == 403
    assert StandardTextVersion.objects.count() == 1


def test_a_stranger_is_sent_to_the_sign_in() -> None:
    for url in (reverse("library"), address(), reverse("wording-version", args=[LOCKS, 1])):
        assert Client().get(url).status_code == 302
    assert Client().post(address(), typed()).status_code == 302


def test_the_history_costs_as_many_queries_however_long_it_is() -> None:
    given.wording(LOCKS)
    client = signed_in(given.dora())
    client.post(address(), typed())
    few = queries_of(client, address())
    for number in range(2, 10):
        client.post(address(), typed(body=f"Words {number}", latest=str(number)))
    assert StandardTextVersion.objects.count() == 10
    assert queries_of(client, address()) == few
