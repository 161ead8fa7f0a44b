"""What a page showed of words that several people edit, as digests. Pure.

The page carries them in its form. So whoever saves second is told what stands there now, and what
they left as they saw it overwrites nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

Digests = Mapping[str, str]


def digest_of_words(text: str) -> str:
    """What a page remembers of the words that stood there when it was made."""
    return hashlib.sha256(text.encode()).hexdigest()


def digests_of(told: Mapping[str, str]) -> dict[str, str]:
    return {name: digest_of_words(text) for name, text in told.items()}


def changed_here(mine: Mapping[str, str], seen: Digests) -> dict[str, str]:
    """Of ``mine`` what differs from what the page showed, or was not on it."""
    return {name: text for name, text in mine.items() if seen.get(name) != digest_of_words(text)}


def met(mine: Mapping[str, str], now: Mapping[str, str], seen: Digests) -> list[str]:
    """The names of what was changed here and, since the page was made, elsewhere to other words.

    What is not among ``seen`` was not on the page and meets nothing.
    """
    return [
        name
        for name, text in changed_here(mine, seen).items()
        if name in seen
        and seen[name] != digest_of_words(now.get(name, ""))
        and text != now.get(name, "")
    ]
