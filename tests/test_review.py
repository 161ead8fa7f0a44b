"""Review over HTTP: submitting, reading exactly one version, deciding, and what stops it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from requests_app.actions import drafting, review
from requests_app.models import FoiRequest, Requester, ResponseVersion, Review
from requests_app.workflow import State
from tests import factories as given
from tests.visiting import queries_of, signed_in
from tests.whole_case import bring_in, set_particulars, whole_case

pytestmark = pytest.mark.django_db


def address(name: str, case: FoiRequest, number: int | None = None) -> str:
    return reverse(name, args=[case.slug] if number is None else [case.slug, number])


def decision(case: FoiRequest, **told: str) -> dict[str, str]:
    return {"digest": given.current(case).digest, "comment": "", **told}


def reword(case: FoiRequest, text: str) -> None:
    row = case.answers.get()
    drafting.save_answer(
        row,
        text=text,
        disposition=row.disposition,
        revision=row.revision,
        by=given.alice(),
        at=given.AT,
    )


def state(case: FoiRequest) -> str:
    return FoiRequest.objects.get(pk=case.pk).state


# --- submit ----------------------------------------------------------------------------


def test_a_complete_draft_is_shown_as_it_will_read_and_submitted() -> None:
    case = given.complete()
    client = signed_in(given.alice())
    page = client.get(address("submit", case))
    assert "Nothing is missing" in page.text
    assert "We hold 1,204 of them." in page.text
    assert "How many street lights do you have?" in page.text
    answer = client.post(address("submit", case))
    assert answer.url == address("version", case, 1)  # type: ignore[attr-defined]
    assert state(case) == State.IN_REVIEW


def test_an_incomplete_draft_says_what_is_missing_and_where_to_mend_it() -> None:
    given.particulars()
    case = given.received()
    row = given.answer(case, given.questions(case)[:1], text="")
    client = signed_in(given.alice())
    for page in (client.get(address("submit", case)), client.post(address("submit", case))):
        assert page.status_code == 200
        assert "What is missing" in page.text
        assert "Write the answer to question 1" in page.text
        assert reverse("answer", args=[case.slug, row.pk]) in page.text
        assert "Question 2 has no answer yet." in page.text
    assert "so it was not submitted" in page.text
    assert state(case) == State.DRAFTING
    assert not ResponseVersion.objects.exists()


def test_without_particulars_the_refusal_is_shown_and_nothing_is_frozen() -> None:
    case = given.received()
    given.answer(case)
    page = signed_in(given.alice()).post(address("submit", case))
    assert "particulars are not set" in page.text
    assert state(case) == State.DRAFTING
    assert not ResponseVersion.objects.exists()


def test_submitting_twice_makes_one_version() -> None:
    case = given.complete()
    client = signed_in(given.alice())
    client.post(address("submit", case))
    assert client.post(address("submit", case)).status_code == 409
    assert case.versions.count() == 1


@pytest.mark.parametrize("who", [given.bob, given.carol, given.dora, given.mallory])
def test_only_an_officer_submits(who: Callable[[], User]) -> None:
    case = given.complete()
    client = signed_in(who())
    assert client.get(address("submit", case)).status_code == 403
    assert client.post(address("submit", case)).status_code == 403
    assert state(case) == State.DRAFTING


def test_a_stranger_is_sent_to_the_sign_in() -> None:
    case = given.in_review()
    for name in ("submit", "recall", "reopen"):
        answer = Client().post(address(name, case))
        assert answer.status_code == 302
        assert answer.url.startswith(reverse("login"))  # type: ignore[attr-defined]
    for name in ("version", "approve", "return"):
        assert Client().get(address(name, case, 1)).status_code == 302


def test_recall_and_reopen_are_posts_and_lead_back_to_drafting() -> None:
    case = given.in_review()
    client = signed_in(given.alice())
    assert client.get(address("recall", case)).status_code == 405
    assert client.get(address("reopen", case)).status_code == 405
    client.post(address("recall", case))
    assert state(case) == State.DRAFTING
    assert client.post(address("recall", case)).status_code == 409
    other = given.approved()
    client.post(address("reopen", other))
    assert state(other) == State.DRAFTING


# --- reading a version -----------------------------------------------------------------


def test_the_reviewer_reads_the_stored_version_and_not_the_rows() -> None:
    case = given.in_review()
    # Past every verb, as a fault would be: the page must not follow.
    case.answers.update(text="Something else entirely.")
    page = signed_in(given.bob()).get(address("version", case, 1))
    assert "We hold 1,204 of them." in page.text
    assert "Something else entirely." not in page.text
    assert given.current(case).digest[:12] in page.text
    assert f'value="{given.current(case).digest}"' in page.text
    assert "Comment on the answer to questions 1–3" in page.text


def test_the_page_never_shows_who_asked() -> None:
    page = signed_in(given.bob()).get(address("version", given.in_review(), 1))
    assert "Robin" not in page.text


def test_who_had_a_hand_in_it_sees_why_there_are_no_buttons() -> None:
    case = given.complete()
    both = given.person("alice-and-bob")
    both.groups.set([*given.alice().groups.all(), *given.bob().groups.all()])
    review.submit(case, by=both, at=given.AT)
    client = signed_in(both)
    page = client.get(address("version", case, 1))
    assert "You had a hand in this version" in page.text
    assert "formaction" not in page.text
    assert client.post(address("approve", case, 1), decision(case)).status_code == 403
    assert state(case) == State.IN_REVIEW


def test_an_officer_reads_the_version_without_buttons() -> None:
    page = signed_in(given.alice()).get(address("version", given.in_review(), 1))
    assert "You do not have that role" in page.text
    assert "formaction" not in page.text
    assert "<textarea" not in page.text


def test_versions_that_do_not_exist_are_not_found() -> None:
    case = given.in_review()
    client = signed_in(given.bob())
    assert client.get(address("version", case, 2)).status_code == 404
    assert client.post(address("approve", case, 2), decision(case)).status_code == 404


# --- deciding --------------------------------------------------------------------------


def test_approval_is_bound_to_the_version_that_was_read() -> None:
    case = given.in_review()
    given.make_documents(case)
    answer = signed_in(given.bob()).post(
        address("approve", case, 1), decision(case, comment="Good.", comment_a1="Clear.")
    )
    assert answer.url == address("request", case)  # type: ignore[attr-defined]
    assert state(case) == State.APPROVED
    made = Review.objects.get()
    assert (made.digest, made.comment, made.reviewer) == (
        given.current(case).digest,
        "Good.",
        given.bob(),
    )
    page = signed_in(given.alice()).get(address("version", case, 1))
    assert "Clear." in page.text
    assert "Good." in page.text


def test_a_return_carries_the_comments_to_the_officer() -> None:
    case = given.in_review()
    signed_in(given.bob()).post(
        address("return", case, 1), decision(case, comment_a1="Which of them are LED?")
    )
    assert state(case) == State.DRAFTING
    assert (
        "Which of them are LED?" in signed_in(given.alice()).get(address("version", case, 1)).text
    )


def test_a_return_without_a_comment_is_refused_beside_the_box() -> None:
    case = given.in_review()
    page = signed_in(given.bob()).post(address("return", case, 1), decision(case))
    assert page.status_code == 200
    assert page.text.count("Say what is to be changed") == 2  # the summary and the field
    assert 'href="#id_comment"' in page.text
    assert state(case) == State.IN_REVIEW


def test_a_stale_digest_approves_nothing_and_loses_no_comment() -> None:
    case = given.in_review()
    stale = decision(case, comment_a1="A long and careful comment.")
    review.recall(case, by=given.alice(), at=given.AT)
    reword(case, "We hold 1,205 of them.")
    review.submit(case, by=given.alice(), at=given.AT)
    page = signed_in(given.bob()).post(address("approve", case, 2), stale)
    assert page.status_code == 409
    assert "What changed since you read it" in page.text
    assert "<ins>1,205 </ins>" in page.text
    assert given.current(case).digest in page.text, "having seen it, Bob may decide"
    assert "This is not the version that you read" in page.text
    assert "A long and careful comment." in page.text
    assert state(case) == State.IN_REVIEW


def test_a_decision_that_comes_too_late_is_told_and_loses_no_comment() -> None:
    case = given.in_review()
    late = decision(case, comment_a1="A long and careful comment.")
    review.recall(case, by=given.alice(), at=given.AT)
    page = signed_in(given.bob()).post(address("approve", case, 1), late)
    assert page.status_code == 409
    assert "A long and careful comment." in page.text
    assert "formaction" not in page.text
    assert state(case) == State.DRAFTING


def test_a_comment_that_is_too_long_is_kept_and_told() -> None:
    case = given.in_review()
    long = "x" * 10_001
    page = signed_in(given.bob()).post(address("approve", case, 1), decision(case, comment_a1=long))
    assert "must be 10000 characters or fewer" in page.text
    assert long in page.text
    assert state(case) == State.IN_REVIEW


def test_approving_waits_for_the_pages_and_keeps_the_comments() -> None:
    case = given.in_review()
    client = signed_in(given.bob())
    typed = decision(case, comment_a1="A long and careful comment.")
    page = client.post(address("approve", case, 1), typed)
    assert page.status_code == 200
    assert "There is a problem" in page.text
    assert "The pages of this version are still being made." in page.text
    assert "A long and careful comment." in page.text
    assert state(case) == State.IN_REVIEW
    given.make_documents(case)
    client.post(address("approve", case, 1), typed)
    assert state(case) == State.APPROVED


def test_a_return_waits_for_no_pages() -> None:
    case = given.in_review()
    signed_in(given.bob()).post(address("return", case, 1), decision(case, comment="Again."))
    assert state(case) == State.DRAFTING


def test_approving_twice_is_one_review() -> None:
    case = given.in_review()
    given.make_documents(case)
    client = signed_in(given.bob())
    posted = decision(case)
    client.post(address("approve", case, 1), posted)
    assert client.post(address("approve", case, 1), posted).status_code == 409
    assert Review.objects.count() == 1


def test_decisions_are_posts() -> None:
    case = given.in_review()
    client = signed_in(given.bob())
    assert client.get(address("approve", case, 1)).status_code == 405
    assert client.get(address("return", case, 1)).status_code == 405


@pytest.mark.parametrize("who", [given.alice, given.carol, given.eve, given.mallory, given.dora])
def test_only_a_reviewer_decides(who: Callable[[], User]) -> None:
    case = given.in_review()
    client = signed_in(who())
    for name in ("approve", "return"):
        posted = decision(case, comment="I may not.")
        assert client.post(address(name, case, 1), posted).status_code == 403
    assert state(case) == State.IN_REVIEW


# --- the next version ------------------------------------------------------------------


def test_the_second_version_shows_what_changed_and_what_was_said() -> None:
    case = given.returned(comments={"a1": "Count them again."})
    reword(case, "We hold 1,205 of them.")
    review.submit(case, by=given.alice(), at=given.AT)
    page = signed_in(given.bob()).get(address("version", case, 2))
    assert "What changed since version 1" in page.text
    assert "<del>1,204 </del><ins>1,205 </ins>" in page.text
    assert "Please look at it again." in page.text
    assert "Count them again." in page.text


def test_reading_a_version_costs_as_many_queries_however_long_it_is() -> None:
    def cost(count: int) -> int:
        case = given.with_questions(count)
        for block in given.questions(case):
            given.answer(case, [block])
        review.submit(case, by=given.alice(), at=given.AT)
        comments = {answer.key: "Look again." for answer in given.current(case).response.answers}
        digest = given.current(case).digest
        review.return_(case, digest=digest, comments=comments, by=given.bob(), at=given.AT)
        review.submit(case, by=given.alice(), at=given.AT)
        return queries_of(signed_in(given.bob()), address("version", case, 2))

    given.particulars()
    assert cost(2) == cost(12)


def test_an_erased_requester_does_not_break_the_page() -> None:
    case = given.in_review()
    Requester.objects.all().delete()
    assert signed_in(given.bob()).get(address("version", case, 1)).status_code == 200


def test_a_decision_that_was_brought_in_is_marked_as_such() -> None:
    set_particulars()
    case = bring_in(whole_case(status="approved", publication=None, sent_on=None))
    client = signed_in(given.bob())
    assert "was not made on this portal" in client.get(address("version", case, 1)).text
    page = client.get(address("request", case)).text
    assert "as the case file tells" in page
    assert "from a case file, which tells what stands below" in page


def test_a_decision_made_here_is_not_marked_even_on_a_case_brought_in() -> None:
    set_particulars()
    case = bring_in(
        whole_case(status="in_review", approved_on=None, publication=None, sent_on=None)
    )
    given.make_documents(case)
    client = signed_in(given.bob())
    client.post(address("approve", case, 1), decision(case))
    assert state(case) == State.APPROVED
    assert "was not made on this portal" not in client.get(address("version", case, 1)).text
    assert "as the case file tells" not in client.get(address("request", case)).text
