"""The guided steps: every way ends, every stop can be met, the answers make a readable draft."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exemptions.catalogue import catalogue
from exemptions.data_files import BrokenData
from exemptions.facts import Fact, facts
from exemptions.facts.fact import YES_NO
from exemptions.obsolete_citations import obsolete_in
from exemptions.placeholders import standing_values
from exemptions.trees import Tree, load_trees, tree_for, trees

SETTINGS = standing_values(
    public_authority="Northmere", regulator="ICO", authority_type="other", on=date(2026, 11, 26)
)
EVERY_CITE = [cite for tree in trees().values() for cite in tree.provisions]


def the_tree(cite: str) -> Tree:
    found = tree_for(cite)
    assert found is not None, cite
    return found


def values_of(fact: Fact) -> tuple[str, ...]:
    """What a person may answer: every option, or some words, days and numbers."""
    if fact.kind == "yes_no":
        return YES_NO
    if fact.kind == "choice":
        return tuple(option.value for option in fact.options)
    return {
        "date": ("2026-11-02",),
        "number": ("30", "0", "61", "400.5"),
        "url": ("https://www.example.org/",),
    }.get(fact.kind, ("some words",))


def answered(cite: str, **given: str) -> dict[str, str]:
    """Answers all the way to the end, those given and else the first that goes on."""
    tree, answers = the_tree(cite), dict[str, str]()
    while (step := tree.walk(answers, SETTINGS).next) is not None:
        name = step.fact.name
        choices = (given[name],) if name in given else values_of(step.fact)
        for value in choices:
            answers[name] = value
            if tree.walk(answers, SETTINGS).stop is None:
                break
    return answers


# --- the machinery ----------------------------------------------------------------------


def test_the_first_step_is_asked_first_and_the_next_follows() -> None:
    tree = the_tree("21")
    walk = tree.walk({})
    assert walk.next is not None
    assert walk.next.fact.name == "where_accessible"
    walk = tree.walk({"where_accessible": "the register"})
    assert walk.next is not None
    assert walk.next.fact.name == "precise_url"
    assert [step.fact.name for step in walk.done] == ["where_accessible"]
    assert walk.text == "All that this question asks for can be found here: the register."


def test_an_optional_step_may_be_left_empty_but_is_shown() -> None:
    tree = the_tree("21")
    walk = tree.walk({"where_accessible": "the register", "precise_url": ""})
    assert walk.next is not None
    assert walk.next.fact.name == "holds_this_information"


@pytest.mark.parametrize("wrong", ["", "   ", "maybe"])
def test_a_step_waits_for_a_real_answer(wrong: str) -> None:
    answers = {"where_accessible": "x", "precise_url": "", "holds_this_information": wrong}
    walk = the_tree("21").walk(answers)
    assert walk.next is not None
    assert walk.next.fact.name == "holds_this_information"


def test_a_step_is_asked_when_an_earlier_answer_calls_for_it() -> None:
    free = answered("21(1)", free_of_charge="yes")
    assert "charge" not in free
    paid = answered("21(1)", free_of_charge="no", charge="£5")
    assert the_tree("21(1)").walk(paid).text.endswith("It costs £5.")


def test_an_answer_that_is_no_longer_on_the_way_counts_for_nothing() -> None:
    answers = answered("21(1)", free_of_charge="no", charge="£5") | {"free_of_charge": "yes"}
    walk = the_tree("21(1)").walk(answers)
    assert walk.finished
    assert "£5" not in walk.text


def test_only_the_steps_of_the_limb_are_asked() -> None:
    names = {step.fact.name for step in the_tree("31(1)(a)").steps}
    assert "purpose" not in names
    assert names | {"purpose", "whose_function"} == {
        step.fact.name for step in the_tree("31(1)(g)").steps
    }


def test_what_has_no_tree_has_none() -> None:
    assert tree_for("23(1)") is None
    assert tree_for("no such thing") is None
    assert the_tree("40(2)").provisions == ("40(2) with 40(3A)(a)",)


STOPS = [
    ("21(1)", {"holds_this_information": "no"}, "not what was asked for"),
    ("21(1)", {"reachable_by_requester": "no"}, "not reasonably accessible"),
    ("40(2)", {"living": "no"}, "living person"),
    ("12(1)", {"other_activities_left_out": "no"}, "do not allow to be counted"),
    ("12(1)", {"aggregated": "yes", "aggregated_persons": "different"}, "cannot be added up"),
    ("12(1)", {"aggregated": "yes", "aggregated_similar": "no"}, "same or similar"),
    ("12(1)", {"aggregated": "yes", "aggregated_working_days": "61"}, "more than 60"),
    ("14(1)", {"about_the_request": "no"}, "not the person"),
    ("14(2)", {"same_person": "no"}, "same person"),
    ("14(2)", {"previous_complied": "no"}, "complied with"),
    ("35(1)(a)", {"policy_stage": "implementation"}, "carrying out"),
    ("35(1)(a)", {"policy_decided": "yes", "statistics_separated": "no"}, "35(2)"),
    ("41(1)", {"actionable": "no"}, "would succeed"),
]


@pytest.mark.parametrize(("cite", "given", "says"), STOPS)
def test_the_law_stops_where_it_must(cite: str, given: Mapping[str, str], says: str) -> None:
    walk = the_tree(cite).walk(answered(cite, **given), SETTINGS)
    assert walk.stop is not None
    assert says in walk.stop.because
    assert not walk.finished
    assert walk.text == ""


@pytest.mark.parametrize(
    ("kind", "hours", "stops"),
    [
        ("other", ("0", "9", "0", "9"), True),
        ("other", ("0", "9", "0", "9.01"), False),
        ("department", ("0", "9", "0", "15"), True),
        ("department", ("0.5", "9", "0", "15"), False),
    ],
)
def test_an_estimate_within_the_limit_of_the_authority_stops(
    kind: str, hours: tuple[str, str, str, str], *, stops: bool
) -> None:
    names = [f"estimate_{what}_hours" for what in ("determine", "locate", "retrieve", "extract")]
    estimate = dict(zip(names, hours, strict=True))
    settings = standing_values(
        public_authority="N", regulator="ICO", authority_type=kind, on=date(2026, 11, 26)
    )
    answers = {
        **estimate, "other_activities_left_out": "yes", "aggregated": "no",
        "estimate_basis": "640 files at 6 minutes", "refinement_advice": "ask for one year",
    }  # fmt: skip
    walk = the_tree("12(1)").walk(answers, settings)
    assert (walk.stop is not None) is stops
    assert walk.finished is not stops
    if stops:
        assert "does not exceed the limit" in walk.stop.because  # type: ignore[union-attr]


# --- what ships -------------------------------------------------------------------------


def test_the_sections_that_want_care_have_their_trees() -> None:
    sections = {catalogue()[cite].section for cite in EVERY_CITE}
    assert sections == {"12", "14", "21", "31", "35", "36", "40", "41", "43", "EIR 13"}
    limbs = {law.cite for law in catalogue().values() if law.section in ("31", "35", "36")}
    refusals = {"31(3)", "35(3)", "36(3)"}
    assert limbs - refusals <= set(EVERY_CITE)


@pytest.mark.parametrize("cite", EVERY_CITE)
def test_the_steps_ask_for_all_that_the_provision_requires(cite: str) -> None:
    asked = {step.fact.name for step in the_tree(cite).steps}
    assert asked >= set(catalogue()[cite].required_facts)
    assert all(step.help.endswith((".", "?")) for step in the_tree(cite).steps)


@pytest.mark.parametrize("cite", EVERY_CITE)
def test_no_step_is_dead(cite: str) -> None:
    """For every step there are answers with which it is asked."""
    tree = the_tree(cite)
    for step in tree.steps:
        wanted = {one.fact: one.values[0] for one in step.when}
        if step.fact.asked_when:
            wanted[step.fact.asked_when.fact] = step.fact.asked_when.values[0]
        walk = tree.walk(answered(cite, **wanted), SETTINGS)
        assert step in walk.done, step.fact.name


@pytest.mark.parametrize("cite", EVERY_CITE)
def test_a_finished_walk_makes_a_draft_without_gaps(cite: str) -> None:
    walk = the_tree(cite).walk(answered(cite), SETTINGS)
    assert walk.finished
    assert len(walk.text.split()) >= 8
    assert "{" not in walk.text
    assert not re.search(r"\.\.|,,|:\.|\s[.,;]|  ", walk.text)
    assert obsolete_in(walk.text) == ()


def test_every_sentence_of_a_draft_is_said_by_some_answers() -> None:
    for tree in trees().values():
        for sentence in tree.sentences:
            cite = sentence.only_for[0] if sentence.only_for else tree.provisions[0]
            when = {one.fact: one.values[0] for one in sentence.when}
            asked_when = {
                fact.asked_when.fact: fact.asked_when.values[0]
                for fact in facts().values()
                if fact.asked_when and f"{{{fact.name}}}" in sentence.text
            }
            text = the_tree(cite).walk(answered(cite, **(asked_when | when)), SETTINGS).text
            first_words = re.split(r"[{]", sentence.text)[0]
            assert first_words in text, sentence.text


def test_every_stop_of_a_tree_is_in_the_table() -> None:
    """Whoever adds a stop adds the case that meets it; the limit has a table of its own."""
    declared = {
        stop.because
        for tree in trees().values()
        for step in tree.steps
        for stop in step.stops
        if not stop.sum_of
    }
    met = set()
    for cite, told, _ in STOPS:
        stop = the_tree(cite).walk(answered(cite, **told), SETTINGS).stop
        met.add(stop.because if stop else "")
    assert met == declared


@given(st.data())
def test_every_way_ends(data: st.DataObject) -> None:
    """Whatever is answered, no step is asked twice and the end comes."""
    tree = the_tree(data.draw(st.sampled_from(EVERY_CITE)))
    answers: dict[str, str] = {}
    walk = tree.walk(answers, SETTINGS)
    for _ in range(len(tree.steps) + 1):
        walk = tree.walk(answers, SETTINGS)
        assert [step.fact.name for step in walk.done] == list(answers)
        if walk.next is None:
            break
        name = walk.next.fact.name
        assert name not in answers
        answers[name] = data.draw(st.sampled_from(values_of(walk.next.fact)))
    assert walk.next is None
    assert walk.finished is (walk.stop is None)
    assert bool(walk.text) is walk.finished


@given(st.text(max_size=40))
def test_what_an_officer_types_is_kept(typed: str) -> None:
    if typed.strip():
        text = the_tree("41").walk({"source_person": "A", "quality_of_confidence": typed}).text
        assert typed.strip().rstrip(" .") in text
        assert "{" not in text.replace(typed.strip().rstrip(" ."), "")


# --- what the pages ask of a tree -------------------------------------------------------


def test_an_optional_step_counts_as_shown_when_one_after_it_is_answered() -> None:
    tree = the_tree("21(1)")
    assert tree.seen({"where_accessible": "there"}) == {"where_accessible": "there"}
    assert tree.seen({"where_accessible": "there"}, "precise_url")["precise_url"] == ""
    assert tree.seen({"holds_this_information": "yes"})["precise_url"] == ""
    kept = {"precise_url": "https://www.example.org/", "reachable_reason": "by e-mail"}
    assert tree.seen(kept) == kept
    assert tree.seen({}, "where_accessible") == {}


@pytest.mark.parametrize(
    ("cite", "answers", "count"),
    [
        ("36(2)(c)", {}, 10),
        ("36(2)(c)", {"statistical_information": "yes"}, 4),
        ("36(2)(c)", {"statistical_information": "no"}, 10),
        ("21(1)", {"free_of_charge": "yes"}, 6),
        ("31(1)(a)", {"interest": "the depot"}, 5),
    ],
)
def test_the_length_of_the_way_counts_what_may_still_be_asked(
    cite: str, answers: Mapping[str, str], count: int
) -> None:
    assert the_tree(cite).about(answers) == count


@given(st.data())
def test_the_way_is_never_longer_than_was_said(data: st.DataObject) -> None:
    tree = the_tree(data.draw(st.sampled_from(EVERY_CITE)))
    answers: dict[str, str] = {}
    said = len(tree.steps)
    while (step := tree.walk(answers, SETTINGS).next) is not None:
        assert tree.about(answers) <= said
        said = tree.about(answers)
        answers[step.fact.name] = data.draw(st.sampled_from(values_of(step.fact)))
    walk = tree.walk(answers, SETTINGS)
    assert len(walk.done) <= said
    assert walk.stop or len(walk.done) == tree.about(answers)


@pytest.mark.parametrize(
    ("cite", "answers", "left"),
    [
        ("21(1)", {"free_of_charge": "yes", "charge": "£5"}, ["charge"]),
        ("21(1)", {"free_of_charge": "no", "charge": "£5"}, []),
        # Its question has not been answered yet, so nothing is known to be left over.
        ("21(1)", {"charge": "£5"}, []),
        (
            "12(1)",
            {"aggregated": "no", "aggregated_persons": "different", "estimate_basis": "a sample"},
            ["aggregated_persons"],
        ),
    ],
)
def test_what_is_not_asked_any_more_is_left_over(
    cite: str, answers: Mapping[str, str], left: list[str]
) -> None:
    assert [fact.name for fact in the_tree(cite).left_over(answers)] == left


@given(st.data())
def test_nothing_on_the_way_is_ever_left_over(data: st.DataObject) -> None:
    tree = the_tree(data.draw(st.sampled_from(EVERY_CITE)))
    answers = {
        step.fact.name: data.draw(st.sampled_from(values_of(step.fact))) for step in tree.steps
    }
    left = {fact.name for fact in tree.left_over(answers)}
    assert left.isdisjoint(step.fact.name for step in tree.walk(answers, SETTINGS).done)
    kept = {name: value for name, value in answers.items() if name not in left}
    assert tree.left_over(kept) == ()
    assert tree.walk(kept, SETTINGS) == tree.walk(answers, SETTINGS)


@pytest.mark.parametrize(
    ("cite", "text", "own"),
    [
        ("41(1)", "The information was obtained from another person.", ""),
        ("31(1)(a)", "What is at stake is the depot.", "the depot"),
        ("31(1)(a)", "What is at stake\nis the depot. It burns.", "the depot It burns."),
        ("35(1)(a)", "It was made while that policy was being formulated.", ""),
        ("31(1)(g)", "The purpose in question is this: 31(2)(a) – whether.", ""),
        ("31(1)(a)", "My own sentence.", "My own sentence."),
        ("31(1)(a)", "", ""),
    ],
)
def test_the_words_around_the_answers_are_not_the_officers(cite: str, text: str, own: str) -> None:
    assert " ".join(the_tree(cite).own_words(text).split()) == own


# --- broken files -----------------------------------------------------------------------

GOOD = """\
name: test
title: A test
provisions: [21(1)]
steps:
  - fact: free_of_charge
    help: Help.
  - fact: charge
    help: Help.
    when: {free_of_charge: ["no"]}
  - fact: reachable_by_requester
    help: Help.
    stops:
      - is: ["no"]
        because: It is so.
        consider: Do this.
