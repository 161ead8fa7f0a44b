"""Splits the text of a request into sections, context and questions.

Pure: text in, blocks out; no rows, no clock, no network, no learnt model. Rules that a person
can read, in stages that can be tested alone: lines, list items, tree, kinds.
"""

from __future__ import annotations

from requests_app.splitting.asks import forget
from requests_app.splitting.block import MAX_CHARACTERS, MAX_LINES, Block, Kind, TextTooLong
from requests_app.splitting.finish import blocks_of
from requests_app.splitting.frame import mark_frame
from requests_app.splitting.inline import unfolded
from requests_app.splitting.items import pieces_of
from requests_app.splitting.kinds import decide
from requests_app.splitting.lines import count_lines, lines_of
from requests_app.splitting.marks import blanked
from requests_app.splitting.merge import merge
from requests_app.splitting.tails import cut_tails
from requests_app.splitting.tree import nodes_of
from requests_app.splitting.units import units_of

__all__ = ["MAX_CHARACTERS", "MAX_LINES", "Block", "Kind", "TextTooLong", "split"]


def split(text: str) -> tuple[Block, ...]:
    """The blocks of a request, in order; their spans cover all that is not white space or a
    mark of quoted mail or of a table.

    Raises TextTooLong.
    """
    if len(text) > MAX_CHARACTERS:
        raise TextTooLong(len(text), MAX_CHARACTERS, "characters")
    count = count_lines(text)
    if count > MAX_LINES:
        raise TextTooLong(count, MAX_LINES, "lines")
    text = blanked(text)
    units = units_of(nodes_of(pieces_of(unfolded(lines_of(text)))))
    try:
        return blocks_of(text, decide(text, cut_tails(text, merge(text, mark_frame(text, units)))))
    finally:
        forget()
