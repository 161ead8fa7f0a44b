"""The invented people and authority of the demonstration. It knows constants and no rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from requests_app.workflow import Role

FOLDER = Path(__file__).resolve().parent
# Shown on the sign-in page of a demonstration; it protects nothing.
PASSWORD = "demonstration"  # noqa: S105


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """``role`` is what the person is there to show; ``roles`` what they may do."""

    username: str
    name: str
    role: str
    roles: tuple[Role, ...]


PEOPLE = (
    DemoPerson("demo.officer", "Demo Officer", "Officer", (Role.OFFICER,)),
    DemoPerson("demo.reviewer", "Demo Reviewer", "Reviewer", (Role.REVIEWER,)),
    DemoPerson(
        "demo.publisher",
        "Demo Publisher",
        "Publisher, library editor and administrator",
        (Role.PUBLISHER, Role.LIBRARY_EDITOR, Role.ADMINISTRATOR),
    ),
)

PARTICULARS: dict[str, Any] = {
    # The day the right of access began, so that every case of the demonstration has them.
    "effective_from": date(2005, 1, 1),
    "authority_name": "Northmere District Council (demonstration)",
    "authority_address": "Demonstration House\n1 Example Street\nNorthmere\nZZ1 1ZZ",
    "foi_email": "foi@northmere.example",
    "website": "https://northmere.example",
    "team_name": "Freedom of Information team",
    "review_how": (
        "Write to us at foi@northmere.example or at the address above, quote our reference and "
        "say what you think we got wrong. Somebody who had no part in this response will look "
        "at your request again."
    ),
    "review_ask_days": 40,
    "review_answer_days": 20,
    "regulator_name": "Information Commissioner",
    "regulator_short_name": "ICO",
    "regulator_address": "Wycliffe House\nWater Lane\nWilmslow\nCheshire\nSK9 5AF",
    "regulator_phone": "0303 123 1113",
    "regulator_url": "https://ico.org.uk/make-a-complaint/",
    "complaint_weeks": 6,
    "licence": (
        "This response may be re-used free of charge under the Open Government Licence v3.0, "
        "except where it says otherwise."
    ),
    "licence_url": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    "authority_type": "other",
    "has_audit_functions": False,
    "is_public_record_office": False,
    "outcome_vocabulary": "portal",
    "retention_months": 0,
}
