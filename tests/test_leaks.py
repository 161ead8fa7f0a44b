"""Nothing that is not published is told anywhere: every state against every public address.

Words that stand nowhere else are planted in the title, the request, the answer, the annex and the
document of a case, and its reference is like no other. A stranger then asks for everything there is
(``tests.public_crawl``): pages, PDF, lists, feeds, data, search and suggestions, as they are and
with what a browser kept before. Each state × channel (``tests.public_channels``) is a test.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

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
from tests.public_channels import (
    CHANNELS,
    Piece,
    answered_as,
    file_addresses,
    own_addresses,
    pieces_of,
)
from tests.public_crawl import Crawl, crawl, visit_to
from tests.visiting import signed_in

pytestmark = pytest.mark.django_db

MARKS = ("zyxtitle", "zyxasked", "zyxanswered", "zyxannexed", "zyxprinted")
# Its reference and, in small letters, its slug; and one that no case ever had.
REFERENCE = "ZYX-2026-0007"
NAME = REFERENCE.lower()
NOBODYS = "zyx-2026-0008"
CORRECTED = "CAS-2"
# They stand beside the marks, so that a search for them finds what holds the marks. The reference
# is typed as it is nowhere told: a page that repeats what was typed tells nothing.
WORDS = ("lantern", "lant", "zyx 2026 0007")
# What each channel tells of a published record: the control of each cell.
TOLD: dict[str, set[str]] = {
    "home": {"zyxtitle", NAME},
    "list": {"zyxtitle", "zyxasked", NAME},
    "page": {"zyxtitle", "zyxasked", "zyxanswered", "zyxannexed", NAME},
    "PDF": {"zyxprinted"},
    "feed": {"zyxtitle", "zyxasked", NAME},
    "CSV": {"zyxtitle", "zyxasked", "zyxanswered", "zyxannexed", NAME},
    "JSON of lists": {"zyxtitle", "zyxasked", NAME},
    "JSON of a record": {"zyxtitle", "zyxasked", "zyxanswered", "zyxannexed", "digest", NAME},
    "sitemap": {NAME},
    "suggestion": {"zyxtitle"},
    "search": {"zyxtitle", NAME},
    "snippet": {"zyxasked"},
    "metadata": {"zyxtitle", "digest", NAME},
    "statistics": {"zyxtitle", NAME},
    "file name": {NAME},
    "ETag": {"digest"},
}
# What still names a record that is gone: its addresses, the corrections, a feed's deletion.
LISTS_OF_WHAT_IS_GONE = ("corrections", "api-corrections", "log-feed")
NAMED = {
    *("record: page", "record-pdf: PDF", "api-record: JSON of a record"),
    *("corrections: corrections", "api-corrections: corrections", "log-feed: feed"),
}
# The record that stands in its place says what it corrects.
NAMED_BY_ITS_CORRECTION = {
    "record of the corrected one: page",
    "api-record of the corrected one: JSON of a record",
}
SOME_DAY = "Thu, 01 Jan 2099 00:00:00 GMT"
TEXT = "1. How many lantern zyxasked are there?\n2. Who keeps the lantern keys?"
LATER = given.AT + timedelta(minutes=5)
PRINTED = b"%PDF-1.7 lantern zyxprinted"


# --- a case in every state ---------------------------------------------------------------


def draft() -> FoiRequest:
    given.particulars()
    case = given.received(TEXT, reference=REFERENCE, title="Lantern zyxtitle")
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
        REFERENCE,
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
    other = given.published(reference=CORRECTED, title="The corrected one")
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


# --- what is seen of a state -------------------------------------------------------------


@dataclass
class Seen:
    """What a stranger is told in one state. ``leaks``: by channel, what nobody may be told.
    ``named_by``: what names a record that is gone, as it may. ``before``, ``missing``: what was
    told while it stood on the log, and by channel what ought to have been and was not.
    """

    before: Crawl = field(default_factory=Crawl)
    leaks: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    named_by: set[str] = field(default_factory=set)
    missing: dict[str, set[str]] = field(default_factory=dict)

    def note(self, pieces: Iterable[Piece], marks: Iterable[str]) -> None:
        for piece in pieces:
            for mark in filter(piece.holds, marks):
                self.leaks[piece.channel].append(f"{piece.url} tells {mark}")


def digests_of(case: FoiRequest) -> tuple[str, ...]:
    """By which caches name what held the marks."""
    digests = ResponseVersion.objects.filter(foi_request=case).values_list("digest", flat=True)
    files = Rendering.objects.filter(version__foi_request=case).values_list("sha256", flat=True)
    return tuple(dict.fromkeys(one for one in (*digests, *files) if one))


def never_published(make: Callable[[], FoiRequest]) -> Seen:
    """Of a case that no stranger knows of: neither words nor name."""
    case, seen = make(), Seen()
    digests = digests_of(case)
    found = list(pieces_of(crawl(case, WORDS)))
    seen.note(found, (*MARKS, *digests))
    # At its own addresses its name is what was asked for: it is answered as a name of nobody's.
    own = own_addresses(case.slug)
    seen.note((one for one in found if one.url not in own), [NAME])
    answers = zip(own, answered_as(case.slug), answered_as(NOBODYS), strict=True)
    for url, answer, nobodys in answers:
        if answer != nobodys or answer[0] not in {301, 404}:
            seen.leaks["own address"].append(f"{url} answers {answer[0]}, and not as nobody's")
    _note_guesses(seen, case, digests)
    return seen


def gone(make: Callable[[], FoiRequest], how: str) -> Seen:
    """Takes a published case off the log: of its words nothing is told then, of its name little."""
    case = make()
    digests = digests_of(case)
    marks = (*MARKS, *digests)
    before = crawl(case, WORDS)
    seen = Seen(before)
    seen.missing = missing_in(before, case)
    GONE[how].by(case)
    after = list(pieces_of(crawl(case, WORDS)))
    seen.note(after, marks)
    if how != "corrected":
        _note_where_it_is_named(seen, after, case, how)
    own = own_addresses(case.slug)
    for url, (status, _) in zip(own[:3], answered_as(case.slug), strict=False):
        if status != GONE[how].status:
            seen.leaks["own address"].append(f"{url} answers {status}")
    told = before.telling(marks if how == "corrected" else (*marks, NAME))
    for channel, url in kept_copies_that_hold(before, told):
        seen.leaks[channel].append(f"{url} is told that nothing changed")
    _note_guesses(seen, case, digests)
    return seen


def _note_where_it_is_named(seen: Seen, after: list[Piece], case: FoiRequest, how: str) -> None:
    record = f"http://testserver{reverse('record', args=[case.slug])}"
    *own, in_capitals = own_addresses(case.slug)
    corrected = own_addresses(CORRECTED.lower())
    deletion = re.compile(f'<at:deleted-entry ref="{re.escape(record)}" when="[^"]+"[^>]*>')
    for piece in after:
        # The one that moves to lower case says but what it was asked for.
        if not piece.holds(NAME) or piece.url == in_capitals:
            continue
        # A feed tells it once, and by nothing but its address.
        rest = deletion.sub("", piece.said, count=1) if piece.route == "log-feed" else ""
        if piece.url in corrected:
            where = f"{piece.route} of the corrected one: {piece.channel}"
        elif piece.url in own or piece.route in LISTS_OF_WHAT_IS_GONE:
            where = f"{piece.route}: {piece.channel}"
        else:
            where = ""
        if where in naming(how) and NAME not in rest.lower():
            seen.named_by.add(where)
        else:
            seen.leaks[piece.channel].append(f"{piece.url} tells {NAME}")


def _note_guesses(seen: Seen, case: FoiRequest, digests: Iterable[str]) -> None:
    """Who knows the digest, the day or the address of a file is told no more for it."""
    asked = [("ETag", {"If-None-Match": f'"{digest}"'}) for digest in digests]
    if visit_to(Client(), reverse("record", args=[case.slug])).status != 200:
        asked += [("ETag", {"If-None-Match": "*"}), ("cache", {"If-Modified-Since": SOME_DAY})]
    for url in own_addresses(case.slug)[:3]:
        for channel, headers in asked:
            if visit_to(Client(), url, **headers).status == 304:
                seen.leaks[channel].append(f"{url} is not modified, asked with {headers}")
    for url in file_addresses(case):
        if visit_to(Client(raise_request_exception=False), url).status not in {302, 404}:
            seen.leaks["file address"].append(url)


def missing_in(found: Crawl, case: FoiRequest) -> dict[str, set[str]]:
    """The control: what ought to be told of a published record, by channel, and is not."""
    digests = digests_of(case)
    told: dict[str, set[str]] = defaultdict(set)
    for piece in pieces_of(found):
        told[piece.channel] |= {mark for mark in (*MARKS, NAME) if piece.holds(mark)}
        told[piece.channel] |= {"digest" for mark in digests if piece.holds(mark)}
    # Statistics count what was handled here.
    wanted = {k: v for k, v in TOLD.items() if k != "statistics" or not case.from_earlier_log}
    absent = {channel: marks - told[channel] for channel, marks in wanted.items()}
    pdf = reverse("record-pdf", args=[case.slug])
    held = {channel for channel, _ in kept_copies_that_hold(found, [pdf])}
    absent |= {channel: {"not modified"} for channel in {"ETag", "cache"} - held}
    reader, files = signed_in(given.alice()), list(file_addresses(case))
    if not any(reader.get(url).status_code == 200 for url in files):
        absent["file address"] = {"a file"}
    return {channel: marks for channel, marks in absent.items() if marks}


def kept_copies_that_hold(before: Crawl, told: Iterable[str]) -> list[tuple[str, str]]:
    """The addresses that still answer "not modified" to whoever kept what they said before."""
    return [
        ("ETag" if "If-None-Match" in asked else "cache", f"{url} {asked}")
        for url in told
        for asked in _ways_to_ask(before.visits[url].validators)
        if visit_to(Client(), url, **asked).status == 304
    ]


def _ways_to_ask(validators: dict[str, str]) -> list[dict[str, str]]:
    """With each by itself, and with all of them."""
    one_by_one = [dict([one]) for one in validators.items()]
    return [*one_by_one, validators] if len(validators) > 1 else one_by_one


# --- the matrix --------------------------------------------------------------------------

# A state is reached, and a stranger goes round in it, once for all of its cells.
STATES: dict[str, Callable[[], Seen]] = {
    **{
        make.__name__: partial(never_published, make)
        for make in (draft, in_review, returned, approved, being_made)
    },
    **{how: partial(gone, published, how) for how in GONE},
    # A record of an earlier log is corrected by another record only.
    **{f"earlier_{how}": partial(gone, earlier, how) for how in ("withdrawn", "replaced")},
}
TAKEN_OFF = [state for state in STATES if state.removeprefix("earlier_") in GONE]


def naming(state: str) -> set[str]:
    return NAMED | (NAMED_BY_ITS_CORRECTION if state.endswith("replaced") else set())


_seen: dict[str, Seen | None] = {}


def seen_in(state: str) -> Seen:
    if state not in _seen:
        # What breaks off is not tried again for every cell.
        _seen[state] = None
        _seen[state] = STATES[state]()
    found = _seen[state]
    assert found, f"{state} was not seen to its end: its first test tells why"
    return found


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("state", STATES)
def test_what_is_not_on_the_log_is_told_nowhere(state: str, channel: str) -> None:
    leaks = seen_in(state).leaks.get(channel, [])
    assert not leaks, f"{state} × {channel}: {leaks}"


@pytest.mark.parametrize("channel", [*TOLD, "cache", "file address"])
@pytest.mark.parametrize("state", TAKEN_OFF)
def test_what_was_on_the_log_was_told_everywhere(state: str, channel: str) -> None:
    missing = seen_in(state).missing.get(channel, set())
    assert not missing, f"before {state} × {channel}: {missing}"


@pytest.mark.parametrize("state", [state for state in TAKEN_OFF if state != "corrected"])
def test_what_was_taken_off_is_named_at_its_address_and_among_the_corrections(state: str) -> None:
    assert seen_in(state).named_by == naming(state)


def test_every_cell_of_the_matrix_has_its_control() -> None:
    """Beside them: what is asked for by hand, what tells of what is gone, and all that is left."""
    without = {"corrections", "other headers", "own address", "elsewhere"}
    assert set(CHANNELS) == {*TOLD, "cache", "file address"} | without


@pytest.mark.parametrize("how", ["withdrawn", "replaced"])
def test_a_document_in_the_bucket_is_gone_as_surely_and_its_place_is_never_told(
    bucket: Bucket, how: str
) -> None:
    case = published()
    places = (bucket.name, bucket.endpoint, "documents/")
    assert bucket.names() == [f"documents/{hashlib.sha256(PRINTED).hexdigest()}.pdf"]
    seen = gone(lambda: case, how)
    assert seen.before.telling(places) == {}
    assert (dict(seen.leaks), seen.missing, seen.named_by) == ({}, {}, naming(how))


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
    assert missing_in(crawl(case, WORDS), case) == {}


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
