"""The form of a public interest test: factors as rows, added and removed without JavaScript."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.http import QueryDict

from exemptions.bank_ids import BankFactor, offered
from exemptions.catalogue import Kind, catalogue
from exemptions.models import Factor, PublicInterestTest
from requests_app.actions.base import as_stored
from requests_app.actions.drafting import Weighing
from requests_app.compiling import Draft
from requests_app.forms.factor_rows import Rows, Written
from requests_app.forms.unmarked import UnmarkedForm
from requests_app.gds import DateInputField, GdsBoundField
from requests_app.models import Claim

SPARE_ROWS = 2


@dataclass(frozen=True, slots=True)
class About:
    """What a test weighs, in the words of the page: giving the information, or confirming it."""

    key: str
    title: str
    intro: str
    for_disclosure: str
    for_maintaining: str
    maintaining_hint: str
    conclusions: tuple[tuple[str, str], ...]
    conclusion_hint: str


_MAINTAIN, _DISCLOSE = (
    PublicInterestTest.Conclusion.MAINTAIN,
    PublicInterestTest.Conclusion.DISCLOSE,
)
# s2(2)(b), and s2(1)(b) for confirming: maintaining must outweigh, so a tie is for the requester.
DISCLOSING = About(
    key="disclosing",
    title="Public interest test",
    intro="",
    for_disclosure="Factors for disclosure",
    for_maintaining="Factors for maintaining the exemption",
    maintaining_hint="Only harm that the exemption protects against counts here.",
    conclusions=(
        (_MAINTAIN, "Maintaining the exemption outweighs disclosure"),
        (
            _DISCLOSE,
            "It does not: disclosure weighs more or the two are equal, so the information is given",
        ),
    ),
    conclusion_hint=(
        "The exemption stands only if maintaining it outweighs disclosure. "
        "If the two are equal, the information is disclosed."
    ),
)
CONFIRMING = About(
    key="confirming",
    title="Public interest test about confirming or denying",
    intro=(
        "This weighs whether to say that you hold the information or not, whatever it says. The "
        "reader must not learn from it whether you hold anything."
    ),
    for_disclosure="Factors for saying whether you hold it",
    for_maintaining="Factors for neither confirming nor denying",
    maintaining_hint="Only harm that the bare answer “yes” or “no” would do counts here.",
    conclusions=(
        (_MAINTAIN, "Neither confirming nor denying outweighs saying whether you hold it"),
        (
            _DISCLOSE,
            "It does not: saying weighs more or the two are equal, so you say whether you hold it",
        ),
    ),
    conclusion_hint=(
        "You may refuse to say only if that outweighs saying whether you hold it. "
        "If the two are equal, you confirm or deny."
    ),
)


def _of_the_regulations(about: About) -> About:
    """The same in the words of the Regulations, which know exceptions (EIR reg 12(1))."""
    return replace(
        about,
        for_maintaining=about.for_maintaining.replace("exemption", "exception"),
        maintaining_hint=about.maintaining_hint.replace("exemption", "exception"),
        conclusions=tuple(
            (value, text.replace("exemption", "exception")) for value, text in about.conclusions
        ),
        conclusion_hint=about.conclusion_hint.replace("exemption", "exception"),
    )


DISCLOSING_EIR = _of_the_regulations(DISCLOSING)


@dataclass(frozen=True, slots=True)
class FactorRow:
    """A row of the form; ``unchanged``: from the bank, and not yet made specific."""

    name: str
    field: GdsBoundField
    bank: GdsBoundField
    unchanged: bool
    new: bool


class PublicInterestTestForm(UnmarkedForm):
    """Which claims are weighed, the factors each way, the balance and its reasons.

    Factor rows are the fields ``disclosure-0``, ``disclosure-1`` … and ``maintaining-0`` …, each
    with ``disclosure-0-bank``; there are always two empty ones at the end.
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
        label="Where does the balance lie?", widget=forms.RadioSelect, required=False
    )
    reasons = forms.CharField(
        label="Why?",
        help_text="Say which factors weigh most for this information, and how much.",
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)
    decided_on = DateInputField(
        label="Date of the decision",
        help_text="The balance is judged as things stand on this day.",
        required=False,
    )

    def __init__(
        self,
        draft: Draft,
        about: About,
        data: QueryDict | None = None,
        *,
        initial: Mapping[str, Any],
        rows: Rows,
        focus: str = "",
    ) -> None:
        super().__init__(data, initial=dict(initial))
        if "revision" not in initial:
            del self.fields["revision"]
        self.draft = draft
        self.about = about
        self.focus = focus
        sent = {int(pk) for pk in data.getlist("claims") if pk.isdecimal()} if data else set()
        self.laws = [
            (claim.pk, claim.law) for claim in draft.claims if claim.provision in catalogue()
        ]
        self.options = claim_choices(draft, about)
        # Of the other kind only what was sent, for the verb to refuse with its reason.
        others = [one for one in claim_choices(draft) if one not in self.options and one[0] in sent]
        self.fields["claims"].choices = [*self.options, *others]  # type: ignore[attr-defined]
        self.fields["conclusion"].choices = about.conclusions  # type: ignore[attr-defined]
        self.fields["conclusion"].help_text = about.conclusion_hint
        self.rows = {
            side: self._add_rows(side, list(rows.get(side, ())), bound=data is not None)
            for side in Factor.Side.values
        }

    def _add_rows(self, side: str, written: list[Written], *, bound: bool) -> list[str]:
        """Adds the rows of one side; a posted form has as many as it sent, and the spare ones."""
        filled = sum(1 for row in written if row.text.strip())
        wanted = max(filled + SPARE_ROWS, len(written) if bound or self.focus else 0)
        written = (written + [Written()] * wanted)[: max(wanted, filled + SPARE_ROWS)]
        names = [f"{side}-{number}" for number in range(len(written))]
        for number, (name, row) in enumerate(zip(names, written, strict=True), start=1):
            attrs = {"rows": 2, **({"autofocus": True} if name == self.focus else {})}
            self.fields[name] = forms.CharField(
                label=f"Factor {number}", widget=forms.Textarea(attrs=attrs), required=False
            )
            self.fields[f"{name}-bank"] = forms.CharField(
                widget=forms.HiddenInput, required=False, max_length=60
            )
            self.initial[name] = row.text
            self.initial[f"{name}-bank"] = row.bank
        return names

    @property
    def for_disclosure(self) -> list[FactorRow]:
        return self._shown(Factor.Side.DISCLOSURE)

    @property
    def for_maintaining(self) -> list[FactorRow]:
        return self._shown(Factor.Side.MAINTAINING)

    def _shown(self, side: str) -> list[FactorRow]:
        rows = []
        for name in self.rows[side]:
            field, bank = self[name], self[f"{name}-bank"]
            text = str(field.value() or "")
            unchanged = Written(text, str(bank.value() or "")).unchanged
            rows.append(FactorRow(name, field, bank, unchanged, not text))  # type: ignore[arg-type]
        return rows

    @property
    def usual(self) -> list[tuple[str, list[BankFactor]]]:
        """The usual factors of the sections that may be weighed here, not on the page yet."""
        chosen = {str(pk) for pk in self["claims"].value() or ()} or {
            str(pk) for pk, _ in self.options
        }
        cites = [law.cite for pk, law in self.laws if str(pk) in chosen]
        here = {str(self[f"{name}-bank"].value()) for rows in self.rows.values() for name in rows}
        found = [one for one in offered(cites) if one.id not in here]
        return [
            (heading, [one for one in found if one.side == side])
            for side, heading in (
                (Factor.Side.DISCLOSURE.value, self.about.for_disclosure),
                (Factor.Side.MAINTAINING.value, self.about.for_maintaining),
            )
        ]

    def based_on(self, theirs: PublicInterestTest) -> None:
        """From now on what was typed stands against what somebody else saved."""
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data["revision"] = str(theirs.revision)  # type: ignore[index]

    def weighing(self) -> Weighing:
        data = self.cleaned_data
        return Weighing(
            for_disclosure=[data[name] for name in self.rows[Factor.Side.DISCLOSURE]],
            for_maintaining=[data[name] for name in self.rows[Factor.Side.MAINTAINING]],
            conclusion=data["conclusion"],
            reasons=data["reasons"],
            decided_on=data["decided_on"],
            usual={
                as_stored(data[name]): data[f"{name}-bank"]
                for names in self.rows.values()
                for name in names
            },
        )


