"""A portal in which nobody entered the authority's particulars yet."""

from __future__ import annotations

import pytest
from django.db import transaction

from requests_app.actions.review import freeze
from requests_app.compiling import answer_rows, compile_response, load_draft
from requests_app.gate.finding import Place
from requests_app.gate.gathering import findings_of
from requests_app.models import Rendering
from requests_app.producing import produce
from requests_app.response import canonical_json
from tests.whole_case import AT, bring_in, drafted, set_particulars

pytestmark = pytest.mark.django_db


def test_the_gate_asks_for_them() -> None:
    case = bring_in(drafted())
    found = [f for f in findings_of(load_draft(case), day=AT.date()) if f.stops]
    assert [finding.rule for finding in found] == ["PRO-01", "PRO-02"]
    assert {finding.place for finding in found} == {Place.PARTICULARS}


def test_a_version_brought_in_waits_for_them_and_its_documents_say_so() -> None:
    case = bring_in(drafted())
    draft = load_draft(case)
    with transaction.atomic():
        version = freeze(
            case,
            canonical_json(compile_response(draft)),
            answer_rows(draft),
            dossier="",
            outcome_reason="",
            adapted={},
            by=case.officer,
            at=AT,
        )
    rendering = version.renderings.get(kind=Rendering.Kind.RECORD)
    produce(rendering.pk, at=lambda: AT)
    rendering.refresh_from_db()
    assert rendering.state == Rendering.State.FAILED
    assert "particulars are not set" in rendering.error

    row = set_particulars()
    Rendering.objects.filter(pk=rendering.pk).update(state=Rendering.State.QUEUED, attempts=0)
    produce(rendering.pk, at=lambda: AT)
    rendering.refresh_from_db()
    assert rendering.state == Rendering.State.DONE, rendering.error
    assert rendering.particulars == row
