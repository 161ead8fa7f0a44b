"""The requester is nowhere to be found in what the public can reach: a real line, real PDFs.

A canary is planted wherever a requester stands, the case is published with the real renderer,
and every public byte is searched. The letter is the negative control: there it must be found.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from pypdf import PdfReader

from requests_app.actions import publishing, review
from requests_app.actions.intake import RequesterDetails
from requests_app.models import FoiRequest, RenderedDocument, Rendering
from requests_app.producing import produce
from requests_app.rendering.pdf import warm_up
from tests import factories as given
from tests.public_crawl import crawl
from tests.visiting import signed_in

pytestmark = [
    pytest.mark.django_db,
    # WeasyPrint leaves the file of its colour profile to the garbage collector.
    pytest.mark.filterwarnings("ignore:.*sRGB2014.icc:pytest.PytestUnraisableExceptionWarning"),
]

CANARY = RequesterDetails(
    name="Zebedee Quillfeather",
    email="z.quillfeather@canary.example.org",
    postal_address="17 Peculiar Passage\nOddington\nQQ9 8ZY",
)
MARKS = ["zebedee", "quillfeather", "canary", "peculiar passage", "oddington", "qq9", "8zy"]
# What a stranger searches for; they find the record.
WORDS = ("street", "locks")
TEXT = """Zebedee Quillfeather
17 Peculiar Passage, Oddington, QQ9 8ZY

Dear Sir or Madam,

1. How many street lights do you have?
2. Which of them are locked, and with what?

Yours faithfully,
Zebedee Quillfeather
z.quillfeather@canary.example.org
"""


def produce_all(case: FoiRequest) -> None:
    for row in Rendering.objects.filter(version__foi_request=case, state="queued"):
        produce(row.pk, at=now)
        row.refresh_from_db()
        assert row.state == "done", row.error


def published(make_documents: Callable[[FoiRequest], None]) -> FoiRequest:
    given.particulars()
    case = given.received(TEXT, title="Street lights and locks", requester=CANARY)
    lights, locks = given.questions(case)
    given.answer(case, [lights])
    withheld = given.answer(case, [locks], text="We withhold this.", disposition="exempt_all")
    given.weighed(case, [given.claim(withheld)])
    review.submit(case, by=given.alice(), at=given.AT)
    digest = given.current(case).digest
    make_documents(case)
    review.approve(case, digest=digest, comments={"a1": "Good."}, by=given.bob(), at=given.AT)
    publishing.record_sent(case, sent_on=given.AT.date(), by=given.alice(), at=given.AT)
    publishing.publish(case, on=given.AT.date(), by=given.carol(), at=given.AT)
    make_documents(case)
    return case


def attempts(case: FoiRequest) -> list[str]:
    """What somebody would try who knows how the addresses are made; it is not theirs to see."""
    return [
        *(reverse(name, args=[case.slug]) for name in ("request", "documents")),
        reverse("version", args=[case.slug, 1]),
        *(reverse("document", args=[case.slug, row.pk]) for row in Rendering.objects.all()),
        "/disclosure-log/nothing/",
        f"/disclosure-log/{case.slug}/letter.pdf",
        f"/disclosure-log/{case.slug}/response.pdf?kind=letter",
        "/static/../var/",
    ]


def everything_public(case: FoiRequest) -> Iterator[tuple[str, list[str]]]:
    """Every address that a stranger finds or tries, with all that it gives away."""
    client = Client()
    for address, visit in crawl(case, WORDS).visits.items():
        is_pdf = visit.headers.get("Content-Type") == "application/pdf"
        yield address, everything_at(client, address) if is_pdf else [visit.said]
    for address in attempts(case):
        yield address, everything_at(client, address)
    assert not client.cookies.get("session")


def texts_of_pdf(content: bytes) -> Iterator[str]:
    """Everything a PDF says: its pages, each stream unpacked, its dictionary and metadata."""
    reader = PdfReader(io.BytesIO(content))
    yield from (page.extract_text() for page in reader.pages)
    yield str(reader.metadata)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Stream):
                yield thing.read_bytes().decode("latin-1")
                yield thing.read_bytes().decode("utf-16-be", errors="replace")
            yield repr(thing)


def marks_in(*texts: str) -> list[str]:
    everything = " ".join(" ".join(texts).casefold().split())
    return [mark for mark in MARKS if mark in everything]


def everything_at(client: Client, address: str) -> list[str]:
    """All that an answer gives away: its head, its body, and what a PDF hides."""
    answer = client.get(address)
    texts = [str(answer.headers), answer.content.decode("latin-1")]
    if answer.get("Content-Type") == "application/pdf":
        texts.extend(texts_of_pdf(answer.content))
    return texts


def test_no_public_byte_names_the_requester_though_the_letter_does() -> None:
    warm_up()
    case = published(produce_all)
    asked = dict(everything_public(case))
    for address, texts in asked.items():
        assert marks_in(*texts) == [], address
    for name in ("record", "record-pdf"):
        assert "street lights" in " ".join(asked[reverse(name, args=[case.slug])])

    # The search is worth nothing unless it finds what is there.
    letters = RenderedDocument.objects.filter(rendering__kind="letter")
    assert letters.count() == 2  # the one the reviewer read, and the dated one
    for letter in letters:
        assert set(marks_in(*texts_of_pdf(bytes(letter.content)))) == set(MARKS) - {"canary"}
    staff = signed_in(given.alice()).get(reverse("request", args=[case.slug]))
    assert set(marks_in(staff.text)) == set(MARKS)


def test_after_the_withdrawal_no_public_byte_tells_what_the_record_said() -> None:
    case = published(given.make_documents)
    publishing.withdraw(case, reason="By mistake.", by=given.carol(), at=given.AT)
    for address, texts in everything_public(case):
        assert marks_in(*texts) == [], address
        for gone in ("%pdf", "street lights and locks"):
            assert not any(gone in text.casefold() for text in texts), address
