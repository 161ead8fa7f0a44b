"""Bringing in an earlier log: the upload, the report line by line, the run and its progress."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from requests_app.access import StaffRequest
from requests_app.actions import log_import as verbs
from requests_app.actions.base import roles_of
from requests_app.actions.earlier_log import require_loader
from requests_app.actions.topics import KEEPERS
from requests_app.earlier_log.lines import COLUMNS, OPTIONAL
from requests_app.forms.log_import import LogImportForm
from requests_app.forms.refusals import refusals_on
from requests_app.models import LogImport, Topic
from requests_app.spreadsheet import as_csv
from requests_app.too_often import Costly, spared

SHOWN = 50


@require_http_methods(["GET", "HEAD", "POST"])
@spared(Costly.UPLOAD)
def log_imports(request: StaffRequest) -> HttpResponse:
    require_loader(request.user)
    is_post = request.method == "POST"
    form = LogImportForm(request.POST, request.FILES) if is_post else LogImportForm()
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            file = form.cleaned_data["file"]
            row = verbs.upload(file.name, file.read(), by=request.user, at=now())
            return redirect("log-import", pk=row.pk)
    context = {
        "form": form,
        "columns": [(name, name in OPTIONAL) for name in COLUMNS],
        "imports": _rows().order_by("-pk")[:20],
    }
    return render(request, "earlier_log/imports.html", context)


def _rows() -> QuerySet[LogImport]:
    """Without the files, which only the worker reads."""
    return LogImport.objects.defer("content").select_related("uploaded_by")


@require_safe
def log_import(request: StaffRequest, pk: int) -> HttpResponse:
    """How far it has come; a part of the page for whoever waits."""
    require_loader(request.user)
    row = get_object_or_404(_rows(), pk=pk)
    context = {
        "import": row,
        "problems": list(row.problems.all()[:SHOWN]),
        "shown": SHOWN,
        "strange_topics": _strange_topics(row),
        "keeps_topics": bool(roles_of(request.user) & KEEPERS),
    }
    part = "earlier_log/_progress.html" if request.headers.get("HX-Request") else None
    response = render(request, part or "earlier_log/import.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _strange_topics(row: LogImport) -> list[tuple[str, int]]:
    """What the vocabulary still lacks: who adds a topic meanwhile sees it go from the list."""
    known = {name.casefold() for name in Topic.objects.in_use().values_list("name", flat=True)}
    told = row.strange_topics.items()
    return sorted((name, count) for name, count in told if name.casefold() not in known)


@require_POST
def log_import_begin(request: StaffRequest, pk: int) -> HttpResponse:
    require_loader(request.user)
    row = get_object_or_404(_rows(), pk=pk)
    verbs.begin(row, by=request.user, at=now())
    messages.success(request, "The records are being brought in.")
    return redirect("log-import", pk=pk)


@require_safe
def log_import_problems(request: StaffRequest, pk: int) -> HttpResponse:
    """Every problem as CSV, to be mended in the spreadsheet."""
    require_loader(request.user)
    row = get_object_or_404(_rows(), pk=pk)
    problems = row.problems.values_list("line", "column", "message")
    return HttpResponse(
        as_csv([("line", "column", "problem"), *problems]),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="problems-{pk}.csv"'},
    )
