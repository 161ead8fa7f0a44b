"""The wording library and the authority's particulars: what is in force, what was, what changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, pairwise
from typing import Any

from django.contrib import messages
from django.db.models import Max
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from exemptions.catalogue import Provision, catalogue
from exemptions.models import StandardText, StandardTextVersion
from requests_app.access import StaffRequest
from requests_app.actions import library as verbs
from requests_app.actions.base import require_role, roles_of
from requests_app.comparison import Passage, compare_texts
from requests_app.forms.library import ParticularsForm, WordingForm
from requests_app.forms.refusals import refusals_on
from requests_app.models import AuthorityParticulars
from requests_app.workflow import Role

REVIEW_AFTER = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Line:
    """A provision on the list; ``text`` is None while nobody has written its wording."""

    provision: Provision
    text: StandardText | None
    version: int
    overdue: bool


@dataclass(frozen=True, slots=True)
class PastWording:
    """A version in the history, with what it changed in the one before."""

    version: StandardTextVersion
    passages: tuple[Passage, ...]


@require_safe
def library(request: StaffRequest) -> HttpResponse:
    lines = list(_lines(localdate()))
    groups = groupby(lines, key=lambda line: (line.provision.section, line.provision.title))
    context = {
        "sections": [(section, title, list(group)) for (section, title), group in groups],
        "overdue": [line for line in lines if line.overdue],
        "unwritten": [line for line in lines if not line.text],
    }
    return render(request, "library/list.html", context)


def _lines(today: date) -> Iterator[Line]:
    texts = {text.provision: text for text in StandardText.objects.all()}
    numbers = dict(
        StandardText.objects.annotate(latest=Max("versions__number")).values_list(
            "provision", "latest"
        )
    )
    for cite, provision in catalogue().items():
        text = texts.get(cite)
        yield Line(
            provision=provision,
            text=text,
            version=numbers.get(cite) or 0,
            overdue=text is not None and text.review_by < today,
        )


@require_http_methods(["GET", "HEAD", "POST"])
def wording(request: StaffRequest, provision: Provision) -> HttpResponse:
    """The wording in force, its history, and for a library editor the form that changes it."""
    text = StandardText.objects.filter(provision=provision.cite).first()
    if request.method == "POST":
        _require_editor(request)
        form = WordingForm(request.POST)
        if form.is_valid():
            with refusals_on(form):
                verbs.save_wording(provision.cite, **form.cleaned_data, by=request.user, at=now())
                messages.success(request, f"The wording of section {provision.cite} is saved.")
                return redirect("wording", provision=provision)
    else:
        form = WordingForm(initial=_initial(text))
    return _wording_page(request, provision, text, form)


def _require_editor(request: StaffRequest) -> None:
    require_role(request.user, Role.LIBRARY_EDITOR, "change the wording of the library")


@require_POST
def wording_preview(request: StaffRequest, provision: Provision) -> HttpResponse:
    """The wording as typed, as it would read; nothing is saved."""
    _require_editor(request)
    form = WordingForm(request.POST)
    text = StandardText.objects.filter(provision=provision.cite).first()
    return _wording_page(request, provision, text, form, preview=request.POST.get("body", ""))


@require_safe
def wording_version(request: StaffRequest, provision: Provision, number: int) -> HttpResponse:
    """An old wording as it stood: responses that used it still show it."""
    versions = StandardTextVersion.objects.filter(standard_text__provision=provision.cite)
    row = get_object_or_404(versions.select_related("created_by"), number=number)
    latest = versions.aggregate(number=Max("number"))["number"]
    context = {"provision": provision, "version": row, "in_force": number == latest}
    return render(request, "library/version.html", context)


def _wording_page(
    request: StaffRequest,
    provision: Provision,
    text: StandardText | None,
    form: WordingForm,
    *,
    preview: str = "",
) -> HttpResponse:
    history = list(_history(text)) if text else []
    context = {
        "provision": provision,
        "text": text,
        "current": history[0].version if history else None,
        "history": history,
        "overdue": text is not None and text.review_by < localdate(),
        "form": form,
        "may_edit": Role.LIBRARY_EDITOR in roles_of(request.user),
        "preview": preview,
    }
    return render(request, "library/wording.html", context)


def _history(text: StandardText) -> Iterator[PastWording]:
    """The newest first, each with what it changed; the first version changed nothing."""
    versions = list(text.versions.select_related("created_by").order_by("-number"))
    for newer, older in pairwise(versions):
        yield PastWording(newer, compare_texts(older.body, newer.body))
    if versions:
        yield PastWording(versions[-1], ())


def _initial(text: StandardText | None) -> dict[str, Any]:
    current = text.current if text else None
    return {
        "body": current.body if current else "",
        "owner": text.owner if text else "",
        "review_by": localdate() + REVIEW_AFTER,
        "latest": current.number if current else 0,
    }


# --- the authority's particulars -------------------------------------------------------


@require_safe
def particulars(request: StaffRequest) -> HttpResponse:
    in_force = AuthorityParticulars.objects.effective(localdate())
    rows = AuthorityParticulars.objects.select_related("created_by")
    context = {
        "rows": rows.order_by("-effective_from", "-pk"),
        "in_force": in_force,
        "may_add": Role.ADMINISTRATOR in roles_of(request.user),
    }
    return render(request, "library/particulars.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def particulars_new(request: StaffRequest) -> HttpResponse:
    """New particulars begin as the ones in force, so that one changed line is one changed line."""
    require_role(request.user, Role.ADMINISTRATOR, "change the authority’s particulars")
    current = AuthorityParticulars.objects.effective(localdate())
    initial = model_to_dict(current) if current else {}
    form = ParticularsForm(request.POST or None, initial={**initial, "effective_from": localdate()})
    if request.method == "POST" and form.is_valid():
        verbs.add_particulars(by=request.user, at=now(), **form.cleaned_data)
        messages.success(request, "The particulars are added.")
        return redirect("particulars")
    return render(request, "library/particulars_new.html", {"form": form, "current": current})
