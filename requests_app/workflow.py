"""The state machine of a case: one table from which buttons, refusals and tests are read.

Pure. It knows states, verbs and roles; it must not know rows, people or time.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    DRAFTING = "drafting"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return _STATE_LABELS[self]


_STATE_LABELS = {
    State.DRAFTING: "Drafting",
    State.IN_REVIEW: "In review",
    State.APPROVED: "Approved",
    State.PUBLISHED: "Published",
    State.WITHDRAWN: "Withdrawn",
}


class Role(StrEnum):
    """What a person may do; the values are the names of Django's groups."""

    OFFICER = "Officer"
    REVIEWER = "Reviewer"
    PUBLISHER = "Publisher"
    LIBRARY_EDITOR = "Library editor"
    ADMINISTRATOR = "Administrator"


class Verb(StrEnum):
    DRAFT = "draft"
    RECORD_EVENT = "record_event"
    SUBMIT = "submit"
    RECALL = "recall"
    RETURN = "return"
    APPROVE = "approve"
    BYPASS = "bypass"
    CHOOSE_LANE = "choose_lane"
    REOPEN = "reopen"
    RECORD_SENT = "record_sent"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"
    REPLACE = "replace"
    RETRY_RENDERING = "retry_rendering"
    ASSIGN = "assign"
    WRITE_NOTICE = "write_notice"
    DECIDE_NOTICE = "decide_notice"
    RECORD_NOTICE_SENT = "record_notice_sent"
    CHALLENGE = "challenge"
    MARK_SENSITIVE = "mark_sensitive"
    UNMARK_SENSITIVE = "unmark_sensitive"
    EXPORT_REQUESTER = "export_requester"
    ERASE_REQUESTER = "erase_requester"
    CHECK_LINKS = "check_links"
    SET_TOPICS = "set_topics"


@dataclass(frozen=True, slots=True)
class Transition:
    """``verb`` leads from any of ``sources`` to ``target`` (None: the state stays)."""

    verb: Verb
    sources: frozenset[State]
    target: State | None
    roles: frozenset[Role]
    phrase: str


def _row(
    verb: Verb,
    sources: Collection[State],
    target: State | None,
    roles: Collection[Role],
    phrase: str,
) -> Transition:
    return Transition(verb, frozenset(sources), target, frozenset(roles), phrase)


