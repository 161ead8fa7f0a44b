"""Public interest tests over HTTP."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from exemptions.models import Factor, PublicInterestTest
from requests_app.models import AuditEvent, Claim, FoiRequest
from tests import factories
from tests.visiting import queries_of, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice() -> Client:
    return signed_in(factories.alice())


@pytest.fixture
def case() -> FoiRequest:
    return factories.with_questions(2)


@pytest.fixture
def claims(case: FoiRequest) -> list[Claim]:
    """Two qualified claims and an absolute one."""
    first, second = (
        factories.answer(case, [question], disposition="exempt_all")
        for question in factories.questions(case)
    )
    factories.claim(second, "40(2)")
    return [factories.claim(first, "31(1)(a)"), factories.claim(second, "31(1)(b)")]


def new(case: FoiRequest) -> str:
    return reverse("test-new", args=[case.slug])


def url(case: FoiRequest, test: PublicInterestTest, name: str = "test") -> str:
    return reverse(name, args=[case.slug, test.pk])


def typed(*claims: Claim, **changes: object) -> dict[str, object]:
    return {
        "claims": [claim.pk for claim in claims],
        "disclosure-0": "People may see how the money is spent.",
        "disclosure-1": "",
        "maintaining-0": "Burglars would know which doors to try.",
        "maintaining-1": "And when.",
        "conclusion": "maintain",
        "reasons": "The harm is likely.",
        "decided_on_day": "2",
        "decided_on_month": "11",
        "decided_on_year": "2026",
        **changes,
    }


def test_one_test_weighs_several_claims(
    alice: Client, case: FoiRequest, claims: list[Claim]
) -> None:
    answer = alice.post(new(case), typed(*claims))
    assert answer["Location"] == reverse("answers", args=[case.slug])
    test = PublicInterestTest.objects.get()
    assert set(test.claims.all()) == set(claims)
    assert test.decided_on == date(2026, 11, 2)
    assert test.decided_by == factories.alice()
    sides = [(factor.side, factor.text) for factor in test.factors.all()]
    assert sides == [
        ("disclosure", "People may see how the money is spent."),
        ("maintaining", "Burglars would know which doors to try."),
        ("maintaining", "And when."),
    ]


def test_names_the_qualified_claims_and_no_other(
    alice: Client, case: FoiRequest, claims: list[Claim]
) -> None:
    page = alice.get(new(case)).content.decode()
    assert "Section 31(1)(a) on question 1" in page
    assert "Section 31(1)(b) on question 2" in page
    assert "Section 40(2)" not in page


def test_ticks_what_waits_or_the_claim_one_came_from(
    alice: Client, case: FoiRequest, claims: list[Claim]
) -> None:
    assert alice.get(new(case)).content.decode().count(" checked") == 2
    page = alice.get(f"{new(case)}?claim={claims[1].pk}").content.decode()
    assert page.count(" checked") == 1


def test_there_are_always_two_empty_rows(
    alice: Client, case: FoiRequest, claims: list[Claim]
) -> None:
    test = factories.weighed(case, claims, for_disclosure=["One.", "Two.", "Three."])
    page = alice.get(url(case, test)).content.decode()
    assert 'name="disclosure-4"' in page
    assert 'name="disclosure-5"' not in page
    answer = alice.post(new(case), typed(*claims, more="1"))
    assert answer["Location"] == url(case, PublicInterestTest.objects.get())


def test_as_many_factors_as_there_are_stay(
    alice: Client, case: FoiRequest, claims: list[Claim]
) -> None:
    texts = [f"Factor {number}." for number in range(40)]
    test = factories.weighed(case, claims, for_disclosure=texts)
    rows = {f"disclosure-{number}": text for number, text in enumerate(texts)}
    alice.post(url(case, test), typed(*claims, **rows))
    kept = Factor.objects.filter(side="disclosure").order_by("position")
    assert [factor.text for factor in kept] == texts


def test_it_may_be_saved_half_done(alice: Client, case: FoiRequest, claims: list[Claim]) -> None:
    empty = dict.fromkeys(
        ("disclosure-0", "maintaining-0", "maintaining-1", "reasons", "decided_on_day",
         "decided_on_month", "decided_on_year"), ""
    )  # fmt: skip
    data = typed(claims[0], **empty)
    del data["conclusion"]
    assert alice.post(new(case), data).status_code == 302
    page = alice.get(reverse("request", args=[case.slug])).content.decode()
    for missing in ("give a factor for disclosure", "say where the balance lies"):
        assert missing in page


def test_a_balance_for_disclosure_stops_the_case(
    alice: Client, case: FoiRequest, claims: list[Claim]
) -> None:
    alice.post(new(case), typed(*claims, conclusion="disclose"))
    page = alice.get(reverse("request", args=[case.slug])).content.decode()
    assert "comes out for disclosure" in page


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"claims": []}, "Select the claims that this test weighs"),
        ({"claims": ["999999"]}, "select one of the options"),
        ({"conclusion": "perhaps"}, "select one of the options"),
        ({"decided_on_month": "13"}, "Date of the decision must be a real date"),
        ({"reasons": "word " * 11_000}, "There is a problem"),
    ],
)
def test_bad_input_is_told_and_kept(
    alice: Client,
    case: FoiRequest,
    claims: list[Claim],
    changes: dict[str, object],
    message: str,
) -> None:
    page = alice.post(new(case), typed(*claims, **changes)).content.decode()
    assert message in page
    assert "Burglars would know which doors to try." in page
    assert "And when." in page
    assert PublicInterestTest.objects.count() == 0


def test_an_absolute_claim_cannot_be_weighed(
    alice: Client, case: FoiRequest, claims: list[Claim]
) -> None:
    absolute = Claim.objects.exclude(pk__in=[claim.pk for claim in claims]).get()
    page = alice.post(new(case), typed(absolute)).content.decode()
    assert "There is a problem" in page
    assert PublicInterestTest.objects.count() == 0


def test_a_claim_moves_from_one_test_to_another(
    alice: Client, case: FoiRequest, claims: list[Claim]
) -> None:
    first = factories.weighed(case, claims[:1])
    second = factories.weighed(case, claims[1:])
    page = alice.get(url(case, second)).content.decode()
    assert url(case, first) in page, "the other test of the case"
    alice.post(url(case, second), typed(*claims))
    assert set(second.claims.all()) == set(claims)
    assert not PublicInterestTest.objects.filter(pk=first.pk).exists()


def test_without_a_qualified_claim_there_is_nothing_to_weigh(alice: Client) -> None:
    case = factories.with_questions(1)
    page = alice.get(new(case)).content.decode()
    assert "there is nothing to weigh" in page


def test_removing_it_leaves_the_claims(
    alice: Client, case: FoiRequest, claims: list[Claim]
) -> None:
    target = url(case, factories.weighed(case, claims), "test-remove")
    for _ in range(2):
        assert alice.post(target)["Location"] == reverse("answers", args=[case.slug])
    assert PublicInterestTest.objects.count() == 0
    assert Claim.objects.count() == 3
    assert AuditEvent.objects.filter(verb="test_removed").count() == 1


def test_same_number_of_queries_for_ten_claims_more(alice: Client) -> None:
    def case_of(count: int) -> FoiRequest:
        case = factories.with_questions(count)
        for question in factories.questions(case):
            factories.claim(factories.answer(case, [question], disposition="exempt_all"))
        return case

    few, many = new(case_of(2)), new(case_of(12))
    assert queries_of(alice, few) == queries_of(alice, many)
