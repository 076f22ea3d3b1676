"""A tool that talks to the record store as tools do: credentials, version header, JSON."""

import base64
import hashlib
import json
import uuid
from copy import deepcopy
from urllib.parse import quote

from django.test import Client as Browser

from lrs.domain.access import issue
from lrs.models import Client

ACTOR = {"objectType": "Agent", "mbox": "mailto:ada@example.org"}
VERB = {"id": "http://adlnet.gov/expapi/verbs/completed", "display": {"en": "completed"}}
ACTIVITY = {"objectType": "Activity", "id": "https://example.org/activities/one", "definition": {"name": {"en": "One"}}}
STATEMENT = {"actor": ACTOR, "verb": VERB, "object": ACTIVITY}
BOUNDARY = "-------314159265358979323846"


def statement(**parts) -> dict:
    """A plain statement with some of its properties replaced; None leaves one out."""
    whole = {**deepcopy(STATEMENT), **parts}
    return {name: value for name, value in whole.items() if value is not None}


def changed(value: dict, path: str, new) -> dict:
    """A copy with the value at `path` ("object.definition.name", "context.team.member.0") replaced, or made."""
    whole = deepcopy(value)
    holder = whole
    *way, last = path.split(".")
    for name in way:
        holder = holder[int(name)] if isinstance(holder, list) else holder.setdefault(name, {})
    holder[int(last) if isinstance(holder, list) else last] = new
    return whole


class Machine:
    def __init__(self, *scopes: str, version: str = "2.0.0") -> None:
        client, _ = Client.objects.get_or_create(name="Outil")
        self.credential, secret = issue(client=client, scopes=scopes or ("all",))
        self.authorization = "Basic " + base64.b64encode(f"{self.credential.key}:{secret}".encode()).decode()
        self.bearer = f"Bearer {self.credential.key}.{secret}"
        self.version = version
        self.browser = Browser(raise_request_exception=False)

    def ask(self, way: str, resource: str, body=None, /, *, content_type: str = "application/json", headers=None, **parameters):
        """The answer; `body` is JSON unless it is bytes, parameters may be JSON too. A header given as None is not sent."""
        query = "&".join(f"{name}={quote(one if isinstance(one, str) else json.dumps(one))}" for name, one in parameters.items())
        sent = {"Authorization": self.authorization, "X-Experience-API-Version": self.version, **(headers or {})}
        sent = {name: one for name, one in sent.items() if one is not None}
        data = body if isinstance(body, (bytes, str)) else b"" if body is None else json.dumps(body)
        address = f"/xapi/{resource}" if not resource.startswith("/") else resource
        return self.browser.generic(way, f"{address}?{query}" if query else address, data, content_type=content_type, headers=sent)

    def post(self, body, **options):
        return self.ask("POST", "statements", body, **options)

    def put(self, body: dict, **options):
        return self.ask("PUT", "statements", body, statementId=body.get("id", str(uuid.uuid4())), **options)

    def get(self, resource: str = "statements", **parameters):
        return self.ask("GET", resource, **parameters)

    def rows(self, **parameters) -> list[dict]:
        answer = self.get(**parameters)
        assert answer.status_code == 200, answer.text
        return answer.json()["statements"]

    def ids(self, **parameters) -> list[str]:
        return [one["id"] for one in self.rows(**parameters)]

    def keep(self, body) -> str:
        """Store one; its id."""
        answer = self.post(body)
        assert answer.status_code == 200, answer.text
        return answer.json()[0]


def attachment(data: bytes = b"here is a simple attachment", **parts) -> dict:
    return {
        "usageType": "https://example.org/usage/test",
        "display": {"en": "A test"},
        "contentType": "text/plain",
        "length": len(data),
        "sha2": hashlib.sha256(data).hexdigest(),
        **parts,
    }


def multipart(body, *files: bytes, kind: str = "text/plain", hashes=None, first: str = "application/json") -> tuple[bytes, str]:
    """A multipart body and its Content-Type; hashes: what to claim instead of the files' own."""
    lines = [f"--{BOUNDARY}\r\nContent-Type: {first}\r\n\r\n".encode() + json.dumps(body).encode()]
    for number, data in enumerate(files):
        claimed = hashes[number] if hashes else hashlib.sha256(data).hexdigest()
        head = f"--{BOUNDARY}\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: binary\r\n"
        lines.append((head + (f"X-Experience-API-Hash: {claimed}\r\n" if claimed else "") + "\r\n").encode() + data)
    return b"\r\n".join([*lines, f"--{BOUNDARY}--\r\n".encode()]), f"multipart/mixed; boundary={BOUNDARY}"
