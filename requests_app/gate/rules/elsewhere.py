"""EX-12, EX-13: what can be had elsewhere, or is to be published. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from requests_app.gate.addresses import of_claim
from requests_app.gate.dossier import AnswerFile, ClaimFile, Dossier
from requests_app.gate.finding import Found, Place, Severity
from requests_app.gate.reading import day_of, of_section, on
from requests_app.gate.rule import rule
from requests_app.outcome import Disposition

_ADDRESS = re.compile(r"https?://[^\s)]+|\bISBN\b|\bpage \d+|\b(19|20)\d\d\b", re.IGNORECASE)


@rule(
    "EX-12",
    "Section 21 says exactly where this requester finds this very information",
    source="s21(1), s16",
    note="A web address or an exact citation. The worker opens the address: a page that is not "
    "there stops the response; one not opened yet, or that does not answer, only warns. Whether "
    "the place holds the information and the requester can reach it is answered by a person.",
)
def accessible_elsewhere(dossier: Dossier) -> Iterator[Found]:
    for answer, claim, _ in of_section(dossier, "21"):
        place = f"{claim.where_accessible}\n{claim.fact('precise_url')}"
        if not place.strip():
            what = "say exactly where the requester can get it."
            yield on(answer, claim, what, "where_accessible")
        elif not _ADDRESS.search(place):
            what = (
                "give the address of the very page, or an exact citation such as a title with "
                "its year or page. A name alone cannot be looked up."
            )
            yield on(answer, claim, what, "where_accessible")
        yield from _unopened(dossier, answer, claim)
        if not claim.says("holds_this_information"):
            what = "open the place, and record that it holds what these questions ask for."
            yield on(answer, claim, what, "holds_this_information")
        if not claim.says("reachable_by_requester"):
            what = "record that this requester can reach it, or give the information."
            yield on(answer, claim, what, "reachable_by_requester")
    for answer in dossier.answers:
        if answer.became(Disposition.ALREADY_AVAILABLE) and answer.claims:
            known = {claim.section for claim in answer.claims if claim.law}
            if known and "21" not in known and answer.regime == "foia":
                yield Found(
                    f"The answer to {answer.name} is “{Disposition.ALREADY_AVAILABLE.label}” but "
                    "does not claim section 21.",
                    Place.ANSWER,
                    answer.key,
                    "claims",
                )


def _unopened(dossier: Dossier, answer: AnswerFile, claim: ClaimFile) -> Iterator[Found]:
    """What is wrong with the links to which the claim leads; a site out of order may come back."""
    addresses = of_claim(claim)
    for link in dossier.now.links:
        if link.address not in addresses or link.verdict == "works":
            continue
        if link.verdict == "gone":
            what = f"{link.address} leads to nothing: {link.reason}. Give the address that it has."
            yield replace(on(answer, claim, what, "where_accessible"), of_link=True)
            continue
        what = (
            f"{link.address} cannot be opened: {link.reason}. Mend it, or say why it will do."
            if link.verdict
            else f"the portal has not opened {link.address} yet. Check it, or say who opened it."
        )
        found = on(answer, claim, what, "where_accessible")
        yield replace(found, severity=Severity.WARNS, of_link=True)


@rule(
    "EX-13",
    "Section 22 rests on an intention to publish that is older than the request",
    source="s22(1)(b)",
)
def intention_to_publish(dossier: Dossier) -> Iterator[Found]:
    for answer, claim, _ in of_section(dossier, "22"):
        if not claim.fact("publication_intention_evidence"):
            what = "record what shows that publication was intended already."
            yield on(answer, claim, what, "publication_intention_evidence")
        intended = day_of(claim.fact("publication_intention_date"))
        if intended is None:
            what = "record the date of what shows the intention to publish."
            yield on(answer, claim, what, "publication_intention_date")
        elif intended >= dossier.response.received_on:
            what = (
                "the intention to publish must be older than the request. What you recorded is "
                "not, so the section does not apply."
            )
            yield on(answer, claim, what, "publication_intention_date")
