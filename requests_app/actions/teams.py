"""Who works on what: teams of officers, and cases given to an officer and a team."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from requests_app import audit
from requests_app.actions.base import Refused, locked, require_role, roles_of
from requests_app.models import FoiRequest, Team
from requests_app.workflow import Role, Verb


def save_team(
    name: str, *, members: Collection[User], team: Team | None = None, by: User, at: datetime
) -> Team:
    """Adds a team or changes one. Raises NotAllowed, Refused."""
    require_role(by, Role.ADMINISTRATOR, "change the teams")
    name = " ".join(name.split())
    if not name:
        raise Refused("Enter the name of the team.", field="name")
    try:
        with transaction.atomic():
            row = team or Team()
            row.name = name
            row.save()
            row.members.set(members)
            audit.record(None, "team_saved", by=by, at=at, team=row.pk, members=len(members))
    except IntegrityError as error:
        raise Refused(f"There is a team called {name} already.", field="name") from error
    return row


def assign(case: FoiRequest, *, officer: User, team: Team | None, by: User, at: datetime) -> None:
    """Gives a case to an officer and a team. It moves no deadline. Raises NotAllowed, Refused."""
    with locked(case, Verb.ASSIGN, by=by) as row:
        if Role.OFFICER not in roles_of(officer):
            raise Refused("Only an officer can have a case.", field="officer")
        if row.sensitive and team is None and not row.named.exists():
            raise Refused("Somebody besides the officer must see a sensitive case.", field="team")
        row.officer, row.team = officer, team
        row.save(update_fields=["officer", "team"])
        audit.record(
            row, "assigned", by=by, at=at, officer=officer.pk, team=team.pk if team else None
        )


def team_of(officer: User) -> Team | None:
    """The team that a case of this officer begins in: theirs, when they have one only."""
    teams = list(officer.teams.order_by("pk")[:2])
    return teams[0] if len(teams) == 1 else None
