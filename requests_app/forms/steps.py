"""Forms of the guided steps: one question a page, and the draft that the answers made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from exemptions.trees import Step
from requests_app.forms.facts import INTERNAL, control_for, initial_of, stored_of
from requests_app.forms.unmarked import UnmarkedForm
from requests_app.gds import GdsForm, RadiosWithHints


class StepForm(GdsForm):
    """One question; it must be answered unless the step says that it may stay empty.

    ``seen`` is a digest of the answer that is recorded when the page is made.
    """

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(
        self, step: Step, told: Mapping[str, str], data: QueryDict | None, *, seen: str
    ) -> None:
        self.step = step
        fact = step.fact
        super().__init__(data, initial={fact.name: initial_of(fact, told), "seen": seen})
        field = control_for(fact)
        field.label = fact.label
        hints = (fact.hint, step.help, INTERNAL if fact.internal else "")
        field.help_text = " ".join(filter(None, hints))
        field.required = not step.optional
        self.fields[fact.name] = field

    def clean(self) -> dict[str, Any]:
        fact, data = self.step.fact, self.cleaned_data
        fault = fact.fault(stored_of(data.get(fact.name)))
        if fault and fact.name not in self.errors:
            self.add_error(fact.name, f"{fact.label} {fault}".rstrip("."))
        return data

    @property
    def value(self) -> str:
        """The answer as facts are stored."""
        return stored_of(self.cleaned_data.get(self.step.fact.name))


KEEP, REPLACE, APPEND = "keep", "replace", "append"


class WordsForm(UnmarkedForm):
    """The draft of the steps, to be edited; beside words that stand there already, a choice.

    ``seen`` is a digest of the words that stood there.
    """

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    choice = forms.ChoiceField(
        label="What shall be done with the words that are there?",
        choices=[
            (KEEP, "Keep them, and drop the draft"),
            (REPLACE, "Put the draft in their place"),
            (APPEND, "Put the draft under them"),
        ],
        widget=RadiosWithHints(hints={KEEP: "Your answers stay recorded all the same."}),
        error_messages={"required": "Select what shall be done with the words that are there"},
    )
    text = forms.CharField(
        label="The draft that your answers make",
        help_text="Read it as the requester will, and change what does not read well.",
        widget=forms.Textarea(attrs={"rows": 12}),
        max_length=20_000,
        required=False,
    )

    def __init__(
        self,
        data: QueryDict | None,
        *,
        stands: bool,
        seen: str,
        draft: str,
        typed_against: bool = True,
    ) -> None:
        """``typed_against``: the words typed stand against those ``seen`` when they were sent."""
        if data is not None and not typed_against:
            data = data.copy()
            data["seen"] = seen
        super().__init__(data, initial={"seen": seen, "text": draft})
        if not stands:
            del self.fields["choice"]

    def clean(self) -> dict[str, Any]:
        if not self.keeps and not self.cleaned_data.get("text", "").strip():
            self.add_error("text", "Enter the words, or go back to the answers")
        return self.cleaned_data

    @property
    def keeps(self) -> bool:
        return self.cleaned_data.get("choice") == KEEP

    def words(self, standing: str) -> str:
        """What shall stand there now."""
        text: str = self.cleaned_data["text"]
        return f"{standing}\n\n{text}" if self.cleaned_data.get("choice") == APPEND else text
