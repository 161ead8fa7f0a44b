"""Splits the text of a request into sections, context and questions.

Pure: text in, blocks out; no rows, no clock, no network, no learnt model. Rules that a person
can read, in stages that can be tested alone: lines, list items, tree, kinds.

What is one question:

* An item of a list with all its sentences, up to the next label. After the last item, a paragraph
  about the reply, the words used or all of the items is context.
* Each item of a numbered or lettered list, also of fields or categories; what stands above them is
  a stem, unless it is a whole question and so are they. Lettered answers to choose from are not.
* Each bullet and each line below a lead-in or a heading; but bullets below a whole ask are its
  fields.
* In prose a sentence that asks, with those that only detail it or follow it up. Asks in paragraphs
  of their own are questions of their own.
* Nothing in the frame of a mail, in a quotation, or about how and when to reply, whatever it asks.
"""

from __future__ import annotations

from requests_app.splitting.asks import forget
from requests_app.splitting.block import MAX_CHARACTERS, MAX_LINES, Block, Kind, TextTooLong
from requests_app.splitting.capitals import with_capitals
from requests_app.splitting.finish import blocks_of
from requests_app.splitting.frame import mark_frame
from requests_app.splitting.inline import unfolded
from requests_app.splitting.items import pieces_of
from requests_app.splitting.kinds import decide
from requests_app.splitting.lines import count_lines, lines_of
from requests_app.splitting.marks import blanked, levelled
from requests_app.splitting.merge import merge
from requests_app.splitting.tails import cut_tails
from requests_app.splitting.tree import nodes_of
from requests_app.splitting.units import units_of

__all__ = ["MAX_CHARACTERS", "MAX_LINES", "Block", "Kind", "TextTooLong", "check_length", "split"]


def split(text: str) -> tuple[Block, ...]:
    """The blocks of a request, in order; their spans cover all that is not white space or a
    mark of quoted mail or of a table.

    Raises TextTooLong.
    """
    check_length(text)
    text = blanked(text)
    plain = with_capitals(levelled(text))
    units = units_of(nodes_of(pieces_of(unfolded(lines_of(plain)))))
    try:
        merged = merge(plain, mark_frame(plain, units))
        return blocks_of(text, decide(plain, cut_tails(plain, merged)))
    finally:
        forget()


def check_length(text: str) -> None:
    """Raises TextTooLong."""
    if len(text) > MAX_CHARACTERS:
        raise TextTooLong(len(text), MAX_CHARACTERS, "characters")
    count = count_lines(text)
    if count > MAX_LINES:
        raise TextTooLong(count, MAX_LINES, "lines")
