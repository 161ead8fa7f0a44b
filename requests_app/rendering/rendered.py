"""A finished document, as whoever stores it sees it, and its words as they were read back."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RenderedPdf:
    content: bytes
    sha256: str
    pages: int
    text: str
