"""Every page of a hostile portal, and every form on them, filled with hostile words and sent.

The pages are those of ``tests/permissions.csv`` and of the account, so that a page which lands
tomorrow is visited tomorrow; the forms are read from the pages by the browser.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch
from urllib.parse import urlencode, urlsplit

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import resolve, reverse

from exemptions.models import StandardText
from requests_app.models import FoiRequest, Topic
from requests_app.urls import accounts
from tests import factories as given
from tests.hostile_portal import HostilePortal
from tests.payloads import PAYLOADS, turned
from tests.permission_cases import url_of
from tests.permission_matrix import ANYBODY, Rule, table
from tests.test_permissions import ONLY_REFUSED
from tests.test_signing_in import ARGUMENTS, names_of

STATES = ("drafting", "failed", "approved", "published", "withdrawn")
EVER_DIFFERENT = frozenset({"request", "version", "documents", "preview", "record"})
MARK = "zqtypedqz"
TYPED = f"{MARK} {' '.join(PAYLOADS)}"
# What the addresses of any page may choose.
CHOICES = (
    *("page", "day", "select", "claim", "about", "show", "seen", "next", "q", "year"),
    *("outcome", "exemption", "topic", "sort", "state", "due", "officer", "team", "standing"),
    *("owner", "old", "new", "cursor", "since", "from", "kind"),
)


def with_choices(url: str, number: int) -> str:
    """The address with two payloads for each choice, others for each number: short enough."""
    told = {name: " ".join(turned(number + 2 * n)[:2]) for n, name in enumerate(CHOICES)}
    return f"{url}?{urlencode(told)}"


@dataclass(frozen=True)
class Visit:
    """A page to open; ``first``: as a page, and not for its parser alone."""

    name: str
    url: str
    client: Client
    first: bool = True


def visits(portal: HostilePortal) -> Iterator[Visit]:
    """Every page, with hostile words in its address besides."""
    anybody = Client(raise_request_exception=False)
    for number, ((name, method), rule) in enumerate(table().items()):
        if method == "GET":
            public = any(ANYBODY in cell for cell in rule.cells.values())
            client = anybody if public else portal.client
            yield from _visits_of(portal, name, rule, client, number)
    for number, name in enumerate(dict.fromkeys(names_of(accounts.urlpatterns))):
        url = with_choices(reverse(name, kwargs=ARGUMENTS.get(name)), number)
        yield Visit(name, url, portal.client)
        yield Visit(name, url, anybody, first=name == "login")
    yield from _more(portal, anybody)


def _visits_of(
    portal: HostilePortal, name: str, rule: Rule, client: Client, number: int
) -> Iterator[Visit]:
    urls = [_url(name, portal.cases[state], rule.values) for state in _states(name, rule)]
    if rule.of_a_case:
        # Their addresses choose nothing away, but for that of a claim: see below.
        yield Visit(name, with_choices(urls[0], number), client)
    else:
        yield Visit(name, urls[0], client)
        yield Visit(name, with_choices(urls[0], number), client, first=False)
    yield from (Visit(name, url, client, first=False) for url in urls[1:])


def _states(name: str, rule: Rule) -> list[str]:
    """The cases that show this page; the first will do, but of pages that look ever different."""
    if name in ONLY_REFUSED or not rule.of_a_case:
        return ["refused" if name in ONLY_REFUSED else "drafting"]
    let_in = [one for one in STATES if rule.cells[one] and not rule.cells[one].isdecimal()]
    return let_in if name in EVER_DIFFERENT else let_in[:1] or ["drafting"]


def _url(name: str, case: FoiRequest, values: str) -> str:
    """The address; where the table of the permissions would make a harmless row, of one of ours."""
    if values == "pk=topic":
        return reverse(name, args=[Topic.objects.earliest("pk").pk])
    return url_of(name, case, values)


def _more(portal: HostilePortal, anybody: Client) -> Iterator[Visit]:
    """What only other rows of the portal show, and pages for what went wrong."""
    cases = {state: case.slug for state, case in portal.cases.items()}
    officer = Client(raise_request_exception=False)
    officer.force_login(given.alice())
    yield Visit("requests", reverse("requests"), officer, first=False)
    yield Visit("version", reverse("version", args=[cases["drafting"], 2]), portal.client)
    claims = url_of("claim-new", portal.cases["drafting"])
    for payload in PAYLOADS[::10]:
        url = f"{claims}?{urlencode({'provision': payload})}"
        yield Visit("claim-new", url, portal.client, first=False)
    yield Visit("mark-sensitive", reverse("mark-sensitive", args=[cases["refused"]]), portal.client)
    yield Visit("submit", reverse("submit", args=[cases["refused"]]), portal.client)
    yield Visit("mfa_index", reverse("mfa_index"), portal.holder)
    yield Visit("notice", reverse("notice", args=[cases["extended"], 1]), portal.client)
    for text in StandardText.objects.all():
        yield Visit("wording", reverse("wording", args=[text.provision]), portal.client)


# --- forms ---------------------------------------------------------------------------------

READ_FORMS = """() => [...document.querySelectorAll("form")].map((form) => ({
  actions: [form.getAttribute("action") || location.pathname,
    ...[...form.querySelectorAll("[formaction], [hx-post]")].map((one) =>
      one.getAttribute("formaction") || one.getAttribute("hx-post"))],
  posts: form.method === "post",
  fields: [...form.elements].filter((one) => one.name && one.type !== "submit").map((one) => ({
    name: one.name, value: one.value, kind: one.localName === "input" ? one.type : one.localName,
    offered: one.options ? [...one.options].map((option) => option.value) : [],
  })),
}))"""


@dataclass(frozen=True)
class Form:
    """A form as the browser read it; each of its ``fields`` has name, value, kind and offered."""

    client: Client
    action: str
    posts: bool
    fields: tuple[Mapping[str, Any], ...]

    @property
    def name(self) -> str:
        """Of the address that it is sent to."""
        return resolve(urlsplit(self.action).path).url_name or ""

    @property
    def boxes(self) -> set[tuple[str, str]]:
        """What it asks for, whatever the numbers of its rows."""
        asked = {(self.name, re.sub(r"\d+", "0", field["name"])) for field in self.fields}
        return asked | {(self.name, "")}

    def filled(self) -> dict[str, Any]:
        """Hostile words wherever words can be typed; the rest as the page has it."""
        return {name: value for field in self.fields for name, value in _filled(field)}

    def forged(self) -> dict[str, Any]:
        """Hostile words in every field, also where a page offers a choice."""
        return {field["name"]: TYPED for field in self.fields}


def forms_of(read: Iterable[Mapping[str, Any]], client: Client) -> Iterator[Form]:
    """The forms that ``READ_FORMS`` found on a page, once for each address they are sent to."""
    for one in read:
        for number, action in enumerate(one["actions"]):
            yield Form(client, action, one["posts"] or number > 0, tuple(one["fields"]))


def forms_on_no_page(portal: HostilePortal, known: Collection[str]) -> Iterator[Form]:
    """Addresses of verbs that no page of this portal offers now, each with every box there is."""
    fields = tuple({"name": name, "value": "", "kind": "text", "offered": ()} for name in BOXES)
    for (name, method), rule in table().items():
        if method == "POST" and name not in known:
            case = portal.cases[_states(name, rule)[0]]
            yield Form(portal.client, _url(name, case, rule.values), posts=True, fields=fields)


BOXES = (
    *("digest", "comment", "reason", "text", "body", "html", "label", "revision", "stage", "rule"),
    *("kept", "page", "provision", "note", "questions", "answer", "step", "read", "confirmed"),
)


def _filled(field: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    name, kind, value = field["name"], field["kind"], field["value"]
    part = name.rpartition("_")[2]
    if part in {"day", "month", "year"}:
        yield name, value or {"day": "2", "month": "11", "year": "2026"}[part]
    elif kind in {"text", "textarea", "search", "email", "url", "password", "tel"}:
        yield name, TYPED
    elif kind == "file":
        told = f"reference,title\n1,{TYPED}\n".encode()
        yield name, SimpleUploadedFile(f"{MARK}<img src=x onerror=alert(1)>.csv", told)
    elif kind == "select":
        yield name, value or next(filter(None, field["offered"]), "")
    else:
        yield name, value


@contextmanager
def noting_fields() -> Iterator[set[tuple[str, str]]]:
    """Which fields of which forms of ours were given hostile words, while this lasts."""
    given_words: set[tuple[str, str]] = set()
    clean = forms.BaseForm.full_clean

    def noting(form: forms.BaseForm) -> None:
        for name, field in form.fields.items() if form.is_bound else ():
            told = field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
            if MARK in str(told):
                given_words.update((kind.__qualname__, name) for kind in type(form).__mro__)
        clean(form)

    with patch.object(forms.BaseForm, "full_clean", noting):
        yield given_words


def text_fields() -> set[tuple[str, str]]:
    """Every field of every form of the portal into which words can be typed."""
    kinds = set(_below(forms.BaseForm))
    return {
        (kind.__qualname__, name)
        for kind in kinds
        if kind.__module__.startswith("requests_app.forms")
        for name, field in getattr(kind, "base_fields", {}).items()
        if isinstance(field, forms.CharField | forms.FileField)
    }


def _below(kind: type[Any]) -> Iterator[type[Any]]:
    for one in kind.__subclasses__():
        yield one
        yield from _below(one)
