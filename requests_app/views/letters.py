"""Letters before the response: choosing a kind, writing it, deciding on it, sending it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from requests_app.access import StaffRequest, case_for, case_or_404
from requests_app.actions import letters as verbs
from requests_app.actions.base import Refused, roles_of
from requests_app.compiling import load_draft
from requests_app.forms.letters import NoticeDecisionForm, NoticeForm, NoticeSentForm
from requests_app.forms.refusals import posted, refusals_on
from requests_app.models import FoiRequest, Notice
from requests_app.notice import Notice as NoticeValue
from requests_app.notice import NoticeKind
from requests_app.too_often import Costly, count, spared
from requests_app.views.documents import documents_of
from requests_app.workflow import Verb, allowed_verbs


@require_safe
def notices(request: StaffRequest, slug: str) -> HttpResponse:
    case = case_or_404(request, slug)
    verbs_now = allowed_verbs(
        case.workflow_state, roles_of(request.user), earlier=case.from_earlier_log
    )
    rows = case.notices.select_related("written_by", "decision", "dispatch")
    context = {"case": case, "notices": rows, "kinds": list(NoticeKind), "verbs": verbs_now}
    return render(request, "notices/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def notice_new(request: StaffRequest, slug: str, kind: str) -> HttpResponse:
    """Writes a letter. The button "preview" shows it without storing it, a script while typing."""
    case = case_for(request, slug, Verb.WRITE_NOTICE)
    if kind not in set(NoticeKind):
        raise Http404
    form = NoticeForm(NoticeKind(kind), load_draft(case), posted(request))
    if form.is_bound and form.is_valid() and "preview" not in request.POST:
        count(Costly.DOCUMENT, request)
        with refusals_on(form):
            row = verbs.write_notice(case, form.details(), by=request.user, at=now())
            messages.success(request, "The letter is written. Its pages are made now.")
            return redirect("notice", slug=case.slug, number=row.number)
    context = {"case": case, "kind": form.kind, "form": form, "notice": _preview(case, form)}
    part = "notices/_preview.html" if request.headers.get("HX-Request") else None
    return render(request, part or "notices/new.html", context)


def _preview(case: FoiRequest, form: NoticeForm) -> NoticeValue | None:
    """The letter as it would read. None: something stands in the way, and the form says what."""
    try:
        return verbs.compose(
            case, form.details() if form.is_bound else verbs.NoticeDetails(form.kind)
        )
    except Refused as refused:
        if form.is_bound and not form.errors:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return None


@require_safe
def notice(request: StaffRequest, slug: str, number: int) -> HttpResponse:
    case = case_or_404(request, slug)
    return _page(request, case, _notice_of(case, number))


@require_POST
def notice_approve(request: StaffRequest, slug: str, number: int) -> HttpResponse:
    return _decided(request, slug, number, verbs.approve_notice, "The letter is approved.")


@require_POST
def notice_return(request: StaffRequest, slug: str, number: int) -> HttpResponse:
    return _decided(request, slug, number, verbs.return_notice, "The letter is returned.")


def _decided(
    request: StaffRequest, slug: str, number: int, verb: verbs.Decide, done: str
) -> HttpResponse:
    case = case_for(request, slug, Verb.DECIDE_NOTICE)
    row = _notice_of(case, number)
    form = NoticeDecisionForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            verb(row, **form.cleaned_data, by=request.user, at=now())
            messages.success(request, done)
            return redirect("notice", slug=case.slug, number=row.number)
    return _page(request, case, row, decision=form)


@require_POST
@spared(Costly.DOCUMENT)
def notice_sent(request: StaffRequest, slug: str, number: int) -> HttpResponse:
    case = case_for(request, slug, Verb.RECORD_NOTICE_SENT)
    row = _notice_of(case, number)
    form = _sent_form(row, request)
    if form.is_valid():
        with refusals_on(form):
            verbs.record_notice_sent(row, **form.cleaned_data, by=request.user, at=now())
            messages.success(request, "The letter is recorded as sent.")
            return redirect("notice", slug=case.slug, number=row.number)
    return _page(request, case, row, sent=form)


def _page(
    request: StaffRequest,
    case: FoiRequest,
    row: Notice,
    *,
    decision: NoticeDecisionForm | None = None,
    sent: NoticeSentForm | None = None,
) -> HttpResponse:
    roles = roles_of(request.user)
    context = {
        "case": case,
        "row": row,
        "notice": row.value,
        "form": decision or sent,
        "decision_form": decision or NoticeDecisionForm(initial={"digest": row.digest}),
        "sent_form": sent or _sent_form(row, request, bind=False),
        "documents": documents_of(case, at=now(), roles=roles, source=row),
        "verbs": allowed_verbs(case.workflow_state, roles, earlier=case.from_earlier_log),
        "may_decide": verbs.may_decide(row, request.user),
        "may_go_out": not row.needs_approval or verbs.approved(row),
    }
    return render(request, "notices/notice.html", context)


def _sent_form(row: Notice, request: StaffRequest, *, bind: bool = True) -> NoticeSentForm:
    today = localdate()
    return NoticeSentForm(
        request.POST if bind else None,
        initial={"sent_on": today},
        today=today,
        written_on=localdate(row.written_at),
    )


def _notice_of(case: FoiRequest, number: int) -> Notice:
    rows = case.notices.select_related(
        "foi_request", "written_by", "decision__reviewer", "dispatch__recorded_by"
    )
    row: Notice = get_object_or_404(rows, number=number)
    return row
