"""Every finished document has its file; a lost one is made again, byte for byte."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from requests_app.models import RenderedDocument, Rendering
from requests_app.producing import produce
from tests import factories as given
from tests.factories import AT
from tests.visiting import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def record() -> Rendering:
    """The public record that a reviewer reads, made by the real print engine."""
    case = given.in_review()
    row: Rendering = given.current(case).renderings.get(kind=Rendering.Kind.RECORD)
    produce(row.pk, at=lambda: AT)
    row.refresh_from_db()
    assert row.state == "done"
    return row


def page_of(row: Rendering) -> int:
    path = reverse("document", args=[row.foi_request.slug, row.pk])
    return signed_in(given.bob()).get(path).status_code


def check(*arguments: str, command: str = "check_files") -> tuple[int, str, str]:
    out, err = StringIO(), StringIO()
    try:
        call_command(command, *arguments, stdout=out, stderr=err)
    except SystemExit as ended:
        return int(str(ended.code)), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def behind_the_models_back(statement: str, *values: bytes) -> None:
    """As a failing disk would do it: the triggers do not see it."""
    with connection.cursor() as cursor:
        for event in ("UPDATE", "DELETE"):
            cursor.execute(f"DROP TRIGGER requests_app_rendereddocument_no_{event}")
        cursor.execute(statement, values)


DAMAGE = "UPDATE requests_app_rendereddocument SET content = %s"
LOSS = "DELETE FROM requests_app_rendereddocument"


def test_all_is_well(record: Rendering) -> None:
    assert check() == (0, "1 finished documents checked, 0 faults, 0 left.\n", "")
    assert page_of(record) == 200


@pytest.mark.parametrize(
    ("statement", "values", "fault"),
    [(LOSS, (), "its file is not there"), (DAMAGE, (b"%PDF-1.7 x",), "not the one that was made")],
)
@pytest.mark.fault("F12")
def test_a_lost_or_damaged_file_is_told_never_served_and_made_again(
    record: Rendering, statement: str, values: tuple[bytes, ...], fault: str
) -> None:
    behind_the_models_back(statement, *values)
    code, summary, told = check()
    assert (code, summary) == (1, "1 finished documents checked, 1 faults, 1 left.\n")
    assert fault in told
    assert page_of(record) == 503

    code, summary, told = check("--repair")
    assert (code, summary) == (0, "1 finished documents checked, 1 faults, 0 left.\n")
    assert "made again, with the same digest" in told
    assert check()[0] == 0
    assert page_of(record) == 200


def test_what_comes_out_different_is_not_stored(record: Rendering) -> None:
    Rendering.objects.update(sha256="0" * 64)
    code, _, told = check("--repair")
    assert code == 1
    assert "not what was made then" in told
    assert RenderedDocument.objects.count() == 1


def test_a_damaged_version_is_not_made_again(record: Rendering) -> None:
    behind_the_models_back(LOSS)
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER requests_app_responseversion_no_UPDATE")
        cursor.execute("UPDATE requests_app_responseversion SET digest = %s", ["0" * 64])
    code, _, told = check("--repair")
    assert code == 1
    assert "digest does not match" in told
    assert not RenderedDocument.objects.exists()


@pytest.mark.fault("F13")
def test_a_file_without_a_finished_document_is_told_and_never_served(record: Rendering) -> None:
    Rendering.objects.update(state="queued")
    code, _, told = check()
    assert code == 1
    assert "is not done, but there is a file of it" in told
    assert page_of(record) == 404
