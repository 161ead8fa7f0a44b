"""The form that erases a requester."""

from __future__ import annotations

from typing import Any

from django import forms

from requests_app.gds import GdsForm, Warn, form_helper


class EraseForm(GdsForm):
    """What cannot be undone is confirmed by typing the reference of the case."""

    confirmed = forms.CharField(
        label="Reference of the case",
        help_text="Type it to confirm that nobody needs the data any more.",
        max_length=40,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off"}),
    )
    helper = form_helper(Warn("erase", "Erase the requester’s data"))

    def __init__(self, *args: Any, reference: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._reference = reference

    def clean_confirmed(self) -> str:
        typed: str = self.cleaned_data["confirmed"].strip()
        if typed.casefold() != self._reference.casefold():
            raise forms.ValidationError("This is not the reference of the case")
        return typed
