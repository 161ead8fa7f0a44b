"""Everything that the rules read of a case, as one frozen value that can be kept as JSON. Pure.

It holds the compiled response and, beside it, what never goes public: the facts behind claims
and answers, the people, the state of the request. It names its parts by keys and knows no row
ids, so it is the same in whatever portal the case lies. The requester is not in it: what would
give them away was looked for when the dossier was made, and only where it stands is kept.
"""

from __future__ import annotations

import hashlib
import json
import types
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields, is_dataclass, replace
from datetime import date, datetime
from typing import Any, Union, get_args, get_origin, get_type_hints

from exemptions.authority import Authority
from exemptions.catalogue import Provision, catalogue
from requests_app.gate.finding import Acknowledged, Place, Stage
from requests_app.outcome import Disposition
from requests_app.particulars import Particulars
from requests_app.response import Response, canonical_json, digest, from_json

FORM = 1
FOIA, EIR = "foia", "eir"


class _WithFacts:
    """What has recorded facts: ``fact`` is "" for one that is not recorded."""

    __slots__ = ()
    facts: Mapping[str, str]

    def fact(self, name: str) -> str:
        return self.facts.get(name, "").strip()

    def says(self, name: str, *values: str) -> bool:
        return self.fact(name) in (values or ("yes",))


@dataclass(frozen=True, slots=True)
class ClaimFile(_WithFacts):
    """A claim of an answer. ``key`` is "a3.c1"; ``test`` the key of its test, or ""."""

    key: str
    cite: str
    reason: str = ""
    likelihood: str = ""
    where_accessible: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    test: str = ""

    @property
    def law(self) -> Provision | None:
        """The provision; None when the catalogue does not have it."""
        return catalogue().get(self.cite)

    @property
    def section(self) -> str:
        return self.law.section if self.law else ""

    @property
    def name(self) -> str:
        """ "Section 31(1)(a)", as a sentence begins with it."""
        return self.law.named if self.law else f"Section {self.cite}"


@dataclass(frozen=True, slots=True)
class AnswerFile(_WithFacts):
    """An answer as drafted. ``key`` is "a3" as in the response, "s1" when it has no question.

    ``covers`` names its questions anywhere; ``held`` is what the officer recorded, or what
    follows from the disposition.
    """

    key: str
    questions: tuple[str, ...]
    covers: str
    disposition: str = ""
    text: str = ""
    regime: str = FOIA
    held: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    claims: tuple[ClaimFile, ...] = ()

    def became(self, *dispositions: Disposition) -> bool:
        return self.disposition in dispositions

    @property
    def name(self) -> str:
        """ "questions 1–3", also of an answer that lost its questions."""
        return self.covers or "an answer without questions"


@dataclass(frozen=True, slots=True)
class FactorFile:
    """``unchanged``: it stands word for word in the bank of usual factors."""

    text: str
    unchanged: bool = False


@dataclass(frozen=True, slots=True)
class TestFile(_WithFacts):
    """A public interest test; ``claims`` are keys. ``twins`` are other cases with its words."""

    key: str
    claims: tuple[str, ...]
    for_disclosure: tuple[FactorFile, ...] = ()
    for_maintaining: tuple[FactorFile, ...] = ()
    conclusion: str = ""
    reasons: str = ""
    decided_on: date | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    twins: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        factors = (*self.for_disclosure, *self.for_maintaining)
        return "\n".join((*(factor.text for factor in factors), self.reasons))


@dataclass(frozen=True, slots=True)
class BlockFile:
    """A block of the request. ``as_received``: its words stand in the text as received.

    ``text`` is what is shown, without the passages declared as personal data.
    """

    key: str
    kind: str
    name: str
    text: str
    answerable: bool = False
    omitted: bool = False
    answered: bool = False
    as_received: bool = True


@dataclass(frozen=True, slots=True)
class WordingFile:
    """The wording that the annex takes for a provision that is claimed; version 0: none.

    ``retired`` says since when and why the standard text is no longer to be used. ``own`` is the
    version that the case adapted, 0 where it takes the standard text as it is.
    """

    cite: str
    version: int
    body: str
    retired: str = ""
    own: int = 0


@dataclass(frozen=True, slots=True)
class Mention:
    """A place of the public text that gives the requester away, and by what.

    ``sure``: it does; otherwise it may mean somebody else, and a person looks.
    """

    place: Place
    key: str
    where: str
    what: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Unprintable:
    """A text that goes into a document with ``characters`` that no font at hand has, each once.

    ``before`` are the words that lead to the first of them.
    """

    place: Place
    key: str
    field: str
    where: str
    characters: str
    before: str


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody who may be named in public; without a name, whoever holds the post."""

    name: str
    post: str = ""


@dataclass(frozen=True, slots=True)
class LinkFile:
    """A link of the response, and what came of opening it last.

    ``verdict`` is "works", "gone" or "doubtful", "" of one that was not opened yet; ``reason``
    ends a sentence that begins "cannot be opened:".
    """

    address: str
    verdict: str = ""
    reason: str = ""
    checked_on: date | None = None


@dataclass(frozen=True, slots=True)
class Leak:
    """What is withheld and stands in a ``document`` all the same ("letter", "public record").

    ``what`` is "passage", declared as removed from the request, or "word", listed as withheld;
    ``number`` counts from 1.
    """

    document: str
    what: str
    number: int


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is so at the moment of judging: another moment has others, the rest stays.

    ``due`` is None when it cannot be computed, or while the clock stands; ``clear_due`` is the day
    for what no extension concerns; ``calendar`` names the table of holidays.
    ``links`` is empty where the portal opens none; ``leaks`` are those of the finished pages.
    ``disclosable`` are the people who may be named. ``approver`` decides now. ``intact``: the
    stored version is what was frozen. ``sent_other``: the letter last sent says something else.
    """

    stage: Stage
    day: date
    particulars: Particulars | None = None
    particulars_entered_on: date | None = None
    particulars_confirmed_on: date | None = None
    authority: Authority = field(default_factory=Authority)
    cost_limit: int = 0
    hourly_rate: int = 0
    aggregation_working_days: int = 0
    due: date | None = None
    clear_due: date | None = None
    extended_to: date | None = None
    expected_by: date | None = None
    calendar: str = ""
    calendar_problem: str = ""
    submitted_on: date | None = None
    approver: str = ""
    intact: bool = True
    sent_other: bool = False
    recipient_publishes: bool = False
    links: tuple[LinkFile, ...] = ()
    leaks: tuple[Leak, ...] = ()
    disclosable: tuple[Named, ...] = ()
    mentions: tuple[Mention, ...] = ()
    unprintable: tuple[Unprintable, ...] = ()
    acknowledged: tuple[Acknowledged, ...] = ()


