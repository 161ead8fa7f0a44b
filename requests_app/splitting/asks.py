"""What a sentence of a request does: asks, introduces, thanks, or says how to handle it.

Knows the words of requesters, one sentence at a time; nothing of lists.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import lru_cache

from requests_app.splitting import handling, limits, subjects, things, welsh, wishes, words
from requests_app.splitting.hasty import spelt_out
from requests_app.splitting.replying import ASIDE, is_address, is_handling, speaks_of_reply

# No rule reads further than this into a sentence: it keeps the work linear.
_READ = 1_500


class Act(Enum):
    GREETING = auto()
    SIGN_OFF = auto()
    THANKS = auto()
    HANDLING = auto()  # how, when and by whom to reply; the law; addresses; footers
    LEAD_IN = auto()  # asks, but what is asked follows: "Please provide the following:"
    GENERAL = auto()  # asks for "information" as such: the question, unless others follow
    WISH = auto()  # asks as a wish or an aim: the question, unless a list spells it out
    NAMES = auto()  # names what is wanted and has no verb: "A copy of the strategy."
    ASK = auto()
    LIMIT = auto()  # limits or splits what was asked: "Please give these figures for each ward."
    PLAIN = auto()

    @property
    def asks(self) -> bool:
        return self in {Act.ASK, Act.NAMES, Act.WISH, Act.GENERAL}


def plain(raw: str) -> str:
    """The beginning of a text in lower case, with single spaces and straight quotes; "kindly"
    is "please", and so are the short ways of a telephone: "pls can u"."""
    sentence = " ".join(raw[:_READ].split()).lower().replace("kindly", "please")
    sentence = sentence if sentence.isascii() else sentence.translate(_STRAIGHT)
    return spelt_out(sentence)


# "APPLICANTS: How many applied?", "Workforce: a breakdown of all staff".
_TOPIC_FIRST = re.compile(
    r"^[\w'/&() -]{2,40}: (?=(?:how (?:many|much|often|long)|please|can (?:you|i|we)"
    r"|could (?:you|i)"
    r"|(?:what|which|who|when|where|why) (?:is|are|was|were|do|does|did|has|have)"
    r"|an?|the|all|any|number|copies|details|total|names?)\b)"
)
_IN_WELSH = {
    Act.GREETING: welsh.GREETING,
    Act.SIGN_OFF: welsh.SIGN_OFF,
    Act.THANKS: welsh.THANKS,
    Act.HANDLING: welsh.HANDLING,
    Act.ASK: welsh.ASKS,
}
_STRAIGHT = str.maketrans("’‘“”", "''\"\"")


def act_of(raw: str) -> Act:
    """What a sentence or a line does."""
    return _act_of(plain(raw))


# Several rules ask about the same line, one soon after the other.
@lru_cache(maxsize=8192)
def _act_of(sentence: str) -> Act:
    if words.GREETING.match(sentence) and not words.PLEASE.search(sentence):
        return Act.GREETING
    if words.SIGN_OFF.match(sentence):
        return Act.SIGN_OFF
    in_welsh = (act for act, phrase in _IN_WELSH.items() if phrase.match(sentence))
    if act := next(in_welsh, None):
        return act
    if handling.FOOTER.search(sentence) or is_address(sentence):
        return Act.HANDLING
    if words.THANKS.match(sentence) and not words.PLEASE.search(sentence):
        return Act.THANKS
    if limits.SCOPE.match(sentence):
        return Act.LIMIT
    if is_handling(sentence) or limits.NOTES_FIRST.match(sentence):
        return Act.HANDLING
    return _ask_of(sentence)


def forget() -> None:
    """Drops what was read: nothing of a request stays in memory when it has been split."""
    _act_of.cache_clear()


def states(raw: str) -> bool:
    """Whether it is a whole sentence that tells something: "The hall was closed in May."."""
    sentence = plain(raw)
    if not sentence.endswith((".", "!")):
        return False
    return _is_clause(sentence) or bool(things.SUBJECT.match(sentence))


def is_fragment(raw: str) -> bool:
    """Whether it has no verb of its own: "The age of vehicles owned by the authority."."""
    return not raw.rstrip().endswith(":") and not _is_clause(plain(raw))


def is_question(said: str) -> bool:
    """Whether it asks with a question mark and in the order of a question; ``said`` as ``plain``
    gives it."""
    return said.endswith("?") and bool(words.INTERROGATIVE.match(said))


def is_note(raw: str) -> bool:
    """ "Please note ...", "*NB ...", "(Note that ...": how something is meant."""
    return bool(limits.NOTE.match(plain(raw)))


def tells_subject(raw: str) -> bool:
    """Whether it asks for "information about ...", which what follows spells out, and for
    nothing more exact."""
    sentence = plain(raw)
    found = subjects.SUBJECT_OF.search(sentence)
    return found is not None and not subjects.SPECIFIC.search(sentence, 0, found.start())


def is_exact(raw: str) -> bool:
    """Whether it asks for a number or a copy of something, and not for "information about"."""
    return bool(subjects.EXACT.search(plain(raw)))


def names_wanted(raw: str) -> bool:
    """Whether it speaks of something that people ask for, be it a copy or a number."""
    sentence = plain(raw)
    return bool(subjects.SPECIFIC.search(sentence))


def names_act(raw: str) -> bool:
    """Whether it names the law under which one asks."""
    return bool(subjects.ACT.search(plain(raw)))


def _names_thing(sentence: str) -> bool:
    """Whether a sentence is the name of something, perhaps with a clause: "All letters that
    were sent", not "The number of letters has risen"."""
    if not things.THING.match(sentence) or sentence.endswith(":"):
        return False
    return not _is_clause(sentence)


