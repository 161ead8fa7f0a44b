"""How a response is laid out for a reader: text as received, lists, parts, answers, annex."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_app.outcome import Disposition
from requests_app.rendering.flow import Piece, PrintedItem, pieces
from requests_app.rendering.opening import statements
from requests_app.rendering.reading import (
    Item,
    Run,
    anchor,
    annex_sections,
    request_parts,
    response_parts,
)
from tests.sample_response import ANNEX, ANSWERS, BLOCKS, RESPONSE, block

# --- text as received -----------------------------------------------------------------------

MAIL = """\
I would like to know how many printers in the buildings of the council
were replaced early.

Please send:
1. the number
2. the cost, for each of the years that I have named in the first line
   of this request
Yours"""


def test_lines_that_a_mail_program_broke_are_joined_and_others_kept() -> None:
    opening, please, asked, closing = pieces(MAIL)
    (line,) = opening.lines
    assert line.endswith("buildings of the council were replaced early.")
    assert please.lines == ("Please send:",)
    assert [item.label for item in asked.items] == ["1.", "2."]
    assert asked.items[1].text.endswith("in the first line of this request")
    assert closing.lines == ("Yours",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("one\r\ntwo", (Piece(lines=("one", "two")),)),
        ("one\n \n\ntwo", (Piece(lines=("one",)), Piece(lines=("two",)))),
        ("2. A sentence alone", (Piece(lines=("2. A sentence alone",)),)),
        ("(a) x\n(b) y", (Piece(items=(PrintedItem("(a)", "x"), PrintedItem("(b)", "y"))),)),
        ("- x\n- y", (Piece(items=(PrintedItem("-", "x"), PrintedItem("-", "y"))),)),
        ("I. one\nI am", (Piece(lines=("I. one", "I am")),)),
    ],
)
def test_paragraphs_and_printed_lists_are_told_apart(
    text: str, expected: tuple[Piece, ...]
) -> None:
    assert pieces(text) == expected


@given(st.text(st.sampled_from("ab1.()-• \n\r\té")))
def test_no_word_is_lost_or_moved(text: str) -> None:
    said = [
        word
        for piece in pieces(text)
        for line in (*piece.lines, *(f"{item.label} {item.text}" for item in piece.items))
        for word in line.split()
    ]
    assert said == text.split()


# --- parts, lists and answers ---------------------------------------------------------------


def outline(runs: tuple[Run, ...]) -> list[str]:
    """A run a line: the labels of its blocks, then what answers them."""
    return [
        f"{' '.join(_labels(run.items)) or run.kind}"
        + (f" -> {run.answer.key}{' again' if run.answer.again else ''}" if run.answer else "")
        + (" -> open" if run.unanswered else "")
        for run in runs
    ]


def _labels(items: tuple[Item, ...]) -> list[str]:
    return [
        label
        for item in items
        for label in (item.label, *(f"<{inner}>" for inner in _labels(item.children)))
    ]


def test_each_answer_follows_its_questions() -> None:
    first, second = response_parts(RESPONSE)
    assert first.heading == "Part 1: Part A – printers and copiers"
    assert outline(first.runs) == [
        "context",
        "1. 2. 3. 4. 5. -> a1",
        "6. -> a2",
        "7. -> a3",
        "8. <(a)> <(b)> -> a2 again",
        "question -> a4",
    ]
    assert second.heading == "Part 2"
    assert second.opening[0].lines[0].startswith("The second part of my request")
    assert outline(second.runs) == [
        "context",
        "context",
        "1. 2. 3. -> a5",
        "4. -> a6",
        "5. -> a5 again",
        "6. -> a7",
    ]


def test_the_request_is_shown_as_received() -> None:
    first, second = request_parts(RESPONSE)
    assert (first.heading, second.heading) == ("Part A – printers and copiers", "")
    assert outline(first.runs) == ["context", "1. 2. 3. 4. 5. 6. 7. 8. <(a)> <(b)>", "question"]
    assert not any(run.answer or run.unanswered for run in first.runs + second.runs)


def test_a_scope_list_is_a_list() -> None:
    scope = response_parts(RESPONSE)[1].runs[0]
    assert [item.label for item in scope.pieces[0].items] == ["1.", "2.", "3.", "4."]


def test_one_question_is_answered_plainly_and_a_group_by_its_name() -> None:
    answers = [run.answer for part in response_parts(RESPONSE) for run in part.runs if run.answer]
    assert [answer.covers for answer in answers if answer.key in {"a1", "a3", "a5"}] == [
        "questions 1–5",
        "",
        "questions 1–3 and 5",
        "questions 1–3 and 5",
    ]
    assert answers[2].disposition == "Withheld"
    assert answers[2].claims[0].anchor == "annex-31-1-a"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("It is published.", True),
        ("See the [register](https://www.example.org/contracts/scanning).", False),
        ("See the [register](https://www.example.org/contracts).", True),
    ],
)
def test_where_to_find_it_is_said_once_in_an_answer(text: str, shown: bool) -> None:
    answers = (*ANSWERS[:4], replace(ANSWERS[4], text=text), *ANSWERS[5:])
    second = response_parts(replace(RESPONSE, answers=answers))[1]
    (claim,) = [
        claim
        for run in second.runs
        if run.answer and run.answer.key == "a5" and not run.answer.again
        for claim in run.answer.claims
    ]
    assert bool(claim.where_accessible) == shown


def test_a_draft_says_what_is_not_answered_yet() -> None:
    draft = replace(RESPONSE, answers=ANSWERS[1:3])
    runs = response_parts(draft)[0].runs
    assert outline(runs)[:4] == ["context", "1. 2. 3. 4. 5. -> open", "6. -> a2", "7. -> a3"]
    assert outline(runs)[-1] == "question -> open"


def test_an_answer_without_a_disposition_is_shown_too() -> None:
    draft = replace(RESPONSE, answers=(replace(ANSWERS[0], disposition="", text=""),))
    (answer,) = [run.answer for run in response_parts(draft)[0].runs if run.answer]
    assert answer.disposition == ""
    assert statements(draft) == ()


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Contracts", "Part 2: Contracts"),
        ("Part 2 – contracts", "Part 2 – contracts"),
        ("PART TWO: contracts", "PART TWO: contracts"),
        ("Part B: contracts", "Part 2: Part B: contracts"),
        ("x" * 101, "Part 2"),
    ],
)
def test_parts_are_numbered_once(heading: str, expected: str) -> None:
    blocks = (
        block("q1", "section", "First"),
        block("q2", "question", "One?", label="1.", number="1"),
        block("q3", "section", heading, part=2),
        block("q4", "question", "Two?", label="1.", number="1", part=2),
    )
    assert response_parts(replace(RESPONSE, blocks=blocks, answers=()))[1].heading == expected


def test_a_single_heading_is_not_a_part() -> None:
    blocks = (block("q1", "section", "Printers"), block("q2", "question", "How many?"))
    (part,) = response_parts(replace(RESPONSE, blocks=blocks, answers=()))
    assert part.heading == "Printers"


def test_a_request_may_begin_without_a_heading() -> None:
    blocks = (block("q1", "question", "How many?", part=0), *BLOCKS)
    before, first, _ = response_parts(replace(RESPONSE, blocks=blocks, answers=()))
    assert (before.heading, outline(before.runs)) == ("", ["question -> open"])
    assert first.heading.startswith("Part 1")


def test_sub_questions_answered_apart_keep_their_depth() -> None:
    blocks = (
        block("q1", "question", "For each:", label="1.", number="1", stem=True),
        block("q2", "question", "a?", label="(a)", number="1(a)", level=1),
        block("q3", "question", "b?", label="(b)", number="1(b)", level=1),
    )
    answers = tuple(
        replace(ANSWERS[0], key=key, questions=(question,))
        for key, question in (("a1", "q2"), ("a2", "q3"))
    )
    (part,) = response_parts(replace(RESPONSE, blocks=blocks, answers=answers))
    assert outline(part.runs) == ["1. <(a)> -> a1", "(b) -> a2"]
    assert [run.level for run in part.runs] == [0, 1]


# --- annex ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("provision", "expected"),
    [
        ("31(1)(a)", "annex-31-1-a"),
        ("21(1)", "annex-21-1"),
        ("40(2) with 40(3A)(a)", "annex-40-2-with-40-3a-a"),
    ],
)
def test_anchors_are_stable(provision: str, expected: str) -> None:
    assert anchor(provision) == expected


def test_a_test_that_weighs_two_provisions_is_printed_once() -> None:
    shared = replace(ANNEX[0].tests[0], provisions=("31(1)(a)", "43(2)"))
    sections = annex_sections(
        replace(
            RESPONSE,
            annex=(
                replace(ANNEX[0], tests=(shared,)),
                replace(ANNEX[0], provision="43(2)", heading="Section 43(2)", tests=(shared,)),
            ),
        )
    )
    first, second = (section.tests[0] for section in sections)
    assert (first.weighed_together, first.see) == ("sections 31(1)(a) and 43(2)", "")
    assert second.see_anchor == "annex-31-1-a"


@pytest.mark.parametrize(
    ("likelihood", "says"),
    [("would", "would cause"), ("would_be_likely", "would be likely to cause"), ("", "")],
)
def test_the_likelihood_is_said_in_words(likelihood: str, says: str) -> None:
    use = replace(ANNEX[0].uses[0], likelihood=likelihood)
    (section,) = annex_sections(replace(RESPONSE, annex=(replace(ANNEX[0], uses=(use,)),)))
    assert says in section.uses[0].likelihood
    assert bool(section.uses[0].likelihood) == bool(likelihood)


@pytest.mark.parametrize("disposition", list(Disposition))
def test_every_disposition_has_its_sentence(disposition: Disposition) -> None:
    """s1(1)(a), s17(1): what is held and what is refused is said for each question."""
    answer = replace(ANSWERS[2], disposition=disposition.value)
    (sentence,) = statements(replace(RESPONSE, answers=(answer,)))
    assert "question 7 of part 1" in sentence
    if disposition.needs_claim:
        assert "section 31(1)(a)" in sentence
    if disposition is Disposition.NEITHER_CONFIRMED_NOR_DENIED:
        assert "withh" not in sentence
        assert "exempt" not in sentence
