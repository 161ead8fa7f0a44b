"""Somebody who walks a running portal from outside, over HTTP alone."""

from __future__ import annotations

import contextlib
import http.client
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from re import findall


class Visitor:
    """Somebody at a browser without JavaScript."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.cookies = CookieJar()
        handler = urllib.request.HTTPCookieProcessor(self.cookies)
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), handler)

    def send(self, path: str, data: dict[str, str] | None = None) -> tuple[int, str]:
        body = urllib.parse.urlencode(data).encode() if data else None
        try:
            with self.opener.open(self.base_url + path, body, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def fill_in(self, path: str, **typed: str) -> tuple[int, str]:
        """Opens the form at this address and sends it."""
        return self.send(path, self.form(path) | typed)

    def form(self, path: str) -> dict[str, str]:
        _, page = self.send(path)
        tokens = r'name="(csrfmiddlewaretoken|once|kept|revision)" value="([^"]+)"'
        return dict(findall(tokens, page))

    def send_once(self, path: str, data: dict[str, str]) -> int:
        """Sends a form and goes nowhere from its answer; its status. Raises OSError."""
        cookies = "; ".join(f"{one.name}={one.value}" for one in self.cookies)
        kind = "application/x-www-form-urlencoded"
        host = urllib.parse.urlsplit(self.base_url).netloc
        connection = http.client.HTTPConnection(host, timeout=120)
        with contextlib.closing(connection):
            headers = {"Cookie": cookies, "Content-Type": kind}
            connection.request("POST", path, urllib.parse.urlencode(data), headers)
            return connection.getresponse().status
