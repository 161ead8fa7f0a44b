"""A complete response for tests of rendering: invented, in the shape of a real one.

Two parts whose numbering restarts, a group with a stray question, a prompt without a number,
a printed list that is scope and not questions, sub-questions, a table, lists, links; section
31(1)(a) with its public interest test, section 40(2) and section 21(1).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from exemptions.annex import AnnexSection, Use, WeighedTest
from requests_app.outcome import OutcomeCode
from requests_app.particulars import Addressee, Particulars
from requests_app.response import (
    BlockKind,
    CitedProvision,
    Outcome,
    RequestBlock,
    Response,
    ResponseAnswer,
)

PARTICULARS = Particulars(
    authority_name="Northmere District Council (demonstration)",
    authority_address="Moot Hall\nMarket Square\nNorthmere\nZZ1 1AA",
    foi_email="foi@northmere.example.org",
    website="https://www.example.org/northmere",
    team_name="Freedom of Information team",
    review_how="Write to the Freedom of Information team at the address above, or send an e-mail "
    "to foi@northmere.example.org. Say which part of the answer you disagree with, if you can.",
    review_ask_days=40,
    review_answer_days=20,
    regulator_name="Information Commissioner",
    regulator_short_name="ICO",
    regulator_address="Wycliffe House\nWater Lane\nWilmslow\nCheshire\nSK9 5AF",
    regulator_phone="0303 123 1113",
    regulator_url="https://ico.org.uk/make-a-complaint/",
    complaint_weeks=6,
    licence="You may use the information that we publish under the Open Government Licence v3.0.",
)
ADDRESSEE = Addressee(
    name="Quillon Featherby",
    email="quillon.featherby@example.org",
    postal_address="7 Nowhere Row\nNorthmere\nZZ9 9ZZ",
)


def block(
    key: str,
    kind: BlockKind,
    text: str,
    *,
    part: int = 1,
    label: str = "",
    number: str = "",
    level: int = 0,
    stem: bool = False,
) -> RequestBlock:
    return RequestBlock(
        key=key,
        kind=kind,
        part=part,
        level=level,
        label=label,
        number=number,
        text=text,
        stem=stem,
    )


def _numbered(first: int, part: int, texts: list[str]) -> list[RequestBlock]:
    return [
        block(
            f"q{first + index}",
            "question",
            text,
            part=part,
            label=f"{index + 1}.",
            number=str(index + 1),
        )
        for index, text in enumerate(texts)
    ]


BLOCKS = (
    block("q1", "section", "Part A – printers and copiers"),
    block("q2", "context", "Please send me the following for each contract:"),
    *_numbered(
        3,
        1,
        [
            "Supplier: who supplies printers and copiers under each contract?",
            "Yearly cost: what did you pay each supplier in each of the last three years?",
            "Start and end: when did each contract begin and when does it end?",
            "Review: when will you next decide whether to change supplier?",
            "Scope: what does each contract cover? A short description will do.",
            "Number of devices: how many devices are in use, and in how many buildings?",
            "Which make and firmware version do the devices in the election office run?",
        ],
    ),
    block(
        "q10",
        "question",
        "For the yearly cost, please give also:",
        label="8.",
        number="8",
        stem=True,
    ),
    block("q11", "question", "the cost of paper; and", label="(a)", number="8(a)", level=1),
    block("q12", "question", "the cost of toner.", label="(b)", number="8(b)", level=1),
    block(
        "q13",
        "question",
        "Please add anything you hold about planned changes to printing in the next two years.",
    ),
    block(
        "q14",
        "section",
        "The second part of my request is about contracts for scanning post and archives, which "
        "may be for any of these:",
        part=2,
    ),
    block(
        "q15",
        "context",
        "1. Scanning incoming post\n2. Scanning planning files\n3. Storage of the paper "
        "afterwards\n4. Secure destruction",
        part=2,
    ),
    block("q16", "context", "For each of those contracts, please tell me:", part=2),
    *_numbered(
        17,
        2,
        [
            "Supplier: who is the supplier of each contract?",
            "Yearly cost: the average of the last three years for each supplier.",
            "End date: when does each contract end?",
            "Review date: when will each contract be reviewed?",
            "Scope: what does each contract cover?",
            "Contact: the full name, job title and direct number of whoever manages each contract.",
        ],
    ),
)

_S31 = CitedProvision(
    provision="31(1)(a)",
    heading="Section 31(1)(a): Law enforcement",
    reason="",
    likelihood="would_be_likely",
    where_accessible="",
)
_S21 = CitedProvision(
    provision="21(1)",
    heading="Section 21(1): Information accessible to you by other means",
    reason="",
    likelihood="",
    where_accessible="[Scanning contracts register](https://www.example.org/contracts/scanning), "
    "rows 12 to 15: supplier, value, term and description of each contract.",
)
_S40 = CitedProvision(
    provision="40(2) with 40(3A)(a)",
    heading="Section 40(2): Personal information",
    reason="",
    likelihood="",
    where_accessible="",
)

ANSWERS = (
    ResponseAnswer(
        key="a1",
        questions=("q3", "q4", "q5", "q6", "q7"),
        covers="questions 1–5",
        disposition="not_held",
        text="We do not lease printers or copiers under a contract of our own. Those in our "
        "buildings belong to Northmere County, which also pays for them, so we hold no record "
        "of supplier, cost or term. You may wish to ask Northmere County.",
        claims=(),
    ),
    ResponseAnswer(
        key="a2",
        questions=("q8", "q11", "q12"),
        covers="questions 6, 8(a) and 8(b)",
        disposition="disclosed",
        text="We count devices and what they use once a year, in **March**. The figures are:\n\n"
        "| Building | Devices | Paper | Toner |\n|---|--:|--:|--:|\n"
        "| Moot Hall | 14 | £3,120 | £2,480 |\n| Depot | 3 | £410 | £365 |\n"
        "| Library | 6 | £1,905 | £1,140 |\n\n"
        "Three things to know when you read them:\n\n"
        "- devices in the election office are not counted;\n"
        "- paper is bought centrally, so its cost is shared out by pages printed;\n"
        "- toner includes\n  - delivery, and\n  - taking empty cartridges back.",
        claims=(),
    ),
    ResponseAnswer(
        key="a3",
        questions=("q9",),
        covers="question 7",
        disposition="exempt_all",
        text="We hold this information and withhold it. To say which make and version runs in "
        "the election office would help anyone who means to attack it.",
        claims=(_S31,),
    ),
    ResponseAnswer(
        key="a4",
        questions=("q13",),
        covers="the question “Please add anything you hold about planned changes to printing in…”",
        disposition="not_held",
        text="We do not hold information about this. No change is planned.",
        claims=(),
    ),
    ResponseAnswer(
        key="a5",
        questions=("q17", "q18", "q19", "q21"),
        covers="questions 1–3 and 5",
        disposition="exempt_s21_pointer",
        text="This information is already published, so we do not repeat it here.",
        claims=(_S21,),
    ),
    ResponseAnswer(
        key="a6",
        questions=("q20",),
        covers="question 4",
        disposition="not_held",
        text="We do not hold this information: no date for a review has been set.",
        claims=(),
    ),
    ResponseAnswer(
        key="a7",
        questions=("q22",),
        covers="question 6",
        disposition="disclosed_redacted",
        text="The contracts are managed by the Head of Customer Services, whose office you reach "
        "at <customer.services@northmere.example.org>. We withhold the name and the direct "
        "number of the officer who looks after them from day to day.",
        claims=(_S40,),
    ),
)

ANNEX = (
    AnnexSection(
        provision="31(1)(a)",
        heading="Section 31(1)(a): Law enforcement",
        qualified=True,
        wording="Section 31(1)(a) exempts information if giving it to the public would, or would "
        "be likely to, prejudice the prevention or detection of crime.\n\nThe exemption is "
        "**qualified**: even where it applies, we must give the information unless the public "
        "interest in keeping the exemption outweighs the public interest in disclosure.",
        wording_version=3,
        uses=(
            Use(
                covers="question 7 of part 1",
                reason="Published flaws exist for particular makes and versions of such devices. "
                "Whoever knows which of them we run in the election office knows which of those "
                "flaws to try, and needs no other preparation.",
                likelihood="would_be_likely",
                where_accessible="",
            ),
        ),
        tests=(
            WeighedTest(
                provisions=("31(1)(a)",),
                for_disclosure=(
                    "People should be able to see that the council looks after its machines.",
                    "Openness about what is bought lets others compare prices.",
                ),
                for_maintaining=(
                    "An attack on the election office would harm every voter in the district.",
                    "The list would be of use to an attacker at once, and to hardly anyone else.",
                ),
                conclusion="maintain",
                reasons="We give weight to openness, but the audit report for 2021 already shows "
                "that the machines are kept up to date. What the exact versions would add to "
                "that is small; the harm they could do is not.",
                decided_on="2022-05-12",
            ),
        ),
        guidance_title="ICO guidance on section 31, law enforcement",
        guidance_url="https://ico.org.uk/for-organisations/foi/law-enforcement-section-31/",
    ),
    AnnexSection(
        provision="40(2) with 40(3A)(a)",
        heading="Section 40(2): Personal information",
        qualified=False,
        wording="Section 40(2) exempts personal data of somebody other than you if giving it to "
        "the public would break one of the data protection principles. The principle that "
        "matters here is the first: Article 5(1)(a) of the UK GDPR asks that personal data is "
        "used lawfully, fairly and transparently.",
        wording_version=1,
        uses=(
            Use(
                covers="question 6 of part 2",
                reason="We asked three things:\n\n1. Is there a legitimate interest in the name? "
                "There is one in reaching whoever manages a contract.\n2. Is disclosure "
                "necessary for it? No: the office that we name answers for the contracts.\n"
                "3. So there is nothing to set against the officer’s expectation of privacy, who "
                "has no public role.",
                likelihood="",
                where_accessible="",
            ),
        ),
        tests=(),
        guidance_title="ICO guidance on section 40, personal information",
        guidance_url="https://ico.org.uk/for-organisations/foi/personal-information-section-40/",
    ),
    AnnexSection(
        provision="21(1)",
        heading="Section 21(1): Information accessible to you by other means",
        qualified=False,
        wording="Section 21(1) exempts information that you can reasonably get without asking "
        "under the Act. The exemption is absolute: there is no public interest to weigh, because "
        "the information is public.",
        wording_version=1,
        uses=(
            Use(
                covers="questions 1–3 and 5 of part 2",
                reason="The register names, for each of the four contracts, all that you asked "
                "for here. Anybody can read it without charge.",
                likelihood="",
                where_accessible=_S21.where_accessible,
            ),
        ),
        tests=(),
        guidance_title="ICO guidance on section 21, information accessible by other means",
        guidance_url="https://ico.org.uk/for-organisations/foi/section-21/",
    ),
)

RESPONSE = Response(
    reference="CAS-10203-K4T7R2",
    title="Printing, copying and scanning contracts",
    received_on=date(2022, 4, 19),
    outcome=Outcome(
        code=OutcomeCode.PARTIALLY_WITHHELD,
        derived=OutcomeCode.PARTIALLY_WITHHELD,
        label="Some information provided",
    ),
    blocks=BLOCKS,
    answers=ANSWERS,
    annex=ANNEX,
)


def with_answer_text(text: str) -> Response:
    """The sample with another text in its first answer."""
    first = replace(ANSWERS[0], text=text)
    return replace(RESPONSE, answers=(first, *ANSWERS[1:]))
