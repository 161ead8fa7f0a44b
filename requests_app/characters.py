"""The characters people's words are kept in, whoever brings them: a form, a file, a log. Pure.

Two texts that look the same are the same (NFC), and nothing stands in a text that shows nothing.
What would change the words if it were taken out stays, for whoever checks to refuse: overrides
of direction, control characters, private use. A request is the record of what somebody sent, so
it is kept as it came; only what is printed of it is made ``printable``.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby

# No writing has letters with more; hundreds hang a layout engine.
COMBINING_RUN = 8
# UAX #15, Stream-Safe Text Format. Sorting a longer run takes time with its square.
_LONGEST_SORTED_RUN = 30

# Overrides and isolates make text read differently from what is stored; surrogates, private
# use and control characters print as nothing or as an empty box.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069"
    "\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\U000f0000-\U0010ffff]"
)


def _ranges(characters: list[int]) -> str:
    """Code points in order as they stand in a set of a pattern."""
    runs = [
        [code for _, code in run]
        for _, run in groupby(enumerate(characters), lambda pair: pair[1] - pair[0])
    ]
    return "".join(f"{chr(run[0])}-{chr(run[-1])}" for run in runs)


# By category, not by class of combining: the vowel signs of Thai stack and are of class 0.
_MARKS = _ranges(
    [
        code
        for code in (*range(0x300, 0x1F000), *range(0xE0100, 0xE01F0))
        if unicodedata.category(chr(code)) in {"Mn", "Me"}
    ]
)
TOO_MANY_MARKS = re.compile(f"[{_MARKS}]{{{COMBINING_RUN + 1},}}")
_UNSORTABLE = re.compile(f"[{_MARKS}]{{{_LONGEST_SORTED_RUN + 1}}}")

# What ends a line somewhere: Word writes a vertical tab, old mainframes NEL.
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# The flags of England, Scotland and Wales are a black flag and letters that show nothing.
_BLACK_FLAG = "\U0001f3f4"
_FLAG = f"{_BLACK_FLAG}[\U000e0030-\U000e0039\U000e0061-\U000e007a]{{1,6}}\U000e007f"
# All of category Cf but the signs that are drawn (Arabic number signs), the joiners, the override.
_SHOWING_NOTHING = (
    "[\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202d\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001-\U000e007f]"
)
_HIDDEN = re.compile(_SHOWING_NOTHING)
_HIDDEN_OUTSIDE_FLAGS = re.compile(f"({_FLAG})|{_SHOWING_NOTHING}")
# Joiners shape a letter of Arabic or an Indic script, and join the parts of an emoji.
_STRAY_JOINER = re.compile(
    "(?<![\u0590-\u1cff\u2190-\u2bff\ua800-\uabff\ufe0f\U00010a00-\U00011fff"
    "\U0001f000-\U0001faff])[\u200c\u200d]"
)
# What Word's Symbol and Wingdings draw as bullets is private use to everybody else.
_BULLETS = re.compile("[\uf0b7\uf0a7\uf0d8\uf076\uf0fc]")


def kept(text: str) -> str:
    """The text as it is stored: NFC, LF as the end of a line, no character that shows nothing.

    >>> kept("Cafe\\u0301\\r\\n\\ufeffco\\xadope\\u200brate")
    'Café\\ncooperate'
    """
    shown = _STRAY_JOINER.sub("", _shown(text))
    return shown if _UNSORTABLE.search(shown) else unicodedata.normalize("NFC", shown)


def kept_line(text: str) -> str:
    """The same of a text of one line: an end of a line or a tab in it is a space."""
    return re.sub("[\n\t]", " ", kept(text))


def printable(text: str) -> str:
    """What is printed of a text that nobody here may change: it can neither hang nor deceive.

    >>> printable("Pay \\u202eOOOL\\x00 o" + "\\u0301" * 9)
    'Pay OOOL ó́́́́́́́́'
    """
    shown = _STRAY_JOINER.sub("", FORBIDDEN.sub("", _shown(text)))
    # What is taken out brings marks together, so they are counted after it.
    capped = TOO_MANY_MARKS.sub(lambda run: run[0][:COMBINING_RUN], shown)
    return unicodedata.normalize("NFC", capped)


def _shown(text: str) -> str:
    text = _BULLETS.sub("•", _LINE_ENDS.sub("\n", text))
    if _BLACK_FLAG in text:
        return _HIDDEN_OUTSIDE_FLAGS.sub(lambda found: found[1] or "", text)
    return _HIDDEN.sub("", text)


# --- told to people -----------------------------------------------------------------------


def code_and_name(character: str) -> str:
    """ "U+202E (right-to-left override)"; a character without a name has its code alone."""
    name = unicodedata.name(character, "")
    return f"U+{ord(character):04X}{f' ({name.lower()})' if name else ''}"


def shown_and_named(character: str) -> str:
    """ "“中” (U+4E2D, cjk unified ideograph-4e2d)"."""
    name = unicodedata.name(character, "no name")
    return f"“{character}” (U+{ord(character):04X}, {name.lower()})"


def named_one_by_one(characters: str, *, most: int) -> str:
    """The first of them as ``shown_and_named``, then how many more there are."""
    named = "; ".join(map(shown_and_named, characters[:most]))
    more = len(characters) - most
    return f"{named}; and {more} more" if more > 0 else named


def words_before(text: str, place: int) -> str:
    """The words that lead to a place in a text, by which people find it."""
    words = " ".join(FORBIDDEN.sub("", text[max(0, place - 40) : place]).split())
    return words[-30:] or "the beginning"
