"""The forms of the wording library and of the authority's particulars."""

from __future__ import annotations

from django import forms

from requests_app.gds import DateInputField, GdsForm, GdsFormMixin, Submit, form_helper
from requests_app.models import AuthorityParticulars
from requests_app.outcome_words import vocabularies


class WordingForm(GdsForm):
    """The standard text of a provision; ``latest`` is the version that the editor saw."""

    body = forms.CharField(
        label="Wording",
        help_text=(
            "Paragraphs, **bold**, *italic*, lists and links. It explains the provision in "
            "general: why it applies to a request stands beside it, from the claim."
        ),
        widget=forms.Textarea(attrs={"rows": 16}),
        max_length=50_000,
    )
    note = forms.CharField(
        label="Why it was changed",
        help_text="One line for the history of this wording.",
        max_length=300,
        required=False,
    )
    owner = forms.CharField(
        label="Owner", help_text="Who keeps this wording right.", max_length=150
    )
    review_by = DateInputField(
        label="Review by", help_text="When it is to be read again. For example, 27 3 2027."
    )
    latest = forms.IntegerField(widget=forms.HiddenInput)


class ParticularsForm(GdsFormMixin, forms.ModelForm):  # type: ignore[type-arg]
    """Particulars that take effect on a day. Saved by the verb, never by the form."""

    effective_from = DateInputField(
        label="In force from",
        help_text=(
            "Letters and records dated on or after this day use these particulars. "
            "For example, 1 4 2027."
        ),
    )
    website = forms.URLField(label="Website", max_length=200, required=False, assume_scheme="https")
    regulator_url = forms.URLField(
        label="Web address for complaints",
        help_text="The page on which the requester complains (s17(7)(b), s50).",
        max_length=200,
        assume_scheme="https",
    )
    has_audit_functions = forms.BooleanField(
        label="It audits other public authorities",
        help_text="Or examines how they use their resources. Section 33 is for these only.",
        required=False,
    )
    is_public_record_office = forms.BooleanField(
        label="It is a public record office",
        help_text="The National Archives or the Public Record Office of Northern Ireland.",
        required=False,
    )
    outcome_vocabulary = forms.ChoiceField(
        label="Words for outcomes",
        help_text="In whose words the disclosure log says what became of a request.",
        choices=[(words.name, words.title) for words in vocabularies().values()],
    )

    class Meta:
        model = AuthorityParticulars
        fields = [
            "effective_from",
            "authority_name",
            "authority_address",
            "foi_email",
            "website",
            "team_name",
            "review_how",
            "review_ask_days",
            "review_answer_days",
            "regulator_name",
            "regulator_short_name",
            "regulator_address",
            "regulator_phone",
            "regulator_url",
            "complaint_weeks",
            "licence",
            "authority_type",
            "has_audit_functions",
            "is_public_record_office",
            "outcome_vocabulary",
        ]
        labels = {
            "authority_name": "Name of the authority",
            "authority_address": "Address of the authority",
            "foi_email": "E-mail address for requests",
            "team_name": "Name of the team that signs",
            "review_how": "How to ask for an internal review",
            "review_ask_days": "Working days to ask for a review",
            "review_answer_days": "Working days in which a review is answered",
            "regulator_name": "Name of the regulator",
            "regulator_short_name": "Short name of the regulator",
            "regulator_address": "Address of the regulator",
            "regulator_phone": "Telephone number of the regulator",
            "complaint_weeks": "Weeks in which to complain to the regulator",
            "licence": "Licence for reuse",
            "authority_type": "Kind of authority",
        }
        help_texts = {
            "review_how": "What a letter tells the requester to do (s17(7)(a)).",
            "regulator_short_name": "As it is known, for example ICO.",
            "licence": "The line under published records, for example an open licence.",
            "authority_type": "The cost limit (s12) and sections 35 and 36 turn on it.",
        }
        widgets = {
            "authority_address": forms.Textarea(attrs={"rows": 4}),
            "review_how": forms.Textarea(attrs={"rows": 5}),
            "regulator_address": forms.Textarea(attrs={"rows": 4}),
            "licence": forms.Textarea(attrs={"rows": 2}),
        }

    helper = form_helper(Submit("save", "Add these particulars"))
