"""The wording that the program ships, read from its data files. Knows no rows.

It is a start for a library, written for the law as it stands; each authority's own editors
take it from there, and what they change is never overwritten.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from exemptions.catalogue import catalogue
from exemptions.data_files import DATA, DataFile, read_folder
from exemptions.facts import facts
from exemptions.placeholders import placeholders, stray_braces, unknown_placeholders

WORDING = DATA / "wording"
SCHEMA = DATA / "schemas" / "wording.schema.json"
# A line break within a paragraph or a list item of a data file. In the portal's Markdown it
# would be a line break on the page; in the file it only keeps the lines short.
_WRAP = re.compile(r"(?<!\n)\n(?!\n|\s*(?:[-*]|\d+\.)\s) *")


@dataclass(frozen=True, slots=True)
class ShippedWording:
    """The standard text for one provision: Markdown, who keeps it, when it is read again.

    ``{harm}`` in the body waits for a fact of that name, ``{cost_limit}`` for a dated setting;
    see ``exemptions.placeholders``.
    """

    provision_cite: str
    body: str
    owner: str
    review_by: date


@cache
def shipped_wordings(folder: Path = WORDING) -> tuple[ShippedWording, ...]:
    """Every shipped wording, in the order of the law. Raises BrokenData."""
    found: dict[str, ShippedWording] = {}
    for file in read_folder(folder, SCHEMA):
        for wording in _read(file):
            if wording.provision_cite in found:
                cite = wording.provision_cite
                raise file.broken(["limbs", cite], f"{cite} has a wording already.")
            found[wording.provision_cite] = wording
    return tuple(sorted(found.values(), key=lambda one: catalogue()[one.provision_cite].sort_key))


def wording_faults(body: str) -> tuple[str, ...]:
    """What keeps a standard text from being used, each a sentence; for editors and data files."""
    known = facts()
    claimed = {name for name, fact in known.items() if fact.scope in ("claim", "answer")}
    secret = [name for name in placeholders(body) if name in known and known[name].internal]
    return (
        *(
            f"Line {line} has a single brace. Write {{{{ or }}}} for a brace that is meant."
            for line in stray_braces(body)
        ),
        *(
            f"Nothing fills the placeholder {{{name}}}."
            for name in unknown_placeholders(body, claimed)
        ),
        *(f"{{{name}}} is for the record and must not be printed." for name in secret),
    )


def _read(file: DataFile) -> Iterator[ShippedWording]:
    """What is said of each limb, and what is said of all limbs of the file."""
    review_by = file.date_at(["review_by"])
    of_all = file.content.get("of_all", "")
    for cite, text in file.content["limbs"].items():
        place = ["limbs", cite]
        if cite not in catalogue():
            raise file.broken(place, f"“{cite}” is not in the catalogue.")
        body = _joined(text, of_all)
        for fault in wording_faults(body):
            raise file.broken(place, fault)
        law = catalogue()[cite]
        yield ShippedWording(law.cite, body, file.content["owner"], review_by)


def _joined(*parts: str) -> str:
    return _WRAP.sub(" ", "\n\n".join(part.strip() for part in parts if part.strip()))
