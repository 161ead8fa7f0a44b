"""Who acts in a case file, and which roles they need for it. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from requests_app.case_files import clock_events
from requests_app.case_files.form import CaseFile
from requests_app.workflow import Role


def roles_needed(case_file: CaseFile) -> dict[str, frozenset[Role]]:
    """Who acts in the file, and in which roles."""
    needed: dict[str, set[Role]] = {}

    def acts(username: str, *roles: Role) -> None:
        needed.setdefault(username, set()).update(roles)

    acts(case_file.people.officer, Role.OFFICER)
    for username in (*hands(case_file), *clock_events.people(case_file.clock_events)):
        acts(username, Role.OFFICER)
    if not case_file.versions:
        acts(case_file.people.reviewer, Role.REVIEWER)
        acts(case_file.people.publisher, Role.PUBLISHER)
    for version in case_file.versions:
        acts(version.submitted_by, Role.OFFICER)
        if version.review:
            recalled = version.review.decision == "recalled"
            acts(version.review.by, Role.OFFICER if recalled else Role.REVIEWER)
        for deed in (version.sent, version.published, version.withdrawn):
            if deed:
                acts(deed.by, Role.PUBLISHER)
    for name in _others(case_file):
        acts(name)
    for username, role in _in_steps(case_file):
        acts(username, role)
    return {username: frozenset(roles) for username, roles in needed.items()}


def _in_steps(case_file: CaseFile) -> Iterator[tuple[str, Role]]:
    """Who took a step after the answer, and who decided on one of a review."""
    for step in case_file.steps:
        yield step.by, Role.OFFICER
    for version in case_file.versions:
        for one in version.review_steps:
            if one.decided:
                yield one.decided.by, Role.REVIEWER


def _others(case_file: CaseFile) -> list[str]:
    """Who is named in the file and needs no role for it."""
    reasons = [part.by or case_file.people.officer for part in case_file.acknowledgements]
    return [*reasons, *(step.decided_by for step in case_file.steps if step.decided_by)]


def hands(case_file: CaseFile) -> list[str]:
    """All who ever had a hand in the draft."""
    found = dict.fromkeys(case_file.drafters)
    for version in case_file.versions:
        found |= dict.fromkeys(version.drafters)
    found |= dict.fromkeys(test.decided_by for test in case_file.tests if test.decided_by)
    return list(found)


def lead(case_file: CaseFile) -> str:
    """By whom the draft is written: somebody who had a hand in the first version already.

    Otherwise the person who approved that version could have become one of its drafters.
    """
    first = case_file.versions[0].drafters if case_file.versions else ()
    known = first or case_file.drafters
    if not known or case_file.people.officer in known:
        return case_file.people.officer
    return known[0]
