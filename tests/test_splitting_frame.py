"""The frame of a mail: greeting, signature, footer, quoted mails; each a block of its own."""

from __future__ import annotations

import pytest

from requests_app.splitting import split
from requests_app.splitting.fallback import fall_back
from requests_app.splitting.finish import blocks_of
from requests_app.splitting.units import Unit

# What WhatDoTheyKnow prints below each request.
FOOTER = """-------------------------------------------------------------------

Please use this email address for all replies to this request:

request-123456-abcdef12@whatdotheyknow.com

Is foi@anytown.example the wrong address for Freedom of Information requests to Anytown Council?
If so, please contact us using this form:

https://www.whatdotheyknow.com/change_request/new?body=anytown

Disclaimer: This message and any reply that you make will be published on the internet.

Please note that in some cases publication of requests and responses will be delayed.

If you find this service useful as an FOI officer, please ask your web manager to link to us.

-------------------------------------------------------------------"""


def framed(text: str) -> list[tuple[str, str]]:
    """What each block is: its frame, else its kind, and its text."""
    return [(block.frame or block.kind, block.text) for block in split(text)]


def frames(text: str) -> list[str]:
    return [name for name, _ in framed(text)]


@pytest.mark.parametrize(
    "farewell",
    [
        "Much appreciated",
        "All the best,",
        "Best,",
        "Best, Robin",
        "With appreciation",
        "Speak soon",
    ],
)
def test_who_asks_stands_below_a_farewell(farewell: str) -> None:
    text = f"How many street lights do you have?\n\n{farewell}\nRobin Sample\nDirector"
    assert framed(text)[1:] == [("signature", f"{farewell}\nRobin Sample\nDirector")]


def test_best_is_no_farewell_in_what_is_asked() -> None:
    assert "signature" not in frames(
        "Please send:\n\n- Best value reviews\n- Best practice: notes\n"
    )


SIGNED = """Dear Council,

How many street lights do you have?

Cheers,
Rob

Robin Sample
Senior Reporter, The Paper
12 High Street, Town, AB1 2CD
T: 020 7946 0000"""


def test_greeting_and_signature_are_one_block_each() -> None:
    assert framed(SIGNED) == [
        ("greeting", "Dear Council,"),
        ("question", "How many street lights do you have?"),
        ("signature", SIGNED[SIGNED.index("Cheers") :]),
    ]


def test_the_footer_is_one_block() -> None:
    found = framed(f"{SIGNED}\n\n{FOOTER}")

    assert [name for name, _ in found] == ["greeting", "question", "signature", "footer"]
    assert found[-1][1] == FOOTER


@pytest.mark.parametrize("lines", [1, 40, 300])
def test_a_quoted_thread_is_one_block(lines: int) -> None:
    reply = [f"> {n}. How many are there in street {n}?\n>" for n in range(1, lines + 1)]
    thread = "\n".join(["On Mon, FOI <a@b.example> wrote:", *reply])

    assert frames(f"{SIGNED}\n\n{thread}") == ["greeting", "question", "signature", "quoted"]


@pytest.mark.parametrize(
    ("begins", "mark"),
    [("On Mon, FOI wrote:\n", "> "), ("", "> "), ("-----Original Message-----\n", "")],
)
def test_a_footer_that_was_quoted_is_of_the_thread(begins: str, mark: str) -> None:
    quoted = "\n".join(mark + line for line in FOOTER.splitlines())

    assert frames(f"{SIGNED}\n\n{begins}{quoted}")[2:] == ["signature", "quoted"]


def test_what_was_quoted_is_no_question_however_it_is_answered() -> None:
    found = framed("How many vans do you have?\n> Is it open?\nYes\nWho runs it?")

    assert ("quoted", "> Is it open?") in found


def test_a_question_is_never_frame() -> None:
    unit = Unit(0, 0, 8, None, 0, gap=True, kind="question", frame="quoted")

    assert [block.frame for block in blocks_of("How many", [unit])] == [""]


def test_frames_of_two_sorts_stay_apart_where_nothing_is_asked() -> None:
    one = Unit(0, 0, 6, None, 0, gap=True, kind="context", frame="quoted")
    other = Unit(7, 7, 10, None, 0, gap=False, inside=True, kind="context", frame="greeting")

    assert fall_back("> 1 in Hi,", [one, other]) == [one, other]


