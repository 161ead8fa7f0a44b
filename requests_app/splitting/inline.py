"""Lists that were typed, or pasted, into one line: "1. How many? 2. How much?".

Knows labels and sentence ends. An item begins where a sentence ends and the next label of the
sequence stands before a capital; so "a) parks, b) woods" in a sentence stays one. Where the
line ends were lost, three labels in sequence do without the end of a sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise, zip_longest

from requests_app.splitting.block import MAX_LINES
from requests_app.splitting.labels import Label
from requests_app.splitting.lines import Line, is_full, wrap_width

_WORDED = r"(?P<word>Q|Question )(?P<count>\d{1,2})[.:)]?"
_BEFORE_CAPITAL = (
    r"(?:\s{1,9}(?=[A-Z“\"‘'(])|(?<=\d[.)])(?=[A-Z])"
    r"|(?<=\d[.)])\s{1,9}(?=(?:please|how|what|which|who|when|where|why)\s))"
)
_LABEL = re.compile(
    r"(?:^|(?<=[.?!:;)]\s)|(?<=\s\s))(?:(?P<open>\(?)(?P<value>\d{1,2}|[a-z]|(?:[A-Z]|[ivx]{2,4}|[IVX]{2,4})(?=\)))"
    r"(?P<sign>\)|\.|:)"
    rf"|{_WORDED}){_BEFORE_CAPITAL}"
)
# "... was spent?2. How many" and "Answers Q1 Is there a policy? Q2 Who owns it".
_RUN_ON = re.compile(
    r"(?:(?:^|(?<=[a-z.?!:;,)…])|(?<=[a-z.?!:;,)…]\s)|(?<=\b20\d\d)|(?<=\d\s))"
    r"(?P<open>\(?)(?P<value>\d{1,2}|(?<=\()(?:[a-z]|[ivx]{2,5})(?=\)))(?P<sign>\)|\.)"
    rf"|\b{_WORDED}){_BEFORE_CAPITAL}"
)
# "... the following: (a) the cost; (b) the term; and (c) the supplier." has its stops instead.
_ENUMERATED = re.compile(
    r"(?:(?<=[:;]\s)|(?<=[;,]\sand\s)|(?<=[;,]\sor\s))"
    r"(?P<open>\(?)(?P<value>\d|[a-z]|[ivx]{2,4})(?P<sign>\))\s"
)
_FEWEST_ENUMERATED = 3
# "... broken down into: a) the cost b) the term c) the supplier" has no stops; with commas it
# would be a sentence.
_UNSTOPPED = re.compile(
    r"(?<=[^,;\s]\s)(?P<open>)(?P<value>[a-z])(?:(?P<sign>\))\s|(?P<stop>\.)\s(?=[A-Z]))"
)
_SHORTEST_ITEM = 20  # characters, on average; answers to choose from are shorter
# "... to include:a.The budgetb.The costs" lost its line ends.
_TOUCHING = re.compile(
    r"(?:(?<=[.?!:;)])|(?<=[.?!:;)]\s)|(?<=[a-z)](?=[b-z]\.[A-Z])))"
    r"(?P<open>)(?P<value>[a-z])(?P<sign>\.)(?=[A-Za-z][a-z])"
)
# "1 Gender 2 Age 3 Religion" is a list only if it is all of the line.
_BARE = re.compile(r"(?:^|(?<=[a-z.?!:;,)]\s))(?P<value>\d{1,2})\s(?=[A-Z])")
_FORGOTTEN = re.compile(r"(?<=[.?!]\s)(?P<value>\d{1,2})\s(?=[A-Z][a-z])")
_FEWEST_BARE = 3
_SIGNED = re.compile(r"\w[.):]|\bQ(?:uestion )?\d")
_LONGEST_LABEL = 15  # "Question 12. (a)" is no sentence that a list stands in
_SECOND = re.compile(r"(?P<open>\(?)(?P<value>2|b)(?P<sign>[.)])\s")

# "4) ... were released? 4a) How many on bail?": a part of the item that it names; "4i - how".
_PARTED = re.compile(
    r"(?:(?<=[.?!:;)]\s)|(?<=[a-z.?!:;)\s])[-–]\s)(?P<value>\d{1,2})(?:[a-z]|[ivx]{2,4})"
    rf"(?:[).:]{_BEFORE_CAPITAL}|\s[-–]\s)"
)
_ITEM = re.compile(r"\W?(?:Q|Question )?(?P<value>\d{1,2})(?!\d)")

# Nobody types this sign in a sentence, and seldom one alone in a line.
_BULLET = re.compile(
    r"(?:^|(?<=\s))[•●▪■◦○·‣](?=\s{0,9}\w)|(?<=[.?!:;)])[•●*o](?=[A-Z][a-z ])"
    r"|(?<=[.?!:;]\s)\*\s(?=[A-Z])|(?<=[?:]\s)[-–]\s(?=[A-Z])"
)
_FEWEST_BULLETS = 2
# "... the council?The total number of ...": where a web form lost the end of a line.
_LOST_END = re.compile(
    r"(?<=[A-Za-z)]{2}[.?!])(?=[A-Z][a-z]{0,20}[\s'’,])"
    r"|(?<=(?:ing|ies|ons|low):)(?=[A-Z][a-z]{1,20}\s)"
    r"|(?<=[A-Za-z)]{3}[.?!:…])(?=\d{1,2}[.)]\s{0,9}[A-Z]|[a-z][.)]\s)"
)
_AT_START = re.compile(r"\s{0,9}(?P<value>\d{1,2})[.)]\s")
_IN_LINE = re.compile(r"(?<=\s)(?P<value>\d{1,2})[.)](?=\s{1,3}[A-Z])")
_MOST_SKIPPED = 4
_FEWEST_LOST = 2  # one may be a slip of the keyboard

_LONGEST = 20_000  # characters; what is longer is no letter
_MOST_WRAPPED = 200  # lines of a paragraph


def unfolded(lines: Sequence[Line]) -> list[Line]:
    """The lines, those that hold several items of a list cut before each item, and those that
    were run together cut where they were."""
    starts = [
        found or _first_start(line.text, below.text if below else "")
        for found, (line, below) in zip(
            _all_starts(lines), zip_longest(lines, lines[1:]), strict=True
        )
    ]
    for index, skipped in _skipped(lines):
        starts[index] = starts[index] or skipped
    if sum(map(len, starts)) > MAX_LINES:
        return list(lines)  # This was never a letter.
    parts = [part for line, items in zip(lines, starts, strict=True) for part in _cut(line, items)]
    lost = [_lost_ends(part.text) for part in parts]
    found = len(parts) - len(lines) + sum(map(len, lost))
    if not _FEWEST_LOST <= found <= MAX_LINES:
        return parts
    return [line for part, ends in zip(parts, lost, strict=True) for line in _cut(part, ends)]


def _skipped(lines: Sequence[Line]) -> Iterator[tuple[int, list[int]]]:
    """Lines that hold the items which are missing between theirs and the next: "2. How are they
    cleaned 3. How often" above "4. By whom"."""
    labels = [_AT_START.match(line.text) for line in lines]
    numbered = [(index, int(found["value"])) for index, found in enumerate(labels) if found]
    for (index, first), (_, last) in pairwise(numbered):
        text = lines[index].text
        if 1 < last - first <= _MOST_SKIPPED and len(text) <= _LONGEST:
            starts = _starts_of(text, range(first + 1, last))
            if starts:
                yield index, starts


