"""What the parts of a case file must be to each other: keys that meet, dates and steps in order.

Pure. The form is right by now; what only the rows can tell is left to the verbs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from exemptions.catalogue import catalogue
from requests_app.case_files.following import step_problems
from requests_app.case_files.form import CaseFile, VersionPart
from requests_app.case_files.problem import Problem
from requests_app.response import Response, UnreadableResponse, canonical_json, digest, from_json


def inconsistencies(case_file: CaseFile) -> Iterator[Problem]:
    """Everything that does not fit together, in the order of the file."""
    yield from _requester(case_file)
    yield from _blocks(case_file)
    yield from _answers(case_file)
    yield from _tests(case_file)
    yield from _provisions(case_file)
    yield from _adapted(case_file)
    yield from _outcome(case_file)
    yield from _clock_events(case_file)
    yield from step_problems(case_file.steps)
    if case_file.versions:
        yield from _no_shortcuts(case_file)
        yield from _versions(case_file)
    else:
        yield from _publication(case_file)


def _requester(case_file: CaseFile) -> Iterator[Problem]:
    requester = case_file.requester
    if requester is None:
        return
    if not requester.email.strip() and not requester.postal_address.strip():
        yield Problem("requester", "give an e-mail or a postal address (s8(1)(b)).")
    if requester.email:
        try:
            validate_email(requester.email)
        except ValidationError:
            yield Problem("requester.email", f"“{requester.email}” is not an e-mail address.")


def _blocks(case_file: CaseFile) -> Iterator[Problem]:
    blocks = case_file.blocks or ()
    yield from _repeated("blocks", [block.key for block in blocks])
    for index, block in enumerate(blocks):
        if block.stem and block.kind != "question":
            yield Problem(f"blocks[{index}].stem", "only a question can be a stem.")
        for place, passage in enumerate(block.redactions):
            if passage not in block.text:
                yield Problem(
                    f"blocks[{index}].redactions[{place}]",
                    "these words do not stand in the block. Copy them exactly.",
                )


def _answers(case_file: CaseFile) -> Iterator[Problem]:
    named = [(i, answer.key) for i, answer in enumerate(case_file.answers) if answer.key]
    yield from _repeated("answers", [key for _, key in named], [i for i, _ in named])
    blocks = {block.key: block for block in case_file.blocks or ()}
    answered: dict[str, int] = {}
    for index, answer in enumerate(case_file.answers):
        for place, key in enumerate(answer.questions):
            path = f"answers[{index}].questions[{place}]"
            # Without blocks, only the split of the text tells which questions there are.
            if case_file.blocks is not None and key not in blocks:
                yield Problem(path, f"no block has the key “{key}”.")
            elif key in blocks and not blocks[key].answerable:
                yield Problem(path, f"the block “{key}” is not a question that takes an answer.")
            if key in answered:
                yield Problem(path, f"“{key}” is answered by answers[{answered[key]}] already.")
            answered.setdefault(key, index)


def _tests(case_file: CaseFile) -> Iterator[Problem]:
    keys = [test.key for test in case_file.tests]
    yield from _repeated("tests", keys)
    used = set()
    for index, answer in enumerate(case_file.answers):
        for place, claim in enumerate(answer.claims):
            used.add(claim.test)
            if claim.test is not None and claim.test not in keys:
                yield Problem(
                    f"answers[{index}].claims[{place}].test",
                    f"no test has the key “{claim.test}”.",
                )
    for index, key in enumerate(keys):
        if key not in used:
            yield Problem(f"tests[{index}]", "no claim names this test.")


def _provisions(case_file: CaseFile) -> Iterator[Problem]:
    for path, cite in _cited(case_file):
        if cite not in catalogue():
            yield Problem(path, f"“{cite}” is not a provision in the catalogue.")


def _cited(case_file: CaseFile) -> Iterator[tuple[str, str]]:
    for index, answer in enumerate(case_file.answers):
        for place, claim in enumerate(answer.claims):
            yield f"answers[{index}].claims[{place}].provision", claim.provision
    for index, cite in enumerate(case_file.annex_order):
        yield f"annex_order[{index}]", cite
    for index, wording in enumerate(case_file.wording):
        yield f"wording[{index}].provision", wording.provision
    for index, adapted in enumerate(case_file.adapted):
        yield f"adapted[{index}].provision", adapted.provision


def _adapted(case_file: CaseFile) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, adapted in enumerate(case_file.adapted):
        if adapted.provision in seen:
            yield Problem(
                f"adapted[{index}].provision", f"“{adapted.provision}” is adapted above already."
            )
        seen.add(adapted.provision)


def _outcome(case_file: CaseFile) -> Iterator[Problem]:
    if case_file.outcome.override and not case_file.outcome.reason.strip():
        yield Problem("outcome.reason", "say why the outcome differs from the derived one.")


def _clock_events(case_file: CaseFile) -> Iterator[Problem]:
    """Without blocks, only the split of the text tells which questions there are."""
    blocks = {block.key: block for block in case_file.blocks or ()}
    for index, event in enumerate(case_file.clock_events):
        path = f"clock_events[{index}]"
        if event.questions_gone and event.questions:
            yield Problem(f"{path}.questions_gone", "the questions are named, so they are there.")
        for place, key in enumerate(event.questions):
            if case_file.blocks is not None and (key not in blocks or not blocks[key].answerable):
                yield Problem(f"{path}.questions[{place}]", f"no question has the key “{key}”.")
        for place, cite in enumerate(event.provisions):
            if cite not in catalogue():
                yield Problem(
                    f"{path}.provisions[{place}]", f"“{cite}” is not a provision in the catalogue."
                )


# --- a file without versions: the draft is brought as far as the status says -------------------


def _publication(case_file: CaseFile) -> Iterator[Problem]:
    publication, status = case_file.publication, case_file.status
    if publication is None:
        if status in {"published", "withdrawn"}:
            yield Problem("publication", f"a case that is {status} needs its publication.")
    elif status not in {"published", "withdrawn"}:
        yield Problem("publication", f"a case that is {status} has no publication.")
    elif status == "published" and publication.withdrawn_on:
        yield Problem("publication.withdrawn_on", "a published case is not withdrawn.")
    elif status == "withdrawn" and not publication.withdrawn_on:
        yield Problem("publication.withdrawn_on", "give the day of the withdrawal.")
    elif status == "withdrawn" and not publication.withdrawal_reason.strip():
        yield Problem("publication.withdrawal_reason", "give the reason that the public reads.")
    yield from _too_early(case_file)
    yield from _dates(case_file)


def _too_early(case_file: CaseFile) -> Iterator[Problem]:
    steps = {
        "submitted_on": (case_file.submitted_on, {"drafting"}),
        "approved_on": (case_file.approved_on, {"drafting", "in_review"}),
        "sent_on": (case_file.sent_on, {"drafting", "in_review"}),
    }
    for name, (day, before) in steps.items():
        if day and case_file.status in before:
            yield Problem(name, f"a case that is {case_file.status} has no such date.")


def _dates(case_file: CaseFile) -> Iterator[Problem]:
    publication = case_file.publication
    days: list[tuple[str, date | None]] = [
        ("received_on", case_file.received_on),
        ("submitted_on", case_file.submitted_on),
        ("approved_on", case_file.approved_on),
        ("publication.published_on", publication.published_on if publication else None),
        ("publication.withdrawn_on", publication.withdrawn_on if publication else None),
    ]
    given = [(path, day) for path, day in days if day]
    for (before, earlier), (path, later) in pairwise(given):
        if later < earlier:
            yield Problem(path, f"{later} is before {before}, {earlier}.")


# --- a file with versions: each is verified, and the steps make a history ------------------------


def _no_shortcuts(case_file: CaseFile) -> Iterator[Problem]:
    for name in ("submitted_on", "approved_on", "sent_on", "publication"):
        if getattr(case_file, name) is not None:
            yield Problem(name, "a file with versions tells this in the versions.")


def _versions(case_file: CaseFile) -> Iterator[Problem]:
    keys = {answer.key for answer in case_file.answers if answer.key}
    for index, version in enumerate(case_file.versions):
        path = f"versions[{index}]"
        if version.number != index + 1:
            yield Problem(f"{path}.number", f"this must be {index + 1}.")
        if version.review is None and version is not case_file.versions[-1]:
            yield Problem(f"{path}.review", "a version before the last one was decided on.")
        for name, key in version.answers.items():
            if key not in keys:
                yield Problem(f"{path}.answers.{name}", f"no answer has the key “{key}”.")
        yield from _steps(version, path)
        yield from _content(version, path, case_file.reference)
    fitting = _statuses_after(case_file.versions[-1])
    if case_file.status not in fitting:
        yield Problem(
            "status", f"after the last version the case is {' or '.join(sorted(fitting))}."
        )


def _steps(version: VersionPart, path: str) -> Iterator[Problem]:
    approved = version.review is not None and version.review.decision == "approved"
    decided = [step.decided for step in version.review_steps]
    if None in decided and any(decided[decided.index(None) :]):
        yield Problem(f"{path}.review_steps", "a step is decided after those before it.")
    if version.review_steps and approved != all(decided):
        yield Problem(f"{path}.review_steps", "a version is approved when all its steps are done.")
    names = [done.by for done in decided if done and done.how == "approved"]
    if version.different_people and len(names) != len(set(names)):
        yield Problem(f"{path}.review_steps", "each step was to be approved by another person.")
    for name in ("sent", "published"):
        if getattr(version, name) and not approved:
            yield Problem(f"{path}.{name}", "only an approved version leaves the house.")
    if version.withdrawn and not version.published:
        yield Problem(f"{path}.withdrawn", "a version that was not published is not withdrawn.")


def _statuses_after(version: VersionPart) -> frozenset[str]:
    """Where a case can stand after its last version; drafting again when it was reopened."""
    if version.review is None:
        return frozenset({"in_review"})
    if version.review.decision != "approved":
        return frozenset({"drafting"})
    if version.withdrawn:
        return frozenset({"withdrawn", "drafting"})
    if version.published:
        return frozenset({"published"})
    return frozenset({"approved", "drafting"})


def _content(version: VersionPart, path: str, reference: str) -> Iterator[Problem]:
    if digest(version.content) != version.digest:
        yield Problem(
            f"{path}.digest",
            "this is not the SHA-256 of the content: one of the two was changed.",
        )
        return
    try:
        response = from_json(version.content)
        canonical = canonical_json(response)
    except (UnreadableResponse, TypeError, AttributeError) as error:
        yield Problem(f"{path}.content", f"this is not a stored response: {error}")
        return
    if canonical != version.content:
        yield Problem(f"{path}.content", "this is not the canonical form of a response.")
    if response.reference != reference:
        yield Problem(f"{path}.content", f"this is the response to {response.reference}.")
    yield from _unknown_names(version, response, path)


def _unknown_names(version: VersionPart, response: Response, path: str) -> Iterator[Problem]:
    known = {answer.key for answer in response.answers}
    for name in version.answers:
        if name not in known:
            yield Problem(f"{path}.answers.{name}", "the content has no such answer.")
    shown = {section.provision for section in response.annex}
    for index, adapted in enumerate(version.adapted):
        if adapted.provision not in shown:
            yield Problem(
                f"{path}.adapted[{index}].provision",
                f"the content has no section for “{adapted.provision}”.",
            )
    for index, comment in enumerate(version.review.comments if version.review else ()):
        if comment.answer not in known:
            yield Problem(
                f"{path}.review.comments[{index}].answer",
                f"the content has no answer “{comment.answer}”.",
            )


def _repeated(name: str, keys: list[str], places: Iterable[int] | None = None) -> Iterator[Problem]:
    counted = Counter(keys)
    seen: set[str] = set()
    for index, key in zip(places or range(len(keys)), keys, strict=True):
        if counted[key] > 1 and key in seen:
            yield Problem(f"{name}[{index}].key", f"the key “{key}” stands twice.")
        seen.add(key)
