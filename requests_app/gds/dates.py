"""A date as three boxes: how it is asked for, read and shown."""

from __future__ import annotations

from calendar import month_name
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

DATE_PARTS = ("day", "month", "year")


class DateInput(forms.MultiWidget):
    """Three text boxes: posted as ``<name>_day``, ``<name>_month`` and ``<name>_year``."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        boxes: dict[str, forms.Widget | type[forms.Widget]] = {
            name: forms.TextInput(attrs={"inputmode": "numeric"}) for name in DATE_PARTS
        }
        super().__init__(boxes, attrs)

    def decompress(self, value: Any) -> list[str]:
        return date_texts(value)


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


def date_texts(value: Any) -> list[str]:
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
