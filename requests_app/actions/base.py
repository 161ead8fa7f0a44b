"""What all verbs share: the lock, the two questions, the compare-and-swap."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import TypeVar, cast

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Model, QuerySet

from requests_app import workflow
from requests_app.characters import kept
from requests_app.models import AuditEvent, FoiRequest
from requests_app.seen import Digests, met
from requests_app.workflow import NotAllowed, Role, State, Verb, WrongState

Row = TypeVar("Row", bound=Model)


class Refused(Exception):
    """The verb cannot be done with this input; ``field`` is the form field to blame."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class Changed(Refused):
    """Somebody else recorded other words than the page showed; nothing is written.

    ``theirs`` is what stands there now, ``names`` which of it meets what was typed, ``last`` the
    deed that wrote it, if there is one.
    """

    def __init__(
        self, theirs: Mapping[str, str], names: Collection[str], last: AuditEvent | None
    ) -> None:
        super().__init__(
            "This was saved while you were writing. Nothing of yours is lost: "
            "compare the two texts and save again."
        )
        self.theirs = theirs
        self.names = names
        self.last = last


def roles_of(user: User) -> frozenset[Role]:
    """The roles a person holds now. A deactivated person holds none, a superuser all."""
    if not user.is_active:
        return frozenset()
    if user.is_superuser:
        return frozenset(Role)
    names = set(user.groups.values_list("name", flat=True))
    return frozenset(role for role in Role if role.value in names)


def require_role(user: User, role: Role, phrase: str) -> None:
    """Raises NotAllowed unless the person holds the role."""
    if role not in roles_of(user):
        raise NotAllowed(f"Only a person with the role {role.value.lower()} may {phrase}.")


def require_any(user: User, roles: Collection[Role], phrase: str) -> None:
    """Raises NotAllowed unless the person holds one of the roles."""
    if not roles_of(user) & frozenset(roles):
        who = " or ".join(role.value.lower() for role in roles)
        raise NotAllowed(f"Only a person with the role {who} may {phrase}.")


def as_stored(text: str) -> str:
    """What was typed, as rows keep it: one text has one form, whatever sent it."""
    return kept(text).strip()


@contextmanager
def locked(case: FoiRequest, verb: Verb, *, by: User) -> Iterator[FoiRequest]:
    """The case, locked for a verb that this person may do in its state.

    Raises NotAllowed or WrongState. Everything inside is one transaction.
    """
    with transaction.atomic():
        row = cast("FoiRequest", FoiRequest.objects.select_for_update().get(pk=case.pk))
        workflow.check(verb, State(row.state), roles_of(by), earlier=row.from_earlier_log)
        if row.sensitive and not FoiRequest.objects.visible_to(by).filter(pk=row.pk).exists():
            raise NotAllowed("This case is for its team and those named on it.")
        yield row


def still_there(row: Row) -> Row:
    """The row as it is now, under the lock of its case. Raises Refused when it was removed."""
    rows: QuerySet[Row] = QuerySet(type(row))
    found = rows.filter(pk=row.pk).first()
    if found is None:
        raise Refused("Somebody else removed this meanwhile. Look at how the draft stands now.")
    return found


def swap(row: Model, revision: int, **values: object) -> bool:
    """Writes these columns of a row that several people edit, if it is at this revision still.

    False: somebody saved it since the page that was sent was made, and nothing is written.
    """
    rows: QuerySet[Model] = QuerySet(type(row)).filter(pk=row.pk, revision=revision)
    return rows.update(revision=revision + 1, **values) == 1


def refuse_overwriting(
    mine: Mapping[str, str],
    now: Mapping[str, str],
    seen: Digests,
    *,
    case: FoiRequest,
    verb: str,
    **detail: object,
) -> None:
    """Raises Changed if ``mine`` would write over what was written since the page was made.

    For what has no revision to swap: ``now`` is read under the lock of the case, and ``verb`` and
    ``detail`` find in the audit trail who wrote it.
    """
    names = met(mine, now, seen)
    if names:
        deeds = case.events.filter(verb=verb, **{f"detail__{key}": v for key, v in detail.items()})
        raise Changed(now, names, deeds.select_related("actor").order_by("sequence").last())


def move(case: FoiRequest, verb: Verb) -> None:
    """Puts the case into the verb's target state, unless somebody else moved it meanwhile.

    The lock is not enough: SQLite has none, and a row read before it was taken may be stale.
    """
    transition = workflow.TRANSITIONS[verb]
    if transition.target is None:
        return
    moved = FoiRequest.objects.filter(pk=case.pk, state=case.state).update(state=transition.target)
    if moved != 1:
        raise WrongState("Somebody else changed this case a moment ago. Look at it again.")
    case.state = transition.target
