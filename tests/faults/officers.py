"""People at work, as a program of its own: it does what a line on its input says.

It starts Django once; a command for each deed would spend its time starting. It prints one line
of JSON for each line that it reads, and a deed that fails is told there, not raised.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import date

import django


def main() -> None:
    django.setup()
    # After the set-up: they import models.
    from tests.faults.work import DEEDS  # noqa: PLC0415

    for line in sys.stdin:
        print(json.dumps(_answer(DEEDS, line.strip())), flush=True)  # noqa: T201


def _answer(deeds: dict[str, Callable[[], int]], name: str) -> dict[str, object]:
    from django.db import connection  # noqa: PLC0415

    try:
        return {"done": deeds[name](), "day": date.today().isoformat()}  # noqa: DTZ011
    except Exception as error:  # noqa: BLE001 - the test asks what the fault did
        connection.close()
        return {"failed": f"{type(error).__name__}: {error}"}


if __name__ == "__main__":
    main()
