"""``python -m requests_app.splitting [FILE]``: the split as JSON, without Django."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path

from requests_app.splitting.command import Unsplittable, split_as_json

parser = ArgumentParser(prog="python -m requests_app.splitting", description=__doc__)
parser.add_argument("file", nargs="?", type=Path, help="a text file in UTF-8; else standard input")
try:
    sys.stdout.write(split_as_json(parser.parse_args().file) + "\n")
except Unsplittable as error:
    sys.exit(str(error))
