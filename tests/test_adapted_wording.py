"""A standard text adapted for one case: the pages, the response, the reviewer, the case file."""

from __future__ import annotations

import json

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from exemptions.catalogue import catalogue
from exemptions.models import StandardText
from requests_app import audit
from requests_app.actions import adapting, drafting, library, review
from requests_app.actions.base import Refused
from requests_app.case_files.form import to_json
from requests_app.case_files.loading import load
from requests_app.case_files.problem import BrokenCaseFile
from requests_app.case_files.reading import parse
from requests_app.case_files.writing import export
from requests_app.compiling import compile_response, load_draft
from requests_app.gate.gathering import findings_of
from requests_app.models import AdaptedWording, AuditEvent, FoiRequest, WordingUse
from requests_app.workflow import Role
from tests import factories as given
from tests.visiting import queries_of, signed_in

pytestmark = pytest.mark.django_db

NAMES = catalogue()["40(2)"].cite
STANDARD = "What the section says.\n\nIn general."


@pytest.fixture
def alice() -> Client:
    return signed_in(given.alice())


@pytest.fixture
def case() -> FoiRequest:
    """A complete draft that withholds its one question under section 40(2)."""
    given.particulars()
    given.wording(NAMES, STANDARD)
    case = given.with_questions(1)
    given.claim(given.answer(case, disposition="exempt_all"), NAMES)
    return case


def url(case: FoiRequest, name: str = "adapt", cite: str = NAMES) -> str:
    return reverse(f"wording-{name}", args=[case.slug, cite])


def typed(**changes: str) -> dict[str, str]:
    return {
        "body": "What the section says.\r\n\r\nIn a **small** village.",
        "reason": "Everybody knows everybody.",
        "base": "1",
        "revision": "0",
        **changes,
    }


def new_version(body: str = "What the section says now.") -> None:
    text = StandardText.objects.get(provision=NAMES)
    library.save_wording(
        NAMES,
        body=body,
        note="",
        owner=text.owner,
        review_by=text.review_by,
        latest=text.current.number if text.current else 0,
        by=given.dora(),
        at=given.AT,
    )


def wording_of(case: FoiRequest) -> tuple[str, int]:
    (section,) = compile_response(load_draft(case)).annex
    return section.wording, section.wording_version


# --- the pages -------------------------------------------------------------------------


def test_an_officer_adapts_a_wording_and_goes_back_to_the_standard(
    alice: Client, case: FoiRequest
) -> None:
    annex = reverse("annex", args=[case.slug])
    assert f'href="{url(case)}"' in alice.get(annex).text
    page = alice.get(url(case)).text
    assert f">\n{STANDARD}</textarea>" in page
    assert alice.post(url(case), typed())["Location"] == annex
    assert wording_of(case) == ("What the section says.\n\nIn a **small** village.", 1)
    page = alice.get(annex).text
    assert "<strong>small</strong>" in page
    assert "adapted from version 1 for this case" in page
    assert "Everybody knows everybody." in page
    assert "In <del>general.</del><ins>a **small** village.</ins>" in page
    assert "Change this case’s own wording" in page
    page = alice.get(url(case)).text
    assert "In a **small** village.</textarea>" in page
    assert 'value="Everybody knows everybody."' in page

    for _ in range(2):
        assert alice.post(url(case, "standard"))["Location"] == annex
    assert wording_of(case) == (STANDARD, 1)
    verbs = AuditEvent.objects.filter(verb__startswith="wording_").values_list("verb", flat=True)
    assert list(verbs) == ["wording_adapted", "wording_put_back"], "the second time nothing was"


def test_a_preview_shows_the_words_and_what_differs_and_saves_nothing(
    alice: Client, case: FoiRequest
) -> None:
    page = alice.post(url(case, "adapt-preview"), typed(reason="")).text
    assert "Nothing is saved yet." in page
    assert "<strong>small</strong>" in page
    assert "<del>general.</del>" in page
    assert "<script>" not in alice.post(url(case, "adapt-preview"), typed(body="<script>x")).text
    assert not AdaptedWording.objects.exists()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"body": "  "}, "Enter the wording for this case"),
        ({"reason": ""}, "Enter why this case needs other words"),
        ({"reason": "r" * 301}, "must be 300 characters or fewer"),
        ({"body": STANDARD.replace("\n", "\r\n")}, "These are the words of the standard text."),
        ({"body": "x" * 6000}, "word"),
        ({"body": "For {nobody_knows}."}, "Nothing fills the placeholder"),
        ({"revision": "3"}, "Somebody else adapted this wording"),
        ({"base": "0"}, "greater than or equal to 1"),
    ],
)
def test_what_cannot_be_used_is_told_and_kept(
    alice: Client, case: FoiRequest, changes: dict[str, str], message: str
) -> None:
    page = alice.post(url(case), typed(**changes))
    assert page.status_code == 200
    assert message in page.text
    assert "<title>Error: " in page.text
    assert typed(**changes)["reason"] in page.text
    assert not AdaptedWording.objects.exists()


