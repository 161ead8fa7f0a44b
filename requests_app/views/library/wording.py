"""One text of the library: its wording, its history, what changes between two versions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Count, Max, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from exemptions.catalogue import Provision
from exemptions.certainty import explain
from exemptions.gaps import gaps
from exemptions.models import StandardText, StandardTextDecision, StandardTextVersion
from requests_app.access import StaffRequest
from requests_app.actions import library as verbs
from requests_app.actions.base import require_role, roles_of
from requests_app.comparison import Passage, compare_texts
from requests_app.forms.library import CompareForm, WordingForm
from requests_app.forms.refusals import refusals_on
from requests_app.models import WordingUse
from requests_app.views.library.shelf import how_late, why_a_lawyer
from requests_app.views.library.uses import count_uses
from requests_app.workflow import Role

REVIEW_AFTER = timedelta(days=365)
VERSIONS_A_PAGE = 10


@dataclass(frozen=True, slots=True)
class PastWording:
    """A version in the history: what it changed in the one before, and what was decided on it.

    ``used`` and ``adapted`` count responses as last submitted.
    """

    version: StandardTextVersion
    passages: tuple[Passage, ...]
    decisions: list[StandardTextDecision]
    used: int
    adapted: int


@require_http_methods(["GET", "HEAD", "POST"])
def wording(request: StaffRequest, provision: Provision) -> HttpResponse:
    """The wording in force, its history, and for a library editor the form that changes it."""
    text = text_of(provision)
    if request.method == "POST":
        _require_editor(request)
        form = WordingForm(request.POST)
        if form.is_valid():
            with refusals_on(form):
                verbs.save_wording(provision.cite, **form.cleaned_data, by=request.user, at=now())
                messages.success(request, f"The wording of {provision.reference} is saved.")
                return redirect("wording", provision=provision)
    else:
        form = WordingForm(initial=_initial(text))
    return _wording_page(request, provision, text, form)


def text_of(provision: Provision) -> StandardText | None:
    return StandardText.objects.filter(provision=provision.cite).first()


def _require_editor(request: StaffRequest) -> None:
    require_role(request.user, Role.LIBRARY_EDITOR, "change the wording of the library")


@require_POST
def wording_preview(request: StaffRequest, provision: Provision) -> HttpResponse:
    """The wording as typed, as it would read; nothing is saved."""
    _require_editor(request)
    form = WordingForm(request.POST)
    preview = request.POST.get("body", "")
    return _wording_page(request, provision, text_of(provision), form, preview=preview)


@require_safe
def wording_version(request: StaffRequest, provision: Provision, number: int) -> HttpResponse:
    """An old wording as it stood: responses that used it still show it."""
    versions = StandardTextVersion.objects.filter(standard_text__provision=provision.cite)
    row = get_object_or_404(versions.select_related("created_by", "standard_text"), number=number)
    latest = versions.aggregate(number=Max("number"))["number"]
    context = {
        "provision": provision,
        "version": row,
        "last": number == latest,
        "retired": row.standard_text.is_retired(localdate()),
    }
    return render(request, "library/version.html", context)


@require_safe
def wording_compare(request: StaffRequest, provision: Provision) -> HttpResponse:
    """What differs between any two versions, the last two when none are named."""
    text = get_object_or_404(StandardText, provision=provision.cite)
    numbers = list(text.versions.order_by("number").values_list("number", flat=True))
    form = CompareForm(numbers, request.GET or None)
    pair = form.pair
    rows = {row.number: row for row in text.versions.filter(number__in=pair)} if pair else {}
    old, new = (rows[number] for number in pair) if pair else (None, None)
    context = {
        "provision": provision,
        "form": form,
        "old": old,
        "new": new,
        "passages": compare_texts(old.body, new.body) if old and new else (),
        "same": bool(old and new and old.body == new.body),
    }
    return render(request, "library/compare.html", context)


def _wording_page(
    request: StaffRequest,
    provision: Provision,
    text: StandardText | None,
    form: WordingForm,
    *,
    preview: str = "",
) -> HttpResponse:
    numbers = StandardText.objects.filter(provision=provision.cite).numbers()
    page = _history_page(text, request.GET.get("page"))
    current = text.current if text else None
    context = {
        "provision": provision,
        "text": text,
        "retired": text is not None and text.is_retired(localdate()),
        "current": current,
        "gaps": gaps(current.body) if current else (),
        "page": page,
        "history": list(_history(text, page)) if text and page else [],
        "compare": _comparison(text) if text else None,
        "late": how_late(text, localdate()) if text else "",
        "certainty": explain(provision.certainty),
        "lawyer": why_a_lawyer(provision, numbers.get(provision.cite)),
        "uses": count_uses(provision.cite, request.user),
        "form": form,
        "may_edit": Role.LIBRARY_EDITOR in roles_of(request.user),
        "preview": preview,
    }
    return render(request, "library/wording.html", context)


def _comparison(text: StandardText) -> CompareForm | None:
    """The form that compares two versions, where there are two."""
    numbers = list(text.versions.order_by("number").values_list("number", flat=True))
    return CompareForm(numbers) if len(numbers) > 1 else None


def _history_page(
    text: StandardText | None, number: str | None
) -> Page[StandardTextVersion] | None:
    if text is None:
        return None
    versions = text.versions.select_related("created_by").order_by("-number")
    return Paginator(versions, VERSIONS_A_PAGE).get_page(number)


def _history(text: StandardText, page: Page[StandardTextVersion]) -> Iterator[PastWording]:
    """The newest first, each with what it changed; the first version changed nothing."""
    versions = list(page.object_list)
    numbers = [version.number for version in versions]
    before = {
        version.number: version.body
        for version in text.versions.filter(number__in=[number - 1 for number in numbers])
    }
    decisions: dict[int, list[StandardTextDecision]] = {}
    for decision in text.decisions.filter(version__in=numbers).select_related("decided_by"):
        decisions.setdefault(decision.version, []).append(decision)
    uses = _uses_by_version(text, numbers)
    for version in versions:
        old = before.get(version.number - 1)
        used, adapted = uses.get(version.number, (0, 0))
        yield PastWording(
            version=version,
            passages=compare_texts(old, version.body) if old is not None else (),
            decisions=decisions.get(version.number, []),
            used=used,
            adapted=adapted,
        )


def _uses_by_version(text: StandardText, numbers: list[int]) -> dict[int, tuple[int, int]]:
    uses = WordingUse.objects.of_last_versions().filter(
        provision=text.provision, number__in=numbers
    )
    counted = uses.order_by().values("number")
    rows = counted.annotate(used=Count("pk"), adapted=Count("pk", filter=~Q(adapted_body="")))
    return {row["number"]: (row["used"], row["adapted"]) for row in rows}


def _initial(text: StandardText | None) -> dict[str, Any]:
    current = text.current if text else None
    return {
        "body": current.body if current else "",
        "owner": text.owner if text else "",
        "review_by": localdate() + REVIEW_AFTER,
        "latest": current.number if current else 0,
    }
