"""The form that puts another outcome over the derived one."""

from __future__ import annotations

from django import forms

from requests_app.forms.unmarked import UnmarkedForm
from requests_app.gds import Submit, form_helper
from requests_app.outcome import OutcomeCode


class OutcomeForm(UnmarkedForm):
    """An empty choice keeps the outcome that follows from the answers."""

    code = forms.ChoiceField(
        label="Outcome to show",
        choices=[
            ("", "The outcome that follows from the answers"),
            *(
                (code.value, f"{code.label} ({code.value.replace('_', ' ')})")
                for code in OutcomeCode
                if code is not OutcomeCode.UNDECIDED
            ),
        ],
        required=False,
    )
    reason = forms.CharField(
        label="Reason, if it differs",
        help_text="The reviewer reads it. It is not published.",
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )
    helper = form_helper(Submit("save", "Save the outcome"))
