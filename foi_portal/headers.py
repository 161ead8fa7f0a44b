"""Headers of every answer, whatever made it: a page, an error, a static file.

Django and its packages send most of them; this adds what they have no setting for.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

# A browser needs nothing of the machine here but its passkeys.
PERMISSIONS = ", ".join(
    [
        *(f"{name}=()" for name in ("camera", "geolocation", "microphone", "payment", "usb")),
        *(f"publickey-credentials-{name}=(self)" for name in ("create", "get")),
    ]
)
NOT_KEPT = "private, no-store"


class HeadersMiddleware:
    """Stands before all others, so that no answer passes it by."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        answer.headers.setdefault("Permissions-Policy", PERMISSIONS)
        answer.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if getattr(request, "for_staff", False):
            # Also from the browser's own memory: "back" after the sign-out shows nothing.
            answer["Cache-Control"] = NOT_KEPT
        elif answer.status_code >= 400:
            answer.headers.setdefault("Cache-Control", NOT_KEPT)
        return answer

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], *_: Any
    ) -> None:
        needs_sign_in = getattr(view, "login_required", True)
        match = request.resolver_match
        of_the_sign_in = match is not None and match.route.startswith("accounts/")
        request.for_staff = needs_sign_in or of_the_sign_in  # type: ignore[attr-defined]
