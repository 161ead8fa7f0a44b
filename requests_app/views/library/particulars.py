"""The authority's particulars: what is in force, what was, what is to come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.forms import ChoiceField, Field, model_to_dict
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from requests_app.access import READERS, StaffRequest, require_reader
from requests_app.actions import library as verbs
from requests_app.actions.base import Refused, require_role, roles_of
from requests_app.comparison import Passage, compare_texts
from requests_app.forms.library import ParticularsForm
from requests_app.models import AuthorityParticulars, FoiRequest, Rendering
from requests_app.workflow import Role

PAGE_SIZE = 50


class Standing(StrEnum):
    """How a row stands today: one is in force, later ones are not yet, the others are past."""

    IN_FORCE = "In force"
    TO_COME = "Not yet in force"
    REPLACED = "Replaced"
    NEVER = "Replaced before it took effect"


@dataclass(frozen=True, slots=True)
class Setting:
    """One of the particulars: what it is called and what it says."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A setting that differs from the row before, with what was removed and added."""

    label: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class DatedRow:
    """The particulars from a day on; ``documents`` counts those that were made with them.

    ``before`` is the row they replaced, and None for the first.
    """

    row: AuthorityParticulars
    standing: Standing
    settings: list[Setting]
    before: AuthorityParticulars | None
    changes: list[Changed]
    documents: int


@require_safe
def particulars(request: StaffRequest) -> HttpResponse:
    rows = list(_dated_rows(localdate()))
    roles = roles_of(request.user)
    context = {
        "rows": list(reversed(rows)),
        "to_come": [one for one in rows if one.standing is Standing.TO_COME],
        "may_add": Role.ADMINISTRATOR in roles,
        "may_confirm": bool(roles & {Role.ADMINISTRATOR, Role.LIBRARY_EDITOR}),
        "may_read": bool(roles & READERS),
    }
    return render(request, "library/particulars.html", context)


def _dated_rows(today: date) -> Iterator[DatedRow]:
    """Oldest first, each against the one it replaced. Of one day's rows the newest counts."""
    rows = list(
        AuthorityParticulars.objects.select_related("created_by")
        .prefetch_related("confirmations__confirmed_by")
        .order_by("effective_from", "pk")
    )
    in_force = AuthorityParticulars.objects.effective(today)
    made = Rendering.objects.filter(particulars__isnull=False).order_by()
    counts = dict(made.values_list("particulars").annotate(Count("pk")))
    before: AuthorityParticulars | None = None
    for row, following in pairwise([*rows, None]):
        if row is None:
            continue
        overtaken = following is not None and following.effective_from == row.effective_from
        yield DatedRow(
            row=row,
            standing=_standing(row, in_force, today, overtaken=overtaken),
            settings=list(_settings(row)),
            before=before,
            changes=list(_changes(before, row)) if before else [],
            documents=counts.get(row.pk, 0),
        )
        before = before if overtaken else row


def _standing(
    row: AuthorityParticulars,
    in_force: AuthorityParticulars | None,
    today: date,
    *,
    overtaken: bool,
) -> Standing:
    if row == in_force:
        return Standing.IN_FORCE
    if overtaken:
        return Standing.NEVER
    return Standing.TO_COME if row.effective_from > today else Standing.REPLACED


def _settings(row: AuthorityParticulars) -> Iterator[Setting]:
    """Everything that the form asks for, in its order and its words, but the day."""
    for name, field in ParticularsForm.base_fields.items():
        if name != "effective_from":
            yield Setting(str(field.label), _in_words(getattr(row, name), field))


def _in_words(value: object, field: Field) -> str:
    """What was chosen, by its label; what a later program no longer offers, as it is stored."""
    if isinstance(value, bool):
        return "Yes" if value else ""
    choices: dict[Any, Any] = dict(field.widget.choices) if isinstance(field, ChoiceField) else {}
    return "" if value is None else str(choices.get(value, value))


def _changes(before: AuthorityParticulars, row: AuthorityParticulars) -> Iterator[Changed]:
    for old, new in zip(_settings(before), _settings(row), strict=True):
        if old.value != new.value:
            yield Changed(new.label, compare_texts(old.value, new.value))


@require_POST
def particulars_confirm(request: StaffRequest, pk: int) -> HttpResponse:
    """Somebody looked: the regulator's name and address, and the dated settings, are right."""
    row = get_object_or_404(AuthorityParticulars, pk=pk)
    try:
        verbs.confirm_particulars(row, by=request.user, at=now())
        messages.success(request, "It is kept that you looked today.")
    except Refused as error:
        messages.error(request, str(error))
    return redirect("particulars")


@require_safe
def particulars_documents(request: StaffRequest, pk: int) -> HttpResponse:
    """The documents that were made with these particulars, for whoever may read cases."""
    require_reader(request.user)
    row = get_object_or_404(AuthorityParticulars, pk=pk)
    visible = FoiRequest.objects.visible_to(request.user)
    mine = Q(version__foi_request__in=visible) | Q(notice__foi_request__in=visible)
    made = Rendering.objects.filter(mine, particulars=row).select_related(
        "version__foi_request", "notice__foi_request"
    )
    page = Paginator(made.order_by("-pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "library/particulars_documents.html", {"row": row, "page": page})


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
