"""A pasted mail that a colleague passed on with a note: the note is its frame, no question."""

# ruff: noqa: E501  (people write long lines)

from __future__ import annotations

import pytest

from requests_app.splitting import split
from requests_app.splitting.passing import passes_on

ASKED = (
    "Dear Sir or Madam,\n\n1. How many street lights do you have?\n2. How many are LED?\n\n"
    "Regards,\nRobin\n"
)
TWO = ["How many street lights do you have?", "How many are LED?"]
HEADER = (
    "From: Robin Sample <robin@example.org>\nSent: 01 October 2026 10:00\n"
    "To: Planning <planning@northmere.example>\nSubject: Street lighting\n"
)
LETTER = (
    "From: FOI <foi@northmere.example>\nSent: 01 October 2026 10:00\nTo: Robin Sample\n"
    "Subject: Street lighting\n\nDear Robin,\n\nCould you say which streets you mean?\n"
)


def questions(text: str) -> list[str]:
    return [block.text for block in split(text) if block.kind == "question"]


@pytest.mark.parametrize(
    "note",
    [
        "Please could you log the below as an FOI?",
        "Hi,\n\nplease see below.\n\nAnna",
        "FYI",
        "Can you answer this by Friday?",
        "Another one for you.",
        "This came into the planning inbox. Can you pick it up?\n\nRegards\nJo\n01632 960000",
        "Not one for us - could you please respond to this?",
        "Hi both,\nWe have received the below. Please action.",
        "Please pass this on to the right team. Many thanks, Jo",
        "Forwarding as requested.",
        "Can you log this?\n\nThanks\n\nJo\n\n" + "This e-mail is confidential. " * 30,
    ],
    ids=lambda note: note[:30],
)
def test_a_note_that_has_no_matter_of_its_own(note: str) -> None:
    assert passes_on(note)


@pytest.mark.parametrize(
    "note",
    [
        "",
        "Thanks\nJo",
        "Thank you for your reply. How many of them are LED?",
        "Can you send me the list of contracts below £5,000?",
        "Please could you respond to this request: how many lights do you have?",
        "Please log this request. Please provide the number of lights.",
        "I look forward to hearing from you.",
        "Can you mend it? Please log this.",
        "Please log this. Can you mend the lamp?",
        "Can you deal with this?\n\nThanks\n\nP.S. Where are they?",
        "Can you deal with this?\n\nThanks\n\n" + "The lamp has been out since May. " * 120,
        (
            "Please log this request, and I do mean at once, because the lamp has been out since "
            "May, and the neighbours cannot see their own front doors when they come home at night, "
            "nor can the postman."
        ),
        "Please log this. " + "The lamp in our street was out, and nobody came to look at it. " * 5,
        "Please log this. " + "The lamp in our street has been out since May. " * 12,
    ],
    ids=lambda note: note[:30],
)
def test_a_note_that_has_one(note: str) -> None:
    assert not passes_on(note)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        (f"Please could you log the below as an FOI?\n\nJo\n\n{HEADER}\n{ASKED}", TWO),
        (f"FYI\n\n{HEADER}\nHi Jo, can you log this?\n\n{HEADER}\n{ASKED}", TWO),
        (f"Please could you log the below as an FOI?\n\n{HEADER}\nThank you.",
         ["Please could you log the below as an FOI?"]),
        (f"How many benches are there?\n\n{HEADER}\n{ASKED}", ["How many benches are there?"]),
        (f"Please could you log this as an FOI?\n\n{LETTER}", ["Please could you log this as an FOI?"]),
    ],
)  # fmt: skip
def test_a_pasted_mail_that_was_passed_on_is_the_request(text: str, asked: list[str]) -> None:
    assert questions(text) == asked
