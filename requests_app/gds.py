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

from calendar import month_name
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from crispy_forms import layout
from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField

from requests_app.characters import kept, kept_line
from requests_app.rendering.markup import TextTooComplex, check_characters

# --- controls --------------------------------------------------------------------------

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
        texts = value if isinstance(value, list | tuple) else _date_texts(value)
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


# --- words -----------------------------------------------------------------------------


class VerbatimField(forms.CharField):
    """A text that is kept as it came, to the last blank: the record of what somebody sent."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)


def kept_as(field: forms.Field, typed: str) -> str:
    """What is kept of a text typed into a field; a password is hashed letter by letter."""
    if isinstance(field, VerbatimField) or isinstance(field.widget, forms.PasswordInput):
        return typed
    return kept(typed) if isinstance(field.widget, forms.Textarea) else kept_line(typed)


def _refuse_unprintable(field: forms.Field, label: str) -> None:
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


# --- dates -----------------------------------------------------------------------------

DATE_PARTS = ("day", "month", "year")


class DateInput(forms.MultiWidget):
    """Three text boxes: posted as ``<name>_day``, ``<name>_month`` and ``<name>_year``."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        boxes: dict[str, forms.Widget | type[forms.Widget]] = {
            name: forms.TextInput(attrs={"inputmode": "numeric"}) for name in DATE_PARTS
        }
        super().__init__(boxes, attrs)

    def decompress(self, value: Any) -> list[str]:
        return _date_texts(value)


class DateInputField(forms.Field):
    """A date typed as day, month and year; a month may be a name. Cleans to a ``date`` or None.

    Its errors name the part to change: ``ValidationError.params["parts"]``. A form's own check
    may do the same; without it all three boxes are marked.
    """

    widget = DateInput

    def to_python(self, value: Any) -> date | None:
        if value is None or isinstance(value, date):
            return value
        texts = [str(part or "").strip() for part in value]
        missing = [name for name, text in zip(DATE_PARTS, texts, strict=True) if not text]
        if len(missing) == len(DATE_PARTS):
            return None
        if missing:
            raise self._error(f"must include a {' and '.join(missing)}", "incomplete", missing)
        return self._real_date(*texts)

    def _real_date(self, day: str, month: str, year: str) -> date:
        month_number = _number_of_month(month)
        day_number = int(day) if _is_number(day) and len(day) <= 2 else 0
        wrong = [
            *(["day"] if not 1 <= day_number <= 31 else []),
            *(["month"] if month_number is None else []),
        ]
        if not (_is_number(year) and len(year) == 4):
            if not wrong:
                raise self._error("must have a year of 4 numbers", "year", ["year"])
            wrong.append("year")
        if wrong or month_number is None:
            raise self._error("must be a real date", "invalid", wrong)
        try:
            return date(int(year), month_number, day_number)
        except ValueError as error:  # 31 June, the year 0000
            raise self._error("must be a real date", "invalid", DATE_PARTS) from error

    def _error(self, what: str, code: str, parts: Sequence[str]) -> ValidationError:
        subject = self.label or "The date"
        return ValidationError(f"{subject} {what}", code=code, params={"parts": tuple(parts)})


def _date_texts(value: Any) -> list[str]:
    if isinstance(value, date):
        return [str(value.day), str(value.month), str(value.year)]
    return ["", "", ""]


def _is_number(text: str) -> bool:
    # str.isdigit() alone also accepts superscripts, which int() refuses.
    return text.isascii() and text.isdigit()


def _number_of_month(text: str) -> int | None:
    if _is_number(text):
        number = int(text)
        return number if 1 <= number <= 12 else None
    names = [name.lower() for name in month_name]
    wanted = text.lower().rstrip(".")
    found = [names.index(name) for name in names[1:] if len(wanted) > 2 and name.startswith(wanted)]
    return found[0] if len(found) == 1 else None


# --- messages --------------------------------------------------------------------------

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


def _word_errors(field: forms.Field, label: str) -> None:
    """Replace Django's stock messages; those that the form's author wrote stay."""
    stock = _words_of_django(field)
    for code, message in _messages(field, label):
        if field.error_messages.get(code, stock.get(code)) == stock.get(code):
            field.error_messages[code] = message


# --- forms -----------------------------------------------------------------------------


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
            _word_errors(field, label)
            _refuse_unprintable(field, label)
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


# --- buttons and layout ----------------------------------------------------------------


class Submit(layout.Submit):  # type: ignore[misc]
    """The main button of a form."""

    field_classes = "govuk-button"


class Secondary(Submit):
    """A button beside the main one."""

    field_classes = "govuk-button govuk-button--secondary"


class Warn(Submit):
    """A button for what cannot easily be undone."""

    field_classes = "govuk-button govuk-button--warning"


class Buttons(layout.ButtonHolder):  # type: ignore[misc]
    """Buttons in one row, stacked on a phone."""


def form_helper(*buttons: Submit, action: str = "", label_class: str = "") -> FormHelper:
    """A crispy helper that shows all fields of a form in order, then the buttons.

    ``action`` is a path or the name of one; ``label_class`` replaces the small bold labels.
    """
    helper = FormHelper()
    helper.form_action = action
    helper.label_class = label_class
    for button in buttons:
        helper.add_input(button)
    return helper
