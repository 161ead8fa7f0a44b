"""Correcting the split over HTTP, and the pure pieces of its pages."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from requests_app.actions import splitting
from requests_app.forms.split import cut_points, offset_of
from requests_app.models import Answer, AuditEvent, Block, FoiRequest
from requests_app.splitting import split as splitter
from requests_app.splitting.cutting import beside_word
from requests_app.views.split.page import Kept, words_kept
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

    def test_typed_words_are_rather_those_with_which_a_word_begins(self, alice: Client) -> None:
        case = factories.received("1. When did you start the art courses for all")
        alice.post(url("block-cut", factories.questions(case)[0]), {"words": "art"})
        texts = [b.text for b in case.blocks.order_by("position")]
        assert texts == ["When did you start the", "art courses for all"]

    def test_half_a_word_is_taken_whole(self, alice: Client) -> None:
        case = factories.received("1. How many trees there are and where they stand")
        alice.post(url("block-cut", factories.questions(case)[0]), {"words": "ere they"})
        texts = [b.text for b in case.blocks.order_by("position")]
        assert texts == ["How many trees there are and", "where they stand"]

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
        answer = alice.post(url("block-join", first))
        assert "there is none above it to join" in alice.get(answer["Location"]).text
        assert case.blocks.count() == 2

    def test_move_up_and_down(self, alice: Client) -> None:
        case = factories.with_questions(3)
        first, second, third = factories.questions(case)
        alice.post(url("block-move", third), {"up": "1"})
        alice.post(url("block-move", first), {"down": "1"})
        order = [b.pk for b in case.blocks.order_by("position")]
        assert order == [third.pk, first.pk, second.pk]

    @pytest.mark.parametrize(("way", "which"), [("up", "first"), ("down", "last")])
    def test_moving_beyond_the_end_is_told(self, alice: Client, way: str, which: str) -> None:
        case = factories.with_questions(2)
        block = factories.questions(case)[0 if way == "up" else 1]
        before = rows(case)
        answer = alice.post(url("block-move", block), {way: "1"})
        # To the head of the page, where it is told.
        assert answer["Location"] == reverse("split", args=[case.slug])
        assert f"This is the {which} block already." in alice.get(answer["Location"]).text
        script = alice.post(url("block-move", block), {way: "1"}, headers={"HX-Request": "true"})
        assert script.status_code == 422
        assert f"This is the {which} block already." in script.text
        assert "Saved" not in script.text
        assert 'name="revision" value="0"' in script.text
        assert rows(case) == before


BUTTONS: dict[str, dict[str, str]] = {
    "block-kind": {"kind": "context"},
    "block-label": {"label": "b)"},
    "block-omit": {"omitted": "on"},
    "block-indent": {},
    "block-outdent": {},
    "block-join": {},
    "block-move": {"up": "1"},
}


def pressed(client: Client, name: str, block: Block, *, script: bool = False, **more: str) -> Any:
    headers = {"HX-Request": "true"} if script else {}
    return client.post(url(name, block), {**BUTTONS[name], **more}, headers=headers)


def rows(case: FoiRequest) -> list[dict[str, Any]]:
    return list(case.blocks.order_by("position").values())


@db
class TestButtons:
    """What every correction that is one button has in common."""

    @pytest.fixture
    def block(self) -> Block:
        """The last of four questions, beside a part of the second: each button changes it."""
        case = factories.with_questions(4)
        for block in factories.questions(case)[2:]:
            splitting.indent_block(block, by=factories.alice(), at=factories.AT)
        return factories.questions(case)[-1]

    @pytest.mark.parametrize("name", BUTTONS)
    def test_changes_the_split_and_leads_back_to_the_block(
        self, alice: Client, block: Block, name: str
    ) -> None:
        before = rows(block.foi_request)
        answer = pressed(alice, name, block, revision="2")
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("split", args=[block.foi_request.slug]))
        assert rows(block.foi_request) != before
        after = rows(block.foi_request)
        alice.post(reverse("split-undo", args=[block.foi_request.slug]), {"revision": "3"})
        assert rows(block.foi_request) == before
        alice.post(reverse("split-redo", args=[block.foi_request.slug]), {"revision": "4"})
        assert rows(block.foi_request) == after

    @pytest.mark.parametrize("name", BUTTONS)
    def test_a_repeat_is_harmless_and_an_old_page_is_told(
        self, alice: Client, block: Block, name: str
    ) -> None:
        pressed(alice, name, block, revision="2")
        after = rows(block.foi_request)
        again = pressed(alice, name, block, revision="2")
        assert again.status_code == 302
        page = alice.get(again["Location"]).content.decode()
        assert "The split was changed" not in page
        other = factories.questions(block.foi_request)[0]
        stale = alice.post(url("block-move", other), {"down": "1", "revision": "2"})
        page = alice.get(stale["Location"]).content.decode()
        assert "The split was changed after you loaded this page" in page
        assert rows(block.foi_request) == after

    @pytest.mark.parametrize("name", BUTTONS)
    def test_a_script_gets_the_changed_blocks_only(
        self, alice: Client, block: Block, name: str
    ) -> None:
        case = factories.with_questions(30)
        middle = factories.questions(case)[15]
        splitting.indent_block(middle, by=factories.alice(), at=factories.AT)
        middle = factories.questions(case)[15 if name == "block-indent" else 14]
        answer = pressed(alice, name, middle, script=True, revision="1")
        assert answer.status_code == 200
        page = answer.content.decode()
        assert "Saved" in page
        assert page.count("data-as-it-is") > 20
        assert 'name="revision" value="2"' in page

    @pytest.mark.parametrize("name", BUTTONS)
    def test_a_script_on_an_old_page_gets_all_blocks(
        self, alice: Client, block: Block, name: str
    ) -> None:
        answer = pressed(alice, name, block, script=True, revision="0")
        assert answer.status_code == 409
        page = answer.content.decode()
        assert "Nothing was done" in page
        assert "data-as-it-is" not in page

    @pytest.mark.parametrize("name", BUTTONS)
    def test_a_block_of_another_case_is_not_found(
        self, alice: Client, block: Block, name: str
    ) -> None:
        other = factories.received()
        address = reverse(name, args=[other.slug, block.pk])
        assert alice.post(address, {**BUTTONS[name], "revision": "0"}).status_code == 404


@db
class TestUndo:
    def test_the_button_says_what_it_undoes(self, alice: Client) -> None:
        case = factories.with_questions(3)
        page = reverse("split", args=[case.slug])
        assert "data-step" not in alice.get(page).content.decode()
        alice.post(url("block-move", factories.questions(case)[0]), {"down": "1"})
        assert "Undo<span" in alice.get(page).content.decode()
        assert "a move" in alice.get(page).content.decode()
        assert "Redo<span" not in alice.get(page).content.decode()
        alice.post(reverse("split-undo", args=[case.slug]))
        assert "Undo<span" not in alice.get(page).content.decode()
        assert "Redo<span" in alice.get(page).content.decode()
        assert "a move" in alice.get(page).content.decode()

    def test_a_script_is_told_what_was_done_again(self, alice: Client) -> None:
        case = factories.with_questions(3)
        moved = factories.questions(case)[0]
        alice.post(url("block-move", moved), {"down": "1"})
        alice.post(reverse("split-undo", args=[case.slug]))
        redo = reverse("split-redo", args=[case.slug])
        page = alice.post(redo, headers={"HX-Request": "true"}).content.decode()
        assert "Done again. Saved" in page
        assert f'data-focus="block-{moved.pk}"' in page

    def test_nothing_to_undo_is_told(self, alice: Client) -> None:
        case = factories.with_questions(1)
        answer = alice.post(reverse("split-undo", args=[case.slug]), {"revision": "0"})
        assert "nothing to undo" in alice.get(answer["Location"]).content.decode()
        answer = alice.post(reverse("split-redo", args=[case.slug]), {"revision": "0"})
        assert "nothing to do again" in alice.get(answer["Location"]).content.decode()


@db
def test_two_answers_are_kept_when_their_questions_are_joined(alice: Client) -> None:
    case = factories.with_questions(2)
    for block in factories.questions(case):
        factories.answer(case, [block], text=f"The words for {block.number}.")
    answer = alice.post(url("block-join", factories.questions(case)[1]))
    page = alice.get(answer["Location"]).content.decode()
    assert "A written answer has no question any more: “The words for 2.”" in page
    assert "The words for 2." in alice.get(reverse("answers", args=[case.slug])).content.decode()


@db
@pytest.mark.parametrize("name", ["block", "block-cut", "block-redact"])
def test_what_was_typed_on_an_old_page_stays_and_is_saved_at_the_second_try(
    alice: Client, name: str
) -> None:
    case = factories.received("1. How many trees are there? Where do they stand?\n2. Who cuts?")
    block = factories.questions(case)[0]
    typed = {
        "block": as_it_is(block, label="Q77"),
        "block-cut": {"words": "Where do"},
        "block-redact": {"passages": "many trees"},
    }[name]
    alice.post(url("block-move", factories.questions(case)[1]), {"up": "1"})
    before = rows(case)
    page = alice.post(url(name, block), {**typed, "revision": "0"}).content.decode()
    assert "The split was changed after you loaded this page" in page
    assert {"block": "Q77", "block-cut": "Where do", "block-redact": "many trees"}[name] in page
    assert 'name="revision" value="1"' in page
    assert rows(case) == before
    assert alice.post(url(name, block), {**typed, "revision": "1"}).status_code == 302
    assert rows(case) != before


@pytest.mark.parametrize(
    ("text", "cursor", "words"),
    [
        ("one\r\ntwo three", 4, "two three"),
        ("one\r\ntwo\r\nthree", 8, "three"),
        ("one\ntwo three", 8, "three"),
        ("🌳🌳 three", 3, "three"),
    ],
)
def test_where_a_box_has_its_cursor(text: str, cursor: int, words: str) -> None:
    assert text[offset_of(text, cursor) :] == words


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


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("Where? S|ay when.", "Where? |Say when."),
        ("Where? Sa|y when.", "Where? Say| when."),
        ("S|ay when.", "Say| when."),
        ("Say whe|n", "Say |when"),
        ("Where?|Say when.", "Where?|Say when."),
        ("It is don|’t know", "It is don’t| know"),
        ("A well-k|nown one", "A well-known| one"),
        ("Over 1,2|04.50 pounds", "Over |1,204.50 pounds"),
        ("In 2024/|25 too", "In 2024/25| too"),
        ("Caf|e\u0301s are", "Cafe\u0301s| are"),
        ("Pwy sy’|n talu", "Pwy sy’n| talu"),
        ("One", "One"),
    ],
)
def test_a_word_is_never_cut(text: str, cut: str) -> None:
    offset = max(0, text.find("|"))
    whole = text.replace("|", "")
    found = beside_word(whole, offset)
    assert found == max(0, cut.find("|"))
    assert cut == cut.replace("|", "") or (whole[:found], whole[found:]) == tuple(cut.split("|"))


@given(st.text(alphabet="ab’-1., \n", max_size=60), st.integers(-2, 70))
def test_beside_a_word_is_beside_it_and_stays_there(text: str, offset: int) -> None:
    found = beside_word(text, offset)
    assert beside_word(text, found) == found
    assert not re.fullmatch(r"\w\w", text[max(0, found - 1) : max(0, found + 1)])


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


PASSED_ON = "Please answer:\n\n> Dear team,\n> How many gritters are there?"
TABLE = "Dear team,\n\n| 1 | How many gritters are there? |\n| 2 | How many drivers? |"


@pytest.mark.parametrize("text", [PASSED_ON, TABLE])
def test_marks_of_quoted_mail_and_tables_are_no_words(text: str) -> None:
    blocks = [block(part.text, part.label) for part in splitter(text)]
    assert not any(mark in part.text for part in blocks for mark in ">|")

    assert words_kept(text, blocks) is Kept.ALL
    assert words_kept(text, blocks[:-1]) is Kept.CHANGED


def test_a_mark_inside_a_sentence_is_one_of_its_words() -> None:
    assert words_kept("Is 2 > 1?", [block("Is 2 1?")]) is Kept.CHANGED


@db
def test_the_splitter_itself_keeps_every_word() -> None:
    case: FoiRequest = factories.received()
    assert words_kept(case.text, list(case.blocks.order_by("position"))) is Kept.ALL
