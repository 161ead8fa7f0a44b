"""The web addresses in a response: where section 21 leads, and what the annex links to. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from requests_app.gate.dossier import ClaimFile, Dossier
from requests_app.response import Response

# A longer one is kept nowhere: it is told as one that cannot be opened.
MAX_LENGTH = 1000
_ADDRESS = re.compile(r"https?://[^\s<>\"“”|\\^`{}]+", re.IGNORECASE)
_PUNCTUATION = ".,;:!?’'*_"


def addresses_in(text: str) -> Iterator[str]:
    """The addresses in prose, without the marks of the sentence around them.

    >>> list(addresses_in("See [the list](https://a.example/x_(y)), or https://b.example."))
    ['https://a.example/x_(y)', 'https://b.example']
    """
    for match in _ADDRESS.finditer(text):
        address = match[0].rstrip(_PUNCTUATION)
        while address.endswith((")", "]")) and not _balanced(address):
            address = address[:-1].rstrip(_PUNCTUATION)
        if len(address.encode()) <= MAX_LENGTH:
            yield address


def _balanced(address: str) -> bool:
    return all(address.count(left) >= address.count(right) for left, right in ("()", "[]"))


def of_claim(claim: ClaimFile) -> list[str]:
    """Where a claim of section 21 leads the requester, each address once."""
    found = (claim.where_accessible, claim.fact("precise_url"))
    return list(dict.fromkeys(address for text in found for address in addresses_in(text)))


def of_section_21(dossier: Dossier) -> list[str]:
    """The same of all claims."""
    claims = [claim for _, claim, law in dossier.claims() if law.section == "21"]
    return list(dict.fromkeys(address for claim in claims for address in of_claim(claim)))


def of_response(response: Response) -> list[str]:
    """What a reader can follow from the claims and the annex, guidance included."""
    texts = [c.where_accessible for answer in response.answers for c in answer.claims]
    for section in response.annex:
        texts += [section.wording, section.guidance_url]
        texts += [text for use in section.uses for text in (use.reason, use.where_accessible)]
    return list(dict.fromkeys(address for text in texts for address in addresses_in(text)))
