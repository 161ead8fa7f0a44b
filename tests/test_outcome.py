"""The outcome follows from the dispositions alone, whatever their order and number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_app.outcome import Disposition, OutcomeCode, derive_outcome

D = Disposition
O = OutcomeCode  # noqa: E741

TABLE = [
    ([], O.UNDECIDED),
    ([D.DISCLOSED], O.GRANTED_IN_FULL),
    ([D.OUTSIDE_FOIA], O.GRANTED_IN_FULL),
    ([D.DISCLOSED, D.TRANSFERRED], O.GRANTED_IN_FULL),
    ([D.DISCLOSED, D.NOT_HELD], O.GRANTED_IN_FULL_OF_WHAT_IS_HELD),
    ([D.DISCLOSED_IN_PART], O.PARTIALLY_WITHHELD),
    ([D.DISCLOSED, D.WITHHELD], O.PARTIALLY_WITHHELD),
    ([D.DISCLOSED, D.ALREADY_AVAILABLE], O.PARTIALLY_WITHHELD),
    ([D.DISCLOSED, D.AWAITING_PUBLIC_INTEREST_TEST], O.PARTIALLY_WITHHELD),
    ([D.DISCLOSED, D.NOT_HELD, D.REFUSED_COST], O.PARTIALLY_WITHHELD),
    # The shape of the seed: nothing held, withheld, disclosed, published before, in part.
    (
        [D.NOT_HELD, D.WITHHELD, D.DISCLOSED, D.ALREADY_AVAILABLE, D.DISCLOSED_IN_PART],
        O.PARTIALLY_WITHHELD,
    ),
    ([D.WITHHELD], O.FULLY_WITHHELD),
    ([D.WITHHELD, D.NOT_HELD], O.FULLY_WITHHELD),
    ([D.WITHHELD, D.ALREADY_AVAILABLE], O.FULLY_WITHHELD),
    ([D.AWAITING_PUBLIC_INTEREST_TEST], O.FULLY_WITHHELD),
    ([D.ALREADY_AVAILABLE], O.S21_ONLY),
    ([D.ALREADY_AVAILABLE, D.NOT_HELD], O.S21_ONLY),
    ([D.NOT_HELD], O.NOT_HELD),
    ([D.NOT_HELD, D.WITHDRAWN], O.NOT_HELD),
    ([D.NEITHER_CONFIRMED_NOR_DENIED], O.NEITHER_CONFIRMED_NOR_DENIED),
    ([D.NEITHER_CONFIRMED_NOR_DENIED, D.NOT_HELD], O.NEITHER_CONFIRMED_NOR_DENIED),
    ([D.NEITHER_CONFIRMED_NOR_DENIED, D.ALREADY_AVAILABLE], O.NEITHER_CONFIRMED_NOR_DENIED),
    ([D.REFUSED_COST], O.PROCEDURAL_REFUSAL),
    ([D.REFUSED_VEXATIOUS], O.PROCEDURAL_REFUSAL),
    ([D.REFUSED_REPEATED, D.NOT_HELD], O.PROCEDURAL_REFUSAL),
    ([D.CLARIFICATION_LAPSED], O.LAPSED),
    ([D.WITHDRAWN, D.TRANSFERRED], O.LAPSED),
]
DISPOSITIONS = st.lists(st.sampled_from(Disposition))


@pytest.mark.parametrize(
    ("dispositions", "outcome"), TABLE, ids=lambda value: "+".join(value) if value else "none"
)
def test_outcome_is_derived(dispositions: list[Disposition], outcome: OutcomeCode) -> None:
    assert derive_outcome(dispositions) is outcome


def test_table_reaches_every_disposition_and_outcome() -> None:
    assert {disposition for row, _ in TABLE for disposition in row} == set(Disposition)
    assert {outcome for _, outcome in TABLE} == set(OutcomeCode)


@given(DISPOSITIONS, st.randoms())
def test_order_and_repetition_do_not_matter(
    dispositions: list[Disposition], random: object
) -> None:
    shuffled = dispositions * 2
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert derive_outcome(shuffled) is derive_outcome(dispositions)


@given(DISPOSITIONS)
def test_in_full_is_never_said_where_something_was_refused(dispositions: list[Disposition]) -> None:
    refused = {d for d in dispositions if d.needs_claim or d.value.startswith("refused_")}
    in_full = {O.GRANTED_IN_FULL, O.GRANTED_IN_FULL_OF_WHAT_IS_HELD, O.NOT_HELD}
    assert not (refused and derive_outcome(dispositions) in in_full)


@given(DISPOSITIONS)
def test_some_is_never_said_where_nothing_was_given(dispositions: list[Disposition]) -> None:
    given_something = {D.DISCLOSED, D.DISCLOSED_IN_PART, D.OUTSIDE_FOIA} & set(dispositions)
    label = derive_outcome(dispositions).label
    assert bool(given_something) == (label in {"Information provided", "Some information provided"})


def test_every_value_has_words() -> None:
    labels = [value.label for value in (*Disposition, *OutcomeCode)]
    assert all(labels)
    assert len({disposition.label for disposition in Disposition}) == len(Disposition)


def test_only_what_rests_on_part_two_takes_a_claim() -> None:
    assert {d for d in Disposition if d.needs_claim} <= {d for d in Disposition if d.allows_claim}
    assert not any(
        d.allows_claim for d in (D.DISCLOSED, D.NOT_HELD, D.REFUSED_COST, D.OUTSIDE_FOIA)
    )
