"""Definitions about the answer: what came of the request, and whether in time."""

from __future__ import annotations

from requests_app.outcome import Disposition
from requests_app.statistics.facts import Result, Status, Timing
from requests_app.statistics.measure import (
    ACT,
    CODE,
    QUARTERLY,
    UNSEEN,
    Measure,
    answered_with,
    extended,
    of_result,
    of_status,
    processed,
    waiting,
)

STATUS = (
    Measure(
        "received",
        "Requests received",
        "All requests whose date of receipt lies in the quarter, whatever became of them.",
        f"{CODE}, metric 1; {QUARTERLY}, table 1",
        lambda _: True,
        doubt="Counts every request in the portal; routine enquiries are not kept in it.",
    ),
    Measure(
        "processed",
        "Processed",
        "A complete answer left the authority. One that leaves a public interest test open is not "
        "complete.",
        f"{CODE}, metric 3; {QUARTERLY}",
        of_status(Status.PROCESSED),
        share_of="received",
    ),
    Measure(
        "not-yet",
        "Not yet processed",
        "No complete answer was sent yet, and the clock runs.",
        QUARTERLY,
        of_status(Status.NOT_YET),
        share_of="received",
    ),
    Measure(
        "on-hold",
        "On hold",
        "No answer was sent, and for all of the request the clock stands: a clarification (s1(3)) "
        "or a fee (s9) has not come.",
        QUARTERLY,
        of_status(Status.ON_HOLD),
        doubt=UNSEEN,
        share_of="received",
    ),
    Measure(
        "lapsed",
        "Lapsed",
        "The requester did not clarify or pay in time, withdrew the request, or all of it went to "
        "another authority.",
        QUARTERLY,
        of_status(Status.LAPSED),
        doubt=UNSEEN,
        share_of="received",
    ),
)
OUTCOMES = (
    Measure(
        "resolvable",
        "Resolvable requests",
        "Requests to which a decision about information that is held could be given: without those "
        "on hold or lapsed, not held, or answered with advice and assistance.",
        f"{QUARTERLY}, table 5",
        lambda case: case.resolvable,
        doubt=UNSEEN,
        share_of="received",
    ),
    Measure(
        "granted",
        "Granted in full",
        "Everything asked for that is held was disclosed. A question whose information is not held "
        "takes nothing away from that.",
        f"{CODE}, metric 4; {QUARTERLY}, table 5",
        of_result(Result.GRANTED),
        share_of="resolvable",
    ),
    Measure(
        "part",
        "Granted in part and refused in part",
        "Some information was disclosed and some was withheld, refused, or said to be available "
        "already. Called “partially withheld” in the quarterly statistics.",
        f"{CODE}, metric 6; {QUARTERLY}, table 5",
        of_result(Result.PART),
        share_of="resolvable",
    ),
    Measure(
        "refused",
        "Refused in full: exemptions",
        "Nothing was disclosed: all was exempt, or the authority neither confirmed nor denied that "
        "it holds it. Called “fully withheld” in the quarterly statistics.",
        f"{CODE}, metric 5; {QUARTERLY}, table 5",
        of_result(Result.REFUSED),
        doubt="Refusals to confirm or deny are taken to belong here.",
        share_of="resolvable",
    ),
    Measure(
        "s21-only",
        "Already available only (section 21)",
        "Nothing was disclosed because all of it is reasonably accessible to the requester "
        "elsewhere. In law that is a refusal, so it is told apart from the others.",
        f"{QUARTERLY}; {ACT}, s21 and s17(1)",
        of_result(Result.S21_ONLY),
        doubt="How the current bulletins count answers under section 21 alone is not certain.",
        share_of="resolvable",
    ),
    Measure(
        "procedural",
        "Refused in full: cost, vexatious or repeated",
        "Nothing was disclosed, and at least a part was refused because of its cost (s12) or as "
        "vexatious or repeated (s14).",
        f"{QUARTERLY}, table 6b",
        of_result(Result.PROCEDURAL),
        share_of="resolvable",
    ),
    Measure(
        "not-held",
        "Information not held",
        "None of the information is held. That is no refusal, so it is no resolvable request.",
        f"{CODE}, metric 5; {QUARTERLY}",
        of_result(Result.NOT_HELD),
        share_of="processed",
    ),
    Measure(
        "advice",
        "Answered with advice and assistance",
        "What was asked was no request for recorded information and was answered outside the Act.",
        QUARTERLY,
        of_result(Result.ADVICE),
        doubt=UNSEEN,
        share_of="processed",
    ),
    Measure(
        "untold",
        "No outcome recorded",
        "An answer left the authority, and its record tells nothing of the outcome.",
        "This portal",
        of_result(Result.UNTOLD),
        share_of="processed",
        quiet=True,
    ),
)
TIMELINESS = (
    Measure(
        "in-time",
        "Within the time limit",
        "The letter was sent on or before the last day: the 20th working day after receipt, unless "
        "the Act sets another (s10). A clock that stands makes nothing late.",
        f"{CODE}, metric 3; {QUARTERLY}; {ACT}, s10(1)",
        processed(Timing.IN_TIME),
        share_of="processed",
    ),
    Measure(
        "in-extension",
        "Within a permitted extension",
        "Sent later, but by the day until which the public interest test was extended. An "
        "extension counts only if notice of it was given by the ordinary last day (s17(2)).",
        f"{CODE}, metric 3; {QUARTERLY}; {ACT}, s10(3) and s17(2)",
        processed(Timing.EXTENDED),
        share_of="processed",
    ),
    Measure(
        "late",
        "Late",
        "Sent after the last day, and after the end of any permitted extension. If the questions "
        "have different last days, one that was answered late is enough.",
        f"{CODE}, metric 3; {QUARTERLY}",
        processed(Timing.LATE),
        share_of="processed",
    ),
    Measure(
        "undated",
        "Day of the answer not recorded",
        "Published or sent, but no letter is recorded as sent, or the bank holidays of its year "
        "are not known. So nobody can tell whether it was in time.",
        "This portal",
        processed(Timing.UNKNOWN),
        share_of="processed",
        quiet=True,
    ),
    Measure(
        "answered-in-time",
        "In time, extensions included",
        "Within the time limit or within a permitted extension.",
        f"{QUARTERLY}",
        processed(Timing.IN_TIME, Timing.EXTENDED),
        share_of="processed",
    ),
)
WAITING = (
    Measure(
        "waiting",
        "Waiting for an answer",
        "Not yet processed, and on hold. The Code calls both “not yet processed”.",
        f"{CODE}, metric 2",
        of_status(Status.NOT_YET, Status.ON_HOLD),
    ),
    Measure(
        "waiting-in-time",
        "Of these, within the time limit",
        "The last day is today or still to come.",
        f"{CODE}, metric 2",
        waiting(Timing.RUNNING),
    ),
    Measure(
        "waiting-extended",
        "Of these, extended",
        "The public interest test was extended, with notice in time, and that time is not over.",
        f"{CODE}, metric 2",
        waiting(Timing.EXTENDED),
    ),
    Measure(
        "waiting-stopped",
        "Of these, with the clock stopped",
        "A clarification or a fee has not come, for all of the request.",
        f"{CODE}, metric 2",
        waiting(Timing.STOPPED),
    ),
    Measure(
        "overdue",
        "Of these, overdue",
        "The last day is over for at least one question, and so is any permitted extension.",
        "This portal",
        waiting(Timing.OVERDUE),
    ),
    Measure(
        "waiting-unknown",
        "Of these, last day not known",
        "The bank holidays of that year are not known, so there is no last day yet.",
        "This portal",
        waiting(Timing.UNKNOWN),
        quiet=True,
    ),
)
EXTENSIONS = (
    Measure(
        "extended",
        "Time extended for the public interest test",
        "For at least one question, whether it was answered since or not.",
        f"{QUARTERLY}; {ACT}, s10(3)",
        extended,
        share_of="received",
    ),
    Measure(
        "extended-late",
        "Of these, notice given too late",
        "The notice came after the ordinary last day, so the extension does not count.",
        f"{ACT}, s17(2)",
        lambda case: any(part.notice_late for part in case.facts.parts),
    ),
    Measure(
        "extended-long",
        "Of these, by more than 20 further working days",
        "Longer than the regulator expects, save exceptionally.",
        "The regulator’s guidance on time for compliance",
        lambda case: any(part.beyond_expectation for part in case.facts.parts),
        doubt="The text of that guidance was not at hand.",
    ),
)
SECTION_21 = Measure(
    "s21",
    "Section 21 relied on",
    "At least one question was answered by saying where the information is available already. "
    "Counted apart from the other exemptions.",
    f"{QUARTERLY}; {ACT}, s21",
    answered_with(Disposition.ALREADY_AVAILABLE),
    doubt="How the current bulletins count answers under section 21 alone is not certain.",
)
PROCEDURAL = tuple(
    Measure(key, title, explanation, f"{QUARTERLY}, table 6b; {ACT}, {law}", answered_with(which))
    for key, title, explanation, law, which in (
        (
            "refused-cost",
            "Refused on cost (section 12)",
            "To find out would cost more than the appropriate limit.",
            "s12",
            Disposition.REFUSED_COST,
        ),
        (
            "refused-vexatious",
            "Refused as vexatious (section 14(1))",
            "The request, not the person, is vexatious.",
            "s14(1)",
            Disposition.REFUSED_VEXATIOUS,
        ),
        (
            "refused-repeated",
            "Refused as repeated (section 14(2))",
            "The same or much the same was asked by the same person not long before.",
            "s14(2)",
            Disposition.REFUSED_REPEATED,
        ),
    )
)
