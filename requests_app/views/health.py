"""Signs of life for machines: they tell whether somebody should look and at what, no content."""

from __future__ import annotations

from http import HTTPStatus

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from requests_app import health, metrics


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """503 when this host cannot answer people; with ``?all``, when anything is not well.

    A load balancer asks without it: a host whose broker is gone still serves pages.
    """
    checks = health.check_all(now())
    decisive = checks if "all" in request.GET else checks[:1]
    well = all(check.well for check in decisive)
    return JsonResponse(
        {check.name: {"well": check.well, "says": check.sentence} for check in checks},
        status=HTTPStatus.OK if well else HTTPStatus.SERVICE_UNAVAILABLE,
    )


@login_not_required
@never_cache
@require_safe
def metrics_for_prometheus(request: HttpRequest) -> HttpResponse:
    """The address is there only when a token is set, and looks as if it were not without it."""
    borne = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not constant_time_compare(borne, settings.METRICS_TOKEN):
        raise Http404
    return HttpResponse(metrics.told(now()), content_type=CONTENT_TYPE_LATEST)
