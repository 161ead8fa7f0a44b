"""Asks the rules: which of them a dossier breaks at its stage. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from requests_app.gate.dossier import Dossier
from requests_app.gate.finding import Acknowledged, Finding, Stage
from requests_app.gate.rule import Rule
from requests_app.gate.rules import ALL_RULES


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
    return tuple(rule for rule in ALL_RULES if rule.stages & stages)


def _once(findings: Iterable[Finding]) -> Iterable[Finding]:
    """A rule says a thing once, in however many places it was found."""
    return dict.fromkeys(findings)


def _with_answer(finding: Finding, known: dict[tuple[str, str], Acknowledged]) -> Finding:
    if finding.blocks:
        return finding
    return replace(finding, acknowledged=known.get((finding.rule, finding.digest)))
