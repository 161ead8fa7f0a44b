"""The form of a public interest test: factors as rows, with spare ones, without JavaScript."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from exemptions.catalogue import catalogue
from exemptions.models import Factor, PublicInterestTest
from requests_app.actions.drafting import Weighing
from requests_app.compiling import Draft
from requests_app.forms.unmarked import UnmarkedForm
from requests_app.gds import DateInputField
from requests_app.models import Claim

SPARE_ROWS = 2
MOST_ROWS = 30


class PublicInterestTestForm(UnmarkedForm):
    """Which claims are weighed, the factors each way, the balance and its reasons.

    Factor rows are the fields ``disclosure-0``, ``disclosure-1`` … and ``maintaining-0`` …;
    there are always two empty ones at the end, and more appear with every save.
    """

    claims = forms.TypedMultipleChoiceField(
        label="Which claims does this test weigh?",
        help_text=(
            "Choose several only if they cover the same information: their public interests "
            "may then be weighed together."
        ),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select the claims that this test weighs"},
    )
    conclusion = forms.ChoiceField(
        label="Where does the balance lie?",
        help_text=(
            "The exemption stands only if maintaining it outweighs disclosure. "
            "If the two are equal, the information is disclosed."
        ),
        choices=PublicInterestTest.Conclusion.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    reasons = forms.CharField(
        label="Why?",
        help_text="Say which factors weigh most for this information, and how much.",
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
    )
    decided_on = DateInputField(
        label="Date of the decision",
        help_text="The balance is judged as things stand on this day.",
        required=False,
    )

    def __init__(
        self, draft: Draft, test: PublicInterestTest | None, *args: Any, **kwargs: Any
    ) -> None:
        factors = list(test.factors.all()) if test else []
        kwargs["initial"] = _initial(draft, test) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.fields["claims"].choices = claim_choices(draft)  # type: ignore[attr-defined]
        self.sides = {
            side: self._add_rows(side, [f.text for f in factors if f.side == side])
            for side in Factor.Side.values
        }

    def _add_rows(self, side: str, texts: Sequence[str]) -> list[str]:
        """Adds the rows of one side; a posted form has as many as it sent, and the spare ones."""
        sent = sum(1 for name in self.data if name.startswith(f"{side}-"))
        rows = max(len(texts) + SPARE_ROWS, min(sent, MOST_ROWS))
        names = [f"{side}-{number}" for number in range(rows)]
        for number, name in enumerate(names):
            self.fields[name] = forms.CharField(
                label=f"Factor {number + 1}",
                widget=forms.Textarea(attrs={"rows": 2}),
                required=False,
            )
            if number < len(texts):
                self.initial[name] = texts[number]
        return names

    @property
    def for_disclosure(self) -> list[forms.BoundField]:
        return [self[name] for name in self.sides[Factor.Side.DISCLOSURE]]

    @property
    def for_maintaining(self) -> list[forms.BoundField]:
        return [self[name] for name in self.sides[Factor.Side.MAINTAINING]]

    def weighing(self) -> Weighing:
        data = self.cleaned_data
        return Weighing(
            for_disclosure=[data[name] for name in self.sides[Factor.Side.DISCLOSURE]],
            for_maintaining=[data[name] for name in self.sides[Factor.Side.MAINTAINING]],
            conclusion=data["conclusion"],
            reasons=data["reasons"],
            decided_on=data["decided_on"],
        )


def claim_choices(draft: Draft) -> list[tuple[int, str]]:
    """The qualified claims of the case, as "Section 31(1)(a) on question 11"."""
    return [
        (claim.pk, f"{claim.law.named} on {draft.covers_anywhere(answer)}")
        for answer in draft.answers
        for claim in answer.claims.all()
        if claim.provision in catalogue() and claim.law.qualified
    ]


def unweighed(draft: Draft) -> list[Claim]:
    choices = dict(claim_choices(draft))
    return [claim for claim in draft.claims if claim.pk in choices and claim.test_id is None]


def _initial(draft: Draft, test: PublicInterestTest | None) -> dict[str, Any]:
    if test is None:
        return {}
    return {
        "claims": [claim.pk for claim in draft.claims if claim.test_id == test.pk],
        "conclusion": test.conclusion,
        "reasons": test.reasons,
        "decided_on": test.decided_on,
    }
