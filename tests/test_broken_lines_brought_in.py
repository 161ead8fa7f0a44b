"""An earlier log with broken lines on its way in: the report tells them, the others come in."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from requests_app.actions import log_import
from requests_app.earlier_log.records import LONGEST_CELL
from requests_app.models import LogImport, Publication
from tests import factories as given
from tests.test_broken_lines import HEADING, UNCLOSED, row
from tests.visiting import signed_in

pytestmark = pytest.mark.django_db

FILE = (
    HEADING.encode()
    + row(1, "Café.").encode()
    + UNCLOSED.replace("OLD-1", "OLD-2").encode()
    + row(3, "Zoë’s.").encode()
    + row(4, "Caf{}.").encode().replace(b"{}", b"\xe9")
    + row(5, "x" * (LONGEST_CELL + 1)).encode()
    + row(6, '"Six\nlines."').encode()
    + row(7, "{}").encode().replace(b"{}", b"\x81")
)
BROKEN = {
    3: "The line cannot be read: a quotation mark opens a text",
    6: "The line cannot be read: a cell has more than 2,000,000 characters",
    9: "It has a byte that is no character, 0x81.",
}
ANSWERS = {"OLD-1": "Café.", "OLD-3": "Zoë’s.", "OLD-4": "Café.", "OLD-6": "Six\nlines."}


def answers() -> dict[str, str]:
    return {
        one.foi_request.reference: one.version.response.answers[0].text
        for one in Publication.objects.visible()
    }


def test_a_dry_run_tells_each_broken_line_and_the_others_come_in(tmp_path: Path) -> None:
    given.particulars()
    given.carol()
    path = tmp_path / "log.csv"
    path.write_bytes(FILE)
    for options, done in ((("--dry-run",), "can be brought in"), ((), "brought in")):
        err = io.StringIO()
        with pytest.raises(CommandError, match=f"^4 {done}, 0 there already, 3 with errors$"):
            call_command("load_log", str(path), "--as", "carol", *options, stderr=err)
        for number, message in BROKEN.items():
            assert re.search(
                f"^line {number}(, response)?: {message}", err.getvalue(), re.MULTILINE
            )
        assert answers() == ({} if options else ANSWERS)


def test_the_browser_tells_each_broken_line_and_the_others_come_in() -> None:
    """A line at a time, so that each slice goes on by the number of the line."""
    given.particulars()
    client = signed_in(given.carol())
    file = SimpleUploadedFile("log.csv", FILE, content_type="text/csv")
    client.post(reverse("log-imports"), {"file": file})
    done = worked()
    assert (done.state, done.good, done.failed, done.total) == ("checked", 4, 3, 7)
    page = client.get(reverse("log-import", args=[done.pk])).text
    assert "Publish 4 records" in page
    for message in BROKEN.values():
        assert message in page
    assert list(done.problems.values_list("line", flat=True)) == list(BROKEN)
    client.post(reverse("log-import-begin", args=[done.pk]))
    done = worked()
    assert (done.state, done.good, done.failed) == ("done", 4, 3)
    assert answers() == ANSWERS


def worked() -> LogImport:
    for _ in range(8):
        log_import.work_on(LogImport.objects.get().pk, at=lambda: given.AT, seconds=0)
    return LogImport.objects.get()
