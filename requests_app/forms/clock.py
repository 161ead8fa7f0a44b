"""The forms of a case's clock: what happened, what was recorded by mistake."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms

from requests_app.actions.clock import EventDetails
from requests_app.clock import EventKind
from requests_app.gds import DateInputField, GdsForm, RadiosWithHints, Submit, Warn, form_helper
from requests_app.models import Block

_HINTS = {
    EventKind.CLARIFICATION_ASKED: "The clock stands until the answer comes (s1(3)).",
    EventKind.CLARIFICATION_RECEIVED: "The count starts again from that day (s10(6)(b)).",
    EventKind.FEE_NOTICE: "No day counts until the fee is received (s10(2)).",
    EventKind.FEE_PAID: "The count goes on with the next working day.",
    EventKind.EXTENSION: "The day on which the notice was sent, and the date it estimates.",
    EventKind.TRANSFERRED_RECORD: "30 working days, for a record that is not designated as open.",
    EventKind.SCHOOL_DAYS: "The 20th school day or the 60th working day, whichever is first.",
    EventKind.SET_BY_COMMISSIONER: "Up to the 60th working day, when the regulator agreed to it.",
}


class ClockEventForm(GdsForm):
    """What happened, when, and to which questions."""

    kind = forms.ChoiceField(
        label="What happened?",
        choices=[(kind.value, kind.label) for kind in EventKind],
        widget=RadiosWithHints(hints={kind.value: hint for kind, hint in _HINTS.items()}),
        error_messages={"required": "Select what happened"},
    )
    on = DateInputField(label="On which day?", help_text="For example, 27 3 2026.")
    until = DateInputField(
        label="Until which day?",
        help_text="Only for more time: the estimated date of the decision, the 20th school day, "
        "or the day that the regulator set.",
        required=False,
    )
    provisions = forms.CharField(
        label="Which exemptions are weighed?",
        help_text="Only for an extension. Qualified exemptions, separated by commas, like "
        "31(1)(a), 43(2).",
        max_length=300,
        required=False,
    )
    questions = forms.TypedMultipleChoiceField(
        label="Which questions does it concern?",
        help_text="Choose none if it concerns all of them.",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    note = forms.CharField(
        label="Note",
        help_text="For the file: where the letter is, who was spoken to.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2_000,
        required=False,
    )
    helper = form_helper(Submit("record", "Record it"))

    def __init__(self, questions: Sequence[Block], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["questions"].choices = [  # type: ignore[attr-defined]
            (block.pk, question_name(block)) for block in questions
        ]
        if len(questions) < 2:
            del self.fields["questions"]

    def details(self) -> EventDetails:
        data = self.cleaned_data
        cites = (cite.strip() for cite in re.split(r"[,;\n]", data["provisions"]))
        return EventDetails(
            kind=EventKind(data["kind"]),
            on=data["on"],
            until=data["until"],
            questions=data.get("questions", ()),
            provisions=[cite for cite in cites if cite],
            note=data["note"],
        )


class StrikeForm(GdsForm):
    """Why an event is struck out."""

    reason = forms.CharField(
        label="Why is it struck out?",
        help_text="The event stays on the page, crossed out, with this reason.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2_000,
    )
    helper = form_helper(Warn("strike", "Strike it out"))


def question_name(block: Block) -> str:
    """``2: How many of them are …``, without the personal data declared in it."""
    text = " ".join(block.shown_text.split())
    short = text if len(text) <= 90 else f"{text[:89].rstrip()}…"
    return f"{block.number}: {short}" if block.number else short
