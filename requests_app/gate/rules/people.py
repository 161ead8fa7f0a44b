"""GOV: who drafts, who approves, and what was approved. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from requests_app.gate.dossier import Dossier
from requests_app.gate.finding import Found, Place, Severity
from requests_app.gate.rule import rule
from requests_app.outcome import Disposition

_SECTION_14 = (Disposition.REFUSED_VEXATIOUS, Disposition.REFUSED_REPEATED)


@rule(
    "GOV-01",
    "Who drafted does not approve; sections 36 and 14 have a second signature",
    source="the s45 Code",
)
def two_pairs_of_eyes(dossier: Dossier) -> Iterator[Found]:
    if dossier.now.approver and dossier.now.approver in dossier.drafters:
        yield Found(
            "Whoever had a hand in the response may not approve it. Somebody else must.", Place.CASE
        )
    for answer in dossier.answers:
        signed = answer.fact("second_signatory")
        of_36 = any(claim.section == "36" for claim in answer.claims)
        if of_36 and not signed:
            yield Found(
                f"Section 36 on {answer.name}: record who else has agreed.",
                Place.ANSWER,
                answer.key,
                "second_signatory",
            )
        needed = of_36 or answer.became(*_SECTION_14)
        drafters = {name.casefold() for name in dossier.drafters}
        if needed and signed.casefold() in drafters:
            yield Found(
                f"The second signature on {answer.name} is that of somebody who drafted it. "
                "Somebody else must agree.",
                Place.ANSWER,
                answer.key,
                "second_signatory",
            )


@rule(
    "GOV-02",
    "What goes out is what was approved",
    source="integrity",
    stages="SP",
    note="The SHA-256 of the stored version and of its dossier are computed anew.",
)
def nothing_changed(dossier: Dossier) -> Iterator[Found]:
    if not dossier.now.intact:
        yield Found(
            "The stored version is damaged: its digest does not match. Tell your administrator.",
            Place.CASE,
        )


_KEPT_BACK = (
    Disposition.DISCLOSED_IN_PART,
    Disposition.WITHHELD,
    Disposition.NEITHER_CONFIRMED_NOR_DENIED,
    Disposition.NOT_HELD,
)


@rule(
    "GOV-03",
    "What may answer the request is kept from change since it was received",
    source="s1(4), s77",
    severity=Severity.WARNS,
    note="Asked where something is withheld or not held.",
)
def documents_kept(dossier: Dossier) -> Iterator[Found]:
    kept_back = any(answer.became(*_KEPT_BACK) for answer in dossier.answers)
    if kept_back and not dossier.fact("documents_kept"):
        yield Found(
            "Record since when the documents that may answer the request are kept from change.",
            Place.CASE,
            field="documents_kept",
        )
