"""EX-06 to EX-13, EX-16 to EX-19, EX-21: what single exemptions need. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from exemptions.catalogue import Kind, Provision
from requests_app.gate.addresses import of_claim
from requests_app.gate.dossier import AnswerFile, ClaimFile, Dossier
from requests_app.gate.finding import Found, Place, Severity
from requests_app.gate.reading import on
from requests_app.gate.rule import rule
from requests_app.outcome import Disposition

_Row = tuple[AnswerFile, ClaimFile, Provision]


def of_section(dossier: Dossier, *sections: str) -> Iterator[_Row]:
    """The claims that say why information itself is not given, under these sections."""
    for row in dossier.claims():
        if row[2].section in sections and row[2].kind is not Kind.NCND:
            yield row


def _together(dossier: Dossier, first: str, second: str) -> Iterator[_Row]:
    """Where an answer claims both: the later of the two claims."""
    rows = list(of_section(dossier, first, second))
    for answer, claim, law in rows:
        here = {row[2].section for row in rows if row[0].key == answer.key}
        if {first, second} <= here and law.section == second:
            yield answer, claim, law


_SAME_INFORMATION = "the same information"


@rule(
    "EX-06",
    "Section 31(1)(g) to (i) names the purpose of section 31(2) and whose function it is",
    source="s31(2)",
)
def purpose_of_31_2(dossier: Dossier) -> Iterator[Found]:
    for answer, claim, law in of_section(dossier, "31"):
        if "purpose" not in law.required_facts:
            continue
        if not claim.fact("purpose"):
            what = "choose the purpose of section 31(2) that the function serves."
            yield on(answer, claim, what, "purpose")
        if not claim.fact("whose_function"):
            what = "say whose function it is and where it comes from."
            yield on(answer, claim, what, "whose_function")


@rule(
    "EX-07",
    "Sections 30 and 31 are not both claimed on the same information",
    source="s31(1)",
    note="What one answer withholds counts as the same information.",
)
def thirty_or_thirty_one(dossier: Dossier) -> Iterator[Found]:
    for answer, claim, _ in _together(dossier, "30", "31"):
        what = (
            f"section 31 is for information that section 30 does not exempt. On {_SAME_INFORMATION}"
            " claim one of the two; on different information, give two answers."
        )
        yield on(answer, claim, what, "provision")


@rule(
    "EX-08",
    "Sections 35 and 36 are not both claimed; section 35 is for departments, and for the making of "
    "policy",
    source="s35(1), (2), (4), s36(1)(a)",
    note="What carries a policy out, and statistics that informed a decision since taken, are "
    "outside it: as the officer recorded.",
)
def thirty_five_or_thirty_six(dossier: Dossier) -> Iterator[Found]:
    for answer, claim, _ in _together(dossier, "35", "36"):
        what = (
            "section 36 is for information that section 35 does not exempt. "
            f"On {_SAME_INFORMATION} claim one of the two."
        )
        yield on(answer, claim, what, "provision")
    for answer, claim, law in dossier.claims():
        if law.section == "35" and not dossier.now.authority.may_claim(law):
            what = (
                "it is for government departments and the Welsh Government. Claim another "
                "provision, or have an administrator record what kind of authority this is."
            )
            yield on(answer, claim, what, "provision")
        yield from _outside_35(answer, claim, law)


def _outside_35(answer: AnswerFile, claim: ClaimFile, law: Provision) -> Iterator[Found]:
    if "policy_stage" in law.required_facts and claim.says("policy_stage", "implementation"):
        what = (
            "information about carrying a policy out is outside it. Take the claim away, or mend "
            "what is recorded of the stage."
        )
        yield on(answer, claim, what, "policy_stage")
    separated = "statistics_separated" in law.required_facts
    if separated and claim.says("policy_decided") and claim.says("statistics_separated", "no"):
        what = (
            "the statistics that informed the decision are outside it. Take them out and give them."
        )
        yield on(answer, claim, what, "statistics_separated")


@rule(
    "EX-09",
    "Sections 23 and 24 are claimed together only in the alternative, and signed off",
    source="s24(1)",
)
def security_in_the_alternative(dossier: Dossier) -> Iterator[Found]:
    for answer, claim, _ in _together(dossier, "23", "24"):
        both = [c for c in answer.claims if c.section in {"23", "24"}]
        if not any(c.says("pleaded_in_alternative") for c in both):
            what = (
                "section 24 is for information that section 23 does not exempt. Claim one of the "
                "two, or record that they are pleaded in the alternative."
            )
            yield on(answer, claim, what, "pleaded_in_alternative")
        elif not any(c.fact("alternative_signed_off_by") for c in both):
            what = "record who signed off that they are pleaded in the alternative."
            yield on(answer, claim, what, "alternative_signed_off_by")


_OF_THE_OPINION = {
    "qp_name": "who the qualified person is",
    "qp_office": "which office that person holds",
    "qp_authority_paragraph": "which paragraph of section 36(5) makes them the qualified person",
    "opinion_date": "the day of the opinion",
    "opinion_reasonable_reasons": "what the opinion was and why it is reasonable",
}


@rule(
    "EX-10",
    "Section 36 rests on the opinion of the qualified person, given before the notice",
    source="s36(2), (4), (5)",
)
def qualified_person(dossier: Dossier) -> Iterator[Found]:
    for answer, claim, law in dossier.claims():
        if law.section != "36" or claim.says("statistical_information"):
            continue
        for name, asked in _OF_THE_OPINION.items():
            if not claim.fact(name):
                yield on(answer, claim, f"record {asked}.", name)
        given = day_of(claim.fact("opinion_date"))
        notice = dossier.now.submitted_on or dossier.now.day
        if given and given > notice:
            what = "the opinion bears a later date than this response. It must come before."
            yield on(answer, claim, what, "opinion_date")


def day_of(text: str) -> date | None:
    """A recorded date; None when there is none."""
    return date.fromisoformat(text) if text else None


@rule(
    "EX-11",
    "Section 33 is for auditors, section 34 names the privilege, section 37 the correspondent",
    source="ss33, 34, 37",
)
def special_bodies(dossier: Dossier) -> Iterator[Found]:
    for answer, claim, law in dossier.claims():
        if law.section == "33":
            yield from _audit(dossier, answer, claim, law)
        if law.section == "34" and law.kind is not Kind.NCND:
            if not claim.fact("privilege_of_parliament"):
                what = "name the privilege, and the House whose it is."
                yield on(answer, claim, what, "privilege_of_parliament")
            if not claim.fact("house_consulted"):
                what = "record which authority of the House was asked, and its answer."
                yield on(answer, claim, what, "house_consulted")
        if "royal_correspondent" in law.required_facts:
            yield from _royal(answer, claim, law)


def _audit(
    dossier: Dossier, answer: AnswerFile, claim: ClaimFile, law: Provision
) -> Iterator[Found]:
    if not dossier.now.authority.may_claim(law):
        what = (
            "it is for bodies that audit other public authorities. Claim another provision, or "
            "have an administrator record what kind of authority this is."
        )
        yield on(answer, claim, what, "provision")
    elif "audit_function" in law.required_facts and not claim.fact("audit_function"):
        what = "say which audit or examination of which authority it is."
        yield on(answer, claim, what, "audit_function")


def _royal(answer: AnswerFile, claim: ClaimFile, law: Provision) -> Iterator[Found]:
    if not claim.fact("royal_correspondent"):
        what = "record with whom the communication was: the limb depends on it."
        yield on(answer, claim, what, "royal_correspondent")
    if "on_behalf_of_senior" in law.required_facts and claim.says("on_behalf_of_senior"):
        what = (
            "what passes on behalf of the Sovereign, the heir or the second in line falls under "
            "37(1)(a), (aa) or (ab). Claim that limb."
        )
        yield on(answer, claim, what, "provision")


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


@rule(
    "EX-16",
    "Section 41: obtained from another person, and its disclosure an actionable breach",
    source="s41(1)",
)
def in_confidence(dossier: Dossier) -> Iterator[Found]:
    for answer, claim, _ in of_section(dossier, "41"):
        if not claim.fact("source_person"):
            what = (
                "record from whom it was obtained. What the authority itself wrote, or agreed in "
                "a contract, was not obtained."
            )
            yield on(answer, claim, what, "source_person")
        if not claim.says("actionable"):
            what = "record that an action for breach of confidence could succeed."
            yield on(answer, claim, what, "actionable")
        if not claim.fact("public_interest_defence"):
            what = "record why the public interest would be no defence to that action."
            yield on(answer, claim, what, "public_interest_defence")


@rule(
    "EX-17",
    "Section 43(2): the person whose interests they are was asked, or it is said why not",
    source="s43(2); the s45 Code",
    severity=Severity.WARNS,
)
def third_party_asked(dossier: Dossier) -> Iterator[Found]:
    for answer, claim, law in dossier.claims():
        if "third_party_consulted" not in law.required_facts:
            continue
        said = claim.fact("third_party_consulted")
        if not said:
            what = "record whether the person whose interests they are was asked."
            yield on(answer, claim, what, "third_party_consulted")
        elif said == "yes" and not claim.fact("third_party_consulted_on"):
            what = "record when they were asked."
            yield on(answer, claim, what, "third_party_consulted_on")
        elif said == "no" and not claim.fact("third_party_not_consulted_reason"):
            what = "record why they were not asked. Do not speculate on their behalf."
            yield on(answer, claim, what, "third_party_not_consulted_reason")


@rule("EX-18", "Section 44 names the statute, obligation or order", source="s44(1)")
def prohibition_named(dossier: Dossier) -> Iterator[Found]:
    for answer, claim, law in dossier.claims():
        if law.section == "44" and not claim.fact("statutory_bar"):
            what = "name the statute, obligation or order that prohibits disclosure."
            yield on(answer, claim, what, "statutory_bar")


@rule(
    "EX-19",
    "Section 42 says which privilege it is, and that it was not lost",
    source="s42(1)",
    severity=Severity.WARNS,
)
def privilege(dossier: Dossier) -> Iterator[Found]:
    for answer, claim, _ in of_section(dossier, "42"):
        if not claim.fact("privilege_kind"):
            what = "record whether it is advice or litigation privilege."
            yield on(answer, claim, what, "privilege_kind")
        if not claim.says("not_lost"):
            what = "record that the privilege was not lost by disclosure."
            yield on(answer, claim, what, "not_lost")


HISTORICAL_AFTER_YEARS = 20


@rule(
    "EX-21",
    "A transferred public record is dealt with by the rules of Part VI",
    source="ss15, 62 to 66",
)
def historical_records(dossier: Dossier) -> Iterator[Found]:
    if not dossier.says("transferred_record"):
        return
    if not dossier.fact("responsible_authority_consulted"):
        yield Found(
            "The request is for a transferred public record. Record which responsible authority "
            "was consulted and what it said.",
            Place.CASE,
            field="responsible_authority_consulted",
        )
    made = day_of(dossier.fact("record_date"))
    if made is None:
        yield Found(
            "Record the date of the latest paper in the transferred file: exemptions fall away "
            "with age.",
            Place.CASE,
            field="record_date",
        )
        return
    years = _full_years(made, dossier.now.day)
    for answer, claim, law in dossier.claims():
        if law.not_for_transferred_records and years >= HISTORICAL_AFTER_YEARS:
            what = "it is not available for historical records that were transferred. Take it away."
            yield on(answer, claim, what, "provision")
        if law.falls_away_after_years and years >= law.falls_away_after_years:
            what = (
                f"it falls away when a record is {law.falls_away_after_years} years old, and this "
                f"one is {years}. Take it away."
            )
            yield on(answer, claim, what, "provision")


def _full_years(made: date, day: date) -> int:
    """Years counted from the end of the year in which the record was made (s62(1))."""
    return max(0, day.year - made.year - 1)
