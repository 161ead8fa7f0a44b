"""Marks that mail programs and tables put around text: "> " and "| 1 | How many? | |".

They are blanked before anything is read, so that positions stay those of the request.
"""

from __future__ import annotations

import re

_QUOTE_MARKS = re.compile(r"^[ \t]{0,8}(?:>[ \t]?){1,20}", re.MULTILINE)
_UNQUOTED = re.compile(r"^(?![ \t]{0,8}>).*\S.*$", re.MULTILINE)
_ROW = re.compile(r"^[ \t]{0,8}\|[^\r\n]{1,2000}\|[ \t]{0,8}$", re.MULTILINE)
# A letter above a quoted mail has a few lines of its own; a short note passes the mail on.
_LONGEST_NOTE = 400


def blanked(text: str) -> str:
    """The text, of the same length, with the bars of tables and, where a mail is passed on
    with a short note that asks nothing by "?", its quotation marks turned into spaces."""
    plain = _ROW.sub(lambda row: row[0].replace("|", " "), text)
    if not _QUOTE_MARKS.search(plain):
        return plain
    note = " ".join(line[0] for line in _UNQUOTED.finditer(plain))
    if len(note) > _LONGEST_NOTE or "?" in note:
        return plain
    return _QUOTE_MARKS.sub(lambda mark: " " * len(mark[0]), plain)
