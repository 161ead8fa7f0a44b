"""Several blocks of a split are corrected in one step, and one block is cut at all its lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from requests_app.actions import splitting
from requests_app.actions.base import Refused
from requests_app.actions.correcting import Correction, DoneAlready, StaleSplit
from requests_app.models import AuditEvent, Block, FoiRequest, SplitChange
from requests_app.splitting.cutting import lines_begin
from requests_app.views.split.page import Kept, words_kept
from tests import factories
from tests.factories import AT, alice
from tests.visiting import signed_in

db = pytest.mark.django_db

TEXT = """Dear council,

1. What do you know of each lamp?
2. Its height
3. Its colour
4. Its age

Robin Sample
"""


@pytest.fixture
def case() -> FoiRequest:
    return factories.received(TEXT)


def rows(case: FoiRequest) -> list[dict[str, object]]:
    return list(case.blocks.order_by("position").values())


def questions(case: FoiRequest) -> list[Block]:
    """All of them, stems as well."""
    return list(case.blocks.filter(kind="question").order_by("position"))


def told(case: FoiRequest) -> list[str]:
    """The blocks in order: a question by its number, a stem with an asterisk, others by kind."""
    return [
        block.number + "*" * block.stem if block.kind == "question" else block.kind
        for block in case.blocks.order_by("position")
    ]


Verb = Callable[..., Correction]


def several(verb: Verb, blocks: Sequence[Block], **more: Any) -> Correction:
    return verb(*blocks, by=alice(), at=AT, **more)


# Each verb that takes several, with what it makes of the last three questions of TEXT.
VERBS: dict[str, tuple[Verb, dict[str, Any], list[str]]] = {
    "kind": (splitting.set_kind, {"kind": "context"}, ["context", "1", *["context"] * 4]),
    "omit": (splitting.leave_out, {"omitted": True}, ["context", "1", "2", "3", "4", "context"]),
    "indent": (splitting.indent_block, {}, ["context", "1*", "1(2)", "1(3)", "1(4)", "context"]),
    "join": (splitting.join_block, {}, ["context", "1", "context"]),
    "up": (splitting.move_block, {"down": False}, ["context", "2", "3", "4", "1", "context"]),
    "down": (splitting.move_block, {"down": True}, ["context", "1", "context", "2", "3", "4"]),
}


@db
@pytest.mark.parametrize("name", VERBS)
def test_all_are_corrected_in_one_step_and_undone_in_one(case: FoiRequest, name: str) -> None:
    verb, more, after = VERBS[name]
    before = rows(case)
    chosen = questions(case)[1:]
    done = several(verb, chosen, **more)
    assert told(case) == after
    assert done.revision == 1
    corrected = rows(case)
    splitting.undo(case, by=alice(), at=AT)
    assert rows(case) == before
    splitting.redo(case, by=alice(), at=AT)
    assert rows(case) == corrected


@db
@pytest.mark.parametrize("name", VERBS)
def test_it_comes_to_what_one_after_the_other_comes_to(name: str) -> None:
    """Down, the lowest goes first: one that goes first from above would pass the next again."""
    verb, more, _ = VERBS[name]
    together, singly = factories.received(TEXT), factories.received(TEXT)
    several(verb, questions(together)[1:], **more)
    for block in questions(singly)[1:][:: -1 if name == "down" else 1]:
        several(verb, [block], **more)
    made, wanted = (
        list(case.blocks.values_list("kind", "label", "number", "level", "stem", "omitted", "text"))
        for case in (together, singly)
    )
    assert made == wanted


@db
def test_a_list_leaves_its_question_again(case: FoiRequest) -> None:
    several(splitting.indent_block, questions(case)[1:])
    several(splitting.outdent_block, questions(case)[1:])
    assert told(case) == ["context", "1", "2", "3", "4", "context"]


@db
def test_a_part_that_goes_along_is_not_moved_twice(case: FoiRequest) -> None:
    several(splitting.indent_block, questions(case)[3:])
    assert told(case) == ["context", "1", "2", "3*", "3(4)", "context"]
    several(splitting.indent_block, questions(case)[1:])
    assert told(case) == ["context", "1*", "1(2)", "1(3)*", "1(3)(4)", "context"]
    several(splitting.outdent_block, questions(case)[1:])
    assert told(case) == ["context", "1", "2", "3*", "3(4)", "context"]


@db
def test_a_written_answer_stays_with_the_question_that_gets_parts(case: FoiRequest) -> None:
    row = factories.answer(case, questions(case)[:1])
    done = several(splitting.indent_block, questions(case)[1:])
    assert told(case)[1:3] == ["1", "1(2)"]
    assert (questions(case)[0].answer, done.set_aside) == (row, ())


@db
def test_blocks_apart_from_one_another_are_each_joined_to_the_one_above(case: FoiRequest) -> None:
    second, fourth = questions(case)[1], questions(case)[3]
    several(splitting.join_block, [fourth, second])
    assert [block.text for block in questions(case)] == [
        "What do you know of each lamp?\n2. Its height",
        "Its colour\n4. Its age",
    ]


@db
def test_the_uppermost_answer_that_says_something_stays(case: FoiRequest) -> None:
    factories.answer(case, questions(case)[:1], text="", disposition="")
    first = factories.answer(case, questions(case)[2:3], text="Of the colour.")
    aside = factories.answer(case, questions(case)[3:4], text="Of the age.")
    done = several(splitting.join_block, questions(case)[1:])
    assert (questions(case)[0].answer, done.set_aside) == (first, (aside,))
    splitting.undo(case, by=alice(), at=AT)
    assert [block.answer for block in questions(case)[2:]] == [first, aside]


@db
@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        (lambda case: several(splitting.indent_block, questions(case)), "Question 1: There is no"),
        (
            lambda case: several(splitting.outdent_block, questions(case)),
            "Nothing was changed. Question 2: This is no part of another question",
        ),
        (
            lambda case: several(splitting.join_block, case.blocks.all()),
            "Context “Dear council,”: This is the first block",
        ),
        (
            lambda case: several(splitting.join_block, [*questions(case), case.blocks.last()]),
            "Question 1: One of the two blocks is left out",
        ),
        (
            lambda case: several(splitting.move_block, case.blocks.all(), down=False),
            "the first block already",
        ),
        (
            lambda case: several(splitting.move_block, case.blocks.all(), down=True),
            "the last block already",
        ),
        (lambda _: several(splitting.join_block, []), "Tick at least one block first."),
    ],
)
def test_what_cannot_be_done_to_one_is_done_to_none(
    case: FoiRequest, wish: Callable[[FoiRequest], object], sentence: str
) -> None:
    part = questions(case)[0]
    splitting.leave_out(case.blocks.latest("position"), omitted=True, by=alice(), at=AT)
    if sentence.startswith("Nothing"):
        splitting.move_block(part, down=True, by=alice(), at=AT)
        splitting.indent_block(part, by=alice(), at=AT)
    before = rows(case)
    with pytest.raises(Refused, match=sentence):
        wish(case)
    assert rows(case) == before


@db
def test_another_choice_is_another_wish(case: FoiRequest) -> None:
    """A double click is told by what was asked for; a long list of keys must not be cut short."""
    many = factories.with_questions(40)
    chosen = questions(many)
    splitting.leave_out(*chosen[:39], omitted=True, revision=0, by=alice(), at=AT)
    with pytest.raises(DoneAlready):
        splitting.leave_out(*chosen[:39], omitted=True, revision=0, by=alice(), at=AT)
    with pytest.raises(StaleSplit):
        splitting.leave_out(*chosen, omitted=True, revision=0, by=alice(), at=AT)


@db
def test_how_many_were_corrected_is_on_record(case: FoiRequest) -> None:
    several(splitting.join_block, questions(case)[1:])
    event = AuditEvent.objects.latest("pk")
    assert (event.verb, event.detail["change"], event.detail["blocks"]) == (
        "split_corrected",
        "join",
        3,
    )


# --- cut at every line ---------------------------------------------------------------------


LIST = "Please say for each lamp:\na) its height\nb) its colour,\n   if it has one\nc) its age"


@db
def test_a_list_in_one_block_is_cut_at_its_items() -> None:
    case = factories.received("1. Why?")
    block = questions(case)[0]
    Block.objects.filter(pk=block.pk).update(text=LIST)
    done = splitting.cut_lines(block, by=alice(), at=AT)
    assert [(b.label, b.text) for b in questions(case)] == [
        ("1.", "Please say for each lamp:"),
        ("a)", "its height"),
        ("b)", "its colour,\n   if it has one"),
        ("c)", "its age"),
    ]
    assert done.pieces == {b.pk for b in questions(case)[1:]}
    several(splitting.indent_block, questions(case)[1:])
    assert told(case) == ["1*", "1(a)", "1(b)", "1(c)"]
    splitting.undo(case, by=alice(), at=AT)
    splitting.undo(case, by=alice(), at=AT)
    assert questions(case)[0].text == LIST


@db
def test_bullets_become_labels_also_that_of_the_first_line() -> None:
    case = factories.received("How many lamps?")
    block = questions(case)[0]
    Block.objects.filter(pk=block.pk).update(text="• its height\n• its age")
    splitting.cut_lines(block, by=alice(), at=AT)
    assert [(b.label, b.text) for b in questions(case)] == [("•", "its height"), ("•", "its age")]


@db
def test_the_words_that_are_declared_as_personal_are_not_cut() -> None:
    case = factories.received("1. Why?")
    block = questions(case)[0]
    text = "What did Jo\nBloggs write\nand when?"
    Block.objects.filter(pk=block.pk).update(text=text, redactions=["Jo\nBloggs"])
    with pytest.raises(Refused, match="personal information"):
        splitting.cut_lines(block, by=alice(), at=AT)
    Block.objects.filter(pk=block.pk).update(redactions=["Jo", "Bloggs"])
    splitting.cut_lines(block, by=alice(), at=AT)
    assert [b.redactions for b in questions(case)] == [["Jo"], ["Bloggs"], []]


@db
def test_a_single_line_is_not_cut(case: FoiRequest) -> None:
    with pytest.raises(Refused, match="only one line"):
        splitting.cut_lines(questions(case)[0], by=alice(), at=AT)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("one", []),
        ("one\ntwo\r\nthree\rfour", ["two", "three", "four"]),
        ("one\n\n  two", ["two"]),
        ("one:\n- two\nand more\n- three", ["- two", "- three"]),
        ("one:\n1. two\nand more\n2. three", ["1. two", "2. three"]),
        # A number that only its place in a list can make a label, and a date.
        ("spent in\n2024 and in\n12 March 2025", ["2024 and in", "12 March 2025"]),
        ("", []),
        ("\n \n", []),
    ],
)
def test_where_lines_begin(text: str, lines: list[str]) -> None:
    starts = lines_begin(text)
    assert [text[start:].splitlines()[0] for start in starts] == lines


@given(st.text(alphabet="a1.-• \r\n", max_size=60))
def test_every_line_begins_with_a_word_after_another(text: str) -> None:
    begin = lines_begin(text)
    for start, end in combinations([0, *begin, len(text)] if begin else [], 2):
        assert text[start:end].strip()


# --- over HTTP -----------------------------------------------------------------------------


BUTTONS: dict[str, dict[str, str]] = {
    "blocks-kind": {"kind": "context"},
    "blocks-omit": {"omitted": "on"},
    "blocks-indent": {},
    "blocks-join": {},
    "blocks-move": {"up": "1"},
}


@pytest.fixture
def officer() -> Client:
    return signed_in(alice())


def pressed(
    client: Client,
    case: FoiRequest,
    name: str,
    chosen: object,
    *,
    script: bool = False,
    **more: str,
) -> Any:
    values = {**BUTTONS.get(name, {}), "chosen": chosen, "revision": "0", **more}
    headers = {"HX-Request": "true"} if script else {}
    return client.post(reverse(name, args=[case.slug]), values, headers=headers)


@db
@pytest.mark.parametrize("name", BUTTONS)
def test_the_ticked_boxes_say_which(officer: Client, case: FoiRequest, name: str) -> None:
    before = rows(case)
    pks = [block.pk for block in questions(case)[1:]]
    answer = pressed(officer, case, name, pks)
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("split", args=[case.slug]) + "?chosen=")
    assert "#block-" in answer["Location"]
    after = rows(case)
    assert after != before
    again = pressed(officer, case, name, pks)
    assert "The split was changed" not in officer.get(again["Location"]).text
    assert rows(case) == after


@db
@pytest.mark.parametrize("name", BUTTONS)
def test_a_script_says_it_in_one_field(officer: Client, case: FoiRequest, name: str) -> None:
    pks = " ".join(str(block.pk) for block in questions(case)[1:])
    page = pressed(officer, case, name, pks, script=True)
    assert page.status_code == 200
    assert "3 blocks" in page.text
    assert "Saved" in page.text
    undo = officer.post(reverse("split-undo", args=[case.slug]), headers={"HX-Request": "true"})
    assert "Undone. Saved" in undo.text


@db
def test_the_button_says_what_of_how_many_it_undoes(officer: Client, case: FoiRequest) -> None:
    pressed(officer, case, "blocks-indent", [block.pk for block in questions(case)[1:]])
    page = officer.get(reverse("split", args=[case.slug])).text
    assert "an indent of 3 blocks" in page


@db
@pytest.mark.parametrize("script", [True, False])
def test_nothing_ticked_is_told(officer: Client, case: FoiRequest, *, script: bool) -> None:
    answer = pressed(officer, case, "blocks-join", [], script=script)
    page = answer if script else officer.get(answer["Location"])
    assert answer.status_code == (422 if script else 302)
    assert "Tick at least one block first." in page.text
    assert not SplitChange.objects.exists()


@db
@pytest.mark.parametrize("name", BUTTONS)
def test_a_block_of_another_case_is_not_found(officer: Client, case: FoiRequest, name: str) -> None:
    other = factories.with_questions(2)
    before = rows(other)
    pks = [questions(case)[1].pk, questions(other)[1].pk]
    assert pressed(officer, case, name, pks).status_code == 404
    assert rows(other) == before


@db
def test_a_key_that_is_none_chooses_nothing(officer: Client, case: FoiRequest) -> None:
    answer = pressed(officer, case, "blocks-indent", "9" * 5000 + " ²٣ -1 x")
    assert "Tick at least one block first." in officer.get(answer["Location"]).text
    assert (
        officer.get(reverse("split", args=[case.slug]), {"chosen": "9" * 5000}).status_code == 200
    )


@db
def test_what_was_ticked_is_ticked_again_without_a_script(
    officer: Client, case: FoiRequest
) -> None:
    answer = pressed(officer, case, "blocks-omit", [block.pk for block in questions(case)[1:]])
    assert officer.get(answer["Location"]).text.count(" checked>") == 3


@db
def test_a_block_that_is_gone_is_told(officer: Client, case: FoiRequest) -> None:
    second, third = questions(case)[1:3]
    splitting.join_block(third, by=alice(), at=AT)
    before = rows(case)
    answer = pressed(officer, case, "blocks-kind", [second.pk, third.pk])
    assert (
        "The split was changed after you loaded this page" in officer.get(answer["Location"]).text
    )
    assert rows(case) == before


@db
def test_a_list_is_cut_without_a_script(officer: Client) -> None:
    case = factories.received("1. Why?")
    block = questions(case)[0]
    assert (
        "Cut it at every line"
        not in officer.get(reverse("block-cut", args=[case.slug, block.pk])).text
    )
    Block.objects.filter(pk=block.pk).update(text=LIST)
    page = officer.get(reverse("block-cut", args=[case.slug, block.pk])).text
    assert "It holds a list of 4 lines." in page
    address = reverse("block-cut-lines", args=[case.slug, block.pk])
    assert address in page
    answer = officer.post(address, {"revision": "0"})
    assert answer["Location"].endswith(f"#block-{questions(case)[1].pk}")
    assert len(questions(case)) == 4
    assert words_kept(f"1. {LIST}", list(case.blocks.all())) is Kept.ALL


@db
def test_the_pieces_are_chosen_for_what_comes_next(officer: Client) -> None:
    case = factories.received("1. Why?")
    block = questions(case)[0]
    Block.objects.filter(pk=block.pk).update(text=LIST)
    address = reverse("block-cut-lines", args=[case.slug, block.pk])
    page = officer.post(address, headers={"HX-Request": "true"}).text
    assert page.count(" checked>") == 3


# --- cost ----------------------------------------------------------------------------------


def queries(wish: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        wish()
    return len(captured)


@db
@pytest.mark.parametrize("name", VERBS)
def test_as_many_queries_for_forty_as_for_three(name: str) -> None:
    verb, more, _ = VERBS[name]
    costs = []
    for count in (3, 40):
        case = factories.with_questions(count + 2)
        chosen = questions(case)[1:-1]
        for block in chosen[:2]:
            factories.answer(case, [block], text="Words.")
        costs.append(
            [
                queries(lambda chosen=chosen: several(verb, chosen, **more)),  # type: ignore[misc]
                queries(lambda case=case: splitting.undo(case, by=alice(), at=AT)),  # type: ignore[misc]
                queries(lambda case=case: splitting.redo(case, by=alice(), at=AT)),  # type: ignore[misc]
            ]
        )
    assert costs[0] == costs[1]


@db
@pytest.mark.parametrize("count", [12, 120])
def test_every_second_block_is_joined_in_as_many_queries(count: int) -> None:
    """Each of the others moves by another distance."""
    case = factories.with_questions(count)
    cost = queries(lambda: several(splitting.join_block, questions(case)[1::2]))
    assert cost < 25
    assert len(questions(case)) == count // 2


@db
def test_a_number_in_a_text_that_becomes_a_question_is_its_number() -> None:
    case = factories.received("Why?")
    block = questions(case)[0]
    Block.objects.filter(pk=block.pk).update(kind="context", text="6. Costs", label="")
    splitting.set_kind(block, kind="question", by=alice(), at=AT)
    assert [(b.label, b.number, b.text) for b in questions(case)] == [("6.", "6", "Costs")]
    splitting.undo(case, by=alice(), at=AT)
    assert rows(case)[0]["text"] == "6. Costs"
    Block.objects.filter(pk=block.pk).update(redactions=["6. Costs"])
    splitting.set_kind(block, kind="question", by=alice(), at=AT)
    assert questions(case)[0].shown_text == "[personal information removed]"


@db
@pytest.mark.parametrize(
    ("text", "declared"),
    [
        ("What did you write to\n(j) Smith of Leeds", "(j) Smith"),
        ("What did you write to\n1. Smith of Leeds", "1. Smith"),
        ("What did you write to\n- Smith, and to - Smith of Leeds", "- Smith"),
    ],
)
def test_no_number_is_torn_off_words_that_are_declared_as_personal(
    text: str, declared: str
) -> None:
    """Its other half would be shown."""
    case = factories.received("1. Why?")
    block = questions(case)[0]
    Block.objects.filter(pk=block.pk).update(text=text, redactions=[declared])
    splitting.cut_lines(block, by=alice(), at=AT)
    splitting.undo(case, by=alice(), at=AT)
    splitting.cut_block(block, offset=text.index("\n") + 1, by=alice(), at=AT)
    second = questions(case)[1]
    assert second.label == ""
    assert "Smith" not in second.shown_text
    splitting.set_kind(second, kind="context", by=alice(), at=AT)
    splitting.set_kind(second, kind="question", by=alice(), at=AT)
    assert "Smith" not in questions(case)[1].shown_text


@db
@pytest.mark.parametrize("text", ["A. Jones said so", "(a) and (b) above: how many?", "Costs"])
def test_what_only_looks_like_a_number_stays_in_the_text(text: str) -> None:
    case = factories.received("Why?")
    block = questions(case)[0]
    Block.objects.filter(pk=block.pk).update(kind="context", text=text, label="")
    splitting.set_kind(block, kind="question", by=alice(), at=AT)
    assert [(b.label, b.text) for b in questions(case)] == [("", text)]


@db
def test_every_answered_second_block_is_joined_in_as_many_queries() -> None:
    costs = []
    for count in (6, 60):
        case = factories.with_questions(count)
        for block in questions(case):
            factories.answer(case, [block], text="Words.")
        chosen = questions(case)[1::2]
        costs.append(queries(lambda chosen=chosen: several(splitting.join_block, chosen)))  # type: ignore[misc]
    assert costs[0] + 2 >= costs[1]


@db
@pytest.mark.parametrize("name", ["blocks-kind", "blocks-omit"])
def test_what_changes_nothing_sends_no_block_again(
    officer: Client, case: FoiRequest, name: str
) -> None:
    pks = [block.pk for block in case.blocks.filter(kind="question")]
    values = {"kind": "question", "omitted": ""}
    page = pressed(officer, case, name, pks, script=True, **values).text
    assert "Nothing to change" in page
    assert page.count("data-as-it-is") == case.blocks.count()


@db
def test_more_ticks_than_an_address_holds_are_let_go(officer: Client) -> None:
    case = factories.with_questions(200)
    pks = [block.pk for block in questions(case)]
    answer = pressed(officer, case, "blocks-omit", pks)
    assert "chosen" not in answer["Location"]
    assert all(block.omitted for block in questions(case))


@db
def test_as_many_queries_for_forty_lines_as_for_three() -> None:
    costs = []
    for count in (3, 40):
        case = factories.with_questions(2)
        block = questions(case)[0]
        Block.objects.filter(pk=block.pk).update(text="\n".join(["Which?", *["- lamp"] * count]))
        costs.append(queries(lambda block=block: splitting.cut_lines(block, by=alice(), at=AT)))  # type: ignore[misc]
        assert len(questions(case)) == count + 2
    assert costs[0] == costs[1]
