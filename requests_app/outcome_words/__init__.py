"""The words in which an authority publishes outcomes: data, by vocabulary. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from exemptions.data_files import DataFile, read_file
from requests_app.outcome import OutcomeCode

WORDS = Path(__file__).with_name("words.yaml")
SCHEMA = Path(__file__).with_name("words.schema.json")
DEFAULT = "portal"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """One authority's or one statistic's words; where it has none, the portal's are used."""

    name: str
    title: str
    source: str
    words: Mapping[OutcomeCode, str]


class UnknownVocabulary(LookupError):
    """There is no vocabulary of this name."""


def label(code: OutcomeCode, vocabulary: str = DEFAULT) -> str:
    """The outcome in the words of a vocabulary. Raises UnknownVocabulary."""
    known = vocabularies()
    if vocabulary not in known:
        raise UnknownVocabulary(f"There is no vocabulary of outcomes called “{vocabulary}”.")
    return known[vocabulary].words.get(code) or known[DEFAULT].words[code]


@cache
def vocabularies() -> Mapping[str, Vocabulary]:
    """Those that this program ships by name, read once."""
    return load_vocabularies(WORDS)


def load_vocabularies(path: Path = WORDS) -> Mapping[str, Vocabulary]:
    """All vocabularies of a file. Raises BrokenData."""
    file = read_file(path, SCHEMA)
    found = {name: _vocabulary(file, name) for name in file.content}
    lacking = [code for code in OutcomeCode if code not in found[DEFAULT].words]
    if lacking:
        raise file.broken([DEFAULT], f"there is no word for {', '.join(lacking)}.")
    return MappingProxyType(found)


def _vocabulary(file: DataFile, name: str) -> Vocabulary:
    entry = file.content[name]
    for code, word in entry["words"].items():
        place = [name, "words", code]
        if code not in set(OutcomeCode):
            raise file.broken(place, f"there is no outcome “{code}”.")
        if code == OutcomeCode.NEITHER_CONFIRMED_NOR_DENIED and _gives_away(word):
            raise file.broken(place, "this word says whether information is held.")
    words = {OutcomeCode(code): word for code, word in entry["words"].items()}
    return Vocabulary(name, entry["title"], entry["source"], MappingProxyType(words))


def _gives_away(word: str) -> bool:
    return any(part in word.lower() for part in ("held", "withheld", "refused", "granted"))
