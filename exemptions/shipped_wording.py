"""The wording that the program ships, read from its data files. Knows no rows.

It is a start for a library, written for the law as it stands; each authority's own editors
take it from there, and what they change is never overwritten.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from exemptions.catalogue import catalogue

DATA = Path(__file__).resolve().parent / "data" / "wording"
# A line break within a paragraph or a list item of a data file. In the portal's Markdown it
# would be a line break on the page; in the file it only keeps the lines short.
_WRAP = re.compile(r"(?<!\n)\n(?!\n|\s*(?:[-*]|\d+\.)\s) *")


@dataclass(frozen=True, slots=True)
class ShippedWording:
    """The standard text for one provision: Markdown, who keeps it, when it is read again."""

    provision_cite: str
    body: str
    owner: str
    review_by: date


class WordingError(Exception):
    """A file of wording is broken; the message names it."""


def shipped_wordings(folder: Path = DATA) -> tuple[ShippedWording, ...]:
    """Every shipped wording, in the order of the Act. Raises WordingError."""
    found = [wording for file in sorted(folder.glob("*.yaml")) for wording in _read(file)]
    return tuple(sorted(found, key=lambda wording: catalogue()[wording.provision_cite].sort_key))


def _read(file: Path) -> Iterator[ShippedWording]:
    """One file a section: what is said of each limb, and what is said of all of them."""
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
        limbs, of_all = content["limbs"], content.get("of_all", "")
        owner, review_by = content["owner"], content["review_by"]
    except (yaml.YAMLError, KeyError, TypeError) as error:
        raise WordingError(f"{file.name} cannot be read: {error}") from error
    for cite, text in limbs.items():
        if cite not in catalogue():
            raise WordingError(f"{file.name}: “{cite}” is not in the catalogue.")
        body = _WRAP.sub(" ", "\n\n".join(part.strip() for part in (text, of_all) if part.strip()))
        yield ShippedWording(catalogue()[cite].cite, body, owner, review_by)
