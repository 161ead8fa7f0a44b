"""What stands at the address of a withdrawn record, and on the page of corrections."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from requests_app.actions import publishing
from requests_app.actions.base import Refused
from requests_app.models import FoiRequest, Replacement, Withdrawal
from tests import factories as given
from tests.visiting import queries_of, signed_in

pytestmark = pytest.mark.django_db

CORRECTIONS = "/disclosure-log/corrections/"


def record(case: FoiRequest) -> str:
    return reverse("record", args=[case.slug])


def pdf(case: FoiRequest) -> str:
    return reverse("record-pdf", args=[case.slug])


def page_of(url: str) -> str:
    return Client().get(url).text


# --- the address of what is gone ---------------------------------------------------------


def test_the_address_of_a_replaced_record_leads_to_its_correction() -> None:
    better = given.published(reference="CAS-2", title="Street lighting in full")
    case = given.replaced(better, reference="CAS-1")
    for url in (record(case), pdf(case)):
        gone = Client().get(url)
        assert gone.status_code == 410
        assert "A figure was wrong." in gone.text
        assert f'href="{record(better)}"' in gone.text
        assert "Street lighting in full" in gone.text
    assert Client().get(record(better)).status_code == 200
    assert "This is a corrected record. The record CAS-1 was withdrawn" in page_of(record(better))


def test_a_correction_that_is_withdrawn_itself_is_not_led_to() -> None:
    better = given.published(reference="CAS-2", title="Street lighting in full")
    case = given.replaced(better, reference="CAS-1")
    publishing.withdraw(better, reason="Also wrong.", by=given.carol(), at=given.AT)
    for url in (record(case), CORRECTIONS):
        assert "Street lighting in full" not in page_of(url)
        assert f'href="{record(better)}"' not in page_of(url)


def test_a_record_corrected_at_its_own_address_says_so() -> None:
    case = given.corrected(reference="CAS-1")
    page = Client().get(record(case))
    assert page.status_code == 200
    assert "1,205" in page.text
    assert "1,204" not in page.text
    assert "This is a corrected record. What stood here before was withdrawn" in page.text
    assert "It was published too early." in page.text
    assert "It was corrected and published again" in page_of(CORRECTIONS)


def test_a_record_that_was_never_corrected_says_nothing_of_it() -> None:
    assert "corrected record" not in page_of(record(given.published()))


def test_the_last_record_that_was_named_counts() -> None:
    wrong = given.published(reference="CAS-2", title="The wrong one")
    right = given.published(reference="CAS-3", title="The right one")
    case = given.replaced(wrong, reference="CAS-1")
    publishing.replace(case, replaced_by=right, by=given.carol(), at=given.AT)
    assert f'href="{record(right)}"' in page_of(record(case))
    assert "The wrong one" not in page_of(record(case))
    assert "corrected record" not in page_of(record(wrong))
    assert "corrected record" in page_of(record(right))


# --- the page of corrections -------------------------------------------------------------


def test_without_a_withdrawal_the_page_says_so() -> None:
    given.published()
    assert "Nothing has been withdrawn." in page_of(CORRECTIONS)


def test_a_withdrawal_is_listed_without_its_title_unless_it_may_be_named() -> None:
    case = given.published(reference="CAS-1", title="Kept secret")
    other = given.published(reference="CAS-2", title="May be named")
    publishing.withdraw(case, reason="It named a child.", by=given.carol(), at=given.AT)
    publishing.withdraw(
        other, reason="Two rows were mixed up.", names_title=True, by=given.carol(), at=given.AT
    )
    text = page_of(CORRECTIONS)
    for words in ("CAS-1", "It named a child.", "CAS-2: May be named", "November 2026"):
        assert words in text
    assert "Kept secret" not in text
    assert "Kept secret" not in page_of(record(case))
    assert "May be named" in page_of(record(other))


def test_the_page_costs_as_many_queries_however_many_there_are() -> None:
    better = given.published(reference="BETTER-1")
    given.replaced(better)
    few = queries_of(Client(), CORRECTIONS)
    for _ in range(5):
        given.replaced(better)
    given.corrected()
    assert queries_of(Client(), CORRECTIONS) == few


# --- naming the correction ---------------------------------------------------------------


@pytest.mark.parametrize("make", [given.approved, given.withdrawn])
def test_only_a_record_on_the_log_can_be_named(make: Callable[..., FoiRequest]) -> None:
    other = make(reference="CAS-2")
    case = given.published(reference="CAS-1")
    with pytest.raises(Refused, match="no such record on the log"):
        publishing.withdraw(case, reason="Wrong.", replaced_by=other, by=given.carol(), at=given.AT)
    assert not Withdrawal.objects.filter(publication__foi_request=case).exists()


def test_a_record_does_not_replace_itself() -> None:
    case = given.published(reference="CAS-1")
    with pytest.raises(Refused, match="reopen it"):
        publishing.withdraw(case, reason="Wrong.", replaced_by=case, by=given.carol(), at=given.AT)


def test_the_publisher_withdraws_and_names_the_correction_on_one_page() -> None:
    given.published(reference="CAS-2", title="Better")
    case = given.published(reference="CAS-1")
    client = signed_in(given.carol())
    asked = client.get(reverse("withdraw", args=[case.slug])).text
    assert "What will happen" in asked
    assert "PDF, 1 kB, 1 page" in asked
    typed = {"reason": "A figure was wrong.", "names_title": "on", "replaced_by": "cas-2"}
    assert client.post(reverse("withdraw", args=[case.slug]), typed).status_code == 302
    withdrawal = Withdrawal.objects.get()
    assert withdrawal.names_title
    assert withdrawal.replacements.get().foi_request.reference == "CAS-2"


def test_a_reference_that_is_not_on_the_log_is_told_and_kept() -> None:
    given.approved(reference="CAS-2")
    case = given.published(reference="CAS-1")
    typed = {"reason": "A figure was wrong.", "replaced_by": "CAS-2"}
    page = signed_in(given.carol()).post(reverse("withdraw", args=[case.slug]), typed)
    assert page.text.count("There is no record with this reference on the log") == 2
    assert 'value="CAS-2"' in page.text
    assert Client().get(record(case)).status_code == 200


def test_a_correction_that_came_later_is_named_later() -> None:
    case = given.withdrawn(reference="CAS-1")
    given.published(reference="CAS-2", title="Better")
    client = signed_in(given.carol())
    assert reverse("replace", args=[case.slug]) in client.get(f"/requests/{case.slug}/").text
    url = reverse("replace", args=[case.slug])
    assert "leads to no other record yet" in client.get(url).text
    assert client.post(url, {"replaced_by": "CAS-2"}).status_code == 302
    assert Replacement.objects.count() == 1
    assert "leads to <a" in client.get(url).text
    assert "Better" in page_of(record(case))