def _is_clause(sentence: str) -> bool:
    """Whether it has a verb outside "that ...", "which ..."."""
    spoken = ASIDE.sub("", sentence)
    finite = things.FINITE.search(spoken)
    return finite is not None and not things.CLAUSE.search(spoken, 0, finite.start())


def _ask_of(sentence: str) -> Act:
    sentence = _TOPIC_FIRST.sub("", sentence, count=1) if ":" in sentence else sentence
    follows = words.FOLLOWING.search(sentence) and not words.LISTED.search(sentence)
    # "How many falls were logged on the lines named below?" is whole.
    whole = words.NAMED_BELOW.search(sentence) and subjects.EXACT.search(sentence)
    follows = follows and not (whole and sentence[-1] in ".?")
    dangles = words.DANGLING.search(sentence) and not words.WH_QUESTION.match(sentence)
    # "Who are these powers given to" is a whole question.
    dangles = dangles and not (
        words.TO_WHOM.search(sentence) and words.INTERROGATIVE.match(sentence)
    )
    leads = bool(dangles or follows)
    if words.RHETORICAL.match(sentence) or words.SHOWS.search(sentence):
        return Act.PLAIN
    if limits.LIMITING.match(sentence) and not (leads or limits.AND_ASKS.search(sentence)):
        return Act.LIMIT
    if words.WANTED.match(sentence) or words.ANNOUNCES.match(sentence):
        return Act.LEAD_IN
    asked = _is_asked(sentence)
    wished = bool(wishes.WISH.search(sentence) or wishes.THEN_WISHES.search(sentence))
    if not asked and not wished:
        named = Act.GENERAL if subjects.TOPIC.match(sentence) else Act.NAMES
        return named if _names_thing(sentence) else Act.PLAIN
    if leads:
        return Act.LEAD_IN
    if _is_general(sentence, wished=wished):
        return Act.GENERAL
    if speaks_of_reply(sentence):
        return Act.HANDLING
    return Act.ASK if asked else _wish_of(sentence)


def _is_asked(sentence: str) -> bool:
    if words.BARE_IF.fullmatch(sentence):
        return False
    return sentence.endswith("?") or bool(
        words.PLEASE.search(sentence)
        or words.MAY_I.search(sentence)
        or words.IMPERATIVE.match(sentence)
        or words.INTERROGATIVE.match(sentence)
        or words.PRELUDED.match(sentence)
        or _is_sought(sentence)
    )


def _is_sought(sentence: str) -> bool:
    """ "A list of all empty homes is requested." """
    named = things.THING.match(sentence) or words.SOUGHT_FIRST.match(sentence)
    return bool(named and words.SOUGHT.search(sentence) and not speaks_of_reply(sentence))


def _is_general(sentence: str, *, wished: bool) -> bool:
    """Whether it asks for "information", and not for a number, a copy or a reason; a request
    "under the Act for information about the number of ..." says what it is about."""
    if subjects.THIS_ABOUT.search(sentence):
        return True
    specific = bool(subjects.SPECIFIC.search(sentence))
    if not specific and subjects.ASKS_ABOUT.search(sentence):
        return True
    found = subjects.GENERAL_OBJECT.search(sentence)
    lawful = bool(subjects.ACT.search(sentence))
    if not found or not (wished or lawful):
        return False
    return not specific or (lawful and bool(subjects.SUBJECT.match(sentence, found.end())))


def _wish_of(sentence: str) -> Act:
    if wishes.INTEREST.search(sentence) and not wishes.RECORDS.search(sentence):
        return Act.PLAIN
    acts = wishes.TO_BE_DONE.search(sentence) and not wishes.RECORDS.search(sentence)
    states_only = wishes.STATEMENT.match(sentence) and not wishes.THEN_WISHES.search(sentence)
    nothing = states_only or wishes.ASKS_NOTHING.search(sentence)
    return Act.PLAIN if acts or nothing else Act.WISH
