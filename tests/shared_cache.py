"""A cache in front of the portal, so far as the portal speaks to it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

from tests.serving import serving


class Cache(HTTPServer):
    """A server that keeps what it is told, and fails as long as it should."""

    def __init__(self) -> None:
        self.told: list[tuple[str, dict[str, Any]]] = []
        self.status = 200
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/purge"


class _Handler(BaseHTTPRequestHandler):
    server: Cache

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.told.append((self.headers.get("Purge-Key", ""), json.loads(body)))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *arguments: object) -> None:
        pass


@contextmanager
def shared_cache() -> Iterator[Cache]:
    with serving(Cache()) as server:
        yield server
