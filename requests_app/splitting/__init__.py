"""Splits the text of a request into sections, context and questions.

Pure: text in, blocks out; no rows, no clock, no network, no learnt model. Rules that a person
can read, in stages that can be tested alone: lines, list items, tree, kinds.
"""

from __future__ import annotations

import re

from requests_app.splitting.block import MAX_CHARACTERS, Block, Kind, TextTooLong
from requests_app.splitting.numbering import number_blocks

__all__ = ["MAX_CHARACTERS", "Block", "Kind", "TextTooLong", "split"]

_LABEL = re.compile(
    r"[ \t]{0,40}(?:(\d{1,3}|[A-Za-z]|[ivx]{1,5})[.)]|(\([A-Za-z]{1,4}\))|([•*-]))[ \t]+(?=\S)"
)


def split(text: str) -> tuple[Block, ...]:
    """The blocks of a request, in order; their spans cover all that is not white space.

    Raises TextTooLong.
    """
    if len(text) > MAX_CHARACTERS:
        raise TextTooLong(len(text))
    drafts = []
    for line in re.finditer(r"[^\r\n]+", text):
        if not line[0].strip():
            continue
        label = _LABEL.match(line[0])
        body = line[0][label.end() if label else 0 :].strip()
        start = line.start() + len(line[0]) - len(line[0].lstrip())
        kind: Kind = "question" if label or body.endswith("?") else "context"
        drafts.append(
            (
                kind,
                label[0].strip() if label else "",
                body,
                start,
                line.start() + len(line[0].rstrip()),
            )
        )
    numbers = number_blocks([(kind, label, 0) for kind, label, *_ in drafts])
    return tuple(
        Block(kind, label, number, body, start, end, 0, stem=False)
        for (kind, label, body, start, end), number in zip(drafts, numbers, strict=True)
    )
