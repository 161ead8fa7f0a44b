"""What an officer is told of a mail that was passed on: by whom, and what to check."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from requests_app.received_files.envelope import OwnAddresses
from requests_app.received_files.passed_on import Chain, reached_authority


def told_of(
    chain: Chain,
    own: OwnAddresses,
    *,
    name: str,
    address: str,
    day: date | None,
    attached: bool,
) -> tuple[str, ...]:
    """One sentence, and one more for what must be entered or needs a second look."""
    read = {"name": bool(name), "e-mail address": bool(address), "date": day is not None}
    elsewhere = not reached_authority(chain, own)
    taken = [what for what, there in read.items() if there and not (elsewhere and what == "date")]
    missing = [what for what, there in read.items() if not there]
    by_colleague = own.has(chain.inner.address)
    if by_colleague:
        missing = [what for what in missing if what == "date"]
    if elsewhere:
        missing = [what for what in missing if what != "date"]
    said = [_passed_on(chain, taken, attached=attached)]
    if missing:
        said.append(
            f"{_listed(missing).capitalize()} could not be read in the mail inside: enter "
            f"{_them(missing)}."
        )
    if by_colleague:
        said.append(
            "The mail inside came from an address of the authority itself, so the requester’s "
            "name and e-mail address are left empty: enter them."
        )
    if elsewhere:
        said.append(_reached_later(chain.inner.sent_on, day))
    return tuple(said)


def others_not_read(subjects: Sequence[str]) -> str:
    """The further mails that were attached."""
    one = len(subjects) == 1
    names = ", ".join(
        f"“{subject}”" if subject else "one without a subject" for subject in subjects
    )
    return f"{'Another mail was' if one else 'Other mails were'} attached and not read: {names}."


def _passed_on(chain: Chain, taken: Sequence[str], *, attached: bool) -> str:
    outer = chain.envelopes[0]
    who = outer.name or outer.address or "somebody whose name cannot be read"
    on = f" on {_written(outer.sent_on)}" if outer.sent_on else ""
    how = " as an attachment" if attached else ""
    subject = f" “{chain.inner.subject}”" if attached and chain.inner.subject else ""
    said = f"This is a mail{subject} that was passed on{how} by {who}{on}"
    if not taken:
        return f"{said}."
    verb = "was" if len(taken) == 1 else "were"
    return f"{said}: {_listed(taken)} {verb} taken from the mail inside. Check {_them(taken)}."


def _reached_later(sent: date | None, day: date | None) -> str:
    when = f" on {_written(sent)}" if sent else ""
    known = f"The mail inside was sent{when} to no address that is known here as the authority’s"
    if day:
        return f"{known}: the date is the day on which it was passed on to one. Check it."
    return f"{known}: enter the day on which it first reached the authority."


def _listed(things: Sequence[str]) -> str:
    """ "the requester’s name and e-mail address and the date"."""
    of_requester = " and ".join(what for what in things if what != "date")
    date_too = ["the date"] if "date" in things else []
    return " and ".join([*([f"the requester’s {of_requester}"] if of_requester else []), *date_too])


def _them(things: Sequence[str]) -> str:
    return "it" if len(things) == 1 else "them"


def _written(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
