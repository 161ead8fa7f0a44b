"""Correcting the split never brings back what was declared as personal information."""

from __future__ import annotations

import pytest

from requests_app.actions import splitting
from requests_app.actions.base import Refused
from requests_app.models import Block
from requests_app.workflow import Role
from tests.whole_case import AT, bring_in, drafted, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def block() -> Block:
    case = bring_in(drafted())
    row: Block = case.blocks.answerable().get(position=case.blocks.answerable()[0].position)
    row.text = "How many letters did Jane Smith send about Mr Smith?"
    row.redactions = ["Smith", "Jane Smith"]
    row.save()
    return row


def test_overlapping_passages_are_hidden_whole(block: Block) -> None:
    assert "Jane" not in block.shown_text
    assert "Smith" not in block.shown_text


def test_a_cut_inside_a_declared_passage_is_refused(block: Block) -> None:
    inside = block.text.index("Smith")
    with pytest.raises(Refused, match="declared as personal information"):
        splitting.cut_block(block, offset=inside, by=person("an.officer", Role.OFFICER), at=AT)


def test_a_block_that_is_left_out_is_not_joined_to_one_that_is_shown(block: Block) -> None:
    below = block.foi_request.blocks.filter(position=block.position + 1).get()
    below.omitted = True
    below.save()
    with pytest.raises(Refused, match="left out"):
        splitting.join_block(below, by=person("an.officer", Role.OFFICER), at=AT)
