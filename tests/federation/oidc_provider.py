"""A small OpenID Connect provider on the loopback: real HTTP, real signatures, and faults on demand."""

import base64
import hashlib
import json
import secrets
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

import jwt
from jwt.algorithms import RSAAlgorithm

from tests.federation.certificates import private_key

CLIENT, SECRET = "compagnon", "un secret : avec des signes"


@dataclass
class LocalOidc:
    """claims: added to the token (None takes one away). described: added to the description. person_says: claims of userinfo.

    signs_with: the key that signs; algorithm. asked: the requests to authorize, as dicts; used: codes already exchanged.
    """

    origin: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    described: dict[str, Any] = field(default_factory=dict)
    person_says: dict[str, Any] = field(default_factory=dict)
    signs_with: str = "own"
    algorithm: str = "RS256"
    published: list[str] = field(default_factory=lambda: ["own"])
    clock: float = 0
    down: bool = False
    asked: list[dict[str, str]] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)

    def description(self) -> dict[str, Any]:
        own = {name: self.origin + path for name, path in PLACES.items()}
        return {
            "issuer": self.origin,
            **own,
            "code_challenge_methods_supported": ["S256"],
            "claims_supported": ["email", "email_verified"],
            **self.described,
        }

    def keys(self) -> dict[str, Any]:
        return {
            "keys": [
                {**RSAAlgorithm.to_jwk(private_key(name).public_key(), as_dict=True), "kid": name, "use": "sig"} for name in self.published
            ]
        }

    def approve(self, asked: dict[str, str]) -> str:
        """The address to which the browser goes back once the person signed in there."""
        self.asked.append(asked)
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state'], 'iss': self.origin})}"

    def token(self, asked: dict[str, str]) -> str:
        now = time.time() + self.clock
        content = {
            "iss": self.origin,
            "sub": "personne-17",
            "aud": CLIENT,
            "iat": int(now),
            "exp": int(now) + 300,
            "nonce": asked["nonce"],
            "email": "lea.martin@chambre.example",
            "email_verified": True,
            "given_name": "Léa",
            "family_name": "Martin",
            **self.claims,
        }
        content = {name: value for name, value in content.items() if value is not None}
        key: Any = private_key(self.signs_with)
        if self.algorithm == "none":
            key = None
        elif self.algorithm.startswith("HS"):
            key = json.dumps(self.keys()["keys"][0])
        return jwt.encode(content, key, algorithm=self.algorithm, headers={"kid": self.signs_with})

    def exchange(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """RFC 6749, 4.1.3, and RFC 7636, 4.5."""
        name, _sep, secret = base64.b64decode(authorization.removeprefix("Basic ")).decode().partition(":")
        if (unquote(name), unquote(secret)) != (CLIENT, SECRET) and (form.get("client_id"), form.get("client_secret")) != (CLIENT, SECRET):
            return 401, {"error": "invalid_client"}
        asked = self.codes.pop(form["code"], None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        if asked is None or asked["code_challenge"] != challenge or asked["redirect_uri"] != form["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        return 200, {"access_token": "a-pass", "token_type": "Bearer", "id_token": self.token(asked)}


PLACES = {
    "authorization_endpoint": "/authorize",
    "token_endpoint": "/token",
    "jwks_uri": "/keys",
    "userinfo_endpoint": "/person",
    "end_session_endpoint": "/leave",
}


def _handler(provider: LocalOidc) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            provider.calls.append(parts.path)
            if provider.down:
                self._send(503, "text/plain", b"down")
            elif parts.path == "/.well-known/openid-configuration":
                self._json(200, provider.description())
            elif parts.path == "/keys":
                self._json(200, provider.keys())
            elif parts.path == "/person":
                self._json(200, {"sub": "personne-17", **provider.person_says})
            elif parts.path == "/authorize":
                page = f"<h1>Chambre</h1><a href='{provider.approve(query).replace('&', '&amp;')}'>Continuer</a>"
                self._send(200, "text/html; charset=utf-8", page.encode())
            else:
                self._send(200, "text/html; charset=utf-8", b"<h1>Fini</h1>")

        def do_POST(self) -> None:
            provider.calls.append(self.path)
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            status, answer = provider.exchange(form, self.headers.get("Authorization", ""))
            self._json(status, answer)

        def date_time_string(self, timestamp=None) -> str:
            return super().date_time_string(time.time() + provider.clock)

        def _json(self, status: int, content: dict) -> None:
            self._send(status, "application/json", json.dumps(content).encode())

        def _send(self, status: int, kind: str, content: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *arguments) -> None:
            pass

    return Handler


@contextmanager
def serving(handler: type[BaseHTTPRequestHandler]):
    """A server of the handler on a free port; gives its origin."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def local_oidc():
    provider = LocalOidc()
    with serving(_handler(provider)) as origin:
        provider.origin = origin
        yield provider
