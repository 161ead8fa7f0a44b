"""Finds a requester's particulars in text that is to be published. Pure.

``mentions`` reports what can hardly mean anybody else: the name in full, reversed or with
initials, the e-mail address, postcode, telephone number and house of the address, however they
are spelt. ``hints`` reports what may be somebody or something else, for a person to look at.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?)\s{0,3}(\d[A-Z]{2})\b", re.IGNORECASE)
# Ten or eleven digits with what people put between them; what follows it must be no digit.
_PHONE = re.compile(r"(?<![\d+])(?:\+44|0044|0)(?:[ ()./-]{0,3}\d){9,11}(?!\d)")
# A house with its street: "12 Invented Row", "7a Low Lane".
_HOUSE = re.compile(r"\d{1,5}[a-z]?(?:-\d{1,5}[a-z]?)? [a-z][\w' .-]{3,60}")


def fold(text: str) -> str:
    """Text as compared: no case, accents or invisible signs, one kind of quote, dash and space.

    >>> fold("ZO\u00cb\u2011O\u2019Brien")
    "zoe-o'brien"
    """
    return _straight(unicodedata.normalize("NFKD", _quotes(text)).casefold())


def _quotes(text: str) -> str:
    # Before the compatibility forms, which make an accent that stands alone a space.
    return re.sub(r"[\u2018\u2019\u02bc`´]", "'", text)


def _straight(text: str) -> str:
    """What ``fold`` does, but for the case of the letters."""
    text = unicodedata.normalize("NFKD", _quotes(text))
    text = re.sub(r"[^\x00-\x7f]", lambda sign: "" if _unseen(sign[0]) else sign[0], text)
    text = re.sub(r"[\u2010-\u2015\u2212]", "-", text)
    return re.sub(r"\s+", " ", text)


def _unseen(sign: str) -> bool:
    return unicodedata.category(sign) in {"Mn", "Cf"}


def mentions(text: str, *, name: str, email: str, postal_address: str) -> Iterator[str]:
    """What of the requester's identity the text gives away, in words an officer understands."""
    folded = fold(text)
    if _names(folded, name) or _abbreviates(_straight(text), name):
        yield "the requester’s name"
    if email and fold(email) in folded:
        yield "the requester’s e-mail address"
    postcodes = {_compact(match) for match in _POSTCODE.finditer(postal_address)}
    if any(_compact(match) in postcodes for match in _POSTCODE.finditer(text)):
        yield "the requester’s postcode"
    if any(_stands_in(folded, house) for house in _houses(postal_address)):
        yield "the first line of the requester’s address"
    if _phones(folded) & _phones(fold(postal_address)):
        yield "the requester’s telephone number"


def hints(text: str, *, name: str, email: str) -> Iterator[str]:
    """What may mean the requester: the surname alone, the e-mail address without its host."""
    words = _words(name)
    if words and not _names(fold(text), name) and _surname_alone(_straight(text), words[-1]):
        yield "the requester’s surname" if len(words) > 1 else "the requester’s name"
    mailbox, _, host = fold(email).partition("@")
    # "john" is anybody; "j.smith" and "smith1970" are not.
    telling = len(mailbox) > 5 and re.search(r"[\d._-]", mailbox)
    folded = fold(text)
    alone = telling and host and f"{mailbox}@{host}" not in folded
    if alone and re.search(rf"(?<![\w.-]){re.escape(mailbox)}(?![\w-])", folded):
        yield "the requester’s e-mail address without its host"


# --- names -----------------------------------------------------------------------------

