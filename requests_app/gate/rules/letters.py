"""PRO: what every letter says of the review and of the regulator. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from requests_app.gate.dossier import EIR, Dossier
from requests_app.gate.finding import Found, Place, Severity
from requests_app.gate.rule import rule
from requests_app.outcome import Disposition
from requests_app.particulars import NO_PARTICULARS

# Any of these in a letter makes it a notice under section 17, which must carry s17(7).
_REFUSALS = frozenset(
    {
        Disposition.DISCLOSED_IN_PART,
        Disposition.WITHHELD,
        Disposition.ALREADY_AVAILABLE,
        Disposition.NEITHER_CONFIRMED_NOR_DENIED,
        Disposition.REFUSED_COST,
        Disposition.REFUSED_VEXATIOUS,
        Disposition.REFUSED_REPEATED,
        Disposition.AWAITING_PUBLIC_INTEREST_TEST,
    }
)


def refuses(dossier: Dossier) -> bool:
    """Whether anything is refused: one withheld line makes the letter a refusal notice."""
    return any(
        answer.disposition in _REFUSALS or (answer.claims and answer.disposition)
        for answer in dossier.answers
    )


def _found(message: str, field: str = "") -> Found:
    return Found(message, Place.PARTICULARS, field=field)


@rule(
    "PRO-01",
    "A refusal says how to ask for an internal review",
    source="s17(7)(a)",
    stages="AS",
    note="Without any particulars of the authority no letter can be made, so that stops a "
    "submission too.",
)
def review_particulars(dossier: Dossier) -> Iterator[Found]:
    particulars = dossier.now.particulars
    if particulars is None:
        yield _found(NO_PARTICULARS)
    elif refuses(dossier) and not particulars.review_how.strip():
        yield _found(
            "Something is refused, so the letter must say how to ask for an internal review, or "
            "that there is none. An administrator enters it under “Particulars”.",
            "review_how",
        )


@rule(
    "PRO-02",
    "A refusal says how to complain to the regulator, with its name and addresses",
    source="s17(7)(b), s50",
    stages="AS",
)
def regulator_particulars(dossier: Dossier) -> Iterator[Found]:
    if not refuses(dossier):
        return
    particulars = dossier.now.particulars
    told = particulars and (
        particulars.regulator_name.strip()
        and particulars.regulator_url.strip()
        and particulars.regulator_address.strip()
    )
    if not told:
        yield _found(
            "Something is refused, so the letter must name the regulator with its web and postal "
            "address. An administrator enters them under “Particulars”.",
            "regulator_name",
        )


@rule(
    "PRO-03",
    "A letter that refuses nothing speaks of the review and of the regulator as well",
    source="the s45 Code",
    stages="S",
    severity=Severity.WARNS,
)
def review_in_every_letter(dossier: Dossier) -> Iterator[Found]:
    particulars = dossier.now.particulars
    if particulars is None or refuses(dossier):
        return
    if not particulars.review_how.strip() or not particulars.regulator_url.strip():
        yield _found(
            "The letter does not say how to ask for a review or how to complain. Whoever is not "
            "satisfied may ask, even where nothing was refused.",
            "review_how",
        )


ASK_DAYS, ANSWER_DAYS, EIR_ANSWER_DAYS = 40, 20, 40


@rule(
    "PRO-04",
    "A review may be asked for in 40 working days; it is answered in 20, under the EIR in 40",
    source="the s45 Code; EIR reg 11",
    stages="S",
    severity=Severity.WARNS,
)
def review_periods(dossier: Dossier) -> Iterator[Found]:
    particulars = dossier.now.particulars
    if particulars is None:
        return
    if particulars.review_ask_days != ASK_DAYS:
        yield _found(
            f"The letter gives {particulars.review_ask_days} working days to ask for a review. "
            f"The usual period, and that of the Regulations, is {ASK_DAYS}.",
            "review_ask_days",
        )
    only_eir = {answer.regime for answer in dossier.answers} == {EIR}
    limit = EIR_ANSWER_DAYS if only_eir else ANSWER_DAYS
    if particulars.review_answer_days > limit:
        law = "the Regulations allow" if only_eir else "the Code expects"
        yield _found(
            f"The letter promises a review within {particulars.review_answer_days} working days; "
            f"{law} {limit}.",
            "review_answer_days",
        )


COMPLAINT_WEEKS = 6


@rule(
    "PRO-05",
    "No time limit for complaints to the regulator is invented",
    source="s50(2)(b)",
    stages="S",
    severity=Severity.WARNS,
)
def complaint_period(dossier: Dossier) -> Iterator[Found]:
    particulars = dossier.now.particulars
    if particulars is not None and particulars.complaint_weeks != COMPLAINT_WEEKS:
        yield _found(
            f"The letter gives {particulars.complaint_weeks} weeks to complain to the regulator, "
            f"who asks for complaints within {COMPLAINT_WEEKS}.",
            "complaint_weeks",
        )


LOOKED_AT_WITHIN = timedelta(days=60)


@rule(
    "PRO-06",
    "The regulator’s name and address were confirmed in the last 60 days",
    source="Data (Use and Access) Act 2025, ss117 to 120",
    stages="S",
    severity=Severity.WARNS,
    note="Counted from the day on which somebody entered the particulars in force, or confirmed "
    "that they are still right.",
)
def particulars_looked_at(dossier: Dossier) -> Iterator[Found]:
    now = dossier.now
    days = [day for day in (now.particulars_entered_on, now.particulars_confirmed_on) if day]
    if days and now.day - max(days) > LOOKED_AT_WITHIN:
        last = max(days)
        yield _found(
            f"The regulator’s name and address were last confirmed on {last.day} {last:%B %Y}, and "
            "may have changed since. Look at them, and confirm them under “Particulars”.",
            "regulator_name",
        )