def _starts_of(text: str, values: Sequence[int]) -> list[int]:
    """Where these numbers stand as labels one behind the other; none if one is not there."""
    found = [(int(label["value"]), label.start()) for label in _IN_LINE.finditer(text)]
    starts: list[int] = []
    for value, start in found:
        if value == values[len(starts)]:
            starts.append(start)
            if len(starts) == len(values):
                return starts
    return []


def _all_starts(lines: Sequence[Line]) -> Iterator[list[int]]:
    """For each line where items begin in it; a hard-wrapped list is read as the one line that
    it was."""
    for paragraph in _paragraphs(lines):
        first = paragraph[0].start
        words = ""
        for line in paragraph:
            words += " " * (line.start - first - len(words)) + line.text
        starts = [first + start for start in _item_starts(words)]
        for line in paragraph:
            yield [start - line.start for start in starts if line.start <= start < line.end]


def _paragraphs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """The lines, those together that a mail program wrapped."""
    width = wrap_width(lines)
    paragraph: list[Line] = []
    for line in lines:
        above = paragraph[-1] if paragraph else line
        wrapped = width and not line.gap and is_full(above, line, width)
        if paragraph and not (wrapped and len(paragraph) < _MOST_WRAPPED):
            yield paragraph
            paragraph = []
        paragraph.append(line)
    if paragraph:
        yield paragraph


def _lost_ends(text: str) -> list[int]:
    """Where lines that were run together began."""
    if len(text) > _LONGEST:
        return []
    return [found.start() for found in _LOST_END.finditer(text)]


def _cut(line: Line, starts: Sequence[int]) -> Iterator[Line]:
    begin, gap = 0, line.gap
    for position in starts:
        if position > begin:
            yield _part(line, begin, position, gap=gap)
            begin, gap = position, False
    yield line if not begin else _part(line, begin, len(line.text), gap=gap)


def _part(line: Line, begin: int, end: int, *, gap: bool) -> Line:
    text = line.text[begin:end].rstrip()
    start = line.start + begin
    return Line(start, start + len(text), text, line.indent, gap, line.cut + begin)


