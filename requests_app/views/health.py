"""A sign of life for machines: it tells no more than whether somebody should look, and at what."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from requests_app import health


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
