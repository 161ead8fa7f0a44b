"""Responses of every shape, drawn by a number: the same number gives the same response.

They go where no golden file does: lists and tables over the end of a page, long and empty parts,
headings of every length, scripts that the fonts have, languages of parts, every disposition.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from requests_app.outcome import Disposition
from requests_app.rendering import letter_html, record_html
from requests_app.rendering.engine import Kind
from requests_app.response import RequestBlock, Response, ResponseAnswer
from tests import sample_response as sample

WORDS = tuple(
    "council printer contract £1,204 2021–22 café Ŵyl naïve e-mail “so-called” O’Brien Ωμέγα Ёлка "  # noqa: SIM905
    "½ 3 m² supercalifragilistic — per cent (net) A&B <b>not bold</b> *starred* #5 [cy] x_y the of "
    "and for each year site cost lamp school road".split()
)
TABLE_HEAD = ("No", "What", "Cost")


def drawn(seed: int) -> tuple[Kind, str, str]:
    """The kind of document, its HTML and its title."""
    chance = random.Random(seed)  # noqa: S311 - a seed is the point
    response = response_of(chance)
    if chance.random() < 0.5:
        html = record_html(response, authority=sample.PARTICULARS, month=date(2022, 5, 1))
        return "record", html, response.title
    html = letter_html(
        response,
        addressee=sample.ADDRESSEE,
        particulars=sample.PARTICULARS,
        dated=date(2022, 5, 17),
    )
    return "letter", html, f"Response to your request for information {response.reference}"


def response_of(chance: random.Random) -> Response:
    blocks = tuple(_blocks(chance))
    explained = chance.random() < 0.7
    return replace(
        sample.RESPONSE,
        title=_sentence(chance, 2, 14).rstrip("."),
        blocks=blocks,
        answers=tuple(
            answer if explained else replace(answer, claims=())
            for answer in _answers(chance, [b.key for b in blocks if b.answerable])
        ),
        annex=sample.ANNEX if explained else (),
    )


def _sentence(chance: random.Random, least: int, most: int) -> str:
    words = chance.choices(WORDS, k=chance.randint(least, most))
    return " ".join(words).capitalize() + "."


def _blocks(chance: random.Random) -> Iterator[RequestBlock]:
    key = 0
    for part in range(chance.choice((0, 1, 1, 1)), chance.choice((1, 2, 3))):
        if part:
            key += 1
            yield sample.block(f"q{key}", "section", _sentence(chance, 1, 25), part=part)
        for number in range(1, chance.choice((2, 2, 4, 6))):
            key += 1
            label = f"{number}." if chance.random() < 0.8 else ""
            text = "\n\n".join(_sentence(chance, 3, 40) for _ in range(chance.choice((1, 1, 2))))
            kind = "question" if chance.random() < 0.8 else "context"
            yield sample.block(
                f"q{key}",
                "question" if kind == "question" else "context",
                text,
                part=part,
                label=label,
                number=str(number) if label else "",
            )
            if kind == "question" and label and chance.random() < 0.3:
                for letter in "abc":
                    key += 1
                    yield sample.block(
                        f"q{key}",
                        "question",
                        _sentence(chance, 2, 12),
                        part=part,
                        label=f"({letter})",
                        number=f"{number}({letter})",
                        level=1,
                    )


def _answers(chance: random.Random, open_keys: list[str]) -> Iterator[ResponseAnswer]:
    while open_keys:
        asked = tuple(
            open_keys.pop(0) for _ in range(min(len(open_keys), chance.choice((1, 1, 3))))
        )
        old = chance.choice(sample.ANSWERS)
        yield replace(
            old,
            key=f"a{asked[0]}",
            questions=asked,
            covers=f"questions {' and '.join(asked)}",
            disposition=chance.choice(list(Disposition)),
            text="\n\n".join(_pieces(chance)),
        )


def _pieces(chance: random.Random) -> Iterator[str]:
    for _ in range(chance.choice((1, 1, 1, 3))):
        kind = chance.choice(("words", "words", "list", "numbers", "nested", "table", "links"))
        size = chance.choice((1, 2, 3, 12))
        if kind == "words":
            yield chance.choice(("", "", "[cy] ")) + _sentence(chance, 4, 90)
        elif kind == "list":
            yield "\n".join(f"- {_sentence(chance, 1, 30)}" for _ in range(size))
        elif kind == "numbers":
            yield "\n".join(f"{n}. {_sentence(chance, 1, 20)}" for n in range(3, 3 + size))
        elif kind == "nested":
            yield "\n".join(f"- {_sentence(chance, 1, 9)}\n  - one\n  - two" for _ in range(size))
        elif kind == "table":
            rows = [f"| {n} | {_sentence(chance, 1, 8)} | {n * 1000:,} |" for n in range(size * 3)]
            yield "\n".join([f"| {' | '.join(TABLE_HEAD)} |", "|---|---|--:|", *rows])
        else:
            yield (
                "See [the register](https://www.example.org/register?a=1&b=2), "
                "https://www.example.org/plain and <foi@example.org>."
            )
