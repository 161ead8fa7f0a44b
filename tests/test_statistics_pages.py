"""The statistics over HTTP: every number is the list behind it, and nothing unpublished is told."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from itertools import chain

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from requests_app import reporting
from requests_app.actions import publishing, review
from requests_app.actions.intake import RequesterDetails
from requests_app.challenges import ComplaintOutcome, ReviewOutcome
from requests_app.clock import EventKind
from requests_app.models import Block, FoiRequest
from requests_app.outcome import Disposition
from requests_app.reporting import facts_of, statistics
from requests_app.statistics.facts import judge
from requests_app.statistics.measures import MEASURES
from requests_app.statistics.quarters import Span
from tests import factories as given
from tests.test_look import Markup, attributes
from tests.visiting import queries_of, signed_in

pytestmark = pytest.mark.django_db

D = Disposition
# 2 October 2026 is a Friday; its 20th working day is Friday 30 October.
RECEIVED = date(2026, 10, 2)
DUE = date(2026, 10, 30)
LATE = date(2026, 11, 2)
YEAR = Span.of_year(2026)


def answered(
    reference: str,
    *dispositions: Disposition,
    sent_on: date | None = DUE,
    cites: tuple[str, ...] = (),
    received_on: date = RECEIVED,
) -> FoiRequest:
    """A case of one question for each decision, approved, and sent on that day."""
    given.particulars()
    case = given.with_questions(
        len(dispositions),
        reference=reference,
        title=f"Title of {reference}",
        received_on=received_on,
    )
    for block, decision in zip(given.questions(case), dispositions, strict=True):
        _answer(case, block, decision, cites)
    review.submit(case, by=given.alice(), at=given.AT)
    digest = given.current(case).digest
    given.make_documents(case)
    review.approve(case, digest=digest, comments={}, by=given.bob(), at=given.AT)
    if sent_on:
        given.sent(case, sent_on)
    case.refresh_from_db()
    return case


def _answer(case: FoiRequest, block: Block, decision: Disposition, cites: tuple[str, ...]) -> None:
    row = given.answer(case, [block], disposition=decision)
    if decision is D.ALREADY_AVAILABLE:
        given.claim(row, "21(1)")
    elif decision.needs_claim:
        claims = [given.claim(row, cite) for cite in cites or ("31(1)(a)",)]
        qualified = [one for one in claims if one.law.qualified]
        if qualified:
            given.weighed(case, qualified, reasons=f"In {case.reference} harm is likely.")


def publish(case: FoiRequest) -> None:
    given.make_documents(case)
    publishing.publish(case, on=given.TODAY, by=given.carol(), at=given.AT)
    given.make_documents(case)


@pytest.fixture
def year(db: None) -> dict[str, FoiRequest]:
    """Requests of two quarters in every state."""
    cases = {
        "granted": answered("GRANTED-1", D.DISCLOSED),
        "late": answered("LATE-1", D.DISCLOSED, D.NOT_HELD, sent_on=LATE),
        "part": answered("PART-1", D.DISCLOSED, D.WITHHELD, cites=("31(1)(a)", "40(2)")),
        "refused": answered("REFUSED-1", D.WITHHELD, cites=("43(2)",)),
        "s21": answered("AVAILABLE-1", D.ALREADY_AVAILABLE),
        "vexatious": answered("VEXED-1", D.REFUSED_VEXATIOUS),
        "not held": answered("NOTHELD-1", D.NOT_HELD),
        "lapsed": answered("LAPSED-1", D.CLARIFICATION_LAPSED),
        "undated": answered("UNDATED-1", D.DISCLOSED, sent_on=None),
        "summer": answered(
            "SUMMER-1", D.DISCLOSED, received_on=date(2026, 7, 1), sent_on=date(2026, 7, 20)
        ),
        "waiting": given.received(reference="WAITING-1", received_on=date(2026, 7, 2)),
        "stopped": given.received(reference="STOPPED-1", received_on=RECEIVED),
    }
    given.happened(cases["stopped"], EventKind.CLARIFICATION_ASKED)
    for name in ("granted", "part", "undated"):
        publish(cases[name])
    given.challenge_decided(given.review_asked(cases["part"]), ReviewOutcome.OVERTURNED)
    given.challenge_decided(given.complaint_notified(cases["late"]), ComplaintOutcome.NOT_UPHELD)
    return cases


def expected() -> dict[str, int]:
    """The numbers of the whole year, counted by hand."""
    return {
        "received": 12,
        "processed": 9,
        "not-yet": 1,
        "on-hold": 1,
        "lapsed": 1,
        "resolvable": 9,
        "granted": 4,
        "part": 1,
        "refused": 1,
        "s21-only": 1,
        "procedural": 1,
        "not-held": 1,
        "advice": 0,
        "in-time": 7,
        "in-extension": 0,
        "late": 1,
        "undated": 1,
        "answered-in-time": 7,
        "waiting": 2,
        "overdue": 1,
        "waiting-stopped": 1,
        "s21": 1,
        "refused-vexatious": 1,
        "exemption-31": 1,
        "exemption-40": 1,
        "exemption-43": 1,
        "reviewed": 1,
        "review-overturned": 1,
        "review-20": 1,
        "complained": 1,
        "complaint-not-upheld": 1,
    }


# --- from rows to numbers ----------------------------------------------------------------------


def test_the_numbers_of_a_year_are_those_counted_by_hand(year: dict[str, FoiRequest]) -> None:
    found = statistics(YEAR, today=date(2026, 11, 10))
    rows = {row.measure.key: row.total.number for t in found.tables() for row in t.rows}
    assert {key: rows[key] for key in expected()} == expected()


def test_a_quarter_is_that_of_the_receipt(year: dict[str, FoiRequest]) -> None:
    found = statistics(YEAR, today=date(2026, 11, 10))
    received = found.row(MEASURES["received"])
    assert [cell.number for cell in received.cells] == [0, 0, 2, 10]


def timing_of(case: FoiRequest) -> str:
    span = Span.from_slug("2026-q4")
    (facts,) = [one for one in facts_of(span) if one.key == case.pk]
    return judge(facts, date(2026, 12, 1)).timing.value


@pytest.mark.parametrize(
    ("notice", "until", "sent_on", "expected"),
    [
        ("2026-10-30", "2026-11-02", LATE, "extended"),
        ("2026-10-30", "2026-11-01", LATE, "late"),
        # Notice on the 21st working day permits nothing (s17(2)).
        ("2026-11-02", "2026-11-20", LATE, "late"),
        ("2026-10-30", "2026-11-20", DUE, "in_time"),
    ],
)
def test_an_extension_is_permitted_when_notice_was_given_by_the_ordinary_last_day(
    notice: str, until: str, sent_on: date, expected: str
) -> None:
    case = answered("EXTENDED-1", D.WITHHELD, sent_on=None)
    given.happened(
        case,
        EventKind.EXTENSION,
        date.fromisoformat(notice),
        until=date.fromisoformat(until),
    )
    given.sent(case, sent_on)
    assert timing_of(case) == expected


def test_an_extension_that_was_struck_out_permits_nothing() -> None:
    case = answered("STRUCK-1", D.WITHHELD, sent_on=None)
    extension = given.happened(case, EventKind.EXTENSION, DUE, until=date(2026, 11, 20))
    given.sent(case, LATE)
    assert timing_of(case) == "extended"
    given.struck(extension)
    assert timing_of(case) == "late"


def test_an_extension_of_one_question_does_not_excuse_the_others() -> None:
    case = answered("ONEOFTWO-1", D.WITHHELD, D.DISCLOSED, sent_on=None)
    given.happened(
        case,
        EventKind.EXTENSION,
        DUE,
        until=date(2026, 11, 20),
        blocks=given.questions(case)[:1],
    )
    given.sent(case, LATE)
    assert timing_of(case) == "late"


def test_the_first_complete_answer_counts_whatever_came_later() -> None:
    case = answered("TWICE-1", D.WITHHELD)
    review.reopen(case, by=given.alice(), at=given.AT)
    given.answer(case, disposition=D.DISCLOSED)
    case.answers.filter(questions=None).delete()
    review.submit(case, by=given.alice(), at=given.AT)
    digest = given.current(case).digest
    given.make_documents(case)
    review.approve(case, digest=digest, comments={}, by=given.bob(), at=given.AT)
    given.sent(case, LATE)
    (facts,) = facts_of(YEAR)
    assert facts.responded == DUE
    assert facts.dispositions == {D.WITHHELD}
    assert facts.sections == {"31"}


def test_a_year_of_unknown_holidays_is_told_and_not_guessed() -> None:
    case = answered("FAR-1", D.DISCLOSED, received_on=date(2026, 10, 2))
    FoiRequest.objects.filter(pk=case.pk).update(received_on=date(2031, 12, 20))
    (facts,) = facts_of(Span.of_year(2031))
    assert facts.parts == ()
    assert judge(facts, date(2032, 3, 1)).timing.value == "unknown"


def test_as_many_queries_for_eleven_cases_as_for_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Cold and warm: what versions decided is read once by each process."""
    pages = [
        reverse(name, args=[YEAR, *rest])
        for name, *rest in (
            ("statistics-of",),
            ("staff-statistics-of",),
            ("statistics-csv",),
            ("statistics-list", "received"),
            ("staff-statistics-list", "received"),
        )
    ]
    client = signed_in(given.alice())
    publish(answered("ONE-1", D.WITHHELD))
    once = [queries_of(client, page) for page in pages]
    for number in range(10):
        more = answered(f"MORE-{number}", D.WITHHELD, sent_on=LATE)
        given.happened(more, EventKind.CLARIFICATION_ASKED)
        given.review_asked(more)
        publish(more)
    assert [queries_of(client, page) for page in pages] == once
    monkeypatch.setattr(reporting, "_KNOWN", {})
    assert queries_of(client, pages[0]) == once[0]


