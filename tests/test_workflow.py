"""The state machine is one table; here it is written a second time, by hand, for every pair."""

from __future__ import annotations

from itertools import combinations, product
from pathlib import Path

import pytest

from requests_app.workflow import (
    TRANSITIONS,
    NotAllowed,
    Role,
    State,
    Verb,
    WrongState,
    allowed_verbs,
    check,
    diagram,
)

# Who may do what, where: "verb: states" for each role. Everything else is refused.
MAY = {
    Role.OFFICER: {
        "draft": "drafting",
        "record_event": "drafting in_review approved published",
        "submit": "drafting",
        "recall": "in_review",
        "reopen": "approved withdrawn",
        "record_sent": "approved published",
        "challenge": "drafting in_review approved published withdrawn",
        "assign": "drafting in_review approved",
        "retry_rendering": "drafting in_review approved published",
        "check_links": "drafting in_review approved published",
        "write_notice": "drafting in_review",
        "record_notice_sent": "drafting in_review",
        "set_topics": "drafting in_review approved published withdrawn",
        "mark_sensitive": "drafting in_review approved published withdrawn",
        "unmark_sensitive": "drafting in_review approved published withdrawn",
        "export_requester": "drafting in_review approved published withdrawn",
        "choose_lane": "drafting",
    },
    Role.REVIEWER: {
        "challenge": "drafting in_review approved published withdrawn",
        "return": "in_review",
        "approve": "in_review",
        "bypass": "in_review",
        "choose_lane": "drafting",
        "decide_notice": "drafting in_review",
        "retry_rendering": "drafting in_review approved published",
        "check_links": "drafting in_review approved published",
    },
    Role.PUBLISHER: {
        "record_sent": "approved published",
        "publish": "approved",
        "withdraw": "published",
        "replace": "withdrawn",
        "retry_rendering": "drafting in_review approved published",
        "check_links": "drafting in_review approved published",
        "set_topics": "drafting in_review approved published withdrawn",
    },
    Role.LIBRARY_EDITOR: {},
    Role.ADMINISTRATOR: {
        "assign": "drafting in_review approved",
        "mark_sensitive": "drafting in_review approved published withdrawn",
        "unmark_sensitive": "drafting in_review approved published withdrawn",
        "export_requester": "drafting in_review approved published withdrawn",
        "erase_requester": "approved published withdrawn",
        "bypass": "in_review",
        "choose_lane": "drafting",
    },
}
TARGETS = {
    "submit": "in_review",
    "recall": "drafting",
    "return": "drafting",
    "approve": "approved",
    "bypass": "approved",
    "reopen": "drafting",
    "publish": "published",
    "withdraw": "withdrawn",
}
# What is left to do with a record that came from an earlier log; the rest needs a draft of it.
OF_EARLIER = {"withdraw", "replace", "retry_rendering", "challenge", "set_topics"}


def may(role: Role, verb: Verb, state: State) -> bool:
    return state in MAY[role].get(verb, "").split()


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("verb", Verb)
@pytest.mark.parametrize("state", State)
def test_every_state_verb_and_role(state: State, verb: Verb, role: Role) -> None:
    if may(role, verb, state):
        assert check(verb, state, {role}).target == TARGETS.get(verb)
    else:
        # A person who may never do it is told so, whatever the state: 403 before 409.
        expected = WrongState if MAY[role].get(verb) else NotAllowed
        with pytest.raises(expected):
            check(verb, state, {role})
    assert (verb in allowed_verbs(state, {role})) == may(role, verb, state)


@pytest.mark.parametrize("verb", Verb)
@pytest.mark.parametrize("state", State)
def test_a_record_from_an_earlier_log_has_no_draft(state: State, verb: Verb) -> None:
    for role in Role:
        if not may(role, verb, state):
            with pytest.raises((NotAllowed, WrongState)):
                check(verb, state, {role}, earlier=True)
        elif verb in OF_EARLIER:
            assert check(verb, state, {role}, earlier=True) is TRANSITIONS[verb]
        else:
            with pytest.raises(WrongState, match="came from an earlier log, so nobody can"):
                check(verb, state, {role}, earlier=True)
        offered = verb in allowed_verbs(state, {role}, earlier=True)
        assert offered == (may(role, verb, state) and verb in OF_EARLIER)


@pytest.mark.parametrize("roles", [set(), *({*pair} for pair in combinations(Role, 2)), set(Role)])
def test_several_roles_may_what_each_may(roles: set[Role]) -> None:
    for state in State:
        each = {verb for role, verb in product(roles, Verb) if may(role, verb, state)}
        assert allowed_verbs(state, roles) == each


def test_refusals_name_the_roles_and_the_deed() -> None:
    with pytest.raises(NotAllowed, match=r"^Only a person with the role publisher may publish\.$"):
        check(Verb.PUBLISH, State.APPROVED, {Role.OFFICER})
    with pytest.raises(NotAllowed, match="officer or publisher may record the letter as sent"):
        check(Verb.RECORD_SENT, State.APPROVED, set())
    with pytest.raises(WrongState, match=r"^The case is drafting, so nobody can publish now\.$"):
        check(Verb.PUBLISH, State.DRAFTING, {Role.PUBLISHER})
    for state in ("in review", "approved", "published", "withdrawn"):
        with pytest.raises(WrongState, match=rf"^The case is {state}, so nobody can submit"):
            check(Verb.SUBMIT, State(state.replace(" ", "_")), {Role.OFFICER})


def test_every_verb_has_one_row_and_every_state_is_reached() -> None:
    assert set(TRANSITIONS) == set(Verb)
    assert all(row.verb is verb for verb, row in TRANSITIONS.items())
    reached, waiting = set(), [State.DRAFTING]
    while waiting:
        state = waiting.pop()
        if state not in reached:
            reached.add(state)
            targets = (row.target for row in TRANSITIONS.values() if state in row.sources)
            waiting.extend(target for target in targets if target)
    assert reached == set(State)


def test_nothing_is_published_that_was_not_approved() -> None:
    into = {
        target: {
            source for row in TRANSITIONS.values() if row.target is target for source in row.sources
        }
        for target in State
    }
    assert into[State.PUBLISHED] == {State.APPROVED}
    assert into[State.APPROVED] == {State.IN_REVIEW}
    assert into[State.IN_REVIEW] == {State.DRAFTING}
    assert into[State.WITHDRAWN] == {State.PUBLISHED}


def test_readme_shows_the_table_as_it_is() -> None:
    readme = Path(__file__).resolve().parent.parent / "README.md"
    shown = readme.read_text().partition("```mermaid\n")[2].partition("```")[0]
    assert shown.strip() == diagram().strip()
