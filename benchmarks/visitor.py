"""A browser's bare minimum: a kept connection, cookies, forms sent with their token. Only to this machine."""

import itertools
import json
import re
import socket
import time
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, RemoteDisconnected
from urllib.parse import urlencode, urlsplit

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
TIMEOUT = 30
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Unexpected(Exception):
    """The answer is not the one that the scene plays on."""


@dataclass(frozen=True)
class Answer:
    """seconds: from the first byte sent to the last received."""

    status: int
    text: str
    headers: dict[str, str]
    seconds: float
    size: int

    def expect(self, status: int) -> "Answer":
        if self.status != status:
            raise Unexpected(f"{self.status} in place of {status}: {self.text[:300]!r}")
        return self

    def find(self, pattern: str) -> str:
        found = re.search(pattern, self.text)
        if not found:
            raise Unexpected(f"no {pattern} in {self.text[:300]!r}")
        return found[1]


class Visitor:
    """Asks one site; another origin of the same server is reached by giving the whole address.

    Each comes from an address of its own, as a proxy would tell (TRUSTED_PROXY_COUNT=1): sign-ins are limited by address.
    """

    numbers = itertools.count(1)

    def __init__(self, origin: str) -> None:
        self.origin, self.cookies = origin, dict[str, str]()
        number = next(self.numbers)
        self.address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        self._connections: dict[str, HTTPConnection] = {}

    def get(self, address: str) -> Answer:
        return self.ask("GET", address)

    def post(self, address: str, fields: dict[str, str], token: str) -> Answer:
        body = urlencode({"csrfmiddlewaretoken": token, **fields})
        return self.ask("POST", address, body, "application/x-www-form-urlencoded")

    def post_json(self, address: str, value: dict) -> Answer:
        return self.ask("POST", address, json.dumps(value), "application/json")

    def submit(self, address: str, fields: dict[str, str], *, page: str = "") -> Answer:
        """Send the form of `page`, which is at `address` itself unless it is said."""
        return self.post(address, fields, self.get(page or address).expect(200).find(TOKEN.pattern))

    def sign_in(self, email: str, password: str) -> None:
        self.submit("/compte/login/", {"login": email, "password": password}).expect(302)

    def ask(self, method: str, address: str, body: str = "", kind: str = "") -> Answer:
        """One request. A kept connection that the server has closed meanwhile is opened again, once."""
        parts = urlsplit(address)
        origin = f"{parts.scheme}://{parts.netloc}" if parts.netloc else self.origin
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        headers = {"Accept-Encoding": "identity", "Accept": "text/html", "X-Forwarded-For": self.address}
        if origin == self.origin:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body:
            headers |= {"Content-Type": kind, "Origin": origin, "Referer": origin + "/"}
        begun = time.monotonic()
        response, data = self._exchange(origin, method, target, body, headers)
        if origin == self.origin:
            self._keep_cookies(response.headers.get_all("Set-Cookie") or [])
        plain = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status, data.decode(errors="replace"), plain, time.monotonic() - begun, len(data))

    def _exchange(self, origin: str, method: str, target: str, body: str, headers: dict[str, str]):
        fresh = origin not in self._connections
        connection = self._connections.setdefault(origin, connect(origin))
        try:
            connection.request(method, target, body.encode() or None, headers)
            response = connection.getresponse()
            return response, response.read()
        except (HTTPException, OSError) as error:
            self._connections.pop(origin).close()
            # As browsers do: a kept connection that turns out to be closed says nothing of the request.
            if fresh or not isinstance(error, (RemoteDisconnected, BrokenPipeError, ConnectionResetError)):
                raise
            return self._exchange(origin, method, target, body, headers)

    def _keep_cookies(self, lines: list[str]) -> None:
        for line in lines:
            name, value = line.split(";", 1)[0].split("=", 1)
            self.cookies[name] = value


def connect(origin: str) -> HTTPConnection:
    """A connection to a loopback address; any other is refused."""
    parts = urlsplit(origin)
    if parts.hostname not in LOOPBACK:
        raise ValueError(f"{origin} is not on this machine: a load is never sent elsewhere.")
    return _Quick(parts.hostname, parts.port or 80, timeout=TIMEOUT)


class _Quick(HTTPConnection):
    def connect(self) -> None:
        super().connect()
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
