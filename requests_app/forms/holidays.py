"""The form with which an administrator changes the table of bank holidays."""

from __future__ import annotations

from django import forms

from requests_app.gds import DateInputField, GdsForm, Submit, Warn, form_helper
from requests_app.working_days import PARTS, Basis, HolidayRow


class HolidayForm(GdsForm):
    """A day, who keeps it, and where that stands."""

    day = DateInputField(label="Day", help_text="For example, 15 6 2026.")
    name = forms.CharField(label="Name", max_length=100)
    parts = forms.MultipleChoiceField(
        label="Parts of the United Kingdom",
        help_text="A holiday in any part counts for every authority (s10(6)).",
        choices=[(part, part) for part in PARTS],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select at least one part"},
    )
    basis = forms.ChoiceField(
        label="Legal basis",
        choices=[(basis.value, basis.label) for basis in (Basis.PROCLAMATION, Basis.SCHEDULE_1)],
        widget=forms.RadioSelect,
    )
    source = forms.CharField(
        label="Source",
        help_text="The Gazette and its number, the proclamation, or a web address.",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1_000,
    )
    helper = form_helper(Submit("add", "Add the day and recompute the open cases"))

    def row(self) -> HolidayRow:
        data = self.cleaned_data
        return HolidayRow(
            data["day"], data["name"], tuple(data["parts"]), Basis(data["basis"]), data["source"]
        )


class SwitchOffForm(HolidayForm):
    """A day that is in the table and is no holiday, or not there."""

    helper = form_helper(Warn("switch", "Switch the day off and recompute the open cases"))
