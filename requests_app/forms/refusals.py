"""Puts the refusal of a verb beside the field that caused it, so that nothing typed is lost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django import forms

from requests_app.actions.base import Refused


@contextmanager
def refusals_on(form: forms.BaseForm) -> Iterator[None]:
    """``with refusals_on(form): verb(…); return redirect(…)`` and then show the form again."""
    try:
        yield
    except Refused as refused:
        field = refused.field if refused.field in form.fields else None
        form.add_error(field, str(refused))
