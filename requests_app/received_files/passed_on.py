"""Whether a mail passes another on, in which the request is then, and whose it is.

A colleague who passes a request on and a requester who answers the authority both write above a
quoted mail. Who wrote that one, who wrote this one to whom, and what is said above it tell them
apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from requests_app.received_files.envelope import Envelope, OwnAddresses
from requests_app.received_files.inner_header import (
    PASSED_ON_RULE,
    InnerHeader,
    find_header,
    without_marks,
)
from requests_app.received_files.mail_header import is_forwarded
from requests_app.received_files.quoted import asks, mark_quoted
from requests_app.splitting.passing import is_official, passes_on

_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Chain:
    """The words of a mail and the envelopes from its own to that of the request.

    Above the request stands the rule by which the splitter knows what was passed on. An envelope
    of which nothing could be read is empty.
    """

    text: str
    envelopes: tuple[Envelope, ...]

    @property
    def is_passed_on(self) -> bool:
        return len(self.envelopes) > 1

    @property
    def inner(self) -> Envelope:
        return self.envelopes[-1]


def unwrapped(text: str, outer: Envelope, own: OwnAddresses) -> Chain:
    """What a mail passes on in its own words, and in those of the mail inside; what the innermost
    one answers has marks."""
    lines, envelopes, start = without_marks(text.splitlines()), [outer], 0
    header = find_header(lines)
    if header is None and is_forwarded(outer.subject):
        return Chain(text, (outer, Envelope()))
    while header and len(envelopes) <= _DEEPEST:
        if not _passes(lines, start, header, envelopes, own):
            break
        printed = header.printed if header.forwards else (PASSED_ON_RULE, "", *header.printed)
        lines[header.begins : header.ends] = printed
        start = header.begins + len(printed)
        envelopes.append(header.envelope)
        header = find_header(lines, start)
    return Chain("\n".join(mark_quoted(lines, start)), tuple(envelopes))


def _passes(
    lines: Sequence[str],
    start: int,
    header: InnerHeader,
    envelopes: Sequence[Envelope],
    own: OwnAddresses,
) -> bool:
    outer, inner = envelopes[-1], header.envelope
    note = lines[start : header.begins]
    by_colleague = own.has(outer.address)
    if own.has(inner.address) and not by_colleague:
        return False  # the authority's mail, which the requester answers
    if is_forwarded(outer.subject) and len(envelopes) == 1:
        return True
    answered = inner.address.lower() in outer.recipients
    by_stranger = bool(inner.address) and not own.has(inner.address)
    if by_colleague and by_stranger:
        return True
    if not by_colleague and (answered or is_official(f"{inner.name} {inner.address}")):
        return False
    said = "\n".join(note)
    if not said.strip() or passes_on(said):
        return True
    return (header.forwards or is_forwarded(outer.subject)) and not asks(note)


# --- whose it is, and when it came ----------------------------------------------------------


def requester_in(chain: Chain, own: OwnAddresses) -> tuple[str, str]:
    """Name and address of who wrote the innermost mail; empty if that was a colleague."""
    inner = chain.inner
    others = {envelope.name.casefold() for envelope in chain.envelopes[:-1]}
    nameless = not inner.address and inner.name.casefold() in others
    if own.has(inner.address) or nameless:
        return "", ""
    return inner.name, inner.address


def reached_authority(chain: Chain, own: OwnAddresses) -> bool:
    """Whether the innermost mail was sent to the authority, so far as anybody can tell."""
    recipients = chain.inner.recipients
    return not own or not recipients or own.among(recipients)


def received_on(chain: Chain, own: OwnAddresses) -> date | None:
    """The day on which the request first reached the authority (s10(1)), None if it cannot be
    read."""
    day = chain.inner.sent_on
    if not reached_authority(chain, own):
        day = next(
            (
                envelope.sent_on
                for envelope in reversed(chain.envelopes)
                if own.among(envelope.recipients) and not own.has(envelope.address)
            ),
            None,
        )
    passed = chain.envelopes[0].sent_on
    # What is passed on before it was sent has a date that was misread.
    return None if day and passed and day > passed else day