def test_the_second_of_two_officers_loses_nothing(alice: Client, case: FoiRequest) -> None:
    alice.post(url(case), typed(body="The first officer’s words."))
    page = alice.post(url(case), typed(body="The second officer’s words.")).text
    assert "Somebody else adapted it meanwhile" in page
    assert "The first officer’s words." in page
    assert "The second officer’s words.</textarea>" in page
    assert 'name="revision" value="1"' in page, "saving again is about what is shown"
    alice.post(url(case), typed(body="Both officers’ words.", revision="1"))
    assert wording_of(case) == ("Both officers’ words.", 1)


def test_a_provision_without_a_text_has_nothing_to_adapt(alice: Client, case: FoiRequest) -> None:
    assert alice.get(url(case, cite="43(1)")).status_code == 404
    with pytest.raises(Refused, match="no standard text"):
        adapting.adapt_wording(
            case, "43(1)", body="Words.", reason="R.", base=1, by=given.alice(), at=given.AT
        )


def test_a_standard_text_that_moves_on_is_told_until_it_is_taken_into_account(
    alice: Client, case: FoiRequest
) -> None:
    alice.post(url(case), typed())
    page = alice.get(url(case)).text
    assert "moved on" not in page
    assert 'name="rebased"' not in page
    new_version()
    told = "was adapted from version 1, and the library has version 2 now"
    for name in ("annex", "submit"):
        assert told in alice.get(reverse(name, args=[case.slug])).text
    page = alice.get(url(case)).text
    assert "version 2 is in force" in page
    assert "What changed in the library since version 1" in page
    assert "<ins>says now.</ins>" in page
    alice.post(url(case), typed(body="Still other words.", revision="1"))
    assert told in alice.get(reverse("annex", args=[case.slug])).text, "it was not said"
    alice.post(url(case), typed(body="Words for both.", revision="2", rebased="on"))
    assert told not in alice.get(reverse("annex", args=[case.slug])).text
    assert wording_of(case) == ("Words for both.", 2)


def test_a_wording_stays_when_its_claim_goes_and_comes_back_with_it(
    alice: Client, case: FoiRequest
) -> None:
    alice.post(url(case), typed())
    (answer,) = case.answers.all()
    drafting.remove_claim(answer.claims.get(), by=given.alice(), at=given.AT)
    page = alice.get(reverse("annex", args=[case.slug])).text
    assert "Wordings that no answer uses now" in page
    assert f'href="{url(case)}"' in page
    assert "small" not in page
    given.claim(answer, NAMES)
    assert wording_of(case)[0].endswith("In a **small** village.")


def test_the_requester_named_in_an_adapted_wording_stops_the_case(alice: Client) -> None:
    given.particulars()
    given.wording(NAMES, STANDARD)
    case = given.with_questions(1, requester=given.ROBIN)
    given.claim(given.answer(case, disposition="exempt_all"), NAMES)
    alice.post(url(case), typed(body="As we told Robin Sample."))
    page = alice.get(reverse("submit", args=[case.slug])).text
    assert "The wording for section 40(2)" in page
    assert "shows the requester’s name" in page
    assert url(case) in page


def test_only_an_officer_adapts_and_only_a_draft(case: FoiRequest) -> None:
    for who in (given.bob(), given.carol(), given.dora(), given.eve(), given.mallory()):
        client = signed_in(who)
        assert client.get(url(case)).status_code == 403
        for name in ("adapt", "adapt-preview", "standard"):
            assert client.post(url(case, name), typed()).status_code == 403
    # The page of the sign-in, with what was typed.
    assert Client().post(url(case), typed()).status_code == 403
    review.submit(case, by=given.alice(), at=given.AT)
    alice = signed_in(given.alice())
    for name in ("adapt", "standard"):
        assert alice.post(url(case, name), typed()).status_code == 409
    assert not AdaptedWording.objects.exists()


# --- the reviewer ----------------------------------------------------------------------


def adapted(case: FoiRequest, body: str = "Our own words.", revision: int = 0) -> None:
    adapting.adapt_wording(
        case, NAMES, body=body, reason="A small village.", base=1, revision=revision,
        by=given.alice(), at=given.AT,
    )  # fmt: skip


