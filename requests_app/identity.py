"""Finds a requester's particulars in text that is to be published. Pure.

It errs on the side of alarm: a full name, an e-mail address, a postcode or a telephone-like
run of the address that stands anywhere in the text is reported, however it is spelt.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?)\s{0,3}(\d[A-Z]{2})\b", re.IGNORECASE)


def fold(text: str) -> str:
    """Text as compared: no case, accents or invisible signs, one kind of quote, dash and space.

    >>> fold("ZO\u00cb\u2011O\u2019Brien")
    "zoe-o'brien"
    """
    # Before the compatibility forms, which make an accent that stands alone a space.
    text = re.sub(r"[\u2018\u2019\u02bc`´]", "'", text)
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    text = "".join(sign for sign in text if unicodedata.category(sign) not in {"Mn", "Cf"})
    text = re.sub(r"[\u2010-\u2015\u2212]", "-", text)
    return re.sub(r"\s+", " ", text)


def mentions(text: str, *, name: str, email: str, postal_address: str) -> Iterator[str]:
    """What of the requester's identity the text gives away, in words an officer understands."""
    folded = fold(text)
    if _names(folded, name):
        yield "the requester’s name"
    if email and fold(email) in folded:
        yield "the requester’s e-mail address"
    postcodes = {_compact(match) for match in _POSTCODE.finditer(postal_address)}
    if any(_compact(match) in postcodes for match in _POSTCODE.finditer(text)):
        yield "the requester’s postcode"
    first_line = fold(postal_address.strip().partition("\n")[0].strip(" ,"))
    if len(first_line) > 5 and first_line in folded:
        yield "the first line of the requester’s address"


_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "dame"})


def _names(folded: str, name: str) -> bool:
    words = [word for word in fold(name).split() if word.strip(".") not in _TITLES]
    # One word alone ("Smith", "Green") is also a road, a colour and a councillor.
    if len(words) < 2:
        return False
    # A middle name may be there or not, so the first and the last must stand close together.
    first, last = re.escape(words[0]), re.escape(words[-1])
    forwards = rf"\b{first}\b(?:[ ,.]{{1,2}}[\w'-]+){{0,3}}?[ ,.]{{1,2}}{last}\b"
    backwards = rf"\b{last}, {first}\b"
    return bool(re.search(forwards, folded) or re.search(backwards, folded))


def _compact(match: re.Match[str]) -> str:
    return (match[1] + match[2]).upper()
