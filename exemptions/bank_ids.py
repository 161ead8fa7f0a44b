"""Names for the usual factors, by which a test remembers where a factor came from. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from exemptions.factors import UsualFactors, factor_bank, usual_factors

_GAP = re.compile(r"\{[a-z][a-z0-9_]*\}")
LONGEST = 60


@dataclass(frozen=True, slots=True)
class BankFactor:
    """A sentence of the bank; ``side`` is disclosure or maintaining, as tests store it."""

    id: str
    side: str
    text: str


def offered(cites: Iterable[str]) -> tuple[BankFactor, ...]:
    """What is usually weighed for these qualified provisions together."""
    return tuple(_named(usual_factors(cites)))


@cache
def by_id() -> Mapping[str, BankFactor]:
    """Every factor of the bank by its name."""
    return {one.id: one for usual in factor_bank().values() for one in _named(usual)}


def id_of(text: str) -> str:
    """The name of the factor that reads so, with its gap or without; empty: there is none."""
    name = _id(text)
    return name if name in by_id() and _same(text, by_id()[name].text) else ""


def _named(usual: UsualFactors) -> Iterator[BankFactor]:
    for side, texts in (
        ("disclosure", usual.for_disclosure),
        ("maintaining", usual.for_maintaining),
    ):
        for text in texts:
            yield BankFactor(_id(text), side, text)


def _id(text: str) -> str:
    """The words of the sentence: the order of the file may change, and its sections."""
    return "-".join(_words(text))[:LONGEST].rstrip("-")


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", _GAP.sub("", text).lower())


def _same(text: str, other: str) -> bool:
    return _words(text) == _words(other)
