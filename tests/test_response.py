"""The compiled response: one text for one value, and how it names and orders its questions."""

from __future__ import annotations

import dataclasses
import json
import unicodedata
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exemptions.annex import AnnexSection, Use, WeighedTest
from exemptions.cost import CostEstimate, EstimateLine
from requests_app.outcome import Disposition, OutcomeCode
from requests_app.response import (
    BlockKind,
    CitedProvision,
    Outcome,
    RequestBlock,
    Response,
    ResponseAnswer,
    UnreadableResponse,
    canonical_json,
    digest,
    from_json,
    join_words,
    name_questions,
    reading_order,
    texts_of,
)


def block(
    key: str, number: str = "", *, part: int = 0, text: str = "What?", kind: BlockKind = "question"
) -> RequestBlock:
    label = f"{number}." if number else ""
    return RequestBlock(key, kind, part, 0, label, number, text)


def answer(key: str, *questions: str, text: str = "Nine.") -> ResponseAnswer:
    return ResponseAnswer(key, questions, "covers", Disposition.DISCLOSED, text, ())


def response(blocks: list[RequestBlock], answers: list[ResponseAnswer]) -> Response:
    outcome = Outcome(OutcomeCode.GRANTED_IN_FULL, OutcomeCode.GRANTED_IN_FULL, "Given")
    return Response(
        "REF-1", "Bins", date(2026, 5, 4), outcome, tuple(blocks), tuple(answers), annex=()
    )


# --- canonical form -----------------------------------------------------------------------

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
DATES = st.dates(date(2005, 1, 1), date(2100, 1, 1))
CLAIMS = st.builds(CitedProvision, TEXTS, TEXTS, TEXTS, TEXTS, TEXTS)
TESTS = st.builds(
    WeighedTest,
    provisions=st.lists(TEXTS, max_size=2).map(tuple),
    for_disclosure=st.lists(TEXTS, max_size=2).map(tuple),
    for_maintaining=st.lists(TEXTS, max_size=2).map(tuple),
)
SECTIONS = st.builds(
    AnnexSection,
    uses=st.lists(st.builds(Use, TEXTS, TEXTS, TEXTS, TEXTS), max_size=2).map(tuple),
    tests=st.lists(TESTS, max_size=2).map(tuple),
)
RESPONSES = st.builds(
    Response,
    reference=TEXTS,
    title=TEXTS,
    received_on=DATES,
    blocks=st.lists(st.builds(RequestBlock, text=TEXTS), max_size=3).map(tuple),
    answers=st.lists(
        st.builds(
            ResponseAnswer,
            questions=st.lists(TEXTS, max_size=2).map(tuple),
            claims=st.lists(CLAIMS, max_size=2).map(tuple),
            text=TEXTS,
        ),
        max_size=3,
    ).map(tuple),
    annex=st.lists(SECTIONS, max_size=2).map(tuple),
)


@given(RESPONSES)
def test_stored_response_is_read_as_it_was_written(value: Response) -> None:
    stored = canonical_json(value)
    assert canonical_json(from_json(stored)) == stored
    if unicodedata.is_normalized("NFC", repr(value)):
        assert from_json(stored) == value


@given(RESPONSES, TEXTS)
def test_any_change_changes_the_digest(value: Response, title: str) -> None:
    other = replace(value, title=title)
    same = canonical_json(other) == canonical_json(value)
    assert same == (digest(canonical_json(other)) == digest(canonical_json(value)))
    composed = [unicodedata.normalize("NFC", each) for each in (title, value.title)]
    assert same == (composed[0] == composed[1])


def test_canonical_text_is_fixed() -> None:
    """A change here makes every stored digest a thing of the past: it needs a new SCHEMA."""
    value = response(
        [block("q1", "1")], [answer("a1", "q1", text="Caf\N{COMBINING ACUTE ACCENT}e")]
    )
    assert canonical_json(value) == (
        '{"annex":[],"answers":[{"claims":[],"covers":"covers","disposition":"disclosed",'
        '"key":"a1","questions":["q1"],"text":"Caf\u0301e"}],"blocks":[{"key":"q1",'
        '"kind":"question","label":"1.","level":0,"number":"1","part":0,"stem":false,'
        '"text":"What?"}],"outcome":{"code":"granted_in_full","derived":"granted_in_full",'
        '"label":"Given"},"received_on":"2026-05-04","reference":"REF-1","schema":1,'
        '"title":"Bins"}'
    )
    assert digest(canonical_json(value)) == (
        "c51c3599e3196453b43451d0771d66e744e545636828f28f04908a010ebfb72e"
    )


def test_two_ways_of_typing_an_accent_have_one_digest() -> None:
    typed = [
        response([block("q1")], [answer("a1", "q1", text=text)])
        for text in ("Caf\xe9", "Cafe\u0301")
    ]
    assert typed[0] != typed[1]
    assert digest(canonical_json(typed[0])) == digest(canonical_json(typed[1]))


@pytest.mark.parametrize(
    "stored",
    [
        "",
        "[]",
        "{}",
        '{"schema": 2}',
        '{"schema": 1}',
        canonical_json(response([], [])).replace("granted_in_full", "granted"),
        canonical_json(response([], [])).replace("2026-05-04", "yesterday"),
        canonical_json(response([block("q1")], [])).replace('"stem"', '"trunk"'),
    ],
)
def test_strange_text_is_unreadable(stored: str) -> None:
    with pytest.raises(UnreadableResponse):
        from_json(stored)


@given(RESPONSES)
def test_every_text_is_searched(value: Response) -> None:
    stored = canonical_json(value)
    found = list(texts_of(stored))
    assert sorted(found) == sorted(strings_in(json.loads(stored)))


