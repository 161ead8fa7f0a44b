"""Forms for claiming an exemption: first the limb, then what that limb needs."""

from __future__ import annotations

from collections.abc import Collection
from itertools import groupby
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from exemptions.catalogue import Kind, Provision, catalogue
from exemptions.trees import tree_for
from requests_app.actions.drafting import ClaimDetails
from requests_app.forms.both import put_together
from requests_app.forms.unmarked import UnmarkedForm
from requests_app.gds import GdsForm, RadiosWithHints, Secondary, Submit, form_helper
from requests_app.models import Claim

LIKELIHOODS = [
    (Claim.Likelihood.WOULD, "Would prejudice"),
    (Claim.Likelihood.WOULD_BE_LIKELY, "Would be likely to prejudice"),
]
LIKELIHOOD_HINTS: dict[str, str] = {
    Claim.Likelihood.WOULD: "More likely than not. It weighs more in the public interest test.",
    Claim.Likelihood.WOULD_BE_LIKELY: "Less likely than not, but a real and significant risk.",
}


def provision_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """What can be claimed, under its sections: the Act in its order, then the Regulations.

    The cost limit, vexatious requests and what is not held are dispositions of an answer.
    """
    claimed = (law for law in catalogue().values() if law.is_claimed)
    return [
        (heading, [(law.cite, _choice(law)) for law in laws])
        for heading, laws in groupby(claimed, key=lambda law: law.section_heading)
    ]


def _choice(law: Provision) -> str:
    refusal = "neither confirm nor deny: " if law.kind is Kind.NCND else ""
    return f"{law.cite} – {refusal}{law.label}"


class ProvisionForm(GdsForm):
    """Which limb; it is sent with GET, so that the next page has an address."""

    provision = forms.ChoiceField(
        label="Which exemption applies?",
        help_text="Choose the limb. The sections follow in the order of the Act.",
        error_messages={"required": "Select the limb that applies"},
    )
    helper = form_helper(Submit("", "Continue"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.form_method = "get"
        choices: list[Any] = [("", "Choose a limb"), *provision_choices()]
        self.fields["provision"].choices = choices  # type: ignore[attr-defined]

    def mark_retired(self, cites: Collection[str]) -> None:
        """Says of these limbs that their text is not to be used any more; they can be chosen."""
        field: Any = self.fields["provision"]
        field.choices = [
            (
                group,
                [(c, f"{label} (text retired)" if c in cites else label) for c, label in inside],
            )
            if isinstance(inside, list)
            else (group, inside)
            for group, inside in field.choices
        ]


class ClaimForm(UnmarkedForm):
    """Why the limb applies here, with only the fields that this limb needs."""

    provision = forms.CharField(widget=forms.HiddenInput)
    revision = forms.IntegerField(widget=forms.HiddenInput)
    likelihood = forms.ChoiceField(
        label="How likely is the prejudice?",
        help_text="A prejudice limb needs one of the two, and the letter says which.",
        choices=LIKELIHOODS,
        widget=RadiosWithHints(hints=LIKELIHOOD_HINTS),
        required=False,
    )
    reason = forms.CharField(
        label="Why does it apply here?",
        help_text=(
            "Say it about this information: which interest, what would happen and how. "
            "The annex already explains the limb in general."
        ),
        widget=forms.Textarea(attrs={"rows": 8}),
        required=False,
    )
    where_accessible = forms.CharField(
        label="Where can the requester get it?",
        help_text=(
            "The address of the very page or document, or the exact citation. "
            "This requester must be able to reach it."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )

    def __init__(self, law: Provision, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"provision": law.cite, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.law = law
        self.has_steps = tree_for(law.cite) is not None
        if "revision" not in self.initial:
            del self.fields["revision"]
        if not law.likelihood_required:
            del self.fields["likelihood"]
        if law.section != "21":
            del self.fields["where_accessible"]

    @property
    def helper(self) -> FormHelper:
        buttons = [Submit("save", "Save the claim")]
        if self.has_steps:
            buttons.append(Secondary("steps", "Save and answer the questions step by step"))
        helper = form_helper(*buttons)
        # The page writes the form's tag itself: what is typed into it is kept.
        helper.form_tag = False
        return helper

    def details(self) -> ClaimDetails:
        """The claim as typed. What is still missing is told by the gate, not here."""
        told = {name: self.cleaned_data[name] for name in self.fields if name != "revision"}
        return ClaimDetails(**told)

    def based_on(self, theirs: Claim) -> None:
        """From now on the words typed stand against what somebody else saved."""
        self.data = {**self.data.dict(), "revision": str(theirs.revision)}  # type: ignore[attr-defined]

    def put_under(self, theirs: Claim) -> None:
        """Both texts in each box."""
        self.based_on(theirs)
        for name in ("reason", "where_accessible"):
            both = put_together(getattr(theirs, name), self.data.get(name, ""))
            self.data = {**self.data, name: both}
