"""``python -m requests_app.splitting [FILE]``: the split as JSON, without Django."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

from requests_app.splitting import split

text = Path(sys.argv[1]).read_bytes().decode() if sys.argv[1:] else sys.stdin.buffer.read().decode()
json.dump({"blocks": [asdict(block) for block in split(text)]}, sys.stdout, ensure_ascii=False)
