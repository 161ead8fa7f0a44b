"""Where a text of the library is used: drafts, versions under review, published records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from exemptions.catalogue import Provision
from exemptions.models import StandardTextVersion
from requests_app.access import READERS, StaffRequest
from requests_app.actions.base import roles_of
from requests_app.comparison import Passage, compare_texts
from requests_app.models import AdaptedWording, Answer, Claim, FoiRequest, Publication, WordingUse
from requests_app.response import join_words
from requests_app.workflow import State

PAGE_SIZE = 20


class Where(StrEnum):
    """The lists of the page, in order; each is the address's ``?show=``."""

    DRAFTS = "drafts"
    WAITING = "waiting"
    PUBLISHED = "published"
    ADAPTED = "adapted"
    ALL = "all"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Where.DRAFTS: "Answers being drafted",
    Where.WAITING: "Under review or approved",
    Where.PUBLISHED: "Published records",
    Where.ADAPTED: "Adapted when used",
    Where.ALL: "All responses submitted",
}


@dataclass(frozen=True, slots=True)
class Tab:
    """One list of the page, and how many it holds."""

    where: Where
    count: int


@dataclass(frozen=True, slots=True)
class DraftUse:
    """An answer of a draft that relies on the provision; ``base`` is 0 unless it was adapted."""

    answer: Answer
    questions: str
    base: int


@dataclass(frozen=True, slots=True)
class SubmittedUse:
    """A version that shows the wording; ``passages`` say how it was adapted, if it was."""

    use: WordingUse
    passages: tuple[Passage, ...]


def count_uses(cite: str, person: User) -> dict[str, int]:
    """How many each list holds for this person, by the value of its ``Where``."""
    return {where.value: _rows(where, cite, person).count() for where in Where}


def _rows(where: Where, cite: str, person: User) -> QuerySet[Claim] | QuerySet[WordingUse]:
    visible = FoiRequest.objects.visible_to(person)
    everywhere = WordingUse.objects.filter(provision=cite).order_by("-version__submitted_at", "-pk")
    uses = everywhere.filter(version__foi_request__in=visible)
    if where is Where.DRAFTS:
        drafts = Claim.objects.filter(provision=cite, answer__foi_request__state=State.DRAFTING)
        return drafts.filter(answer__foi_request__in=visible).order_by(
            "answer__foi_request__received_on", "pk"
        )
    if where is Where.PUBLISHED:
        return everywhere.filter(version__in=Publication.objects.visible().values("version"))
    if where is Where.WAITING:
        return uses.waiting()
    return uses.of_last_versions().adapted() if where is Where.ADAPTED else uses.of_last_versions()


@require_safe
def wording_uses(request: StaffRequest, provision: Provision) -> HttpResponse:
    """One list at a time. Who may read no case is told how many there are, not which."""
    counts = count_uses(provision.cite, request.user)
    asked = request.GET.get("show", "")
    first = next((where for where in Where if counts[where]), Where.DRAFTS)
    where = Where(asked) if asked in set(Where) else first
    roles = roles_of(request.user)
    may_read = bool(roles & READERS) or where is Where.PUBLISHED
    page = Paginator(_rows(where, provision.cite, request.user), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    context = {
        "provision": provision,
        "tabs": [Tab(one, counts[one]) for one in Where],
        "where": where,
        "page": page,
        "may_read": may_read,
        "counts": counts,
    }
    if may_read:
        keys = [row.pk for row in page.object_list]
        context |= _drafts(keys, provision) if where is Where.DRAFTS else _submitted(keys)
    return render(request, "library/uses.html", context)


def _drafts(pks: Sequence[int], provision: Provision) -> dict[str, list[DraftUse]]:
    claims = Claim.objects.filter(pk__in=pks).select_related("answer__foi_request")
    rows = claims.prefetch_related("answer__questions").in_bulk()
    cases = {row.answer.foi_request_id for row in rows.values()}
    adapted = AdaptedWording.objects.filter(foi_request__in=cases, provision=provision.cite)
    bases = dict(adapted.values_list("foi_request", "base"))
    found = [
        DraftUse(
            answer=rows[pk].answer,
            questions=_named(rows[pk].answer),
            base=bases.get(rows[pk].answer.foi_request_id, 0),
        )
        for pk in pks
    ]
    return {"drafts": found}


def _named(answer: Answer) -> str:
    """The numbers of its questions as they are in the request, without the part."""
    asked = list(answer.questions.all())
    numbers = [block.number for block in asked if block.number]
    if len(numbers) < len(asked) or not asked:
        return f"{len(asked)} question{'' if len(asked) == 1 else 's'}"
    return f"question{'' if len(numbers) == 1 else 's'} {join_words(numbers)}"


def _submitted(pks: Sequence[int]) -> dict[str, list[SubmittedUse]]:
    rows = WordingUse.objects.filter(pk__in=pks).select_related("version__foi_request").in_bulk()
    uses: list[WordingUse] = [rows[pk] for pk in pks]
    bodies = _bodies(uses)
    found = [
        SubmittedUse(
            use=use,
            passages=compare_texts(bodies[use.number], use.adapted_body)
            if use.adapted and use.number in bodies
            else (),
        )
        for use in uses
    ]
    return {"submitted": found}


def _bodies(rows: Sequence[WordingUse]) -> dict[int, str]:
    """The standard texts that were adapted, by number; all rows are of one provision."""
    numbers = {row.number for row in rows if row.adapted}
    cites = {row.provision for row in rows}
    versions = StandardTextVersion.objects.filter(
        standard_text__provision__in=cites, number__in=numbers
    )
    return dict(versions.values_list("number", "body"))
