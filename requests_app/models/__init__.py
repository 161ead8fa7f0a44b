"""The rows of the work. Reads are querysets, writes are verbs in ``requests_app.actions``."""

from requests_app.models.account_mail import AccountMail
from requests_app.models.acknowledgement import Acknowledgement
from requests_app.models.alert import Alert, AlertMatch, PublicationMatched
from requests_app.models.audit import AuditEvent
from requests_app.models.cache_purge import CachePurge
from requests_app.models.case import (
    Answer,
    AnswerVersion,
    Block,
    Claim,
    FoiRequest,
    Lane,
    Requester,
    Team,
)
from requests_app.models.challenges import ChallengeStep
from requests_app.models.clock import (
    BankHoliday,
    ClockEvent,
    ClockEventQuestion,
    ClockEventStrike,
    DeadlineNotice,
)
from requests_app.models.disclosable import DisclosablePerson, DisclosableRetirement
from requests_app.models.erasure import RequesterErasure
from requests_app.models.form_sent import FormSent
from requests_app.models.heartbeat import Heartbeat
from requests_app.models.kept_words import KeptWords
from requests_app.models.lane import (
    LaneStep,
    ReviewStep,
    StepDecision,
    VersionSeen,
    lane_of,
    sensitive_lane,
)
from requests_app.models.link_check import LinkCheck
from requests_app.models.log import CaseTopic, LogEntry, Topic
from requests_app.models.log_import import LogImport, LogImportProblem
from requests_app.models.notice import Notice, NoticeDecision, NoticeDispatch
from requests_app.models.particulars import AuthorityParticulars, ParticularsConfirmation
from requests_app.models.publication import (
    Dispatch,
    EarlierRecord,
    Publication,
    Replacement,
    Withdrawal,
)
from requests_app.models.reminder import Reminder
from requests_app.models.rendering import (
    FileRemoval,
    RenderedDocument,
    RenderedText,
    Rendering,
)
from requests_app.models.sensitivity import SensitivityMark
from requests_app.models.session import StaffSession
from requests_app.models.split_change import SplitChange
from requests_app.models.version import (
    Drafter,
    ResponseVersion,
    Review,
    ReviewComment,
    VersionDossier,
)
from requests_app.models.wording import AdaptedWording, WordingUse

__all__ = [
    "AccountMail",
    "Acknowledgement",
    "AdaptedWording",
    "Alert",
    "AlertMatch",
    "Answer",
    "AnswerVersion",
    "AuditEvent",
    "AuthorityParticulars",
    "BankHoliday",
    "Block",
    "CachePurge",
    "CaseTopic",
    "ChallengeStep",
    "Claim",
    "ClockEvent",
    "ClockEventQuestion",
    "ClockEventStrike",
    "DeadlineNotice",
    "DisclosablePerson",
    "DisclosableRetirement",
    "Dispatch",
    "Drafter",
    "EarlierRecord",
    "FileRemoval",
    "FoiRequest",
    "FormSent",
    "Heartbeat",
    "KeptWords",
    "Lane",
    "LaneStep",
    "LinkCheck",
    "LogEntry",
    "LogImport",
    "LogImportProblem",
    "Notice",
    "NoticeDecision",
    "NoticeDispatch",
    "ParticularsConfirmation",
    "Publication",
    "PublicationMatched",
    "Reminder",
    "RenderedDocument",
    "RenderedText",
    "Rendering",
    "Replacement",
    "Requester",
    "RequesterErasure",
    "ResponseVersion",
    "Review",
    "ReviewComment",
    "ReviewStep",
    "SensitivityMark",
    "SplitChange",
    "StaffSession",
    "StepDecision",
    "Team",
    "Topic",
    "VersionDossier",
    "VersionSeen",
    "Withdrawal",
    "WordingUse",
    "lane_of",
    "sensitive_lane",
]
