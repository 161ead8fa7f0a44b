"""Forms for recorded facts, made from the data that describes them, and for reasons given."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from exemptions.facts import Fact
from requests_app.forms.unmarked import UnmarkedForm
from requests_app.gds import DateInputField, RadiosWithHints, Submit, form_helper

YES_NO = [("yes", "Yes"), ("no", "No")]


def _text(fact: Fact) -> forms.Field:
    return forms.CharField(max_length=500)


def _long_text(fact: Fact) -> forms.Field:
    return forms.CharField(max_length=20_000, widget=forms.Textarea(attrs={"rows": 3}))


def _choice(fact: Fact) -> forms.Field:
    choices = [(option.value, option.label) for option in fact.options]
    return forms.ChoiceField(choices=choices, widget=RadiosWithHints)


def _yes_no(fact: Fact) -> forms.Field:
    return forms.ChoiceField(choices=YES_NO, widget=RadiosWithHints)


def _date(fact: Fact) -> forms.Field:
    return DateInputField()


def _url(fact: Fact) -> forms.Field:
    return forms.CharField(max_length=2_000, widget=forms.URLInput(attrs={"spellcheck": "false"}))


def _number(fact: Fact) -> forms.Field:
    attrs = {"inputmode": "decimal", "class": "govuk-input--width-5"}
    return forms.CharField(max_length=12, widget=forms.TextInput(attrs=attrs))


_CONTROLS: Mapping[str, Callable[[Fact], forms.Field]] = {
    "text": _text,
    "long_text": _long_text,
    "choice": _choice,
    "yes_no": _yes_no,
    "date": _date,
    "url": _url,
    "number": _number,
}


def control_for(fact: Fact) -> forms.Field:
    """The control in which a fact is typed; it asks for nothing yet."""
    return _CONTROLS[fact.kind](fact)


class FactsForm(UnmarkedForm):
    """One control for each fact. Nothing is required: the gate says what is still missing."""

    def __init__(
        self, asked: Iterable[Fact], told: Mapping[str, str], *args: Any, **kwargs: Any
    ) -> None:
        self.asked = list(asked)
        kwargs["initial"] = {fact.name: initial_of(fact, told) for fact in self.asked}
        super().__init__(*args, **kwargs)
        for fact in self.asked:
            field = control_for(fact)
            field.label = fact.label
            field.help_text = f"{fact.hint} {INTERNAL}".strip() if fact.internal else fact.hint
            field.required = False
            self.fields[fact.name] = field

    @property
    def helper(self) -> FormHelper:
        return form_helper(Submit("save", "Save what is recorded"))

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        for fact in self.asked:
            fault = fact.fault(stored_of(data.get(fact.name)))
            if fault and fact.name not in self.errors:
                self.add_error(fact.name, f"{fact.label} {fault}".rstrip("."))
        return data

    def told(self) -> dict[str, str]:
        """What was typed, as facts are stored."""
        return {fact.name: stored_of(self.cleaned_data.get(fact.name)) for fact in self.asked}


INTERNAL = "It stays in the record."


def initial_of(fact: Fact, told: Mapping[str, str]) -> object:
    value = told.get(fact.name, "")
    if fact.kind == "date" and value and not fact.fault(value):
        return date.fromisoformat(value)
    return value


def stored_of(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return str(value or "").strip()


class ReasonForm(UnmarkedForm):
    """Why a warning is no reason to stop; ``rule`` and ``digest`` say which warning."""

    rule = forms.CharField(widget=forms.HiddenInput, max_length=12)
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
    stage = forms.CharField(widget=forms.HiddenInput, max_length=10)
    reason = forms.CharField(
        label="Why is this no reason to stop?",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2_000,
        error_messages={"required": "Give the reason for going on"},
    )
