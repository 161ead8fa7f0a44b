"""The compiled side of a draft: the annex and its order, the outcome, the whole preview."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_safe

from requests_app import adapted
from requests_app.access import StaffRequest, case_or_404, draft_or_refuse, located
from requests_app.actions import drafting
from requests_app.compiling import compile_response, load_draft
from requests_app.forms.annex import OutcomeForm
from requests_app.forms.refusals import posted, refusals_on
from requests_app.gate.finding import Place, stopping
from requests_app.gate.gathering import findings_of
from requests_app.response import Response

# What the annex says comes from these places.
OF_THE_ANNEX = frozenset({Place.CLAIM, Place.TEST, Place.LIBRARY, Place.ANNEX, Place.WORDING})


@require_http_methods(["GET", "HEAD", "POST"])
def annex(request: StaffRequest, slug: str) -> HttpResponse:
    """Shows the annex; a POST moves one section, or restores the order of the Act."""
    case = draft_or_refuse(request, slug)
    draft = load_draft(case)
    response = compile_response(draft)
    if request.method == "POST":
        order = _new_order(response, request.POST)
        drafting.order_annex(case, cites=order, by=request.user, at=now())
        return redirect("annex", slug=case.slug)
    findings = stopping(findings_of(draft, day=localdate()))
    found = located((f for f in findings if f.place in OF_THE_ANNEX), case)
    shown = {section.provision for section in response.annex}
    context = {
        "case": case,
        "draft": draft,
        "response": response,
        "own_order": bool(case.annex_order),
        "missing": [line for line in found if line.blocks],
        "warnings": [line for line in found if not line.blocks],
        "adapted": adapted.in_draft(draft),
        "idle": [row for cite, row in draft.adapted.items() if cite not in shown],
    }
    return render(request, "requests/annex.html", context)


def _new_order(response: Response, posted: QueryDict) -> list[str]:
    """The order after the button that was pressed: ``up`` or ``down`` names the section."""
    if "reset" in posted:
        return []
    order = [section.provision for section in response.annex]
    moved = posted.get("up") or posted.get("down")
    if moved in order:
        index = order.index(moved)
        target = max(0, index - 1) if "up" in posted else min(len(order) - 1, index + 1)
        order.insert(target, order.pop(index))
    return order


@require_http_methods(["GET", "HEAD", "POST"])
def outcome(request: StaffRequest, slug: str) -> HttpResponse:
    case = draft_or_refuse(request, slug)
    initial = {"code": case.outcome_override, "reason": case.outcome_reason}
    form = OutcomeForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            drafting.override_outcome(case, **form.cleaned_data, by=request.user, at=now())
            messages.success(request, "The outcome is saved.")
            return redirect("request", slug=case.slug)
    derived = compile_response(load_draft(case)).outcome.derived
    context = {"case": case, "form": form, "derived": derived}
    return render(request, "requests/outcome.html", context)


@require_safe
def preview(request: StaffRequest, slug: str) -> HttpResponse:
    """The whole response as it will read, from the rows as they stand."""
    case = case_or_404(request, slug)
    response = compile_response(load_draft(case))
    return render(request, "requests/preview.html", {"case": case, "response": response})
