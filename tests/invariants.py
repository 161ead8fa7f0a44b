"""What must hold of the rows at any time, whatever happened: I1 to I3, each as a query.

A test in one process asks them after each step, one of real processes after each fault.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

Rows = Callable[[str], Sequence[tuple[object, ...]]]

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
FILES = """
SELECT d.id, d.sha256, f.content FROM requests_app_rendering d
LEFT JOIN requests_app_rendereddocument f ON f.rendering_id = d.id WHERE d.state = 'done'
"""


def check(rows: Rows) -> None:
    """Raises AssertionError with the rows that break an invariant."""
    # I1: approval, version, document and bytes are of one digest.
    assert rows(APPROVED_IS_WHAT_WAS_FROZEN) == []
    assert rows(PUBLISHED_IS_WHAT_WAS_APPROVED) == []
    for _, sha256, content in rows(FILES):
        assert isinstance(content, bytes), "a finished document without its file"
        assert hashlib.sha256(content).hexdigest() == sha256
    # I2, I3
    assert rows(NOBODY_APPROVED_THEIR_OWN) == []
    assert rows(ONE_LIVE_PUBLICATION_A_CASE) == []
