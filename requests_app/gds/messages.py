"""What a field says when something is missing or wrong, in the words of its label."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms

_NO_ARTICLE = frozenset(
    {"a", "an", "any", "each", "every", "how", "my", "no", "our", "that", "the", "these", "this"}
    | {"what", "when", "where", "whether", "which", "who", "why", "your"}
)


def ask_for(label: str, verb: str) -> str:
    """The request that a missing value deserves: "Enter the date received"."""
    label = label.strip()
    if label.endswith("?"):
        return f"{verb} an answer to “{label}”"
    first = label.split(" ", 1)[0]
    # Initials such as "EIR" keep their capitals.
    phrase = label if first[1:] != first[1:].lower() else label[:1].lower() + label[1:]
    return f"{verb} {phrase}" if first.lower() in _NO_ARTICLE else f"{verb} the {phrase}"


def _messages(field: forms.Field, label: str) -> Iterator[tuple[str, str]]:
    """The messages of a field by error code, in the words of its label."""
    if isinstance(field, forms.FileField):
        yield "required", ask_for(label, "Choose")
        yield "empty", "The file you chose is empty"
    elif isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        yield "required", ask_for(label, "Select")
        yield "invalid_choice", f"{label}: select one of the options"
    elif isinstance(field, forms.BooleanField):
        yield "required", f"Select “{label}” to go on"
    else:
        yield "required", ask_for(label, "Enter")
    if isinstance(field, forms.EmailField):
        yield "invalid", f"{label} must look like name@example.com"
    elif isinstance(field, forms.URLField):
        yield "invalid", f"{label} must be a whole web address, like https://www.example.org/page"
    elif isinstance(field, forms.IntegerField):
        yield "invalid", f"{label} must be a whole number"
    if isinstance(field, forms.CharField):
        yield "null_characters_not_allowed", f"{label} has a character that is no text, U+0000"
        yield "max_length", f"{label} must be %(limit_value)d characters or fewer"
        yield "min_length", f"{label} must be %(limit_value)d characters or more"


def _words_of_django(field: forms.Field) -> dict[str, Any]:
    words: dict[str, Any] = {}
    for kind in reversed(type(field).__mro__):
        words.update(vars(kind).get("default_error_messages", {}))
    return words


def word_errors(field: forms.Field, label: str) -> None:
    """Replace Django's stock messages; those that the form's author wrote stay."""
    stock = _words_of_django(field)
    for code, message in _messages(field, label):
        if field.error_messages.get(code, stock.get(code)) == stock.get(code):
            field.error_messages[code] = message