# --- number = list -----------------------------------------------------------------------------


def links_of(page: str, name: str) -> dict[str, str]:
    """The numbers of a page: where each leads, and what it says."""
    prefix = reverse(name).rstrip("/")
    found = re.findall(rf'<a class="govuk-link" href="({prefix}/[^"]+/[^"]+/)">([^<]+)<', page)
    return {href: text for href, text in found if not href.endswith(".csv")}


def count_of_staff_list(client: Client, url: str) -> int:
    """The lines of all pages of a list, not what its caption says."""
    lines = 0
    for number in range(1, 100):
        page = client.get(url, {"page": number}).text
        lines += len(re.findall(r'<td class="govuk-table__cell"><a class="govuk-link"', page))
        if f"page={number + 1}" not in page:
            return lines
    raise AssertionError("the pages have no end")


def count_of_public_list(client: Client, url: str) -> int:
    page = client.get(url).text
    entries = page.count('class="app-entry-list__title"')
    more = re.search(r"And (\d+) more|(\d+) requests?, of which nothing is published", page)
    return entries + (int(more[1] or more[2]) if more else 0)


def test_every_number_for_staff_is_the_list_behind_it(
    year: dict[str, FoiRequest], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("requests_app.views.staff_statistics.PAGE_SIZE", 3)
    client = signed_in(given.alice())
    numbers = links_of(
        client.get(reverse("staff-statistics-of", args=[YEAR])).text, "staff-statistics"
    )
    assert len(numbers) > 60
    for url, text in numbers.items():
        assert count_of_staff_list(client, url) == int(text), url


def test_every_public_number_is_what_is_published_and_how_many_more(
    year: dict[str, FoiRequest], client: Client
) -> None:
    page = client.get(reverse("statistics-of", args=[YEAR])).text
    numbers = links_of(page, "statistics")
    assert len(numbers) > 60
    for url, text in numbers.items():
        assert count_of_public_list(client, url) == int(text), url


def test_a_number_that_is_not_there_has_an_empty_list(client: Client) -> None:
    for key in ("late", "exemption-31"):
        page = client.get(reverse("statistics-list", args=[YEAR, key]))
        assert "There are no such requests." in page.text


# --- the file ----------------------------------------------------------------------------------


def rows_of(client: Client, name: str) -> list[dict[str, str]]:
    answer = client.get(reverse(name, args=[YEAR]))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="foi-statistics-2026.csv"'
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def cells_of(page: str) -> Iterator[tuple[str, list[int]]]:
    """Each row of the tables of a page: its title, and its numbers."""
    for title, rest in re.findall(r'<th scope="row"[^>]*>([^<]+)</th>(.*?)</tr>', page, re.DOTALL):
        texts = re.findall(r'--numeric">(?:<a [^>]*>)?(\d+)', rest)
        yield title, [int(text) for text in texts]


@pytest.mark.parametrize("staff", [False, True])
def test_the_file_says_what_the_page_says(year: dict[str, FoiRequest], staff: bool) -> None:
    client = signed_in(given.alice()) if staff else Client()
    prefix = "staff-" if staff else ""
    page = client.get(reverse(f"{prefix}statistics-of", args=[YEAR])).text
    told = [numbers[:-1] for _, numbers in cells_of(page)]
    file = rows_of(client, f"{prefix}statistics-csv")
    numbers = [int(row["requests"]) for row in file]
    assert list(chain.from_iterable(told)) == numbers
    assert {row["from"] for row in file} == {
        *("2026-01-01", "2026-04-01", "2026-07-01", "2026-10-01")
    }
    for row in file:
        assert row["definition"]
        assert row["source"]


# --- what is not told --------------------------------------------------------------------------

CANARY = RequesterDetails(name="Zebedee Quillfeather", email="z.quillfeather@example.org")


def test_no_public_page_tells_what_is_not_published(
    year: dict[str, FoiRequest], client: Client
) -> None:
    secret = given.received(
        reference="SECRET-99", title="Quillfeather papers", requester=CANARY, received_on=RECEIVED
    )
    given.review_asked(secret, note="Quillfeather is angry")
    publishing.withdraw(year["undated"], reason="By mistake.", by=given.carol(), at=given.AT)
    page = client.get(reverse("statistics-of", args=[YEAR])).text
    addresses = [
        reverse("statistics"),
        reverse("statistics-of", args=[YEAR]),
        reverse("statistics-csv", args=[YEAR]),
        *links_of(page, "statistics"),
        *(reverse("statistics-list", args=[YEAR, key]) for key in MEASURES),
        *re.findall(r'(?:src|srcset)="(/statistics/[^"]+\.svg)"', page),
    ]
    everything = " ".join(client.get(one).text for one in addresses)
    published = {"granted", "part"}
    for name, case in year.items():
        assert (case.reference in everything) is (name in published), name
        assert (case.title in everything) is (name in published), name
    for mark in ("secret-99", "quillfeather", "zebedee"):
        assert mark not in everything.casefold()


def test_small_numbers_are_told_as_fewer_than(
    year: dict[str, FoiRequest], client: Client, settings: Settings
) -> None:
    settings.STATISTICS_FEWEST = 5
    page = client.get(reverse("statistics-of", args=[YEAR])).text
    told = {int(n) for _, numbers in cells_of(page) for n in numbers}
    assert told
    assert not told & {1, 2, 3, 4}
    assert "fewer than 5" in page
    file = rows_of(client, "statistics-csv")
    assert not {"1", "2", "3", "4"} & {row["requests"] for row in file}
    refused = client.get(reverse("statistics-list", args=[YEAR, "refused"])).text
    assert "Nothing of these requests is published." in refused
    assert "1 request" not in refused
    # Staff are told.
    staff = signed_in(given.alice()).get(reverse("staff-statistics-of", args=[YEAR])).text
    assert "fewer than" not in staff


# --- pages -------------------------------------------------------------------------------------


def test_the_latest_four_quarters_and_the_years_since_the_first_request(client: Client) -> None:
    given.received(received_on=date(2024, 5, 5))
    page = client.get(reverse("statistics")).text
    for year in ("2024", "2025", "2026"):
        assert reverse("statistics-of", args=[Span.of_year(int(year))]) in page
    assert reverse("statistics-of", args=[Span.of_year(2023)]) not in page


def test_definitions_stand_on_the_page_with_what_is_not_certain(client: Client) -> None:
    page = client.get(reverse("statistics-of", args=[YEAR])).text
    assert "counted in the quarter in which they were <strong>received</strong>" in page
    assert "Not certain" in page
    assert "How the current bulletins count answers under section 21 alone is not certain." in page


@pytest.mark.parametrize(
    "path", ["1999/", "2026-q5/", "2026-q3-to-2026-q1/", "x/", "2026/nothing/", "2026/nothing.svg"]
)
def test_an_address_that_makes_no_sense_is_not_found(client: Client, path: str) -> None:
    assert client.get(f"/statistics/{path}").status_code == 404


def test_a_year_to_come_is_empty_and_no_error(client: Client) -> None:
    assert client.get("/statistics/2099/").status_code == 200
    assert client.get("/statistics/2099/outcomes.svg").status_code == 404


def test_home_and_footer_lead_to_the_statistics_and_staff_to_theirs(client: Client) -> None:
    assert client.get("/").text.count(f'href="{reverse("statistics")}"') == 2
    staff = signed_in(given.alice()).get(reverse("requests")).text
    assert f'href="{reverse("staff-statistics")}"' in staff


# --- charts ------------------------------------------------------------------------------------


def test_a_chart_stands_above_its_table_with_words(
    year: dict[str, FoiRequest], client: Client
) -> None:
    markup = Markup(client.get(reverse("statistics-of", args=[YEAR])).text)
    images = [attributes(one) for one in markup.all("img")]
    assert [one["src"].rpartition("/")[2] for one in images] == [
        *("outcomes.svg", "timeliness.svg", "exemptions.svg")
    ]
    for image in images:
        assert image["alt"].endswith("The table below has the same numbers.")
        answer = client.get(image["src"])
        assert answer["Content-Type"] == "image/svg+xml"
        assert answer["Content-Security-Policy"] == (
            "default-src 'none'; style-src 'unsafe-inline'"
        )
        assert answer.content.startswith(b"<?xml")
        assert b"<script" not in answer.content


def test_a_chart_is_drawn_only_for_whoever_does_not_have_it(
    year: dict[str, FoiRequest], client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = reverse("statistics-chart", args=[YEAR, "outcomes"])
    first = client.get(url)

    def fail(*_: object, **__: object) -> bytes:
        raise AssertionError("drawn again")

    monkeypatch.setattr("requests_app.views.statistics_answers.svg", fail)
    again = client.get(url, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    # A browser puts these headers in place of those of the picture that it stored.
    assert again["Content-Security-Policy"] == first["Content-Security-Policy"]
    monkeypatch.undo()
    answered("ANOTHER-1", D.WITHHELD)
    changed = client.get(url, headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    narrow = client.get(reverse("statistics-chart", args=[YEAR, "outcomes-narrow"]))
    assert narrow["ETag"] != changed["ETag"]


def test_without_requests_there_is_no_chart(client: Client) -> None:
    page = client.get(reverse("statistics-of", args=[YEAR])).text
    assert "<img" not in page
    url = reverse("statistics-chart", args=[YEAR, "outcomes"])
    assert client.get(url).status_code == 404
