"""An earlier log: its lines as CSV, the command that brings it in, and what becomes of a record."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from requests_app.actions import earlier_log, rendering
from requests_app.actions.base import Refused
from requests_app.earlier_log.entry import EarlierEntry, heading_of
from requests_app.earlier_log.files import text_lines
from requests_app.earlier_log.lines import COLUMNS, LogLine, UnreadableLog, read_lines
from requests_app.earlier_log.outcomes import outcome_of
from requests_app.models import AuditEvent, FoiRequest, Publication, Rendering
from requests_app.outcome import OutcomeCode
from requests_app.outcome_words import vocabularies
from requests_app.reporting import facts_of
from requests_app.statistics.quarters import Span
from requests_app.workflow import NotAllowed, State, WrongState
from tests import factories as given
from tests.visiting import queries_of, signed_in

TODAY = date(2026, 11, 2)
GOOD = {
    "reference": "F0043407",
    "title": "Allotments",
    "month": "2017-03",
    "outcome": "Partially successful",
    "request": "How many allotments are there, and who has them?",
    "response": "There are 214. The names are personal data.",
    "exemptions": "s40(2)",
    "topic": "Parks",
}


def text_of(*rows: dict[str, str], columns: Sequence[str] = COLUMNS, delimiter: str = ",") -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, delimiter=delimiter, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: row.get(name, "") for name in columns} for row in rows)
    return out.getvalue()


def read(text: str) -> list[LogLine]:
    return list(read_lines(io.StringIO(text, newline=""), today=TODAY))


def problems(**changed: str) -> list[tuple[int, str, str]]:
    (line,) = read(text_of({**GOOD, **changed}))
    return [(one.line, one.column, one.message) for one in line.problems]


# --- lines -------------------------------------------------------------------------------


def test_a_line_is_an_entry() -> None:
    (line,) = read(text_of(GOOD))
    assert line == LogLine(
        2,
        EarlierEntry(
            reference="F0043407",
            title="Allotments",
            month=date(2017, 3, 1),
            outcome=OutcomeCode.PARTIALLY_WITHHELD,
            outcome_words="Partially successful",
            request=GOOD["request"],
            response=GOOD["response"],
            exemptions=("40(2) with 40(3A)(a)",),
            topic="Parks",
        ),
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_columns_may_stand_in_any_order_between_any_marks(delimiter: str) -> None:
    text = "\ufeff" + text_of(GOOD, columns=COLUMNS[::-1], delimiter=delimiter).upper()
    (line,) = read(text)
    assert line.entry is not None
    assert line.entry.title == "ALLOTMENTS"


def test_lines_are_numbered_as_an_editor_does_across_texts_of_several_lines() -> None:
    long = {**GOOD, "reference": "A-1", "response": "One.\nTwo.\n\nThree."}
    found = read(text_of(long, {}, {**GOOD, "reference": "B-1"}, {**GOOD, "title": ""}))
    assert [line.number for line in found] == [2, 7, 8]
    assert found[2].problems[0].line == 8


@pytest.mark.parametrize(
    ("cell", "month"),
    [
        ("2021-03", 3),
        ("2021-03-31", 3),
        ("03/2021", 3),
        ("4/12/2021", 12),
        ("March 2021", 3),
        ("Sep 2021", 9),
        ("Mar-21", 3),
        ("1 March 2021", 3),
    ],
)
def test_a_month_is_read_as_people_write_it(cell: str, month: int) -> None:
    (line,) = read(text_of({**GOOD, "month": cell}))
    assert line.entry is not None
    assert line.entry.month == date(2021, month, 1)


@pytest.mark.parametrize(
    ("cell", "cites"),
    [
        ("", ()),
        ("31(1)(a)", ("31(1)(a)",)),
        ("Section 40; s43", ("40", "43")),
        ("s.21 and S12(1)", ("21(1)", "12(1)")),
        ("FOIA section 31 (1) (a), 31(1)(a)", ("31(1)(a)",)),
        ("EIR 12(4)(a)", ("EIR 12(4)(a)",)),
        ("Regulation 12(4)(a)", ("EIR 12(4)(a)",)),
        ("22A", ("22A",)),
    ],
)
def test_exemptions_are_read_as_logs_write_them(cell: str, cites: tuple[str, ...]) -> None:
    (line,) = read(text_of({**GOOD, "exemptions": cell}))
    assert line.entry is not None, line.problems
    assert line.entry.exemptions == cites
    for cite in cites:
        assert ":" in heading_of(cite)


@pytest.mark.parametrize(
    ("changed", "column", "message"),
    [
        ({"reference": ""}, "reference", "Give the reference."),
        ({"reference": "x" * 41}, "reference", "40 characters or fewer; it has 41"),
        ({"title": " "}, "title", "Give the title."),
        ({"title": "x" * 201}, "title", "200 characters or fewer"),
        ({"month": "Smarch 2021"}, "month", "Write the month like 2021-03"),
        ({"month": "2026-12"}, "month", "must be from 2005 to now"),
        ({"month": "2004-12"}, "month", "must be from 2005 to now"),
        ({"outcome": "Meh"}, "outcome", "What “Meh” means is not known"),
        ({"request": ""}, "request", "Give the request."),
        ({"response": ""}, "response", "Give the response."),
        ({"exemptions": "s99"}, "exemptions", "“s99” is no exemption of the Act"),
    ],
)
def test_what_is_wrong_is_told_with_line_and_column(
    changed: dict[str, str], column: str, message: str
) -> None:
    ((line, where, said),) = problems(**changed)
    assert (line, where) == (2, column)
    assert message in said


def test_all_that_is_wrong_on_a_line_is_told_at_once() -> None:
    assert [column for _, column, _ in problems(title="", month="", outcome="?")] == [
        *("title", "month", "outcome")
    ]


def test_a_reference_twice_names_the_first_line() -> None:
    found = read(text_of(GOOD, {**GOOD, "reference": "f0043407"}))
    assert found[0].entry
    assert found[1].problems[0].message == "It stands on line 2 already."


def test_a_text_with_a_comma_outside_quotation_marks_is_told() -> None:
    text = text_of(GOOD).rstrip() + ",one more,and another\r\n"
    assert "stands in quotation marks" in read(text)[0].problems[0].message


@pytest.mark.parametrize(
    ("heading", "message"),
    [
        ("", "must name the columns"),
        ("reference,title\n", "month, outcome, request, response are not there"),
        (",".join(COLUMNS[:5]) + "\n", "response is not there"),
        (",".join([*COLUMNS, "name"]) + "\n", "a column that is not known: name"),
        (",".join([*COLUMNS, "title"]) + "\n", "a column twice: title"),
    ],
)
def test_a_heading_that_will_not_do_stops_the_file(heading: str, message: str) -> None:
    with pytest.raises(UnreadableLog, match=message):
        read(heading)


def test_the_outcomes_of_every_vocabulary_are_understood() -> None:
    for vocabulary in vocabularies().values():
        for code, word in vocabulary.words.items():
            if code is not OutcomeCode.UNDECIDED:
                assert outcome_of(word.upper() + ".") is not None, word
    assert outcome_of("Some information provided.") is OutcomeCode.PARTIALLY_WITHHELD
    assert outcome_of("partially_withheld") is OutcomeCode.PARTIALLY_WITHHELD
    assert outcome_of("undecided") is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_file_is_read_in_the_encodings_of_spreadsheets(encoding: str) -> None:
    text = text_of({**GOOD, "title": "Café – £5"})
    lines = text_lines(io.BytesIO(text.encode(encoding)))
    (line,) = read_lines(lines, today=TODAY)
    assert line.entry is not None
    assert line.entry.title == "Café – £5"


# --- a record ----------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_record_is_published_at_once_and_says_where_it_comes_from() -> None:
    case = given.from_earlier_log()
    page = Client().get(reverse("record", args=[case.slug]))
    assert page.status_code == 200
    for words in (
        "Imported from the earlier log.",
        "Partially successful",
        "March 2017",
        "How many allotments are there, and who has them?",
        "There are 214.",
        "Exemption relied on: Section 40: ",
        "The PDF of this record is being made.",
    ):
        assert words in page.text, words
    assert "Allotments" in Client().get(reverse("disclosure-log")).text
    assert Client().get(reverse("record-pdf", args=[case.slug])).status_code == 404
    (event,) = AuditEvent.objects.filter(foi_request=case)
    assert (event.verb, event.actor) == ("brought_in", given.carol())


@pytest.mark.django_db
def test_its_document_is_made_when_nobody_waits_for_another() -> None:
    case = given.from_earlier_log()
    other = given.in_review(reference="CAS-1")
    row = Rendering.objects.get(version__foi_request=case)
    rendering.sweep(at=given.AT)
    row.refresh_from_db()
    assert row.state == Rendering.State.DEFERRED
    given.make_documents(other)
    rendering.sweep(at=given.AT)
    row.refresh_from_db()
    assert row.state == Rendering.State.QUEUED
    given.make_documents(case)
    assert Client().get(reverse("record-pdf", args=[case.slug])).status_code == 200
    assert "PDF, 1 kB, 1 page" in Client().get(reverse("record", args=[case.slug])).text


@pytest.mark.django_db
def test_it_is_no_work_and_no_statistic_of_this_portal() -> None:
    case = given.from_earlier_log(month=date(2026, 10, 1))
    client = signed_in(given.alice())
    assert case.reference not in client.get(reverse("requests")).text
    assert facts_of(Span.from_slug("2026")) == ()
    assert client.get(reverse("request", args=[case.slug])).status_code == 200
    for name in ("reopen", "sent", "clock-event-new", "assign"):
        url = reverse(name, args=[case.slug])
        assert signed_in(given.alice()).post(url).status_code in {403, 409}, name


@pytest.mark.django_db
def test_only_publishers_and_administrators_bring_in_a_log() -> None:
    given.particulars()
    entry = read(text_of(GOOD))[0].entry
    assert entry is not None
    for person in (given.alice(), given.bob(), given.dora(), given.mallory()):
        with pytest.raises(NotAllowed):
            earlier_log.bring_in(entry, by=person, at=given.AT)
    earlier_log.bring_in(entry, by=given.eve(), at=given.AT)


@pytest.mark.django_db
def test_a_withdrawn_record_of_an_earlier_log_is_never_a_draft() -> None:
    case = given.replaced_earlier()
    assert Client().get(reverse("record", args=[case.slug])).status_code == 410
    with pytest.raises(WrongState):
        given.reopened(case)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"reference": "corrections"}, "reference"),
        ({"reference": "a b"}, "reference"),
        ({"response": "It was \u202egnorw."}, "response"),
        ({"request": "\x07"}, "request"),
        ({"outcome_words": "Gr\ue000nted"}, "outcome"),
    ],
)
def test_what_cannot_be_printed_or_addressed_is_refused(
    changed: dict[str, str], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        given.from_earlier_log(**changed)  # type: ignore[arg-type]
    assert refused.value.field == field
    assert not FoiRequest.objects.exists()


@pytest.mark.django_db
def test_each_record_costs_the_same() -> None:
    given.from_earlier_log("A-1")
    costs = set()
    for number in range(3):
        with CaptureQueriesContext(connection) as queries:
            given.from_earlier_log(f"B-{number}")
        costs.add(len(queries))
    assert len(costs) == 1


# --- the command -------------------------------------------------------------------------


def run(*arguments: str) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("load_log", *arguments, stdout=out, stderr=err)
    except CommandError as error:
        err.write(str(error))
    return out.getvalue(), err.getvalue()


@pytest.fixture
def log_file(tmp_path: Path, db: None) -> Path:
    given.particulars()
    given.carol()
    path = tmp_path / "log.csv"
    rows = [{**GOOD, "reference": f"OLD-{n}", "title": f"Title {n}"} for n in range(4)]
    rows[2]["month"] = "never"
    path.write_text(text_of(*rows), encoding="utf-8")
    return path


def test_a_dry_run_tells_line_by_line_and_writes_nothing(log_file: Path) -> None:
    _, err = run(str(log_file), "--as", "carol", "--dry-run")
    assert "line 4, month: Write the month like 2021-03 or March 2021, not “never”." in err
    assert err.endswith("3 can be brought in, 0 there already, 1 with errors")
    assert not FoiRequest.objects.exists()
    assert not AuditEvent.objects.exists()


def test_a_bad_line_harms_no_other_and_a_second_run_skips_what_is_there(log_file: Path) -> None:
    _, err = run(str(log_file), "--as", "carol")
    assert err.endswith("3 brought in, 0 there already, 1 with errors")
    assert set(Publication.objects.visible().values_list("foi_request__reference", flat=True)) == {
        *("OLD-0", "OLD-1", "OLD-3")
    }
    log_file.write_text(log_file.read_text().replace("never", "2019-01"))
    out, _ = run(str(log_file), "--as", "carol")
    assert out == "1 brought in, 3 there already, 0 with errors\n"


def test_a_case_of_the_portal_is_not_overwritten(log_file: Path) -> None:
    given.received(reference="OLD-1")
    _, err = run(str(log_file), "--as", "carol")
    assert "line 3, reference: There is a case with the reference OLD-1 already." in err
    assert FoiRequest.objects.get(reference="OLD-1").state == State.DRAFTING


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--as", "nobody"], "There is nobody called nobody."),
        (["--as", "alice"], "Only a person with the role publisher or administrator"),
    ],
)
def test_who_answers_for_it_must_be_somebody_who_may(
    log_file: Path, arguments: list[str], message: str
) -> None:
    given.alice()
    assert message in run(str(log_file), *arguments)[1]


def test_a_file_that_is_not_there_is_told(db: None, tmp_path: Path) -> None:
    given.carol()
    assert "the file cannot be read" in run(str(tmp_path / "no.csv"), "--as", "carol")[1]


# --- the list of thousands ---------------------------------------------------------------


@pytest.mark.django_db
def test_the_list_of_the_log_costs_the_same_with_many() -> None:
    for number in range(10):
        given.from_earlier_log(f"A-{number}")
    few = queries_of(Client(), reverse("disclosure-log"))
    for number in range(40):
        given.from_earlier_log(f"B-{number}", month=date(2018, 1 + number % 12, 1))
    assert queries_of(Client(), reverse("disclosure-log")) == few
