"""What differs between two versions, as a reviewer reads it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from exemptions.annex import AnnexSection, Use, WeighedTest
from requests_app.comparison import MAX_WORDS, Change, Passage, compare, compare_texts
from requests_app.outcome import OutcomeCode
from requests_app.response import Outcome, RequestBlock, Response, ResponseAnswer


def question(key: str, number: str, text: str = "How many?") -> RequestBlock:
    return RequestBlock(key, "question", 0, 0, f"{number}." if number else "", number, text)


def answer(key: str, questions: tuple[str, ...], covers: str, text: str) -> ResponseAnswer:
    return ResponseAnswer(key, questions, covers, "disclosed", text, ())


LOCKS = AnnexSection(
    provision="31(1)(a)",
    heading="Section 31(1)(a): Law enforcement",
    qualified=True,
    wording="What it protects.",
    wording_version=1,
    uses=(Use("question 2", "It names the locks.", "would_be_likely", ""),),
    tests=(
        WeighedTest(
            ("31(1)(a)",), ("Openness.",), ("Burglars.",), "maintain", "Harm.", "2026-11-02"
        ),
    ),
    guidance_title="",
    guidance_url="",
)
OLD = Response(
    reference="CAS-1",
    title="Doors",
    received_on=date(2026, 10, 26),
    outcome=Outcome(
        OutcomeCode.GRANTED_IN_FULL, OutcomeCode.GRANTED_IN_FULL, "Information provided"
    ),
    blocks=(question("q1", "1"), question("q2", "2"), question("q3", "", "And the windows?")),
    answers=(
        answer("a1", ("q1",), "question 1", "We have 12 doors."),
        answer("a2", ("q2", "q3"), "question 2 and the question “And the windows?”", "Some."),
    ),
    annex=(LOCKS,),
)


def words(change: Change) -> tuple[str, str]:
    """What a change removes and what it adds."""

    def of(kind: str) -> str:
        return "".join(p.text for p in change.passages if p.kind == kind)

    return of("removed"), of("added")


def changed(**fields: object) -> dict[str, tuple[str, str]]:
    new = replace(OLD, **fields)  # type: ignore[arg-type]
    return {change.place: words(change) for change in compare(OLD, new)}


# --- responses -------------------------------------------------------------------------


def test_the_same_response_has_no_changes() -> None:
    assert compare(OLD, OLD) == ()


def test_a_changed_answer_shows_the_words_that_changed() -> None:
    first = replace(OLD.answers[0], text="We have 14 doors.")
    assert changed(answers=(first, OLD.answers[1])) == {"Answer to question 1": ("12 ", "14 ")}


def test_a_changed_disposition_shows() -> None:
    first = replace(OLD.answers[0], disposition="not_held")
    assert changed(answers=(first, OLD.answers[1])) == {
        "Answer to question 1": ("Disclosed", "Not held")
    }


def test_answers_are_paired_by_their_questions_though_keys_and_order_move() -> None:
    # One block was cut in two above them, so every key counts one more.
    blocks = (
        RequestBlock("q1", "context", 0, 0, "", "", "Please tell me:"),
        question("q2", "1"),
        question("q3", "2"),
        question("q4", "", "And the windows?"),
    )
    answers = (
        answer("a1", ("q2",), "question 1", "We have 12 doors."),
        answer("a2", ("q3", "q4"), OLD.answers[1].covers, "Some."),
    )
    assert changed(blocks=blocks, answers=answers) == {"Request": ("", "Please tell me:\n")}


def test_a_question_that_moves_to_another_answer_shows_in_both() -> None:
    both = answer("a1", ("q1", "q2"), "questions 1 and 2", "We have 12 doors.")
    windows = answer("a2", ("q3",), "the question “And the windows?”", "Some.")
    found = changed(answers=(both, windows))
    assert set(found) == {
        "Answer to questions 1 and 2",
        "Answer to the question “And the windows?”",
    }


def test_new_answers_and_removed_ones_show_whole() -> None:
    found = changed(answers=(OLD.answers[0],))
    removed, added = found[f"Answer to {OLD.answers[1].covers} (removed)"]
    assert removed.endswith("Some.")
    assert added == ""
    back = compare(replace(OLD, answers=OLD.answers[:1]), OLD)
    assert [words(change)[0] for change in back] == [""]


def test_title_outcome_date_and_annex_show() -> None:
    section = replace(LOCKS, wording="What it is for.")
    found = changed(
        title="Locks",
        received_on=date(2026, 10, 27),
        outcome=replace(OLD.outcome, label="Some information provided"),
        annex=(section,),
    )
    assert found == {
        "Title": ("Doors", "Locks"),
        "Date received": ("26 ", "27 "),
        "Outcome": ("Information ", "Some information "),
        "Annex: Section 31(1)(a): Law enforcement": ("protects.", "is for."),
    }


def test_a_section_that_goes_and_one_that_comes_show() -> None:
    assert "Annex: Section 31(1)(a): Law enforcement (removed)" in changed(annex=())
    back = compare(replace(OLD, annex=()), OLD)
    assert "Annex: Section 31(1)(a): Law enforcement" in [change.place for change in back]


def test_every_part_of_a_public_interest_test_is_compared() -> None:
    test = LOCKS.tests[0]
    for told in (
        {"for_disclosure": ("Openness and trust.",)},
        {"for_maintaining": ()},
        {"conclusion": "disclose"},
        {"reasons": "No harm."},
        {"decided_on": "2026-11-03"},
    ):
        section = replace(LOCKS, tests=(replace(test, **told),))
        assert list(changed(annex=(section,))) == ["Annex: Section 31(1)(a): Law enforcement"]


# --- texts -----------------------------------------------------------------------------

TEXTS = st.text(st.sampled_from("ab \n\t1é"), max_size=60)


def side(passages: tuple[Passage, ...], *kinds: str) -> str:
    return "".join(passage.text for passage in passages if passage.kind in kinds)


@given(TEXTS, TEXTS)
def test_no_character_is_lost(old: str, new: str) -> None:
    passages = compare_texts(old, new)
    assert side(passages, "same", "added") == new
    assert side(passages, "same", "removed") == old
    assert all(passage.text for passage in passages)


@given(TEXTS)
def test_equal_texts_have_no_differences(text: str) -> None:
    assert side(compare_texts(text, text), "added", "removed") == ""


def test_a_long_text_is_compared_by_lines() -> None:
    lines = [f"line {number} of many\n" for number in range(MAX_WORDS)]
    new = [*lines[:500], "line 500 of few\n", *lines[501:]]
    passages = compare_texts("".join(lines), "".join(new))
    assert [p.text for p in passages if p.kind == "removed"] == ["line 500 of many\n"]
    assert [p.text for p in passages if p.kind == "added"] == ["line 500 of few\n"]
