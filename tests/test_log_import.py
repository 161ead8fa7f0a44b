"""An earlier log through the browser and the worker: checked, told line by line, brought in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from requests_app.actions import earlier_log, log_import
from requests_app.models import AuditEvent, FoiRequest, LogImport, Publication
from requests_app.workflow import WrongState
from tests import factories as given
from tests.visiting import queries_of, signed_in

pytestmark = pytest.mark.django_db

HEADING = "reference,title,month,outcome,request,response\n"
GOOD = "".join(
    f"OLD-{n},Title {n},2017-0{n},Successful,How many of {n}?,There are {n}.\n" for n in range(1, 7)
)
BAD = "OLD-9,Title 9,never,Meh,How many?,Nine.\n"


def upload(client: Client, text: str, name: str = "log.csv") -> Any:
    file = SimpleUploadedFile(name, text.encode(), content_type="text/csv")
    return client.post(reverse("log-imports"), {"file": file})


def the_import() -> LogImport:
    return LogImport.objects.get()


def work(at: datetime = given.AT, **options: float) -> LogImport:
    log_import.work_on(the_import().pk, at=lambda: at, **options)
    return the_import()


def page_of(client: Client) -> str:
    return client.get(reverse("log-import", args=[the_import().pk])).text


# --- the way through ---------------------------------------------------------------------


def test_a_file_is_checked_then_brought_in() -> None:
    given.particulars()
    client = signed_in(given.carol())
    assert upload(client, HEADING + GOOD + BAD).status_code == 302
    assert "Being checked" in page_of(client)
    row = work()
    assert (row.state, row.good, row.there, row.failed, row.total) == ("checked", 6, 0, 1, 7)
    assert not FoiRequest.objects.exists()
    page = page_of(client)
    for words in ("Publish 6 records", "month", "outcome", "Write the month like 2021-03", ">8<"):
        assert words in page
    told = client.get(reverse("log-import-problems", args=[row.pk])).content.decode("utf-8-sig")
    assert told.splitlines()[0] == "line,column,problem"
    assert [line.split(",")[:2] for line in told.splitlines()[1:]] == [
        ["8", "month"],
        ["8", "outcome"],
    ]
    client.post(reverse("log-import-begin", args=[row.pk]))
    assert "0 of 7 lines" in page_of(client)
    row = work()
    assert (row.state, row.good, row.there, row.failed) == ("done", 6, 0, 1)
    assert Publication.objects.visible().count() == 6
    assert row.problems.count() == 2
    assert "See the disclosure log" in page_of(client)


def test_the_same_file_again_skips_what_is_there() -> None:
    given.from_earlier_log("OLD-1")
    upload(signed_in(given.eve()), HEADING + GOOD)
    row = work()
    assert (row.good, row.there) == (5, 1)
    log_import.begin(row, by=given.eve(), at=given.AT)
    assert work().there == 1
    assert FoiRequest.objects.count() == 6


def test_a_second_click_brings_nothing_in_twice() -> None:
    given.particulars()
    row = given.checked_log()
    log_import.begin(row, by=given.carol(), at=given.AT)
    with pytest.raises(WrongState):
        log_import.begin(row, by=given.carol(), at=given.AT)
    client = signed_in(given.carol())
    assert client.post(reverse("log-import-begin", args=[row.pk])).status_code == 409
    assert AuditEvent.objects.filter(verb="log_begun").count() == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [("", "The submitted file is empty"), ("title\n", "must name the columns")],
)
def test_a_file_that_will_not_do_is_told(text: str, message: str) -> None:
    client = signed_in(given.carol())
    answer = upload(client, text)
    if answer.status_code == 302:
        assert work().state == LogImport.State.FAILED
        assert message in page_of(client)
    else:
        assert "empty" in answer.text
        assert not LogImport.objects.exists()


# --- the worker --------------------------------------------------------------------------


def test_the_worker_does_a_slice_at_a_time_and_each_line_once() -> None:
    given.particulars()
    row = given.checked_log(HEADING + GOOD)
    log_import.begin(row, by=given.carol(), at=given.AT)
    for number in range(1, 7):
        row = work(seconds=0)
        assert (row.good, row.line) == (number, number + 1)
    assert row.state == LogImport.State.LOADING
    assert work(seconds=0).state == LogImport.State.DONE
    assert FoiRequest.objects.count() == 6


def test_a_worker_that_is_killed_is_followed_by_one_that_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The death comes after the record is written and before its line is counted."""
    given.particulars()
    row = given.checked_log(HEADING + GOOD)
    log_import.begin(row, by=given.carol(), at=given.AT)
    original = earlier_log.bring_in

    def dies(entry: Any, **options: Any) -> Publication:
        made = original(entry, **options)
        if entry.reference == "OLD-3":
            raise SystemExit
        return made

    monkeypatch.setattr(earlier_log, "bring_in", dies)
    with pytest.raises(SystemExit):
        work()
    assert (the_import().good, FoiRequest.objects.count()) == (2, 2)
    monkeypatch.setattr(earlier_log, "bring_in", original)
    # The lease of the dead one still runs.
    assert work().good == 2
    later = given.AT + log_import.LEASE + timedelta(seconds=1)
    row = work(later)
    assert (row.state, row.good, row.there, row.failed) == ("done", 6, 0, 0)
    assert FoiRequest.objects.count() == 6


