"""Measures work on a machine that others use: processor time, pair by pair, as ratios.

A neighbour slows both halves of a pair alike, so their ratio stands where seconds do not.
"""

from __future__ import annotations

import os
import resource
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median, quantiles


@dataclass(frozen=True, slots=True)
class Ratio:
    """The median of the pairs, with the first and third quartile."""

    middle: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.middle:.2f} ({self.low:.2f}–{self.high:.2f})"


@dataclass(frozen=True, slots=True)
class Spent:
    """Processor seconds and the most memory of a child, in MiB."""

    seconds: float
    memory: float


def processor_seconds() -> float:
    """Of this process and of its children that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def seconds_of(work: Callable[[], object]) -> float:
    before = processor_seconds()
    work()
    return processor_seconds() - before


def own_seconds_of(work: Callable[[], object]) -> float:
    """Without what its children take."""
    before = resource.getrusage(resource.RUSAGE_SELF)
    work()
    after = resource.getrusage(resource.RUSAGE_SELF)
    return (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)


def compare(one: Callable[[], object], other: Callable[[], object], *, pairs: int) -> Ratio:
    """``one`` ÷ ``other``; which goes first changes from pair to pair."""
    return spread([_pair(one, other, swapped=bool(number % 2)) for number in range(pairs)])


def _pair(one: Callable[[], object], other: Callable[[], object], *, swapped: bool) -> float:
    if swapped:
        below, above = seconds_of(other), seconds_of(one)
    else:
        above, below = seconds_of(one), seconds_of(other)
    return above / below


def spread(values: list[float]) -> Ratio:
    low, _, high = quantiles(values, n=4) if len(values) > 1 else (values[0],) * 3
    return Ratio(median(values), low, high)


def in_a_child(work: Callable[[], object]) -> Spent:
    """What ``work`` takes in a fork of this process. Raises RuntimeError if it fails."""
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException:  # noqa: BLE001 - whatever happens, this process must not live on
            os._exit(1)
        os._exit(0)
    _, status, used = os.wait4(child, 0)
    if status:
        raise RuntimeError("The work failed in its child.")
    return Spent(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
