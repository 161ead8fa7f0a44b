#!/usr/bin/env python3
"""The way in: ``up`` and ``test`` need nothing but this file's Python; all else is Django's."""

import sys
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - this line is for people with an older one
    sys.exit("The FOI portal needs Python 3.11 or newer; this is Python " + sys.version.split()[0])

from foi_portal import bootstrap

if __name__ == "__main__":
    bootstrap.main(Path(__file__).resolve().parent, sys.argv[1:])
