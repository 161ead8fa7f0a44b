"""The buttons of a form, and the helper with which crispy shows it."""

from __future__ import annotations

from crispy_forms import layout
from crispy_forms.helper import FormHelper


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
