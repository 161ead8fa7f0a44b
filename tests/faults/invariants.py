"""What must hold after every fault, read from the database as it is and from the public pages."""

from __future__ import annotations

import hashlib
import urllib.error
import urllib.request
from http import HTTPStatus

from tests.faults.site import Site

APPROVED_IS_WHAT_WAS_FROZEN = """
SELECT v.id FROM requests_app_review r JOIN requests_app_responseversion v ON v.id = r.version_id
WHERE r.decision = 'approved' AND r.digest <> v.digest
"""
PUBLISHED_IS_WHAT_WAS_APPROVED = """
SELECT p.id FROM requests_app_publication p
JOIN requests_app_rendering d ON d.id = p.rendering_id
WHERE d.version_id <> p.version_id OR NOT EXISTS (
  SELECT 1 FROM requests_app_review r JOIN requests_app_responseversion v ON v.id = r.version_id
  WHERE r.version_id = p.version_id AND r.decision = 'approved' AND r.digest = v.digest)
"""
NOBODY_APPROVED_THEIR_OWN = """
SELECT r.id FROM requests_app_review r
JOIN requests_app_drafter d ON d.version_id = r.version_id AND d.user_id = r.reviewer_id
WHERE r.decision = 'approved'
"""
ONE_LIVE_PUBLICATION_A_CASE = """
SELECT p.foi_request_id FROM requests_app_publication p
WHERE NOT EXISTS (SELECT 1 FROM requests_app_withdrawal w WHERE w.publication_id = p.id)
GROUP BY p.foi_request_id HAVING count(*) > 1
"""
ALL_ENDED = "SELECT id, state, error FROM requests_app_rendering WHERE state <> 'done'"
FILES = """
SELECT d.id, d.sha256, f.content FROM requests_app_rendering d
LEFT JOIN requests_app_rendereddocument f ON f.rendering_id = d.id WHERE d.state = 'done'
"""
NOT_PUBLIC = "SELECT slug FROM requests_app_foirequest WHERE state <> 'published' ORDER BY id DESC"
# Those of this round, and of a few before it: to ask for all each time grows with its square.
NEWEST = 10


def check(site: Site, *, every_page: bool = False) -> None:
    """Raises AssertionError with the rows that break an invariant.

    Of cases that are not public it asks for the pages of the newest, or of all.
    """
    # I1: approval, version, document and bytes are of one digest.
    assert site.rows(APPROVED_IS_WHAT_WAS_FROZEN) == []
    assert site.rows(PUBLISHED_IS_WHAT_WAS_APPROVED) == []
    for _, sha256, content in site.rows(FILES):
        assert isinstance(content, bytes), "a finished document without its file"
        assert hashlib.sha256(content).hexdigest() == sha256
    # I2, I3
    assert site.rows(NOBODY_APPROVED_THEIR_OWN) == []
    assert site.rows(ONE_LIVE_PUBLICATION_A_CASE) == []
    # I5: nobody reads what is not published.
    for (slug,) in site.rows(NOT_PUBLIC)[: None if every_page else NEWEST]:
        for name in ("", "response.pdf"):
            assert status(site, f"/disclosure-log/{slug}/{name}") == HTTPStatus.NOT_FOUND
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
