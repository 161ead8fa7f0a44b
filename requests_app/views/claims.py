"""Claims of exemption on an answer: choose the limb, say why, change, remove."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_POST

from exemptions.catalogue import Provision, catalogue
from exemptions.models import PublicInterestTest, StandardText
from exemptions.trees import tree_for
from requests_app.access import StaffRequest, draft_or_refuse
from requests_app.actions import drafting
from requests_app.actions.drafting import StaleReasoning
from requests_app.compiling import Draft, load_draft
from requests_app.forms.claims import LIKELIHOODS, ClaimForm, ProvisionForm
from requests_app.forms.refusals import posted, refusals_on
from requests_app.gate.finding import Place
from requests_app.gate.gathering import findings_of
from requests_app.kept import Kept, keep_sent, kept_on
from requests_app.models import Answer, Claim
from requests_app.views.facts import facts_beside
from requests_app.views.findings import shown
from requests_app.views.met import Met, met_texts
from requests_app.views.steps import entry_of


@require_http_methods(["GET", "HEAD", "POST"])
def claim_new(request: StaffRequest, slug: str, answer: int) -> HttpResponse:
    case = draft_or_refuse(request, slug)
    return _claim_page(request, get_object_or_404(case.answers, pk=answer), None)


@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    case = draft_or_refuse(request, slug)
    row = get_object_or_404(Claim, pk=pk, answer__foi_request=case)
    return _claim_page(request, row.answer, row)


@require_POST
def claim_remove(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    case = draft_or_refuse(request, slug)
    row = Claim.objects.filter(pk=pk, answer__foi_request=case).first()
    if row is None:
        return redirect("answers", slug=case.slug)
    drafting.remove_claim(row, by=request.user, at=now())
    law = catalogue().get(row.provision)
    named = law.reference if law else row.provision
    messages.success(request, f"The claim of {named} is removed.")
    return redirect("answer", slug=case.slug, pk=row.answer_id)


def _claim_page(request: StaffRequest, answer: Answer, existing: Claim | None) -> HttpResponse:
    law = _chosen(request, existing)
    if law is None:
        asked = request.GET if "provision" in request.GET else None
        return _page(request, answer, existing, ProvisionForm(asked))
    saved = _initial(existing)
    kept = kept_on(request, f"{request.path}?{urlencode({'provision': law.cite})}")
    kept = kept.unless_saved(saved)
    form = ClaimForm(law, posted(request), initial=kept.over(saved))
    met: Met | None = None
    if existing and "both" in request.POST:
        form.put_under(existing)
    elif request.method == "POST" and form.is_valid():
        with refusals_on(form):
            try:
                row = drafting.claim(
                    answer,
                    form.details(),
                    existing=existing,
                    revision=form.cleaned_data.get("revision"),
                    by=request.user,
                    at=now(),
                )
            except StaleReasoning as stale:
                met = _met(stale.theirs, form)
                keep_sent(request)
                raise
            kept.put_away(request)
            return _after_saving(request, row)
    return _page(request, answer, existing, form, kept, met=met)


def _met(theirs: Claim | PublicInterestTest, form: ClaimForm) -> Met:
    """What met; the form keeps mine, and from now on it is about theirs."""
    if not isinstance(theirs, Claim):
        raise TypeError("A claim meets a claim.")
    mine = form.details()
    form.based_on(theirs)
    likelihoods: dict[str, str] = {"": ""}
    likelihoods.update(LIKELIHOODS)
    boxes = [
        ("Limb", theirs.law.named, form.law.named),
        ("How likely", likelihoods[theirs.likelihood], likelihoods[mine.likelihood]),
        ("Why it applies here", theirs.reason, mine.reason),
        ("Where the requester can get it", theirs.where_accessible, mine.where_accessible),
    ]
    return Met(met_texts(boxes), by=theirs.saved_by, at=theirs.saved_at)


def _after_saving(request: StaffRequest, row: Claim) -> HttpResponse:
    """A new claim leads on: to its questions, to what the law asks, to the test that it needs."""
    slug = row.answer.foi_request.slug
    if "steps" in request.POST and tree_for(row.provision):
        return redirect("claim-steps", slug=slug, pk=row.pk)
    messages.success(request, f"The claim of {row.law.reference} is saved.")
    if "facts" in request.POST:
        return redirect("claim-facts", slug=slug, pk=row.pk)
    if row.law.qualified and row.test_id is None:
        return redirect(f"{reverse('test-new', args=[slug])}?claim={row.pk}")
    return redirect("answer", slug=slug, pk=row.answer_id)


def _chosen(request: StaffRequest, existing: Claim | None) -> Provision | None:
    cite = request.POST.get("provision") or request.GET.get("provision")
    if cite is None and existing and "choose" not in request.GET:
        cite = existing.provision
    law = catalogue().get(cite or "")
    return law if law and law.is_claimed else None


def _initial(existing: Claim | None) -> dict[str, object]:
    if existing is None:
        return {}
    names = ("reason", "likelihood", "where_accessible", "revision")
    return {name: getattr(existing, name) for name in names}


def _used_elsewhere(claims: Iterable[Claim], answer: Answer) -> list[Provision]:
    """The limbs that other answers of the case claim: most often it is one of them again."""
    known = [claim for claim in claims if claim.provision in catalogue()]
    mine = {claim.law.cite for claim in known if claim.answer_id == answer.pk}
    used = {claim.law.cite: claim.law for claim in known if claim.law.cite not in mine}
    return list(used.values())


def _page(
    request: StaffRequest,
    answer: Answer,
    existing: Claim | None,
    form: ClaimForm | ProvisionForm,
    kept: Kept | None = None,
    *,
    met: Met | None = None,
) -> HttpResponse:
    case = answer.foi_request
    law = form.law if isinstance(form, ClaimForm) else None
    draft = load_draft(case)
    same = existing is not None and law is not None and existing.provision == law.cite
    retired = StandardText.objects.retired(catalogue() if law is None else [law.cite])
    if isinstance(form, ProvisionForm):
        form.mark_retired([cite for cite, text in retired.items() if text.is_retired(localdate())])
    return render(
        request,
        "requests/claim.html",
        {
            "case": case,
            "answer": answer,
            "claim": existing,
            "covers": draft.covers_anywhere(answer),
            "form": form,
            "kept": kept,
            "met": met,
            "law": law,
            "tree": tree_for(law.cite) if law else None,
            "steps": entry_of(existing, law, draft) if existing and same else None,
            "used": _used_elsewhere(draft.claims, answer) if law is None else [],
            "retired": retired.get(law.cite) if law else None,
            "today": localdate(),
            **_asked_of(request, existing, draft, law),
            "wording": StandardText.objects.wordings([law.cite]).get(law.cite) if law else None,
        },
        status=HTTPStatus.CONFLICT if met else HTTPStatus.OK,
    )


def _asked_of(
    request: StaffRequest, existing: Claim | None, draft: Draft, law: Provision | None
) -> dict[str, object]:
    """What the law asks of a claim that is saved: the form, and what is still missing of it."""
    if existing is None or law is None or existing.provision != law.cite:
        return {}
    findings = findings_of(draft, day=localdate())
    own = [row for row in findings if row.place is Place.CLAIM and row.pk == existing.pk]
    url = reverse("claim-facts", args=[draft.case.slug, existing.pk])
    return facts_beside(request, existing, findings, url) | {"gate": shown(own, draft)}
