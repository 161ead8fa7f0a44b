"""Random faults, as many as one asks for: ``.venv/bin/python -m tests.faults 500 [SEED]``.

It needs what the tests need, takes some seconds a fault, and ends with an error at the first
invariant that does not hold. The seed that it prints repeats the same row of faults.
"""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path

from tests.faults import invariants
from tests.faults.site import running_site
from tests.faults.test_faults import FAULTS
from tests.servers import postgres


def main(count: int, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - it chooses what to break, no secret
    say(f"{count} faults, seed {seed}")
    with (
        tempfile.TemporaryDirectory() as folder,
        postgres() as cluster,
        running_site(Path(folder), cluster) as site,
    ):
        for number in range(1, count + 1):
            name = dice.choice(list(FAULTS))
            for _ in range(dice.randint(1, 3)):
                site.do("submit")
            site.do("advance")
            FAULTS[name](site)
            site.do("submit")
            site.mend()
            site.settle()
            invariants.check(site)
            say(f"{number} {name}: all holds")
        invariants.check_audit(site)
        ((documents,),) = site.rows("SELECT count(*) FROM requests_app_rendering")
        say(f"{documents} documents, none lost")


def say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - a program for people


if __name__ == "__main__":
    asked = [int(word) for word in sys.argv[1:3]]
    main(*asked, *([100, random.randrange(10_000)][len(asked) :]))  # noqa: S311
