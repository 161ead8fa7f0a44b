"""The HTML of the documents: the letters to the requester and the public record.

Pure composition from values and templates; it reads no row, no clock and no file but templates.
Only letters are given the addressee: the record cannot name a requester it never receives.
"""

from __future__ import annotations

from datetime import date

from django.template.loader import render_to_string

from requests_app.notice import Notice
from requests_app.particulars import Addressee, Particulars
from requests_app.rendering.opening import notices, statements
from requests_app.response import Response


def record_html(response: Response, *, authority: Particulars, month: date | None) -> str:
    """The public record; ``month`` is any day of the month of publication, None before it."""
    context = {"response": response, "authority": authority, "month": month}
    return render_to_string("pdf/record.html", context)


def letter_html(
    response: Response, *, addressee: Addressee, particulars: Particulars, dated: date | None
) -> str:
    """The letter; ``dated`` is the day of sending, None before it.

    Wherever anything is refused it is the refusal notice of s17: it says so, cites the
    provisions, gives reasons in the annex, and names the review and the regulator (s17(7)).
    """
    context = {
        "response": response,
        "reference": response.reference,
        "addressee": addressee,
        "authority": particulars,
        "dated": dated,
        "statements": statements(response),
        "notices": notices(response),
        "weeks": _in_words(particulars.complaint_weeks, "week"),
    }
    return render_to_string("pdf/letter.html", context)


def notice_html(
    notice: Notice, *, addressee: Addressee, particulars: Particulars, dated: date | None
) -> str:
    """A letter before the response, in the same frame; ``dated`` is the day of sending."""
    context = {
        "notice": notice,
        "reference": notice.reference,
        "addressee": addressee,
        "authority": particulars,
        "dated": dated,
        "weeks": _in_words(particulars.complaint_weeks, "week"),
    }
    return render_to_string(f"pdf/notices/{notice.kind}.html", context)


_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def _in_words(number: int, noun: str) -> str:
    word = _WORDS[number] if number < len(_WORDS) else str(number)
    return f"{word} {noun}{'' if number == 1 else 's'}"
