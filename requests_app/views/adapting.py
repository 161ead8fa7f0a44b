"""The wording of a section adapted for one case: write, preview, go back to the standard text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST

from exemptions.annex import Wording
from exemptions.catalogue import Provision
from exemptions.gaps import gaps
from exemptions.models import StandardText, StandardTextVersion
from requests_app.access import StaffRequest, draft_or_refuse
from requests_app.actions import adapting
from requests_app.comparison import compare_texts
from requests_app.forms.adapting import AdaptForm
from requests_app.forms.refusals import posted, refusals_on
from requests_app.kept import Kept, kept_on
from requests_app.models import AdaptedWording, FoiRequest


@dataclass(frozen=True, slots=True)
class Place:
    """A section of a case: the standard text in force, and what the case has in its place."""

    case: FoiRequest
    provision: Provision
    standard: Wording
    row: AdaptedWording | None

    @property
    def stale(self) -> bool:
        return self.row is not None and self.row.base < self.standard.version


@require_http_methods(["GET", "HEAD", "POST"])
def wording_adapt(request: StaffRequest, slug: str, provision: Provision) -> HttpResponse:
    place = _place(request, slug, provision)
    form = _form(request, place)
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            adapting.adapt_wording(
                place.case, provision.cite, **form.adaptation(), by=request.user, at=now()
            )
            kept_on(request).put_away(request)
            messages.success(
                request, f"The wording of {provision.reference} is this case’s own now."
            )
            return redirect("annex", slug=place.case.slug)
    return _page(request, place, form)


@require_POST
def wording_adapt_preview(request: StaffRequest, slug: str, provision: Provision) -> HttpResponse:
    """The words as typed, as they would read and how they differ; nothing is saved."""
    place = _place(request, slug, provision)
    return _page(request, place, _form(request, place), preview=request.POST.get("body", ""))


@require_POST
def wording_standard(request: StaffRequest, slug: str, provision: Provision) -> HttpResponse:
    case = draft_or_refuse(request, slug)
    adapting.use_standard_wording(case, provision.cite, by=request.user, at=now())
    messages.success(request, f"The wording of {provision.reference} is the standard text again.")
    return redirect("annex", slug=case.slug)


def _place(request: StaffRequest, slug: str, provision: Provision) -> Place:
    """Raises Http404 where the library has no text to adapt."""
    case = draft_or_refuse(request, slug)
    standard = StandardText.objects.wordings([provision.cite]).get(provision.cite)
    if standard is None:
        raise Http404
    rows = case.adapted_wordings.select_related("adapted_by")
    return Place(case, provision, standard, rows.filter(provision=provision.cite).first())


def _form(request: StaffRequest, place: Place) -> AdaptForm:
    standard, row = place.standard, place.row
    initial: dict[str, Any] = {"body": standard.body, "base": standard.version, "revision": 0}
    if row:
        initial = {name: getattr(row, name) for name in ("body", "reason", "base", "revision")}
    initial = _kept(request, place).unless_saved(initial).over(initial)
    return AdaptForm(posted(request), initial=initial, newest=standard.version, stale=place.stale)


def _kept(request: StaffRequest, place: Place) -> Kept:
    page = reverse("wording-adapt", args=[place.case.slug, place.provision])
    return kept_on(request, page)


def _page(
    request: StaffRequest, place: Place, form: AdaptForm, *, preview: str = ""
) -> HttpResponse:
    row, standard = place.row, place.standard
    # What was typed against an older save is kept; saving again is about the one shown.
    theirs = row if row and form.is_bound and _typed_before(form, row) else None
    if theirs:
        form.based_on(theirs.revision)
    base = _base(place)
    words = preview or (row.body if row else "")
    context = {
        "case": place.case,
        "provision": place.provision,
        "standard": standard,
        "adapted": row,
        "form": form,
        "kept": _kept(request, place),
        "gaps": gaps(standard.body),
        "preview": preview,
        "differences": compare_texts(base, words) if words and base is not None else (),
        "stale": place.stale,
        "moved_on": compare_texts(base, standard.body) if place.stale and base is not None else (),
        "theirs": theirs,
    }
    return render(request, "requests/adapt_wording.html", context)


def _base(place: Place) -> str | None:
    """The version that was changed; None when this library does not have it."""
    if place.row is None or place.row.base == place.standard.version:
        return place.standard.body
    versions = StandardTextVersion.objects.filter(standard_text__provision=place.provision.cite)
    found = versions.filter(number=place.row.base).first()
    return found.body if found else None


def _typed_before(form: AdaptForm, row: AdaptedWording) -> bool:
    return str(row.revision) != form.data.get("revision")
