"""The short ways of a telephone, spelt out: "pls can u", "im after", "id like".

Knows a sentence in lower case, and nothing of what it does.
"""

from __future__ import annotations

import re

_HASTY = re.compile(
    r"(?P<please>\b(?:pl[sz]|plse|pleas|plesae)\b\.?|\bplease(?:[.,!…]+(?= (?:just|can|could"
    r"|send|provide)\b)))"
    r"|(?P<you>(?<=\bcan |\bcud )u\b|(?<=\bcould |\bwould )u\b)"
    r"|(?P<am>\bim\b(?= (?:after|asking|looking|requesting|trying|writing|interested|not|also"
    r"|a)\b))"
    r"|(?P<would>(?:^|(?<=, )|(?<=and )|(?<=so ))id (?=(?:also |really |just )?(?:like|love|be"
    r"|appreciate|want|prefer)\b))"
    r"|(?P<have>\bive\b)|(?P<it>\bitd\b)"
)
_PLEASE = (" pls", " plz", " plse", " plesae", " pleas ", "please.", "please,", "please!")
_MARKS = (*_PLEASE, " u ", " im ", " id ", " ive ", " itd ")
_SPELT_OUT = {
    "please": "please",
    "you": "you",
    "am": "i'm",
    "would": "i'd ",
    "have": "i've",
    "it": "it'd",
}


def spelt_out(sentence: str) -> str:
    """The sentence in the words that rules look for."""
    # Hardly a sentence has one: a search for each expression would cost more than all the rules.
    padded = f" {sentence} "
    if not any(mark in padded for mark in _MARKS):
        return sentence
    return _HASTY.sub(lambda found: _SPELT_OUT[found.lastgroup or ""], sentence)
