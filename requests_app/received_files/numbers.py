"""Numbers as lists write them: letters and Roman numerals. Knows arithmetic only."""

from __future__ import annotations

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LARGEST = 3999


def letters(number: int) -> str:
    """a to z, then aa, bb, as Word goes on; a figure where there is no letter."""
    if not 0 < number <= 26 * 4:
        return str(number)
    times, which = divmod(number - 1, 26)
    return "abcdefghijklmnopqrstuvwxyz"[which] * (times + 1)


def roman(number: int) -> str:
    """i, ii, iii, iv; a figure where there is no numeral."""
    if not 0 < number <= _LARGEST:
        return str(number)
    written = ""
    for value, sign in _ROMAN:
        times, number = divmod(number, value)
        written += sign * times
    return written
