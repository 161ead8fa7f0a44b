"""Words and numbers of the law that change with time: what holds, what held, what is to come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_safe

from exemptions.authority import AuthorityType
from exemptions.dated import DatedValue
from exemptions.models import DatedSetting
from requests_app.access import StaffRequest
from requests_app.actions import dated as verbs
from requests_app.actions.base import require_role, roles_of
from requests_app.forms.dated import DatedSettingForm
from requests_app.forms.refusals import posted, refusals_on
from requests_app.workflow import Role


@dataclass(frozen=True, slots=True)
class Dated:
    """A value in words, from a day on; ``added`` is the row, None for what ships."""

    since: date
    words: list[str]
    source: str
    check: str
    standing: str
    added: DatedSetting | None


@dataclass(frozen=True, slots=True)
class Setting:
    """One word or number of the law with all its values, the newest first."""

    name: DatedSetting.Name
    values: list[Dated]


@require_safe
def law(request: StaffRequest) -> HttpResponse:
    context = {
        "settings": list(_settings(localdate())),
        "may_add": Role.ADMINISTRATOR in roles_of(request.user),
    }
    return render(request, "library/law.html", context)


def _settings(today: date) -> Iterator[Setting]:
    everything = DatedSetting.objects.with_shipped()
    rows = DatedSetting.objects.select_related("created_by").order_by("pk")
    added = {(row.name, row.effective_from): row for row in rows}
    for name in DatedSetting.Name:
        values = everything[name.value]
        begun = [value.effective_from for value in values if value.effective_from <= today]
        yield Setting(
            name,
            [
                Dated(
                    since=value.effective_from,
                    words=_in_words(value.value),
                    source=value.source,
                    check=value.check,
                    standing=_standing(value, begun),
                    added=added.get((name.value, value.effective_from)),
                )
                for value in reversed(values)
            ],
        )


def _standing(value: DatedValue, begun: list[date]) -> str:
    if value.effective_from not in begun:
        return "Not yet in force"
    return "In force" if value.effective_from == begun[-1] else "Replaced"


def _in_words(value: Any) -> list[str]:
    if isinstance(value, Mapping):
        labels = {kind.value: kind.label for kind in AuthorityType}
        return [f"{labels.get(kind, kind)}: {number}" for kind, number in value.items()]
    return [str(value)]


@require_http_methods(["GET", "HEAD", "POST"])
def law_new(request: StaffRequest, name: str) -> HttpResponse:
    """A new value begins as the one in force; those before it stay."""
    require_role(request.user, Role.ADMINISTRATOR, "change the numbers and words of the law")
    if name not in set(DatedSetting.Name):
        raise Http404
    setting = DatedSetting.Name(name)
    current = _current(setting, localdate())
    form = DatedSettingForm(setting, current, posted(request))
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            verbs.add_dated_setting(name, **form.setting(), by=request.user, at=now())
            messages.success(request, "The value is added.")
            return redirect("law")
    return render(request, "library/law_new.html", {"form": form, "setting": setting})


def _current(name: DatedSetting.Name, today: date) -> Any:
    values = DatedSetting.objects.with_shipped()[name.value]
    begun = [value for value in values if value.effective_from <= today]
    return begun[-1].value if begun else None