@dataclass(frozen=True, slots=True)
class Dossier(_WithFacts):
    """``facts`` are those of the case. ``leaks`` are the passages, counted from 1, that were
    declared as removed from the request and stand in the response all the same; ``word_leaks``
    the same of the words listed as withheld."""

    response: Response
    now: Circumstances
    answers: tuple[AnswerFile, ...]
    blocks: tuple[BlockFile, ...] = ()
    tests: tuple[TestFile, ...] = ()
    wordings: tuple[WordingFile, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    outcome_reason: str = ""
    annex_reordered: bool = False
    received_digest: str = ""
    leaks: tuple[int, ...] = ()
    word_leaks: tuple[int, ...] = ()
    drafters: tuple[str, ...] = ()
    clarified_on: date | None = None

    def claims(self) -> Iterator[tuple[AnswerFile, ClaimFile, Provision]]:
        """Every claim of a known provision, with its answer."""
        for answer in self.answers:
            for claim in answer.claims:
                if claim.law is not None:
                    yield answer, claim, claim.law

    @property
    def withheld_words(self) -> list[str]:
        """What the officer listed as withheld, one a line."""
        return words_of(self.facts.get("withheld_words", ""))

    def test(self, key: str) -> TestFile | None:
        return next((test for test in self.tests if test.key == key), None)

    def claims_of(self, test: TestFile) -> list[tuple[AnswerFile, ClaimFile, Provision]]:
        return [row for row in self.claims() if row[1].key in test.claims]

    def type_of(self, law: Provision) -> str:
        """absolute, qualified or none, in the hands of this authority."""
        transferred = self.says("transferred_record")
        return self.now.authority.type_of(law, transferred_record=transferred)

    def at(self, now: Circumstances) -> Dossier:
        """The same case, judged at another moment."""
        return replace(self, now=now)


def words_of(listed: str) -> list[str]:
    """The lines of a list, each once, without empty ones."""
    return list(dict.fromkeys(line.strip() for line in listed.splitlines() if line.strip()))


# --- canonical form -------------------------------------------------------------------


def to_json(dossier: Dossier) -> str:
    """One text for one dossier: sorted keys, no white space. The response stands in it by digest.

    The words of the response lie beside it, in the version, and are bound by that digest.
    """
    content = {item.name: getattr(dossier, item.name) for item in fields(dossier)}
    content["response"] = digest(canonical_json(dossier.response))
    plain = {name: _plain(value) for name, value in content.items()}
    return json.dumps(
        {"form": FORM, **plain}, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )


def digest_of(text: str) -> str:
    """SHA-256 of a dossier's JSON."""
    return hashlib.sha256(text.encode()).hexdigest()


class UnreadableDossier(ValueError):
    """A stored dossier that this version of the program cannot read."""


def from_texts(text: str, response: str) -> Dossier:
    """The dossier that ``to_json`` wrote, with the stored response. Raises UnreadableDossier."""
    try:
        content = json.loads(text)
        if content.pop("form") != FORM:
            raise UnreadableDossier("The stored dossier has an unknown form.")
        if content.pop("response") != digest(response):
            raise UnreadableDossier("The stored dossier belongs to another response.")
        hints = get_type_hints(Dossier)
        parts = {name: _read(hints[name], value) for name, value in content.items()}
        return Dossier(response=from_json(response), **parts)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UnreadableDossier(f"The stored dossier cannot be read: {error}") from error


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {name: _plain(inner) for name, inner in asdict(value).items()}
    if isinstance(value, Mapping):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(inner) for inner in value]
    if isinstance(value, date):  # a datetime is one
        return value.isoformat()
    return value


def _read(kind: Any, value: Any) -> Any:
    """A value of the type ``kind`` from what JSON made of it."""
    origin = get_origin(kind)
    if origin in {Union, types.UnionType}:
        inner = next(option for option in get_args(kind) if option is not type(None))
        return None if value is None else _read(inner, value)
    if origin is tuple:
        return tuple(_read(get_args(kind)[0], item) for item in value)
    if origin is not None:  # a mapping of texts
        return {str(name): str(inner) for name, inner in value.items()}
    if isinstance(kind, type) and is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{name: _read(hints[name], inner) for name, inner in value.items()})
    if kind in {date, datetime}:
        return kind.fromisoformat(value)
    return kind(value) if value is not None else None
