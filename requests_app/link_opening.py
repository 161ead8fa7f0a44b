"""Opens one web address as a reader would, and says in words what came of it.

It knows the network and no rows. Addresses are typed by people, so it goes nowhere but to public
hosts: every name is resolved first, the connection is made to the very address that was looked
at, and each redirection is looked at in the same way.
"""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from time import monotonic
from urllib.parse import SplitResult, quote, urljoin, urlsplit

import urllib3
from urllib3.exceptions import HTTPError, NewConnectionError, SSLError
from urllib3.exceptions import TimeoutError as TooLate

USER_AGENT = "foi-portal-link-check/1 (an FOI officer checks that a link in an answer works)"
MAX_REDIRECTS = 5
LIMIT_SECONDS = 20.0
CONNECT_SECONDS = 5.0
READ_SECONDS = 8.0
_ADDRESSES_TRIED = 3
_SAFE = "/%:@!$&'()*+,;=~-._"
# Addresses of the old network inside the new one: what they lead to is looked at (RFC 6052).
_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Verdict(StrEnum):
    """Gone is what no second look mends; in doubt what another day, or a person, may open."""

    WORKS = "works"
    GONE = "gone"
    DOUBTFUL = "doubtful"


@dataclass(frozen=True, slots=True)
class Opened:
    """``reason`` ends a sentence that begins "The link cannot be opened:"; "" when it works.

    ``final`` is the address at which the redirections ended; ``status`` is 0 without an answer.
    """

    verdict: Verdict
    reason: str = ""
    status: int = 0
    final: str = ""


class _Stopped(Exception):
    """Why the address was not opened, in words."""


def open_address(address: str, *, loopback: bool = False, limit: float = LIMIT_SECONDS) -> Opened:
    """Opens the address with HEAD, or GET where HEAD is refused; no body is read.

    ``loopback`` lets it go to this very machine, which only tests may. ``limit`` is in seconds
    for all redirections together.
    """
    deadline = monotonic() + limit
    here = address
    try:
        for _ in range(MAX_REDIRECTS + 1):
            status, location = _ask(here, loopback=loopback, deadline=deadline)
            if not location:
                return _verdict(status, here)
            here = urljoin(here, location)
    except _Stopped as stopped:
        return Opened(Verdict.DOUBTFUL, str(stopped), final=here)
    return Opened(Verdict.DOUBTFUL, "it is redirected again and again", final=here)


def _verdict(status: int, final: str) -> Opened:
    if status < HTTPStatus.BAD_REQUEST:
        return Opened(Verdict.WORKS, status=status, final=final)
    gone = status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
    reason = f"the site answers “{_named(status)}”"
    return Opened(Verdict.GONE if gone else Verdict.DOUBTFUL, reason, status, final)


def _named(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


@dataclass(frozen=True, slots=True)
class _Site:
    """An address taken apart; ``host`` as name servers spell it."""

    parts: SplitResult
    host: str
    port: int

    @property
    def target(self) -> str:
        path = quote(self.parts.path or "/", safe=_SAFE)
        query = quote(self.parts.query, safe=_SAFE + "?")
        return f"{path}?{query}" if query else path

    @property
    def host_header(self) -> str:
        name = f"[{self.host}]" if ":" in self.host else self.host
        return f"{name}:{self.parts.port}" if self.parts.port else name


def _site(address: str) -> _Site:
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
        host = host.encode("ascii" if host.isascii() else "idna").decode("ascii")
    except ValueError as error:  # a UnicodeError is one
        raise _Stopped("it is no web address") from error
    if parts.scheme not in {"http", "https"} or not host or port == 0:
        raise _Stopped("it is no web address")
    return _Site(parts, host, port or (443 if parts.scheme == "https" else 80))


def _ask(address: str, *, loopback: bool, deadline: float) -> tuple[int, str]:
    """The status, and where a redirection leads. Many sites refuse HEAD, so GET has the word."""
    site = _site(address)
    status, location = _request("HEAD", site, loopback=loopback, deadline=deadline)
    if status >= HTTPStatus.BAD_REQUEST:
        status, location = _request("GET", site, loopback=loopback, deadline=deadline)
    return status, location


def _request(method: str, site: _Site, *, loopback: bool, deadline: float) -> tuple[int, str]:
    problem = "no answer came in time"
    for address in _resolved(site.host, site.port, loopback=loopback)[:_ADDRESSES_TRIED]:
        left = deadline - monotonic()
        if left <= 0:
            break
        try:
            return _request_at(address, method, site, left)
        except SSLError:
            problem = "its certificate is not valid, so a browser would warn of it"
        except TooLate as error:
            refused = isinstance(error, NewConnectionError)  # which counts as one here
            problem = "the site cannot be reached" if refused else "no answer came in time"
        except (HTTPError, OSError):
            problem = "the site cannot be reached"
    raise _Stopped(problem)


def _request_at(address: Address, method: str, site: _Site, left: float) -> tuple[int, str]:
    """One request to the address that was looked at; the name stands in its Host and its TLS."""
    with _pool(str(address), site, left) as pool:
        answer = pool.request(
            method,
            site.target,
            headers={"Host": site.host_header, "User-Agent": USER_AGENT, "Accept": "*/*"},
            redirect=False,
            retries=False,
            preload_content=False,
        )
        redirected = 300 <= answer.status < 400
        answer.close()
        return answer.status, answer.headers.get("Location", "") if redirected else ""


def _pool(address: str, site: _Site, left: float) -> urllib3.HTTPConnectionPool:
    timeout = urllib3.Timeout(
        connect=min(CONNECT_SECONDS, left), read=min(READ_SECONDS, left), total=left
    )
    if site.parts.scheme == "http":
        return urllib3.HTTPConnectionPool(address, site.port, timeout=timeout)
    return urllib3.HTTPSConnectionPool(
        address,
        site.port,
        timeout=timeout,
        server_hostname=site.host,
        cert_reqs="CERT_REQUIRED",
    )


def _resolved(host: str, port: int, *, loopback: bool) -> list[Address]:
    """The addresses of a host, the old network's first. Raises _Stopped for one that is inside."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise _Stopped("the site cannot be found by its name from here") from error
    addresses = {ipaddress.ip_address(str(row[4][0]).partition("%")[0]): None for row in found}
    if not all(_is_public(address, loopback=loopback) for address in addresses):
        raise _Stopped("it leads into the authority’s own network, where the public cannot follow")
    return sorted(addresses, key=lambda address: address.version)


def _is_public(address: Address, *, loopback: bool) -> bool:
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in _TRANSLATED:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return _is_public(inner, loopback=loopback)
    if address.is_loopback:
        return loopback
    return address.is_global and not address.is_multicast
