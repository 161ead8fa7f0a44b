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
from requests_app.splitting.limits import (
    ALSO_INCLUDE,
    LIMITING,
    NOTE_HEAD,
    SAID_AGAIN,
    SCOPE_LINE,
)
from requests_app.splitting.paragraphs import (
    is_bare,
    is_narrative,
    is_row_of_names,
    only_limits,
    unmarked,
)
from requests_app.splitting.prose import Run, runs_of
from requests_app.splitting.scopes import FORMATS, NOTES, says_where
from requests_app.splitting.sentences import sentence_spans
from requests_app.splitting.stretch import ADDS, Stretch
from requests_app.splitting.units import Unit
from requests_app.splitting.wishes import OPENING

# The end of a sentence that a list interrupts: "How many of these: a) ... b) ... in each year?"
_COMPLETES = re.compile(r"(?:in|for|on|at|by|between|during|over|since|from|within|under|of)\b")
# "When I say boats, I mean ...": a sentence, though its first verb is in a clause.
_CLAUSE = re.compile(r"(?:when|while|whilst|as|since|because|although|by|where|if)\b")
_FOLLOWING = re.compile(r"\bfollowing (\w+)(?: (\w+))?")
_NO_ANSWER = frozenset({Act.THANKS, Act.HANDLING, Act.GENERAL})
_LED_TO = frozenset({Act.ASK, Act.NAMES, Act.WISH, Act.PLAIN, Act.LEAD_IN})
# "[name]" stands for what was taken out.
_PLACEHOLDER = re.compile(r"\[[\w -]{1,40}\]")
_FULL = 8  # spaces
_NEAR = 1_000  # characters
_FIELD = 60  # characters


