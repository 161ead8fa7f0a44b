"""Hostile text as a person could paste it: in lines that the rules for sentences read.

A pattern that tries every way to cut a run of digits does so inside one call, where no count of
calls sees it. So the splitter runs in a process of its own that the kernel ends after a minute
of processor time; linear work needs a few seconds for all of these.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

UNITS = (
    *(
        "1",
        "12345 ",
        "2015/16 2016/17 ",
        "1 April 2019 to ",
        "jan ",
        "may2019",
        "١",
        "𝟏",
        "1.1.",
        "1-",
    ),
    *(
        "(",
        ")",
        "[",
        "{",
        '"a" ',
        "“a ",
        "'",
        "*",
        "**a** ",
        "*a *b ",
        "~ a ",
        "_",
        "_a ",
        "#1 ",
        "<",
        "|",
        "•",
        "- a ",
    ),
    *(
        ".",
        "?",
        "? ",
        "A? ",
        "a.A",
        "; ",
        ": ",
        ", ",
        "e.g. ",
        "i.e. ",
        "Mr. A. B. ",
        "a-",
        "a/",
        "£1,000 ",
    ),
    *(
        "a) ",
        "(a) x ",
        "(i) x ",
        "1) x; ",
        "1. Aa 2. Bb ",
        "Q1 ",
        "Q1. ",
        "Question one ",
        "First. ",
        "REQUEST ONE ",
        "1a. ",
        "A: B ",
    ),
    *(
        "please ",
        "please provide ",
        "please could you, if possible, ",
        "kindly newly ",
        "so please ",
        "i ",
    ),
    *(
        "i would like to know if ",
        "how many ",
        "the number of a and ",
        "a copy of the ",
        "any of these ",
    ),
    *(
        "the following ",
        "for each ",
        "of these ",
        "in relation to the ",
        "including ",
        "the columns wanted are ",
        "he says so. Which? ",
        "such as ",
        "namely: ",
    ),
    *(
        "if ",
        "if so ",
        "if you do not ",
        "where you ",
        "between ",
        "and ",
        "or ",
        "the ",
        "of ",
        "is ",
        "by ",
    ),
    *(
        "under the freedom of information act ",
        "section 12 ",
        "my request is for ",
        "when i say by ",
    ),
    *(
        "it would be helpful if you ",
        "this information should be ",
        "these figures by ",
        "in an excel ",
    ),
    *(
        "http://a.b/c ",
        "a@b.c ",
        "From: a Sent: b ",
        "On a wrote: ",
        "Dear Sir, ",
        "Yours faithfully, ",
    ),
    *(
        "we, the residents, ",
        "here is the ",
        "for each of the things, please ",
        "please use the headings ",
        "pls can u ",
        "a. B c ",
        "3 a B ",
        "(a) ",
    ),
    *("e\u0301", "\u200b", "a\u200d", "\u202e", "İ", "ß", "\x00", "\u2003", "\uf0b7 a "),
)
WIDTHS = (60, 400)
_CHARACTERS = 8_000
_LIMIT = 60  # seconds of processor time
_PROGRAM = """
import json, resource, sys
from requests_app.splitting import split
resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[1]), int(sys.argv[1])))
for name, text in json.load(sys.stdin):
    print(name, flush=True)
    blocks = split(text)
    assert sum(block.end - block.start for block in blocks) <= len(text)
print("done")
"""


def layouts(unit: str) -> list[tuple[str, str]]:
    """A unit as lines of each width: close together, apart, and numbered."""
    found: list[tuple[str, str]] = []
    for width in WIDTHS:
        line = (unit * (width // len(unit) + 1))[:width]
        lines = [line] * (_CHARACTERS // width)
        numbered = [f"{number}. {text}" for number, text in enumerate(lines, start=1)]
        for layout, text in (
            ("close", "\n".join(lines)),
            ("apart", "\n\n".join(lines)),
            ("numbered", "\n".join(numbered)),
        ):
            found.append((f"{unit!r}, {width} wide, {layout}", text))
    return found


def split_apart(texts: list[tuple[str, str]], seconds: int) -> str:
    """Splits each text in a process that may use so many seconds of processor; the last line it
    printed: "done", or the name of the text it had in hand when it was ended."""
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, str(seconds)],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parent.parent,
    )
    assert not done.stderr, done.stderr
    return done.stdout.splitlines()[-1]


def test_no_text_in_lines_takes_more_than_its_share() -> None:
    texts = [text for unit in UNITS for text in layouts(unit)]

    assert split_apart(texts, _LIMIT) == "done"


def test_a_process_that_takes_more_is_ended_with_its_text_in_hand() -> None:
    endless = [("endless", "1. Why is it so?\n" * 4_900)] * 50

    assert split_apart(endless, seconds=1) == "endless"
