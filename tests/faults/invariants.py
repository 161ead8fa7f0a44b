"""What must hold after every fault, read from the database as it is and from the public pages."""

from __future__ import annotations

import urllib.error
import urllib.request
from http import HTTPStatus

from tests import invariants
from tests.faults.site import Site

ALL_ENDED = "SELECT id, state, error FROM requests_app_rendering WHERE state <> 'done'"
NOT_PUBLIC = (
    "SELECT slug, state FROM requests_app_foirequest WHERE state <> 'published' ORDER BY id DESC"
)
# Those of this round, and of a few before it: to ask for all each time grows with its square.
NEWEST = 10


def check(site: Site, *, every_page: bool = False) -> None:
    """Raises AssertionError with the rows that break an invariant.

    Of cases that are not public it asks for the pages of the newest, or of all.
    """
    invariants.check(site.rows)
    # I5: nobody reads what is not published.
    for slug, state in site.rows(NOT_PUBLIC)[: None if every_page else NEWEST]:
        told = HTTPStatus.GONE if state == "withdrawn" else HTTPStatus.NOT_FOUND
        for name in ("", "response.pdf"):
            assert status(site, f"/disclosure-log/{slug}/{name}") == told
    # I6: no document is left in between, and none failed.
    assert site.rows(ALL_ENDED) == []


def check_audit(site: Site) -> None:
    """I4: the chain has no gap. Raises AssertionError with the command's words."""
    site.product.manage("verify_audit")


def status(site: Site, path: str) -> int:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(site.product.base_url + path, timeout=30) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
