"""The documents of a version over HTTP: progress, download, another try."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from requests_app.actions import rendering, review
from requests_app.models import FoiRequest, RenderedDocument, Rendering
from requests_app.views.documents import documents_of
from requests_app.workflow import Role
from tests import factories as given
from tests.visiting import queries_of, signed_in

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


def address(case: FoiRequest) -> str:
    return reverse("documents", args=[case.slug])


def fail_all(case: FoiRequest, reason: str) -> None:
    for row in Rendering.objects.filter(version__foi_request=case):
        taken = rendering.take_up(row.pk, at=given.AT)
        assert taken is not None
        assert rendering.fail(taken, reason, at=given.AT)


def letter(case: FoiRequest) -> Rendering:
    return Rendering.objects.get(version__foi_request=case, kind="letter", dated=None)


def download(row: Rendering) -> str:
    return reverse("document", args=[row.foi_request.slug, row.pk])


# --- progress --------------------------------------------------------------------------


def test_a_page_asks_again_only_while_something_is_unfinished() -> None:
    case = given.in_review()
    client = signed_in(given.bob())
    waiting = client.get(address(case), headers=HTMX).text
    assert 'hx-trigger="every 2s"' in waiting
    assert "Refresh the progress" in waiting
    given.make_documents(case)
    done = client.get(address(case), headers=HTMX).text
    assert "hx-trigger" not in done
    assert "(PDF, 1 kB, 1 page)" in done
    assert download(letter(case)) in done


def test_nothing_is_sent_while_nothing_has_changed() -> None:
    case = given.in_review()
    client = signed_in(given.bob())
    found = documents_of(case, at=now(), roles={Role.REVIEWER})
    assert found is not None
    url = f"{address(case)}?version=1&seen={found.fingerprint}"
    assert url.replace("&", "&amp;") in client.get(address(case), headers=HTMX).text
    same = client.get(url, headers=HTMX)
    assert (same.status_code, same.content) == (204, b"")
    given.make_documents(case)
    assert client.get(url, headers=HTMX).status_code == 200


def test_without_javascript_the_same_address_is_a_whole_page() -> None:
    page = signed_in(given.bob()).get(address(given.in_review())).text
    assert "<h1" in page
    assert "Documents of version 1" in page


def test_a_failure_says_why_and_offers_another_try() -> None:
    case = given.in_review()
    fail_all(case, "It took longer than 25 seconds.")
    client = signed_in(given.bob())
    page = client.get(address(case)).text
    assert page.count("It took longer than 25 seconds.") == 2
    assert "hx-trigger" not in page
    retry = reverse("document-retry", args=[case.slug, letter(case).pk])
    assert retry in page
    client.post(retry)
    row = letter(case)
    assert (row.state, row.attempts, row.error) == ("queued", 0, "")


def test_trying_again_twice_is_harmless_and_what_is_done_stays_done() -> None:
    case = given.in_review()
    given.make_documents(case)
    row = letter(case)
    client = signed_in(given.bob())
    for _ in range(2):
        client.post(reverse("document-retry", args=[case.slug, row.pk]))
    assert letter(case).state == "done"
    assert RenderedDocument.objects.filter(rendering=row).count() == 1


@pytest.mark.parametrize(
    ("waited", "said"),
    [
        (3, ""),
        (40, "has not picked this up for 25 seconds"),
        (70, "has not picked this up for more than a minute"),
        (60 * 12, "has not picked this up for more than 12 minutes"),
        (60 * 60 * 5, "has not picked this up for more than 5 hours"),
        (60 * 60 * 75, "has not picked this up for more than 3 days"),
    ],
)
def test_a_long_wait_is_told(waited: int, said: str) -> None:
    case = given.in_review()
    found = documents_of(case, at=given.AT + timedelta(seconds=waited), roles=set())
    assert found is not None
    assert all(said in row.note and bool(said) == bool(row.note) for row in found.rows)


def test_work_under_way_is_told_with_its_attempt() -> None:
    case = given.in_review()
    taken = rendering.take_up(letter(case).pk, at=given.AT)
    assert taken is not None

    def note(seconds: int) -> str:
        found = documents_of(case, at=given.AT + timedelta(seconds=seconds), roles=set())
        assert found is not None
        return found.rows[0].note

    assert note(1) == ""
    assert "tried again shortly" in note(61)
    again = rendering.take_up(taken.pk, at=given.AT + timedelta(seconds=61))
    assert again is not None
    assert note(62) == "Attempt 2 of 3."


def test_an_older_version_shows_its_own_documents() -> None:
    case = given.returned()
    review.submit(case, by=given.alice(), at=given.AT)
    client = signed_in(given.bob())
    assert "version 1" in client.get(f"{address(case)}?version=1").text
    assert "version 2" in client.get(address(case)).text
    for wrong in ("3", "0", "x", "²", "9" * 30):
        assert client.get(address(case), {"version": wrong}).status_code == 404


def test_what_was_erased_is_not_waited_for() -> None:
    case = given.erased()
    page = signed_in(given.alice()).get(reverse("request", args=[case.slug])).text
    assert "Erased with the requester’s data" in page
    assert "Refresh the progress of the documents" not in page
    assert "every 2s" not in page
    assert "Not recorded" not in page


def test_a_draft_has_no_documents() -> None:
    page = signed_in(given.alice()).get(address(given.complete())).text
    assert "There are no documents yet." in page


def test_the_progress_costs_as_many_queries_for_few_as_for_many_documents() -> None:
    case = given.published()
    client = signed_in(given.bob())
    few = queries_of(client, address(case))
    version = given.current(case)
    for day in range(1, 11):
        dated = given.RECEIVED.replace(day=day)
        rendering.ask_for(
            version, Rendering.Kind.LETTER, dated=dated, on=given.AT.date(), at=given.AT
        )
    assert queries_of(client, address(case)) == few


# --- download --------------------------------------------------------------------------


def test_staff_download_the_letter_and_nothing_keeps_it() -> None:
    case = given.in_review(reference="CAS-1-A")
    given.make_documents(case, b"%PDF-1.7 the very bytes")
    row = letter(case)
    answer = signed_in(given.alice()).get(download(row))
    assert answer.content == b"%PDF-1.7 the very bytes"
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'inline; filename="cas-1-a-letter.pdf"'
    assert answer["ETag"] == f'"{row.sha256}"'
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Length"] == "23"


def test_strangers_and_people_without_a_role_get_nothing() -> None:
    case = given.published()
    url = download(letter(case))
    assert Client().get(url).status_code == 302
    for who in (given.dora(), given.mallory()):
        answer = signed_in(who).get(url)
        assert answer.status_code == 403
        assert b"%PDF" not in answer.content


def test_an_unfinished_document_and_one_of_another_case_are_not_found() -> None:
    case = given.in_review()
    client = signed_in(given.alice())
    assert client.get(download(letter(case))).status_code == 404
    other = given.in_review()
    given.make_documents(other)
    stolen = reverse("document", args=[case.slug, letter(other).pk])
    assert client.get(stolen).status_code == 404
    assert client.post(reverse("document-retry", args=[case.slug, 9999])).status_code == 404


def test_damaged_bytes_are_never_served(caplog: pytest.LogCaptureFixture) -> None:
    case = given.in_review()
    given.make_documents(case)
    row = letter(case)
    Rendering.objects.filter(pk=row.pk).update(sha256="0" * 64)
    answer = signed_in(given.alice()).get(download(row))
    assert answer.status_code == 503
    assert b"%PDF" not in answer.content
    assert f"rendering {row.pk} is damaged" in caplog.text


def test_another_try_is_a_post_of_somebody_with_a_role() -> None:
    case = given.in_review()
    fail_all(case, "No.")
    url = reverse("document-retry", args=[case.slug, letter(case).pk])
    assert signed_in(given.alice()).get(url).status_code == 405
    assert Client().post(url).status_code == 302
    assert signed_in(given.eve()).post(url).status_code == 403
    assert letter(case).state == "failed"
