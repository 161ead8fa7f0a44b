"""The authority's particulars: what is in force, what was, what is to come."""

from __future__ import annotations

from django.contrib import messages
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_safe

from requests_app.access import StaffRequest
from requests_app.actions import library as verbs
from requests_app.actions.base import require_role, roles_of
from requests_app.forms.library import ParticularsForm
from requests_app.models import AuthorityParticulars
from requests_app.workflow import Role


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
