"""The facts that are recorded beside the prose: of a claim, an answer, a test and the case."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods

from exemptions.catalogue import catalogue
from exemptions.facts import facts
from exemptions.models import PublicInterestTest
from requests_app.access import StaffRequest, draft_or_refuse
from requests_app.actions import recording
from requests_app.actions.base import Changed
from requests_app.actions.recording import recorded_of
from requests_app.compiling import Draft, load_draft
from requests_app.forms.facts import FactsForm
from requests_app.forms.refusals import posted, refusals_on
from requests_app.gate import asking
from requests_app.gate.finding import Finding, Place
from requests_app.gate.gathering import findings_of
from requests_app.kept import keep_sent, kept_on
from requests_app.models import Answer, Claim, FoiRequest
from requests_app.outcome import Disposition
from requests_app.progress import measure
from requests_app.views.findings import shown
from requests_app.views.met import Met, met_words

Row = Claim | Answer | PublicInterestTest | FoiRequest


@dataclass(frozen=True, slots=True)
class Page:
    """What the page of facts is about, and where its back link and its button lead."""

    heading: str
    back: str
    back_label: str
    url: str


@require_http_methods(["GET", "HEAD", "POST"])
def claim_facts(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    case = draft_or_refuse(request, slug)
    row = get_object_or_404(Claim, pk=pk, answer__foi_request=case)
    page = Page(
        f"What the law asks of this claim of section {row.provision}",
        back=reverse("answer", args=[slug, row.answer_id]),
        back_label="Back to the answer",
        url=reverse("claim-facts", args=[slug, pk]),
    )
    return _facts(request, case, row, page)


@require_http_methods(["GET", "HEAD", "POST"])
def answer_facts(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    case = draft_or_refuse(request, slug)
    row = get_object_or_404(case.answers, pk=pk)
    page = Page(
        "What is recorded of this answer",
        back=reverse("answer", args=[slug, pk]),
        back_label="Back to the answer",
        url=reverse("answer-facts", args=[slug, pk]),
    )
    return _facts(request, case, row, page)


@require_http_methods(["GET", "HEAD", "POST"])
def test_facts(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    case = draft_or_refuse(request, slug)
    tests = PublicInterestTest.objects.filter(claims__answer__foi_request=case).distinct()
    page = Page(
        "What is recorded of this public interest test",
        back=reverse("test", args=[slug, pk]),
        back_label="Back to the test",
        url=reverse("test-facts", args=[slug, pk]),
    )
    return _facts(request, case, get_object_or_404(tests, pk=pk), page)


@require_http_methods(["GET", "HEAD", "POST"])
def case_facts(request: StaffRequest, slug: str) -> HttpResponse:
    case = draft_or_refuse(request, slug)
    page = Page(
        "Facts of the case",
        back=reverse("request", args=[slug]),
        back_label="Back to the case",
        url=reverse("case-facts", args=[slug]),
    )
    return _facts(request, case, case, page)


def _facts(request: StaffRequest, case: FoiRequest, row: Row, page: Page) -> HttpResponse:
    draft = load_draft(case)
    findings = findings_of(draft, day=localdate())
    kept = kept_on(request, page.url).unless_saved(facts_form_of(row, findings).unchanged())
    form = facts_form_of(row, findings, kept.data if kept.used else posted(request))
    met: Met | None = None
    if request.method == "POST" and form.is_valid():
        if both := request.POST.get("both"):
            form = form.against(recorded_of(row), both=both.split())
        else:
            with refusals_on(form):
                try:
                    _record(request, row, form, case)
                except Changed as changed:
                    met, form = _met(changed, form), form.against(changed.theirs)
                    keep_sent(request)
                else:
                    kept.put_away(request)
                    if not request.htmx:  # type: ignore[attr-defined]
                        messages.success(request, "It is recorded.")
                        return redirect(page.url if _asks_more(row, form) else page.back)
                    draft = load_draft(case)
                    findings = findings_of(draft, day=localdate())
                    form = facts_form_of(row, findings)
    template = "requests/_facts.html" if request.htmx else "requests/facts.html"  # type: ignore[attr-defined]
    shown_on = _shown_on(request, page)
    context = _context(draft, row, page, form, findings) | {
        "facts_kept": kept,
        "alone": shown_on == page.url,
        "take_url": shown_on,
        "facts_met": met,
    }
    status = HTTPStatus.CONFLICT if met else HTTPStatus.OK
    answer = render(request, template, context, status=status)
    if met:
        # The button that was pressed stands at the end of a long form.
        answer["HX-Reswap"] = "innerHTML show:top"
    return answer


def _record(request: StaffRequest, row: Row, form: FactsForm, case: FoiRequest) -> None:
    recording.record_facts(
        row, form.told(), case=case, seen=form.seen_of, by=request.user, at=now()
    )


def _met(changed: Changed, form: FactsForm) -> Met:
    mine, every = form.told(), facts()
    boxes = [
        (fact.label, fact.shown(changed.theirs.get(fact.name, "")), fact.shown(mine[fact.name]))
        for fact in (every[name] for name in changed.names)
    ]
    return met_words(changed, boxes, both=" ".join(changed.names))


def _shown_on(request: StaffRequest, page: Page) -> str:
    """The page that the form is on; one to itself, where its button is the main one, or another."""
    return str(request.htmx.current_url_abs_path) if request.htmx else page.url  # type: ignore[attr-defined]


def _context(
    draft: Draft, row: Row, page: Page, form: FactsForm, findings: tuple[Finding, ...]
) -> dict[str, object]:
    return {
        "case": draft.case,
        "page": page,
        "form": form,
        "facts_form": form,
        "facts_url": page.url,
        "gate": shown(_of(row, findings, draft), draft),
    }


def _of(row: Row, findings: tuple[Finding, ...], draft: Draft) -> Iterable[Finding]:
    """The findings that are mended on the page of this row."""
    if isinstance(row, Answer):
        return measure(draft, findings).of_answer.get(row.pk, ())
    place = _PLACES[type(row)]
    wanted = None if place is Place.CASE else row.pk
    return [f for f in findings if f.place is place and f.pk == wanted]


def _asks_more(row: Row, form: FactsForm) -> bool:
    """Whether what was told makes a further question one that must be answered."""
    return {fact.name for fact in facts_form_of(row, ()).asked} > {f.name for f in form.asked}


_PLACES: dict[type[Row], Place] = {
    Claim: Place.CLAIM,
    Answer: Place.ANSWER,
    PublicInterestTest: Place.TEST,
    FoiRequest: Place.CASE,
}


def facts_form_of(
    row: Row, findings: Iterable[Finding], posted: QueryDict | None = None
) -> FactsForm:
    """The form of a row: what the gate would miss of it, and what is recorded."""
    place = _PLACES[type(row)]
    pk = None if place is Place.CASE else row.pk
    missing = [f.field for f in findings if f.place is place and f.pk == pk and f.field]
    recorded = recorded_of(row)
    if isinstance(row, Claim):
        law = catalogue().get(row.provision)
        asked = asking.of_claim(law, row.facts, missing) if law else []
        return FactsForm(asked, row.facts, recorded, posted)
    if isinstance(row, Answer):
        told = {**row.facts, "held": _held(row), "regime": row.regime}
        asked = asking.of_answer(row.disposition, told, missing)
        return FactsForm(asked, told, recorded, posted)
    if isinstance(row, PublicInterestTest):
        return FactsForm(asking.of_test(row.facts, missing), row.facts, recorded, posted)
    return FactsForm(asking.of_case(row.facts, missing), row.facts, recorded, posted)


def facts_beside(
    request: StaffRequest, row: Row, findings: Iterable[Finding], url: str
) -> dict[str, object]:
    """The form on a page about more than the facts; ``url`` is where it is sent, and where words
    that were typed into it and not saved are used again."""
    form = facts_form_of(row, findings)
    kept = kept_on(request, url).unless_saved(form.unchanged())
    return {"facts_form": form, "facts_url": url, "facts_kept": kept}


def _held(row: Answer) -> str:
    return row.held or (Disposition(row.disposition).held if row.disposition else "")
