"""The one field of whoever wants mails about new records."""

from __future__ import annotations

from django import forms

from requests_app.gds import GdsForm, Submit, form_helper


class AlertForm(GdsForm):
    address = forms.EmailField(
        label="E-mail address",
        help_text="We use it for nothing but these e-mails, and delete it when you stop them.",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    helper = form_helper(Submit("ask", "Send me an e-mail to confirm"))
