"""What surrounds a request in a mail: greeting, signature, footers, quoted mail.

Knows mails, not questions. Whatever is found here is context.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from requests_app.splitting.asks import Act, act_of, plain
from requests_app.splitting.prose import sentences_of
from requests_app.splitting.units import Unit

_FOOTER_WORDS = re.compile(
    r"disclaimer: this message|whatdotheyknow\.com/(?:help|change_request|body)"
    r"|please use this email address for all replies"
    r"|the wrong address for freedom of information"
)
_QUOTED_MAIL = re.compile(
    r"(?:on .{5,80} wrote:$|-+ ?(?:original|forwarded) message ?-+|begin forwarded message)"
)
_FORWARDED = re.compile(r"(?:-+ ?forwarded message ?-+|begin forwarded message)")
# Below a signature only: a request may ask about what is confidential.
_DISCLAIMS = re.compile(
    r"\b(?:addressees?(?: only)?|intended recipients?|in error\b.{0,60}\b(?:delete|notify|inform)"
    r"|confidential|scanned for viruses|views (?:in|expressed))\b"
)
_MAIL_HEADER = re.compile(r"(?:from|sent|to|cc|date|subject):\s")
# What a web form prints before each answer.
_FORM_FIELD = re.compile(
    r"(?:(?:full |first |last |your )?name|title|surname|forenames?|e-?mail(?: address)?|address"
    r"|post ?code|telephone|phone|mobile|organisation|company|date|(?:our |your )?ref(?:erence)?"
    r"|request id|case number) ?:"
)
_LONGEST_SIGNATURE_LINE = 60
# A longer line after "Yours faithfully" can be a question that was thought of later.
_LATE_ASK = 30


def mark_frame(text: str, units: Sequence[Unit]) -> list[Unit]:
    """The units, with those of the frame decided to be context."""
    marked = list(units)
    _mark_quoted(text, marked)
    _mark_footer(text, marked)
    signing = False
    for index, unit in enumerate(marked):
        if unit.kind is not None or not unit.loose:
            signing = signing and unit.kind is not None
            continue
        act = act_of(text[unit.start : unit.end])
        signing = _signs(text, unit, act, signing=signing)
        if signing or act is Act.GREETING or _is_mail_line(text, unit):
            marked[index] = replace(unit, kind="context")
    return marked


def _signs(text: str, unit: Unit, act: Act, *, signing: bool) -> bool:
    """Whether the unit belongs to a signature."""
    if act is Act.SIGN_OFF:
        return True
    if not signing:
        return False
    length = unit.end - unit.start
    if act.asks or act is Act.LEAD_IN:
        return length < _LATE_ASK
    return length <= _LONGEST_SIGNATURE_LINE or act in {Act.THANKS, Act.HANDLING}


def _is_mail_line(text: str, unit: Unit) -> bool:
    line = text[unit.start : unit.end]
    if line.startswith(">"):
        return True
    return bool(_MAIL_HEADER.match(plain(line)) or _FORM_FIELD.match(plain(line)))


def _mark_footer(text: str, units: list[Unit]) -> None:
    """A footer begins with the words that give it away, and reaches to the end."""
    signed = False
    for index, unit in enumerate(units):
        words = plain(text[unit.start : unit.end])
        if (unit.loose and _FOOTER_WORDS.search(words)) or (signed and _DISCLAIMS.search(words)):
            _mark_from(units, index)
            return
        signed = signed or (unit.loose and act_of(words) is Act.SIGN_OFF)


def _mark_quoted(text: str, units: list[Unit]) -> None:
    """A mail quoted below the request is context; what was forwarded is the request."""
    forwarded = _forwarded_from(text, units)
    units[:forwarded] = [replace(unit, kind="context") for unit in units[:forwarded]]
    asked = False
    for index, unit in enumerate(units):
        if index < forwarded:
            continue
        if not unit.loose or not _quotes(text, units, index):
            asked = asked or _might_ask(text, unit)
        elif asked:
            _mark_from(units, index)
            return
        else:
            units[index] = replace(unit, kind="context")


def _quotes(text: str, units: Sequence[Unit], index: int) -> bool:
    """Whether a quoted mail begins here, by a line that says so or by its header."""
    words = plain(text[units[index].start : units[index].end])
    if _QUOTED_MAIL.match(words):
        return True
    following = units[index + 1] if index + 1 < len(units) else None
    if following is None or not following.loose or not words.startswith("from: "):
        return False
    return bool(_MAIL_HEADER.match(plain(text[following.start : following.end])))


def _forwarded_from(text: str, units: Sequence[Unit]) -> int:
    """The index of the line above a forwarded mail that asks; 0 if there is none."""
    for index, unit in enumerate(units):
        if unit.loose and _FORWARDED.match(plain(text[unit.start : unit.end])):
            asks = any(_might_ask(text, below) for below in units[index + 1 :])
            return index if asks and not any(not above.loose for above in units[:index]) else 0
    return 0


def _might_ask(text: str, unit: Unit) -> bool:
    return not unit.loose or any(part.act.asks for part in sentences_of(text, unit.start, unit.end))


def _mark_from(units: list[Unit], index: int) -> None:
    units[index:] = [replace(unit, kind="context") for unit in units[index:]]
