"""The stages of the splitter, each alone: lines, labels, list items, tree, numbers."""

from __future__ import annotations

import pytest

from requests_app.splitting.block import Kind
from requests_app.splitting.items import pieces_of
from requests_app.splitting.labels import read_label
from requests_app.splitting.lines import lines_of, wrap_width
from requests_app.splitting.numbering import components, number_blocks
from requests_app.splitting.sentences import sentence_spans
from requests_app.splitting.tree import nodes_of

# --- lines --------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\v"])
def test_any_line_end_ends_a_line(end: str) -> None:
    lines = lines_of(f"one{end}{end}  two {end}three")

    assert [(line.text, line.indent, line.gap) for line in lines] == [
        ("one", 0, True),
        ("two", 2, True),
        ("three", 0, False),
    ]


def test_spans_are_those_of_the_text_passed_in() -> None:
    text = "\r\n  one\r\n\ttwo\u00a0\r\n"

    assert [text[line.start : line.end] for line in lines_of(text)] == ["one", "two"]


WRAPPED = """I am writing to ask about the bridge that the council closed in
the spring of last year after an inspection, and about the cost
of the work that has been done on it since then by the company
that was chosen by the highways committee in the summer of the
same year."""


def test_a_mail_wrapped_by_a_program_is_told_from_lines_that_a_person_ended() -> None:
    assert wrap_width(lines_of(WRAPPED)) == 63
    assert wrap_width(lines_of("The number of vans\nThe number of cars\nThe cost of each")) == 0
    assert len(pieces_of(lines_of(WRAPPED))) == 1


# --- labels -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "printed", "parts"),
    [
        ("1. What", "1.", ("1",)),
        ("1) what", "1)", ("1",)),
        ("(1) What", "(1)", ("1",)),
        ("[1] What", "[1]", ("1",)),
        ("1.What", "1.", ("1",)),
        ("01. What", "01.", ("1",)),
        ("1 - What", "1 -", ("1",)),
        ("4 What", "4", ("4",)),
        ("4What", "4", ("4",)),
        ("Q8. a. What", "Q8. a.", ("8", "a")),
        ("Q8 What", "Q8", ("8",)),
        ("Question 1: What", "Question 1:", ("1",)),
        ("Question 12", "Question 12", ("12",)),
        ("1a) What", "1a)", ("1", "a")),
        ("1a What", "1a", ("1", "a")),
        ("1(a)(ii) What", "1(a)(ii)", ("1", "a", "ii")),
        ("3.1 what", "3.1", ("3.1",)),
        ("a) what", "a)", ("a",)),
        ("(iv) what", "(iv)", ("iv",)),
        ("B. What", "B.", ("b",)),
        ("• what", "•", ()),
        ("~ what", "~", ()),
        ("A - What", "A -", ("a",)),
        ("Second. What", "Second.", ("2",)),
        ("Thirdly: what", "Thirdly:", ("3",)),
        ("- what", "-", ()),
    ],
)
def test_a_label_is_read(line: str, printed: str, parts: tuple[str, ...]) -> None:
    label = read_label(line)

    assert label is not None
    assert (label.printed, label.parts) == (printed, parts)


@pytest.mark.parametrize(
    "line",
    [
        "4 weeks",
        "1 October 2019 to 30 September 2020",
        "2019. The",
        "2013-14",
        "24/7 cover",
        "10:30 am",
        "10,000 people",
        "100% of",
        "1st of May",
        "1.1.2019",
        "i.e. this",
        "e.g. this",
        "P.S. What",
        "U.K. law",
        "3D printing",
        "-----",
        "No further",
        "",
    ],
)
def test_what_only_looks_like_a_label_is_none(line: str) -> None:
    assert read_label(line) is None


# --- list items ---------------------------------------------------------------------------


def printed_labels(text: str) -> list[str]:
    return [piece.label.printed if piece.label else "" for piece in pieces_of(lines_of(text))]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("1. a\n2. b", ["1.", "2."]),
        ("3. a\n4. b", ["3.", "4."]),
        ("1. a\n3. b", ["1.", "3."]),
        ("1. a\n17. b", ["1.", ""]),
        ("A. Smith", [""]),
        ("A. One\nB. Two", ["A.", "B."]),
        ("1 One\n2 Two", ["1", "2"]),
        ("1 Station Road\nAnytown", ["", ""]),
        ("3. a\n4How\n5. c", ["3.", "4", "5."]),
        ("1. a\n4How", ["1.", ""]),
        ("1.5 million\nwas spent", ["", ""]),
        ("c) a", [""]),
    ],
)
def test_a_label_must_have_a_place_in_a_sequence(text: str, labels: list[str]) -> None:
    assert printed_labels(text) == labels


def test_a_label_on_a_line_of_its_own_takes_the_next_paragraph() -> None:
    text = "1.\n\nHow many?\n2.\nHow much?"
    pieces = pieces_of(lines_of(text))

    assert [text[piece.body : piece.end] for piece in pieces] == ["How many?", "How much?"]


# --- tree ---------------------------------------------------------------------------------


