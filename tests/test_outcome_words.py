"""Outcomes in the words of each authority: whole, never telling what is not to be told."""

from __future__ import annotations

from pathlib import Path

import pytest

from exemptions.data_files import BrokenData
from requests_app.outcome import OutcomeCode
from requests_app.outcome_words import (
    WORDS,
    UnknownVocabulary,
    label,
    load_vocabularies,
    vocabularies,
)


@pytest.mark.parametrize("code", OutcomeCode)
def test_the_portals_own_words_are_those_of_the_outcome(code: OutcomeCode) -> None:
    assert label(code) == code.label


@pytest.mark.parametrize(
    ("vocabulary", "code", "word"),
    [
        ("tna", OutcomeCode.PARTIALLY_WITHHELD, "Some information provided"),
        ("cabinet_office", OutcomeCode.PARTIALLY_WITHHELD, "Partially withheld"),
        ("cabinet_office", OutcomeCode.NOT_HELD, "Information not held (not resolvable)"),
        ("code_2018", OutcomeCode.FULLY_WITHHELD, "Refused in full"),
        ("whatdotheyknow", OutcomeCode.GRANTED_IN_FULL, "Successful"),
        ("bank_of_england", OutcomeCode.PARTIALLY_WITHHELD, "Granted in part"),
        # Nobody saw a word for it there, so the portal's own stands in.
        ("tna", OutcomeCode.NOT_HELD, "Information not held"),
    ],
)
def test_each_vocabulary_has_its_words(vocabulary: str, code: OutcomeCode, word: str) -> None:
    assert label(code, vocabulary) == word


@pytest.mark.parametrize("vocabulary", vocabularies())
def test_a_refusal_to_confirm_gives_nothing_away(vocabulary: str) -> None:
    word = label(OutcomeCode.NEITHER_CONFIRMED_NOR_DENIED, vocabulary)
    assert word == "Neither confirmed nor denied"
    assert all(label(code, vocabulary) for code in OutcomeCode)


def test_an_unknown_vocabulary_is_told() -> None:
    with pytest.raises(UnknownVocabulary, match="“latin”"):
        label(OutcomeCode.LAPSED, "latin")


@pytest.mark.parametrize(
    ("change", "line", "says"),
    [
        (("    undecided: Not decided yet\n", ""), 5, "no word for undecided"),
        (("    lapsed: Lapsed or on hold", "    lost: x"), 34, "no outcome “lost”"),
        (
            ("    lapsed: Lapsed or on hold", "    neither_confirmed_nor_denied: Withheld"),
            34,
            "says whether information is held",
        ),
        (("  title: Bank of England\n", ""), 58, "title"),
    ],
)
def test_a_broken_file_is_told_by_line(
    tmp_path: Path, change: tuple[str, str], line: int, says: str
) -> None:
    text = WORDS.read_text()
    assert change[0] in text
    (tmp_path / "words.yaml").write_text(text.replace(*change))
    with pytest.raises(BrokenData, match=rf"words\.yaml, line {line}: .*{says}"):
        load_vocabularies(tmp_path / "words.yaml")