_TITLES = frozenset(
    {"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "dame", "cllr"}
)
_LETTERS = frozenset(
    {"mp", "msp", "cbe", "obe", "mbe", "kc", "qc", "phd", "md", "ba", "bsc", "ma", "msc"}
    | {"jr", "jnr", "sr", "snr", "esq"}
)
# After one of these a name is a place, a colour or a document: "Green Lane", "a Green Paper".
_NOT_A_PERSON = (
    "avenue|belt|bin|bins|bridge|close|common|council|court|crescent|drive|farm|gardens|hall|"
    "hill|hospital|house|lane|paper|papers|park|party|place|road|school|square|street|way"
)


def _words(name: str) -> list[str]:
    """The words of a name, the surname last, without titles, letters after it and brackets:
    "Quillfeather, Dr Zebedee" and "Zebedee Quillfeather OBE (he/him)" are the same two."""
    folded = re.sub(r"\(.*?\)", " ", fold(name)).strip()
    surname = re.fullmatch(r"([\w'-]+), ?([^,]+)", folded)
    if surname and surname[2].strip(". ") not in _LETTERS:
        folded = f"{surname[2]} {surname[1]}"
    words = [word.strip(",") for word in folded.split()]
    return [word for word in words if word.strip(".") not in {"", *_TITLES, *_LETTERS}]


def _names(folded: str, name: str) -> bool:
    words = _words(name)
    # One word alone ("Smith", "Green") is also a road, a colour and a councillor.
    if len(words) < 2:
        return False
    # A middle name may be there or not, so the first and the last must stand close together.
    first, last = re.escape(words[0]), re.escape(words[-1])
    between = r"[ ,.\"\u201c\u201d()]{1,3}"
    forwards = rf"\b{first}\b(?:{between}[\w'-]+){{0,3}}?{between}{last}\b"
    backwards = rf"\b{last},? {first}\b"
    return bool(re.search(forwards, folded) or re.search(backwards, folded))


def _abbreviates(text: str, name: str) -> bool:
    """Whether "Z. Quillfeather", "ZA Quillfeather" or "Quillfeather, Z." stands in the text.

    An A or an I alone is a word as well, so those need their full stop.
    """
    words = _words(name)
    if len(words) < 2 or not words[0][0].isalpha():
        return False
    initial, last = re.escape(words[0][0].upper()), _capitalised(words[-1])
    stop = r"\." if initial in {"A", "I"} else r"\.?"
    more = r"(?: ?[A-Z]\.?){0,2}"
    forwards = rf"(?<![\w'.-]){initial}(?:{stop}|[A-Z]){more} {last}"
    backwards = rf"{last}, {initial}(?:{stop}|[A-Z]){more}(?![\w'])"
    return bool(re.search(forwards, text) or re.search(backwards, text))


def _surname_alone(text: str, last: str) -> bool:
    """Whether the surname stands in the text as a name does: with a capital, and not as a place
    or as the first word of a sentence that the text elsewhere has without a capital."""
    if len(last.strip(".")) < 2:
        return False
    ordinary = re.search(rf"(?<![\w'-]){re.escape(last)}(?![\w'-])", text) is not None
    found = re.finditer(rf"{_capitalised(last)}(?! (?i:{_NOT_A_PERSON})\b)", text)
    return any(not (ordinary and _begins_sentence(text, match.start())) for match in found)


def _begins_sentence(text: str, at: int) -> bool:
    before = text[max(0, at - 8) : at].rstrip(" \"'(")
    return not before or before[-1] in ".!?:;|"


def _capitalised(word: str) -> str:
    """A pattern for a folded word with a capital, in small letters or in capitals throughout,
    as a whole; "Quillfeather's" is it too, "Quillfeather-Smith" is not."""
    first, rest = re.escape(word[0].upper()), re.escape(word[1:])
    return rf"(?<![\w'-]){first}(?i:{rest})(?!\w|-\w|'(?!s\b)\w)"


# --- addresses -------------------------------------------------------------------------


def _houses(postal_address: str) -> set[str]:
    """The first line, and the house with its street if that stands further in."""
    lines = [fold(line).strip(" ,") for line in postal_address.strip().splitlines()[:3]]
    pieces = [piece.strip() for line in lines for piece in line.split(",")]
    return {
        found
        for found in (*lines[:1], *(piece for piece in pieces if _HOUSE.fullmatch(piece)))
        if len(found) > 5 and re.search(r"[a-z]", found)
    }


def _stands_in(folded: str, words: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", folded) is not None


def _phones(folded: str) -> set[str]:
    """The telephone numbers in a text as digits: "+44 (0)1632 960 123" is "01632960123"."""
    digits = (re.sub(r"\D", "", match[0]) for match in _PHONE.finditer(folded))
    return {"0" + re.sub(r"^(?:0044|44|0)0?", "", number) for number in digits}


def _compact(match: re.Match[str]) -> str:
    return (match[1] + match[2]).upper()
