"""The whole line in a real browser, on the real product: paste, split, answer, review, publish."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests import main_line
from tests.main_line import CANARIES, REQUESTER, Walk, anonymous, pages_of, text_of
from tests.servers import Product
from tests.stories import OWN, SEED, Story, seed

pytestmark = [pytest.mark.browser, pytest.mark.servers]

Start = Callable[..., Product]


def walk_the_line(walk: Walk) -> None:
    """From the pasted text to the log, as four people."""
    record, story = f"{walk.base_url}/disclosure-log/{walk.story.slug}/", walk.story

    with walk.signed_in_as("demo.officer"):
        main_line.receive(walk)
        main_line.correct_the_split(walk)
        main_line.draft(walk)
        main_line.order_the_annex(walk)
        main_line.submit(walk)
        main_line.documents_are_made(walk, "Letter", "Public record")
    assert anonymous(record)[0] == 404

    with walk.signed_in_as("demo.reviewer"):
        walk.go(walk.case)
        main_line.documents_are_made(walk, "Letter", "Public record")
        letter = main_line.staff_document(walk, "Letter")
        main_line.approve(walk)
    assert anonymous(record)[0] == 404
    assert REQUESTER[0] in text_of(letter)

    with walk.signed_in_as("demo.publisher"):
        main_line.publish(walk)
    status, page = anonymous(record)
    assert status == 200
    pdf_status, pdf = anonymous(record + "response.pdf")
    assert pdf_status == 200
    assert 3 <= pages_of(pdf) <= 6
    for words in story.public:
        assert words in text_of(pdf)
        assert words in page.decode()
    for canary in CANARIES:
        assert canary not in text_of(pdf)
        assert canary.encode() not in page + pdf
    assert in_order(
        [f"{name}:" for name in story.annex], text_of(pdf).partition("Explanatory annex")[2]
    )


def in_order(words: list[str], text: str) -> bool:
    places = [text.find(word) for word in words]
    return -1 not in places and places == sorted(places)


def test_the_line_on_the_embedded_default(product: Start, new_page: Callable[..., Page]) -> None:
    started = product(demo=True)
    walk = Walk(new_page(), started.base_url, OWN, faults=[])
    walk_the_line(walk)
    assert walk.faults == []

    with walk.signed_in_as("demo.publisher"):
        main_line.withdraw(walk)
    record = f"{walk.base_url}/disclosure-log/{walk.story.slug}/"
    for address in (record, record + "response.pdf"):
        status, body = anonymous(address)
        assert status == 410
        for words in (*OWN.public[1:], OWN.title):
            assert words.encode() not in body
    assert b"A figure was wrong." in anonymous(record)[1]


@pytest.mark.skipif(not SEED.exists(), reason="the published case is not beside the project")
def test_the_line_with_the_published_case(product: Start, new_page: Callable[..., Page]) -> None:
    story: Story = seed()
    assert story.kinds.count("q") == 19
    walk_the_line(Walk(new_page(), product(demo=True).base_url, story))


def test_the_line_on_postgresql_and_redis_without_javascript(
    grown_product: Start, new_page: Callable[..., Page]
) -> None:
    started = grown_product(demo=True, workers=2)
    walk_the_line(Walk(new_page(javascript=False), started.base_url, OWN, scripted=False))
