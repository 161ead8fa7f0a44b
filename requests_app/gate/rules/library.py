"""Rules about the wording behind the annex: retired texts, and words of the case's own."""

from __future__ import annotations

from collections.abc import Iterator

from exemptions.catalogue import catalogue
from requests_app.gate.dossier import Dossier
from requests_app.gate.finding import Found, Place, Severity
from requests_app.gate.rule import rule


@rule(
    "LIB-01",
    "No standard text is used that the library has retired",
    source="the library",
    severity=Severity.WARNS,
    note="A rule of the portal's own.",
)
def no_retired_text(dossier: Dossier) -> Iterator[Found]:
    for wording in dossier.wordings:
        if wording.retired:
            yield Found(
                f"The standard text for {catalogue()[wording.cite].reference} is retired "
                f"{wording.retired.rstrip('.')}. Claim another provision, or have a library "
                "editor write a new version.",
                Place.LIBRARY,
                wording.cite,
            )


@rule(
    "LIB-02",
    "A wording of the case's own is adapted from the version in force",
    source="the library",
    severity=Severity.WARNS,
    note="A rule of the portal's own.",
)
def adapted_from_the_latest(dossier: Dossier) -> Iterator[Found]:
    """Words of the case's own are no fault; a text that moved on beneath them may be."""
    for wording in dossier.wordings:
        if wording.own and wording.own < wording.version:
            yield Found(
                f"The wording for {catalogue()[wording.cite].reference} was adapted from version "
                f"{wording.own}, and the library has version {wording.version} now. Adapt that, "
                "or go back to it.",
                Place.WORDING,
                wording.cite,
                "body",
            )
