"""In which characters a text is kept that somebody typed, and which are refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from requests_app.characters import kept, kept_line
from requests_app.rendering.markup import TextTooComplex, check_characters


class VerbatimField(forms.CharField):
    """A text that is kept as it came, to the last blank: the record of what somebody sent."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)


def kept_as(field: forms.Field, typed: str) -> str:
    """What is kept of a text typed into a field; a password is hashed letter by letter."""
    if isinstance(field, VerbatimField) or isinstance(field.widget, forms.PasswordInput):
        return typed
    return kept(typed) if isinstance(field.widget, forms.Textarea) else kept_line(typed)


def refuse_unprintable(field: forms.Field, label: str) -> None:
    """Has a field of words refuse what cannot be printed, or would not read as it is stored."""
    words = isinstance(field, forms.CharField) and not isinstance(field.widget, forms.PasswordInput)
    if not words or isinstance(field, VerbatimField) or _Printable(label) in field.validators:
        return
    field.validators.append(_Printable(label))


@dataclass(frozen=True, slots=True)
class _Printable:
    label: str

    @property
    def subject(self) -> str:
        """A question begins no sentence that tells a fault."""
        return "The answer" if self.label.endswith("?") else self.label

    def __call__(self, text: object) -> None:
        words = str(text)
        if "\0" in words:
            return  # Django's own validator says it
        try:
            check_characters(words, field=self.subject)
        except TextTooComplex as error:
            raise ValidationError(str(error), code="unprintable") from error
