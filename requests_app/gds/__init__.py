"""What a form needs to look and speak as the GOV.UK Design System asks: classes, ids, messages.

It knows Django's forms and the template pack ``gds``; it must not know any model, view or
request. A form of this project is written as::

    class IntakeForm(GdsForm):
        title = forms.CharField(max_length=200)
        received = DateInputField(label="Date received")
        helper = form_helper(Submit("save", "Save and continue"), Secondary("cancel", "Cancel"))

and shown with ``{% crispy form %}``, or field by field with ``{{ form.title|as_crispy_field }}``
inside a ``<form method="post" novalidate>``. A model form puts ``GdsFormMixin`` first among its
bases. The page shows the error summary by itself when its context calls the form ``form``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from requests_app.gds.buttons import Buttons, Secondary, Submit, Warn, form_helper
from requests_app.gds.controls import DatePart, GdsBoundField, RadiosWithHints
from requests_app.gds.dates import DATE_PARTS, DateInput, DateInputField
from requests_app.gds.messages import ask_for, word_errors
from requests_app.gds.words import VerbatimField, refuse_unprintable

__all__ = [
    "DATE_PARTS",
    "Buttons",
    "DateInput",
    "DateInputField",
    "DatePart",
    "GdsBoundField",
    "GdsForm",
    "GdsFormMixin",
    "RadiosWithHints",
    "Secondary",
    "Submit",
    "VerbatimField",
    "Warn",
    "",
    "ask_for",
    "form_helper",
]


@dataclass(frozen=True, slots=True)
class SummaryError:
    """A line of the error summary; ``target`` is an id on the page, or empty."""

    message: str
    target: str


class GdsFormMixin:
    """Puts first among a form's bases the look and the words of the design system."""

    bound_field_class: type[BoundField] | None = GdsBoundField
    label_suffix = ""
    # Errors are told by the server, in our words and all at once, not by the browser.
    use_required_attribute = False

    def full_clean(self) -> None:
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            label = str(field.label or name.replace("_", " ").capitalize())
            if field.label is None:
                field.label = label
            word_errors(field, label)
            refuse_unprintable(field, label)
        super().full_clean()  # type: ignore[misc]

    @property
    def error_summary(self) -> list[SummaryError]:
        """Every error of the form in the order of its fields, those of no field first."""
        form: Any = self
        lines = [SummaryError(str(message), "") for message in form.non_field_errors()]
        for field in form:
            target = "" if field.is_hidden else field.error_target
            lines.extend(SummaryError(str(message), target) for message in field.errors)
        return lines


class GdsForm(GdsFormMixin, forms.Form):
    """A plain form in the look of the design system."""
