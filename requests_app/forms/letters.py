"""Forms for letters before the response: what each kind leaves open to the officer."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from requests_app.actions.letters import NoticeDetails
from requests_app.characters import named_one_by_one, words_before
from requests_app.compiling import Draft
from requests_app.forms.unmarked import UnmarkedForm
from requests_app.gds import DateInputField, GdsForm, Submit, form_helper
from requests_app.notice import NoticeKind
from requests_app.rendering.coverage import unprintable

WORDS_CHARACTERS = 10_000
_WORDS = {
    NoticeKind.ACKNOWLEDGEMENT: (
        "Anything to add?",
        "For example how you wish to be written to. The rest of the letter is fixed.",
    ),
    NoticeKind.CLARIFICATION: (
        "What do you need to know?",
        "Ask only for what you reasonably need to identify and locate the information.",
    ),
    NoticeKind.FEES: (
        "What does the fee cover?",
        "Say how it was worked out, for example the copies and the postage, and how to pay it.",
    ),
    NoticeKind.EXTENSION: (
        "Anything to add?",
        "For example whom you consult. The exemptions and their reasons come from the draft.",
    ),
}
# The fields that a kind has, in order; what it has not is never asked.
_FIELDS = {
    NoticeKind.ACKNOWLEDGEMENT: ("words",),
    NoticeKind.CLARIFICATION: ("questions", "words", "reply_by"),
    NoticeKind.EXTENSION: ("estimated", "longer", "words"),
    NoticeKind.FEES: ("questions", "fee", "words"),
}


class NoticeForm(UnmarkedForm):
    """The open parts of one kind of letter."""

    questions = forms.TypedMultipleChoiceField(
        label="Which questions is it about?",
        help_text="Choose none if it is about the whole request. The others keep their date.",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    fee = forms.DecimalField(
        label="How much is the fee, in pounds?",
        help_text="For example 12.50. Within the cost limit only copies, postage and such count.",
        min_value=Decimal("0.01"),
        max_value=Decimal(100_000),
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages={
            "invalid": "Fee must be a number, such as 12.50",
            "min_value": "Fee must be a penny or more",
        },
        required=False,
    )
    estimated = DateInputField(
        label="By which day do you expect to have decided?",
        help_text="The estimate that section 17(2) asks for. For example, 27 3 2026.",
        required=False,
    )
    longer = forms.CharField(
        label="Why is it longer than forty working days?",
        help_text="Only if it is. The letter says so.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=WORDS_CHARACTERS,
        required=False,
    )
    words = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 8}), max_length=WORDS_CHARACTERS, required=False
    )
    reply_by = DateInputField(
        label="By which day should the requester answer?",
        help_text="The letter says that you will close the matter otherwise. Leave it empty "
        "to set no day.",
        required=False,
    )

    def __init__(self, kind: NoticeKind, draft: Draft, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields = {name: self.fields[name] for name in _FIELDS[kind]}
        self.fields["words"].label, self.fields["words"].help_text = _WORDS[kind]
        if "questions" in self.fields:
            asked = [block for block in draft.blocks if block.answerable and not block.omitted]
            self.fields["questions"].choices = [  # type: ignore[attr-defined]
                (block.pk, " ".join(f"{block.label} {block.shown_text}".split())[:120])
                for block in asked
            ]

    def clean_words(self) -> str:
        return self._printable("words")

    def clean_longer(self) -> str:
        return self._printable("longer")

    def _printable(self, name: str) -> str:
        """The gate reads only the response; what no font has would fail this letter as well."""
        text: str = self.cleaned_data[name]
        if lacking := unprintable(text):
            named = named_one_by_one(lacking, most=3)
            before = words_before(text, text.index(lacking[0]))
            raise ValidationError(
                f"No font here can print {named}. Write it in another way: it is after “{before}”"
            )
        return text

    def details(self) -> NoticeDetails:
        """What was typed, also while some of it is wrong: a preview shows the rest."""
        told = {name: value for name, value in self.cleaned_data.items() if value is not None}
        return NoticeDetails(kind=self.kind, **told)


class NoticeDecisionForm(GdsForm):
    """The reviewer's decision, bound to the letter that was read."""

    digest = forms.CharField(widget=forms.HiddenInput)
    comment = forms.CharField(
        label="Comment",
        help_text="Needed to return it. The officers of the case read it.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=WORDS_CHARACTERS,
        required=False,
    )


class NoticeSentForm(GdsForm):
    """The day on which the letter leaves; it bears this date."""

    sent_on = DateInputField(
        label="Date of sending",
        help_text="The letter bears this date. For example, 27 3 2026.",
    )
    helper = form_helper(Submit("record", "Record it as sent"))

    def __init__(self, *args: Any, today: date, written_on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.written_on = today, written_on

    def clean_sent_on(self) -> date:
        sent_on: date = self.cleaned_data["sent_on"]
        if sent_on > self.today:
            raise ValidationError("Date of sending must be today or in the past")
        if sent_on < self.written_on:
            raise ValidationError(
                "Date of sending must not be before the letter was written, "
                f"on {self.written_on:%-d %B %Y}"
            )
        return sent_on
