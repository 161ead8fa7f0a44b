"""How a rule is declared: a small pure function with its law around it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from requests_app.gate.dossier import Dossier
from requests_app.gate.finding import Finding, Found, Severity, Stage

Check = Callable[[Dossier], Iterator[Found]]

_STAGES = {"A": Stage.APPROVE, "S": Stage.SEND, "P": Stage.PUBLISH}


@dataclass(frozen=True, slots=True)
class Rule:
    """``title`` says what must be so; ``note`` how it is applied here, where that needs words."""

    id: str
    title: str
    source: str
    severity: Severity
    stages: frozenset[Stage]
    check: Check
    note: str = ""

    def findings(self, dossier: Dossier) -> Iterator[Finding]:
        for found in self.check(dossier):
            yield Finding(
                rule=self.id,
                source=self.source,
                severity=found.severity or self.severity,
                message=found.message,
                place=found.place,
                key=found.key,
                field=found.field,
                of_link=found.of_link,
            )


RULES: dict[str, Rule] = {}


def rule(
    rule_id: str,
    title: str,
    *,
    source: str,
    stages: str = "A",
    severity: Severity = Severity.BLOCKS,
    note: str = "",
) -> Callable[[Check], Check]:
    """Declares a check as the rule ``rule_id``; ``stages`` are letters of A, S and P."""

    def declare(check: Check) -> Check:
        if rule_id in RULES:
            raise ValueError(f"There are two rules {rule_id}.")
        RULES[rule_id] = Rule(
            id=rule_id,
            title=title,
            source=source,
            severity=severity,
            stages=frozenset(_STAGES[letter] for letter in stages),
            check=check,
            note=note,
        )
        return check

    return declare
