"""What holds for every text: nothing is lost, order holds, numbers are unique, work is linear."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Sequence
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from requests_app.splitting import MAX_CHARACTERS, MAX_LINES, Block, TextTooLong, split
from requests_app.splitting.block import Kind
from requests_app.splitting.labels import read_label
from requests_app.splitting.marks import blanked
from requests_app.splitting.numbering import number_blocks

# Pieces of which requests are made, so that chance finds the rules and not only the noise.
FRAGMENTS = (
    *("1.", "2.", "3.", "1)", "2)", "(1)", "a)", "b)", "(a)", "i.", "ii.", "A.", "B:", "1a)"),
    *("Q1.", "Q8. a.", "Question 2", "3.1", "4How", "1 October 2019", "•", "-", "o", "*", "--"),
    *(" ", "  ", "\t", "\n", "\n\n", "\r", "\r\n", "\u2028", "\u00a0", "\x1c", "\ufeff", "e\u0301"),
    *(
        "Dear Sir,",
        "Yours faithfully,",
        "Thank you.",
        "Kind regards",
        "-------",
        ">",
        "On x wrote:",
        "Robin Sample",
        "T: 020 7946 0000",
        "From: Rob",
        "Disclaimer: this message",
    ),
    *("Please provide", "the following:", "How many?", "a copy of the plan", "If so, why?", "I"),
    *("please select one:", "Yes", "No", "including the following fields:", "Staff:", "TRAINING"),
    *("> ", "| 1 |", "|", "①", "#1", "Question One", "[1]", "Notes:", "This should include:"),
    *("https://example.org/x", "SW1A 1AA", "e.g.", "section 12", '"', "“", "[", "(", "?", ".", ":"),
)
texts = st.one_of(
    st.lists(st.sampled_from(FRAGMENTS), max_size=60).map("".join),
    st.lists(st.sampled_from(FRAGMENTS), max_size=40).map(" ".join),
    st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("\n".join),
    st.text(max_size=200),
)


def check_spans(text: str, blocks: Sequence[Block]) -> None:
    """Spans are in order, do not overlap, and leave out nothing but white space and the marks
    of quoted mail and of tables."""
    plain = blanked(text)
    assert len(plain) == len(text)
    position = 0
    for block in blocks:
        assert not plain[position : block.start].strip()
        assert block.start < block.end
        assert plain[block.start : block.end] == plain[block.start : block.end].strip()
        position = block.end
    assert not plain[position:].strip()


def check_block(text: str, block: Block) -> None:
    """A block is its label and its text, with nothing but white space between them."""
    whole = blanked(text)[block.start : block.end]
    assert whole.startswith(block.label)
    assert whole.endswith(block.text)
    between = whole[len(block.label) : len(whole) - len(block.text)]
    assert not between.strip()
    assert block.text == block.text.strip()
    if block.kind != "question":
        assert (block.label, block.number, block.stem, block.level) == ("", "", False, 0)
    assert block.kind == "context" or block.frame == ""


def check_frame(blocks: Sequence[Block]) -> None:
    """Neighbours of one sort of frame are one block."""
    for block, following in itertools.pairwise(blocks):
        assert not block.frame or block.frame != following.frame


def check_numbers(blocks: Sequence[Block]) -> None:
    """A number stands once in its section, and a stem has a deeper question after it."""
    seen: set[str] = set()
    questions = [block for block in blocks if block.kind != "context"]
    for block, following in itertools.zip_longest(questions, questions[1:]):
        seen = set() if block.kind == "section" else seen
        assert not block.number or block.number not in seen
        seen.add(block.number)
        if block.stem:
            assert following is not None
            assert following.kind == "question"
            assert following.level > block.level


@settings(max_examples=4000, deadline=None)
@given(texts)
def test_nothing_is_lost_and_order_holds(text: str) -> None:
    blocks = split(text)

    check_spans(text, blocks)
    check_numbers(blocks)
    check_frame(blocks)
    for block in blocks:
        check_block(text, block)


@settings(max_examples=1000, deadline=None)
@given(texts)
def test_the_same_text_splits_the_same_way(text: str) -> None:
    assert split(text) == split(text)


ASKS = ("How many", "What is the cost", "Who decides", "Please state the reason", "When", "Why")
sentences = st.builds("{} of item {}?".format, st.sampled_from(ASKS), st.integers(0, 99))
signs = st.sampled_from(["{}. ", "{}) ", "({}) ", "{}.\t", "Q{}. ", "Question {}: ", "{} - "])


@settings(max_examples=500, deadline=None)
@given(
    st.lists(sentences, min_size=2, max_size=30),
    signs,
    st.sampled_from(["\n", "\r\n", "\r", "\n\n"]),
    st.sampled_from(["", "Dear Council,", "Please answer these questions:"]),
    st.sampled_from(["", "Yours faithfully,", "Thank you for your help."]),
)
def test_a_numbered_list_comes_back(
    asked: list[str], sign: str, end: str, before: str, after: str
) -> None:
    items = [sign.format(number) + ask for number, ask in enumerate(asked, start=1)]
    blocks = split(end.join([before, *items, after]))

    found = [(block.number, block.text) for block in blocks if block.kind == "question"]
    assert found == [(str(number), ask) for number, ask in enumerate(asked, start=1)]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.lists(sentences, min_size=2, max_size=9), min_size=2, max_size=9),
    st.sampled_from(["{}) ", "({}) ", "{}. "]),
    st.sampled_from(["", "  ", "\t"]),
)
def test_a_lettered_list_under_each_number_comes_back(
    asked: list[list[str]], sign: str, indent: str
) -> None:
    lines: list[str] = []
    expected: list[str] = []
    for number, parts in enumerate(asked, start=1):
        lines.append(f"{number}. For site {number}, please state:")
        for letter, part in zip("abcdefghi", parts, strict=False):
            lines.append(indent + sign.format(letter) + part)
            expected.append(f"{number}({letter})")

    blocks = split("\n".join(lines))

    assert [block.number for block in blocks if not block.stem] == expected
    assert [block.number for block in blocks if block.stem] == [
        str(number) for number, _ in enumerate(asked, start=1)
    ]


kinds: st.SearchStrategy[Kind] = st.sampled_from(["section", "context", "question", "question"])
labels = st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=60), st.just(""))


@settings(max_examples=1000, deadline=None)
@given(st.lists(st.tuples(kinds, labels, st.integers(0, 4)), max_size=25))
def test_numbers_are_unique_in_a_section_whatever_an_officer_types(
    rows: list[tuple[Kind, str, int]],
) -> None:
    numbers = number_blocks(rows)

    assert len(numbers) == len(rows)
    seen: set[str] = set()
    for (kind, _, _), number in zip(rows, numbers, strict=True):
        seen = set() if kind == "section" else seen
        assert kind == "question" or number == ""
        assert not number or number not in seen
        seen.add(number)


@settings(max_examples=1000, deadline=None)
@given(st.text(max_size=40))
def test_a_label_is_the_beginning_of_its_line(line: str) -> None:
    label = read_label(line.strip())

    assert label is None or line.strip()[: label.length].strip() == label.printed


# --- how much work ------------------------------------------------------------------------


HOSTILE = {
    "one digit": "1",
    "open brackets": "(",
    "labels in one line": "1. ",
    "one long line": "word ",
    "combining marks": "\u0301",
    "full stops": ".",
    "sentences": "Why? ",
    "white space": " \t",
    "dashes": "-",
    "please": "please ",
    "conditions": "if you ",
    "quotation marks": '"',
    "empty lines": "\r\n",
    "wishes": "I would like information ",
    "quotation marks of mail": "> ",
    "bars": "|",
    "limits": "this information ",
    "lead-ins": "the following: A ",
    "labels that run on": "a1. A ",
    "fears": "so what if ",
    "lines run together": "abc.Abc ",
    "bullets in one line": "• a ",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hundred_thousand_hostile_characters_are_kept(name: str) -> None:
    unit = HOSTILE[name]
    text = "a" + unit * (100_000 // len(unit)) + "z"

    check_spans(text, split(text))


REPEATED = {
    "the same item": "1. Why?\n",
    "paragraphs that ask": "Please send me item {}.\n\n",
    "lines without a label": "line {}\n",
    "a list that starts again": "1. One {}?\n2. Two?\n",
    "three levels": "1. a{}\na. b\ni. c\nii. d\n",
    "numbers that rise": "{}. Why?\n",
    "compound labels": "{}a) Why?\n{}b) How?\n",
    "bullets": "- item {}\n",
    "headings": "A: STAFF {}\n1. Why?\n",
    "options": "1. Tick one {}\na) yes\nb) no\n",
    "lead-ins": "Please provide {}:\n",
    "quoted mail": "On {} x wrote:\n",
    "quoted lines": "> line {}\n",
    "rows of a table": "| {} | Why? | |\n",
    "items in one line": "{}. Why? ",
    "numbers met before": "3. in\n2. {}\n",
    "years": "the number in:\n2019 to {}\n",
    "forwarded mail": "Begin forwarded message\n",
    "mails quoted": "From: a\nSent: {}\n\nThe lamp is out.\n\n",
    "mail passed on": "From: a\nSent: {}\n\nCan you log this please?\n\n",
    "quotations": '"line {}\n',
    "footnotes": "[{}] see above\n",
    "hard-wrapped lines": "{} words that fill the line up to the column where it is broken\n",
}


def work(text: str) -> int:
    """How many functions, Python's and C's, are called to split a text."""
    calls = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        split(text)
    finally:
        sys.setprofile(before)
    return calls


def repeated(unit: str, times: int) -> str:
    return "".join(unit.replace("{}", str(number)) for number in range(1, times + 1))


@pytest.mark.parametrize("name", REPEATED)
def test_four_times_the_text_is_four_times_the_work(name: str) -> None:
    unit = REPEATED[name]

    assert work(repeated(unit, 800)) < 5 * work(repeated(unit, 200))


def test_work_is_counted() -> None:
    assert work("1. Why?\n2. How?") > work("") > 0


def test_a_text_too_long_is_refused_with_a_reason() -> None:
    with pytest.raises(TextTooLong, match="1,000,001 characters"):
        split("x" * (MAX_CHARACTERS + 1))
    with pytest.raises(TextTooLong, match="5,001 lines"):
        split("x\n" * (MAX_LINES + 1))
    assert split("x" * MAX_CHARACTERS)
    assert split("x\n" * MAX_LINES)