def test_the_gate_and_the_reviewer_see_what_was_adapted_and_why(case: FoiRequest) -> None:
    adapted(case)
    gate = signed_in(given.alice()).get(reverse("submit", args=[case.slug])).text
    review.submit(case, by=given.alice(), at=given.AT)
    seen = signed_in(given.bob()).get(reverse("version", args=[case.slug, 1])).text
    for page in (gate, seen):
        assert "adapted from version 1 for this case" in page
        assert "A small village." in page
        assert "<ins>Our own words.</ins>" in page
    content = given.current(case).content
    assert "Our own words." in content
    assert "A small village." not in content, "the reason is not published"


def test_a_version_shows_what_was_adapted_then_whatever_becomes_of_the_draft(
    case: FoiRequest,
) -> None:
    adapted(case)
    review.submit(case, by=given.alice(), at=given.AT)
    review.recall(case, by=given.alice(), at=given.AT)
    adapted(case, "Quite other words.", revision=1)
    new_version()
    warned = findings_of(load_draft(case), day=given.AT.date())
    assert [finding.rule for finding in warned] == ["LIB-02"]
    given.acknowledge(case, "LIB-02")
    review.submit(case, by=given.alice(), at=given.AT)
    first, second = (
        signed_in(given.bob()).get(reverse("version", args=[case.slug, number])).text
        for number in (1, 2)
    )
    assert "<ins>Our own words.</ins>" in first
    assert "<ins>Quite other words.</ins>" in second
    uses = WordingUse.objects.order_by("pk").values_list("number", "adapted_body")
    assert list(uses) == [(1, "Our own words."), (1, "Quite other words.")]


def test_who_adapts_may_not_approve(case: FoiRequest) -> None:
    both = given.person("olga", Role.OFFICER, Role.REVIEWER)
    adapting.adapt_wording(
        case, NAMES, body="Olga’s words.", reason="R.", base=1, by=both, at=given.AT
    )
    assert both.pk in audit.drafters_of(case)
    review.submit(case, by=given.alice(), at=given.AT)
    assert not review.may_review(given.current(case), both)


def test_the_pages_cost_as_many_queries_for_more_sections() -> None:
    given.particulars()
    alice = signed_in(given.alice())

    def case_of(count: int) -> FoiRequest:
        case = given.with_questions(count)
        limbs = [cite for cite, law in catalogue().items() if not law.qualified][:count]
        for question, cite in zip(given.questions(case), limbs, strict=True):
            given.claim(given.answer(case, [question], disposition="exempt_all"), cite)
            adapting.adapt_wording(
                case, cite, body="Own.", reason="R.", base=1, by=given.alice(), at=given.AT
            )
        return case

    few, many = case_of(1), case_of(6)
    for name in ("annex", "submit"):
        costs = [queries_of(alice, reverse(name, args=[c.slug])) for c in (few, many)]
        assert costs[0] == costs[1], name
    for case in (few, many):
        review.submit(case, by=given.alice(), at=given.AT)
    costs = [queries_of(alice, reverse("version", args=[c.slug, 1])) for c in (few, many)]
    assert costs[0] == costs[1]


# --- the case file ---------------------------------------------------------------------


def test_a_case_file_takes_adapted_wordings_along(case: FoiRequest) -> None:
    adapted(case)
    review.submit(case, by=given.alice(), at=given.AT)
    review.recall(case, by=given.alice(), at=given.AT)
    adapted(case, "Quite other words.", revision=1)
    written = to_json(export(case))
    with transaction.atomic():
        sid = transaction.savepoint()
        _empty(case)
        again = load(parse(written.encode()), at=given.AT).case
        assert to_json(export(again)) == written
        assert wording_of(again) == ("Quite other words.", 1)
        page = signed_in(given.bob()).get(reverse("version", args=[again.slug, 1])).text
        assert "<ins>Our own words.</ins>" in page
        transaction.savepoint_rollback(sid)


def _empty(case: FoiRequest) -> None:
    """The case is known here under another name, so that it can be brought in once more."""
    FoiRequest.objects.filter(pk=case.pk).update(reference="OTHER-1", slug="other-1")


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ({"provision": "99(1)"}, "adapted[0].provision: “99(1)” is not a provision"),
        ({"provision": "43(1)"}, "adapted[0].base: The library has no standard text"),
        ({"body": STANDARD}, "adapted[0].body: These are the words of the standard text."),
        ({"reason": ""}, "adapted[0].reason: "),
        ({"base": 0}, "adapted[0].base: "),
    ],
)
def test_an_adapted_wording_that_cannot_be_is_told_with_its_place(
    case: FoiRequest, part: dict[str, object], said: str
) -> None:
    adapted(case)
    written = json.loads(to_json(export(case)))
    written["adapted"][0].update(part)
    _empty(case)
    with pytest.raises(BrokenCaseFile) as caught:
        load(parse(json.dumps(written).encode()), at=given.AT)
    assert str(caught.value.problems[0]).startswith(said)