# --- the claims ------------------------------------------------------------------------------


def claim_choices(draft: Draft, about: About | None = None) -> list[tuple[int, str]]:
    """The qualified claims of the case, of one kind or of both.

    Each as "Section 31(1)(a) on question 11".
    """
    return [
        (claim.pk, f"{claim.law.named} on {draft.covers_anywhere(answer)}")
        for answer in draft.answers
        for claim in answer.claims.all()
        if claim.provision in catalogue()
        and claim.law.qualified
        and (about is None or about_of(claim).key == about.key)
    ]


def about_of(claim: Claim) -> About:
    return CONFIRMING if claim.law.kind is Kind.NCND else DISCLOSING


def worded(about: About, claims: Sequence[Claim]) -> About:
    """In the words of the Regulations where only their exceptions are weighed."""
    only_eir = bool(claims) and all(claim.law.cite.startswith("EIR ") for claim in claims)
    return DISCLOSING_EIR if about is DISCLOSING and only_eir else about


def unweighed(draft: Draft, about: About | None = None) -> list[Claim]:
    choices = dict(claim_choices(draft, about))
    return [claim for claim in draft.claims if claim.pk in choices and claim.test_id is None]


def values_of(draft: Draft, test: PublicInterestTest) -> dict[str, Any]:
    """What the form of an existing test begins with."""
    return {
        "claims": [claim.pk for claim in draft.claims if claim.test_id == test.pk],
        "conclusion": test.conclusion,
        "reasons": test.reasons,
        "decided_on": test.decided_on,
        "revision": test.revision,
    }


def values_sent(data: QueryDict) -> dict[str, Any]:
    """What was typed so far, as it was typed."""
    return {
        **({"revision": data["revision"]} if "revision" in data else {}),
        "claims": data.getlist("claims"),
        "conclusion": data.get("conclusion", ""),
        "reasons": data.get("reasons", ""),
        "decided_on": [data.get(f"decided_on_{part}", "") for part in ("day", "month", "year")],
    }
