"""TIM, ASS and FRM: time, help, and the form in which information is given. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from requests_app.gate.dossier import AnswerFile, Dossier
from requests_app.gate.finding import Found, Place, Severity
from requests_app.gate.reading import day_of
from requests_app.gate.rule import rule
from requests_app.gate.rules.claims import needs_test
from requests_app.outcome import Disposition

# --- time -----------------------------------------------------------------------------


def _awaits(answer: AnswerFile) -> bool:
    return answer.became(Disposition.AWAITING_PUBLIC_INTEREST_TEST)


@rule(
    "TIM-01",
    "The letter goes out by the day on which it is due",
    source="s10(1), (6)",
    stages="S",
    severity=Severity.WARNS,
    note="A late letter cannot be unsent: it apologises, and the reason is recorded.",
)
def in_time(dossier: Dossier) -> Iterator[Found]:
    now = dossier.now
    if now.due is not None and now.day > now.due:
        yield Found(
            f"The letter is late: it was due on {now.due.day} {now.due:%B %Y}. Apologise in the "
            "letter, and record why it was late.",
            Place.CASE,
        )


@rule(
    "TIM-02",
    "The calendar of working days covers the whole period",
    source="s10(6)",
    stages="S",
)
def calendar_covers(dossier: Dossier) -> Iterator[Found]:
    if dossier.now.calendar_problem:
        yield Found(
            "The day on which the letter is due cannot be computed. "
            f"{dossier.now.calendar_problem}",
            Place.CASE,
        )


@rule(
    "TIM-03",
    "More time for the public interest test: only for qualified exemptions, with a date",
    source="s10(3), s17(2)",
    stages="AS",
    note="More than 20 further working days only warn.",
)
def extension(dossier: Dossier) -> Iterator[Found]:
    for answer in dossier.answers:
        if not _awaits(answer):
            continue
        qualified = [
            law
            for row, _, law in dossier.claims()
            if row.key == answer.key and needs_test(dossier, law)
        ]
        if len(qualified) < len(answer.claims) or not answer.claims:
            yield _of(
                answer,
                f"More time may be taken for {answer.name} only to weigh qualified exemptions. "
                "Claim the one that applies, and no absolute one.",
                "claims",
            )
        yield from _estimated(dossier, answer)


def _estimated(dossier: Dossier, answer: AnswerFile) -> Iterator[Found]:
    estimated = day_of(answer.fact("extension_estimated_date"))
    expected = dossier.now.expected_by
    if estimated is None:
        yield _of(
            answer,
            f"Say when you expect to have weighed the public interest for {answer.name}.",
            "extension_estimated_date",
        )
    elif expected is not None and estimated > expected:
        yield Found(
            f"The public interest for {answer.name} is to be weighed by {estimated.day} "
            f"{estimated:%B %Y}, more than 20 working days after the ordinary deadline.",
            Place.ANSWER,
            answer.key,
            "extension_estimated_date",
            Severity.WARNS,
        )


def _of(answer: AnswerFile, message: str, field: str) -> Found:
    return Found(message, Place.ANSWER, answer.key, field)


@rule(
    "TIM-04",
    "Clarification starts the count again only for the questions that needed it",
    source="s1(3), s10(6)",
    severity=Severity.WARNS,
)
def clarification_was_needed(dossier: Dossier) -> Iterator[Found]:
    for answer in dossier.answers:
        if answer.says("clarification_needed") and not answer.fact("clarification_reason"):
            yield _of(
                answer,
                f"Clarification was asked for {answer.name}. Record what was unclear in it.",
                "clarification_reason",
            )
    if dossier.clarified_on and not any(
        answer.says("clarification_needed") for answer in dossier.answers
    ):
        yield Found(
            "Clarification was asked for and started the count again, but no answer records that "
            "it was needed. Record it on the questions that needed it.",
            Place.CASE,
        )


@rule(
    "TIM-05",
    "What can be answered is answered in time, even if more time is taken for the rest",
    source="s10(3)",
    stages="S",
    severity=Severity.WARNS,
)
def clear_questions_in_time(dossier: Dossier) -> Iterator[Found]:
    now = dossier.now
    clear = [answer for answer in dossier.answers if not answer.claims]
    if clear and now.clear_due is not None and now.day > now.clear_due:
        yield Found(
            "More time was taken for a public interest test, but questions to which no exemption "
            "applies are answered only now. They were due with the notice.",
            Place.CASE,
        )


# --- help -----------------------------------------------------------------------------

_HELP = re.compile(
    r"\b(you (may|might|could) (wish|want|like|ask|try|also|find|contact|write)"
    r"|(may|might) hold|please (contact|ask|let us know)|we (suggest|recommend)"
    r"|you can (ask|find|write|contact))\b",
    re.IGNORECASE,
)
_NEEDS_HELP = {
    Disposition.NOT_HELD: ("who_may_hold", "who may hold it, or that you know of nobody"),
    Disposition.CLARIFICATION_LAPSED: ("advice_given", "which help to make it clearer was given"),
}


@rule(
    "ASS-01",
    "Who does not get the information gets help to find it",
    source="s16",
    severity=Severity.WARNS,
    note="Satisfied by a recorded fact, or by words in the answer that lead the requester on.",
)
def help_is_given(dossier: Dossier) -> Iterator[Found]:
    for answer in dossier.answers:
        if not answer.disposition or not answer.questions:
            continue
        needed = _NEEDS_HELP.get(Disposition(answer.disposition))
        if needed is None or _HELP.search(answer.text):
            continue
        name, what = needed
        if not answer.fact(name) and not answer.fact("advice_given"):
            yield _of(answer, f"The answer to {answer.name}: record {what}.", name)


_SEARCHES = {
    "search_where": "where it was searched for",
    "search_when": "when it was searched for",
    "search_by": "who searched",
}


@rule("ASS-02", "“Not held” rests on recorded searches", source="s1(1)(a)")
def searches_recorded(dossier: Dossier) -> Iterator[Found]:
    for answer in dossier.answers:
        if not answer.became(Disposition.NOT_HELD):
            continue
        missing = [name for name in _SEARCHES if not answer.fact(name)]
        if missing:
            asked = ", ".join(_SEARCHES[name] for name in missing)
            yield _of(answer, f"“Not held” for {answer.name}: record {asked}.", missing[0])


# --- form -----------------------------------------------------------------------------

_FORM_ASKED_FOR = re.compile(
    r"\b(spreadsheet|excel|\.?xlsx?|csv|machine[- ]readable|paper cop(y|ies)|hard cop(y|ies)"
    r"|large print|braille|in electronic (form|format))\b",
    re.IGNORECASE,
)
_NO_PREFERENCE = frozenset({"none", "none stated", "no preference"})


@rule(
    "FRM-01",
    "The form that the requester prefers is kept to, or the reason is given",
    source="s11(1), (3)",
    stages="AS",
    note="Asked where the request names a form, or the record does.",
)
def preferred_form(dossier: Dossier) -> Iterator[Found]:
    preferred = dossier.fact("preferred_format")
    if not preferred:
        for block in dossier.blocks:
            named = None if block.omitted else _FORM_ASKED_FOR.search(block.text)
            if named:
                yield Found(
                    f"The request speaks of “{named[0]}”. Record in which form the requester "
                    "asked for the information.",
                    Place.CASE,
                    field="preferred_format",
                )
                return
        return
    if preferred.casefold() in _NO_PREFERENCE or dossier.says("format_honoured", "none_stated"):
        return
    if not dossier.fact("format_honoured"):
        yield Found(
            "Record whether the information is given in the form asked for.",
            Place.CASE,
            field="format_honoured",
        )
    elif dossier.says("format_honoured", "no") and not dossier.fact("format_reason"):
        yield Found(
            "The information is not given in the form asked for. Record why that form is not "
            "reasonably practicable.",
            Place.CASE,
            field="format_reason",
        )


_OF_A_DATASET = {
    "dataset_reusable": "that it is given in a form that can be used again",
    "dataset_licence": "under which licence",
    "dataset_in_publication_scheme": "that its publication under the scheme is under way",
}


@rule(
    "FRM-02",
    "A dataset can be used again, under a licence, and is published",
    source="s11(1A), s19(2A)",
    stages="AS",
    severity=Severity.WARNS,
)
def dataset(dossier: Dossier) -> Iterator[Found]:
    if not dossier.says("dataset"):
        return
    for name, what in _OF_A_DATASET.items():
        missing = not dossier.fact(name) or dossier.says(name, "no")
        if missing:
            yield Found(f"A dataset is given: record {what}.", Place.CASE, field=name)


@rule(
    "FRM-03",
    "No spreadsheet goes out in the form in which it was made",
    source="the regulator’s advice of September 2023",
    stages="AS",
)
def no_native_spreadsheet(dossier: Dossier) -> Iterator[Found]:
    if dossier.says("native_spreadsheet"):
        yield Found(
            "A spreadsheet is to go out as it was made. Hidden sheets and stored data have given "
            "people away: make a CSV file or a PDF of what was asked for.",
            Place.CASE,
            field="native_spreadsheet",
        )
