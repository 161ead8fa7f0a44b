"""Which control shows a field, with its classes and the place that its errors link to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from requests_app.gds.dates import DATE_PARTS, DateInput, date_texts
from requests_app.gds.words import kept_as

# Asked from top to bottom: the first widget class that fits names the control.
_CONTROLS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.HiddenInput, "hidden"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.FileInput, "file"),
)
_CSS_CLASSES = {
    "input": "govuk-input",
    "textarea": "govuk-textarea",
    "select": "govuk-select",
    "file": "govuk-file-upload",
    "radios": "govuk-radios__input",
    "checkbox": "govuk-checkboxes__input",
    "checkboxes": "govuk-checkboxes__input",
}
_WITH_ERROR_CLASS = frozenset({"input", "textarea", "select", "file"})
# ARIA gives these roles no invalid state; their group carries the message instead.
_WITHOUT_INVALID_STATE = frozenset({"radios", "checkboxes"})


@dataclass(frozen=True, slots=True)
class DatePart:
    """One of the three boxes of a date, as the template writes it."""

    name: str
    id: str
    label: str
    value: str
    width: int
    in_error: bool


class GdsBoundField(BoundField):
    """A field on its form, with the classes of its control and the place its errors link to."""

    @property
    def data(self) -> Any:
        """What was sent, with words in the characters they are kept in."""
        sent = super().data
        return kept_as(self.field, sent) if isinstance(sent, str) else sent

    @property
    def control(self) -> str:
        """Which template of ``gds/controls`` writes this field."""
        if isinstance(self.field.widget, DateInput):
            return "date"
        return next(
            (name for kind, name in _CONTROLS if isinstance(self.field.widget, kind)), "input"
        )

    @property
    def optional(self) -> bool:
        """Whether the label says "(optional)": what may stay empty is marked, not the rest."""
        # A list that opens with a choice, such as "Nobody", holds an answer whatever is done.
        return not self.field.required and self.control not in {"checkbox", "checkboxes", "select"}

    def build_widget_attrs(
        self, attrs: dict[str, Any], widget: forms.Widget | None = None
    ) -> dict[str, Any]:
        attrs = super().build_widget_attrs(attrs, widget)
        control = self.control
        # A class given by the form's author, such as a width, stays.
        classes = [str(self.field.widget.attrs.get("class", "")), _CSS_CLASSES.get(control, "")]
        if self.errors and control in _WITH_ERROR_CLASS:
            classes.append(f"{_CSS_CLASSES[control]}--error")
        if any(classes):
            attrs["class"] = " ".join(name for name in classes if name)
        if control in _WITHOUT_INVALID_STATE:
            attrs.pop("aria-invalid", None)
        return attrs

    @property
    def error_target(self) -> str:
        """The id that the error summary links to: the first control the person must change."""
        if self.control == "date":
            return next(part.id for part in self.date_parts if part.in_error or not self.errors)
        if self.control in {"radios", "checkboxes"}:
            return f"{self.auto_id}_0"
        return self.auto_id

    @property
    def date_parts(self) -> list[DatePart]:
        """The boxes of a date field with what was typed into them."""
        value = self.value()
        texts = value if isinstance(value, list | tuple) else date_texts(value)
        faulty = self._faulty_parts()
        return [
            DatePart(
                name=f"{self.html_name}_{name}",
                id=f"{self.auto_id}_{index}",
                label=name.capitalize(),
                value=text or "",
                width=4 if name == "year" else 2,
                in_error=name in faulty,
            )
            for index, (name, text) in enumerate(zip(DATE_PARTS, texts, strict=True))
        ]

    def _faulty_parts(self) -> frozenset[str]:
        """The parts that the errors name; all of them when an error names none."""
        faulty: set[str] = set()
        if self.errors:
            for error in self.errors.as_data():
                params = error.params if isinstance(error.params, Mapping) else {}
                faulty.update(params.get("parts", DATE_PARTS))
        return frozenset(faulty)


class RadiosWithHints(forms.RadioSelect):
    """Radios that explain some of their choices: ``hints`` maps a value to a sentence."""

    def __init__(self, *args: Any, hints: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hints = dict(hints or {})

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(*args, **kwargs)
        hint = self.hints.get(str(option["value"]), "")
        if hint and "id" in option["attrs"]:
            option["hint"] = hint
            option["attrs"]["aria-describedby"] = f"{option['attrs']['id']}_hint"
        return option