def levels(text: str) -> list[tuple[str, int, bool]]:
    return [
        (node.piece.label.printed, node.level, node.opens)
        for node in nodes_of(pieces_of(lines_of(text)))
        if node.piece.label
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. x\na) x\nb) x\n2. x", [0, 1, 1, 0]),
        ("1. x\na. x\ni. x\nii. x\nb. x\n2. x", [0, 1, 2, 2, 1, 0]),
        ("1. x\ni. x\nii. x\n2. x\ni. x", [0, 1, 1, 0, 1]),
        ("\n".join(f"{letter}) x" for letter in "abcdefghij"), [0] * 10),
        ("1. x\n2. x\n1. x\n2. x\n3. x\n3. x", [0, 0, 1, 1, 1, 0]),
        ("1. x\n   1. x\n   2. x\n2. x", [0, 1, 1, 0]),
        ("1. x\n1) x\n2) x\n2. x", [0, 1, 1, 0]),
        ("1a) x\n1b) x\n2a) x", [0, 0, 0]),
        ("1. x\n1a) x\n1b) x\n2. x", [0, 1, 1, 0]),
        ("3. x\n3.1 x\n3.2 x\n4. x", [0, 1, 1, 0]),
        ("1. x\n2. x\n\nMore.\n\n  1. x\n  2. x", [0, 0, 0, 0]),
        ("1. x\ni) x\nii) x\n2. x\n\nOf these:\n\ni) x", [0, 1, 1, 0, 1]),
        ("a) x\nb) x\nQ1. x\nQ2. x", [0, 0, 0, 0]),
    ],
)
def test_the_level_of_each_item(text: str, expected: list[int]) -> None:
    assert [level for _, level, _ in levels(text)] == expected


def test_a_list_that_starts_again_opens_a_list() -> None:
    assert [opens for _, _, opens in levels("1. x\n2. x\nMore:\n1. x\n2. x")] == [
        True,
        False,
        True,
        False,
    ]


# --- sentences ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sentences",
    [
        ["I ask two things.", "How many?", "How much was it?"],
        ["Mr. Tester asked, e.g. Dr. Smith and No. 5 St. John's.", "Nothing else was said."],
        ["It cost £1.5 million!", "(That was in 2019.)", "Why?"],
        ["What was paid to Harker(?) Brothers?", "I ask the following:", "What is left?"],
        ["It was sold in 2019", "Please send me the deed", "How many saw it?"],
        ["Contract expiry: The date of it.", "Routes 1, 2 and 3: None"],
    ],
)
def test_sentences_end_where_a_reader_ends_them(sentences: list[str]) -> None:
    text = "  ".join(sentences)

    assert [text[begin:end] for begin, end in sentence_spans(text, 0, len(text))] == sentences


# --- numbers ------------------------------------------------------------------------------

Row = tuple[Kind, str, int]


@pytest.mark.parametrize(
    ("label", "parts"),
    [
        ("Q8. (a)", ("8", "a")),
        ("Question 12:", ("12",)),
        ("Request 3:", ("3",)),
        ("Contract 4 -", ("4",)),
        ("Fifth.", ("5",)),
        ("Thirdly:", ("3",)),
        ("(iv)", ("iv",)),
        ("3.1", ("3.1",)),
        ("007", ("7",)),
        ("•", ()),
        ("", ()),
    ],
)
def test_the_parts_of_a_label(label: str, parts: tuple[str, ...]) -> None:
    assert components(label) == parts


@pytest.mark.parametrize(
    ("rows", "numbers"),
    [
        ([("question", "1.", 0), ("question", "a)", 1), ("question", "i.", 2)], "1 1(a) 1(a)(i)"),
        ([("question", "3.", 0), ("question", "3.1", 1), ("question", "3.2", 1)], "3 3.1 3.2"),
        ([("question", "Q8. a.", 0), ("question", "b.", 0), ("question", "Q9", 0)], "8(a) 8(b) 9"),
        ([("question", "1a)", 0), ("question", "1b)", 0), ("question", "2)", 0)], "1(a) 1(b) 2"),
        ([("question", "2.", 0), ("question", "1.", 1), ("question", "2.", 1)], "2 2(1) 2(2)"),
        ([("question", "1.", 0), ("question", "1a.", 1), ("question", "b.", 1)], "1 1(a) 1(b)"),
        ([("question", "1.", 0), ("section", "", 0), ("question", "1.", 0)], "1 - 1"),
        ([("question", "1.", 0), ("context", "2.", 0), ("question", "", 0)], "1 - -"),
        ([("question", "", 0), ("question", "a)", 1), ("question", "b)", 1)], "- (a) (b)"),
        ([("question", "5", 0), ("question", "i", 1), ("question", "6", 0)], "5 5(i) 6"),
    ],
)
def test_canonical_numbers(rows: list[Row], numbers: str) -> None:
    assert [number or "-" for number in number_blocks(rows)] == numbers.split()


def test_a_restart_without_a_heading_says_which_list_it_is() -> None:
    rows: list[Row] = [("question", "1.", 0), ("question", "2.", 0)] * 3

    assert number_blocks(rows) == [
        *("1", "2", "1 (2nd list)", "2 (2nd list)", "1 (3rd list)", "2 (3rd list)")
    ]


def test_items_that_all_have_the_label_one_are_counted_on() -> None:
    assert number_blocks([("question", "1.", 0)] * 3) == ["1", "2", "3"]
