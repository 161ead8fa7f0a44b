"""Many rounds of every race: ``.venv/bin/python -m tests.races 200 [PEOPLE]``.

They run on a PostgreSQL of their own, with ten people at once unless told otherwise. It says how
often each race was won and what the others were told, and ends with an error at the first round
after which not all is right.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.servers import new_database, postgres

HERE = Path(__file__).parent


def main(rounds: str = "200", people: str = "10") -> int:
    with postgres() as cluster:
        told = {"RACE_ROUNDS": rounds, "RACE_PEOPLE": people}
        return subprocess.run(
            [sys.executable, "-m", "pytest", "-qs", "--create-db", str(HERE / "test_races.py")],
            env=os.environ | told | {"DATABASE_URL": new_database(cluster)},
            cwd=HERE.parent.parent,
            check=False,
        ).returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
