"""A letter before the response: acknowledgement, clarification, extension, fees notice. Pure.

Its fixed parts stand in the templates and cannot be edited; what an officer writes is in
``words``. Like a ``Response`` it has no requester in it, and its canonical JSON is what is
stored, approved and printed.
"""

from __future__ import annotations

import json
import unicodedata
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum

from requests_app.response import UnreadableResponse, plain

SCHEMA = 1


class NoticeKind(StrEnum):
    ACKNOWLEDGEMENT = "acknowledgement"
    CLARIFICATION = "clarification"
    EXTENSION = "extension"
    FEES = "fees"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def purpose(self) -> str:
        return _PURPOSES[self]

    @property
    def refuses(self) -> bool:
        """It says that an exemption applies, so it is a notice under s17(1) and (2).

        Such a letter is read and approved by another person before it goes out.
        """
        return self is NoticeKind.EXTENSION


_LABELS = {
    NoticeKind.ACKNOWLEDGEMENT: "Acknowledgement",
    NoticeKind.CLARIFICATION: "Request for clarification",
    NoticeKind.EXTENSION: "Extension for the public interest test",
    NoticeKind.FEES: "Fees notice",
}
_PURPOSES = {
    NoticeKind.ACKNOWLEDGEMENT: "Says that the request arrived and by when it will be answered. "
    "It moves no deadline.",
    NoticeKind.CLARIFICATION: "Asks for what you reasonably need to identify and locate the "
    "information (section 1(3)). The time limit starts again on the day the answer arrives.",
    NoticeKind.EXTENSION: "Names the qualified exemptions that apply and the day by which you "
    "expect to have weighed the public interest (sections 10(3) and 17(2)). "
    "A reviewer approves it.",
    NoticeKind.FEES: "Asks for a fee before the request is answered (section 9). The working days "
    "from the day it is given until the fee arrives do not count; after three months without it, "
    "nobody has to answer.",
}


@dataclass(frozen=True, slots=True)
class Engaged:
    """A qualified exemption that applies while its public interest test is not decided.

    ``covers`` is "question 4"; ``reason`` is Markdown; ``likelihood`` as on the claim.
    """

    covers: str
    provision: str
    heading: str
    reason: str
    likelihood: str


@dataclass(frozen=True, slots=True)
class Notice:
    """What the letter says. ``due`` is the day the answer is due; ``words`` is Markdown.

    ``covers`` names the questions that a clarification is about, empty for all of them;
    ``reply_by`` is when an unanswered clarification is closed; ``estimated`` is the day of
    s17(2), and ``longer`` says why it is beyond forty working days. ``fee`` is in pounds, "12.50".
    """

    kind: NoticeKind
    reference: str
    title: str
    received_on: date
    due: date
    words: str = ""
    covers: str = ""
    reply_by: date | None = None
    estimated: date | None = None
    longer: str = ""
    engaged: tuple[Engaged, ...] = ()
    fee: str = ""


def canonical_json(notice: Notice) -> str:
    """One text for one notice, as ``response.canonical_json`` writes responses."""
    content = {"schema": SCHEMA, **asdict(notice)}
    if not notice.fee:
        # So that a letter without one keeps the digest it had before there were any.
        del content["fee"]
    text = json.dumps(
        content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=plain
    )
    return unicodedata.normalize("NFC", text)


def from_json(text: str) -> Notice:
    """The notice that ``canonical_json`` wrote. Raises UnreadableResponse."""
    try:
        content = json.loads(text)
        if content.pop("schema") != SCHEMA:
            raise UnreadableResponse("The stored letter has an unknown schema.")
        days = ("received_on", "due", "reply_by", "estimated")
        dates = {name: _date(content[name]) for name in days}
        engaged = tuple(Engaged(**claim) for claim in content["engaged"])
        kind = NoticeKind(content["kind"])
        return Notice(**{**content, **dates, "kind": kind, "engaged": engaged})
    except (KeyError, TypeError, ValueError) as error:
        raise UnreadableResponse(f"The stored letter cannot be read: {error}") from error


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
