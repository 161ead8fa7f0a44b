"""The form that takes the file of an earlier log."""

from __future__ import annotations

from django import forms

from requests_app.gds import GdsForm, Submit, form_helper


class LogImportForm(GdsForm):
    """The file is kept and checked; what it holds is published only when somebody says so."""

    file = forms.FileField(
        label="CSV file",
        help_text="At most 64 MB. A spreadsheet saves one with “Save as”, “CSV UTF-8”.",
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )
    helper = form_helper(Submit("check", "Check the file"))
