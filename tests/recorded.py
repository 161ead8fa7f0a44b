"""Facts as a careful officer records them, so that a case of the tests lacks nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from exemptions.catalogue import Provision, catalogue
from exemptions.facts import Fact, facts
from requests_app.gate import asking

# Where the first option or "yes" would be the wrong answer.
USUAL = {
    "special_category": "no",
    "criminal_offence": "no",
    "statistical_information": "no",
    "pleaded_in_alternative": "no",
    "policy_decided": "no",
    "on_behalf_of_senior": "no",
    "on_emissions": "no",
    "supplier_was_obliged": "no",
    "otherwise_entitled_to_disclose": "no",
    "supplier_consented": "no",
    "aggregated": "no",
    "cost_confirm_only": "no",
    "notice_left_out": "no",
    "reasons_omitted": "",
    "publication_intention_date": "2026-01-15",
    "opinion_date": "2026-02-20",
    "third_party_consulted_on": "2026-02-20",
    "extension_estimated_date": "2026-04-20",
    "second_signatory": "The Monitoring Officer",
    "redaction_considered": "all_exempt",
    "about_confirming": "confirming",
}
CASE = {"documents_kept": "2026-03-02"}
# Longer than any limit of cost allows.
HOURS = "30"


def value_of(fact: Fact) -> str:
    """A plausible answer to one question of the record."""
    if fact.name in USUAL:
        return USUAL[fact.name]
    first = fact.options[0].value if fact.options else ""
    return {
        "yes_no": "yes",
        "choice": first,
        "date": "2026-03-03",
        "number": HOURS,
        "url": "https://www.example.org/register/1",
    }.get(fact.kind, "what an officer found out and wrote down")


def answers_to(asked: Iterable[str], scope: str) -> dict[str, str]:
    """Answers to these questions and to those that follow from the answers."""
    told: dict[str, str] = {}
    for name in asked:
        fact = facts()[name]
        if fact.scope == scope and not fact.column and fact.asked(told) and value_of(fact):
            told[name] = value_of(fact)
    return told


def of_claim(law: Provision | str) -> dict[str, str]:
    provision = catalogue()[law] if isinstance(law, str) else law
    return answers_to(provision.required_facts, "claim")


def of_answer(disposition: str) -> dict[str, str]:
    asked = [fact.name for fact in asking.of_answer(disposition, {}) if fact.name != "regime"]
    told = answers_to([name for name in asked if name != "held"], "answer")
    later = [fact.name for fact in asking.of_answer(disposition, told) if fact.name not in told]
    return {**told, **answers_after(later, told)}


def answers_after(asked: Iterable[str], told: Mapping[str, str]) -> dict[str, str]:
    """Answers to the questions that only follow from others."""
    found = {}
    for name in asked:
        fact = facts()[name]
        if name not in {"held", "regime"} and fact.asked(told) and value_of(fact):
            found[name] = value_of(fact)
    return found
