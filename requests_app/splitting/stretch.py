"""A stretch of loose text between two lists, and what can be asked of its paragraphs.

Knows what stands beside a paragraph; decides nothing (``loose`` does).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from requests_app.splitting.asks import Act, act_of, is_exact, is_fragment, plain, tells_subject
from requests_app.splitting.headings import is_heading
from requests_app.splitting.paragraphs import unmarked
from requests_app.splitting.prose import Run, runs_of
from requests_app.splitting.quotations import INTRODUCES
from requests_app.splitting.scopes import NOTES
from requests_app.splitting.units import Unit
from requests_app.splitting.words import FOLLOW_UP, INTERROGATIVE

# "I also request details of ..." asks for more; "I make this request under ..." does not.
ADDS = re.compile(r"\b(?:also|further|additionally|in addition|finally|moreover|as well as)\b")
_EXACTLY = re.compile(r"(?:more )?(?:specifically|in particular),? ")
_PART_WORDS, _HEAD_WORDS = 4, 3
_TOPIC = re.compile(r"[A-Z][\w/&'’ -]{2,30}: (?=\w)")
_FEWEST_TOPICS = 3
_LONGEST_HEAD, _STOPPED = 80, 0.7
# "How the firm was chosen" has the order of words of a statement.
_ORDER = re.compile(r"(?:How|Why|What|When|Where) (?:the|our|your|it|they|we)\b")
_MORE = re.compile(
    r"(?:and |please )?(?:for each|for every|of (?:these|those|them)|for (?:these|those)"
    r"|in each case|if so|also|in addition|additionally|furthermore)\b"
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """``units`` are the paragraphs; ``end`` is the decided unit below them, if there is one."""

    text: str
    units: Sequence[Unit]
    end: Unit | None

    @classmethod
    def of(cls, text: str, units: Sequence[Unit]) -> Stretch:
        """The last of the units ends the stretch if it is decided."""
        decided = units[-1].kind is not None
        return cls(text, units[:-1], units[-1]) if decided else cls(text, units, None)

    @property
    def before_list(self) -> bool:
        """Whether a list that asks stands below."""
        return self.end is not None and self.end.kind == "question" and not self.end.loose

    def parts_follow(self) -> bool:
        """ "How many users has each?" above "1. Planning" and "2. Licensing" is asked for each."""
        if self.end is None or not self.end.numbered:
            return False
        name = self.end.words_of(self.text)
        named = name.count(" ") < _PART_WORDS and name[:1].isupper()
        return named and name[-1].isalpha() and act_of(name) is Act.PLAIN

    def is_last(self, index: int) -> bool:
        return index + 1 == len(self.units)

    def words_of(self, run: Run) -> str:
        return self.text[run.start : run.end]

    def is_told(self, index: int, words: str) -> bool:
        """Whether it is a quotation of several lines that the line above introduces."""
        above = self.units[index - 1].words_of(self.text) if index else ""
        whole = words[0] == "“" and "”" in words[-2:]
        return whole and above.endswith(INTRODUCES)

    def is_field(self, index: int, words: str) -> bool:
        """ "Number of boats:" among the lines of a form: no lines of its own stand below it."""
        below = self.units[index + 1]
        alone = below.gap or below.words_of(self.text).endswith(":")
        return alone and act_of(words.rstrip(" :")) is Act.NAMES

    def follows_end(self, index: int) -> bool:
        """Whether the line above ended a sentence: then a line that is none may be a heading."""
        above = self.units[index - 1].words_of(self.text) if index else ""
        return above.endswith(("?", "."))

    def heads_of_lines(self) -> set[int]:
        """Where a word or two stand on top of lines that name things, at two places at least:
        "Staffing" above "Number of staff", "Budget" above "Total spend"."""
        below = {
            index: act_of(line.words_of(self.text))
            for index, (unit, line) in enumerate(pairwise(self.units))
            if unit.gap and not line.gap and self._is_head(unit)
        }
        named = Act.NAMES in below.values() and {Act.NAMES, Act.PLAIN} >= set(below.values())
        return set(below) if len(below) > 1 and named else set()

    def topics(self) -> set[int]:
        """The paragraphs of a form, "Spend: how much was paid?", "Contact: the officer in charge.":
        three at least begin so, and most of them ask."""
        found = [
            index
            for index, unit in enumerate(self.units)
            if unit.gap and _TOPIC.match(self.text, unit.start, unit.end)
        ]
        asking = 0
        for index in found:
            unit = self.units[index]
            acts = {run.act for run in runs_of(self.text, unit.start, unit.end)}
            asking += any(act.asks for act in acts) and Act.HANDLING not in acts
        return set(found) if len(found) >= _FEWEST_TOPICS and 2 * asking >= len(found) else set()

    def _is_head(self, unit: Unit) -> bool:
        words = unit.words_of(self.text)
        return words.count(" ") < _HEAD_WORDS and is_heading(words)

    def next_asks(self, index: int) -> bool:
        unit = self.units[index + 1]
        return act_of(self.text[unit.start : unit.end]) in {Act.ASK, Act.LEAD_IN}

    def asks_twice(self, unit: Unit) -> bool:
        """Whether a paragraph asks for different things, one sentence after the other."""
        runs = runs_of(self.text, unit.start, unit.end) if unit.gap else []
        return sum(1 for run in runs if run.act is Act.ASK) > 1

    def heads_context(self, index: int, words: str) -> bool:
        """Whether it says that what follows asks nothing, or stands above a list that does not."""
        end = self.end
        if is_heading(words) and NOTES.match(unmarked(words)):
            return True
        lists = end is not None and not end.loose and end.kind == "context"
        return lists and self.is_last(index) and is_heading(words)

    def begins_items(self, index: int, words: str) -> bool:
        """ "The number of boats that were" above "1) sold 2) lost": the items end the sentence."""
        end = self.end
        if not self.before_list or index + 1 < len(self.units) or end is None:
            return False
        return words[-1] not in ".?!" and end.words_of(self.text)[:1].islower()

    def ends_lines(self, index: int, words: str) -> bool:
        """Whether a line between empty lines heads something else than what was asked for."""
        if not is_heading(words) or index + 1 == len(self.units) or not index:
            return False
        unit, above, below = self.units[index], self.units[index - 1], self.units[index + 1]
        return unit.gap and below.gap and not above.gap

    def asks_more(self, index: int, run: Run) -> bool:
        """Whether the list below is asked for as something more: "For each boat, please state:"."""
        below = self.units[index + 1 : index + 2]
        if not below:
            return False
        exact = is_exact(self.text[run.start : run.end])
        return exact or any(_MORE.match(plain(unit.words_of(self.text))) for unit in below)

    def asks_below(self, index: int) -> bool:
        """Whether a paragraph below asks."""
        below = self.units[index + 1 : index + 4]
        return any(act_of(unit.words_of(self.text)) in {Act.ASK, Act.WISH} for unit in below)

    def goes_on(self, index: int) -> bool:
        """Whether something is left for a lead-in to lead to."""
        end = self.end
        return (end is not None and (not end.loose or end.kind == "question")) or any(
            act_of(unit.words_of(self.text)) not in {Act.THANKS, Act.HANDLING}
            for unit in self.units[index + 1 : index + 4]
        )

    def is_followed_up(self, index: int) -> bool:
        """ "Please confirm if any boats were let:" above "If yes, please state:" asks by itself."""
        below = self.units[index + 1 : index + 2]
        return any(FOLLOW_UP.match(plain(unit.words_of(self.text))) for unit in below)

    def is_spelt_out(self, index: int, run: Run) -> bool:
        """Whether it asks for "information on ...", and the next paragraph says which, or for
        "details of ...", and the next paragraphs name them."""
        asked = self.text[run.start : run.end]
        below = [unit.words_of(self.text) for unit in self.units[index + 1 : index + 3]]
        if len(below) == 2 and all(act_of(said) is Act.NAMES for said in below):
            return not is_exact(asked)
        leads = any(
            act_of(said) is Act.LEAD_IN and not ADDS.search(plain(said)) for said in below[:1]
        )
        exactly = any(_EXACTLY.match(plain(said)) for said in below[:1])
        return leads and (tells_subject(asked) or exactly)

    def is_led_on(self, index: int, following: Run | None) -> bool:
        """Whether the sentence behind it introduces a list: "The fees of courses. Please give
        the following: 1. ..." asks for nothing beside the list."""
        if following is None or following.act is not Act.LEAD_IN:
            return False
        return (
            self.before_list and self.is_last(index) and not ADDS.search(self.words_of(following))
        )

    def is_title(self, index: int, run: Run) -> bool:
        """Whether it is the subject of the letter, on a line of its own above all the rest."""
        below = self.units[index + 1 : index + 2]
        alone = all(unit.gap for unit in below) and self.text[run.end - 1] not in ".?;,"
        return bool(below) and alone and not self.text[: run.start].strip()

    def muses(self, runs: Sequence[Run], run: Run) -> bool:
        """Whether it asks in the middle of a story, above a list of the real questions."""
        story = runs[0].act is Act.PLAIN and runs[-1].act is Act.PLAIN
        return story and self.before_list and self.text[run.end - 1] == "?"

    def names(self, unit: Unit, beside: str) -> bool:
        words = unit.words_of(self.text)
        return act_of(words) is Act.NAMES and beside[-1] == "."

    def heads_of_questions(self) -> set[int]:
        """ "How the firm was chosen": lines without a stop, right above a line that asks, where
        nearly all other lines have one."""
        ends = [self.text[unit.end - 1] for unit in self.units]
        if sum(1 for end in ends if end in ".?:") < _STOPPED * len(ends):
            return set()
        return {
            index
            for index in range(1, len(ends) - 1)
            if ends[index - 1] in ".?" and ends[index] not in ".?:;," and self._titles(index)
        }

    def _titles(self, index: int) -> bool:
        words = self.units[index].words_of(self.text)
        told = _ORDER.match(words) or not INTERROGATIVE.match(plain(words))
        short = len(words) <= _LONGEST_HEAD and words[:1].isupper()
        return bool(told) and short and not self.units[index + 1].gap and self.next_asks(index)

    def things_between_questions(self) -> set[int]:
        """ "Annual use in kWh": lines between lines that ask, where headings are in capitals."""
        if not any(self.text[unit.start : unit.end].isupper() for unit in self.units):
            return set()
        said = [unit.words_of(self.text) for unit in self.units]
        asks = [words.endswith("?") or act_of(words) is Act.ASK for words in said]
        return {
            index
            for index in range(1, len(said) - 1)
            if asks[index - 1]
            and asks[index + 1]
            and not (self.units[index].gap or self.units[index + 1].gap)
            and self._is_bare_thing(said[index])
        }

    def _is_bare_thing(self, words: str) -> bool:
        return words[-1].isalnum() and words.count(" ") >= _HEAD_WORDS and is_fragment(words)

    def leads_further(self, index: int, words: str, act: Act) -> bool:
        return act is Act.LEAD_IN and self.goes_on(index) and "?" not in words
