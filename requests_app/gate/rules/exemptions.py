"""EX-06, EX-10, EX-11, EX-16 to EX-19: what single exemptions need. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from exemptions.catalogue import Kind, Provision
from requests_app.gate.dossier import AnswerFile, ClaimFile, Dossier
from requests_app.gate.finding import Found, Severity
from requests_app.gate.reading import day_of, of_section, on
from requests_app.gate.rule import rule


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
