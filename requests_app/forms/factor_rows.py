"""The factors of a public interest test as rows that come and go."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict

from exemptions.bank_ids import by_id
from exemptions.factors import is_unchanged
from exemptions.models import Factor, PublicInterestTest
from requests_app.actions.base import as_stored
from requests_app.forms.both import put_together

MOST_ROWS = 30


@dataclass(frozen=True, slots=True)
class Written:
    """A factor as typed; ``bank`` is the usual factor it began as, or empty."""

    text: str = ""
    bank: str = ""

    @property
    def unchanged(self) -> bool:
        return bool(self.text.strip()) and is_unchanged(self.text)


Rows = Mapping[str, Sequence[Written]]


def rows_of(test: PublicInterestTest | None) -> Rows:
    rows: dict[str, list[Written]] = {}
    for factor in test.factors.all() if test else ():
        rows.setdefault(factor.side, []).append(Written(factor.text, factor.bank))
    return rows


def rows_sent(data: QueryDict) -> dict[str, list[Written]]:
    """The rows of a posted form, in order, empty ones too; no more than anybody can have sent."""
    rows: dict[str, list[Written]] = {}
    for side in Factor.Side.values:
        names = [name for name in data if re.fullmatch(rf"{side}-[0-9]{{1,3}}", name)]
        last = max((int(name.rpartition("-")[2]) for name in names), default=-1)
        rows[side] = [
            Written(data.get(f"{side}-{n}", ""), data.get(f"{side}-{n}-bank", ""))
            for n in range(last + 1)
        ]
    return rows


def rows_changed(data: QueryDict) -> tuple[Rows, str]:
    """The rows after the button that was pressed, and the row to write in next.

    ``change`` is ``add-disclosure``, ``remove-disclosure-2`` or ``insert``, which puts the usual
    factors of ``usual`` into the first empty rows. Anything else changes nothing.
    """
    rows = rows_sent(data)
    verb, _, rest = data.get("change", "").partition("-")
    side, _, number = rest.partition("-")
    if verb == "insert":
        return _with_usual(rows, data.getlist("usual"))
    if side not in rows:
        return rows, ""
    if verb == "add" and len(rows[side]) < MOST_ROWS:
        rows[side].append(Written())
        return rows, f"{side}-{len(rows[side]) - 1}"
    if verb == "remove" and number.isdecimal() and int(number) < len(rows[side]):
        del rows[side][int(number)]
        return rows, f"{side}-{max(0, int(number) - 1)}"
    return rows, ""


def _with_usual(rows: dict[str, list[Written]], ids: Iterable[str]) -> tuple[Rows, str]:
    focus = ""
    for one in filter(None, map(by_id().get, ids)):
        filled = [row for row in rows[one.side] if row.text.strip()]
        if all(row.bank != one.id for row in filled):
            focus = focus or f"{one.side}-{len(filled)}"
            rows[one.side] = [*filled, Written(one.text, one.id)]
    return rows, focus


def with_theirs(data: QueryDict, theirs: PublicInterestTest) -> QueryDict:
    """What was sent, after what somebody else saved: for somebody to make one test of the two."""
    both, saved = data.copy(), rows_of(theirs)
    for side, mine in rows_sent(data).items():
        rows = list(saved.get(side, ()))
        known = {as_stored(row.text) for row in rows} | {""}
        rows += [row for row in mine if as_stored(row.text) not in known]
        rows += [Written()] * (len(mine) - len(rows))
        for number, row in enumerate(rows):
            both[f"{side}-{number}"], both[f"{side}-{number}-bank"] = row.text, row.bank
    both["reasons"] = put_together(theirs.reasons, data.get("reasons", ""))
    both["revision"] = str(theirs.revision)
    return both