def test_replies_between_the_lines_stand_apart_from_what_is_asked() -> None:
    text = "1. How many?\n> We hold none.\nWhy is that so?\n2. How much?\n> £5\nWho agreed?"

    assert framed(text) == [
        ("question", "How many?"),
        ("quoted", "> We hold none."),
        ("question", "Why is that so?"),
        ("question", "How much?"),
        ("quoted", "> £5"),
        ("question", "Who agreed?"),
    ]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("Thank you for your help,", "Rob\n020 7946 0000"),
        ("", "Yours,\nRob"),
        ("", "Kind regards Rob"),
        ("", "Kind regards, Rob Sample (The Paper) 020 7946 0000"),
        ("", "Many thanks for your help, Rob Sample"),
        ("", "Best wishes\nRob\nHead of Policy at The Paper Ltd."),
        ("", f"Best wishes\n{'Officer for Transport and Environment, ' * 2}Better Streets\nT: 1"),
        ("", "Regards\nRob\nSent from my phone."),
        ("", "Regards\nRob\nPlease ring 020 7946 0000 after six in the evening."),
        ("I live in Oak Road.", "Name: Rob\nTelephone: 020 7946 0000"),
    ],
)
def test_who_writes_is_a_signature(above: str, below: str) -> None:
    found = framed(f"How many street lights do you have?\n\n{above}\n\n{below}")

    assert found[-1] == ("signature", below)
    assert found[1:-1] == ([("context", above)] if above else [])


@pytest.mark.parametrize(
    "told",
    [
        "Please do not share my name with the contractor.",
        "All figures should be for the financial year 2021.",
        "I look forward to hearing from you soon.",
        "If possible split the figures by ward",
        "The number of lamps",
        "[Attached, not read here: lamps.doc]",
    ],
)
def test_a_sentence_below_a_sign_off_is_no_signature(told: str) -> None:
    found = framed(f"How many street lights do you have?\n\nRegards\nRob\n{told}\nT: 020 7946 0000")

    assert found[1:] == [
        ("signature", "Regards\nRob"),
        ("context", told),
        ("signature", "T: 020 7946 0000"),
    ]


def test_what_asks_below_a_signature_is_a_question() -> None:
    text = f"{SIGNED}\n\nP.S. Could you also tell me who made the lights?"

    assert framed(text)[-1] == ("question", "P.S. Could you also tell me who made the lights?")
    assert frames(text)[-2] == "signature"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Dear Jane Clerk, I write to ask how many vans you have. Regards",
            ["greeting", "question", "signature"],
        ),
        ("Hello, I live in Oak Road now. How many vans are there?", ["greeting", "context"]),
        ("To the best of my knowledge the planning team has not replied.", ["context"]),
        ("Thank you in advance.\n\nSTAFF\n1. How many?\n2. Who?", ["signature", "context"]),
        ("Subject: Vans\nDate: 3 May 2021\nHow many vans?", ["context", "context", "question"]),
        ("From: April 2019\nTo: March 2020\nHow many vans?", ["context", "context", "question"]),
        ("From: Rob <r@x.example>\nTo: FOI\nSubject: Vans\nHow many?", ["quoted", "context"]),
    ],
)
def test_what_is_told_is_not_taken_for_the_frame(text: str, expected: list[str]) -> None:
    assert frames(text)[: len(expected)] == expected


def test_the_frame_heads_no_section() -> None:
    text = (
        "1. How many?\n2. How much?\n\nKind regards,\nRob\n\n1. How many vans?\n2. How many cars?"
    )

    found = framed(text)
    assert ("signature", "Kind regards,\nRob") in found
    assert "section" not in [name for name, _ in found]
    numbers = [block.number for block in split(text) if block.number]
    assert len(numbers) == len(set(numbers)) == 4


def test_a_mail_that_was_passed_on_is_the_request() -> None:
    text = (
        "Please deal with this.\nRegards, Jane\n\n---------- Forwarded message ---------\n"
        "From: Rob <r@x.example>\nDate: Mon\nSubject: Vans\nTo: FOI\n\n"
        "Dear Council,\n\nHow many vans do you have?\n\nRegards\nRob"
    )

    assert framed(text)[-3:] == [
        ("greeting", "Dear Council,"),
        ("question", "How many vans do you have?"),
        ("signature", "Regards\nRob"),
    ]
    assert ("signature", "Regards, Jane") in framed(text)
    assert ("context", "Subject: Vans") in framed(text)