def test_the_sweeper_tells_of_a_file_that_was_forgotten(broker: Callable[[str], list[int]]) -> None:
    upload(signed_in(given.carol()), HEADING + GOOD)
    LogImport.objects.update(told_at=given.AT)
    log_import.sweep(at=given.AT + timedelta(seconds=5))
    assert broker("work_on_log") == []
    log_import.sweep(at=given.AT + timedelta(seconds=20))
    assert broker("work_on_log") == [the_import().pk]


def test_whoever_lost_the_role_meanwhile_brings_nothing_in() -> None:
    given.particulars()
    row = given.checked_log(HEADING + GOOD)
    log_import.begin(row, by=given.carol(), at=given.AT)
    given.carol().groups.clear()
    row = work()
    assert row.state == LogImport.State.FAILED
    assert "Only a person with the role publisher or administrator" in row.error
    assert not FoiRequest.objects.exists()


def test_the_page_costs_as_many_queries_with_many_problems() -> None:
    client = signed_in(given.carol())
    few = given.checked_log(HEADING + BAD)
    cost = queries_of(client, reverse("log-import", args=[few.pk]))
    lines = "".join(f"X-{n},Title,never,Successful,How?,So.\n" for n in range(60))
    many = given.checked_log(HEADING + lines)
    assert queries_of(client, reverse("log-import", args=[many.pk])) == cost
    assert "the first 50" in client.get(reverse("log-import", args=[many.pk])).text


# --- topics ------------------------------------------------------------------------------

WITH_TOPICS = (
    "reference,title,month,outcome,request,response,topic\n"
    "OLD-1,Beds,2017-01,Successful,How many?,Nine.,Parks\n"
    "OLD-2,Trees,2017-02,Successful,How many?,Ten.,parks\n"
    "OLD-3,Moles,2017-03,Successful,How many?,One.,Moles\n"
    "OLD-4,Mice,2017-04,Successful,How many?,Two.,\n"
)


def test_a_topic_that_the_vocabulary_lacks_is_told_and_can_be_added_before() -> None:
    given.particulars()
    given.topic("Parks")
    client = signed_in(given.carol())
    upload(client, WITH_TOPICS)
    assert work().strange_topics == {"Moles": 1}
    page = page_of(client)
    assert "Topics that are not in your vocabulary" in page
    assert "Moles: 1 record<" in page
    assert "Have a library editor add the" in page
    assert "Add the topics" in page_of(signed_in(given.eve()))
    given.topic("Moles")
    assert "not in your vocabulary" not in page_of(client)
    client.post(reverse("log-import-begin", args=[the_import().pk]))
    work()
    under = Publication.objects.values_list("foi_request__case_topics__topic__name", flat=True)
    assert sorted(map(str, under)) == ["Moles", "None", "Parks", "Parks"]
    assert "not in your vocabulary" not in page_of(client)


def test_what_came_in_without_its_topic_is_told_afterwards() -> None:
    given.particulars()
    client = signed_in(given.carol())
    upload(client, WITH_TOPICS)
    work()
    client.post(reverse("log-import-begin", args=[the_import().pk]))
    assert work().strange_topics == {"Parks": 2, "Moles": 1}
    assert "These records came in under no topic." in page_of(client)
