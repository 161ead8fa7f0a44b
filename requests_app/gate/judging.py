"""Asks the rules: which of them a dossier breaks at its stage. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from requests_app.gate import rules
from requests_app.gate.dossier import Dossier
from requests_app.gate.finding import Acknowledged, Finding, Stage
from requests_app.gate.rule import RULES, Rule

# The order in which an officer works: the split, the answers, the claims, the tests, the rest.
FAMILIES = (
    *("STR", "REG", "EX", "PIT", "NC", "CST", "VEX", "ASS", "TIM", "FRM"),
    *("PRO", "FIL", "PUB", "GOV", "STY"),
)


def all_rules() -> tuple[Rule, ...]:
    """Every rule, family by family."""
    assert rules  # importing them declares them
    return tuple(sorted(RULES.values(), key=_place))


def _place(rule: Rule) -> tuple[int, str]:
    family = rule.id.partition("-")[0]
    return FAMILIES.index(family), rule.id


def judge(dossier: Dossier) -> tuple[Finding, ...]:
    """All findings at the stage of the dossier, acknowledged ones with their reasons."""
    known = {(row.rule, row.digest): row for row in dossier.now.acknowledged}
    return tuple(
        _with_answer(finding, known)
        for rule in rules_at(dossier)
        for finding in _once(rule.findings(dossier))
    )


def rules_at(dossier: Dossier) -> tuple[Rule, ...]:
    """The rules of the stage. To send to an address that publishes is to publish (FIL-06)."""
    stages = {dossier.now.stage}
    if dossier.now.stage is Stage.SEND and dossier.now.recipient_publishes:
        stages.add(Stage.PUBLISH)
    return tuple(rule for rule in all_rules() if rule.stages & stages)


def _once(findings: Iterable[Finding]) -> Iterable[Finding]:
    """A rule says a thing once, in however many places it was found."""
    return dict.fromkeys(findings)


def _with_answer(finding: Finding, known: dict[tuple[str, str], Acknowledged]) -> Finding:
    if finding.blocks:
        return finding
    return replace(finding, acknowledged=known.get((finding.rule, finding.digest)))
