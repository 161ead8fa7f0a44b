"""A portal in which every word that anybody can type is hostile.

Cases come into their states by the verbs, as in every other test. Then each column of
``tests/hostile_fields.py`` is written over, past all forms, limits and triggers: all payloads stand
in every one of them, also where nobody could type so many, and what is published is compiled
again from these drafts.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.db import IntegrityError, models, transaction
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from exemptions.facts import facts
from exemptions.models import DatedSetting, PublicInterestTest, StandardText
from requests_app.actions import (
    adapting,
    dated,
    keeping,
    lanes,
    library,
    listing,
    naming,
    review,
    topics,
)
from requests_app.challenges import StepKind
from requests_app.clock import EventKind
from requests_app.compiling import load_draft
from requests_app.gate.dossier import digest_of as digest_of_dossier
from requests_app.gate.dossier import to_json
from requests_app.gate.gathering import gather
from requests_app.gate.keys import keys_of
from requests_app.models import (
    Answer,
    Claim,
    FoiRequest,
    Lane,
    LaneStep,
    LinkCheck,
    LogImport,
    ResponseVersion,
    Review,
    VersionDossier,
)
from requests_app.response import canonical_json, digest
from requests_app.workflow import Role
from tests import factories as given
from tests.append_only import append_only_rows_may_go
from tests.hostile_fields import ADDRESSES, called, mark_of, typed
from tests.payloads import ADDRESSES as HOSTILE_ADDRESSES
from tests.payloads import FORMULAS, turned
from tests.permission_cases import IN_STATE, refused, url_of

NAMELESS = "una"
PASSWORD = "correct horse battery staple"
LINKED = "https://www.example.org/gone"


@dataclass(frozen=True)
class HostilePortal:
    """The cases by state, and two people who are signed in.

    The visitor holds every role and had no hand in any case; the holder has a passkey.
    """

    cases: Mapping[str, FoiRequest]
    visitor: User
    client: Client
    holder: Client


def hostile_portal() -> HostilePortal:
    """Writes the rows of the portal; a few seconds."""
    # The one that could not be printed is under review.
    cases = {state: IN_STATE[state]() for state in ("failed", "approved", "published", "withdrawn")}
    cases |= {"drafting": _returned_draft(), "refused": refused(), "extended": given.received()}
    given.extended(cases["extended"])
    given.claim(cases["refused"].answers.get(), "21(1)")
    visitor = given.person("zed", *Role, name="Zed")
    # By the user name alone is called of whom the single sign-on tells no name.
    nameless = given.person(NAMELESS, Role.OFFICER)
    client, holder = _signed_in(visitor), _signed_in(nameless)
    _beside_the_cases(cases, visitor)
    with append_only_rows_may_go():
        make_hostile()
    with transaction.atomic():
        list(listing.rebuild())
    return HostilePortal(cases, visitor, client, holder)


def _by(person: User) -> dict[str, Any]:
    return {"by": person, "at": given.AT}


def _returned_draft() -> FoiRequest:
    """A draft that was sent back once, with what no other case of the tests has besides."""
    case = IN_STATE["drafting"]()
    _through_a_lane(case)
    given.make_documents(case, text="Words of the pages.")
    digest_read = given.current(case).digest
    review.return_(
        case,
        digest=digest_read,
        comments={"a1": "Why?"},
        comment="No.",
        by=given.bob(),
        at=given.AT,
    )
    adapting.adapt_wording(
        case, "31(1)(a)", body="Our own.", reason="So.", base=1, **_by(given.alice())
    )
    given.reason_noted(case)
    case.blocks.filter(pk=given.questions(case)[1].pk).update(redactions=["street"])
    given.struck(given.happened(case, EventKind.FEE_NOTICE))
    asked = case.challenge_steps.get(kind=StepKind.REVIEW_ASKED)
    given.review_extended(asked)
    return case


def _through_a_lane(case: FoiRequest) -> None:
    """Sends a draft to a review of several steps, of which the first is left out."""
    lane = Lane.objects.get(name="With the press office")
    lanes.choose_lane(case, lane, **_by(given.alice()))
    LaneStep.objects.filter(lane=lane).update(bypass_by="Reviewer")
    review.submit(case, **_by(given.alice()))
    given.make_documents(case)
    review.bypass(case, digest=given.current(case).digest, reason="Ill.", **_by(given.bob()))


def _signed_in(person: User) -> Client:
    """Signed in with a password just now, as pages that change one's own account ask for."""
    person.set_password(PASSWORD)
    person.save()
    client = Client(raise_request_exception=False)
    client.post(reverse("login"), {"login": person.username, "password": PASSWORD})
    return client


