"""What is wrong with an answer to hostile words, whatever kind of thing it is."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from django.http.response import HttpResponseBase

from tests.hostile_browser import HostileBrowser
from tests.hostile_pages import Visit


def look(
    window: HostileBrowser, visit: Visit, answer: HttpResponseBase, body: str
) -> Iterator[str]:
    """What is wrong with an answer, whatever kind of thing it is."""
    if kind_of(answer) == "text/html" and visit.first and body and answer.status_code < 500:
        yield from window.live(visit.url, answer)
    else:
        yield from problems_of(window, answer, body)


def problems_of(window: HostileBrowser, answer: HttpResponseBase, body: str) -> list[str]:
    if answer.status_code >= 500:
        return [f"answers {answer.status_code}"]
    match kind_of(answer):
        case "text/html":
            return window.parsed(body)
        case "application/json" | "application/problem+json":
            json.loads(body)
        case "text/csv":
            return formulas_in(body)
        case "application/xml" | "application/atom+xml" | "image/svg+xml":
            found = {one.tag.rpartition("}")[2] for one in ET.fromstring(body).iter()}  # noqa: S314 - our own
            return sorted(found & {"script", "foreignObject", "x-mark", "img", "iframe"})
        case "application/zip":
            # What is held on a requester, to be opened from a disk.
            with zipfile.ZipFile(io.BytesIO(content_of(answer))) as file:
                json.loads(file.read("requester.json"))
                return window.parsed(file.read("requester.html").decode())
        case "text/plain" | "application/pdf" | "":
            pass
        case kind:
            return [f"nobody looks at {kind}"]
    return []


def formulas_in(text: str) -> list[str]:
    lines = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    return [cell for line in lines for cell in line if re.match(r"\s*[=+\-@\t\r＝＋－＠]", cell)]


def kind_of(answer: HttpResponseBase) -> str:
    return answer.get("Content-Type", "").partition(";")[0]


def body_of(answer: HttpResponseBase) -> str:
    return content_of(answer).decode("utf-8", "replace")


def content_of(answer: HttpResponseBase) -> bytes:
    content: bytes = (
        b"".join(answer) if answer.streaming else answer.content  # type: ignore[attr-defined]
    )
    return content
