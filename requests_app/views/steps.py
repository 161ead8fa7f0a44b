"""The guided steps before a provision is relied on: one question a page, then the draft of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_safe

from exemptions.catalogue import Provision, catalogue
from exemptions.trees import Step, Tree, Walk, tree_for
from requests_app.access import StaffRequest, draft_or_refuse
from requests_app.actions import guiding
from requests_app.actions.base import Changed
from requests_app.actions.recording import recorded_of
from requests_app.compiling import Draft, load_draft, standing_values_of
from requests_app.forms.facts import both_in
from requests_app.forms.refusals import posted, refusals_on
from requests_app.forms.steps import StepForm
from requests_app.gate import asking
from requests_app.models import Answer, Claim, FoiRequest
from requests_app.seen import digest_of_words
from requests_app.views.met import Met, met_words


@dataclass(frozen=True)
class Guide:
    """A claim, or an answer that refuses a request as a whole, with the steps that belong to it."""

    case: FoiRequest
    row: Claim | Answer
    law: Provision
    tree: Tree
    covers: str
    settings: dict[str, str]

    @property
    def of_claim(self) -> bool:
        return isinstance(self.row, Claim)

    @property
    def answer_pk(self) -> int:
        return self.row.answer_id if isinstance(self.row, Claim) else self.row.pk

    @property
    def words(self) -> str:
        """What the draft of the steps becomes: the reason of a claim, the text of an answer."""
        return self.row.reason if isinstance(self.row, Claim) else self.row.text

    def walk(self, shown: str = "") -> Walk:
        """As far as the recorded answers lead, when the step ``shown`` has been on a page."""
        return self.tree.walk(self.tree.seen(recorded_of(self.row), shown), self.settings)

    def url(self, step: str = "") -> str:
        """The page of a step, of ``check``, or the one that goes on where somebody left."""
        args: list[object] = [self.case.slug, self.row.pk]
        if not self.of_claim:
            args.append(self.law)
        if step == CHECK or not step:
            name = "steps-check" if step else "steps"
        else:
            name = "step"
            args.append(step)
        return reverse(f"{'claim' if self.of_claim else 'answer'}-{name}", args=args)

    @property
    def home(self) -> str:
        name = "claim" if self.of_claim else "answer"
        return reverse(name, args=[self.case.slug, self.row.pk])


CHECK = "check"


def guide_of_claim(request: StaffRequest, slug: str, pk: int) -> Guide:
    case = draft_or_refuse(request, slug)
    row = get_object_or_404(Claim, pk=pk, answer__foi_request=case)
    return _guide(case, row, row.answer_id, catalogue().get(row.provision))


def guide_of_answer(request: StaffRequest, slug: str, pk: int, law: Provision) -> Guide:
    case = draft_or_refuse(request, slug)
    row = get_object_or_404(case.answers, pk=pk)
    return _guide(case, row, pk, law if law in asking.refusals_of(row.disposition) else None)


def _guide(case: FoiRequest, row: Claim | Answer, answer: int, law: Provision | None) -> Guide:
    """Raises Http404 where there are no steps: for most provisions there are none."""
    tree = _tree_of(row, law)
    if law is None or tree is None:
        raise Http404
    draft = load_draft(case)
    covers = next(draft.covers_anywhere(one) for one in draft.answers if one.pk == answer)
    return Guide(case, row, law, tree, covers, standing_values_of(draft))


# --- from the pages of the claim and of the answer --------------------------------------


@dataclass(frozen=True, slots=True)
class Entry:
    """The way into the steps: what the link says, and whether their draft stands unedited."""

    law: Provision
    url: str
    label: str
    composed: bool
    begun: bool


def entry_of(row: Claim | Answer, law: Provision | None, draft: Draft) -> Entry | None:
    """The steps of a claim, or of an answer refused under ``law``; None where there are none."""
    tree = _tree_of(row, law)
    if law is None or tree is None:
        return None
    guide = Guide(draft.case, row, law, tree, "", standing_values_of(draft))
    walk = guide.walk()
    return Entry(
        law=law,
        url=guide.url(),
        label=_label(walk, tree.about(recorded_of(row))),
        composed=walk.finished and is_composed(guide.words, walk.text),
        begun=bool(walk.done),
    )


def _tree_of(row: Claim | Answer, law: Provision | None) -> Tree | None:
    """What refuses a request as a whole asks of the answer, everything else of the claim."""
    if law is None or law.is_claimed is not isinstance(row, Claim):
        return None
    return tree_for(law.cite)


def _label(walk: Walk, about: int) -> str:
    if walk.stop:
        return "See why the answers to the questions say that it does not apply"
    if walk.finished:
        return "Check the answers to the questions"
    if walk.done:
        return f"Go on with the questions ({len(walk.done)} of about {about} answered)"
    return "Answer the questions step by step"


def is_composed(words: str, draft: str) -> bool:
    """The words are those of the steps, and nobody has edited them."""
    return bool(words.strip()) and words.split() == draft.split()


# --- going on where somebody left -------------------------------------------------------


@require_safe
def claim_steps(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    return _go_on(request, guide_of_claim(request, slug, pk))


@require_safe
def answer_steps(request: StaffRequest, slug: str, pk: int, provision: Provision) -> HttpResponse:
    return _go_on(request, guide_of_answer(request, slug, pk, provision))


def _go_on(request: StaffRequest, guide: Guide) -> HttpResponse:
    """The first question without an answer, why the provision does not apply, or the draft."""
    walk = guide.walk()
    if walk.stop is None:
        return redirect(_after(guide, walk))
    instead = _cited(walk.stop.consider)
    context = {"case": guide.case, "guide": guide, "walk": walk, "instead": instead}
    context["last"] = shown_row(guide, walk.done[-1])
    return render(request, "requests/step_stop.html", context)


def _cited(text: str) -> list[Provision]:
    """The provisions that a sentence names and that can be claimed instead."""
    cites = re.findall(r"section (\d+[A-Z]?(?:\(\w+\))*)", text)
    found = (catalogue().get(cite) or catalogue().get(f"{cite}(1)") for cite in cites)
    return [law for law in found if law and law.is_claimed]


# --- one question -----------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def claim_step(request: StaffRequest, slug: str, pk: int, fact: str) -> HttpResponse:
    return _step(request, guide_of_claim(request, slug, pk), fact)


@require_http_methods(["GET", "HEAD", "POST"])
def answer_step(
    request: StaffRequest, slug: str, pk: int, provision: Provision, fact: str
) -> HttpResponse:
    return _step(request, guide_of_answer(request, slug, pk, provision), fact)


def _step(request: StaffRequest, guide: Guide, name: str) -> HttpResponse:
    if name not in {step.fact.name for step in guide.tree.steps}:
        raise Http404
    walk = guide.walk(shown=name)
    on_the_way = [*walk.done, *filter(None, [walk.next])]
    step = next((one for one in on_the_way if one.fact.name == name), None)
    if step is None:  # an earlier answer is missing, or has led elsewhere since
        return redirect(guide.url())
    told = recorded_of(guide.row)
    seen = digest_of_words(told.get(name, ""))
    form = StepForm(step, told, posted(request), seen=seen)
    met: Met | None = None
    if request.method == "POST" and form.is_valid():
        if "both" in request.POST:
            both = both_in(step.fact, told.get(name, ""), form.value)
            form = StepForm(step, {name: both}, None, seen=seen)
        else:
            with refusals_on(form):
                try:
                    return _record(request, guide, name, form)
                except Changed as changed:
                    met = _met(changed, step, form)
                    theirs = digest_of_words(changed.theirs.get(name, ""))
                    form = StepForm(step, {name: form.value}, None, seen=theirs)
    place = on_the_way.index(step)
    context = {
        "case": guide.case,
        "guide": guide,
        "form": form,
        "number": place + 1,
        "about": max(guide.tree.about(recorded_of(guide.row)), place + 1),
        "back": guide.url(on_the_way[place - 1].fact.name) if place else guide.home,
        "met": met,
        "take_url": guide.url(name),
    }
    status = HTTPStatus.CONFLICT if met else HTTPStatus.OK
    return render(request, "requests/step.html", context, status=status)


def _met(changed: Changed, step: Step, form: StepForm) -> Met:
    fact = step.fact
    theirs, mine = fact.shown(changed.theirs.get(fact.name, "")), fact.shown(form.value)
    return met_words(changed, [("", theirs, mine)])


def _record(request: StaffRequest, guide: Guide, name: str, form: StepForm) -> HttpResponse:
    left = guiding.answer_step(
        guide.row,
        guide.tree,
        name=name,
        value=form.value,
        case=guide.case,
        seen=form.cleaned_data["seen"],
        by=request.user,
        at=now(),
    )
    if left:
        labels = ", ".join(f"“{fact.label}”" for fact in left)
        messages.info(request, f"Not asked any more, and its answer is taken back: {labels}")
    guide.row.refresh_from_db()
    return redirect(_after(guide, guide.walk(shown=name)))


def _after(guide: Guide, walk: Walk) -> str:
    if walk.next:
        return guide.url(walk.next.fact.name)
    return guide.url(CHECK if walk.finished else "")


@dataclass(frozen=True, slots=True)
class Row:
    """A question with its answer as people read it."""

    step: Step
    value: str
    url: str


def shown_row(guide: Guide, step: Step) -> Row:
    fact = step.fact
    value = fact.shown(recorded_of(guide.row).get(fact.name, ""))
    return Row(step, value, guide.url(fact.name))
