"""A page with every form control and every class of the look, for the tests of the look alone.

Its views are the real frame and the real template pack around forms that no product page has.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import include, path
from django.utils.timezone import get_current_timezone

from requests_app.gds import (
    Buttons,
    DateInputField,
    GdsForm,
    RadiosWithHints,
    Secondary,
    Submit,
    Warn,
    form_helper,
)
from requests_app.workflow import State

PAGES = Path(__file__).parent / "gallery_pages"
KINDS = [("disclosed", "Disclosed"), ("withheld", "Withheld"), ("held", "Not held")]


class GalleryForm(GdsForm):
    """One field of every control; ``refuse`` makes the form as a whole wrong."""

    title = forms.CharField(max_length=20, help_text="As the requester would know it")
    reference = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"class": "govuk-input--width-10"})
    )
    email = forms.EmailField(label="Requester's e-mail")
    password = forms.CharField(widget=forms.PasswordInput)
    text = forms.CharField(
        label="The text as received", widget=forms.Textarea(attrs={"rows": 4}), help_text="Verbatim"
    )
    received = DateInputField(label="Date received", help_text="For example, 27 3 2026")
    outcome = forms.ChoiceField(choices=[("", "Choose one"), *KINDS])
    disposition = forms.ChoiceField(
        choices=KINDS,
        widget=RadiosWithHints(hints={"held": "The authority does not have it"}),
        help_text="What became of the question",
    )
    limbs = forms.MultipleChoiceField(
        label="Exemptions", choices=KINDS, widget=forms.CheckboxSelectMultiple
    )
    read = forms.BooleanField(label="I have read these pages", help_text="All of them")
    document = forms.FileField(label="Document", widget=forms.FileInput)
    version = forms.CharField(widget=forms.HiddenInput, required=False)

    helper = form_helper(Submit("save", "Save"), Secondary("later", "Later"), Warn("drop", "Drop"))

    def clean(self) -> dict[str, Any] | None:
        if self.data.get("refuse"):
            raise ValidationError("Somebody else changed this while you were writing")
        return self.cleaned_data


class LaidOutForm(GalleryForm):
    """The same with a layout of its own."""

    prefix = "laid"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper()
        self.helper.layout = Layout(
            Fieldset("The request", "title", "received"), Buttons(Submit("send", "Send"))
        )


def _page(name: str, request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    template = engines["django"].from_string((PAGES / f"{name}.html").read_text())
    return HttpResponse(template.render(context, request))


@login_not_required
def every_control(request: HttpRequest) -> HttpResponse:
    """GET shows the form empty, POST as it comes back wrong."""
    form = GalleryForm(request.POST, request.FILES) if request.method == "POST" else GalleryForm()
    return _page("controls", request, {"form": form})


@login_not_required
def layout(request: HttpRequest) -> HttpResponse:
    return _page("layout", request, {"form": LaidOutForm()})


@login_not_required
def every_class(request: HttpRequest) -> HttpResponse:
    messages.success(request, "The answer is saved")
    messages.error(request, "The letter could not be made")
    messages.info(request, "The preview shows a draft")
    at = datetime(2026, 3, 3, 9, 5, tzinfo=get_current_timezone())
    events = [
        {"at": at, "label": "Submitted for review", "by": "Olive Officer", "comment": ""},
        {"at": at, "label": "Returned", "by": "Robin Reviewer", "comment": "Say which year."},
    ]
    page = Paginator(range(500), 20).get_page(7)
    kinds = ["section", "context", "question"]
    context = {"states": list(State), "events": events, "page": page, "kinds": kinds}
    return _page("classes", request, context)


STATUSES = {"fine": 200, "stale": 409, "wrong": 422, "forbidden": 403, "broken": 500}


def htmx(request: HttpRequest) -> HttpResponse:
    return _page("htmx", request, {"answers": [*STATUSES, "signed_out"]})


@login_not_required
def answer(request: HttpRequest, how: str) -> HttpResponse:
    """A fragment with the status asked for, or what a page answers to somebody signed out."""
    if how == "signed_out":
        logout(request)
        return redirect("login")
    return HttpResponse(f"<p>answer: {how}</p>", status=STATUSES[how])


urlpatterns = [
    path("gallery/htmx/", htmx),
    path("gallery/answer/<str:how>/", answer),
    path("gallery/controls/", every_control),
    path("gallery/layout/", layout),
    path("gallery/classes/", every_class),
    path("", include("foi_portal.urls")),
]
