"""A library with a past, and cases that use it, for the tests that look at its pages.

``build`` runs inside the product that a browser visits, through ``manage.py shell``.
"""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.models import User
from django.utils.timezone import localdate

from exemptions.catalogue import catalogue
from exemptions.models import StandardText
from requests_app.actions import adapting, library, publishing, review
from requests_app.models import FoiRequest
from tests import factories as given

NAMES, LOCKS, RETIRED = catalogue()["40(2)"].cite, "31(1)(a)", "43(1)"
PASSWORD = "let me in"


def build() -> None:
    """A draft with an adapted wording, beside a published case and one under review."""
    given.particulars()
    late = StandardText.objects.filter(provision=LOCKS)
    late.update(review_by=localdate() - timedelta(days=90))
    library.retire_wording(
        RETIRED, retired_on=given.AT.date(), reason="Use 43(2).", by=given.dora(), at=given.AT
    )
    _published(_claimed("FOI-2026-DONE"))
    review.submit(_claimed("FOI-2026-READ", adapt=True), by=given.alice(), at=given.AT)
    _claimed("FOI-2026-OPEN", adapt=True)
    _claimed("FOI-2026-PLAIN")
    _change_the_text()
    _to_be_weighed("FOI-2026-WEIGH", LOCKS, "exempt_all")
    _to_be_weighed("FOI-2026-NCND", "31(3)", "ncnd")
    for person in (given.alice(), given.bob(), given.carol(), given.dora(), given.eve()):
        person.set_password(PASSWORD)
        person.save()
    assert User.objects.count() >= 5


def _to_be_weighed(reference: str, cite: str, disposition: str) -> None:
    case = given.with_questions(1, reference=reference, title="Locks of the market")
    given.claim(given.answer(case, disposition=disposition), cite)


def _change_the_text() -> None:
    for number, body in enumerate(("Information on people.", "Information about people."), 1):
        library.save_wording(
            NAMES, body=body, note="Plainer.", owner="Dora", review_by=localdate(),
            latest=number, by=given.dora(), at=given.AT,
        )  # fmt: skip
    library.review_wording(
        NAMES, review_by=localdate() + timedelta(days=90), note="Read again.", latest=3,
        by=given.dora(), at=given.AT,
    )  # fmt: skip


def _claimed(reference: str, *, adapt: bool = False) -> FoiRequest:
    case = given.with_questions(1, reference=reference, title="Staff of the market")
    given.claim(given.answer(case, disposition="exempt_all"), NAMES)
    if adapt:
        adapting.adapt_wording(
            case, NAMES, body="Information that names people in a very small team.",
            reason="Four people work there.", base=1, by=given.alice(), at=given.AT,
        )  # fmt: skip
    return case


def _published(case: FoiRequest) -> None:
    version = review.submit(case, by=given.alice(), at=given.AT)
    given.make_documents(case)
    review.approve(case, digest=version.digest, comments={}, by=given.bob(), at=given.AT)
    given.make_documents(case)
    publishing.publish(case, on=given.AT.date(), by=given.carol(), at=given.AT)
    given.make_documents(case)
