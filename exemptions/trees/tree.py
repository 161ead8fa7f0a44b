"""Short guided steps before a provision is claimed, and the draft that they make. Pure.

A tree is walked with the answers given so far; nothing is remembered between two walks, so an
officer may go back and change an answer, and what followed from it is asked or dropped anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from exemptions.facts import Condition, Fact
from exemptions.placeholders import fill, placeholders, unfilled

Answers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Stop:
    """An answer that ends the way: the law says that the provision does not apply.

    It holds when the answer is one of ``values``, is a number over ``over``, or when the
    numbers of ``sum_of`` together do not exceed the setting ``at_most``.
    """

    because: str
    consider: str
    values: tuple[str, ...] = ()
    over: Decimal | None = None
    sum_of: tuple[str, ...] = ()
    at_most: str = ""

    def holds(self, fact: str, answers: Answers, settings: Answers) -> bool:
        if self.sum_of:
            limit = _number(settings.get(self.at_most, ""))
            total = sum((_number(answers.get(name, "")) or Decimal(0)) for name in self.sum_of)
            return limit is not None and total <= limit
        if self.over is not None:
            value = _number(answers.get(fact, ""))
            return value is not None and value > self.over
        return answers.get(fact, "") in self.values


@dataclass(frozen=True, slots=True)
class Step:
    """One question: its fact, help in plain words, when it is asked and what ends the way."""

    fact: Fact
    help: str
    when: tuple[Condition, ...]
    only_for: tuple[str, ...]
    optional: bool
    stops: tuple[Stop, ...]

    @property
    def conditions(self) -> tuple[Condition, ...]:
        return (*self.when, *filter(None, [self.fact.asked_when]))

    def asked(self, answers: Answers) -> bool:
        return all(condition.holds(answers) for condition in self.conditions)

    def answered(self, answers: Answers) -> bool:
        """An optional step is answered when it was shown and left empty."""
        value = answers.get(self.fact.name)
        given = value is not None and (bool(value.strip()) or self.optional)
        return given and not self.fact.fault(value or "")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A piece of the draft, said when its conditions hold and its placeholders have words."""

    text: str
    when: tuple[Condition, ...]
    only_for: tuple[str, ...]
    begins_paragraph: bool


@dataclass(frozen=True, slots=True)
class Walk:
    """How far an officer has come.

    ``done`` are the steps answered, in order; ``next`` is the step to ask, None at the end;
    ``stop`` tells why the provision does not apply. ``text`` is the draft of the reasoning so
    far; the officer edits it.
    """

    done: tuple[Step, ...]
    next: Step | None
    stop: Stop | None
    text: str

    @property
    def finished(self) -> bool:
        """Every step is answered, and none of the answers ends the way."""
        return self.next is None and self.stop is None


@dataclass(frozen=True, slots=True)
class Tree:
    """The steps for the provisions that it serves."""

    name: str
    title: str
    provisions: tuple[str, ...]
    steps: tuple[Step, ...]
    sentences: tuple[Sentence, ...]

    def of(self, cite: str) -> Tree:
        """The same with the steps and sentences of one provision only."""
        return replace(
            self,
            provisions=(cite,),
            steps=tuple(s for s in self.steps if not s.only_for or cite in s.only_for),
            sentences=tuple(s for s in self.sentences if not s.only_for or cite in s.only_for),
        )

    def walk(self, answers: Answers, settings: Answers | None = None) -> Walk:
        """Where these answers lead. ``settings`` are the standing words of the day.

        Answers to steps that are not on the way count for nothing.
        """
        known = dict(settings or {})
        done: list[Step] = []
        on_the_way: dict[str, str] = {}
        for step in self.steps:
            if not step.asked(on_the_way):
                continue
            if not step.answered(answers):
                return Walk(tuple(done), step, None, self._draft(on_the_way, known))
            on_the_way[step.fact.name] = answers[step.fact.name].strip()
            done.append(step)
            for stop in step.stops:
                if stop.holds(step.fact.name, on_the_way, known):
                    return Walk(tuple(done), None, stop, "")
        return Walk(tuple(done), None, None, self._draft(on_the_way, known))

    def seen(self, answers: Answers, shown: str = "") -> dict[str, str]:
        """The answers, with "" for the optional steps that were shown and left empty.

        A record keeps no empty answer, so a step counts as shown when it is the step ``shown``
        or stands before it, or before one that is answered.
        """
        names = [step.fact.name for step in self.steps]
        reached = [names.index(name) for name in names if name == shown or answers.get(name)]
        passed = self.steps[: max(reached) + 1] if reached else ()
        return {**{step.fact.name: "" for step in passed if step.optional}, **answers}

    def about(self, answers: Answers) -> int:
        """How many steps the way has; those that an answer to come may call for count."""
        return sum(
            all(one.holds(answers) or not answers.get(one.fact) for one in step.conditions)
            for step in self.steps
        )

    def left_over(self, answers: Answers) -> tuple[Fact, ...]:
        """The facts that were answered but, as other answers are now, are not asked any more."""
        left: dict[str, Fact] = {}
        for step in self.steps:
            dropped = any(
                one.fact in left or (answers.get(one.fact) and not one.holds(answers))
                for one in step.conditions
            )
            if dropped and answers.get(step.fact.name):
                left[step.fact.name] = step.fact
        return tuple(left.values())

    def own_words(self, text: str) -> str:
        """What is left of a reason without the sentences that the steps put around answers.

        Words that an officer typed as an answer are the officer's; an option, a date or a number
        is not.
        """
        facts = {step.fact.name: step.fact for step in self.steps}
        left = " ".join(text.split())
        for sentence in self.sentences:
            names = placeholders(sentence.text)
            typed = [name in facts and facts[name].kind in _TYPED for name in names]
            left = _pattern(sentence.text).sub(
                lambda found, typed=typed: " ".join(  # type: ignore[misc]
                    words for words, own in zip(found.groups(), typed, strict=True) if own
                ),
                left,
            )
        return left.strip()

    def _draft(self, answers: Answers, settings: Answers) -> str:
        facts = {step.fact.name: step.fact for step in self.steps}
        shown = {name: facts[name].shown(value) for name, value in answers.items()}
        values = {**settings, **shown}
        paragraphs: list[list[str]] = []
        for sentence in self._said(answers, values):
            if sentence.begins_paragraph or not paragraphs:
                paragraphs.append([])
            paragraphs[-1].append(fill(sentence.text, values))
        return "\n\n".join(" ".join(sentences) for sentences in paragraphs)

    def _said(self, answers: Answers, values: Answers) -> Iterator[Sentence]:
        for sentence in self.sentences:
            holds = all(condition.holds(answers) for condition in sentence.when)
            if holds and not unfilled(sentence.text, values):
                yield sentence


_TYPED = frozenset({"text", "long_text"})


def _pattern(sentence: str) -> re.Pattern[str]:
    """A sentence of the draft with any words in its gaps."""
    pieces = [re.escape(piece) for piece in re.split(r"\{[a-z][a-z0-9_]*\}", sentence)]
    return re.compile("(.+?)".join(pieces))


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
