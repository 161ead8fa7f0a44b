"""The list of the wording library: every provision, what is written of it and what it needs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from exemptions.catalogue import Kind, Provision, catalogue
from exemptions.models import StandardText, VersionNumbers
from requests_app.access import StaffRequest
from requests_app.forms.library import LibraryFilterForm, Standing
from requests_app.models import WordingUse


@dataclass(frozen=True, slots=True)
class Line:
    """A provision on the list; ``text`` is None while nobody has written its wording.

    ``late`` says in words for how long its review is overdue, ``lawyer`` why a lawyer is to
    look at it; each is empty when it is not so. ``used`` counts responses as last submitted.
    """

    provision: Provision
    text: StandardText | None
    version: int
    late: str
    lawyer: str
    used: int
    adapted: int

    @property
    def retired(self) -> bool:
        return self.text is not None and self.text.is_retired(localdate())

    @property
    def standings(self) -> frozenset[Standing]:
        """Under which of the list's filters it falls."""
        found = {
            Standing.OVERDUE: bool(self.late),
            Standing.LAWYER: bool(self.lawyer) and not self.retired,
            Standing.RETIRED: self.retired,
            Standing.UNWRITTEN: self.text is None,
        }
        return frozenset(standing for standing, so in found.items() if so)


@dataclass(frozen=True, slots=True)
class Shelf:
    """The provisions of one section and kind."""

    kind: str
    heading: str
    anchor: str
    lines: list[Line]


@require_safe
def library(request: StaffRequest) -> HttpResponse:
    everything = list(_lines(localdate()))
    owners = sorted({line.text.owner for line in everything if line.text})
    form = LibraryFilterForm(request.GET, owners=owners)
    lines = _fitting(everything, form)
    counts = Counter(standing for line in everything for standing in line.standings)
    context = {
        "filters": form,
        "shelves": list(_shelves(lines)),
        "shown": len(lines),
        "total": len(everything),
        "counts": [(standing, counts[standing]) for standing in Standing if counts[standing]],
        "narrowed": form.narrows,
    }
    return render(request, "library/list.html", context)


def _lines(today: date) -> Iterator[Line]:
    texts = {text.provision: text for text in StandardText.objects.all()}
    numbers = StandardText.objects.numbers()
    uses = {
        row["provision"]: row
        for row in WordingUse.objects.of_last_versions()
        .order_by()
        .values("provision")
        .annotate(used=Count("pk"), adapted=Count("pk", filter=~Q(adapted_body="")))
    }
    for cite, provision in catalogue().items():
        text = texts.get(cite)
        use = uses.get(cite, {})
        yield Line(
            provision=provision,
            text=text,
            version=numbers[cite].latest if text else 0,
            late=how_late(text, today) if text else "",
            lawyer=why_a_lawyer(provision, numbers.get(cite)),
            used=use.get("used", 0),
            adapted=use.get("adapted", 0),
        )


def how_late(text: StandardText, today: date) -> str:
    """ "by 1 day", "by 40 days", "by 3 months", "by 2 years"; empty when it is not overdue."""
    if not text.is_overdue(today):
        return ""
    days = (today - text.review_by).days
    for name, length, least in (("year", 365, 730), ("month", 30, 60), ("day", 1, 1)):
        if days >= least:
            count = days // length
            return f"by {count} {name}{'' if count == 1 else 's'}"
    return ""


def why_a_lawyer(provision: Provision, numbers: VersionNumbers | None) -> str:
    """What a lawyer is to look at still; empty when there is nothing, or one has."""
    if numbers is not None and numbers.checked == numbers.latest:
        return ""
    return provision.check


def _fitting(lines: list[Line], form: LibraryFilterForm) -> list[Line]:
    """What the filters ask for; what they do not understand is left out."""
    form.full_clean()
    asked = form.cleaned_data
    if standing := asked.get("standing"):
        lines = [line for line in lines if standing in line.standings]
    if owner := asked.get("owner"):
        lines = [line for line in lines if line.text and line.text.owner == owner]
    if words := asked.get("q", "").casefold().split():
        found = _bodies(words)
        lines = [line for line in lines if _says(line, words, found)]
    return lines


def _bodies(words: list[str]) -> dict[str, str]:
    """The wordings in force, read only when words are looked for."""
    cites = list(catalogue())
    wordings = StandardText.objects.wordings(cites) if words else {}
    return {cite: wording.body for cite, wording in wordings.items()}


def _says(line: Line, words: list[str], bodies: dict[str, str]) -> bool:
    law = line.provision
    owner = line.text.owner if line.text else ""
    said = " ".join((law.cite, law.heading, law.label, owner, bodies.get(law.cite, "")))
    return all(word in said.casefold() for word in words)


def _shelves(lines: list[Line]) -> Iterator[Shelf]:
    """By kind, and within a kind by section; both keep the order of the law."""
    in_order = sorted(lines, key=lambda line: list(_KINDS).index(_kind(line.provision)))
    groups = groupby(in_order, key=lambda line: (_kind(line.provision), line.provision.section))
    for (kind, section), group in groups:
        members = list(group)
        law = members[0].provision
        yield Shelf(_KINDS[kind], law.section_heading, f"{kind}-{slugify(section)}", members)


_KINDS = {
    "exemptions": "Exemptions",
    "confirming": "Refusals to confirm or deny",
    "refusals": "Other refusals",
    "eir": "Environmental Information Regulations",
}


def _kind(provision: Provision) -> str:
    if provision.regime == "eir":
        return "eir"
    kinds = {Kind.EXEMPTION: "exemptions", Kind.NCND: "confirming"}
    return kinds.get(provision.kind, "refusals")
