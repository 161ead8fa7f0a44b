"""A bucket of the tests' own S3 server, as the portal finds it: at work, away, refusing or full."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from uuid import uuid4

from foi_portal.storage import storages_from
from tests.servers import S3Server, free_port
from tests.serving import serving

AWAY = ("stopped", "refused", "full")
FULL = b"<Error><Code>QuotaExceeded</Code><Message>There is no room.</Message></Error>"


class Bucket:
    """The portal is set to it when it is made; ``portal`` changes what the portal is told."""

    def __init__(self, server: S3Server, settings: Any) -> None:
        self.name = f"foi-{uuid4().hex[:12]}"
        self._server, self._settings = server, settings
        self.client = server.client()
        self.client.create_bucket(Bucket=self.name)
        self.use()

    def use(self, **changes: str) -> None:
        """Tells the portal of the bucket, with these options changed."""
        kept = storages_from(self._server.environment(self.name))
        keys = {"access_key": self._server.key, "secret_key": self._server.secret}
        kept["documents"]["OPTIONS"] |= keys | changes
        self._settings.STORAGES = kept

    def forget(self) -> None:
        """Takes the settings away, as if there had never been a bucket."""
        self._settings.STORAGES = storages_from({})

    @contextmanager
    def away(self, how: str) -> Iterator[str]:
        """Out of reach while the block lasts; yields what people are told."""
        with _full_server() as full:
            ways = {
                "stopped": (
                    {"endpoint_url": f"http://127.0.0.1:{free_port()}"},
                    "cannot be reached",
                ),
                "refused": ({"access_key": "SOMEBODYELSE"}, "refused (InvalidAccessKeyId)"),
                "full": ({"endpoint_url": full}, "refused (QuotaExceeded)"),
            }
            changes, told = ways[how]
            self.use(**changes)
            yield told
        self.use()

    @property
    def endpoint(self) -> str:
        return self._server.url

    # --- what lies in it, past the portal ------------------------------------------------

    def names(self) -> list[str]:
        found = self.client.list_objects_v2(Bucket=self.name).get("Contents", [])
        return sorted(each["Key"] for each in found)

    def read(self, name: str) -> bytes:
        content: bytes = self.client.get_object(Bucket=self.name, Key=name)["Body"].read()
        return content

    def write(self, name: str, content: bytes) -> None:
        self.client.put_object(Bucket=self.name, Key=name, Body=content)

    def lose(self, name: str) -> None:
        self.client.delete_object(Bucket=self.name, Key=name)

    def address_of(self, name: str) -> str:
        return f"{self.endpoint}/{self.name}/{name}"


class _Full(BaseHTTPRequestHandler):
    """Takes nothing more, as a server does whose quota is used up."""

    def do_PUT(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(403)
        self.send_header("Content-Length", str(len(FULL)))
        self.end_headers()
        self.wfile.write(FULL)

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def _full_server() -> Iterator[str]:
    with serving(HTTPServer(("127.0.0.1", 0), _Full)) as server:
        yield f"http://127.0.0.1:{server.server_port}"
