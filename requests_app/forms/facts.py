"""Forms for recorded facts, made from the data that describes them, and for reasons given."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.http import QueryDict

from exemptions.facts import Fact, facts
from requests_app.forms.both import put_together
from requests_app.forms.unmarked import UnmarkedForm
from requests_app.gds import DateInputField, RadiosWithHints, Submit, form_helper
from requests_app.seen import changed_here, digests_of

YES_NO = [("yes", "Yes"), ("no", "No")]


def _text(fact: Fact) -> forms.Field:
    return forms.CharField(max_length=500)


def _long_text(fact: Fact) -> forms.Field:
    return forms.CharField(max_length=20_000, widget=forms.Textarea(attrs={"rows": 3}))


def _choice(fact: Fact) -> forms.Field:
    choices = [(option.value, option.label) for option in fact.options]
    return forms.ChoiceField(choices=choices, widget=RadiosWithHints)


def _yes_no(fact: Fact) -> forms.Field:
    return forms.ChoiceField(choices=YES_NO, widget=RadiosWithHints)


def _date(fact: Fact) -> forms.Field:
    return DateInputField()


def _url(fact: Fact) -> forms.Field:
    return forms.CharField(max_length=2_000, widget=forms.URLInput(attrs={"spellcheck": "false"}))


def _number(fact: Fact) -> forms.Field:
    attrs = {"inputmode": "decimal", "class": "govuk-input--width-5"}
    return forms.CharField(max_length=12, widget=forms.TextInput(attrs=attrs))


_CONTROLS: Mapping[str, Callable[[Fact], forms.Field]] = {
    "text": _text,
    "long_text": _long_text,
    "choice": _choice,
    "yes_no": _yes_no,
    "date": _date,
    "url": _url,
    "number": _number,
}


def control_for(fact: Fact) -> forms.Field:
    """The control in which a fact is typed; it asks for nothing yet."""
    return _CONTROLS[fact.kind](fact)


class FactsForm(UnmarkedForm):
    """One control for each fact. Nothing is required: the gate says what is still missing.

    ``told`` is what the controls begin with, ``recorded`` what is recorded now. The page carries
    digests of that (``seen``), and what was on the page is asked until it is sent, whatever
    somebody else records meanwhile.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        asked: Iterable[Fact],
        told: Mapping[str, str],
        recorded: Mapping[str, str],
        data: QueryDict | None = None,
    ) -> None:
        self.asked = list(asked)
        self.seen_of = _digests_in(data.get("seen", "")) if data is not None else {}
        scopes = {fact.scope for fact in self.asked}
        left = self.seen_of.keys() - {fact.name for fact in self.asked}
        self.asked += [one for one in facts().values() if one.name in left and one.scope in scopes]
        initial = {fact.name: initial_of(fact, told) for fact in self.asked}
        now = {fact.name: recorded.get(fact.name, "") for fact in self.asked}
        super().__init__(data, initial=initial | {"seen": json.dumps(digests_of(now))})
        for fact in self.asked:
            field = control_for(fact)
            field.label = fact.label
            field.help_text = f"{fact.hint} {INTERNAL}".strip() if fact.internal else fact.hint
            field.required = False
            self.fields[fact.name] = field

    @property
    def helper(self) -> FormHelper:
        return form_helper(Submit("save", "Save what is recorded"))

    def unchanged(self) -> dict[str, str]:
        """The boxes as a browser sends them when nobody touched them."""
        sent: dict[str, str] = {}
        for fact in self.asked:
            value = self.initial[fact.name]
            if fact.kind == "date":
                day = value if isinstance(value, date) else None
                for part in ("day", "month", "year"):
                    sent[f"{fact.name}_{part}"] = str(getattr(day, part)) if day else ""
            else:
                sent[fact.name] = str(value)
        return sent

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        for fact in self.asked:
            fault = fact.fault(stored_of(data.get(fact.name)))
            if fault and fact.name not in self.errors:
                self.add_error(fact.name, f"{fact.label} {fault}".rstrip("."))
        return data

    def told(self) -> dict[str, str]:
        """What was typed, as facts are stored."""
        return {fact.name: stored_of(self.cleaned_data.get(fact.name)) for fact in self.asked}

    def against(self, theirs: Mapping[str, str], both: Collection[str] = ()) -> FactsForm:
        """The form with what was typed, about what somebody else recorded from now on.

        What was left as it was seen becomes theirs. Of ``both`` the two texts stand in one box.
        """
        told = {**theirs, **changed_here(self.told(), self.seen_of)}
        for fact in self.asked:
            if fact.name in both:
                told[fact.name] = both_in(fact, theirs.get(fact.name, ""), told[fact.name])
        return FactsForm(self.asked, told, theirs)


def both_in(fact: Fact, theirs: str, mine: str) -> str:
    """Two texts in one box; of what is no text, mine."""
    if fact.kind == "long_text":
        return put_together(theirs, mine)
    return "; ".join(dict.fromkeys(filter(None, (theirs, mine)))) if fact.kind == "text" else mine


def _digests_in(text: str) -> dict[str, str]:
    """What a page sends back of what was on it; nothing if it is not as it was made."""
    try:
        sent = json.loads(text)
    except ValueError:
        return {}
    return {name: str(one) for name, one in sent.items()} if isinstance(sent, dict) else {}


INTERNAL = "It stays in the record."


def initial_of(fact: Fact, told: Mapping[str, str]) -> object:
    value = told.get(fact.name, "")
    if fact.kind == "date" and value and not fact.fault(value):
        return date.fromisoformat(value)
    return value


def stored_of(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return str(value or "").strip()


class ReasonForm(UnmarkedForm):
    """Why a warning is no reason to stop; ``rule`` and ``digest`` say which warning."""

    rule = forms.CharField(widget=forms.HiddenInput, max_length=12)
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
    stage = forms.CharField(widget=forms.HiddenInput, max_length=10)
    reason = forms.CharField(
        label="Why is this no reason to stop?",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2_000,
        error_messages={"required": "Give the reason for going on"},
    )
