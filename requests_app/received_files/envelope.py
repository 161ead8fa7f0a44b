"""Who sent a mail to whom and when, and which addresses are the authority's.

Knows no file format.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
# Domains that many share: there an authority has one address, and its neighbours have theirs.
_SHARED = frozenset(
    {"aol.com", "btconnect.com", "btinternet.com", "gmail.com", "gmx.co.uk", "gmx.com"}
    | {"googlemail.com", "hotmail.co.uk", "hotmail.com", "icloud.com", "live.co.uk", "live.com"}
    | {"mail.com", "me.com", "msn.com", "outlook.com", "proton.me", "protonmail.com", "sky.com"}
    | {"talktalk.net", "virginmedia.com", "yahoo.co.uk", "yahoo.com", "ymail.com"}
)
# Whose pages stand below one of these shares it with other authorities.
_OF_MANY = frozenset({"ac.uk", "co.uk", "gov.uk", "nhs.uk", "org.uk", "police.uk", "sch.uk"})


@dataclass(frozen=True, slots=True)
class Envelope:
    """What the header of a mail says; empty where it does not, or not readably.

    ``recipients`` are addresses in lower case, of those to whom it went or was copied.
    """

    name: str = ""
    address: str = ""
    recipients: tuple[str, ...] = ()
    sent_on: date | None = None
    subject: str = ""


@dataclass(frozen=True, slots=True)
class OwnAddresses:
    """The authority's own: whole domains, and single addresses in a domain of many."""

    domains: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()

    @classmethod
    def of(cls, emails: Iterable[str], websites: Iterable[str]) -> OwnAddresses:
        """Those that follow from the addresses on the authority's letters."""
        addresses = {email.strip().lower() for email in emails} - {""}
        hosts = {urlsplit(site).hostname or "" for site in websites}
        domains = {address.rpartition("@")[2] for address in addresses}
        domains |= {host.removeprefix("www.") for host in hosts}
        return cls(frozenset(domains - _SHARED - _OF_MANY - {""}), frozenset(addresses))

    def __bool__(self) -> bool:
        return bool(self.domains or self.addresses)

    def has(self, address: str) -> bool:
        domain = address.lower().rpartition("@")[2]
        return address.lower() in self.addresses or any(
            domain == own or domain.endswith(f".{own}") for own in self.domains
        )

    def among(self, addresses: Iterable[str]) -> bool:
        return any(map(self.has, addresses))


def addresses_in(text: str) -> tuple[str, ...]:
    """Every address once, in lower case: "Robin <a@example.org<mailto:a@example.org>>"."""
    found = (one[0].strip("'").lower() for one in ADDRESS.finditer(text))
    return tuple(dict.fromkeys(found))
