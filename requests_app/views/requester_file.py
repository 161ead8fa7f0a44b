"""The file for a requester who asks what is held on them: readable, and as JSON."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.template.loader import render_to_string

from requests_app.case_files.form import to_json
from requests_app.case_files.writing import export
from requests_app.models import AuditEvent, FoiRequest, Rendering, Requester
from requests_app.stored_documents import undamaged
from requests_app.views.timeline import phrase_of, where_read


def as_zip(requester: Requester, cases: Sequence[FoiRequest], *, at: datetime) -> bytes:
    """``requester.html`` to read, ``requester.json`` for programs, and the letters as PDF."""
    content = {
        "made_at": at.isoformat(timespec="seconds"),
        "requester": {
            "name": requester.name,
            "email": requester.email,
            "postal_address": requester.postal_address,
        },
        "cases": [_case(case) for case in cases],
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("requester.html", render_to_string("requester/file.html", content))
        file.writestr("requester.json", json.dumps(content, indent=2, ensure_ascii=False) + "\n")
        for name, pdf in _letters(cases):
            file.writestr(name, pdf)
    return buffer.getvalue()


def _case(case: FoiRequest) -> dict[str, Any]:
    """The case as its file has it, and who did what with it, reads included."""
    events = AuditEvent.objects.filter(foi_request=case).select_related("actor").order_by("pk")
    return {
        "case": json.loads(to_json(export(case))),
        "events": [
            {"at": event.at.isoformat(timespec="seconds"), "who": event.who, "did": _did(event)}
            for event in events
        ],
    }


def _did(event: AuditEvent) -> str:
    return where_read(event) or phrase_of(event)


def _letters(cases: Sequence[FoiRequest]) -> Iterator[tuple[str, bytes]]:
    for case in cases:
        mine = Q(version__foi_request=case) | Q(notice__foi_request=case)
        letters = Rendering.objects.filter(mine, state=Rendering.State.DONE)
        for letter in letters.exclude(kind=Rendering.Kind.RECORD):
            if (pdf := undamaged(letter)) is not None:
                yield f"letters/{case.slug}-{letter.kind}-{letter.pk}.pdf", pdf
