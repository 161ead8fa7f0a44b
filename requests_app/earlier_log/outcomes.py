"""What authorities call their outcomes, by the words that their logs use. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from requests_app.outcome import OutcomeCode
from requests_app.outcome_words import vocabularies

# Words of published logs that no vocabulary has, or that several vocabularies use differently:
# where something was given and something not, the cautious reading counts.
_SEEN = {
    OutcomeCode.GRANTED_IN_FULL: (
        "successful",
        "granted",
        "granted in full",
        "full disclosure",
        "fully disclosed",
        "disclosed",
        "disclosed in full",
        "fully answered",
        "all information provided",
        "all information sent",
        "information provided",
        "information supplied",
        "provided",
    ),
    OutcomeCode.PARTIALLY_WITHHELD: (
        "some information provided",
        "some information sent",
        "partially successful",
        "partly successful",
        "partially granted",
        "part granted",
        "partial disclosure",
        "partially disclosed",
        "partly disclosed",
        "disclosed in part",
        "part",
        "refused in part",
        "partially withheld",
    ),
    OutcomeCode.FULLY_WITHHELD: (
        "unsuccessful",
        "refused",
        "refused in full",
        "withheld",
        "fully withheld",
        "exempt",
        "no information provided",
        "not disclosed",
    ),
    OutcomeCode.NOT_HELD: ("not held", "information not held", "no information held"),
    OutcomeCode.S21_ONLY: (
        "already available",
        "information already available",
        "reasonably accessible",
        "otherwise accessible",
    ),
    OutcomeCode.NEITHER_CONFIRMED_NOR_DENIED: ("ncnd", "neither confirmed nor denied"),
    OutcomeCode.PROCEDURAL_REFUSAL: (
        "request refused",
        "refused on cost",
        "over the cost limit",
        "exceeds the cost limit",
        "vexatious",
        "repeated",
    ),
    OutcomeCode.LAPSED: ("lapsed", "request lapsed", "withdrawn", "closed", "clarification lapsed"),
}


@cache
def known_outcomes() -> Mapping[str, OutcomeCode]:
    """Every word that is understood, in small letters, the codes themselves included."""
    found: dict[str, OutcomeCode] = {}
    for vocabulary in vocabularies().values():
        for code, word in vocabulary.words.items():
            found.setdefault(plain(word), code)
    for code, words in _SEEN.items():
        found |= dict.fromkeys(words, code)
    found |= {code.value: code for code in OutcomeCode}
    return MappingProxyType(
        {word: code for word, code in found.items() if code is not OutcomeCode.UNDECIDED}
    )


def plain(word: str) -> str:
    """How words are compared: small letters, single spaces, without a full stop."""
    return " ".join(word.lower().replace("_", " ").split()).rstrip(" .")


def outcome_of(words: str) -> OutcomeCode | None:
    """None: nobody here knows what these words mean."""
    known = known_outcomes()
    return known.get(words.strip().lower()) or known.get(plain(words))
