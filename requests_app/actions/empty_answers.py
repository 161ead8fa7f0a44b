"""Answers that say nothing: they come and go with their questions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import Q

from requests_app.models import Answer, FoiRequest

# What was chosen and recorded for an answer that has no words.
_CHOSEN = ("disposition", "held", "regime", "facts", "revision")


def saying(case: FoiRequest, answers: Collection[int | None]) -> list[Answer]:
    """Those of the answers that hold words or a claim. No query for no answers."""
    pks = {pk for pk in answers if pk is not None}
    if not pks:
        return []
    words = ~Q(text="") | Q(claims__isnull=False)
    return list(Answer.objects.filter(words, foi_request=case, pk__in=pks).distinct())


def drop_empty_answers(case: FoiRequest) -> list[Answer]:
    """Removes answers that answer nothing and say nothing; one that says something stays."""
    empty = Answer.objects.filter(foi_request=case, questions=None, text="", claims=None)
    dropped = list(empty)
    Answer.objects.filter(pk__in=[row.pk for row in dropped]).delete()
    return dropped


def choices_of(answers: Sequence[Answer]) -> list[dict[str, Any]]:
    """What was chosen for each, so that it can be made again."""
    return [{"pk": row.pk, **{name: getattr(row, name) for name in _CHOSEN}} for row in answers]
