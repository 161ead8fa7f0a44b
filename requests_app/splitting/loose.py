"""What loose text between and around lists is: a heading, context, or a question.

Knows what stands above and below a paragraph; what its sentences do is read in ``asks``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from requests_app.splitting.asks import (
    Act,
    act_of,
    is_exact,
    is_note,
    names_act,
    names_wanted,
    plain,
    states,
    tells_subject,
)
from requests_app.splitting.block import Kind
from requests_app.splitting.headings import is_heading, is_marked_heading
from requests_app.splitting.limits import LIMITING, NOTE_HEAD, PERIOD, SAID_AGAIN, SCOPE_LINE
from requests_app.splitting.paragraphs import is_bare, is_narrative, unmarked
from requests_app.splitting.prose import Run, runs_of
from requests_app.splitting.quotations import INTRODUCES
from requests_app.splitting.scopes import NOTES, says_where
from requests_app.splitting.units import Unit

# "I also request details of ..." asks for more; "I make this request under ..." does not.
_ADDS = re.compile(r"\b(?:also|further|additionally|in addition|finally|moreover|as well as)\b")
_MORE = re.compile(
    r"(?:and |please )?(?:for each|for every|of (?:these|those|them)|for (?:these|those)"
    r"|in each case|if so|also|in addition|additionally|furthermore)\b"
)
_WORD = re.compile(r"[^\W\d_]{3}")
# The end of a sentence that a list interrupts: "How many of these: a) ... b) ... in each year?"
_COMPLETES = re.compile(r"(?:in|for|on|at|by|between|during|over|since|from|within|under|of)\b")
# "When I say boats, I mean ...": a sentence, though its first verb is in a clause.
_CLAUSE = re.compile(r"(?:when|while|whilst|as|since|because|although|by|where|if)\b")
_NO_ANSWER = frozenset({Act.THANKS, Act.HANDLING, Act.GENERAL})
_LED_TO = frozenset({Act.ASK, Act.NAMES, Act.WISH, Act.PLAIN, Act.LEAD_IN})
_QUOTE = '“"‘'


class Loose:
    """Decides a stretch of loose text, which may end with the first unit of a list."""

    def __init__(
        self, text: str, stretch: Sequence[Unit], *, asked: bool, after_list: bool
    ) -> None:
        self._text = text
        last = stretch[-1]
        self._end = last if last.kind is not None else None
        self._units = stretch[:-1] if self._end else list(stretch)
        self._before_list = last.kind == "question" and not last.loose
        self._after_list = after_list
        self.asked = asked
        self._expecting = False
        self._led = 0  # the index of the last lead-in
        self._headed = False
        self._named = False  # whether the paragraph above names what is wanted

    def decide(self) -> Iterator[Unit]:
        for index, unit in enumerate(self._units):
            for part in self._decide_unit(index, unit):
                self.asked = self.asked or part.kind == "question"
                yield part
        if self._end is not None:
            self.asked = self.asked or self._end.kind == "question"
            yield self._end

    def _decide_unit(self, index: int, unit: Unit) -> Iterator[Unit]:
        words = unit.words_of(self._text)
        if self._is_heading(index, words):
            last = self._before_list and index + 1 == len(self._units)
            self._expecting = not (last or names_act(words) or NOTES.match(unmarked(words)))
            self._headed = True
            yield replace(unit, kind="section")
        elif self._is_told(index, words) or self._completes(index, words):
            yield replace(unit, kind="context")
        elif self._expecting:
            yield from self._expected(index, unit, words)
        elif self._is_named(index, words):
            yield replace(unit, kind="question")
        else:
            yield from self._paragraph(index, unit)

    def _is_told(self, index: int, words: str) -> bool:
        """Whether it is a quotation of several lines that the line above introduces."""
        above = self._units[index - 1].words_of(self._text) if index else ""
        whole = words[0] == "“" and "”" in words[-2:]
        return whole and above.endswith(INTRODUCES)

    def _is_named(self, index: int, words: str) -> bool:
        """Whether a paragraph without a verb stands beside one that names what is wanted:
        "Pension arrangements of the director." after "The salary of the director."."""
        named = False
        if is_bare(words):
            below = self._units[index + 1 : index + 2]
            named = self._named or any(self._names(unit, words) for unit in below)
        self._named = named or self._names(self._units[index], words)
        return named

    def _names(self, unit: Unit, beside: str) -> bool:
        words = unit.words_of(self._text)
        return act_of(words) is Act.NAMES and beside[-1] == "."

    def _completes(self, index: int, words: str) -> bool:
        return index == 0 and self._after_list and bool(_COMPLETES.match(words))

    def _is_heading(self, index: int, words: str) -> bool:
        last = index + 1 == len(self._units)
        if last and not self._before_list:
            return False
        if is_marked_heading(words):
            return True
        if not is_heading(words):
            return False
        if last or words.endswith(":"):
            return last or not self._is_field(index, words)
        asks = self._next_asks(index) or self._is_another(index)
        return asks and (not self._expecting or self._follows_end(index))

    def _is_field(self, index: int, words: str) -> bool:
        """ "Number of boats:" among the lines of a form: no lines of its own stand below it."""
        below = self._units[index + 1]
        alone = below.gap or below.words_of(self._text).endswith(":")
        return self._expecting and alone and act_of(words.rstrip(" :")) is Act.NAMES

    def _follows_end(self, index: int) -> bool:
        """Whether the line above ended a sentence: then a line that is none may be a heading."""
        above = self._units[index - 1].words_of(self._text) if index else ""
        return above.endswith(("?", "."))

    def _next_asks(self, index: int) -> bool:
        unit = self._units[index + 1]
        return act_of(self._text[unit.start : unit.end]) in {Act.ASK, Act.LEAD_IN}

    def _is_another(self, index: int) -> bool:
        """Whether a short line between empty lines heads longer ones, as lines above it did."""
        unit, below = self._units[index], self._units[index + 1]
        shorter = unit.end - unit.start < below.end - below.start
        act = act_of(self._text[below.start : below.end])
        apart = self._headed and unit.gap and below.gap
        return apart and shorter and act in {Act.NAMES, Act.PLAIN}

    def _expected(self, index: int, unit: Unit, words: str) -> Iterator[Unit]:
        """A line after a lead-in: a question, unless it says how to reply or what is meant."""
        act = act_of(words)
        if self._before_list and says_where(plain(words)):
            self._expecting = False
            yield replace(unit, kind="context")
        elif act in _NO_ANSWER or self._tells(index, act, words) or self._ends_lines(index, words):
            self._expecting = False
            yield from self._paragraph(index, unit)
        elif self._heads_context(index, words) or (
            act is Act.LIMIT
            or self._only_limits(words, act)
            or self._leads_further(index, words, act)
            or self._begins_items(index, words)
        ):
            yield replace(unit, kind="context")
        else:
            yield replace(unit, kind="question")

    def _tells(self, index: int, act: Act, words: str) -> bool:
        """Whether it is a statement, and not the name of something that is wanted."""
        if is_narrative(words):
            return True
        if act is not Act.PLAIN:
            return False
        unit = self._units[index]
        after_lines = index > self._led + 1 and unit.gap and not self._units[index - 1].gap
        return states(words) or after_lines

    def _heads_context(self, index: int, words: str) -> bool:
        """Whether it says that what follows asks nothing, or stands above a list that does not."""
        end = self._end
        if is_heading(words) and NOTES.match(unmarked(words)):
            return True
        lists = end is not None and not end.loose and end.kind == "context"
        return lists and index + 1 == len(self._units) and is_heading(words)

    def _only_limits(self, words: str, act: Act) -> bool:
        """ "For the years 2016 to 2020", a quotation, or figures."""
        return (
            words[0] in _QUOTE
            or PERIOD.fullmatch(plain(words)) is not None
            or not _WORD.search(words)
            or (bool(SCOPE_LINE.match(plain(words))) and not act.asks)
        )

    def _leads_further(self, index: int, words: str, act: Act) -> bool:
        return act is Act.LEAD_IN and self._goes_on(index) and not words.endswith("?")

    def _begins_items(self, index: int, words: str) -> bool:
        """ "The number of boats that were" above "1) sold 2) lost": the items end the sentence."""
        end = self._end
        if not self._before_list or index + 1 < len(self._units) or end is None:
            return False
        return words[-1] not in ".?!" and end.words_of(self._text)[:1].islower()

    def _ends_lines(self, index: int, words: str) -> bool:
        """Whether a line between empty lines heads something else than what was asked for."""
        if not is_heading(words) or index + 1 == len(self._units) or not index:
            return False
        unit, above, below = self._units[index], self._units[index - 1], self._units[index + 1]
        return unit.gap and below.gap and not above.gap

    def _asks_more(self, index: int, run: Run) -> bool:
        """Whether the list below is asked for as something more: "For each boat, please state:"."""
        below = self._units[index + 1 : index + 2]
        if not below:
            return False
        exact = is_exact(self._text[run.start : run.end])
        return exact or any(_MORE.match(plain(unit.words_of(self._text))) for unit in below)

    def _goes_on(self, index: int) -> bool:
        """Whether something is left for a lead-in to lead to."""
        end = self._end
        return (end is not None and (not end.loose or end.kind == "question")) or any(
            act_of(unit.words_of(self._text)) not in {Act.THANKS, Act.HANDLING}
            for unit in self._units[index + 1 : index + 4]
        )

    def _paragraph(self, index: int, unit: Unit) -> Iterator[Unit]:
        if NOTE_HEAD.match(plain(unit.words_of(self._text))):
            yield replace(unit, kind="context")
            return
        runs = runs_of(self._text, unit.start, unit.end)
        led = False  # whether the paragraph itself has introduced what it goes on to ask
        for run, following in zip(runs, [*runs[1:], None], strict=True):
            first = run is runs[0]
            led_to = following is not None and following.act is Act.LEAD_IN
            if self._muses(runs, run):
                kind: Kind | None = None
            elif led and self._adds(run):
                kind = "question"
            elif led_to and tells_subject(self._text[run.start : run.end]):
                kind = "context"
            else:
                kind = self._kind_of(run, index, following)
            led = led or run.act is Act.LEAD_IN
            yield replace(
                unit,
                start=run.start,
                body=run.start,
                end=run.end,
                gap=unit.gap and first,
                kind=kind,
            )

    def _is_spelt_out(self, index: int, run: Run) -> bool:
        """Whether it asks for "information on ...", and the next paragraph says which."""
        below = self._units[index + 1 : index + 2]
        words = [unit.words_of(self._text) for unit in below]
        leads = any(act_of(said) is Act.LEAD_IN and not _ADDS.search(plain(said)) for said in words)
        return leads and tells_subject(self._text[run.start : run.end])

    def _adds(self, run: Run) -> bool:
        """Whether it names more of what a paragraph has introduced."""
        words = self._text[run.start : run.end]
        said = plain(words)
        limits = any(rule.match(said) for rule in (_CLAUSE, SCOPE_LINE, LIMITING))
        tells = states(words) or is_note(words) or limits
        return run.act is Act.PLAIN and not tells

    def _muses(self, runs: Sequence[Run], run: Run) -> bool:
        """Whether it asks in the middle of a story, above a list of the real questions."""
        story = runs[0].act is Act.PLAIN and runs[-1].act is Act.PLAIN
        return story and self._before_list and self._text[run.end - 1] == "?"

    def _kind_of(self, run: Run, index: int, following: Run | None) -> Kind | None:
        closing = following is None
        if run.act is Act.LEAD_IN:
            leads = self._goes_on(index) or (following is not None and following.act in _LED_TO)
            limits = self._before_list and says_where(plain(self._text[run.start : run.end]))
            if leads and closing and not limits:
                self._expecting, self._led = True, index
            asks = not leads and self._text[run.end - 1] not in ":;"
            return "question" if asks else "context"
        introduces = closing and self._before_list and index + 1 == len(self._units)
        if run.act is Act.ASK:
            if closing and self._is_spelt_out(index, run):
                return None
            asked = self._text[run.end - 1] == "?"
            return "context" if introduces and not asked else "question"
        if run.act is Act.NAMES:
            return "context" if introduces else "question"
        if run.act is Act.WISH:
            if self.asked and SAID_AGAIN.match(plain(self._text[run.start : run.end])):
                return None
            own = names_wanted(self._text[run.start : run.end]) and self._asks_more(index, run)
            spelt_out = self._before_list and not self.asked and not own
            return None if spelt_out else "question"
        if run.act is Act.GENERAL and self.asked:
            adds = _ADDS.search(plain(self._text[run.start : run.end]))
            return "question" if adds else None
        return None
