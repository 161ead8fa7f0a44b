"""The time by which workers claim, keep and finish things: one for all of them, the database's.

Hosts whose clocks differ would otherwise take each other's leases for ended, or for endless.
"""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.utils import timezone


def database_now() -> datetime:
    """The time of the database's host, aware. Raises DatabaseError when it does not answer."""
    if connection.vendor != "postgresql":
        # Its file is on this host, and so is its clock.
        return timezone.now()
    with connection.cursor() as cursor:
        # Not now(), which stands still in a transaction.
        cursor.execute("SELECT clock_timestamp()")
        now: datetime = cursor.fetchone()[0]
    return now
