"""The wording library over HTTP: the list, a wording and its history, changing it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError
from django.test import Client
from django.urls import resolve, reverse
from django.utils.html import escape
from django.utils.timezone import localdate

from exemptions.catalogue import catalogue
from exemptions.certainty import explain
from exemptions.facts import facts
from exemptions.gaps import gaps
from exemptions.models import StandardText, StandardTextDecision, StandardTextVersion
from exemptions.placeholders import STANDING
from requests_app.actions import adapting, library, publishing, review
from requests_app.compiling import load_draft
from requests_app.gate.gathering import findings_of
from requests_app.models import FoiRequest
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


def on(name: str, day: date) -> dict[str, str]:
    """A date as its three boxes send it."""
    return {
        f"{name}_day": str(day.day),
        f"{name}_month": str(day.month),
        f"{name}_year": str(day.year),
    }


def retire(text: StandardText, reason: str = "Use section 43(2).") -> None:
    library.retire_wording(
        text.provision, retired_on=date(2026, 11, 1), reason=reason, by=given.dora(), at=given.AT
    )


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
    assert text.count("Overdue by 1 day<") == 1
    assert "Review overdue: 1<" in text
    assert f"Without a text: {len(catalogue()) - 2}<" in text
    assert text.count("No text yet") == len(catalogue()) - 2
    assert text.count("Version 1, Library editor<br>Review by") == 2
    assert f"{len(catalogue())} provisions." in text
    for cite in catalogue():
        assert f'href="{address(cite)}"' in text


@pytest.mark.parametrize(
    ("days", "words"),
    [(1, "by 1 day<"), (59, "by 59 days<"), (60, "by 2 months<"), (729, "by 24 months<"),
     (730, "by 2 years<")],
)  # fmt: skip
def test_how_late_a_review_is_stands_there_in_words(days: int, words: str) -> None:
    text = given.wording(LOCKS)
    StandardText.objects.filter(pk=text.pk).update(review_by=localdate() - timedelta(days=days))
    client = signed_in(given.alice())
    for url in (reverse("library"), address()):
        assert f"Overdue {words}" in client.get(url).text


def cites_on(page: str) -> set[str]:
    """The provisions that the list shows."""
    return {cite for cite in catalogue() if f'href="{address(cite)}"' in page}


def test_the_list_is_narrowed_by_standing_owner_and_words() -> None:
    given.wording(LOCKS, "Burglars would know.")
    late = given.wording("40(2)")
    StandardText.objects.filter(pk=late.pk).update(
        review_by=localdate() - timedelta(days=9), owner="Dora"
    )
    gone = given.wording("43(1)")
    retire(gone)
    client = signed_in(given.alice())

    def shown(**asked: str) -> set[str]:
        return cites_on(client.get(reverse("library"), asked).text)

    assert shown(standing="overdue") == {late.provision}
    assert shown(standing="retired") == {"43(1)"}
    assert shown(standing="unwritten") == set(catalogue()) - {LOCKS, late.provision, "43(1)"}
    assert shown(owner="Dora") == {late.provision}
    assert shown(q="burglars") == {LOCKS}
    assert shown(q="PREVENTION crime") >= {LOCKS}
    assert "31(1)(b)" not in shown(q="PREVENTION crime")
    assert shown(q="no such words here") == set()
    assert shown(standing="nonsense", owner="nobody") == set(catalogue())
    page = client.get(reverse("library"), {"q": "burglars"}).text
    assert f"1 of {len(catalogue())} provisions fit." in page


def test_what_needs_a_lawyer_says_why_until_one_has_read_it() -> None:
    uncertain = next(law for law in catalogue().values() if law.check)
    sure = next(law for law in catalogue().values() if not law.check)
    given.wording(uncertain.cite)
    given.wording(sure.cite)
    client = signed_in(given.dora())
    asked = {"standing": "lawyer"}
    page = client.get(reverse("library"), asked).text
    assert uncertain.cite in cites_on(page)
    assert sure.cite not in cites_on(page)
    assert escape(uncertain.check) in page
    check = reverse("wording-check", args=[uncertain])
    read = {**on("checked_on", localdate()), "note": "A. Counsel: right.", "latest": "1"}
    assert client.post(check, read).status_code == 302
    assert uncertain.cite not in cites_on(client.get(reverse("library"), asked).text)
    page = client.get(address(uncertain.cite)).text
    assert "A lawyer has read this version." in page
    assert "A. Counsel: right." in page
    client.post(address(uncertain.cite), typed())
    assert uncertain.cite in cites_on(client.get(reverse("library"), asked).text), "new words"


def test_a_wording_to_be_reviewed_today_is_not_overdue() -> None:
    text = given.wording(LOCKS)
    StandardText.objects.filter(pk=text.pk).update(review_by=localdate())
    assert "Overdue" not in signed_in(given.alice()).get(reverse("library")).text


@pytest.mark.parametrize("asked", ["", "?q=section", "?standing=lawyer"])
def test_the_list_costs_as_many_queries_however_much_is_written(asked: str) -> None:
    given.wording(LOCKS)
    client = signed_in(given.alice())
    few = queries_of(client, reverse("library") + asked)
    for cite in list(catalogue())[:12]:
        given.wording(cite)
    assert queries_of(client, reverse("library") + asked) == few


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
        ({"body": "For {nobody_knows}."}, "Nothing fills the placeholder {nobody_knows}."),
        ({"body": "One { brace."}, "Line 1 has a single brace."),
        ({"body": "{reasons_omitted_why}"}, "is for the record and must not be printed"),
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
    names = ("uses", "compare", "review", "check", "retire")
    more = [reverse(f"wording-{name}", args=[LOCKS]) for name in names]
    for url in (reverse("library"), address(), reverse("wording-version", args=[LOCKS, 1]), *more):
        assert Client().get(url).status_code == 302
    assert Client().post(address(), typed()).status_code == 403


def test_the_history_costs_as_many_queries_however_long_it_is() -> None:
    given.wording(LOCKS)
    client = signed_in(given.dora())
    client.post(address(), typed())
    few = queries_of(client, address())
    for number in range(2, 10):
        client.post(address(), typed(body=f"Words {number}", latest=str(number)))
    assert StandardTextVersion.objects.count() == 10
    assert queries_of(client, address()) == few


def test_a_long_history_is_shown_in_pages() -> None:
    given.wording(LOCKS)
    client = signed_in(given.dora())
    for number in range(1, 14):
        client.post(address(), typed(body=f"Words {number}", latest=str(number)))
    assert "Version 14," in client.get(address()).text
    assert "Version 4," not in client.get(address()).text
    older = client.get(address(), {"page": "2"}).text
    assert "Words <del>2</del><ins>3</ins>" in older
    assert "Version 4," in older
    assert "Version 1," in older


def test_a_browser_that_sends_the_same_words_makes_no_version() -> None:
    given.wording(LOCKS, "One line.\nAnd another.")
    signed_in(given.dora()).post(address(), typed(body="One line.\r\nAnd another."))
    assert StandardTextVersion.objects.count() == 1


# --- reviewed, no change ---------------------------------------------------------------


def reviewed(**told: str) -> dict[str, str]:
    day = localdate() + timedelta(days=400)
    return {**on("review_by", day), "note": "Read against the guidance.", "latest": "1", **told}


def test_a_review_without_a_change_is_kept_with_who_and_when() -> None:
    text = given.wording(LOCKS)
    StandardText.objects.filter(pk=text.pk).update(review_by=localdate() - timedelta(days=9))
    client = signed_in(given.dora())
    answer = client.post(reverse("wording-review", args=[LOCKS]), reviewed())
    assert answer.url == address()  # type: ignore[attr-defined]
    page = client.get(address()).text
    assert "Overdue" not in page
    assert f"<strong>Reviewed, no change</strong> on {localdate():%-d %B %Y} by Dora" in page
    assert "Read against the guidance." in page
    assert StandardTextVersion.objects.count() == 1


def test_a_new_review_date_or_owner_on_the_form_is_kept_as_history_too() -> None:
    given.wording(LOCKS, "A **new** wording.")
    client = signed_in(given.dora())
    client.post(address(), typed(note="Looked at it."))
    page = client.get(address()).text
    assert "<strong>Reviewed, no change</strong>" in page
    assert "<strong>Given to another owner</strong>" in page
    assert "From Library editor to Dora." in page
    client.post(address(), typed(note="Looked at it."))
    kinds = StandardTextDecision.objects.values_list("kind", flat=True)
    assert sorted(kinds) == ["handed_over", "reviewed"], "the same again is nothing new"


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({"review_by_year": "2020"}, "The next review must be after today."),
        ({"review_by_day": ""}, "Review it again by must include a day"),
        ({"note": "n" * 301}, "must be 300 characters or fewer"),
        ({"latest": "0"}, "Somebody else saved version 1"),
    ],
)
def test_a_review_that_cannot_be_noted_is_told(told: dict[str, str], message: str) -> None:
    given.wording(LOCKS)
    page = signed_in(given.dora()).post(reverse("wording-review", args=[LOCKS]), reviewed(**told))
    assert page.status_code == 200
    assert message in page.text
    assert "<title>Error: " in page.text
    assert not StandardTextDecision.objects.exists()


# --- read by a lawyer ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({"note": " "}, "Enter who read it"),
        ({"checked_on_year": "2099"}, "must not be in the future"),
        ({"latest": "7"}, "Somebody else saved version 1"),
    ],
)
def test_a_legal_check_that_cannot_be_noted_is_told(told: dict[str, str], message: str) -> None:
    given.wording(LOCKS)
    read = {**on("checked_on", localdate()), "note": "A. Counsel", "latest": "1", **told}
    page = signed_in(given.dora()).post(reverse("wording-check", args=[LOCKS]), read)
    assert message in page.text
    assert not StandardTextDecision.objects.exists()


# --- retiring --------------------------------------------------------------------------


def test_a_retired_text_keeps_its_versions_and_a_new_one_brings_it_back() -> None:
    given.wording(LOCKS, "An *old* wording.")
    client = signed_in(given.dora())
    url = reverse("wording-retire", args=[LOCKS])
    gone = {**on("retired_on", localdate()), "reason": "Repealed."}
    assert client.post(url, gone).url == address()  # type: ignore[attr-defined]
    page = client.get(address()).text
    assert f"Retired since {localdate():%-d %B %Y}: Repealed." in page
    assert "Last version: 1" in page
    assert "<em>old</em>" in client.get(reverse("wording-version", args=[LOCKS, 1])).text
    assert "Retired</strong> since" in client.get(reverse("library")).text
    assert "This text is retired already." in client.post(url, gone).text
    again = client.post(reverse("wording-review", args=[LOCKS]), reviewed())
    assert "Write a new version to bring it back." in again.text

    client.post(address(), typed(body="An *old* wording.", note="In force again."))
    page = client.get(address()).text
    assert "In force: version 2" in page
    assert "Retired since" not in page
    assert "<strong>Retired</strong> on" in page, "the history keeps it"
    assert (
        client.get(reverse("library"), {"standing": "retired"}).text.count("Retired</strong>") == 0
    )


def test_a_text_is_retired_for_a_reason() -> None:
    given.wording(LOCKS)
    gone = {**on("retired_on", localdate()), "reason": ""}
    page = signed_in(given.dora()).post(reverse("wording-retire", args=[LOCKS]), gone)
    assert "Enter why it is not to be used any more" in page.text
    assert StandardText.objects.get().retired_on is None


def test_a_text_retired_ahead_stays_in_use_until_its_day() -> None:
    case = given.complete()
    question, *_ = given.questions(case)
    row = given.answer(case, [question], disposition="exempt_all")
    given.weighed(case, [given.claim(row, LOCKS)])
    client, url = signed_in(given.dora()), reverse("wording-retire", args=[LOCKS])
    day = localdate() + timedelta(days=30)
    assert client.post(url, {**on("retired_on", day), "reason": "Repealed."}).status_code == 302
    page = client.get(reverse("wording", args=[LOCKS])).text
    assert f"To be retired on {day:%-d %B %Y}: Repealed." in " ".join(page.split())
    draft = load_draft(case)
    said = {before: {f.rule for f in findings_of(draft, day=day - timedelta(days=before))}
            for before in (0, 1)}  # fmt: skip
    assert "LIB-01" in said[0]
    assert "LIB-01" not in said[1]
    # Until then the day may be moved.
    sooner = {**on("retired_on", localdate()), "reason": "Repealed sooner."}
    assert client.post(url, sooner).status_code == 302
    assert StandardText.objects.get(provision=LOCKS).retired_on == localdate()


def test_the_database_keeps_no_retired_text_without_a_reason() -> None:
    text = given.wording(LOCKS)
    with pytest.raises(IntegrityError):
        StandardText.objects.filter(pk=text.pk).update(retired_on=localdate())


def test_claiming_a_retired_text_is_warned_of_and_needs_a_reason() -> None:
    case = given.complete()
    question, *_ = given.questions(case)
    row = given.answer(case, [question], disposition="exempt_all")
    text = given.wording("40(2)")
    given.claim(row, "40(2)")
    retire(text, "Use the new one.")
    client = signed_in(given.alice())
    for name in ("annex", "submit"):
        page = client.get(reverse(name, args=[case.slug])).text
        assert "is retired since 1 November 2026: Use the new one." in page
    new = reverse("claim-new", args=[case.slug, row.pk])
    assert "Use the new one." in client.get(new, {"provision": "40(2)"}).text
    assert "text retired" in client.get(new).text
    given.acknowledge(case, "LIB-01")
    client.post(reverse("submit", args=[case.slug]))
    case.refresh_from_db()
    assert case.state == "in_review"


def test_what_was_submitted_reads_as_it_did_when_the_text_is_retired_and_changed() -> None:
    case = given.complete()
    question, *_ = given.questions(case)
    given.wording("40(2)", "The words of that day.")
    given.claim(given.answer(case, [question], disposition="exempt_all"), "40(2)")
    review.submit(case, by=given.alice(), at=given.AT)
    url = reverse("version", args=[case.slug, 1])
    before = signed_in(given.bob()).get(url).text
    assert "The words of that day." in before
    retire(StandardText.objects.get())
    signed_in(given.dora()).post(address("40(2)"), typed(body="Other words."))
    after = signed_in(given.bob()).get(url).text
    assert "The words of that day." in after
    assert "Other words." not in after


@pytest.mark.parametrize("name", ["review", "check", "retire"])
def test_only_a_library_editor_decides_about_a_text(name: str) -> None:
    given.wording(LOCKS)
    url = reverse(f"wording-{name}", args=[LOCKS])
    for who in (given.alice(), given.bob(), given.carol(), given.eve(), given.mallory()):
        assert signed_in(who).get(url).status_code == 403
        assert signed_in(who).post(url, reviewed()).status_code == 403
        assert url not in signed_in(who).get(address()).text
    assert signed_in(given.dora()).get(url).status_code == 200
    assert (
        signed_in(given.dora()).get(reverse(f"wording-{name}", args=["43(1)"])).status_code == 404
    )
    assert not StandardTextDecision.objects.exists()


# --- comparing -------------------------------------------------------------------------


def compared(**asked: str) -> str:
    client = signed_in(given.alice())
    return client.get(reverse("wording-compare", args=[LOCKS]), asked).text


def test_any_two_versions_are_compared() -> None:
    given.wording(LOCKS, "One fish.")
    client = signed_in(given.dora())
    for number, body in enumerate(("Two fish.", "Two birds.", "One fish."), start=1):
        client.post(address(), typed(body=body, latest=str(number)))
    assert "<del>Two birds.</del><ins>One fish.</ins>" in compared(), "the last two"
    assert "<del>One </del><ins>Two </ins>fish." in compared(old="1", new="2")
    assert "<del>Two </del><ins>One </ins>fish." in compared(old="2", new="1")
    assert "The two read the same." in compared(old="1", new="4")
    for asked in ({"old": "9", "new": "1"}, {"old": "x"}, {"new": "2"}):
        page = compared(**asked)
        assert "There is a problem" in page
        assert "<del>" not in page


def test_there_is_nothing_to_compare_without_a_text() -> None:
    url = reverse("wording-compare", args=[LOCKS])
    assert signed_in(given.alice()).get(url).status_code == 404
    given.wording(LOCKS)
    page = signed_in(given.alice()).get(url)
    assert "The two read the same." in page.text
    assert url not in signed_in(given.alice()).get(address()).text, "one version is no pair"


# --- where it is used ------------------------------------------------------------------


def claimed(reference: str, *, adapt: bool = False) -> FoiRequest:
    """A complete draft that withholds its one question under section 40(2)."""
    given.particulars()
    case = given.with_questions(1, reference=reference, title=f"Title of {reference}")
    given.claim(given.answer(case, disposition="exempt_all"), "40(2)")
    if adapt:
        adapting.adapt_wording(
            case, "40(2)", body="Our own words.", reason="A small village.", base=1,
            by=given.alice(), at=given.AT,
        )  # fmt: skip
    return case


def submit(case: FoiRequest) -> FoiRequest:
    review.submit(case, by=given.alice(), at=given.AT)
    return case


def approve(case: FoiRequest) -> FoiRequest:
    digest = given.current(submit(case)).digest
    given.make_documents(case)
    review.approve(case, digest=digest, comments={}, by=given.bob(), at=given.AT)
    return case


def publish(case: FoiRequest) -> FoiRequest:
    given.make_documents(approve(case))
    publishing.publish(case, on=given.AT.date(), by=given.carol(), at=given.AT)
    given.make_documents(case)
    return case


def uses(show: str = "", *, by: User | None = None) -> str:
    url = reverse("wording-uses", args=["40(2)"])
    return signed_in(by or given.alice()).get(url, {"show": show}).text


def test_where_a_text_is_used_and_how_often_it_was_adapted() -> None:
    draft = claimed("DRAFT-1", adapt=True)
    submit(claimed("REVIEW-1", adapt=True))
    approve(claimed("APPROVED-1"))
    publish(claimed("PUBLISHED-1"))
    reopened = submit(claimed("BACK-1", adapt=True))
    review.recall(reopened, by=given.alice(), at=given.AT)

    page = signed_in(given.alice()).get(address("40(2)")).text
    assert "Used in 4 submitted responses, and adapted for the case in 2 of them." in page
    assert "2 answers being drafted" in page
    assert "2 under review or approved" in page
    assert "1 published record<" in page
    assert "used in 4 responses, adapted in 2" in page, "of version 1"
    assert (
        "Used in 4 responses, adapted in 2" in signed_in(given.bob()).get(reverse("library")).text
    )

    drafts = uses("drafts")
    (answer,) = draft.answers.all()
    assert f'href="{reverse("answer", args=[draft.slug, answer.pk])}"' in drafts
    assert "Title of DRAFT-1: question 1" in drafts
    assert drafts.count("Adapted from version 1") == 2
    waiting = uses("waiting")
    assert reverse("version", args=["review-1", 1]) in waiting
    assert reverse("version", args=["approved-1", 1]) in waiting
    assert "PUBLISHED-1" not in waiting
    assert f'href="{reverse("record", args=["published-1"])}"' in uses("published")
    adapted = uses("adapted")
    assert adapted.count("A small village.") == 2
    assert "<ins>Our own words.</ins>" in adapted
    assert uses("all").count("app-wordings__cite") == 4


def test_a_withdrawn_record_is_no_published_one() -> None:
    case = publish(claimed("PUBLISHED-1"))
    publishing.withdraw(case, reason="Wrong.", by=given.carol(), at=given.AT)
    assert "PUBLISHED-1" not in uses("published")
    assert "PUBLISHED-1" in uses("all")


def test_who_may_read_no_case_sees_how_many_and_not_which() -> None:
    claimed("DRAFT-1")
    submit(claimed("REVIEW-1", adapt=True))
    publish(claimed("PUBLISHED-1"))
    for who in (given.dora(), given.mallory()):
        for show in ("drafts", "waiting", "adapted", "all"):
            page = uses(show, by=who)
            assert "Only people who work on cases may see which." in page
            for secret in ("DRAFT-1", "REVIEW-1", "A small village.", "Our own words."):
                assert secret not in page
        assert "PUBLISHED-1" in uses("published", by=who), "anybody may read that"
    assert reverse("request", args=["draft-1"]) in uses("drafts", by=given.bob())


@pytest.mark.parametrize("show", ["drafts", "waiting", "published", "adapted", "all"])
def test_the_uses_cost_as_many_queries_however_many_there_are(show: str) -> None:
    def another(number: int) -> None:
        claimed(f"DRAFT-{number}", adapt=True)
        submit(claimed(f"REVIEW-{number}", adapt=True))
        publish(claimed(f"PUBLISHED-{number}"))

    client = signed_in(given.alice())
    urls = (f"{reverse('wording-uses', args=['40(2)'])}?show={show}", address("40(2)"))
    another(0)
    few = [queries_of(client, url) for url in urls]
    for number in range(1, 4):
        another(number)
    assert [queries_of(client, url) for url in urls] == few


def test_many_uses_are_shown_in_pages() -> None:
    for number in range(22):
        claimed(f"DRAFT-{number:02}")
    url = reverse("wording-uses", args=["40(2)"])
    client = signed_in(given.alice())
    assert client.get(url).text.count("app-wordings__cite") == 20
    assert client.get(url, {"show": "drafts", "page": "2"}).text.count("app-wordings__cite") == 2


def test_the_kinds_of_refusal_stand_apart() -> None:
    page = signed_in(given.alice()).get(reverse("library")).text
    kinds = ("Exemptions", "Refusals to confirm or deny", "Other refusals", "Environmental")
    places = [page.index(f'<h2 class="govuk-heading-l">{kind}') for kind in kinds]
    assert places == sorted(places)
    for cite, place in (("31(1)(a)", 0), ("31(3)", 1), ("12(1)", 2), ("EIR 12(4)(b)", 3)):
        here = page.index(f'href="{address(cite)}"')
        assert places[place] < here
        assert place == 3 or here < places[place + 1]


@pytest.mark.parametrize("mark", ["T", "TA", "O", "S", "K", "?", "T/O", "new"])
def test_every_mark_of_the_research_is_explained(mark: str) -> None:
    assert explain(mark).endswith(".")
    assert len(explain(mark).split(". ")) == len(mark.split("/"))
    assert ("not known here" in explain(mark)) == (mark == "new")


def test_the_placeholders_of_a_text_are_explained() -> None:
    given.wording(LOCKS, "It would harm {interest}. The limit is {cost_limit}, {cost_limit}.")
    text = signed_in(given.alice()).get(address()).text
    assert text.count("<dt") == 2
    assert "{interest}</dt>" in text
    assert f"The officer answers: {escape(facts()['interest'].label)}" in text
    assert "The portal fills it: The cost limit of this kind of authority" in text


def test_every_standing_placeholder_has_words() -> None:
    found = gaps("".join(f"{{{name}}}" for name in sorted(STANDING)))
    assert {gap.name for gap in found} == STANDING
    assert all(gap.standing and gap.meaning.endswith(".") for gap in found)
