"""The order of the annex, the outcome and the whole preview over HTTP."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from requests_app.models import FoiRequest
from requests_app.outcome import OutcomeCode
from tests import factories
from tests.visiting import queries_of, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice() -> Client:
    return signed_in(factories.alice())


@pytest.fixture
def case() -> FoiRequest:
    """Section 40(2) on question 1, 31(1)(a) on 2, 21 on 3."""
    case = factories.with_questions(3)
    for question, cite in zip(factories.questions(case), ("40(2)", "31(1)(a)", "21"), strict=True):
        factories.claim(factories.answer(case, [question], disposition="exempt_all"), cite)
    return case


def sections(alice: Client, case: FoiRequest) -> list[str]:
    """The sections of the annex in the order in which the page lists them."""
    page = alice.get(reverse("annex", args=[case.slug])).content.decode()
    found = {name: page.find(f"<strong>Section {name}") for name in ("21", "31(1)(a)", "40(2)")}
    assert -1 not in found.values()
    return sorted(found, key=lambda name: found[name])


class TestOrder:
    def test_is_that_of_the_act(self, alice: Client, case: FoiRequest) -> None:
        assert sections(alice, case) == ["21", "31(1)(a)", "40(2)"]

    def test_the_officer_changes_it_and_takes_it_back(
        self, alice: Client, case: FoiRequest
    ) -> None:
        url = reverse("annex", args=[case.slug])
        alice.post(url, {"down": "21(1)"})
        alice.post(url, {"down": "21(1)"})
        assert sections(alice, case) == ["31(1)(a)", "40(2)", "21"]
        alice.post(url, {"up": "21(1)"})
        assert sections(alice, case) == ["31(1)(a)", "21", "40(2)"]
        alice.post(url, {"reset": "1"})
        assert sections(alice, case) == ["21", "31(1)(a)", "40(2)"]

    @pytest.mark.parametrize("data", [{"up": "21(1)"}, {"up": "999"}, {}])
    def test_what_cannot_move_stays(
        self, alice: Client, case: FoiRequest, data: dict[str, str]
    ) -> None:
        assert alice.post(reverse("annex", args=[case.slug]), data).status_code == 302
        assert sections(alice, case) == ["21", "31(1)(a)", "40(2)"]

    def test_says_where_each_is_used_and_what_is_missing(
        self, alice: Client, case: FoiRequest
    ) -> None:
        page = alice.get(reverse("annex", args=[case.slug])).content.decode()
        assert "Used for question 2" in page
        assert "weigh the public interest" in page

    def test_without_claims_there_is_none(self, alice: Client) -> None:
        case = factories.with_questions(1)
        page = alice.get(reverse("annex", args=[case.slug])).content.decode()
        assert "this response has no annex" in page

    def test_same_number_of_queries_for_more_claims(self, alice: Client) -> None:
        def case_of(count: int) -> FoiRequest:
            case = factories.with_questions(count)
            for question in factories.questions(case):
                factories.claim(factories.answer(case, [question], disposition="exempt_all"))
            return case

        few, many = (reverse("annex", args=[case_of(n).slug]) for n in (2, 12))
        assert queries_of(alice, few) == queries_of(alice, many)


class TestOutcome:
    def test_is_derived(self, alice: Client) -> None:
        case = factories.complete()
        page = alice.get(reverse("outcome", args=[case.slug])).content.decode()
        assert "<strong>Information provided</strong>" in page

    def test_is_overridden_for_a_reason_and_taken_back(self, alice: Client) -> None:
        case = factories.complete()
        url = reverse("outcome", args=[case.slug])
        data = {"code": "partially_withheld", "reason": "A table was cut short."}
        assert alice.post(url, data)["Location"] == reverse("request", args=[case.slug])
        case.refresh_from_db()
        assert case.outcome_override == OutcomeCode.PARTIALLY_WITHHELD
        alice.post(url, {"code": "", "reason": "left over"})
        case.refresh_from_db()
        assert (case.outcome_override, case.outcome_reason) == ("", "")

    @pytest.mark.parametrize(
        ("data", "message"),
        [
            ({"code": "fully_withheld", "reason": " "}, "Give the reason why the outcome differs"),
            ({"code": "nonsense", "reason": "x"}, "select one of the options"),
            ({"code": "undecided", "reason": "x"}, "select one of the options"),
        ],
    )
    def test_bad_input_is_told(self, alice: Client, data: dict[str, str], message: str) -> None:
        case = factories.complete()
        page = alice.post(reverse("outcome", args=[case.slug]), data).content.decode()
        assert page.count(message) == 2
        case.refresh_from_db()
        assert case.outcome_override == ""


class TestPreview:
    def test_is_the_whole_response_and_says_that_it_is_a_draft(
        self, alice: Client, case: FoiRequest
    ) -> None:
        page = alice.get(reverse("preview", args=[case.slug])).content.decode()
        assert "This is a draft." in page
        assert "What is the answer to number 2?" in page
        assert "Explanatory annex" in page
        assert "It would help somebody to break in" in page

    def test_shows_no_requester(self, alice: Client) -> None:
        case = factories.complete()
        page = alice.get(reverse("preview", args=[case.slug])).content.decode()
        for secret in ("Robin", "Sample", "example.org", "ZZ1"):
            assert secret not in page

    def test_takes_no_post(self, alice: Client, case: FoiRequest) -> None:
        assert alice.post(reverse("preview", args=[case.slug])).status_code == 405
