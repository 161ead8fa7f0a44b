"""Two requests and what becomes of them, for the tests that walk the main line like people.

One is in our own words; the other is the published case in the folder beside the project, whose
text is read from there and whose answers are written here.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.whole_case import whole_case

SEED = Path(__file__).resolve().parents[2] / "shared/seed/CAS-84648-H4L3X0.txt"


@dataclass(frozen=True)
class Claimed:
    """An exemption as the officer claims it; ``test`` is (for, against, reasons)."""

    limb: str
    reason: str
    likelihood: str = ""
    where: str = ""
    test: tuple[str, str, str] | None = None


@dataclass(frozen=True)
class Answered:
    """``questions`` are places among all questions, from 0."""

    questions: range
    disposition: str
    text: str
    claims: tuple[Claimed, ...] = ()


@dataclass(frozen=True)
class Story:
    """``kinds`` is what each block is, in order: s, c, q, or - for one that is left out."""

    reference: str
    title: str
    text: str
    kinds: str
    answers: tuple[Answered, ...]
    annex: tuple[str, ...]
    public: tuple[str, ...]

    @property
    def slug(self) -> str:
        return self.reference.lower()


OWN = Story(
    reference="CAS-20417-K7P2Q9",
    title="Car park cameras and the parking payment app",
    text=whole_case().text,
    kinds="-sc" + "qqqqq" + "scccc" + "qqq-",
    answers=(
        Answered(
            range(2),
            "Disclosed",
            "We run two car parks with cameras.\n\n"
            "| Car park | Cameras |\n| --- | --- |\n| Mill Lane | 6 |\n| Station Yard | 11 |",
        ),
        Answered(
            range(2, 3),
            "Withheld",
            "We hold this information and withhold it.",
            (
                Claimed(
                    "31(1)(a)",
                    "The model tells a thief at what distance a number plate cannot be read.",
                    likelihood="Would be likely to prejudice",
                    test=(
                        "People who are recorded have an interest in how well the cameras work.",
                        "Three vehicles were stolen here in 2025.",
                        "The model would mainly help those who want to avoid being recorded.",
                    ),
                ),
            ),
        ),
        Answered(
            range(3, 4),
            "Disclosed in part",
            "The **Head of Parking** looks after the cameras. We withhold the name of an officer.",
            (
                Claimed(
                    "40(2) with 40(3A)(a)",
                    "The officer has no public duties and does not expect to be named.",
                ),
            ),
        ),
        Answered(range(4, 5), "Not held", "We hold nothing: no more cameras are planned."),
        Answered(
            range(5, 7),
            "Already available (section 21)",
            "This is in our [register of contracts](https://www.example.org/contracts/app).",
            (
                Claimed(
                    "21(1)",
                    "The register holds the supplier and the end date of this very contract.",
                    where="https://www.example.org/contracts/app",
                ),
            ),
        ),
        Answered(
            range(7, 8), "Disclosed", "48,212 payments:\n\n- 45,900 by the app\n- 2,312 by text"
        ),
    ),
    annex=("Section 31(1)(a)", "Section 40(2)", "Section 21"),
    public=(
        "CAS-20417-K7P2Q9",
        "Some information provided",
        "Its name.",
        "Station Yard",
        "Three vehicles were stolen here in 2025.",
        "48,212 payments",
    ),
)


def seed() -> Story:
    """The published case. Its answers have the shape of the published ones, mended where the
    law asks for it: the prejudice is said to be likely, and section 21 names the page."""
    found = "https://www.contractsfinder.service.gov.uk/notice/unified-communications"
    available = Claimed(
        "21(1)",
        "All our contracts of more than £10,000 are published there, and this is one of them.",
        where=found,
    )
    text = SEED.read_text().partition("\nRequest\n")[2].partition("\nOutcome\n")[0]
    return Story(
        reference="CAS-84648-H4L3X0",
        title="Contact centre, call centre and Inbound Network Services contracts",
        text=text.strip(),
        kinds="sc" + "q" * 12 + "q" + "s" + "cccccc" + "q" * 6,
        answers=(
            Answered(
                range(10),
                "Not held",
                "We do not run a contact centre or a call centre, so we hold no such contracts.",
            ),
            Answered(
                range(10, 11),
                "Withheld",
                "We hold this information and withhold it.",
                (
                    Claimed(
                        "31(1)(a)",
                        "To know the product and its version is the first step of an attack on it.",
                        likelihood="Would be likely to prejudice",
                        test=(
                            "Openness about the security of public systems.",
                            "The product would make an attack on our e-mail easier.",
                            "The interest in keeping our systems safe is greater.",
                        ),
                    ),
                ),
            ),
            Answered(range(11, 12), "Disclosed", "There are about 700 users of e-mail."),
            Answered(range(12, 13), "Not held", "We hold no information about such changes."),
            Answered(
                range(13, 16),
                "Already available (section 21)",
                f"This is published on [Contracts Finder]({found}).",
                (available,),
            ),
            Answered(range(16, 17), "Not held", "We do not hold this information."),
            Answered(
                range(17, 18),
                "Already available (section 21)",
                f"This is published on [Contracts Finder]({found}).",
                (available,),
            ),
            Answered(
                range(18, 19),
                "Disclosed in part",
                "The Head of IT Operations is responsible. We withhold a junior officer’s name.",
                (
                    Claimed(
                        "40(2) with 40(3A)(a)",
                        "A junior officer does not expect to be named to the world.",
                    ),
                ),
            ),
        ),
        annex=("Section 31(1)(a)", "Section 40(2)", "Section 21"),
        public=(
            "CAS-84648-H4L3X0",
            "Some information provided",
            "Busy Periods",
            "questions 1–10",
            "about 700 users",
            "Interactive voice response",
        ),
    )
