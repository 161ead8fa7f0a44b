"""An issuer of OpenID Connect on loopback: code flow with PKCE, one key, whoever is put into it.

It checks what an issuer must (client, secret, address, code once, verifier) and signs with a real
key; ``changed`` alters the next tokens, as a broken or hostile issuer would.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from tests.serving import serving

CLIENT, SECRET = "portal", "only-for-tests"
PAGE = """<!doctype html><html lang="en"><title>Issuer</title><h1>Issuer</h1>
<form method="post"><label>Person <input name="sub"></label><button>Agree</button></form>"""


class Issuer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.people: dict[str, dict[str, Any]] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.bearers: dict[str, str] = {}
        self.changed: dict[str, Any] = {}

    @property
    def configuration(self) -> dict[str, Any]:
        places = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")
        return {"issuer": self.url} | {place: f"{self.url}/{place}" for place in places}

    @property
    def keys(self) -> dict[str, Any]:
        public = RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        return {"keys": [public | {"kid": "k1", "use": "sig", "alg": "RS256"}]}

    def id_token(self, asked: dict[str, str]) -> str:
        claims = self.people[asked["sub"]] | {
            "iss": self.url,
            "aud": CLIENT,
            "sub": asked["sub"],
            "nonce": asked["nonce"],
            "iat": int(time.time()),
            "exp": int(time.time()) + 300,
        }
        key = self.changed.get("key", self.key)
        claims |= {name: value for name, value in self.changed.items() if name != "key"}
        return jwt.encode(claims, key, algorithm="RS256", headers={"kid": "k1"})

    def tokens(self, sent: dict[str, str]) -> dict[str, Any] | None:
        asked = self.codes.pop(sent.get("code", ""), None)
        if asked is None or (sent.get("client_id"), sent.get("client_secret")) != (CLIENT, SECRET):
            return None
        digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if challenge != asked["code_challenge"] or sent["redirect_uri"] != asked["redirect_uri"]:
            return None
        bearer = secrets.token_urlsafe()
        self.bearers[bearer] = asked["sub"]
        return {"access_token": bearer, "token_type": "Bearer", "id_token": self.id_token(asked)}


class Handler(BaseHTTPRequestHandler):
    server: Issuer

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path.endswith("/openid-configuration"):
            self._json(self.server.configuration)
        elif path == "/jwks_uri":
            self._json(self.server.keys)
        elif path == "/userinfo_endpoint":
            bearer = self.headers["Authorization"].removeprefix("Bearer ")
            sub = self.server.bearers[bearer]
            self._json({"sub": sub} | self.server.people[sub])
        else:
            self._send(200, "text/html", PAGE.encode())

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        sent = _flat(self.rfile.read(length).decode())
        if self.path == "/token_endpoint":
            tokens = self.server.tokens(sent)
            self._json(tokens or {"error": "invalid_grant"}, status=200 if tokens else 400)
            return
        asked = _flat(urlsplit(self.path).query)
        code = secrets.token_urlsafe()
        self.server.codes[code] = asked | sent
        back = urlencode({"code": code, "state": asked["state"]})
        self.send_response(302)
        self.send_header("Location", f"{asked['redirect_uri']}?{back}")
        self.end_headers()

    def _json(self, value: object, *, status: int = 200) -> None:
        self._send(status, "application/json", json.dumps(value).encode())

    def _send(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        pass


def _flat(query: str) -> dict[str, str]:
    return {key: value for key, (value, *_) in parse_qs(query).items()}


@contextmanager
def running_issuer() -> Iterator[Issuer]:
    with serving(Issuer()) as issuer:
        yield issuer
