"""Responses of any length with invented words, for measuring the renderer. Pure."""

from __future__ import annotations

from datetime import date

from exemptions.annex import AnnexSection, Use
from requests_app.outcome import OutcomeCode
from requests_app.particulars import Particulars
from requests_app.rendering.documents import record_html
from requests_app.response import CitedProvision, Outcome, RequestBlock, Response, ResponseAnswer

_PARTICULARS = Particulars(
    authority_name="Specimen Council",
    authority_address="Town Hall\nHigh Street",
    foi_email="foi@example.org",
    website="https://www.example.org/",
    team_name="Information team",
    review_how="Write to us.",
    review_ask_days=40,
    review_answer_days=20,
    regulator_name="Information Commissioner",
    regulator_short_name="ICO",
    regulator_address="Wilmslow",
    regulator_phone="0303 123 1113",
    regulator_url="https://ico.org.uk/",
    complaint_weeks=6,
    licence="You may use this under the Open Government Licence v3.0.",
)
_ASKED = """\
For site {n}, please state how many people work there, what was spent on its upkeep in each of the
last three years, and which company looks after it."""
_GIVEN = """\
We hold this information. In the year that ended in March, {n} people worked at the site, and we \
spent **£{cost:,}** on its upkeep. The work is done under a contract that the council let after an \
open competition, and which runs for another two years."""
_TABLED = """\
We hold part of this information. The figures are:

| Year | People | Cost |
|---|--:|--:|
| 2023 | {n} | £{cost:,} |
| 2024 | {n} | £{cost:,} |

We do not hold figures for earlier years, because the site was opened in 2023."""
_LISTED = """\
We do not hold this information. You may wish to look at:

- the accounts of the council;
- [the register of contracts](https://www.example.org/contracts), rows {n} and after."""
_TOLD = (_GIVEN, _TABLED, _LISTED)
_CLAIM = CitedProvision(
    provision="43(2)",
    heading="Section 43(2): Commercial interests",
    reason="",
    likelihood="would_be_likely",
    where_accessible="",
)
_ANNEX = AnnexSection(
    provision="43(2)",
    heading="Section 43(2): Commercial interests",
    qualified=True,
    wording="Section 43(2) exempts information if giving it would harm somebody’s trade.",
    wording_version=1,
    uses=(
        Use(
            covers="question 4 and others",
            reason="A competitor who knew the price would bid just below it.",
            likelihood="would_be_likely",
            where_accessible="",
        ),
    ),
    tests=(),
    guidance_title="ICO guidance on section 43",
    guidance_url="https://ico.org.uk/",
)


def specimen(questions: int) -> Response:
    """A response to this many questions, each answered by itself; one in four is withheld."""
    numbers = range(1, questions + 1)
    return Response(
        reference="CAS-10000-A2B3C4",
        title=f"The upkeep of {questions} sites",
        received_on=date(2026, 1, 5),
        outcome=Outcome(
            code=OutcomeCode.PARTIALLY_WITHHELD,
            derived=OutcomeCode.PARTIALLY_WITHHELD,
            label="Some information provided",
        ),
        blocks=tuple(_question(number) for number in numbers),
        answers=tuple(_answer(number) for number in numbers),
        annex=(_ANNEX,),
    )


def specimen_html(questions: int) -> str:
    """The public record of that response."""
    return record_html(specimen(questions), authority=_PARTICULARS, month=date(2026, 2, 1))


def _question(number: int) -> RequestBlock:
    return RequestBlock(
        key=f"q{number}",
        kind="question",
        part=0,
        level=0,
        label=f"{number}.",
        number=str(number),
        text=_ASKED.format(n=number),
    )


def _answer(number: int) -> ResponseAnswer:
    withheld = number % 4 == 0
    return ResponseAnswer(
        key=f"a{number}",
        questions=(f"q{number}",),
        covers=f"question {number}",
        disposition="exempt_all" if withheld else "disclosed",
        text="We hold the price, and withhold it."
        if withheld
        else _TOLD[number % len(_TOLD)].format(n=number, cost=1_000 + 37 * number),
        claims=(_CLAIM,) if withheld else (),
    )