def _beside_the_cases(cases: Mapping[str, FoiRequest], visitor: User) -> None:
    """What the library, the administrators, the importers and the visitor wrote."""
    given.team("North", visitor)
    given.mallory()
    nameless = User.objects.get(username=NAMELESS)
    FoiRequest.objects.filter(pk=cases["withdrawn"].pk).update(officer=nameless)
    given.sensitive(cases["refused"], visitor)
    draft = cases["drafting"]
    for page in ("answer", "claim-new"):
        keeping.keep(
            draft,
            url_of(page, draft, "pk=answer"),
            {"text": ["Typed."], "reason": ["Typed."]},
            sent=page == "answer",
            by=visitor,
            at=now(),
        )
    LinkCheck.objects.create(
        address=LINKED, wanted_at=given.AT, asked_at=given.AT, checked_at=now(), verdict="gone"
    )
    topic = given.topic()
    for case in FoiRequest.objects.all():
        topics.set_topics(case, [topic], **_by(given.alice()))
    person = given.may_be_named("Jo Bloggs", "Head")
    naming.retire_person(person, on=given.TODAY, reason="Left.", **_by(given.dora()))
    given.may_be_named("Ann Other", "Clerk")
    given.checked_log("no,log")
    given.checked_log("reference,title,month,outcome,request,response\n,,soon,,,\n")
    LogImport.objects.update(strange_topics={"Roads": 1})
    text = StandardText.objects.get(provision="31(1)(a)")
    library.review_wording(
        text.provision,
        review_by=date(2028, 1, 1),
        note="Fine.",
        latest=1,
        by=given.dora(),
        at=given.AT,
    )
    given.wording("40(2)")
    library.retire_wording("40(2)", retired_on=given.TODAY, reason="Old.", **_by(given.dora()))
    Authenticator.objects.create(
        user=nameless, type=Authenticator.Type.WEBAUTHN, data={"name": "Key", "credential": {}}
    )
    dated.add_dated_setting(
        DatedSetting.Name.SOVEREIGN,
        effective_from=given.TODAY,
        value="King",
        source="An Act",
        by=given.eve(),
        at=given.AT,
    )


# --- writing over ------------------------------------------------------------------------


def make_hostile() -> None:
    """Writes over every column of the table, and what is compiled from them."""
    nameless = User.objects.get(username=NAMELESS).pk
    compiled = {"ResponseVersion.content", "VersionDossier.content"}
    for number, (model, name) in enumerate(typed()):
        if f"{model.__name__}.{name}" in compiled:
            continue
        # Not the model's own, which would refuse.
        rows: models.QuerySet[Any] = models.QuerySet(model)
        if name in {"first_name", "last_name"}:
            rows = rows.exclude(pk=nameless)
        for key, old in rows.values_list("pk", name):
            value = hostile_value(model, name, old, number + key)
            # The database refuses a reason for what was not done.
            with suppress(IntegrityError), transaction.atomic():
                rows.filter(pk=key).update(**{name: value})
    for case in FoiRequest.objects.all():
        compile_again(case)


def hostile_value(model: type[models.Model], name: str, old: Any, number: int) -> Any:
    """What stands in a column in place of what stood there."""
    text = words(model, name, number)
    if name == "username" and old != NAMELESS:
        # By which the tests find people.
        return old
    make = _NESTED.get(called(model, name))
    if make:
        return make(old, text)
    if name == "facts":
        return old | dict.fromkeys(_typed_facts(_SCOPES[model]), text)
    return text


def words(model: type[models.Model], name: str, number: int) -> str:
    """All payloads, beginning like a formula or, in a link, like a script; unique by number."""
    column = model._meta.get_field(name)
    mark = f"{mark_of(model, name)} {number}"
    if called(model, name) in ADDRESSES:
        begins = HOSTILE_ADDRESSES[number % len(HOSTILE_ADDRESSES)]
    elif isinstance(column, models.URLField):
        # Every form and file checks that it is a web address.
        begins = 'https://www.example.org/"onfocus=alert(1)'
    else:
        begins = FORMULAS[number % len(FORMULAS)]
    if isinstance(column, models.EmailField):
        # Checked as strictly, and longer ones do not fit into a QR code.
        return f"{mark} {' '.join(turned(number))}"[: column.max_length]
    between = "\n\n" if type(column) is models.TextField else " "
    return f"{begins} {mark} {between.join(turned(number))} {LINKED}"


def _typed_facts(scope: str) -> list[str]:
    return [one.name for one in facts().of(scope) if one.kind in {"text", "long_text", "url"}]


_SCOPES: Mapping[type[models.Model], str] = {
    FoiRequest: "case",
    Answer: "answer",
    Claim: "claim",
    PublicInterestTest: "test",
}
_NESTED: Mapping[str, Callable[[Any, str], Any]] = {
    "requests_app.Block.redactions": lambda old, text: [text] if old else [],
    "requests_app.Notice.content": lambda old, text: _in_json(old, text, "title words longer"),
    "requests_app.AuditEvent.detail": lambda old, text: {
        key: text if key in {"step", "lane"} and isinstance(value, str) else value
        for key, value in old.items()
    },
    "requests_app.KeptWords.fields": lambda old, text: {
        key: [text] if key in {"text", "reason", "body", "comment"} else value
        for key, value in old.items()
    },
    "requests_app.LogImport.strange_topics": lambda old, text: {text: 1},
    "mfa.Authenticator.data": lambda old, text: {**old, "name": text},
}


# --- compiling again ------------------------------------------------------------------------


def compile_again(case: FoiRequest) -> None:
    """Makes the latest version of a case say what its rows say now."""
    version = case.versions.order_by("-number").first()
    if version is None:
        return
    draft = load_draft(case)
    dossier = gather(draft, day=given.TODAY, keys=keys_of(draft), links=True)
    content = canonical_json(dossier.response)
    read = to_json(dossier)
    told = {"content": content, "digest": digest(content)}
    models.QuerySet(ResponseVersion).filter(pk=version.pk).update(**told)
    models.QuerySet(Review).filter(version=version).update(digest=told["digest"])
    models.QuerySet(VersionDossier).filter(version=version).update(
        content=read, digest=digest_of_dossier(read)
    )


def _in_json(old: str, text: str, names: str) -> str:
    """The same with this text under these names."""
    content = json.loads(old)
    return json.dumps(content | dict.fromkeys(names.split(), text))
