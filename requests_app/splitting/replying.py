"""Whether a sentence is about the reply: its form, its time, who gives it, the law behind it.

Knows a sentence in lower case, and nothing of what else it may do.
"""

from __future__ import annotations

import re

from requests_app.splitting import handling, limits, things, words
from requests_app.splitting.vocabulary import AROUND, REPLYING

_WORD = re.compile(r"[a-z]{2,}")
_MATTER = 2
# An aside, and what stands for a name that was taken out: "[redacted]".
ASIDE = re.compile(r"\([^()]{0,400}\)|\[[^\[\]]{0,40}\]")
# "Under the Act, please promptly provide ...".
_LAWFULLY = re.compile(
    r"^(?:(?:under|pursuant to|in accordance with|by way of|in line with) [^,]{0,120}, "
    r"(?=please|can|could|i\b))|(?<=\bplease )\w+ly "
    r"|\b(?:in response to|as part of|under) this (?:foi |formal )?request "
)
_OF = re.compile(r"of (?:the|these|those|all)\b[^,]{0,80}, ")
_TO_ME = re.compile(rf"^({words.GIVE})(?: for| to)? (?:me|us)(?: with)?\b")
_IF_SO_SEND = re.compile(r"if (?:so|there (?:is|was|were|are)),? .*\b(?:it|them|one|these|those)\b")
_TO_SOMEBODY = re.compile(r"\b(?:you|your|i|we|me|us|please)\b")
_FEWEST = 6  # "Will you help?" could be about anything


def is_address(sentence: str) -> bool:
    """A telephone number, or a line with commas and a postcode."""
    if handling.ADDRESSES.match(sentence):
        return True
    if "," not in sentence or sentence.endswith("?") or words.INTERROGATIVE.match(sentence):
        return False
    return bool(handling.POSTCODE.search(sentence))


def is_handling(sentence: str) -> bool:
    """Whether it is about the reply: its form, its time, who gives it, the law behind it."""
    bare = handling.PREFACE.sub("", sentence.lstrip("([*"), count=1)
    if handling.THEIR_PLANS.match(bare):
        return False
    if handling.HANDLING_CONDITION.match(bare) and not handling.ALSO_WANTED.search(bare):
        return True
    if limits.FORMAT_FIRST.match(sentence) or handling.DENIES.search(sentence):
        return True
    if words.WH_QUESTION.match(sentence):
        return False
    if (
        handling.FORMAT.search(ASIDE.sub("", sentence))
        and handling.REPLY_OBJECT.search(sentence)
        and not words.ASKS_TO_KNOW.search(sentence)
    ):
        return True
    if not handling.ABOUT_REPLY.search(ASIDE.sub("", bare) or bare):
        return False
    if words.ASKS_TO_KNOW.search(sentence):
        return False
    return not _names_matter(sentence)


def _names_matter(sentence: str) -> bool:
    """Whether it asks for a thing of its own, though with a word of the trade: "Please list all
    exempt vehicles in the fleet", not "Please list all exemptions"."""
    sentence = words.ADDRESS.sub("", _LAWFULLY.sub("", sentence), count=1)
    sentence = _TO_ME.sub(r"\1", sentence)
    names = words.IMPERATIVE.match(sentence) or things.THING.match(_OF.sub("", sentence))
    if handling.THIS_MATTER.search(sentence) or not names:
        return False
    spoken = set(_WORD.findall(handling.ABOUT_REPLY.sub("", sentence)))
    return len(spoken - AROUND - REPLYING) >= _MATTER


def speaks_of_reply(sentence: str) -> bool:
    """Whether an ask has hardly a word that is not about asking and answering."""
    spoken = _WORD.findall(sentence)
    own = words.WH_QUESTION.match(sentence) or words.ASKS_TO_KNOW.search(sentence)
    # "If so can we have it please" goes with what was asked.
    own = own or _IF_SO_SEND.match(sentence)
    if len(spoken) < _FEWEST or own:
        return False
    content = [word for word in spoken if word not in AROUND and word not in REPLYING]
    replies = any(word in REPLYING for word in spoken)
    # "Is this part of the above?" speaks to nobody.
    if not content:
        return not sentence.endswith("?") or bool(_TO_SOMEBODY.search(sentence))
    # "Could they say what advice they received?" has one word of its own.
    return replies and len(content) < (1 if sentence.endswith("?") else 2)
