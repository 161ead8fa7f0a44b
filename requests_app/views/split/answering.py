"""How a correction of a split is asked for and answered: with its page anew, or for a script with
the blocks that look otherwise now.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now

from requests_app.access import StaffRequest
from requests_app.actions.base import Refused
from requests_app.actions.correcting import Correction, DoneAlready, StaleSplit
from requests_app.forms.split import SplitForm, ticked
from requests_app.models import FoiRequest
from requests_app.views.split.page import split_of

Corrects = Callable[..., Correction]
_MOST_TICKED = 150


def correct(
    request: StaffRequest, case: FoiRequest, pk: int | None, said: str, verb: Corrects
) -> HttpResponse:
    """Does it and shows the split as it is then, wherever that is. ``said`` is how it is told."""
    try:
        done = verb(revision=revision_of(request), by=request.user, at=now())
    except DoneAlready:
        return shown(request, case, pk, 200, said)
    except StaleSplit as stale:
        return shown(request, case, pk, 409, str(stale))
    except Refused as refused:
        return shown(request, case, pk, 422, str(refused))
    return corrected(request, case, said, done)


def revision_of(request: StaffRequest) -> int | None:
    """The revision of the page from which it was asked; None for a caller without a page."""
    form = SplitForm(request.POST)
    return form.cleaned_data["revision"] if form.is_valid() else None


def by_script(request: StaffRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def corrected(request: StaffRequest, case: FoiRequest, said: str, done: Correction) -> HttpResponse:
    """What a script has of the page it keeps, but for the blocks that look otherwise now."""
    if not by_script(request):
        for answer in done.set_aside:
            messages.warning(request, aside(answer.text))
        return at_block(request, case, done.block)
    case.refresh_from_db()
    as_it_is = split_of(request, case)
    context = {
        **as_it_is,
        "fresh": done.changed,
        "focus": done.block,
        "chosen": done.pieces,
        "said": said if done.effective else "Nothing to change",
        "set_aside": [aside(answer.text) for answer in done.set_aside],
        "at": now(),
    }
    return render(request, "requests/_split_changes.html", context)


def aside(text: str) -> str:
    """Where the words of an answer are that lost its question."""
    words = " ".join(text.split())
    short = words if len(words) <= 60 else f"{words[:60].rstrip()}…"
    return (
        f"A written answer has no question any more: “{short}”. "
        "It is kept on the page of answers, under “Answers without a question”."
    )


def shown(
    request: StaffRequest, case: FoiRequest, pk: int | None, status: int, said: str
) -> HttpResponse:
    """The split as it is, with what was said: done already, stale, or refused."""
    if not by_script(request):
        if status == 200:
            return at_block(request, case, pk)
        messages.error(request, said)
        # To the head of the page, where that is told.
        return at_block(request, case, None)
    case.refresh_from_db()
    context = {
        **split_of(request, case),
        "focus": pk,
        "said": said,
        "problem": status != 200,
        "at": now(),
    }
    return render(request, "requests/_split_changes.html", context, status=status)


def at_block(request: StaffRequest, case: FoiRequest, pk: int | None) -> HttpResponse:
    """Back to the split, at the block: after forty corrections nobody wants to scroll again. What
    was ticked stays ticked."""
    chosen = ticked(request.POST)
    # More do not fit into an address that every web server takes.
    fits = 0 < len(chosen) <= _MOST_TICKED
    query = f"?{urlencode({'chosen': ' '.join(map(str, chosen))})}" if fits else ""
    return redirect(reverse("split", args=[case.slug]) + query + (f"#block-{pk}" if pk else ""))
