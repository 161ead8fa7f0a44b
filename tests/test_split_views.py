"""Correcting the split over HTTP, and the pure pieces of its pages."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from requests_app.forms.split import cut_points
from requests_app.models import Answer, AuditEvent, Block, FoiRequest
from requests_app.views.split import Kept, words_kept
from tests import factories
from tests.visiting import queries_of, signed_in

db = pytest.mark.django_db


@pytest.fixture
def alice() -> Client:
    return signed_in(factories.alice())


def url(name: str, block: Block) -> str:
    return reverse(name, args=[block.foi_request.slug, block.pk])


def at(block: Block) -> str:
    return f"{reverse('split', args=[block.foi_request.slug])}#block-{block.pk}"


def as_it_is(block: Block, **changes: str) -> dict[str, str]:
    """What the small form of a block posts; the button that was pressed comes last."""
    said = {"kind": block.kind, "label": block.label, "level": str(block.level)}
    if block.stem:
        said["stem"] = "on"
    if block.omitted:
        said["omitted"] = "on"
    return {**said, **changes}


@db
class TestPage:
    def test_shows_every_block_and_the_text_as_received(self, alice: Client) -> None:
        case = factories.received()
        page = alice.get(reverse("split", args=[case.slug])).content.decode()
        for block in case.blocks.all():
            assert f'id="block-{block.pk}"' in page
        assert "Nothing lost" in page
        assert "Yours faithfully" in page

    def test_says_when_the_blocks_differ_from_the_text(self, alice: Client) -> None:
        case = factories.with_questions(3)
        first = factories.questions(case)[0]
        alice.post(url("block", first), as_it_is(first, label="7."))
        assert "Edited" in alice.get(reverse("split", args=[case.slug])).content.decode()

    def test_same_number_of_queries_for_ten_blocks_more(self, alice: Client) -> None:
        few, many = factories.with_questions(2), factories.with_questions(12)
        small, large = (reverse("split", args=[case.slug]) for case in (few, many))
        assert queries_of(alice, small) == queries_of(alice, large)


@db
class TestChange:
    def test_one_button_changes_the_kind(self, alice: Client) -> None:
        case = factories.with_questions(3)
        block = factories.questions(case)[1]
        answer = alice.post(url("block", block), as_it_is(block, kind="context"))
        assert answer["Location"] == at(block)
        assert [b.number for b in case.blocks.order_by("position")] == ["1", "", "3"]

    def test_the_buttons_of_the_page_post_what_the_block_is(self, alice: Client) -> None:
        case = factories.with_questions(1)
        block = factories.questions(case)[0]
        page = alice.get(reverse("split", args=[case.slug])).content.decode()
        for wanted in (
            '<input type="hidden" name="revision" value="0">',
            f'value="context" formaction="{url("block-kind", block)}" aria-pressed="false"',
            f'value="question" formaction="{url("block-kind", block)}" aria-pressed="true"',
            f'name="omitted" value="on" formaction="{url("block-omit", block)}"',
        ):
            assert wanted in page

    def test_a_block_is_left_out_and_shown_again(self, alice: Client) -> None:
        block = factories.questions(factories.with_questions(1))[0]
        alice.post(url("block", block), as_it_is(block, omitted="on"))
        block.refresh_from_db()
        assert block.omitted
        alice.post(url("block", block), as_it_is(block, omitted=""))
        block.refresh_from_db()
        assert not block.omitted

    def test_a_question_that_is_none_any_more_gives_up_its_answer(self, alice: Client) -> None:
        case = factories.with_questions(2)
        answer = factories.answer(case, factories.questions(case)[:1], text="", disposition="")
        block = factories.questions(case)[0]
        alice.post(url("block", block), as_it_is(block, kind="section"))
        assert not Answer.objects.filter(pk=answer.pk).exists()

    @pytest.mark.parametrize(
        ("changes", "message"),
        [
            ({"kind": "poem"}, "What is it?: select one of the options"),
            ({"label": "x" * 41}, "must be 40 characters or fewer"),
            ({"level": "9"}, "Level: select one of the options"),
        ],
    )
    def test_bad_input_is_told(self, alice: Client, changes: dict[str, str], message: str) -> None:
        block = factories.questions(factories.with_questions(1))[0]
        page = alice.post(url("block", block), as_it_is(block, **changes)).content.decode()
        assert page.count(message) == 2
        assert "What is the answer to number 1?" in page


@db
class TestCut:
    def test_at_the_start_of_a_sentence(self, alice: Client) -> None:
        case = factories.received("1. How many trees are there? Where do they stand?")
        block = factories.questions(case)[0]
        page = alice.get(url("block-cut", block)).content.decode()
        assert "Where do they stand?" in page
        offset = block.text.index("Where")
        answer = alice.post(url("block-cut", block), {"offset": str(offset), "words": ""})
        texts = [b.text for b in case.blocks.order_by("position")]
        assert texts == ["How many trees are there?", "Where do they stand?"]
        assert answer["Location"] == at(case.blocks.order_by("position")[1])

    def test_before_words_that_the_officer_types(self, alice: Client) -> None:
        case = factories.received("1. How many trees there are and where they stand")
        block = factories.questions(case)[0]
        assert 'name="offset"' not in alice.get(url("block-cut", block)).content.decode()
        alice.post(url("block-cut", block), {"words": "and where"})
        assert [b.text for b in case.blocks.order_by("position")] == [
            "How many trees there are",
            "and where they stand",
        ]

    @pytest.mark.parametrize(
        ("typed", "message"),
        [
            ({}, "Choose a place, or type the first words"),
            ({"words": "bushes"}, "does not stand in the text"),
            ({"words": "How many"}, "Choose a place inside the text"),
            ({"offset": "3"}, "select one of the options"),
        ],
    )
    def test_bad_input_is_told_and_cuts_nothing(
        self, alice: Client, typed: dict[str, str], message: str
    ) -> None:
        case = factories.received("1. How many trees are there? Where do they stand?")
        block = factories.questions(case)[0]
        page = alice.post(url("block-cut", block), typed).content.decode()
        assert page.count(message) >= 2
        assert case.blocks.count() == 1
        if typed.get("words"):
            assert f'value="{typed["words"]}"' in page


@db
class TestJoinAndMove:
    def test_join_puts_a_block_into_the_one_above(self, alice: Client) -> None:
        case = factories.with_questions(2)
        first, second = factories.questions(case)
        assert alice.post(url("block-join", second))["Location"] == at(first)
        assert case.blocks.get().text.endswith("2. What is the answer to number 2?")

    def test_joining_the_first_is_harmless(self, alice: Client) -> None:
        case = factories.with_questions(2)
        first = factories.questions(case)[0]
        assert alice.post(url("block-join", first))["Location"] == at(first)
        assert case.blocks.count() == 2

    def test_move_up_and_down(self, alice: Client) -> None:
        case = factories.with_questions(3)
        first, second, third = factories.questions(case)
        alice.post(url("block-move", third), {"up": "1"})
        alice.post(url("block-move", first), {"down": "1"})
        order = [b.pk for b in case.blocks.order_by("position")]
        assert order == [third.pk, first.pk, second.pk]

    def test_moving_beyond_the_end_is_harmless(self, alice: Client) -> None:
        case = factories.with_questions(2)
        first = factories.questions(case)[0]
        assert alice.post(url("block-move", first), {"up": "1"}).status_code == 302
        assert factories.questions(case)[0] == first


@db
class TestRedact:
    TEXT = "1. What did Jo Bloggs of 3 Elm Row write to you?"

    def test_words_are_shown_as_removed_and_kept(self, alice: Client) -> None:
        case = factories.received(self.TEXT)
        block = factories.questions(case)[0]
        typed = {"passages": "Jo Bloggs\r\n3 Elm Row\r\n\r\n"}
        assert alice.post(url("block-redact", block), typed)["Location"] == at(block)
        block.refresh_from_db()
        assert block.text == "What did Jo Bloggs of 3 Elm Row write to you?"
        assert block.shown_text == (
            "What did [personal information removed] of [personal information removed] "
            "write to you?"
        )
        preview = alice.get(reverse("preview", args=[case.slug])).content.decode()
        assert "Jo Bloggs" not in preview

    def test_words_that_are_not_there_are_told(self, alice: Client) -> None:
        block = factories.questions(factories.received(self.TEXT))[0]
        page = alice.post(url("block-redact", block), {"passages": "Jo Blogs"}).content.decode()
        assert "“Jo Blogs” does not stand in this block." in page
        assert ">\nJo Blogs</textarea>" in page

    def test_an_empty_box_shows_everything_again(self, alice: Client) -> None:
        block = factories.questions(factories.received(self.TEXT))[0]
        alice.post(url("block-redact", block), {"passages": "Jo Bloggs"})
        alice.post(url("block-redact", block), {"passages": ""})
        block.refresh_from_db()
        assert block.shown_text == block.text


@db
def test_every_correction_is_on_record(alice: Client) -> None:
    case = factories.received(
        "1. How many trees are there? Where do they stand?\n2. Who cuts them?"
    )
    block = factories.questions(case)[0]
    alice.post(url("block", block), as_it_is(block, label="1)"))
    alice.post(url("block-cut", block), {"words": "Where"})
    alice.post(url("block-redact", block), {"passages": "trees"})
    alice.post(url("block-move", block), {"down": "1"})
    alice.post(url("block-join", block))
    changes = [
        event.detail["change"] for event in AuditEvent.objects.filter(verb="split_corrected")
    ]
    assert changes == ["kind", "cut", "redact", "move", "join"]


# --- pure pieces -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "second_parts"),
    [
        ("One thing.", []),
        ("One. Two? Three", ["Two? Three", "Three"]),
        ("First line\nsecond line", ["second line"]),
        ("As follows: one; two", ["one; two", "two"]),
        ("He said “no.” Why?", ["Why?"]),
        ("", []),
        (" . ", []),
    ],
)
def test_where_a_text_can_be_cut(text: str, second_parts: list[str]) -> None:
    assert [text[point.offset :] for point in cut_points(text)] == second_parts


@given(st.text(alphabet="ab.?;: \n", max_size=200))
def test_every_cut_point_leaves_words_on_both_sides(text: str) -> None:
    offsets = [point.offset for point in cut_points(text)]
    assert offsets == sorted(set(offsets))
    for offset in offsets:
        assert text[:offset].strip()
        assert text[offset:].strip()


def block(text: str, label: str = "") -> Block:
    return Block(text=text, label=label)


@pytest.mark.parametrize(
    ("blocks", "kept"),
    [
        ([block("Hello"), block("How many?", "1.")], Kept.ALL),
        ([block("How many?", "1."), block("Hello")], Kept.MOVED),
        ([block("Hello"), block("How many?", "2.")], Kept.CHANGED),
        ([block("Hello")], Kept.CHANGED),
        ([], Kept.CHANGED),
    ],
)
def test_whether_every_word_is_kept(blocks: list[Block], kept: Kept) -> None:
    assert words_kept("Hello\r\n\r\n 1.  How\nmany?", blocks) is kept


@db
def test_the_splitter_itself_keeps_every_word() -> None:
    case: FoiRequest = factories.received()
    assert words_kept(case.text, list(case.blocks.order_by("position"))) is Kept.ALL
