"""Makes the entries of the log and the index of its search anew, from what is published.

Nothing is missing from the log meanwhile: it is one transaction. Run it after an upgrade that
changes what the search reads, or when the log and the search do not agree.
"""

from __future__ import annotations

from typing import Any

from requests_app.actions import listing
from requests_app.management.starting import WithoutPages


class Command(WithoutPages):
    help = "Makes the index of the disclosure log anew."

    def handle(self, *args: Any, **options: Any) -> None:
        done = 0
        for done in listing.rebuild():
            self.stdout.write(f"{done} records listed")
        self.stdout.write(self.style.SUCCESS(f"The log and its search list {done} records."))
