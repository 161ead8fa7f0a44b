"""Words typed into a form of recorded facts are kept as those of the other forms are."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from requests_app.models import Claim, KeptWords
from requests_app.workflow import Role
from tests import factories as given
from tests.visiting import signed_in

pytestmark = pytest.mark.django_db

WORDS = "An afternoon of words and <b>more</b>."
IN_BOX = 'value="An afternoon of words and &lt;b&gt;more&lt;/b&gt;."'


@pytest.fixture
def claim() -> Claim:
    case = given.received()
    row = given.answer(case, disposition="exempt_all")
    return given.claim(row)


def pages_of(claim: Claim) -> tuple[str, str]:
    """The page of the facts alone, and the page of the claim, on which their form stands too."""
    slug = claim.answer.foi_request.slug
    return reverse("claim-facts", args=[slug, claim.pk]), reverse("claim", args=[slug, claim.pk])


def form_on(client: Client, page: str, **typed: str) -> dict[str, str]:
    """The form as a browser sends it, with something else in some of its boxes."""
    context = client.get(page).context
    form = context["facts_form"]
    hidden = {"seen": str(form["seen"].value()), "kept": context["facts_kept"].token}
    return {**form.unchanged(), **hidden, **typed}


def keep(client: Client, claim: Claim, data: dict[str, str]) -> HttpResponse:
    url = reverse("keep", args=[claim.answer.foi_request.slug])
    return client.post(url, data, HTTP_ACCEPT="application/json")  # type: ignore[return-value]


def test_they_are_offered_wherever_the_form_stands_and_used_on_their_page(claim: Claim) -> None:
    alice = signed_in(given.alice())
    for page in pages_of(claim):
        KeptWords.objects.all().delete()
        assert keep(alice, claim, form_on(alice, page, harm=WORDS)).status_code == 200
        for shown in pages_of(claim):
            offer = alice.get(shown)
            assert "You have text that was not saved" in offer.text, shown
            assert IN_BOX not in offer.text, shown
            assert 'id="facts-kept"' in offer.text
        use = alice.get(page).context["facts_kept"].use_url
        used = alice.get(use)
        assert IN_BOX in used.text
        assert "It is not saved yet" in used.text
        assert 'data-unsaved="true"' in used.text
    case = reverse("request", args=[claim.answer.foi_request.slug])
    assert "What the law asks of a claim" in alice.get(case).text


def test_what_the_page_of_the_claim_is_asked_to_use_are_the_words_of_the_claim(
    claim: Claim,
) -> None:
    alice, (_, page) = signed_in(given.alice()), pages_of(claim)
    keep(alice, claim, form_on(alice, page, harm=WORDS))
    assert IN_BOX not in alice.get(f"{page}?kept=use").text


def test_a_save_puts_them_away_with_and_without_a_script(claim: Claim) -> None:
    alice, (page, _) = signed_in(given.alice()), pages_of(claim)
    for number, headers in enumerate(({}, {"HX-Request": "true"})):
        typed = form_on(alice, page, harm=f"{WORDS} {number}")
        keep(alice, claim, typed)
        assert alice.post(page, typed, headers=headers).status_code < 400
        assert not KeptWords.objects.exists()
        claim.refresh_from_db()
        assert claim.facts["harm"] == f"{WORDS} {number}"


def test_what_comes_after_its_own_save_is_no_draft(claim: Claim) -> None:
    alice, (page, _) = signed_in(given.alice()), pages_of(claim)
    typed = form_on(alice, page, harm=WORDS)
    alice.post(page, typed)
    keep(alice, claim, typed)
    assert "not saved" not in alice.get(page).text
    assert not KeptWords.objects.exists()


def test_a_date_that_is_not_the_saved_one_is_a_draft(claim: Claim) -> None:
    alice, page = (
        signed_in(given.alice()),
        reverse("case-facts", args=[claim.answer.foi_request.slug]),
    )
    for day, is_saved in (("2", True), ("3", False)):
        parts = zip(("day", "month", "year"), (day, "11", "2026"), strict=True)
        typed = form_on(alice, page) | {f"documents_kept_{part}": value for part, value in parts}
        if is_saved:
            assert alice.post(page, typed).status_code == 302
        keep(alice, claim, typed)
        assert ("not saved" in alice.get(page).text) is not is_saved


def test_who_lost_the_session_finds_them_in_the_form_after_signing_in(claim: Claim) -> None:
    alice = signed_in(given.alice())
    for page in pages_of(claim):
        KeptWords.objects.all().delete()
        typed = form_on(alice, page, harm=WORDS)
        alice.session.delete()
        facts, _ = pages_of(claim)
        answer = alice.post(facts, typed)
        assert answer.status_code == 403
        assert "what you typed is kept for you" in answer.text
        assert f'href="/accounts/login/?next={facts}"' in answer.text
        alice = signed_in(given.alice())
        back = alice.get(facts)
        assert IN_BOX in back.text
        assert "You were signed out" in back.text


def test_what_met_the_save_of_a_colleague_is_kept(claim: Claim) -> None:
    alice, (page, _) = signed_in(given.alice()), pages_of(claim)
    typed = form_on(alice, page, harm=WORDS)
    bert = signed_in(given.person("bert", Role.OFFICER))
    bert.post(page, form_on(bert, page, harm="Bert was here."))
    assert alice.post(page, typed).status_code == 409
    assert KeptWords.objects.get().fields["harm"] == [WORDS]
