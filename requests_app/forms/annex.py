"""The form that puts another outcome over the derived one."""

from __future__ import annotations

from typing import Any

from django import forms

from requests_app.forms.both import put_together
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
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper(Submit("save", "Save the outcome"))
        # The page writes the form's tag itself: what is typed into it is kept.
        self.helper.form_tag = False

    def based_on(self, seen: str) -> None:
        """From now on the words typed stand against the outcome with this digest."""
        self.data = {**self.data.dict(), "seen": seen}  # type: ignore[attr-defined]

    def put_under(self, theirs: str, seen: str) -> None:
        """Both reasons in the box."""
        self.based_on(seen)
        self.data = {**self.data, "reason": put_together(theirs, self.data.get("reason", ""))}
