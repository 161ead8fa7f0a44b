"""What surrounds a request in a mail: greeting, signature, footers, quoted mail.

Knows mails, not questions. Whatever is found here is context, and what is left out of the
response and the public record unless an officer shows it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from requests_app.splitting.asks import Act, act_of, names_wanted, plain, states
from requests_app.splitting.block import Frame
from requests_app.splitting.handling import ADDRESSES, FOOTER, POSTCODE
from requests_app.splitting.passing import LONGEST_FRAME, is_official, passes_on
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
# "From: April 2019" is a period.
_PEOPLE = re.compile(
    r"sent:\s|(?:from|to|cc):\s"
    r"(?!\d|(?:the )?(?:present|date|now|today)\b|.{0,40}\b(?:19|20)\d\d\b)"
)
# Of those fields the ones that say who asks.
_REQUESTER = re.compile(
    r"(?:(?:full |first |last |your )?name|surname|forenames?|e-?mail(?: address)?|address"
    r"|post ?code|telephone|phone|mobile|organisation|company) ?:"
)
# "Hello, I write to ask how many vans you have." goes on to say something.
_GREETS_FIRST = re.compile(r"[^,.:;?!]{1,60}[,.!]\s{1,9}\S+(?:\s{1,9}\S+){3,60}[.!](?:\s|$)")
# "To the best of my knowledge the team has not replied." is none.
_FAR_GREETING = re.compile(r"to the\b")
_CLOSES = re.compile(
    r"(?:yours|(?:with )?(?:kind(?:est)? |best |warm(?:est)? |many )?(?:regards|wishes)|sincerely"
    r"|faithfully)\b"
)
_THANKS_FROM = re.compile(r",\s{1,9}[A-Z][\w'’.-]{0,40}(?:\s[A-Z][\w'’.-]{0,40}){0,3}$")
# A telephone number, a mailbox, and what people print before them.
_REACHED = re.compile(r"(?:\+|\b0)[\d ()-]{8,20}\d|\w@\w|^(?:[tmpefw]|www)\s?[:.]\s?\S")
# "Policy Officer", which could be a thing that is asked for.
_POST = re.compile(
    r"\b(?:officer|manager|director|secretary|researcher|journalist|reporter|editor|assistant"
    r"|coordinator|co-ordinator|adviser|advisor|caseworker|analyst|executive|chair(?:man|woman)?"
    r"|treasurer|councillor|solicitor|student|lead)$"
)
_POLITE = re.compile(r"(?:many )?thank")
_ASKS = frozenset({Act.ASK, Act.WISH, Act.GENERAL, Act.LEAD_IN, Act.LIMIT})
_ATTACHMENTS = re.compile(r"\[attached\b")
_WORD = re.compile(r"\w")
_FEWEST_SPACES = 3  # of a sentence
_LONGEST_SIGNATURE_LINE = 60
_LONGEST_PARTICULARS = 120
# A longer line after "Yours faithfully" can be a question that was thought of later.
_LATE_ASK = 30


def mark_frame(text: str, units: Sequence[Unit]) -> list[Unit]:
    """The units, with those of the frame decided to be context, and named."""
    marked = list(units)
    _mark_quoted(text, marked)
    _mark_footer(text, marked)
    signing = False
    for index, unit in enumerate(marked):
        if unit.kind is not None or not unit.loose:
            signing = signing and unit.kind is not None
            continue
        line = text[unit.start : unit.end]
        act = act_of(line)
        signing = _signs(text, unit, act, signing=signing)
        greets = act is Act.GREETING and not _GREETS_FIRST.match(line)
        if signing or greets or _is_mail_line(text, unit):
            frame = _frame_of(line, act, signing=signing)
            marked[index] = replace(unit, kind="context", frame=frame)
    return marked


def name_frame(text: str, units: Sequence[Unit]) -> list[Unit]:
    """The decided units, with greetings and signatures named by what follows them, and where
    only now they show: in the line of a sentence, below "Thank you for your help," at the end,
    below a sentence that stands below a signature."""
    named = list(units)
    asks = [index for index, unit in enumerate(units) if unit.kind != "context"]
    last = asks[-1] if asks else -1
    near = below = False  # right below a sign-off, anywhere below it
    polite = False  # whether it only thanks, above what is asked
    for index, unit in enumerate(units):
        if unit.kind != "context" or unit.frame == "quoted":
            near = below = False
            continue
        line = text[unit.start : unit.end]
        act = act_of(line)
        if _signs_off(line, act):
            near = below = True
            polite = index < last and bool(_POLITE.match(plain(line)))
        elif act is Act.THANKS and index > last:
            near = below = True
            polite = False
        elif (polite and unit.gap) or not _can_sign(line, act):
            near = False
        if unit.frame in {"", "signature"} and unit.loose:
            signs = near or (below and _is_particular(line))
            named[index] = replace(unit, frame=_frame_of(line, act, signing=signs))
    return _with_rules(text, named)


def _can_sign(line: str, act: Act) -> bool:
    """Whether a signature goes on after a line, be it of it or not."""
    if act in {Act.THANKS, Act.HANDLING}:
        return True
    return len(line) <= _LONGEST_PARTICULARS and not _tells(line, act)


def _signs(text: str, unit: Unit, act: Act, *, signing: bool) -> bool:
    """Whether the unit belongs to a signature."""
    if act is Act.SIGN_OFF:
        return True
    if not signing:
        return False
    length = unit.end - unit.start
    if act.asks or act is Act.LEAD_IN:
        post = act is Act.NAMES and _POST.search(plain(text[unit.start : unit.end]))
        return length < _LATE_ASK or (bool(post) and length <= _LONGEST_SIGNATURE_LINE)
    return length <= _LONGEST_SIGNATURE_LINE or act in {Act.THANKS, Act.HANDLING}


def _frame_of(line: str, act: Act, *, signing: bool) -> Frame:
    """Which sort of frame a line is, if it is any; ``signing``: it stands below a sign-off."""
    words = plain(line)
    if line.startswith(">") or _PEOPLE.match(words):
        return "quoted"
    if act is Act.GREETING:
        return "" if _FAR_GREETING.match(words) and states(line) else "greeting"
    if _signs_off(line, act) or _REQUESTER.match(words):
        return "signature"
    signs = signing and len(line) <= _LONGEST_PARTICULARS and act is not Act.THANKS
    return "signature" if signs and not _tells(line, act) else ""


def _signs_off(line: str, act: Act) -> bool:
    """Whether it ends a letter, perhaps with the name or more in the same line."""
    if act is Act.SIGN_OFF:
        return True
    if act is Act.THANKS:
        return bool(_THANKS_FROM.search(line))
    return len(line) <= _LONGEST_PARTICULARS and bool(_CLOSES.match(plain(line)))


def _tells(line: str, act: Act) -> bool:
    """Whether it is a sentence to the reader, and nothing that says who writes."""
    words = plain(line)
    if act in _ASKS or (act is Act.NAMES and names_wanted(line)) or _ATTACHMENTS.match(words):
        return True
    if not line.endswith((".", "?", "!")) or line.count(" ") < _FEWEST_SPACES:
        return False
    says = act not in {Act.PLAIN, Act.NAMES} or states(line)
    return says and not (_is_particular(line) or FOOTER.search(words))


def _is_particular(line: str) -> bool:
    """Whether a number, an address or a mailbox stands in a line."""
    words = plain(line)
    if len(line) > _LONGEST_PARTICULARS:
        return False
    return bool(_REACHED.search(words) or ADDRESSES.match(words) or POSTCODE.search(words))


def _with_rules(text: str, units: list[Unit]) -> list[Unit]:
    """A line of dashes above a footer or a quoted mail belongs to it."""
    for index in range(len(units) - 2, -1, -1):
        unit, frame = units[index], units[index + 1].frame
        bare = unit.kind == "context" and not _WORD.search(text, unit.start, unit.end)
        if bare and unit.frame in {"", "signature"} and frame in {"footer", "quoted"}:
            units[index] = replace(unit, frame=frame)
    return units


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
            _mark_from(text, units, index, "footer")
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
            _mark_from(text, units, index, "quoted")
            return
        else:
            units[index] = replace(unit, kind="context", frame="quoted")


def _quotes(text: str, units: Sequence[Unit], index: int) -> bool:
    """Whether a quoted mail begins here, by a line that says so or by its header."""
    words = plain(text[units[index].start : units[index].end])
    if _QUOTED_MAIL.match(words):
        return True
    following = units[index + 1] if index + 1 < len(units) else None
    from_whom = words.startswith("from: ") and _PEOPLE.match(words)
    if following is None or not following.loose or not from_whom:
        return False
    return bool(_MAIL_HEADER.match(plain(text[following.start : following.end])))


def _forwarded_from(text: str, units: Sequence[Unit]) -> int:
    """The index of the line above a mail that is passed on and asks; 0 if there is none."""
    found: int | None = None
    note: int | None = None  # where what is written above begins, without any header
    last = -1
    for index, unit in enumerate(units):
        if not unit.loose:
            break
        words = plain(text[unit.start : unit.end])
        forwards = bool(_FORWARDED.match(words))
        if (forwards and found is None) or (
            note is not None
            and unit.start - note <= LONGEST_FRAME
            and (forwards or (not is_official(words) and _quotes(text, units, index)))
            and passes_on(text[note : unit.start])
        ):
            last = last if last >= 0 else _last_that_asks(text, units)
            if index >= last:
                break
            found, note = index, None
        elif note is None and not _is_header(words):
            note = unit.start
    return found or 0


def _last_that_asks(text: str, units: Sequence[Unit]) -> int:
    indexes = reversed(range(len(units)))
    return next((index for index in indexes if _might_ask(text, units[index])), 0)


def _is_header(words: str) -> bool:
    return bool(_MAIL_HEADER.match(words) or _QUOTED_MAIL.match(words))


def _might_ask(text: str, unit: Unit) -> bool:
    return not unit.loose or any(part.act.asks for part in sentences_of(text, unit.start, unit.end))


def _mark_from(text: str, units: list[Unit], index: int, frame: Frame) -> None:
    """All from there on is of that frame, but for mails quoted in it."""
    for below in range(index, len(units)):
        unit = units[below]
        named = unit.frame or ("quoted" if text.startswith(">", unit.start) else frame)
        units[below] = replace(unit, kind="context", frame=named)
