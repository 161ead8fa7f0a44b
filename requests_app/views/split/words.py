"""What corrections of a split are called on its page."""

from __future__ import annotations

from requests_app.models import SplitChange

# When one is done: to one block, and to as many as were chosen.
_DONE = {
    "kind": ("Changed what it is", "Changed what {} blocks are"),
    "label": ("Changed the number", ""),
    "omit": ("Left out", "Left out {} blocks"),
    "show": ("Shown again", "Showed {} blocks again"),
    "indent": ("Indented", "Indented {} blocks"),
    "outdent": ("Outdented", "Outdented {} blocks"),
    "cut": ("Cut in two", ""),
    "lines": ("Cut at every line", ""),
    "join": ("Joined", "Joined {} blocks to the one above them"),
    "move": ("Moved", "Moved {} blocks"),
    "redact": ("Changed what is removed", ""),
    "undo": ("Undone", ""),
    "redo": ("Done again", ""),
}
# When it can be undone or done again.
_NAMES = {
    "kind": ("a change of kind", "a change of kind of {} blocks"),
    "label": ("a change of number", ""),
    "omit": ("leaving out a block", "leaving out {} blocks"),
    "show": ("showing a block", "showing {} blocks"),
    "indent": ("an indent", "an indent of {} blocks"),
    "outdent": ("an outdent", "an outdent of {} blocks"),
    "cut": ("a cut", ""),
    "lines": ("a cut at every line", ""),
    "join": ("a join", "a join of {} blocks"),
    "move": ("a move", "a move of {} blocks"),
    "redact": ("a removal of words", ""),
}


def done(change: str, blocks: int = 1) -> str:
    one, several = _DONE[change]
    return several.format(blocks) if blocks > 1 else one


def name(change: SplitChange | None) -> str:
    """ "" for no change."""
    if change is None:
        return ""
    one, several = _NAMES.get(change.change, ("the last change", "the last change"))
    return several.format(change.blocks) if change.blocks > 1 else one
