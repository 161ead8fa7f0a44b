"""What every form page does: takes what was posted, puts a refusal beside its field."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django import forms
from django.http import HttpRequest, QueryDict

from requests_app.actions.base import Refused


@contextmanager
def refusals_on(form: forms.BaseForm) -> Iterator[None]:
    """``with refusals_on(form): verb(…); return redirect(…)`` and then show the form again."""
    try:
        yield
    except Refused as refused:
        field = refused.field if refused.field in form.fields else None
        form.add_error(field, str(refused))


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to; an empty POST is one, and is told what is missing."""
    return request.POST if request.method == "POST" else None
