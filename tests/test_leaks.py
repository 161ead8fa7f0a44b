"""Nothing that is not published is told anywhere: every state against every public address.

Words that stand nowhere else are planted in the title, the request, the answer, the annex and the
document of a case. A stranger then asks for everything there is (``tests.public_crawl``): pages,
PDF, lists, feeds, data, search and suggestions, as they are and with what a browser kept before.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.text import slugify

from requests_app.actions import drafting, listing, publishing, review
from requests_app.actions.intake import RESERVED
from requests_app.models import FoiRequest, Publication, Rendering, ResponseVersion
from requests_app.querysets import PublicationQuerySet
from tests import factories as given
from tests.buckets import Bucket
from tests.public_crawl import FIELDS, Crawl, crawl, visit_to

pytestmark = pytest.mark.django_db

MARKS = ("zyxtitle", "zyxasked", "zyxanswered", "zyxannexed", "zyxprinted")
# They stand beside the marks, so that a search for them finds what holds the marks.
WORDS = ("lantern", "lant", "CAS-1")
TEXT = "1. How many lantern zyxasked are there?\n2. Who keeps the lantern keys?"
LATER = given.AT + timedelta(minutes=5)
PRINTED = b"%PDF-1.7 lantern zyxprinted"


# --- a case in every state ---------------------------------------------------------------


def draft() -> FoiRequest:
    given.particulars()
    case = given.received(TEXT, reference="CAS-1", title="Lantern zyxtitle")
    first, second = given.questions(case)
    given.answer(case, [first], text="There are nine lantern zyxanswered.")
    withheld = given.answer(case, [second], text="Withheld.", disposition="exempt_all")
    claim = given.claim(withheld, reason="The lantern zyxannexed would be open to thieves.")
    given.weighed(case, [claim])
    return case


def in_review() -> FoiRequest:
    case = draft()
    review.submit(case, by=given.alice(), at=given.AT)
    given.make_documents(case, PRINTED)
    return case


def returned() -> FoiRequest:
    case = in_review()
    digest = given.current(case).digest
    review.return_(case, digest=digest, comments={}, comment="No.", by=given.bob(), at=given.AT)
    return case


def approved() -> FoiRequest:
    case = in_review()
    digest = given.current(case).digest
    review.approve(case, digest=digest, comments={}, by=given.bob(), at=given.AT, restoring=True)
    return case


def being_made() -> FoiRequest:
    """Published, while its document is not made."""
    case = approved()
    publishing.publish(case, on=given.TODAY, by=given.carol(), at=given.AT, restoring=True)
    return case


def published() -> FoiRequest:
    case = being_made()
    given.make_documents(case, PRINTED)
    return case


def earlier() -> FoiRequest:
    """A record of an earlier log, with its document."""
    case = given.from_earlier_log(
        "CAS-1",
        "Lantern zyxtitle",
        request="How many lantern zyxasked?",
        response="Nine lantern zyxanswered. And zyxannexed.",
    )
    Rendering.objects.filter(version__foi_request=case).update(state="queued")
    given.make_documents(case, PRINTED)
    return case


# --- what takes it away ------------------------------------------------------------------


def withdraw(case: FoiRequest) -> None:
    publishing.withdraw(case, reason="It was wrong.", by=given.carol(), at=given.AT)


def replace(case: FoiRequest) -> None:
    other = given.published(reference="CAS-2", title="The corrected one")
    publishing.withdraw(
        case, reason="It was wrong.", replaced_by=other, by=given.carol(), at=given.AT
    )


def correct(case: FoiRequest) -> None:
    """At its own address: nothing of what stood there may be told again."""
    withdraw(case)
    review.reopen(case, by=given.alice(), at=given.AT)
    _blank(case)
    version = review.submit(case, by=given.alice(), at=given.AT)
    given.make_documents(case, b"%PDF-1.7 corrected", at=LATER)
    review.approve(
        case,
        digest=version.digest,
        comments={},
        by=given.bob(),
        at=given.AT,
        restoring=True,
    )
    publishing.publish(case, on=given.TODAY, by=given.carol(), at=given.AT, restoring=True)
    given.make_documents(case, b"%PDF-1.7 corrected", at=LATER)


def _blank(case: FoiRequest) -> None:
    """Everything that held a mark says something else."""
    FoiRequest.objects.filter(pk=case.pk).update(title="Another title")
    case.blocks.filter(number="1").update(redactions=["zyxasked"])
    for row in case.answers.all():
        if row.claims.exists():
            row.claims.update(reason="It would be open to thieves.")
            continue
        drafting.save_answer(
            row,
            text="There are nine.",
            disposition=row.disposition,
            revision=row.revision,
            by=given.alice(),
            at=given.AT,
        )


@dataclass(frozen=True)
class Gone:
    """A way off the log, and the status of its address after it."""

    by: Callable[[FoiRequest], None]
    status: int


GONE = {
    "withdrawn": Gone(withdraw, 410),
    "replaced": Gone(replace, 410),
    "corrected": Gone(correct, 200),
}


def everything_of(case: FoiRequest) -> tuple[str, ...]:
    """The planted words, and the digests by which caches name what held them."""
    digests = ResponseVersion.objects.filter(foi_request=case).values_list("digest", flat=True)
    files = Rendering.objects.filter(version__foi_request=case).values_list("sha256", flat=True)
    return (*MARKS, *(one for one in (*digests, *files) if one))


# --- the matrix --------------------------------------------------------------------------


@pytest.mark.parametrize("make", [draft, in_review, returned, approved, being_made])
def test_what_is_not_published_is_told_nowhere(make: Callable[[], FoiRequest]) -> None:
    case = make()
    found = crawl(case, WORDS)
    assert found.telling(everything_of(case)) == {}
    assert found.visits[reverse("record", args=[case.slug])].status == 404
    assert found.visits[reverse("record-pdf", args=[case.slug])].status == 404
    assert found.visits[reverse("api-record", args=[case.slug])].status == 404


@pytest.mark.parametrize("how", GONE)
@pytest.mark.parametrize("make", [published, earlier])
def test_what_was_taken_off_is_told_nowhere_and_by_no_kept_copy(
    make: Callable[[], FoiRequest], how: str
) -> None:
    if make is earlier and how == "corrected":
        pytest.skip("a record of an earlier log is corrected by another record")
    _require_gone(make(), how)


@pytest.mark.parametrize("how", ["withdrawn", "replaced"])
def test_a_document_in_the_bucket_is_gone_as_surely_and_its_place_is_never_told(
    bucket: Bucket, how: str
) -> None:
    case = published()
    places = (bucket.name, bucket.endpoint, "documents/")
    assert bucket.names() == [f"documents/{hashlib.sha256(PRINTED).hexdigest()}.pdf"]
    assert _require_gone(case, how).telling(places) == {}


def _require_gone(case: FoiRequest, how: str) -> Crawl:
    """Takes a published case off the log; nothing tells of it then. What was told before."""
    marks = everything_of(case)
    before = crawl(case, WORDS)
    told = before.telling(marks)
    _require_everywhere(told, case)
    GONE[how].by(case)
    after = crawl(case, WORDS)
    assert after.telling(marks) == {}
    for name in ("record", "record-pdf", "api-record"):
        assert after.visits[reverse(name, args=[case.slug])].status == GONE[how].status
    assert _kept_copies_that_hold(before, told) == []
    return before


def _require_everywhere(told: dict[str, list[str]], case: FoiRequest) -> None:
    """The control: while it is published, the crawl finds it wherever it ought to stand."""
    for url in (
        reverse("home"),
        reverse("disclosure-log"),
        reverse("record", args=[case.slug]),
        reverse("record-pdf", args=[case.slug]),
        reverse("api-records"),
        reverse("log-suggestions") + "?" + "&".join(f"{one}={WORDS[1]}" for one in FIELDS),
        reverse("api-record", args=[case.slug]),
    ):
        assert url in told, url


def _kept_copies_that_hold(before: Crawl, told: dict[str, list[str]]) -> list[str]:
    """The addresses that still answer "not modified" to whoever kept what they said before."""
    held = []
    for url in told:
        validators = before.visits[url].validators
        ways = [dict([one]) for one in validators.items()] + [validators] * bool(validators)
        held += [
            f"{url} {asked}" for asked in ways if visit_to(Client(), url, **asked).status == 304
        ]
    return held


# --- the crawl finds leaks ---------------------------------------------------------------


@pytest.mark.parametrize(("make", "how"), [(approved, ""), (published, "withdrawn")])
def test_the_crawl_finds_a_query_that_lets_through_too_much(
    monkeypatch: pytest.MonkeyPatch, make: Callable[[], FoiRequest], how: str
) -> None:
    case = make()
    if how:
        GONE[how].by(case)
    else:
        Publication.objects.create(
            foi_request=case,
            version=given.current(case),
            rendering=Rendering.objects.get(version__foi_request=case, kind="record"),
            published_on=given.TODAY,
            published_by=given.carol(),
            published_at=given.AT,
        )
    assert crawl(case, WORDS).telling(MARKS) == {}
    monkeypatch.setattr(
        PublicationQuerySet, "visible", lambda self: self.filter(rendering__state="done")
    )
    # Lists and search read a copy, which the verbs make by the same query.
    list(listing.rebuild())
    _require_everywhere(crawl(case, WORDS).telling(MARKS), case)


def test_a_kept_copy_is_found_out() -> None:
    """The control of the last check: what still stands is not modified."""
    case = published()
    before = crawl(case, WORDS)
    held = _kept_copies_that_hold(before, before.telling(MARKS))
    assert any(one.startswith(reverse("record-pdf", args=[case.slug])) for one in held)


# --- no record under the address of a page -----------------------------------------------


def test_no_case_takes_the_address_of_a_page_of_the_portal() -> None:
    fixed = set()
    for route in (*_routes("disclosure-log/"), *_routes("requests/")):
        first, _, rest = route.partition("/")
        if first and "<" not in first and (rest or route.endswith("/")):
            fixed.add(first)
    assert "corrections" in fixed
    assert {one for one in fixed if slugify(one) == one} <= RESERVED


def _routes(below: str) -> list[str]:
    found = []
    for pattern in get_resolver().url_patterns:
        if isinstance(pattern, URLResolver) and str(pattern.pattern) == below:
            found += [
                str(one.pattern) for one in pattern.url_patterns if isinstance(one, URLPattern)
            ]
    return found
