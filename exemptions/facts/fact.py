"""Facts that a case file holds beside its prose, as plain values. Knows no files and no rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

YES_NO = ("yes", "no")


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to a choice: what is stored, and what a person reads."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Condition:
    """Asked only when another fact has one of these values."""

    fact: str
    values: tuple[str, ...]

    def holds(self, answers: Mapping[str, str]) -> bool:
        return answers.get(self.fact, "") in self.values


@dataclass(frozen=True, slots=True)
class Fact:
    """One question of the record, in plain words.

    ``scope`` is what it is asked of: a claim, an answer, a public interest test or the case.
    ``kind`` says how it is typed; every value is stored as text: yes_no as "yes" or "no", a
    date as ``2026-11-26``, a number in digits with a decimal point, a choice as its option's
    value. ``internal`` facts are for the record alone and never for a letter. ``column``: the
    claim has a field of its own for it. ``source`` is the rule of law or practice behind it.
    """

    name: str
    scope: str
    kind: str
    label: str
    hint: str
    options: tuple[Option, ...]
    asked_when: Condition | None
    internal: bool
    column: bool
    source: str

    def asked(self, answers: Mapping[str, str]) -> bool:
        """Whether these answers make the question one that must be answered."""
        return self.asked_when is None or self.asked_when.holds(answers)

    def shown(self, value: str) -> str:
        """The stored value as a person reads it. An unknown option is shown as it stands."""
        if self.kind == "yes_no":
            return {"yes": "Yes", "no": "No"}.get(value, value)
        if self.kind == "date" and not self.fault(value):
            day = date.fromisoformat(value)
            return f"{day.day} {day:%B %Y}"
        return next((option.label for option in self.options if option.value == value), value)

    def fault(self, value: str) -> str:
        """What is wrong with the form of a value, as a sentence; empty when it can be stored."""
        if not value:
            return ""
        if self.kind == "choice":
            known = value in {option.value for option in self.options}
            return "" if known else "Choose one of the options."
        check = _CHECKS.get(self.kind)
        return check(value) if check else ""


def _yes_no(value: str) -> str:
    return "" if value in YES_NO else "Answer yes or no."


def _date(value: str) -> str:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return "Give a real date, such as 2026-11-26."
    return "" if day.isoformat() == value else "Give a real date, such as 2026-11-26."


def _number(value: str) -> str:
    good = re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,2})?", value)
    return "" if good else "Give a number in digits, such as 2.5."


def _url(value: str) -> str:
    fault = "Give a full web address, such as https://www.example.org/register."
    try:
        parts = urlsplit(value)
    except ValueError:
        return fault
    good = parts.scheme in ("http", "https") and parts.hostname and not re.search(r"\s", value)
    return "" if good else fault


_CHECKS: dict[str, Callable[[str], str]] = {
    "yes_no": _yes_no,
    "date": _date,
    "number": _number,
    "url": _url,
}


class Facts(Mapping[str, Fact]):
    """All facts by name, in the order in which they are asked."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._by_name = {fact.name: fact for fact in facts}

    def __getitem__(self, name: str) -> Fact:
        return self._by_name[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_name)

    def __len__(self) -> int:
        return len(self._by_name)

    def of(self, scope: str) -> tuple[Fact, ...]:
        return tuple(fact for fact in self.values() if fact.scope == scope)

    def missing(self, names: Iterable[str], answers: Mapping[str, str]) -> tuple[Fact, ...]:
        """The facts of these names that are asked, given the answers, and have none yet."""
        return tuple(
            self[name]
            for name in names
            if self[name].asked(answers) and not answers.get(name, "").strip()
        )
