"""What of the words that are withheld stands on the finished pages. It reads rows, writes none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from requests_app.gate.dossier import Dossier, Leak
from requests_app.gate.reading import stands_in
from requests_app.identity import fold
from requests_app.models import (
    AuthorityParticulars,
    FoiRequest,
    RenderedText,
    Rendering,
    Requester,
    ResponseVersion,
)


def passages_of(case: FoiRequest) -> list[str]:
    """The passages declared as removed from the request, each once, in its order."""
    blocks = case.blocks.order_by("position").values_list("redactions", flat=True)
    return list(dict.fromkeys(passage for block in blocks for passage in block))


def leaks_in(version: ResponseVersion, dossier: Dossier) -> tuple[Leak, ...]:
    """Where the finished documents of a version show what is withheld (FIL-03)."""
    listed = {("passage", n): p for n, p in enumerate(passages_of(version.foi_request), start=1)}
    listed |= {("word", n): word for n, word in enumerate(dossier.withheld_words, start=1)}
    return tuple(dict.fromkeys(_leaks(version, listed))) if listed else ()


def _leaks(version: ResponseVersion, listed: Mapping[tuple[str, int], str]) -> Iterator[Leak]:
    rows = RenderedText.objects.filter(rendering__version=version).select_related(
        "rendering__particulars"
    )
    requester = Requester.objects.filter(foi_request=version.foi_request_id).first()
    for row in rows.order_by("pk"):
        kind = Rendering.Kind(row.rendering.kind)
        belongs = _letterhead(row.rendering.particulars)
        if kind is Rendering.Kind.LETTER:
            belongs += _addressee(requester)
        for (what, number), text in listed.items():
            if fold(text) not in belongs and stands_in(text, row.text, run_together=True):
                yield Leak(kind.label.lower(), what, number)


def _letterhead(particulars: AuthorityParticulars | None) -> str:
    """What every document bears; a passage that is the authority's own name is no leak."""
    if particulars is None:
        return ""
    row = particulars
    said = (row.authority_name, row.authority_address, row.foi_email, row.team_name)
    return fold("\n".join((*said, row.regulator_name, row.regulator_address)))


def _addressee(requester: Requester | None) -> str:
    """The requester reads their own name in the letter."""
    if requester is None:
        return ""
    return fold(f"{requester.name}\n{requester.email}\n{requester.postal_address}")