def _item_starts(text: str) -> list[int]:
    """Where the items of the sequence in this line begin; none if there is no sequence."""
    if len(text) > _LONGEST:
        return []
    bullets = [found.start() for found in _BULLET.finditer(text)]
    if len(bullets) < _FEWEST_BULLETS:
        bullets = []
    listed = _list_starts(text, 0, len(text)) if _has_signs(text) else []
    starts = listed or _bare_starts(text)
    return sorted({*bullets, *starts, *_nested(text, starts), *_parts(text, starts)})


def _has_signs(text: str) -> bool:
    """Whether two labels could stand in a line: most lines have not even two signs."""
    return next(islice(_SIGNED.finditer(text), 1, None), None) is not None


def _first_start(text: str, below: str) -> list[int]:
    """Where the first item of a list begins if the others stand on lines of their own: "Please
    answer these. 1. How many?" above "2. How much?"."""
    second = _SECOND.match(below)
    if not second or len(text) > _LONGEST:
        return []
    first = "1" if second["value"] == "2" else "a"
    label = f" {second['open']}{first}{second['sign']} "
    position = text.find(label, _LONGEST_LABEL)
    if position < 0:
        return []
    # "We ask for (a) the bids;" above "(b) the marks;" has its stops behind the items.
    stopped = text[position - 1] in ".:?" or (second["open"] and text.rstrip().endswith((";", ",")))
    return [position + 1] if stopped else []


def _list_starts(text: str, begin: int, end: int) -> list[int]:
    ended, run_on = _sequence(_LABEL, text, begin, end), _sequence(_RUN_ON, text, begin, end)
    # "1. How many?2. How much?"
    glued = len(run_on) == 2 and not run_on[0] and text[run_on[1] - 1] in ".?!"
    starts = run_on if glued or len(run_on) > max(2, len(ended)) else ended
    # "What is its type: 1. permit, 2. enforcement, 3. both" has answers to choose from.
    if all(text[start - 2 : start - 1] == "," for start in starts[1:]):
        starts = []
    listed = _sequence(_ENUMERATED, text, begin, end)
    if len(listed) >= max(_FEWEST_ENUMERATED, len(starts) + 1):
        return listed
    touching = _sequence(_TOUCHING, text, begin, end)
    if len(touching) > max(1, len(starts)):
        return touching
    return starts if len(starts) > 1 else _unstopped(text, begin, end)


def _unstopped(text: str, begin: int, end: int) -> list[int]:
    """Where the items of a list without stops begin; "Is it kept: a) always b) never" has the
    answers to choose from."""
    starts = _sequence(_UNSTOPPED, text, begin, end)
    if len(starts) < _FEWEST_ENUMERATED or end - starts[0] < _SHORTEST_ITEM * len(starts):
        return []
    return starts if text[: starts[0]].rstrip().endswith((":", ".", "?", ")")) else []


def _nested(text: str, starts: Sequence[int]) -> Iterator[int]:
    """Where the items of the lists begin that stand inside the items of a line."""
    for begin, end in pairwise([*starts, len(text)] if starts else []):
        yield from _list_starts(text, begin + 1, end)


def _bare_starts(text: str) -> list[int]:
    found = list(_BARE.finditer(text)) if text.startswith("1 ") else []
    if len(found) < _FEWEST_BARE:
        return []
    counts = all(int(label["value"]) == count for count, label in enumerate(found, start=1))
    return [label.start() for label in found] if counts else []


def _parts(text: str, starts: Sequence[int]) -> Iterator[int]:
    """Where the lettered parts of the items in a line begin."""
    begins = sorted({0, *starts})
    for found in _PARTED.finditer(text):
        item = _ITEM.match(text, begins[bisect_right(begins, found.start()) - 1])
        if item and item["value"] == found["value"]:
            yield found.start()


def _sequence(label: re.Pattern[str], text: str, begin: int, end: int) -> list[int]:
    """Where the labels of the first sequence stand."""
    starts: list[int] = []
    shape, value = ("", ""), 0
    for found in label.finditer(text, begin, end):
        part = found.groupdict()
        other = (part["open"] or part.get("word") or "", part["sign"] or "")
        numbers = _values(part["value"] or part["count"])
        if starts and other == shape and value + 1 in numbers:
            starts.append(found.start())
            value += 1
        elif len(starts) < 2 and (1 in numbers or found.start() == 0):
            starts, shape = [found.start()], other
            value = min(numbers)
    return [*starts, *_without_sign(text, starts, value, end)]


def _without_sign(text: str, starts: Sequence[int], value: int, end: int) -> list[int]:
    """The next item of a list of numbers if its sign was forgotten: "1. ... 2. ... 3 How many"."""
    if len(starts) < 2 or not text[starts[-1]].isdecimal():
        return []
    found = _FORGOTTEN.search(text, starts[-1], end)
    return [found.start()] if found and int(found["value"]) == value + 1 else []


def _values(printed: str) -> list[int]:
    label = Label(printed, (printed.lower(),), "", 0)
    return [value for _, value in label.readings()]
