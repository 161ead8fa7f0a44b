"""Claims of exemption over HTTP: the limb first, then what that limb needs."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from exemptions.catalogue import catalogue
from requests_app.actions import drafting
from requests_app.actions.base import Refused
from requests_app.models import Answer, AuditEvent, Claim, FoiRequest
from requests_app.workflow import Role
from tests import factories
from tests.visiting import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice() -> Client:
    return signed_in(factories.alice())


@pytest.fixture
def case() -> FoiRequest:
    return factories.with_questions(2)


@pytest.fixture
def row(case: FoiRequest) -> Answer:
    return factories.answer(case, factories.questions(case)[:1], disposition="exempt_all")


def new(row: Answer, query: str = "") -> str:
    return reverse("claim-new", args=[row.foi_request.slug, row.pk]) + query


def url(claim: Claim, name: str = "claim") -> str:
    return reverse(name, args=[claim.answer.foi_request.slug, claim.pk])


class TestChoosingTheLimb:
    def test_offers_every_limb_of_the_catalogue(self, alice: Client, row: Answer) -> None:
        page = alice.get(new(row)).content.decode()
        for cite, law in catalogue().items():
            assert (f'<option value="{cite}">' in page) is law.is_claimed
        assert "There is a problem" not in page
        assert '<optgroup label="Section 31: Law enforcement">' in page
        assert "31(3) – neither confirm nor deny: " in page
        assert '<optgroup label="Regulation 12: Exceptions to the duty' in page

    # The cost limit is what became of a question; it is not claimed for information.
    @pytest.mark.parametrize("cite", ["999", "", "12(1)", "1(1)(a)"])
    def test_one_that_is_not_there_is_told(self, alice: Client, row: Answer, cite: str) -> None:
        page = alice.get(new(row, f"?provision={cite}")).content.decode()
        assert "There is a problem" in page

    def test_offers_what_the_case_claims_already(
        self, alice: Client, case: FoiRequest, row: Answer
    ) -> None:
        other = factories.answer(case, factories.questions(case)[1:], disposition="exempt_all")
        factories.claim(other, "40(2)")
        page = alice.get(new(row)).content.decode()
        assert "Claimed in this case already:" in page
        assert "?provision=40%282%29" in page

    def test_a_regulation_is_not_called_a_section(self, alice: Client, row: Answer) -> None:
        page = alice.get(new(row, "?provision=EIR 12(4)(e)")).content.decode()
        assert "Claim an exemption: regulation 12(4)(e)" in page
        assert "Regulation 12(4)(e): internal communications" in page
        answer = alice.post(
            new(row), {"provision": "EIR 12(4)(e)", "reason": "It passed between us."}, follow=True
        )
        assert "The claim of regulation 12(4)(e) is saved." in answer.content.decode()

    @pytest.mark.parametrize(
        ("cite", "likelihood", "where"),
        [
            ("31(1)(a)", True, False),
            ("40(2)", False, False),
            ("21", False, True),
            ("31(3)", True, False),
            # The Regulations know one threshold, so there is nothing to choose.
            ("EIR 12(5)(e)", False, False),
        ],
    )
    def test_shows_the_fields_that_the_limb_needs(
        self, alice: Client, row: Answer, cite: str, *, likelihood: bool, where: bool
    ) -> None:
        factories.wording(cite, "What it says in general.")
        page = alice.get(new(row, f"?provision={cite}")).content.decode()
        assert ('name="likelihood"' in page) is likelihood
        assert ('name="where_accessible"' in page) is where
        assert 'name="reason"' in page
        assert "What it says in general." in page
        assert catalogue()[cite].guidance.url in page

    def test_says_when_the_library_has_no_wording(self, alice: Client, row: Answer) -> None:
        page = alice.get(new(row, "?provision=31(1)(a)")).content.decode()
        assert "The library has no standard text for this limb yet." in page


class TestClaiming:
    def test_a_qualified_claim_leads_on_to_its_test(self, alice: Client, row: Answer) -> None:
        data = {"provision": "31(1)(a)", "reason": "Locks.", "likelihood": "would"}
        answer = alice.post(new(row), data)
        claim = row.claims.get()
        assert (claim.provision, claim.reason, claim.likelihood) == ("31(1)(a)", "Locks.", "would")
        test = reverse("test-new", args=[row.foi_request.slug])
        assert answer["Location"] == f"{test}?claim={claim.pk}"

    def test_an_absolute_claim_leads_back_to_the_answer(self, alice: Client, row: Answer) -> None:
        data = {
            "provision": "21",
            "reason": "It is there.",
            "where_accessible": "https://a.example/",
        }
        answer = alice.post(new(row), data)
        claim = row.claims.get()
        assert (claim.provision, claim.where_accessible) == ("21(1)", "https://a.example/")
        assert answer["Location"] == reverse("answer", args=[row.foi_request.slug, row.pk])

    def test_it_may_be_saved_half_done_and_says_what_is_missing(
        self, alice: Client, row: Answer
    ) -> None:
        alice.post(new(row), {"provision": "31(1)(a)", "reason": ""})
        page = alice.get(reverse("answer", args=[row.foi_request.slug, row.pk])).content.decode()
        assert "say why it applies to this information" in page
        assert "choose whether the harm would, or would be likely to, happen" in page

    def test_the_same_limb_twice_is_refused_and_the_words_stay(
        self, alice: Client, row: Answer
    ) -> None:
        factories.claim(row)
        data = {"provision": "31(1)(a)", "reason": "Typed again.", "likelihood": "would"}
        page = alice.post(new(row), data).content.decode()
        assert "Section 31(1)(a) is claimed on this answer already." in page
        assert "Typed again." in page
        assert row.claims.count() == 1

    def test_a_likelihood_that_does_not_exist_is_refused(self, alice: Client, row: Answer) -> None:
        data = {"provision": "31(1)(a)", "reason": "Kept.", "likelihood": "perhaps"}
        page = alice.post(new(row), data).content.decode()
        assert "select one of the options" in page
        assert "Kept." in page

    def test_a_limb_that_does_not_exist_is_not_claimed(self, alice: Client, row: Answer) -> None:
        assert alice.post(new(row), {"provision": "999", "reason": "x"}).status_code == 200
        assert row.claims.count() == 0


class TestChanging:
    def test_shows_and_saves(self, alice: Client, row: Answer) -> None:
        claim = factories.claim(row, reason="As it was.")
        assert "As it was." in alice.get(url(claim)).content.decode()
        data = {"provision": "31(1)(a)", "reason": "As it is.", "likelihood": "would"}
        assert alice.post(url(claim), data).status_code == 200, "an unknown revision saves nothing"
        alice.post(url(claim), data | {"revision": claim.revision})
        claim.refresh_from_db()
        assert (claim.reason, claim.likelihood) == ("As it is.", "would")

    def test_to_another_limb_keeps_the_reason(self, alice: Client, row: Answer) -> None:
        claim = factories.claim(row, reason="Kept.")
        assert "Choose a limb" in alice.get(url(claim) + "?choose").content.decode()
        page = alice.get(url(claim) + "?provision=31(1)(b)").content.decode()
        assert "Kept." in page
        assert 'name="provision" value="31(1)(b)"' in page

    def test_to_an_absolute_limb_takes_the_test_away(
        self, alice: Client, case: FoiRequest, row: Answer
    ) -> None:
        claim = factories.claim(row)
        factories.weighed(case, [claim])
        alice.post(url(claim), {"provision": "40(2)", "reason": "A name.", "revision": "0"})
        claim.refresh_from_db()
        assert claim.test is None


class TestTwoOfficers:
    """Both opened the claim as it was; Alan saves first."""

    @pytest.fixture
    def claim(self, row: Answer) -> Claim:
        return factories.claim(row, reason="As it was.")

    def typed(self, claim: Claim, reason: str, **changes: object) -> dict[str, object]:
        told = {"provision": claim.provision, "likelihood": "would", "revision": claim.revision}
        return {**told, "reason": reason, **changes}

    def save_as_alan(self, claim: Claim, **changes: object) -> None:
        alan = signed_in(factories.person("alan", Role.OFFICER, name="Alan"))
        done = alan.post(url(claim), self.typed(claim, "The old locks are weak.", **changes))
        assert done.status_code == 302

    def test_the_second_sees_both_and_loses_neither(self, alice: Client, claim: Claim) -> None:
        self.save_as_alan(claim)
        told = self.typed(claim, "The new locks are weak.")
        answer = alice.post(url(claim), told)
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "Somebody else saved this claim meanwhile" in page
        assert "Saved by Alan" in page
        assert "<del>old </del>" in page
        assert "<ins>new </ins>" in page
        assert "The new locks are weak.</textarea>" in page, "still in the form"
        claim.refresh_from_db()
        assert claim.reason == "The old locks are weak."
        assert alice.post(url(claim), told | {"revision": claim.revision}).status_code == 302
        claim.refresh_from_db()
        assert (claim.reason, claim.saved_by) == ("The new locks are weak.", factories.alice())

    def test_both_are_put_into_the_form(self, alice: Client, claim: Claim) -> None:
        self.save_as_alan(claim)
        page = alice.post(url(claim), self.typed(claim, "Mine.", both="1")).content.decode()
        assert "The old locks are weak.\n\nMine.</textarea>" in page
        claim.refresh_from_db()
        assert f'name="revision" value="{claim.revision}"' in page
        assert claim.reason == "The old locks are weak."

    def test_who_takes_theirs_keeps_their_own_as_a_draft(self, alice: Client, claim: Claim) -> None:
        kept = alice.get(url(claim)).context["kept"].token
        self.save_as_alan(claim)
        alice.post(url(claim), self.typed(claim, "Mine of an hour.", kept=kept))
        page = alice.get(url(claim)).content.decode()
        assert "The old locks are weak.</textarea>" in page
        assert "You have text that was not saved" in page
        assert "Mine of an hour." in page

    def test_a_reason_from_the_steps_is_a_save_like_any_other(
        self, alice: Client, claim: Claim
    ) -> None:
        opened = self.typed(claim, "Mine.")
        factories.record(claim, {"reason": "As the steps have it."})
        assert alice.post(url(claim), opened).status_code == 409

    def test_another_limb_is_told_too(self, alice: Client, claim: Claim) -> None:
        self.save_as_alan(claim, provision="31(1)(b)")
        page = alice.post(url(claim), self.typed(claim, "Mine.")).content.decode()
        assert "31(1)<del>(b)" in page or "<del>31(1)(b)" in page

    def test_a_claim_that_was_removed_meanwhile_is_not_made_again(self, claim: Claim) -> None:
        drafting.remove_claim(Claim.objects.get(pk=claim.pk), by=factories.alice(), at=factories.AT)
        with pytest.raises(Refused, match="removed this claim meanwhile"):
            drafting.claim(
                claim.answer,
                drafting.ClaimDetails("31(1)(a)"),
                existing=claim,
                by=factories.alice(),
                at=factories.AT,
            )


class TestRemoving:
    def test_removes_it(self, alice: Client, row: Answer) -> None:
        claim = factories.claim(row)
        answer = alice.post(url(claim, "claim-remove"))
        assert answer["Location"] == reverse("answer", args=[row.foi_request.slug, row.pk])
        assert row.claims.count() == 0

    def test_repeating_it_is_harmless(self, alice: Client, row: Answer) -> None:
        target = url(factories.claim(row), "claim-remove")
        alice.post(target)
        assert alice.post(target).status_code == 302
        assert AuditEvent.objects.filter(verb="claim_removed").count() == 1
