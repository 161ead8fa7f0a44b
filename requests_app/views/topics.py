"""The vocabulary of topics, and the topics of a case."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from requests_app.access import StaffRequest, case_for
from requests_app.actions import topics as verbs
from requests_app.actions.base import roles_of
from requests_app.forms.refusals import posted, refusals_on
from requests_app.forms.topics import CaseTopicsForm, TopicForm
from requests_app.models import Topic
from requests_app.workflow import Verb


@require_safe
def topics(request: StaffRequest) -> HttpResponse:
    keeps = bool(roles_of(request.user) & verbs.KEEPERS)
    context = {"topics": Topic.objects.with_uses(), "keeps": keeps}
    return render(request, "topics/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def topic_new(request: StaffRequest) -> HttpResponse:
    return _topic(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
def topic(request: StaffRequest, pk: int) -> HttpResponse:
    return _topic(request, get_object_or_404(Topic, pk=pk))


def _topic(request: StaffRequest, row: Topic | None) -> HttpResponse:
    verbs.require_keeper(request.user)
    form = TopicForm(posted(request), initial={"name": row.name} if row else None)
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            saved = verbs.save_topic(
                form.cleaned_data["name"], topic=row, by=request.user, at=now()
            )
            messages.success(request, f"The topic {saved.name} is saved.")
            return redirect("topics")
    return render(request, "topics/topic.html", {"form": form, "topic": row})


@require_POST
def topic_retire(request: StaffRequest, pk: int) -> HttpResponse:
    return _retire(request, pk, retired=True)


@require_POST
def topic_take_back(request: StaffRequest, pk: int) -> HttpResponse:
    return _retire(request, pk, retired=False)


def _retire(request: StaffRequest, pk: int, *, retired: bool) -> HttpResponse:
    verbs.require_keeper(request.user)
    row = get_object_or_404(Topic, pk=pk)
    verbs.retire_topic(row, retired=retired, by=request.user, at=now())
    said = "is offered no more; its records stay under it" if retired else "is offered again"
    messages.success(request, f"The topic {row.name} {said}.")
    return redirect("topics")


@require_http_methods(["GET", "HEAD", "POST"])
def case_topics(request: StaffRequest, slug: str) -> HttpResponse:
    case = case_for(request, slug, Verb.SET_TOPICS)
    form = CaseTopicsForm(posted(request), case=case)
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            verbs.set_topics(case, form.cleaned_data["topics"], by=request.user, at=now())
            messages.success(request, "The topics are saved.")
            return redirect("request", slug=case.slug)
    return render(request, "topics/case.html", {"form": form, "case": case})
