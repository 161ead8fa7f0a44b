"""The forms of the wording library and of the authority's particulars."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict

from requests_app.forms.unmarked import UnmarkedForm
from requests_app.gds import DateInputField, GdsForm, GdsFormMixin, Submit, Warn, form_helper
from requests_app.models import AuthorityParticulars
from requests_app.outcome_words import vocabularies

REVIEW_DAY = "Enter the day by which it is to be read again"


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
        label="Review by",
        help_text="When it is to be read again. For example, 27 3 2027.",
        error_messages={"required": REVIEW_DAY},
    )
    latest = forms.IntegerField(widget=forms.HiddenInput)


class DecisionForm(GdsForm):
    """Something decided about a text without changing its words, and what that does."""

    decision: ClassVar[str]
    explanation: ClassVar[str]


class ReviewWordingForm(DecisionForm):
    """It was read and is still right; ``latest`` is the version that was read."""

    decision = "Reviewed, no change"
    explanation = (
        "You read the text against the law and the guidance, and it is still right. The words "
        "stay; that it was read, by whom and when, is kept with this version."
    )

    review_by = DateInputField(
        label="Review it again by",
        help_text="For example, 27 3 2027. It must be after today.",
        error_messages={"required": REVIEW_DAY},
    )
    note = forms.CharField(
        label="Note",
        help_text="What you compared it with, for whoever reads it next.",
        max_length=300,
        required=False,
    )
    latest = forms.IntegerField(widget=forms.HiddenInput)
    helper = form_helper(Submit("save", "It is still right"))


class LegalCheckForm(DecisionForm):
    """A lawyer read this version."""

    decision = "Read by a lawyer"
    explanation = (
        "Note that a lawyer read this version. The library then no longer asks for one, until "
        "the words change."
    )

    checked_on = DateInputField(label="Date it was read", help_text="For example, 27 3 2026.")
    note = forms.CharField(
        label="Who read it, and what they said",
        help_text="A name and one line. It is kept with this version.",
        max_length=300,
        error_messages={"required": "Enter who read it"},
    )
    latest = forms.IntegerField(widget=forms.HiddenInput)
    helper = form_helper(Submit("save", "Note that a lawyer read it"))


class RetireForm(DecisionForm):
    """From when, and why, a text is not to be used any more."""

    decision = "Retire this text"
    explanation = (
        "Whoever claims this provision is warned from that day on. Every version stays, and "
        "responses that used it keep their words. Writing a new version brings it back."
    )

    retired_on = DateInputField(
        label="Retired from",
        help_text="It may be a day to come. For example, 27 3 2027.",
        error_messages={"required": "Enter the day from which it is retired"},
    )
    reason = forms.CharField(
        label="Why",
        help_text="Officers read it when they claim this provision. For example, what to use.",
        max_length=300,
        error_messages={"required": "Enter why it is not to be used any more"},
    )
    helper = form_helper(Warn("retire", "Retire this text"))


class CompareForm(UnmarkedForm):
    """Two versions of a text, by number, sent with GET. Unbound: the last two."""

    old = forms.TypedChoiceField(label="Compare version", coerce=int)
    new = forms.TypedChoiceField(label="with version", coerce=int)

    def __init__(self, numbers: Sequence[int], data: QueryDict | None = None) -> None:
        self.numbers = list(numbers)
        last_two = {"old": (self.numbers[-2:] or [0])[0], "new": (self.numbers or [0])[-1]}
        super().__init__(data, initial=last_two)
        for name in ("old", "new"):
            choices = [(number, str(number)) for number in self.numbers]
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    @property
    def pair(self) -> tuple[int, int] | None:
        """The versions asked for; None when they are not both there."""
        if not self.is_bound:
            return (self.initial["old"], self.initial["new"]) if self.numbers else None
        if not self.is_valid():
            return None
        return self.cleaned_data["old"], self.cleaned_data["new"]


class Standing(StrEnum):
    """What an editor looks for on the list of the library."""

    OVERDUE = "overdue"
    LAWYER = "lawyer"
    UNWRITTEN = "unwritten"
    RETIRED = "retired"

    @property
    def label(self) -> str:
        return _STANDINGS[self]


_STANDINGS = {
    Standing.OVERDUE: "Review overdue",
    Standing.LAWYER: "Needs a lawyer’s eye",
    Standing.UNWRITTEN: "Without a text",
    Standing.RETIRED: "Retired",
}


class LibraryFilterForm(UnmarkedForm):
    """The filters of the list, sent with GET. What is not understood is left out."""

    q = forms.CharField(label="Words", required=False, max_length=200)
    standing = forms.ChoiceField(
        label="Show",
        choices=[("", "Everything"), *((one.value, one.label) for one in Standing)],
        required=False,
    )
    owner = forms.ChoiceField(label="Owner", required=False)

    def __init__(self, *args: Any, owners: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "Everybody"), *((owner, owner) for owner in owners)]
        self.fields["owner"].choices = choices  # type: ignore[attr-defined]

    @property
    def narrows(self) -> bool:
        return any(self.data.get(name) for name in self.fields)


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
    licence_url = forms.URLField(
        label="Address of the licence",
        help_text="Where the licence can be read. Records link there.",
        max_length=200,
        required=False,
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
            "licence_url",
            "authority_type",
            "has_audit_functions",
            "is_public_record_office",
            "outcome_vocabulary",
            "retention_months",
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
            "retention_months": "Months for which requesters’ data are kept",
        }
        help_texts = {
            "retention_months": (
                "After the answer was sent and no review or complaint followed any more. Then the "
                "portal erases them by itself, each night. 0 keeps them until somebody erases them."
            ),
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
