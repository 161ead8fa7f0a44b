"""The verbs of the split on rows: what each does and keeps, and that undo and redo retrace it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from requests_app.actions import drafting, splitting
from requests_app.actions.base import Refused
from requests_app.actions.correcting import Correction, DoneAlready, StaleSplit
from requests_app.actions.split_rows import MAX_LEVEL
from requests_app.models import Answer, AuditEvent, Block, FoiRequest, SplitChange
from requests_app.workflow import Role
from tests import factories
from tests.factories import AT, alice, questions

pytestmark = pytest.mark.django_db

FLAT = """Dear council,

Street lighting

1. How many street lights do you have? b) Which of them are LED?
2. How many of them are dimmed?
3. What did you spend in 2025?
4. Who cuts the hedges round them?

Yours faithfully,
Robin Sample
"""


@pytest.fixture
def case() -> FoiRequest:
    return factories.received(FLAT)


def rows(case: FoiRequest) -> list[dict[str, object]]:
    return list(case.blocks.order_by("position").values())


def told(case: FoiRequest) -> list[str]:
    """Numbers of the questions in order, a stem with an asterisk."""
    found = case.blocks.filter(kind="question").order_by("position")
    return [block.number + "*" * block.stem for block in found]


def answers(case: FoiRequest) -> list[dict[str, object]]:
    return list(case.answers.order_by("pk").values())  # type: ignore[arg-type]


def words_of(block: Block) -> str:
    return block.answer.text if block.answer else ""


def change(block: Block, **changes: object) -> Correction:
    """``change_block`` with what is not told left as it is."""
    as_is = {name: getattr(block, name) for name in ("kind", "label", "level", "stem", "omitted")}
    return splitting.change_block(block, by=alice(), at=AT, **{**as_is, **changes})


def cut_before(block: Block, words: str) -> Correction:
    return splitting.cut_block(block, offset=block.text.index(words), by=alice(), at=AT)


# One of each verb on the third question of FLAT, or near it.
VERBS: dict[str, Callable[[FoiRequest], Correction]] = {
    "all": lambda case: change(questions(case)[2], kind="context", label="x)", omitted=True),
    "kind": lambda case: splitting.set_kind(questions(case)[2], kind="context", by=alice(), at=AT),
    "heading": lambda case: splitting.set_kind(
        questions(case)[1], kind="section", by=alice(), at=AT
    ),
    "label": lambda case: splitting.set_label(questions(case)[2], label="x)", by=alice(), at=AT),
    "omit": lambda case: splitting.leave_out(questions(case)[2], omitted=True, by=alice(), at=AT),
    "indent": lambda case: splitting.indent_block(questions(case)[2], by=alice(), at=AT),
    "cut": lambda case: cut_before(questions(case)[2], "in 2025"),
    "join": lambda case: splitting.join_block(questions(case)[2], by=alice(), at=AT),
    "up": lambda case: splitting.move_block(questions(case)[2], down=False, by=alice(), at=AT),
    "down": lambda case: splitting.move_block(questions(case)[2], down=True, by=alice(), at=AT),
    "redact": lambda case: splitting.redact_block(
        questions(case)[2], passages=["2025"], by=alice(), at=AT
    ),
}


# --- undo ------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", VERBS)
def test_undo_brings_every_row_back_with_its_answer(case: FoiRequest, verb: str) -> None:
    for block in questions(case):
        factories.answer(case, [block], text=f"The answer to {block.number}.")
    before = rows(case), answers(case)
    assert VERBS[verb](case).changed or verb in {"up", "down"}
    assert (rows(case), answers(case)) != before
    splitting.undo(case, by=alice(), at=AT)
    assert (rows(case), answers(case)) == before


@pytest.mark.parametrize("verb", VERBS)
def test_an_empty_answer_comes_back_with_what_was_chosen_for_it(
    case: FoiRequest, verb: str
) -> None:
    factories.answer(case, [questions(case)[2]], text="", disposition="not_held")
    before = rows(case), answers(case)
    VERBS[verb](case)
    splitting.undo(case, by=alice(), at=AT)
    assert (rows(case), answers(case)) == before


def test_the_last_part_that_leaves_makes_a_plain_question_again(case: FoiRequest) -> None:
    assert told(case) == ["1", "2", "3", "4"]
    splitting.indent_block(questions(case)[1], by=alice(), at=AT)
    splitting.indent_block(questions(case)[1], by=alice(), at=AT)
    assert told(case) == ["1*", "1(2)", "1(3)", "4"]
    splitting.outdent_block(questions(case)[1], by=alice(), at=AT)
    assert told(case)[:3] == ["1*", "1(2)", "3"]
    splitting.outdent_block(questions(case)[0], by=alice(), at=AT)
    assert told(case) == ["1", "2", "3", "4"]


@pytest.mark.parametrize("seed", range(6))
def test_any_number_of_corrections_is_undone_step_by_step(seed: int) -> None:
    case = factories.received(FLAT)
    for block in questions(case)[:2]:
        factories.answer(case, [block], text=f"The answer to {block.number}.")
    random = Random(seed)  # noqa: S311 - a walk that can be walked again
    states = [(rows(case), answers(case))]
    for _ in range(25):
        correct_somehow(case, random)
        if (rows(case), answers(case)) != states[-1]:
            states.append((rows(case), answers(case)))
    assert len(states) > 12
    for state in reversed(states[:-1]):
        splitting.undo(case, by=alice(), at=AT)
        assert (rows(case), answers(case)) == state
    with pytest.raises(Refused, match="nothing to undo"):
        splitting.undo(case, by=alice(), at=AT)
    for state in states[1:]:
        splitting.redo(case, by=alice(), at=AT)
        assert (rows(case), answers(case)) == state
    with pytest.raises(Refused, match="nothing to do again"):
        splitting.redo(case, by=alice(), at=AT)
    for state in reversed(states[:-1]):
        splitting.undo(case, by=alice(), at=AT)
        assert (rows(case), answers(case)) == state


def correct_somehow(case: FoiRequest, random: Random) -> None:
    block: Block = random.choice(list(case.blocks.order_by("position")))
    wishes: list[Callable[[], Correction]] = [
        lambda: splitting.set_kind(block, kind=random.choice(Block.Kind.values), by=alice(), at=AT),
        lambda: splitting.set_label(block, label=random.choice(["", "7)"]), by=alice(), at=AT),
        lambda: splitting.leave_out(block, omitted=random.random() < 0.5, by=alice(), at=AT),
        lambda: splitting.indent_block(block, by=alice(), at=AT),
        lambda: splitting.indent_block(block, by=alice(), at=AT),
        lambda: splitting.outdent_block(block, by=alice(), at=AT),
        lambda: splitting.cut_block(block, offset=len(block.text) // 2, by=alice(), at=AT),
        lambda: splitting.join_block(block, by=alice(), at=AT),
        lambda: splitting.move_block(block, down=random.random() < 0.5, by=alice(), at=AT),
        lambda: change(block, kind="question", stem=random.random() < 0.5),
        lambda: splitting.redact_block(block, passages=[block.text[:3]], by=alice(), at=AT),
    ]
    with contextlib.suppress(Refused):
        random.choice(wishes)()


def test_undo_keeps_an_answer_given_to_another_question_since_then(case: FoiRequest) -> None:
    VERBS["kind"](case)
    factories.answer(case, [questions(case)[0]], text="Written since.")
    splitting.undo(case, by=alice(), at=AT)
    assert words_of(questions(case)[0]) == "Written since."
    assert len(questions(case)) == 4


def test_undo_is_refused_where_it_would_orphan_what_was_written_since(case: FoiRequest) -> None:
    VERBS["cut"](case)
    factories.answer(case, [questions(case)[3]], text="Of the second half.")
    before = rows(case), answers(case)
    with pytest.raises(Refused, match="leave it without a question"):
        splitting.undo(case, by=alice(), at=AT)
    assert (rows(case), answers(case)) == before
    drafting.remove_answer(Answer.objects.get(), by=alice(), at=AT)
    splitting.undo(case, by=alice(), at=AT)
    assert len(questions(case)) == 4


def test_a_question_keeps_the_answer_that_it_got_since_then(case: FoiRequest) -> None:
    lower = questions(case)[2]
    factories.answer(case, [lower], text="Of the lower one.")
    upper = questions(case)[1]
    splitting.join_block(lower, by=alice(), at=AT)
    factories.answer(case, [upper], text="Written since.")
    splitting.undo(case, by=alice(), at=AT)
    assert [words_of(block) for block in questions(case)[1:3]] == [
        "Written since.",
        "Of the lower one.",
    ]


def test_an_answer_removed_since_then_stays_removed(case: FoiRequest) -> None:
    row = factories.answer(case, [questions(case)[2]])
    VERBS["kind"](case)
    drafting.remove_answer(row, by=alice(), at=AT)
    splitting.undo(case, by=alice(), at=AT)
    assert questions(case)[2].answer is None


def test_undo_is_on_record_and_counts_as_a_hand_in_the_draft(case: FoiRequest) -> None:
    VERBS["down"](case)
    splitting.undo(case, by=factories.person("second", Role.OFFICER), at=AT)
    event = AuditEvent.objects.latest("pk")
    assert event.verb == "split_corrected"
    assert (event.detail["change"], event.detail["of"]) == ("undo", "move")
    assert event.who == "second"


# --- redo ------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", VERBS)
def test_redo_makes_it_again_with_its_answers(case: FoiRequest, verb: str) -> None:
    for block in questions(case):
        factories.answer(case, [block], text=f"The answer to {block.number}.")
    before = rows(case), answers(case)
    first = VERBS[verb](case)
    after = rows(case), answers(case)
    splitting.undo(case, by=alice(), at=AT)
    again = splitting.redo(case, by=alice(), at=AT)
    assert (rows(case), answers(case)) == after
    assert (again.block, again.set_aside) == (first.block, first.set_aside)
    splitting.undo(case, by=alice(), at=AT)
    assert (rows(case), answers(case)) == before


def test_a_new_correction_ends_what_can_be_made_again_and_lets_its_words_go(
    case: FoiRequest,
) -> None:
    VERBS["cut"](case)
    splitting.undo(case, by=alice(), at=AT)
    assert SplitChange.objects.exclude(before={}).exists()
    VERBS["down"](case)
    with pytest.raises(Refused, match="nothing to do again"):
        splitting.redo(case, by=alice(), at=AT)
    assert not SplitChange.objects.exclude(undone_revision=None).exclude(before={}).exists()


def test_what_was_written_since_the_undo_is_set_aside_and_not_lost(case: FoiRequest) -> None:
    lower = questions(case)[2]
    factories.answer(case, questions(case)[1:2], text="Of the upper one.")
    splitting.join_block(lower, by=alice(), at=AT)
    splitting.undo(case, by=alice(), at=AT)
    since = factories.answer(case, [questions(case)[2]], text="Written since.")
    assert splitting.redo(case, by=alice(), at=AT).set_aside == (since,)
    assert Answer.objects.filter(pk=since.pk).exists()
    splitting.undo(case, by=alice(), at=AT)
    assert words_of(questions(case)[2]) == "Written since."


def test_redo_is_on_record(case: FoiRequest) -> None:
    VERBS["down"](case)
    splitting.undo(case, by=alice(), at=AT)
    splitting.redo(case, by=factories.person("second", Role.OFFICER), at=AT)
    event = AuditEvent.objects.latest("pk")
    assert (event.detail["change"], event.detail["of"], event.who) == ("redo", "move", "second")


def test_a_double_click_on_redo_makes_one_step(case: FoiRequest) -> None:
    for _ in range(2):
        splitting.move_block(questions(case)[0], down=True, by=alice(), at=AT)
    for _ in range(2):
        splitting.undo(case, by=alice(), at=AT)
    splitting.redo(case, revision=4, by=alice(), at=AT)
    after = rows(case)
    with pytest.raises(DoneAlready):
        splitting.redo(case, revision=4, by=alice(), at=AT)
    with pytest.raises(StaleSplit):
        splitting.redo(case, revision=3, by=alice(), at=AT)
    assert rows(case) == after


# --- once only, and never against another state ----------------------------------------


def test_a_double_click_does_it_once(case: FoiRequest) -> None:
    block = questions(case)[0]
    revision = case.split_revision
    splitting.move_block(block, down=True, revision=revision, by=alice(), at=AT)
    with pytest.raises(DoneAlready):
        splitting.move_block(block, down=True, revision=revision, by=alice(), at=AT)
    assert [b.number for b in questions(case)] == ["2", "1", "3", "4"]
    splitting.undo(case, revision=revision + 1, by=alice(), at=AT)
    with pytest.raises(DoneAlready):
        splitting.undo(case, revision=revision + 1, by=alice(), at=AT)
    assert [b.number for b in questions(case)] == ["1", "2", "3", "4"]


def test_another_wish_on_an_old_page_is_refused(case: FoiRequest) -> None:
    first, second = questions(case)[:2]
    splitting.move_block(first, down=True, revision=0, by=alice(), at=AT)
    before = rows(case)
    wishes: list[Callable[[], Correction]] = [
        lambda: splitting.move_block(second, down=True, revision=0, by=alice(), at=AT),
        lambda: splitting.set_kind(second, kind="context", revision=0, by=alice(), at=AT),
        lambda: splitting.undo(case, revision=0, by=alice(), at=AT),
    ]
    for wish in wishes:
        with pytest.raises(StaleSplit, match="Nothing was done"):
            wish()
    someone = factories.person("second", Role.OFFICER)
    with pytest.raises(StaleSplit):
        splitting.move_block(first, down=True, revision=0, by=someone, at=AT)
    assert rows(case) == before


def test_what_is_so_already_may_be_asked_on_an_old_page(case: FoiRequest) -> None:
    block = questions(case)[0]
    splitting.set_kind(block, kind="context", revision=0, by=alice(), at=AT)
    someone = factories.person("second", Role.OFFICER)
    splitting.set_kind(block, kind="context", revision=0, by=someone, at=AT)
    assert AuditEvent.objects.filter(verb="split_corrected").count() == 1


def test_what_changes_nothing_leaves_no_trace(case: FoiRequest) -> None:
    splitting.set_kind(questions(case)[0], kind="question", by=alice(), at=AT)
    assert not SplitChange.objects.exists()
    case.refresh_from_db()
    assert case.split_revision == 0


# --- levels, cuts, joins ---------------------------------------------------------------


def test_a_question_moves_in_and_out_with_its_parts(case: FoiRequest) -> None:
    splitting.indent_block(questions(case)[2], by=alice(), at=AT)
    assert told(case) == ["1", "2*", "2(3)", "4"]
    stem = case.blocks.get(number="2")
    splitting.indent_block(stem, by=alice(), at=AT)
    assert told(case) == ["1*", "1(2)*", "1(2)(3)", "4"]
    splitting.outdent_block(stem, by=alice(), at=AT)
    assert told(case) == ["1", "2*", "2(3)", "4"]


def test_a_written_answer_stays_with_the_question_that_gets_parts(case: FoiRequest) -> None:
    row = factories.answer(case, questions(case)[1:2])
    done = splitting.indent_block(questions(case)[2], by=alice(), at=AT)
    assert told(case) == ["1", "2", "2(3)", "4"]
    assert case.blocks.get(number="2").answer == row
    assert done.set_aside == ()


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        (
            lambda case: splitting.indent_block(questions(case)[0], by=alice(), at=AT),
            "no question above",
        ),
        (
            lambda case: splitting.outdent_block(questions(case)[0], by=alice(), at=AT),
            "no part of another",
        ),
        (
            lambda case: splitting.indent_block(
                case.blocks.earliest("position"), by=alice(), at=AT
            ),
            "no question above",
        ),
        (
            lambda case: splitting.indent_block(case.blocks.get(kind="section"), by=alice(), at=AT),
            "no question above",
        ),
        (
            lambda case: splitting.move_block(
                case.blocks.earliest("position"), down=False, by=alice(), at=AT
            ),
            "the first block already",
        ),
        (
            lambda case: splitting.move_block(
                case.blocks.latest("position"), down=True, by=alice(), at=AT
            ),
            "the last block already",
        ),
        (
            lambda case: splitting.join_block(case.blocks.earliest("position"), by=alice(), at=AT),
            "first block",
        ),
        (
            lambda case: splitting.set_kind(questions(case)[0], kind="poem", by=alice(), at=AT),
            "Choose a heading",
        ),
        (
            lambda case: splitting.set_label(questions(case)[0], label="x" * 41, by=alice(), at=AT),
            "at most 40",
        ),
    ],
)
def test_what_cannot_be_done_is_told(
    case: FoiRequest, wish: Callable[[FoiRequest], object], sentence: str
) -> None:
    before = rows(case)
    with pytest.raises(Refused, match=sentence):
        wish(case)
    assert rows(case) == before
    assert not SplitChange.objects.exists()


def test_context_is_a_part_of_a_question_above_and_of_its_parts(case: FoiRequest) -> None:
    splitting.indent_block(questions(case)[3], by=alice(), at=AT)
    below = case.blocks.filter(kind="context").latest("position")
    for level in (1, 2):
        splitting.indent_block(below, by=alice(), at=AT)
        below.refresh_from_db()
        assert below.level == level
    assert told(case) == ["1", "2", "3*", "3(4)"]
    with pytest.raises(Refused, match="no question above"):
        splitting.indent_block(below, by=alice(), at=AT)


def test_a_question_that_was_left_out_is_shown_again(case: FoiRequest) -> None:
    greeting = case.blocks.earliest("position")
    before = rows(case)
    assert greeting.omitted
    for kind, omitted in (("section", True), ("question", False)):
        splitting.set_kind(greeting, kind=kind, by=alice(), at=AT)
        greeting.refresh_from_db()
        assert greeting.omitted is omitted
    for _ in range(2):
        splitting.undo(case, by=alice(), at=AT)
    assert rows(case) == before


def test_there_is_a_deepest_level() -> None:
    case = factories.with_questions(7)
    for level in range(1, MAX_LEVEL + 1):
        for _ in range(level):
            splitting.indent_block(case.blocks.get(position=level + 1), by=alice(), at=AT)
    block = case.blocks.get(position=MAX_LEVEL + 2)
    for _ in range(MAX_LEVEL):
        splitting.indent_block(block, by=alice(), at=AT)
    with pytest.raises(Refused, match="no more than 5 levels"):
        splitting.indent_block(block, by=alice(), at=AT)


def test_a_printed_number_after_a_cut_becomes_a_label(case: FoiRequest) -> None:
    first = questions(case)[0]
    done = cut_before(first, "b) Which")
    second = questions(case)[1]
    assert (second.label, second.text) == ("b)", "Which of them are LED?")
    assert done.block == second.pk
    splitting.join_block(second, by=alice(), at=AT)
    assert questions(case)[0].text.split() == first.text.split()


def test_a_sentence_after_a_cut_keeps_its_number(case: FoiRequest) -> None:
    cut_before(questions(case)[2], "2025?")
    assert (questions(case)[3].label, questions(case)[3].text) == ("", "2025?")


@pytest.mark.parametrize(
    ("inside", "parts"),
    [
        # Before the first word nothing is left.
        ("ow many", ["How", "many of them are dimmed?"]),
        ("mmed?", ["How many of them are", "dimmed?"]),
    ],
)
def test_a_cut_inside_a_word_leaves_it_whole(
    case: FoiRequest, inside: str, parts: list[str]
) -> None:
    cut_before(questions(case)[1], inside)
    assert [block.text for block in questions(case)[1:3]] == parts


def test_a_text_of_one_word_is_not_cut(case: FoiRequest) -> None:
    splitting.cut_block(questions(case)[1], offset=4, by=alice(), at=AT)
    with pytest.raises(Refused, match="words on both sides"):
        splitting.cut_block(questions(case)[1], offset=2, by=alice(), at=AT)


def test_a_join_keeps_both_answers(case: FoiRequest) -> None:
    upper, lower = questions(case)[1:3]
    kept = factories.answer(case, [upper], text="Of the upper one.")
    aside = factories.answer(case, [lower], text="Of the lower one.")
    done = splitting.join_block(lower, by=alice(), at=AT)
    assert done.set_aside == (aside,)
    assert case.blocks.get(pk=upper.pk).answer == kept
    assert [row["text"] for row in answers(case)] == ["Of the upper one.", "Of the lower one."]


def test_a_join_takes_the_only_answer_along(case: FoiRequest) -> None:
    upper, lower = questions(case)[1:3]
    factories.answer(case, [upper], text="", disposition="")
    row = factories.answer(case, [lower], text="Of the lower one.")
    done = splitting.join_block(lower, by=alice(), at=AT)
    assert done.set_aside == ()
    assert case.blocks.get(pk=upper.pk).answer == row


def test_a_join_with_the_stem_of_an_only_part_takes_its_answer(case: FoiRequest) -> None:
    part = questions(case)[2]
    splitting.indent_block(part, by=alice(), at=AT)
    row = factories.answer(case, [part])
    splitting.join_block(part, by=alice(), at=AT)
    assert told(case) == ["1", "2", "4"]
    assert case.blocks.get(number="2").answer == row


@pytest.mark.parametrize("verb", VERBS)
def test_answers_of_other_blocks_survive(case: FoiRequest, verb: str) -> None:
    others = [questions(case)[0], questions(case)[3]]
    texts = {block.pk: f"The answer to {block.number}." for block in others}
    for block in others:
        factories.answer(case, [block], text=texts[block.pk])
    assert VERBS[verb](case).set_aside == ()
    found = {block.pk: block.answer.text for block in questions(case) if block.answer}
    assert found == texts


# --- cost ------------------------------------------------------------------------------


def queries_of(wish: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as queries:
        wish()
    return len(queries)


@pytest.mark.parametrize("verb", VERBS)
def test_as_many_queries_for_400_blocks_as_for_5(verb: str) -> None:
    few, many = factories.with_questions(5), factories.with_questions(400)
    for case in (few, many):
        third = questions(case)[2]
        third.text = "What did you spend in 2025?"
        third.save()
    costs = [queries_of(lambda case=case: VERBS[verb](case)) for case in (few, many)]  # type: ignore[misc]
    undone = [
        queries_of(lambda case=case: splitting.undo(case, by=alice(), at=AT))  # type: ignore[misc]
        for case in (few, many)
    ]
    redone = [
        queries_of(lambda case=case: splitting.redo(case, by=alice(), at=AT))  # type: ignore[misc]
        for case in (few, many)
    ]
    assert costs[0] == costs[1]
    assert undone[0] == undone[1]
    assert redone[0] == redone[1]
