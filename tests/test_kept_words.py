"""What is typed is kept while it is typed, comes back to the same person, and to nobody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from requests_app.actions import keeping
from requests_app.kept import token_for
from requests_app.models import Answer, AnswerVersion, AuditEvent, FoiRequest, KeptWords
from requests_app.workflow import Role
from tests import factories as given
from tests.visiting import queries_of, signed_in

pytestmark = pytest.mark.django_db

WORDS = "An afternoon of words,\nand <b>more</b>."
SHOWN = "An afternoon of words,\nand &lt;b&gt;more&lt;/b&gt;."


@pytest.fixture
def case() -> FoiRequest:
    return given.complete()


def page_of(case: FoiRequest) -> str:
    return reverse("answer", args=[case.slug, case.answers.get().pk])


def form_of(client: Client, page: str, **typed: str) -> dict[str, str]:
    """The form of the page as a browser would send it, with these words in it."""
    answer = client.get(page)
    return {
        "revision": str(answer.context["form"]["revision"].value()),
        "disposition": "disclosed",
        "text": WORDS,
        "kept": answer.context["kept"].token,
        **typed,
    }


def keep(client: Client, case: FoiRequest, data: dict[str, str]) -> HttpResponse:
    url = reverse("keep", args=[case.slug])
    return client.post(url, data, HTTP_ACCEPT="application/json")  # type: ignore[return-value]


# --- while typing --------------------------------------------------------------------------


def test_words_are_offered_on_return_and_used_or_discarded(case: FoiRequest) -> None:
    alice, page = signed_in(given.alice()), page_of(case)
    told = alice.post(reverse("keep", args=[case.slug]), form_of(alice, page)).json()
    assert len(told["kept_at"]) == len("10:42")
    assert Answer.objects.get().text != WORDS, "kept, not saved"

    offer = alice.get(page)
    assert "You have text that was not saved" in offer.text
    assert told["kept_at"] in offer.text
    assert SHOWN in offer.text
    assert f"{SHOWN}</textarea>" not in offer.text
    used = alice.get(offer.context["kept"].use_url)
    assert f"{SHOWN}</textarea>" in used.text
    assert "It is not saved yet" in used.text

    gone = reverse("kept-discard", args=[case.slug, KeptWords.objects.get().pk])
    for _ in range(2):
        assert alice.post(gone).status_code == 302
    alice.get(page)
    assert "not saved" not in alice.get(page).text


def test_the_case_and_the_list_of_questions_tell_what_waits(case: FoiRequest) -> None:
    alice, page = signed_in(given.alice()), page_of(case)
    keep(alice, case, form_of(alice, page))
    for name in ("request", "answers"):
        assert "Text of yours that is not saved" in alice.get(reverse(name, args=[case.slug])).text
    assert (
        "Text of yours" not in signed_in(given.bob()).get(reverse("request", args=[case.slug])).text
    )


def test_a_save_puts_the_words_away(case: FoiRequest) -> None:
    alice, page = signed_in(given.alice()), page_of(case)
    typed = form_of(alice, page)
    keep(alice, case, typed)
    assert alice.post(page, typed).status_code == 302
    assert not KeptWords.objects.exists()


def test_words_that_arrive_after_their_own_save_are_no_draft(case: FoiRequest) -> None:
    alice, page = signed_in(given.alice()), page_of(case)
    typed = form_of(alice, page)
    alice.post(page, typed)
    keep(alice, case, typed)
    assert "not saved" not in alice.get(page).text
    assert not KeptWords.objects.exists()


def test_words_based_on_an_older_save_meet_it_when_they_are_used(case: FoiRequest) -> None:
    alice, page = signed_in(given.alice()), page_of(case)
    typed = form_of(alice, page)
    keep(alice, case, typed)
    alan = signed_in(given.person("alan", Role.OFFICER))
    alan.post(page, form_of(alan, page, text="Alan was here."))
    used = alice.get(alice.get(page).context["kept"].use_url)
    typed["revision"] = str(used.context["form"]["revision"].value())
    answer = alice.post(page, typed)
    assert answer.status_code == 409
    assert Answer.objects.get().text == "Alan was here."


def test_a_day_of_typing_writes_no_deed(case: FoiRequest) -> None:
    alice, before = signed_in(given.alice()), AuditEvent.objects.count()
    for number in range(3):
        keep(alice, case, form_of(alice, page_of(case), text=f"{WORDS} {number}"))
    assert KeptWords.objects.get().fields["text"] == [f"{WORDS} 2"]
    assert AuditEvent.objects.count() == before


def test_words_are_kept_while_the_case_is_away(case: FoiRequest) -> None:
    alice = signed_in(given.alice())
    typed = form_of(alice, page_of(case))
    alice.post(reverse("submit", args=[case.slug]))
    assert alice.get(page_of(case)).status_code == 409
    keep(alice, case, typed)
    assert "Text of yours" not in alice.get(reverse("request", args=[case.slug])).text
    alice.post(reverse("recall", args=[case.slug]))
    assert "You have text that was not saved" in alice.get(page_of(case)).text


def test_old_words_are_thrown_away_and_long_ones_refused(case: FoiRequest) -> None:
    alice = signed_in(given.alice())
    keeping.keep(case, "/old/", {"text": ["x"]}, by=given.alice(), at=given.AT)
    later = given.AT + keeping.KEPT_FOR + timedelta(days=1)
    keeping.keep(case, "/new/", {"text": ["x"]}, by=given.alice(), at=later)
    assert [row.page for row in KeptWords.objects.all()] == ["/new/"]
    long = form_of(alice, page_of(case), text="x" * (keeping.MOST_CHARACTERS + 1))
    answer = alice.post(reverse("keep", args=[case.slug]), long)
    assert answer.status_code == 413


# --- every page with long texts --------------------------------------------------------------


def test_claims_tests_comments_and_wordings_are_kept_too() -> None:
    given.particulars()
    case = given.received()
    row = given.answer(case, disposition="exempt_all")
    claim = given.claim(row)
    alice = signed_in(given.alice())
    test_page = f"{reverse('test-new', args=[case.slug])}?about=disclosing"
    pages = {
        f"{reverse('claim', args=[case.slug, claim.pk])}": "reason",
        f"{reverse('claim-new', args=[case.slug, row.pk])}?provision=43(2)": "reason",
        reverse("wording-adapt", args=[case.slug, "31(1)(a)"]): "body",
        test_page: "maintaining-0",
    }
    for page, field in pages.items():
        kept = alice.get(page).context["kept"]
        token = {"kept": kept.token, field: WORDS, "claims": str(claim.pk)}
        assert keep(alice, case, token).status_code == 200, page
        assert "You have text that was not saved" in alice.get(page).text, page
        assert f"{SHOWN}</textarea>" in alice.get(kept.use_url).text, page


def test_a_reviewers_comments_come_back() -> None:
    case = given.in_review()
    bob, page = signed_in(given.bob()), reverse("version", args=[case.slug, 1])
    kept = bob.get(page).context["kept"]
    keep(bob, case, {"kept": kept.token, "comment_a1": WORDS, "digest": "0" * 64})
    used = bob.get(kept.use_url)
    assert f"{SHOWN}</textarea>" in used.text
    assert given.current(case).digest in used.text, "about the version that the page shows"


# --- without a session -------------------------------------------------------------------------


@pytest.mark.fault("F3")
def test_who_lost_the_session_finds_the_words_in_the_form_after_signing_in(
    case: FoiRequest,
) -> None:
    alice, page = signed_in(given.alice()), page_of(case)
    typed = form_of(alice, page)
    alice.session.delete()
    answer = alice.post(page, typed)
    assert answer.status_code == 403
    assert "what you typed is kept for you" in answer.text
    assert "An afternoon" not in answer.text, "whoever sits there next must not read it"
    assert f'href="/accounts/login/?next={page}"' in answer.text

    bob = signed_in(given.person("bert", Role.OFFICER))
    assert "An afternoon" not in bob.get(page).text
    back = signed_in(given.alice()).get(page)
    assert f"{SHOWN}</textarea>" in back.text
    assert "You were signed out" in back.text


def test_autosave_without_a_session_is_told_in_json(case: FoiRequest) -> None:
    alice = signed_in(given.alice())
    typed = form_of(alice, page_of(case))
    alice.session.delete()
    answer = alice.post(reverse("keep", args=[case.slug]), typed, HTTP_ACCEPT="application/json")
    assert (answer.status_code, answer.json()) == (401, {})
    assert not KeptWords.objects.exists()


@pytest.mark.fault("F3")
def test_a_token_from_before_another_sign_in_loses_nothing(case: FoiRequest) -> None:
    """Signing in in another tab changes the token of every page that is open."""
    person = given.alice()
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)
    page = page_of(case)
    typed = form_of(client, page) | {"csrfmiddlewaretoken": "of-before"}
    answer = client.post(page, typed)
    assert (answer.status_code, answer["Location"]) == (302, page)
    assert f"{SHOWN}</textarea>" in client.get(page).text
    # And autosave goes on: its own token is enough.
    assert keep(client, case, typed).status_code == 200


def test_a_form_of_somebody_who_was_signed_in_before_is_kept_for_them_alone(
    case: FoiRequest,
) -> None:
    alice, page = signed_in(given.alice()), page_of(case)
    typed = form_of(alice, page)
    other = Client(enforce_csrf_checks=True)
    other.force_login(given.person("bert", Role.OFFICER))
    answer = other.post(page, typed)
    assert answer.status_code == 403
    assert "made for somebody else" in answer.text
    assert "An afternoon" not in answer.text
    assert "An afternoon" not in other.get(page).text
    assert f"{SHOWN}</textarea>" in alice.get(page).text


@pytest.mark.parametrize(
    ("token", "status"),
    [
        (lambda case: "", 403),
        (lambda case: "forged:1abc:signature", 403),
        (lambda case: token_for(given.person("bert", Role.OFFICER), page_of(case)), 403),
        (lambda case: token_for(given.alice(), page_of(given.complete(reference="OTHER"))), 403),
        (lambda case: token_for(given.alice(), "/nowhere/"), 403),
        (lambda case: token_for(given.alice(), page_of(case)), 200),
    ],
)
def test_words_are_taken_only_with_the_token_of_that_form(
    case: FoiRequest, token: Callable[[FoiRequest], str], status: int
) -> None:
    data = {"kept": token(case), "text": WORDS}
    assert keep(signed_in(given.alice()), case, data).status_code == status
    assert KeptWords.objects.count() == (status == 200)


def test_nothing_is_kept_for_an_account_that_is_closed(case: FoiRequest) -> None:
    person: User = given.alice()
    alice, page = signed_in(person), page_of(case)
    typed = form_of(alice, page)
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert "What you typed" in alice.post(page, typed).text
    assert not KeptWords.objects.exists()


# --- history -----------------------------------------------------------------------------------


def test_every_text_of_an_answer_is_in_its_history_and_can_be_restored(case: FoiRequest) -> None:
    alice, page = signed_in(given.alice()), page_of(case)
    row = case.answers.get()
    first = row.text
    for text in ("We hold 1,300 of them.", "We hold none."):
        alice.post(page, form_of(alice, page, text=text))
    history = reverse("answer-history", args=[case.slug, row.pk])
    shown = alice.get(history).text
    assert "<del>1,204 </del>" in shown
    assert "<ins>1,300 </ins>" in shown
    assert shown.count("Restore this text") == 2

    row.refresh_from_db()
    restore = reverse("answer-restore", args=[case.slug, row.pk, 1])
    stale = alice.post(restore, {"revision": str(row.revision - 1)})
    assert stale["Location"] == history, "somebody saved since the page was made"
    alice.post(restore, {"revision": str(row.revision)})
    row.refresh_from_db()
    assert row.text == first
    saved = AnswerVersion.objects.filter(answer_pk=row.pk)
    assert [version.text for version in saved] == [
        first,
        "We hold 1,300 of them.",
        "We hold none.",
        first,
    ]


def test_a_history_costs_as_many_queries_however_long_it_is(case: FoiRequest) -> None:
    alice, page = signed_in(given.alice()), page_of(case)
    history = reverse("answer-history", args=[case.slug, case.answers.get().pk])
    few = queries_of(alice, history)
    for number in range(10):
        alice.post(page, form_of(alice, page, text=f"Number {number}"))
    assert queries_of(alice, history) == few
