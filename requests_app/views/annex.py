"""The compiled side of a draft: the annex and its order, the outcome, the whole preview."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_safe

from exemptions.annex import AnnexSection
from exemptions.catalogue import catalogue
from requests_app import adapted
from requests_app.access import StaffRequest, case_or_404, draft_or_refuse, located
from requests_app.actions import arranging
from requests_app.actions.arranging import order_as_text, outcome_as_text
from requests_app.actions.base import Changed
from requests_app.compiling import compile_response, load_draft
from requests_app.forms.annex import OutcomeForm
from requests_app.forms.refusals import posted, refusals_on
from requests_app.gate.finding import Place, stopping
from requests_app.gate.gathering import findings_of
from requests_app.kept import keep_sent, kept_on
from requests_app.models import FoiRequest
from requests_app.outcome import OutcomeCode
from requests_app.response import Response
from requests_app.seen import digest_of_words
from requests_app.views.met import Met, met_words

# What the annex says comes from these places.
OF_THE_ANNEX = frozenset({Place.CLAIM, Place.TEST, Place.LIBRARY, Place.ANNEX, Place.WORDING})


@require_http_methods(["GET", "HEAD", "POST"])
def annex(request: StaffRequest, slug: str) -> HttpResponse:
    """Shows the annex; a POST moves one section, or restores the order of the Act."""
    case = draft_or_refuse(request, slug)
    draft = load_draft(case)
    response = compile_response(draft)
    met: dict[str, object] = {}
    if request.method == "POST":
        order = _new_order(response, request.POST)
        seen = request.POST.get("seen")
        try:
            arranging.order_annex(case, cites=order, seen=seen, by=request.user, at=now())
        except Changed as changed:
            met = {"met": changed.last, "mine": _in_order(response, order), "resets": not order}
        else:
            return redirect("annex", slug=case.slug)
    findings = stopping(findings_of(draft, day=localdate()))
    found = located((f for f in findings if f.place in OF_THE_ANNEX), case)
    shown = {section.provision for section in response.annex}
    context = {
        "case": case,
        "draft": draft,
        "response": response,
        "own_order": bool(case.annex_order),
        "seen": digest_of_words(order_as_text(case.annex_order)),
        **met,
        "missing": [line for line in found if line.blocks],
        "warnings": [line for line in found if not line.blocks],
        "adapted": adapted.in_draft(draft),
        "idle": [row for cite, row in draft.adapted.items() if cite not in shown],
    }
    status = HTTPStatus.CONFLICT if met else HTTPStatus.OK
    return render(request, "requests/annex.html", context, status=status)


def _in_order(response: Response, order: list[str]) -> list[AnnexSection]:
    """The sections as they would stand in this order; without one, in that of the Act."""
    law = catalogue()
    place = {cite: index for index, cite in enumerate(order)}
    return sorted(
        response.annex,
        key=lambda one: (place.get(one.provision, len(place)), law[one.provision].sort_key),
    )


def _new_order(response: Response, posted: QueryDict) -> list[str]:
    """The order after the button that was pressed: ``up`` or ``down`` names the section.

    It begins with the order on the page, whatever order stands there now.
    """
    if "reset" in posted:
        return []
    law = catalogue()
    on_page = [cite for cite in posted.getlist("order") if cite in law]
    order = on_page or [section.provision for section in response.annex]
    moved = posted.get("up") or posted.get("down")
    if moved in order:
        index = order.index(moved)
        target = max(0, index - 1) if "up" in posted else min(len(order) - 1, index + 1)
        order.insert(target, order.pop(index))
    return order


@require_http_methods(["GET", "HEAD", "POST"])
def outcome(request: StaffRequest, slug: str) -> HttpResponse:
    case = draft_or_refuse(request, slug)
    saved = {"code": case.outcome_override, "reason": case.outcome_reason}
    kept = kept_on(request).unless_saved(saved)
    seen = digest_of_words(outcome_as_text(**saved))
    form = OutcomeForm(posted(request), initial=kept.over({**saved, "seen": seen}))
    met: Met | None = None
    if "both" in request.POST:
        form.put_under(case.outcome_reason, seen)
    elif request.method == "POST" and form.is_valid():
        with refusals_on(form):
            told = {**form.cleaned_data, "seen": form.cleaned_data["seen"] or None}
            try:
                arranging.override_outcome(case, **told, by=request.user, at=now())
            except Changed as changed:
                case.refresh_from_db()
                met = _met(changed, case, form)
                keep_sent(request)
                raise
            kept.put_away(request)
            messages.success(request, "The outcome is saved.")
            return redirect("request", slug=case.slug)
    derived = compile_response(load_draft(case)).outcome.derived
    context = {"case": case, "form": form, "derived": derived, "kept": kept, "met": met}
    status = HTTPStatus.CONFLICT if met else HTTPStatus.OK
    return render(request, "requests/outcome.html", context, status=status)


def _met(changed: Changed, case: FoiRequest, form: OutcomeForm) -> Met:
    """What met; the form keeps mine, and from now on it is about theirs."""
    code, reason = case.outcome_override, case.outcome_reason
    labels = {"": "The outcome that follows from the answers"}
    labels.update({one.value: str(one.label) for one in OutcomeCode})
    boxes = [
        ("Outcome to show", labels[code], labels[form.cleaned_data["code"]]),
        ("Reason", reason, form.cleaned_data["reason"]),
    ]
    form.based_on(digest_of_words(outcome_as_text(code, reason)))
    return met_words(changed, boxes)


@require_safe
def preview(request: StaffRequest, slug: str) -> HttpResponse:
    """The whole response as it will read, from the rows as they stand."""
    case = case_or_404(request, slug)
    response = compile_response(load_draft(case))
    return render(request, "requests/preview.html", {"case": case, "response": response})
