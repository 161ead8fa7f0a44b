"""A piece of the request on its way to a block, and the small questions asked of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from requests_app.splitting.block import Frame, Kind
from requests_app.splitting.labels import Label
from requests_app.splitting.tree import Node


@dataclass(frozen=True, slots=True)
class Unit:
    """``text[start:end]`` is all of it, ``text[body:end]`` what follows the label. ``kind`` is
    None until a rule has decided; ``opens`` and ``inside`` as in ``tree.Node``."""

    start: int
    body: int
    end: int
    label: Label | None
    level: int
    gap: bool
    inside: bool = False
    opens: bool = False
    kind: Kind | None = None
    stem: bool = False
    frame: Frame = ""  # of context only; what became a question lost it

    @property
    def loose(self) -> bool:
        return self.label is None

    @property
    def bullet(self) -> bool:
        return self.label is not None and self.label.bullet

    @property
    def numbered(self) -> bool:
        return self.label is not None and not self.label.bullet

    def words_of(self, text: str) -> str:
        return text[self.body : self.end].strip()


def units_of(nodes: Sequence[Node]) -> list[Unit]:
    return [
        Unit(
            start=node.piece.start,
            body=node.piece.body,
            end=node.piece.end,
            label=node.piece.label,
            level=node.level,
            gap=node.piece.gap,
            inside=node.inside,
            opens=node.opens,
        )
        for node in nodes
    ]
