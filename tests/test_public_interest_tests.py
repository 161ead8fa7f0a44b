"""Public interest tests over HTTP."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from exemptions.bank_ids import BankFactor, by_id, offered
from exemptions.catalogue import catalogue
from exemptions.models import Factor, PublicInterestTest
from requests_app.models import AuditEvent, Claim, FoiRequest
from requests_app.workflow import Role
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
    alice.post(url(case, test), typed(*claims, **rows, revision=test.revision))
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
    alice.post(url(case, second), typed(*claims, revision=second.revision))
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


# --- rows that come and go, without JavaScript -----------------------------------------


def changed(
    alice: Client, case: FoiRequest, claims: list[Claim], change: str, **more: object
) -> str:
    page = alice.post(
        reverse("test-new-rows", args=[case.slug]), typed(*claims, change=change, **more)
    )
    assert page.status_code == 200
    assert "There is a problem" not in page.text
    assert not PublicInterestTest.objects.exists(), "nothing is saved"
    return page.text


def boxes(page: str, side: str) -> list[str]:
    """What stands in the rows of one side, in order."""
    found = re.findall(rf'<textarea name="{side}-[0-9]+"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    return [unescape(text) for text in found]


def test_a_row_is_added_and_what_was_typed_stays(
    alice: Client, case: FoiRequest, claims: list[Claim]
) -> None:
    page = changed(alice, case, claims, "add-disclosure", reasons="", decided_on_month="13")
    assert boxes(page, "disclosure") == ["People may see how the money is spent.", "", ""]
    assert boxes(page, "maintaining") == [
        *("Burglars would know which doors to try.", "And when.", "", "")
    ]
    assert re.search(r'name="disclosure-2"[^>]* autofocus', page)
    assert page.count(" checked") == 3, "two claims and the balance"
    assert 'name="decided_on_month"' in page
    assert 'value="13"' in page


def test_a_row_is_removed_and_the_others_move_up(
    alice: Client, case: FoiRequest, claims: list[Claim]
) -> None:
    page = changed(alice, case, claims, "remove-maintaining-0")
    assert boxes(page, "maintaining") == ["And when.", "", ""]
    assert boxes(page, "disclosure")[0] == "People may see how the money is spent."


@pytest.mark.parametrize(
    "change",
    ["", "add-nothing", "remove-maintaining-99", "remove-maintaining-x", "insert", "x-y-z"],
)
def test_a_change_that_cannot_be_changes_nothing(
    alice: Client, case: FoiRequest, claims: list[Claim], change: str
) -> None:
    page = changed(alice, case, claims, change)
    assert boxes(page, "maintaining")[:2] == [
        "Burglars would know which doors to try.",
        "And when.",
    ]


def test_the_rows_of_a_saved_test_change_on_its_own_page(
    alice: Client, case: FoiRequest, claims: list[Claim]
) -> None:
    test = factories.weighed(case, claims)
    page = alice.post(url(case, test, "test-rows"), typed(*claims, change="remove-disclosure-0"))
    assert boxes(page.text, "disclosure") == ["", ""]
    assert f'action="{url(case, test)}"' in page.text
    assert test.factors.count() == 2, "nothing is saved"
    assert alice.get(url(case, test, "test-rows")).status_code == 405


# --- usual factors ---------------------------------------------------------------------

MARK = "not yet made specific"


def usual(cite: str, side: str) -> BankFactor:
    """The first usual factor of a provision on one side."""
    return next(factor for factor in offered([cite]) if factor.side == side)


def test_usual_factors_of_the_sections_are_put_in_and_marked_until_they_are_changed(
    alice: Client, case: FoiRequest, claims: list[Claim]
) -> None:
    against, in_favour = usual("31(1)(a)", "maintaining"), usual("31(1)(a)", "disclosure")
    page = alice.get(new(case)).text
    assert f'value="{against.id}"' in page
    assert f'value="{usual("42(1)", "maintaining").id}"' not in page, "it is not claimed"
    assert f'value="{usual("31(3)", "maintaining").id}"' not in page, "another question"
    ids = [against.id, in_favour.id, "no-such-factor"]
    page = changed(alice, case, claims, "insert", usual=ids)
    assert against.text in boxes(page, "maintaining")
    assert in_favour.text in boxes(page, "disclosure")
    assert page.count(MARK) == 2
    assert f'name="usual" value="{against.id}"' not in page, "it is on the page"

    rows = {"maintaining-2": against.text, "maintaining-2-bank": against.id}
    alice.post(new(case), typed(*claims, **rows))
    test = PublicInterestTest.objects.get()
    factor = test.factors.get(bank=against.id)
    assert factor.unchanged
    assert alice.get(url(case, test)).text.count(MARK) == 1
    rows["maintaining-2"] = "Somebody would know that the east door has no alarm."
    alice.post(url(case, test), typed(*claims, **rows, revision=test.revision))
    factor = test.factors.get(bank=against.id)
    assert not factor.unchanged
    assert MARK not in alice.get(url(case, test)).text


def test_a_usual_factor_that_was_typed_is_known_too(case: FoiRequest, claims: list[Claim]) -> None:
    of_the_bank = usual("31(1)(a)", "disclosure")
    test = factories.weighed(case, claims, for_disclosure=[f"  {of_the_bank.text} "])
    factor = test.factors.get(side="disclosure")
    assert factor.bank == of_the_bank.id
    test = factories.weighed(case, claims, for_disclosure=["Quite another factor."])
    assert test.factors.get(side="disclosure").bank == ""


def test_every_section_that_is_weighed_has_usual_factors_each_way_with_names_of_their_own() -> None:
    for law in catalogue().values():
        if law.qualified:
            sides = {factor.side for factor in offered([law.cite])}
            assert sides == {"disclosure", "maintaining"}, law.cite
            assert all(by_id()[factor.id] == factor for factor in offered([law.cite])), law.cite
    assert all(0 < len(name) <= 60 for name in by_id())


# --- confirming or denying is another question -----------------------------------------


@pytest.fixture
def ncnd(case: FoiRequest, claims: list[Claim]) -> Claim:
    """A refusal to confirm or deny on a question of its own."""
    more = factories.with_questions(1, reference="NCND-1")
    answer = factories.answer(more, disposition="ncnd")
    return factories.claim(answer, "31(3)")


def test_a_test_of_a_refusal_to_confirm_is_about_confirming(alice: Client, ncnd: Claim) -> None:
    case = ncnd.answer.foi_request
    page = alice.get(new(case)).text
    assert "Public interest test about confirming or denying</h1>" in page
    assert "Factors for neither confirming nor denying" in page
    assert "Factors for disclosure" not in page
    assert "so you say whether you hold it" in page
    assert f'value="{usual("31(3)", "maintaining").id}"' in page
    assert f'value="{usual("31(1)(a)", "maintaining").id}"' not in page
    assert alice.post(new(case), typed(ncnd)).status_code == 302
    annex = alice.get(reverse("annex", args=[case.slug])).text
    assert "The public interest test about confirming or denying" in annex
    assert "In favour of saying whether we hold the information" in annex
    assert "maintaining the exclusion of the duty to confirm or deny outweighs" in annex
    assert "In favour of disclosing the information" not in annex


def test_a_balance_for_confirming_says_so_in_the_annex(alice: Client, ncnd: Claim) -> None:
    case = ncnd.answer.foi_request
    alice.post(new(case), typed(ncnd, conclusion="disclose"))
    annex = alice.get(reverse("annex", args=[case.slug])).text
    assert "the duty to confirm or deny does not outweigh" in annex


def test_confirming_and_disclosing_are_not_weighed_in_one_test(
    alice: Client, case: FoiRequest, claims: list[Claim]
) -> None:
    refusal = factories.claim(claims[0].answer, "31(3)")
    page = alice.get(new(case)).text
    assert "Weigh confirming or denying instead" in page
    assert "Section 31(3) on question 1" not in page
    page = alice.get(f"{new(case)}?about=confirming").text
    assert "Section 31(3) on question 1" in page
    assert "Section 31(1)(a) on question 1" not in page
    assert "Weigh disclosing instead" in page
    page = alice.get(f"{new(case)}?claim={refusal.pk}").text
    assert "Public interest test about confirming or denying" in page
    page = alice.post(new(case), typed(claims[0], refusal)).text
    assert "are two questions. Weigh them in two tests." in page
    assert "And when." in page
    assert not PublicInterestTest.objects.exists()
    assert alice.post(f"{new(case)}?about=confirming", typed(refusal)).status_code == 302
    assert set(PublicInterestTest.objects.get().claims.all()) == {refusal}


def test_the_page_says_that_a_tie_is_for_disclosure(
    alice: Client, case: FoiRequest, claims: list[Claim]
) -> None:
    page = alice.get(new(case)).text
    assert "disclosure weighs more or the two are equal, so the information is given" in page


def test_with_a_script_the_form_comes_alone(
    alice: Client, case: FoiRequest, claims: list[Claim]
) -> None:
    address = reverse("test-new-rows", args=[case.slug])
    headers = {"HX-Request": "true"}
    page = alice.post(address, typed(*claims, change="add-disclosure"), headers=headers).text
    assert "<html" not in page
    assert page.count('id="weighing"') == 1
    assert boxes(page, "disclosure") == ["People may see how the money is spent.", "", ""]


def test_regulations_have_exceptions(alice: Client) -> None:
    case = factories.with_questions(1)
    row = factories.answer(case, disposition="exempt_all")
    factories.record(row, {"regime": "eir"})
    claim = factories.claim(row, "EIR 12(4)(e)")
    shown = alice.get(new(case)).text
    main = shown.partition("<main")[2].partition("</main")[0]
    assert "Factors for maintaining the exception" in main
    assert "exemption" not in re.sub(r"<[^>]+>", "", main)
    assert alice.post(new(case), typed(claim)).status_code == 302
    assert PublicInterestTest.objects.get().claims.get() == claim


# --- two officers --------------------------------------------------------------------------


def saved_by_alan(case: FoiRequest, test: PublicInterestTest, *claims: Claim) -> None:
    alan = signed_in(factories.person("alan", Role.OFFICER, name="Alan"))
    told = typed(*claims, revision=test.revision, reasons="The harm is very likely.")
    told["maintaining-1"] = "And with what."
    assert alan.post(url(case, test), told).status_code == 302


def test_the_second_of_two_sees_both_tests_and_loses_neither(
    alice: Client, case: FoiRequest, claims: list[Claim]
) -> None:
    test = factories.weighed(case, claims)
    saved_by_alan(case, test, *claims)
    mine = typed(*claims, revision=test.revision)
    answer = alice.post(url(case, test), mine)
    page = answer.text
    assert answer.status_code == 409
    assert "Somebody else saved this test meanwhile" in page
    assert "Saved by Alan" in page
    assert "<del>very </del>" in page
    assert "<ins>when.</ins>" in page
    assert "And when.</textarea>" in page, "still in the form"
    test.refresh_from_db()
    assert test.reasons == "The harm is very likely."
    assert alice.post(url(case, test), mine | {"revision": test.revision}).status_code == 302
    test.refresh_from_db()
    assert (test.reasons, test.saved_by) == ("The harm is likely.", factories.alice())


def test_both_tests_are_put_into_one_form_and_nothing_is_saved(
    alice: Client, case: FoiRequest, claims: list[Claim]
) -> None:
    test = factories.weighed(case, claims)
    saved_by_alan(case, test, *claims)
    page = alice.post(url(case, test), typed(*claims, revision=test.revision, both="1")).text
    assert "The harm is very likely.\n\nThe harm is likely.</textarea>" in page
    texts = re.findall(r'name="maintaining-[0-9]+"[^>]*>\s*([^<]*)<', page)
    assert [text for text in texts if text] == [
        "Burglars would know which doors to try.",
        "And with what.",
        "And when.",
    ]
    test.refresh_from_db()
    assert f'name="revision" value="{test.revision}"' in page
    assert test.reasons == "The harm is very likely."


def test_the_revision_stays_when_rows_come_and_go(
    alice: Client, case: FoiRequest, claims: list[Claim]
) -> None:
    test = factories.weighed(case, claims)
    opened = typed(*claims, revision=test.revision)
    saved_by_alan(case, test, *claims)
    page = alice.post(url(case, test, "test-rows"), opened | {"change": "add-disclosure"}).text
    assert f'name="revision" value="{test.revision}"' in page
