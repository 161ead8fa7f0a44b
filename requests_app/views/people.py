"""People, for administrators: who may come in, with which roles, and what if they cannot."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from requests_app.access import StaffRequest
from requests_app.actions import people as verbs
from requests_app.actions.base import Refused, require_role
from requests_app.forms.people import NewPersonForm, PersonForm, as_initial
from requests_app.forms.refusals import posted, refusals_on
from requests_app.forms.sign_in import PasswordResetForm
from requests_app.workflow import Role


def _require_administrator(request: StaffRequest) -> None:
    require_role(request.user, Role.ADMINISTRATOR, "look after people")


@require_safe
def people(request: StaffRequest) -> HttpResponse:
    _require_administrator(request)
    rows = User.objects.prefetch_related("groups", "authenticator_set").order_by("username")
    return render(request, "people/list.html", {"people": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def person_new(request: StaffRequest) -> HttpResponse:
    _require_administrator(request)
    form = NewPersonForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            added = verbs.add_person(
                form.cleaned_data["username"],
                form.cleaned_data["details"],
                by=request.user,
                at=now(),
            )
            _send_link(request, added)
            return redirect("person", added.pk)
    return render(request, "people/new.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def person(request: StaffRequest, pk: int) -> HttpResponse:
    _require_administrator(request)
    row = get_object_or_404(User, pk=pk)
    form = PersonForm(posted(request), initial=as_initial(row))
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            verbs.change_person(row, form.cleaned_data["details"], by=request.user, at=now())
            messages.success(request, f"{row.username} is saved.")
            return redirect("people")
    factors = Authenticator.objects.filter(user=row).exists()
    return render(request, "people/person.html", {"form": form, "person": row, "factors": factors})


@require_POST
def person_close(request: StaffRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(User, pk=pk)
    return _told(
        request,
        row,
        lambda: verbs.close_account(row, by=request.user, at=now()),
        f"The account of {row.username} is closed, and they are signed out.",
    )


@require_POST
def person_open(request: StaffRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(User, pk=pk)
    return _told(
        request,
        row,
        lambda: verbs.open_account(row, by=request.user, at=now()),
        f"{row.username} may sign in again.",
    )


@require_POST
def person_reset_second_factor(request: StaffRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(User, pk=pk)
    return _told(
        request,
        row,
        lambda: verbs.reset_second_factor(row, by=request.user, at=now()),
        f"{row.username} sets up a new second factor at the next sign-in.",
    )


@require_POST
def person_send_link(request: StaffRequest, pk: int) -> HttpResponse:
    _require_administrator(request)
    row = get_object_or_404(User, pk=pk)
    _send_link(request, row)
    return redirect("person", pk)


def _told(request: StaffRequest, row: User, verb: Callable[[], None], done: str) -> HttpResponse:
    """Does the verb and says on the person's page what came of it."""
    try:
        verb()
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return redirect("person", row.pk)


def _send_link(request: StaffRequest, row: User) -> None:
    """Mails the person how to set a password, which nobody else ever knows."""
    form = PasswordResetForm({"email": row.email})
    if row.is_active and form.is_valid():
        form.save(request)
        messages.success(request, f"A link to set the password is on its way to {row.email}.")
    else:
        messages.error(request, f"{row.username} could not be mailed a link to set the password.")