def strings_in(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    inside = list(value.values()) if isinstance(value, dict) else value
    return (
        [text for item in inside for text in strings_in(item)] if isinstance(inside, list) else []
    )


def test_no_field_of_a_response_can_hold_a_requester() -> None:
    """By construction: a new field anywhere in the value must be looked at here."""
    names = {
        f"{part.__name__}.{field.name}"
        for part in (
            *(Response, Outcome, RequestBlock, ResponseAnswer, CitedProvision),
            *(AnnexSection, Use, WeighedTest, CostEstimate, EstimateLine),
        )
        for field in dataclasses.fields(part)
    }
    assert {name.partition(".")[2] for name in names} == {
        *("reference", "title", "received_on", "outcome", "blocks", "answers", "annex"),
        *("code", "derived", "label", "key", "kind", "part", "level", "number", "text", "stem"),
        *("questions", "covers", "disposition", "claims", "provision", "heading", "reason"),
        *("likelihood", "where_accessible", "qualified", "wording", "wording_version", "uses"),
        *("tests", "guidance_title", "guidance_url", "provisions", "for_disclosure"),
        *("for_maintaining", "conclusion", "reasons", "decided_on", "regime", "estimate"),
        *("lines", "activity", "hours", "rate", "cost", "limit"),
    }


# --- how questions are named ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("numbers", "named"),
    [
        ([], ""),
        (["7"], "question 7"),
        (["1", "2"], "questions 1 and 2"),
        (["1", "2", "3"], "questions 1–3"),
        (["1", "2", "3", "5"], "questions 1–3 and 5"),
        (["1", "3", "5"], "questions 1, 3 and 5"),
        (["9", "10", "11"], "questions 9–11"),
        (["1(a)", "1(b)", "1(c)"], "questions 1(a), 1(b) and 1(c)"),
        (["1", "2(a)", "3"], "questions 1, 2(a) and 3"),
        (["3", "2", "1"], "questions 3, 2 and 1"),
    ],
)
def test_questions_are_named(numbers: list[str], named: str) -> None:
    assert name_questions([block(f"q{n}", n) for n in numbers]) == named


def test_question_without_number_is_named_by_its_words() -> None:
    prompt = block("q9", text="Please add any further comments you have,\n about any of the bins.")
    assert name_questions([prompt]) == (
        "the question “Please add any further comments you have, about any of the…”"
    )
    assert name_questions([block("q1", "1"), prompt]).startswith(
        "question 1 and the question “Please"
    )


def test_part_is_named_where_numbering_restarts() -> None:
    questions = [block("q1", "1", part=1), block("q2", "1", part=2), block("q3", "2", part=2)]
    assert name_questions(questions, several_parts=True) == (
        "question 1 of part 1 and questions 1 and 2 of part 2"
    )
    before = block("q0", "1", part=0)
    assert name_questions([before], several_parts=True) == "question 1"


@pytest.mark.parametrize(
    ("words", "joined"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), ("abc", "a, b and c")]
)
def test_words_are_joined(words: list[str], joined: str) -> None:
    assert join_words(words) == joined


# --- in what order a reader meets them -------------------------------------------------------


def steps(value: Response) -> list[str]:
    """ "q3" for a block, "q3+a1" where an answer follows it, "q5^a1" where it is pointed back."""
    return [
        step.block.key + (f"{'^' if step.again else '+'}{step.answer.key}" if step.answer else "")
        for step in reading_order(value)
    ]


@pytest.mark.parametrize(
    ("blocks", "answers", "order"),
    [
        ("q1 q2", {"a1": "q1", "a2": "q2"}, "q1+a1 q2+a2"),
        ("q1 q2 q3", {"a1": "q1 q2 q3"}, "q1 q2 q3+a1"),
        ("q1 q2 q3 q4 q5", {"a1": "q1 q2 q3 q5", "a2": "q4"}, "q1 q2 q3+a1 q4+a2 q5^a1"),
        ("h1 q1 c1 q2 h2 q3", {"a1": "q1 q2", "a2": "q3"}, "h1 q1 c1 q2+a1 h2 q3+a2"),
        ("q1 q2", {"a1": "q2"}, "q1 q2+a1"),
        ("c1", {}, "c1"),
    ],
)
def test_answer_follows_the_first_run_of_its_questions(
    blocks: str, answers: dict[str, str], order: str
) -> None:
    kinds: dict[str, BlockKind] = {"q": "question", "h": "section", "c": "context"}
    value = response(
        [block(key, kind=kinds[key[0]]) for key in blocks.split()],
        [answer(key, *questions.split()) for key, questions in answers.items()],
    )
    assert steps(value) == order.split()


@given(st.lists(st.integers(0, 3), max_size=12))
def test_every_block_is_met_once_and_every_answer_given_once(groups: list[int]) -> None:
    """``groups`` says which answer each question has."""
    questions = [block(f"q{n}") for n in range(len(groups))]
    answers = [
        answer(f"a{group}", *(f"q{n}" for n, one in enumerate(groups) if one == group))
        for group in sorted(set(groups))
    ]
    met = list(reading_order(response(questions, answers)))
    assert [step.block for step in met] == questions
    given_in_full = [step.answer.key for step in met if step.answer and not step.again]
    assert sorted(given_in_full) == [each.key for each in answers]


def test_a_stem_takes_no_answer() -> None:
    stem = replace(block("q1", "1"), stem=True)
    value = response([stem, block("q2", "1(a)")], [answer("a1", "q2")])
    assert steps(value) == ["q1", "q2+a1"]
    assert not stem.answerable