draft:
  - text: "It costs {charge}."
"""


def write(folder: Path, text: str, name: str = "test.yaml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_a_good_file_is_read(tmp_path: Path) -> None:
    assert list(load_trees(write(tmp_path, GOOD))) == ["test"]


@pytest.mark.parametrize(
    ("change", "line", "says"),
    [
        (("21(1)", "21(9)"), 3, "“21(9)” is not in the catalogue"),
        (("[21(1)]", '["21"]'), 3, "“21” is not in the catalogue"),
        (("fact: reachable_by_requester", "fact: moon"), 10, "no fact “moon”"),
        (("fact: reachable_by_requester", "fact: charge"), 10, "asked twice"),
        (("fact: free_of_charge", "fact: litigation"), 5, "“privilege_kind” must be asked"),
        (("when: {free_of_charge", "when: {reachable_reason"), 9, "no step before it asks"),
        (('free_of_charge: ["no"]', 'free_of_charge: ["never"]'), 9, "“never” is no answer"),
        (('is: ["no"]', "over: 3"), 13, "is no number"),
        (('is: ["no"]', "total: {of: [charge], at_most: cost_limit}"), 13, "no number asked"),
        (("{charge}", "{harm}"), 17, "no step asks for {harm}"),
        (("{charge}", "{charge"), 17, "single brace"),
        (("because: It is so.", "because: It is so"), 14, "does not match"),
        (("    stops:", "    only_for: [31(1)(a)]\n    stops:"), 12, "does not serve 31(1)(a)"),
    ],
)
def test_a_broken_tree_is_told_by_file_and_line(
    tmp_path: Path, change: tuple[str, str], line: int, says: str
) -> None:
    assert change[0] in GOOD
    with pytest.raises(BrokenData, match=rf"test\.yaml, line {line}: ") as failure:
        load_trees(write(tmp_path, GOOD.replace(change[0], change[1], 1)))
    assert says in str(failure.value)


def test_what_is_for_the_record_is_not_drafted(tmp_path: Path) -> None:
    text = GOOD.replace("fact: charge", "fact: source_person").replace(
        "{charge}", "{source_person}"
    )
    with pytest.raises(BrokenData, match="for the record"):
        load_trees(write(tmp_path, text))


def test_a_provision_has_one_tree(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    with pytest.raises(BrokenData, match=r"twin\.yaml, line 3: 21\(1\) has a tree already"):
        load_trees(write(tmp_path, GOOD, "twin.yaml"))
