"""A complete case as the gate reads it, and small changes to it, for the tests of the rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from exemptions.catalogue import catalogue
from requests_app.compiling import load_draft
from requests_app.gate.dossier import (
    AnswerFile,
    Circumstances,
    ClaimFile,
    Dossier,
    FactorFile,
    TestFile,
)
from requests_app.gate.finding import Finding, Stage
from requests_app.gate.gathering import gather
from requests_app.gate.judging import judge
from requests_app.models import FoiRequest
from tests import recorded

DAY = date(2026, 3, 20)
Change = Callable[[Dossier], Dossier]


def dossier_of(case: FoiRequest, *, day: date = DAY, stage: Stage = Stage.APPROVE) -> Dossier:
    return gather(load_draft(FoiRequest.objects.get(pk=case.pk)), day=day, stage=stage)


def found(dossier: Dossier) -> set[str]:
    """The ids of the rules that would stop it."""
    return {finding.rule for finding in judge(dossier) if finding.stops}


def findings(dossier: Dossier, rule: str) -> list[Finding]:
    return [finding for finding in judge(dossier) if finding.rule == rule]


def now(dossier: Dossier, **changes: Any) -> Dossier:
    circumstances: Circumstances = replace(dossier.now, **changes)
    return dossier.at(circumstances)


def told(dossier: Dossier, **facts: str) -> Dossier:
    """With facts of the case; "" takes one away."""
    return replace(dossier, facts=_merged(dossier.facts, facts))


def _merged(before: Any, facts: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in {**before, **facts}.items() if value}


def answer(dossier: Dossier, key: str, **changes: Any) -> Dossier:
    """With one answer changed; ``facts`` are added to those it has, "" takes one away."""
    rows = []
    for row in dossier.answers:
        if row.key == key:
            facts = _merged(row.facts, changes.pop("facts", {}))
            row = replace(row, **changes, facts=facts)  # noqa: PLW2901
        rows.append(row)
    return replace(dossier, answers=tuple(rows))


def of(dossier: Dossier, key: str) -> AnswerFile:
    return next(row for row in dossier.answers if row.key == key)


def claim(dossier: Dossier, key: str, **changes: Any) -> Dossier:
    """With one claim changed; its key is like "a2.c1"."""
    parent = key.partition(".")[0]
    claims = []
    for row in of(dossier, parent).claims:
        if row.key == key:
            facts = _merged(row.facts, changes.pop("facts", {}))
            row = replace(row, **changes, facts=facts)  # noqa: PLW2901
        claims.append(row)
    return answer(dossier, parent, claims=tuple(claims))


def weighing(dossier: Dossier, **changes: Any) -> Dossier:
    (row,) = dossier.tests
    facts = _merged(row.facts, changes.pop("facts", {}))
    return replace(dossier, tests=(replace(row, **changes, facts=facts),))


def claiming(
    dossier: Dossier,
    *cites: str,
    key: str = "a2",
    disposition: str = "exempt_all",
    **facts: str,
) -> Dossier:
    """The answer ``key`` with complete claims of these provisions, the qualified ones weighed.

    ``facts`` change what is recorded of each claim.
    """
    laws = [catalogue()[cite] for cite in cites]
    claims = tuple(
        ClaimFile(
            key=f"{key}.c{index}",
            cite=law.cite,
            reason="It would tell a thief which of the doors to try first.",
            likelihood="would" if law.likelihood_required else "",
            where_accessible="https://www.example.org/register" if law.section == "21" else "",
            facts=_merged(recorded.of_claim(law), facts),
            test="t1" if law.qualified else "",
        )
        for index, law in enumerate(laws, start=1)
    )
    told_of = recorded.of_answer(disposition)
    text = "We cannot give this. The annex explains why."
    dossier = answer(
        dossier, key, claims=claims, disposition=disposition, held="", text=text, facts=told_of
    )
    held = "not_said" if disposition == "ncnd" else "yes"
    dossier = answer(dossier, key, held=held)
    weighed = tuple(row.key for row in claims if row.test)
    kinds = {law.kind for law in laws}
    about = {"about_confirming": "confirming"} if "ncnd" in kinds else {}
    row = replace(dossier.tests[0] if dossier.tests else _test(), claims=weighed, facts=about)
    return replace(dossier, tests=(row,) if weighed else ())


def _test() -> TestFile:
    return TestFile(
        key="t1",
        claims=(),
        for_disclosure=(FactorFile("People may see how the cameras are paid for."),),
        for_maintaining=(FactorFile("Three vehicles were stolen here in 2025."),),
        conclusion="maintain",
        reasons="Maintaining the exemption outweighs disclosure, because thefts are frequent here.",
        decided_on=DAY,
    )
