"""Mails about new records: asking for them, confirming, stopping. Open to everybody.

No page tells whether an address is known. A page that is opened does nothing, because mail
programs open links too: the button on it does, or the one click of RFC 8058.
"""

from __future__ import annotations

from http import HTTPStatus

from allauth.core.ratelimit import consume
from django.contrib.auth.decorators import login_not_required
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from requests_app.actions import alerts as verbs
from requests_app.forms.alerts import AlertForm
from requests_app.forms.log_search import LogSearchForm
from requests_app.forms.refusals import posted
from requests_app.search.filters import as_query_string
from requests_app.search.query import LONGEST
from requests_app.views.errors import too_many

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@login_not_required
@never_cache
def alert_new(request: HttpRequest) -> HttpResponse:
    """The search is in the address, as it is on the page of the log."""
    search = LogSearchForm(request.GET)
    form = AlertForm(posted(request))
    if form.is_bound and form.is_valid():
        if not consume(request, action="alert"):
            return too_many(request)
        _ask(request, form.cleaned_data["address"], search)
        return redirect("alert-asked")
    context = {"form": form, "words": search.in_words, "address": _address_of(search)}
    return render(request, "alerts/new.html", context)


def _ask(request: HttpRequest, address: str, search: LogSearchForm) -> None:
    """An address that was given too often is not mailed again, and the page does not tell."""
    if consume(request, action="alert_address", key=verbs.fingerprint_of(address)):
        verbs.ask_for_alert(
            address,
            search=_address_of(search),
            words=search.in_words,
            site=request.build_absolute_uri("/").rstrip("/"),
            at=now(),
        )


def _address_of(search: LogSearchForm) -> str:
    return as_query_string(search.text[:LONGEST], search.filters)


@require_safe
@login_not_required
@never_cache
def alert_asked(request: HttpRequest) -> HttpResponse:
    return render(request, "alerts/asked.html")


@form_page
@login_not_required
@never_cache
def alert_confirm(request: HttpRequest, token: str) -> HttpResponse:
    try:
        alert = verbs.alert_to_confirm(token)
    except BadSignature:
        alert = None
    if alert is None:
        return render(request, "alerts/expired.html", status=HTTPStatus.GONE)
    if request.method == "POST":
        verbs.confirm_alert(alert, at=now())
        return redirect("alert-confirmed")
    return render(request, "alerts/confirm.html", {"words": alert.words})


@require_safe
@login_not_required
@never_cache
def alert_confirmed(request: HttpRequest) -> HttpResponse:
    return render(request, "alerts/confirmed.html")


# The mail program that clicks has no page and so no token against forgery; the link is the proof.
@csrf_exempt
@form_page
@login_not_required
@never_cache
def alert_stop(request: HttpRequest, token: str) -> HttpResponse:
    try:
        alert = verbs.alert_to_stop(token)
    except BadSignature as error:
        raise Http404 from error
    if alert is not None and request.method == "POST":
        verbs.stop_alert(alert)
        alert = None
    words = alert.words if alert else ""
    return render(request, "alerts/stop.html", {"alert": alert, "words": words})