TRANSITIONS: dict[Verb, Transition] = {
    row.verb: row
    for row in (
        _row(Verb.DRAFT, [State.DRAFTING], None, [Role.OFFICER], "change the draft"),
        _row(
            Verb.RECORD_EVENT,
            [State.DRAFTING, State.IN_REVIEW, State.APPROVED, State.PUBLISHED],
            None,
            [Role.OFFICER],
            "record what moves the deadline",
        ),
        _row(Verb.SUBMIT, [State.DRAFTING], State.IN_REVIEW, [Role.OFFICER], "submit for review"),
        _row(
            Verb.RECALL, [State.IN_REVIEW], State.DRAFTING, [Role.OFFICER], "take back to drafting"
        ),
        _row(
            Verb.RETURN, [State.IN_REVIEW], State.DRAFTING, [Role.REVIEWER], "return with comments"
        ),
        _row(Verb.APPROVE, [State.IN_REVIEW], State.APPROVED, [Role.REVIEWER], "approve"),
        # Whoever the step names; it may be the last one, so the case may be approved by it.
        _row(
            Verb.BYPASS,
            [State.IN_REVIEW],
            State.APPROVED,
            [Role.REVIEWER, Role.ADMINISTRATOR],
            "go past a step of the review",
        ),
        _row(
            Verb.CHOOSE_LANE,
            [State.DRAFTING],
            None,
            [Role.OFFICER, Role.REVIEWER, Role.ADMINISTRATOR],
            "choose the way through review",
        ),
        _row(
            Verb.REOPEN,
            [State.APPROVED, State.WITHDRAWN],
            State.DRAFTING,
            [Role.OFFICER],
            "reopen for drafting",
        ),
        _row(
            Verb.RECORD_SENT,
            [State.APPROVED, State.PUBLISHED],
            None,
            [Role.OFFICER, Role.PUBLISHER],
            "record the letter as sent",
        ),
        _row(Verb.PUBLISH, [State.APPROVED], State.PUBLISHED, [Role.PUBLISHER], "publish"),
        _row(Verb.WITHDRAW, [State.PUBLISHED], State.WITHDRAWN, [Role.PUBLISHER], "withdraw"),
        _row(
            Verb.REPLACE,
            [State.WITHDRAWN],
            None,
            [Role.PUBLISHER],
            "name the record that corrects a withdrawn one",
        ),
        _row(
            Verb.RETRY_RENDERING,
            [State.DRAFTING, State.IN_REVIEW, State.APPROVED, State.PUBLISHED],
            None,
            [Role.OFFICER, Role.REVIEWER, Role.PUBLISHER],
            "try a failed document again",
        ),
        _row(
            Verb.ASSIGN,
            [State.DRAFTING, State.IN_REVIEW, State.APPROVED],
            None,
            [Role.OFFICER, Role.ADMINISTRATOR],
            "give the case to another officer or team",
        ),
        _row(
            Verb.WRITE_NOTICE,
            [State.DRAFTING, State.IN_REVIEW],
            None,
            [Role.OFFICER],
            "write a letter before the response",
        ),
        _row(
            Verb.DECIDE_NOTICE,
            [State.DRAFTING, State.IN_REVIEW],
            None,
            [Role.REVIEWER],
            "approve or return a letter before the response",
        ),
        _row(
            Verb.RECORD_NOTICE_SENT,
            [State.DRAFTING, State.IN_REVIEW],
            None,
            [Role.OFFICER],
            "record a letter before the response as sent",
        ),
        # Dissatisfaction may be told at any time, even about an answer that does not come.
        _row(
            Verb.CHALLENGE,
            list(State),
            None,
            [Role.OFFICER, Role.REVIEWER],
            "record what follows the answer",
        ),
        _row(
            Verb.CHECK_LINKS,
            [State.DRAFTING, State.IN_REVIEW, State.APPROVED, State.PUBLISHED],
            None,
            [Role.OFFICER, Role.REVIEWER, Role.PUBLISHER],
            "have the links opened",
        ),
        # They help to find a record and are no part of it.
        _row(
            Verb.SET_TOPICS,
            list(State),
            None,
            [Role.OFFICER, Role.PUBLISHER],
            "choose the topics",
        ),
        _row(
            Verb.MARK_SENSITIVE,
            list(State),
            None,
            [Role.OFFICER, Role.ADMINISTRATOR],
            "mark the case as sensitive",
        ),
        _row(
            Verb.UNMARK_SENSITIVE,
            list(State),
            None,
            [Role.OFFICER, Role.ADMINISTRATOR],
            "end that the case is sensitive",
        ),
        _row(
            Verb.EXPORT_REQUESTER,
            list(State),
            None,
            [Role.OFFICER, Role.ADMINISTRATOR],
            "export what is held on the requester",
        ),
        _row(
            Verb.ERASE_REQUESTER,
            [State.APPROVED, State.PUBLISHED, State.WITHDRAWN],
            None,
            [Role.ADMINISTRATOR],
            "erase the requester’s data",
        ),
    )
}


# Of a record that was brought in from an earlier log there is no draft, no letter and no clock:
# it is corrected by another record.
OF_EARLIER_RECORDS = frozenset(
    {Verb.WITHDRAW, Verb.REPLACE, Verb.RETRY_RENDERING, Verb.CHALLENGE, Verb.SET_TOPICS}
)


class NotAllowed(Exception):
    """This person may never do this: they lack the role, or it is their own work (403)."""


class WrongState(Exception):
    """The case is not, or no longer, in a state in which this can be done (409)."""


def check(
    verb: Verb, state: State, roles: Collection[Role], *, earlier: bool = False
) -> Transition:
    """The transition, if ``roles`` may do ``verb`` in ``state``. Raises NotAllowed, WrongState.

    ``earlier``: the case is a record that was brought in from an earlier log.
    """
    transition = TRANSITIONS[verb]
    if not transition.roles & frozenset(roles):
        who = " or ".join(sorted(role.value.lower() for role in transition.roles))
        raise NotAllowed(f"Only a person with the role {who} may {transition.phrase}.")
    if state not in transition.sources:
        raise WrongState(
            f"The case is {state.label.lower()}, so nobody can {transition.phrase} now."
        )
    if earlier and verb not in OF_EARLIER_RECORDS:
        raise WrongState(
            f"This record came from an earlier log, so nobody can {transition.phrase} here."
        )
    return transition


def allowed_verbs(
    state: State, roles: Collection[Role], *, earlier: bool = False
) -> frozenset[Verb]:
    """The verbs whose buttons a person with these roles sees in this state; see ``check``."""
    held = frozenset(roles)
    return frozenset(
        verb
        for verb, row in TRANSITIONS.items()
        if state in row.sources and row.roles & held and (not earlier or verb in OF_EARLIER_RECORDS)
    )


def diagram() -> str:
    """The table as a Mermaid state diagram, for the README."""
    lines = ["stateDiagram-v2", f"    [*] --> {State.DRAFTING}: receive (officer)"]
    for row in TRANSITIONS.values():
        who = " or ".join(role.value.lower() for role in Role if role in row.roles)
        lines.extend(
            f"    {source} --> {row.target or source}: {row.phrase} ({who})"
            for source in State
            if source in row.sources
        )
    return "\n".join(lines)
