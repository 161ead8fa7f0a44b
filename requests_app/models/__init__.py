"""The rows of the work. Reads are querysets, writes are verbs in ``requests_app.actions``."""

from requests_app.models.audit import AuditEvent
from requests_app.models.case import Answer, Block, Claim, FoiRequest, Requester
from requests_app.models.challenges import ChallengeStep
from requests_app.models.clock import (
    BankHoliday,
    ClockEvent,
    ClockEventQuestion,
    ClockEventStrike,
    DeadlineNotice,
)
from requests_app.models.particulars import AuthorityParticulars
from requests_app.models.publication import Dispatch, Publication, Withdrawal
from requests_app.models.rendering import RenderedDocument, Rendering
from requests_app.models.version import Drafter, ResponseVersion, Review, ReviewComment

__all__ = [
    "Answer",
    "AuditEvent",
    "AuthorityParticulars",
    "BankHoliday",
    "Block",
    "ChallengeStep",
    "Claim",
    "ClockEvent",
    "ClockEventQuestion",
    "ClockEventStrike",
    "DeadlineNotice",
    "Dispatch",
    "Drafter",
    "FoiRequest",
    "Publication",
    "RenderedDocument",
    "Rendering",
    "Requester",
    "ResponseVersion",
    "Review",
    "ReviewComment",
    "Withdrawal",
]
