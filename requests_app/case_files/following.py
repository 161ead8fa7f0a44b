"""What followed the answer, in a case file: written from the rows, and brought in by the verbs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager

from django.contrib.auth.models import User

from requests_app.actions import challenges as verbs
from requests_app.actions.challenges import StepDetails
from requests_app.case_files.form import StepPart
from requests_app.case_files.problem import Problem
from requests_app.challenges import StepKind
from requests_app.models import ChallengeStep, FoiRequest


def export_steps(case: FoiRequest) -> tuple[StepPart, ...]:
    """Every step in the order of recording, what was struck out and what strikes it out as well."""
    rows = list(
        ChallengeStep.objects.filter(foi_request=case)
        .select_related("recorded_by", "decided_by")
        .order_by("pk")
    )
    keys = {row.pk: f"step-{number}" for number, row in enumerate(rows, start=1)}
    return tuple(
        StepPart(
            key=keys[row.pk],
            kind=row.kind,
            on=row.on,
            by=row.recorded_by.username,
            at=row.recorded_at,
            of=keys[row.of_id] if row.of_id else None,
            outcome=row.outcome,
            reference=row.reference,
            note=row.note,
            decided_by=row.decided_by.username if row.decided_by else "",
        )
        for row in rows
    )


def step_problems(parts: Sequence[StepPart]) -> Iterator[Problem]:
    """What of the steps does not fit together; the dates are left to the verbs."""
    kinds: dict[str, StepKind] = {}
    for index, part in enumerate(parts):
        path, kind = f"steps[{index}]", StepKind(part.kind)
        if part.key in kinds:
            yield Problem(f"{path}.key", f"the key “{part.key}” stands twice.")
        if kind.opens and part.of is not None:
            yield Problem(f"{path}.of", f"a step of the kind {kind} begins something.")
        elif not kind.opens and (part.of or "") not in kinds:
            yield Problem(f"{path}.of", f"no earlier step has the key “{part.of or ''}”.")
        elif not kind.opens and kinds[part.of or ""] not in kind.follows:
            yield Problem(f"{path}.of", f"{kind} does not follow {kinds[part.of or '']}.")
        if part.outcome not in (kind.outcomes or {""}):
            yield Problem(f"{path}.outcome", f"this is no outcome of {kind}.")
        kinds[part.key] = kind


def load_steps(
    case: FoiRequest,
    parts: Sequence[StepPart],
    people: Mapping[str, User],
    blaming: Callable[[str], AbstractContextManager[None]],
) -> None:
    """Records every step anew, in order. ``blaming`` tells a refusal with the place in the file."""
    rows: dict[str, ChallengeStep] = {}
    for index, part in enumerate(parts):
        with blaming(f"steps[{index}]"):
            of = rows[part.of] if part.of else None
            rows[part.key] = _record(case, part, of, people)


def _record(
    case: FoiRequest, part: StepPart, of: ChallengeStep | None, people: Mapping[str, User]
) -> ChallengeStep:
    by, at = people[part.by], part.at
    details = StepDetails(
        part.on,
        outcome=part.outcome,
        reference=part.reference,
        note=part.note,
        decided_by=people[part.decided_by] if part.decided_by else None,
    )
    if of is None:
        begin = verbs.ask_review if part.kind == StepKind.REVIEW_ASKED else verbs.notify_complaint
        return begin(case, details, by=by, at=at)
    if part.kind == StepKind.STRUCK:
        return verbs.strike_step(of, reason=part.note, by=by, at=at)
    follow = verbs.extend_review if part.kind == StepKind.REVIEW_EXTENDED else verbs.decide
    return follow(of, details, by=by, at=at)
