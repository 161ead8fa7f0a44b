"""Forms of the workbench: which questions go together, and the words of an answer."""

from __future__ import annotations

from typing import Any

from django import forms

from requests_app.compiling import Draft
from requests_app.forms.both import put_together
from requests_app.forms.unmarked import UnmarkedForm
from requests_app.gds import GdsForm, RadiosWithHints
from requests_app.outcome import Disposition

DISPOSITION_HINTS = {
    Disposition.DISCLOSED: "You give all that is held and was asked for.",
    Disposition.DISCLOSED_IN_PART: "You give some and withhold the rest under an exemption.",
    Disposition.WITHHELD: "You hold it and withhold all of it under an exemption.",
    Disposition.ALREADY_AVAILABLE: "The requester can get it elsewhere; say exactly where.",
    Disposition.NOT_HELD: "You have searched, and the authority does not hold it.",
    Disposition.NEITHER_CONFIRMED_NOR_DENIED: "To say whether it is held would itself do the harm.",
    Disposition.REFUSED_COST: "It would cost more than the appropriate limit.",
    Disposition.REFUSED_VEXATIOUS: "The request, not the requester, is vexatious.",
    Disposition.REFUSED_REPEATED: "The same person asked substantially the same not long ago.",
    Disposition.AWAITING_PUBLIC_INTEREST_TEST: "An exemption applies and the time for the public "
    "interest test is extended.",
    Disposition.CLARIFICATION_LAPSED: "You asked what was meant and heard nothing more.",
    Disposition.TRANSFERRED: "Another authority answers it.",
    Disposition.WITHDRAWN: "The requester asks for it no longer.",
    Disposition.OUTSIDE_FOIA: "It asks for no recorded information; you answer it all the same.",
}
# These are most of what is ever chosen; the rest is folded away on the page.
USUAL = (
    Disposition.DISCLOSED,
    Disposition.DISCLOSED_IN_PART,
    Disposition.WITHHELD,
    Disposition.ALREADY_AVAILABLE,
    Disposition.NOT_HELD,
    Disposition.NEITHER_CONFIRMED_NOR_DENIED,
)


class QuestionsForm(GdsForm):
    """Puts the ticked questions under one answer: a new one, or the one chosen."""

    questions = forms.TypedMultipleChoiceField(
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select at least one question"},
    )
    answer = forms.TypedChoiceField(
        label="Answer to move them to", coerce=int, empty_value=None, required=False
    )

    def __init__(self, draft: Draft, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        questions = [block.pk for block in draft.blocks if block.answerable]
        self.fields["questions"].choices = [(pk, "") for pk in questions]  # type: ignore[attr-defined]
        self.fields["answer"].choices = [  # type: ignore[attr-defined]
            ("", "Or move them to …"),
            *((row.pk, f"The answer to {draft.covers_anywhere(row)}") for row in draft.answers),
        ]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if "move" in self.data and not self.errors and not data.get("answer"):
            self.add_error("answer", "Select the answer to move the questions to")
        return data

    @property
    def ticked(self) -> frozenset[str]:
        """The questions as ticked, also when they could not be saved."""
        return frozenset(str(pk) for pk in self["questions"].value() or ())


class AnswerForm(UnmarkedForm):
    """The words of an answer and what became of its questions."""

    disposition = forms.ChoiceField(
        label="What became of it?",
        choices=[(item.value, item.label) for item in Disposition],
        widget=RadiosWithHints(hints={item.value: DISPOSITION_HINTS[item] for item in Disposition}),
        required=False,
    )
    text = forms.CharField(
        label="Answer",
        widget=forms.Textarea(attrs={"rows": 12}),
        required=False,
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def based_on(self, revision: int) -> None:
        """From now on the words typed stand against this revision."""
        self.data = {**self.data.dict(), "revision": str(revision)}  # type: ignore[attr-defined]

    def put_under(self, theirs: str, revision: int) -> None:
        """Both texts in the box, theirs first, for somebody to make one of them."""
        self.based_on(revision)
        self.data = {**self.data, "text": put_together(theirs, self.data.get("text", ""))}