class Loose:
    """Decides a stretch of loose text, which may end with the first unit of a list."""

    def __init__(
        self, text: str, stretch: Sequence[Unit], *, asked: bool, after_list: bool
    ) -> None:
        self._text = text
        self._stretch = Stretch.of(text, stretch)
        self._units = self._stretch.units
        self._after_list = after_list
        self.asked = asked
        self._expecting = False
        self._heads = self._stretch.heads_of_lines()
        # Lines and paragraphs that are questions, whatever they do.
        self._whole = self._stretch.topics() | self._stretch.things_between_questions()
        self._titles = self._stretch.heads_of_questions()
        self._led = 0  # the index of the last lead-in
        self._headed = False
        self._named = False  # whether the paragraph above names what is wanted
        self._handled = False  # whether the lines above say how to handle the request
        self._shown = False  # whether the lines above show how to write the answer

    def decide(self) -> Iterator[Unit]:
        for index, unit in enumerate(self._units):
            for part in self._decide_unit(index, unit):
                self.asked = self.asked or part.kind == "question"
                yield part
        end = self._stretch.end
        if end is not None:
            self.asked = self.asked or end.kind == "question"
            yield end

    def _decide_unit(self, index: int, unit: Unit) -> Iterator[Unit]:
        words = unit.words_of(self._text)
        self._shown = self._shown and self._goes_on_shown(index, unit, words)
        if index in self._whole:
            yield replace(unit, kind="question")
        elif self._goes_on_handled(words) or self._shown:
            yield replace(unit, kind="context")
        elif self._is_heading(index, words):
            last = self._stretch.before_list and self._stretch.is_last(index)
            said = unmarked(words)
            told = names_act(words) or NOTES.match(said) or self._is_announced(unit, said)
            self._expecting = not (last or told)
            self._headed = True
            yield replace(unit, kind="section")
        elif (
            self._stretch.is_told(index, words)
            or self._completes(index, words)
            or (self.asked and is_row_of_names(words))
        ):
            yield replace(unit, kind="context")
        elif self._expecting:
            yield from self._expected(index, unit, words)
        elif self._is_named(index, words):
            yield replace(unit, kind="question")
        else:
            yield from self._paragraph(index, unit)

    def _is_announced(self, unit: Unit, said: str) -> bool:
        """ "Time periods:" below "... in the following time periods": it lists what those are."""
        if not said.endswith(":") or not self.asked:
            return False
        noun = said.rstrip(" :").rpartition(" ")[2]
        near = plain(self._text[max(0, unit.start - _NEAR) : unit.start])
        return any(noun in found.groups() for found in _FOLLOWING.finditer(near))

    def _goes_on_handled(self, words: str) -> bool:
        """ "explain why; and" below "If anything is withheld, please:"."""
        goes_on = self._handled and words[:1].islower()
        self._handled = goes_on or (words.endswith(":") and act_of(words) is Act.HANDLING)
        return goes_on

    def _goes_on_shown(self, index: int, unit: Unit, words: str) -> bool:
        """Whether it is another line of what shows how to write the answer."""
        if not unit.gap or index == self._led + 1:
            return True
        return len(words) < _FIELD and act_of(words) in {Act.PLAIN, Act.NAMES}

    def _is_named(self, index: int, words: str) -> bool:
        """Whether a paragraph without a verb stands beside one that names what is wanted:
        "Pension arrangements of the director." after "The salary of the director."."""
        named = False
        if is_bare(words):
            below = self._units[index + 1 : index + 2]
            named = self._named or any(self._stretch.names(unit, words) for unit in below)
        self._named = named or self._stretch.names(self._units[index], words)
        return named

    def _completes(self, index: int, words: str) -> bool:
        return index == 0 and self._after_list and bool(_COMPLETES.match(words))

    def _is_heading(self, index: int, words: str) -> bool:
        last = self._stretch.is_last(index)
        if last and not self._stretch.before_list:
            return False
        if is_marked_heading(words) or (self._headed and index in self._titles):
            return True
        if not is_heading(words):
            return False
        if last or words.endswith(":"):
            return last or not (self._expecting and self._stretch.is_field(index, words))
        if index in self._heads:
            return True
        asks = self._stretch.next_asks(index) or self._is_another(index)
        return asks and (not self._expecting or self._stretch.follows_end(index))

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
        if _PLACEHOLDER.fullmatch(words):
            yield replace(unit, kind="context")
        elif self._stretch.before_list and says_where(plain(words)):
            self._expecting = False
            yield replace(unit, kind="context")
        elif act is Act.LEAD_IN and self.asked and says_where(plain(words)):
            # "Please give these for each of the following:" below what was asked for.
            self._expecting, self._shown, self._led = False, True, index
            yield replace(unit, kind="context")
        elif (
            act in _NO_ANSWER
            or self._tells(index, act, words)
            or self._stretch.ends_lines(index, words)
            or self._stretch.asks_twice(unit)
        ):
            self._expecting = False
            yield from self._paragraph(index, unit)
        elif self._stretch.heads_context(index, words) or (
            act is Act.LIMIT
            or only_limits(words, act)
            or self._stretch.leads_further(index, words, act)
            or self._stretch.begins_items(index, words)
        ):
            yield replace(unit, kind="context")
        else:
            yield from self._named_in_a_row(unit)

    def _named_in_a_row(self, unit: Unit) -> Iterator[Unit]:
        """A line that is wanted; several, if each of its sentences names something:
        "Number of staff in 2020. Number who left since then."."""
        runs = runs_of(self._text, unit.start, unit.end)
        if not all(run.act is Act.NAMES for run in runs):
            yield replace(unit, kind="question")
            return
        for run in runs:
            yield replace(unit, start=run.start, body=run.start, end=run.end, kind="question")

    def _tells(self, index: int, act: Act, words: str) -> bool:
        """Whether it is a statement, and not the name of something that is wanted."""
        if is_narrative(words):
            return True
        if act is not Act.PLAIN:
            return False
        unit = self._units[index]
        after_lines = index > self._led + 1 and unit.gap and not self._units[index - 1].gap
        begin, end = next(sentence_spans(self._text, unit.start, unit.end), (unit.start, unit.end))
        return states(self._text[begin:end]) or after_lines

    def _paragraph(self, index: int, unit: Unit) -> Iterator[Unit]:
        if NOTE_HEAD.match(plain(unit.words_of(self._text))):
            yield replace(unit, kind="context")
            return
        runs = runs_of(self._text, unit.start, unit.end)
        led = False  # whether the paragraph itself has introduced what it goes on to ask
        for run, following in zip(runs, [*runs[1:], None], strict=True):
            first = run is runs[0]
            led_to = following is not None and following.act is Act.LEAD_IN
            if self._stretch.muses(runs, run):
                kind: Kind | None = None
            elif led and self._adds(run):
                kind = "question"
            elif led_to and tells_subject(self._stretch.words_of(run)):
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

    def _adds(self, run: Run) -> bool:
        """Whether it names more of what a paragraph has introduced."""
        words = self._stretch.words_of(run)
        said = plain(words)
        limits = any(rule.match(said) for rule in (_CLAUSE, SCOPE_LINE, LIMITING))
        tells = states(words) or is_note(words) or limits
        return run.act is Act.PLAIN and not tells

    def _kind_of(self, run: Run, index: int, following: Run | None) -> Kind | None:
        closing = following is None
        if run.act is Act.LEAD_IN:
            return self._kind_of_lead_in(run, index, following)
        introduces = closing and self._stretch.before_list and self._stretch.is_last(index)
        if run.act is Act.ASK:
            spelt_out = closing and self._stretch.is_spelt_out(index, run)
            asked = self._text[run.end - 1] == "?" and not self._stretch.parts_follow()
            kind: Kind = "context" if introduces and not asked else "question"
            return None if spelt_out else kind
        if run.act is Act.NAMES and not self._stretch.is_title(index, run):
            spelt_out = self._stretch.is_led_on(index, following)
            own = introduces and is_exact(self._stretch.words_of(run)) and self._ends(run)
            return "context" if (introduces and not own) or spelt_out else "question"
        if run.act is Act.WISH:
            return None if self._is_said_elsewhere(run, index) else "question"
        return "question" if self._asks_besides(run, index, closing=closing) else None

    def _ends(self, run: Run) -> bool:
        """Whether a full stop says that what is named is named."""
        return self._text[run.end - 1] == "." and self._stretch.words_of(run).count(" ") >= _FULL

    def _kind_of_lead_in(self, run: Run, index: int, following: Run | None) -> Kind:
        led_to = following is not None and following.act in _LED_TO
        leads = self._stretch.goes_on(index) or led_to
        told = self._stretch.before_list or (self.asked and self._expecting)
        limits = told and says_where(plain(self._stretch.words_of(run)))
        if self.asked and FORMATS.search(plain(self._stretch.words_of(run))):
            self._shown, self._led = True, index
        elif leads and following is None and not limits:
            self._expecting, self._led = True, index
        if following is None and self._stretch.is_followed_up(index):
            self._expecting = False
            return "question"
        asks = not leads and self._text[run.end - 1] not in ":;"
        below = self._units[index + 1 : index + 2]
        asks = asks or any(is_row_of_names(unit.words_of(self._text)) for unit in below)
        return "question" if asks else "context"

    def _is_said_elsewhere(self, run: Run, index: int) -> bool:
        """Whether a wish only announces the list below it, or says again what was asked."""
        words = self._stretch.words_of(run)
        if self.asked:
            return bool(SAID_AGAIN.match(plain(words)))
        if OPENING.match(plain(words)) and self._stretch.asks_below(index):
            return True
        exact = names_wanted(words) and not tells_subject(words)
        own = exact and self._stretch.asks_more(index, run)
        return self._stretch.before_list and not own

    def _asks_besides(self, run: Run, index: int, *, closing: bool) -> bool:
        """Whether it asks for more than was asked before: "I also request information on ..."."""
        said = plain(self._stretch.words_of(run))
        if run.act is Act.LIMIT:
            alone = closing and self._units[index].start == run.start
            return alone and bool(ALSO_INCLUDE.match(said))
        return run.act is Act.GENERAL and self.asked and bool(ADDS.search(said))
