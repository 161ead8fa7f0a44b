"""The mark of a paragraph in another language: "[cy] " before its first word. Pure."""

from __future__ import annotations

import re

# Welsh, Irish, Scottish Gaelic; and English, for a quotation inside one of them (ISO 639-1).
LANGUAGES = frozenset({"cy", "ga", "gd", "en"})
LANGUAGE_MARK = re.compile(rf"\[({'|'.join(sorted(LANGUAGES))})\]\s+")
