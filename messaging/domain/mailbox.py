"""Mails kept as files by the development settings, read back to be shown."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from functools import cached_property
from pathlib import Path

from django.conf import settings

# Between the mails of one file (django.core.mail.backends.console).
SEPARATOR = re.compile(rb"\n-{79}\n")
AT_MOST = 200


@dataclass(frozen=True)
class KeptMail:
    """One mail: `name` tells it from the others, `number` is its place in its file."""

    name: str
    content: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.content["subject"] or "")

    @property
    def to(self) -> str:
        return str(self.content["to"] or "").replace('"', "")

    @cached_property
    def date(self) -> datetime:
        try:
            return parsedate_to_datetime(str(self.content["date"]))
        except (TypeError, ValueError):
            return datetime.fromtimestamp(0, UTC)

    @property
    def text(self) -> str:
        return self._body("plain")

    @property
    def html(self) -> str:
        return self._body("html")

    @property
    def attachments(self) -> list[tuple[str, str, bytes]]:
        """Name, media type and content of each attached file."""
        return [
            (part.get_filename() or "piece", part.get_content_type(), content)
            for part in self.content.iter_attachments()
            if isinstance(content := part.get_payload(decode=True), bytes)
        ]

    def _body(self, kind: str) -> str:
        part = self.content.get_body((kind,))
        return part.get_content() if part is not None else ""


def kept_mails() -> list[KeptMail]:
    """The newest mails first."""
    found = [mail for path in _files()[:AT_MOST] for mail in _read(path)]
    return sorted(found, key=lambda mail: (mail.date, mail.name), reverse=True)


def find_mail(name: str) -> KeptMail | None:
    stem = name.rpartition(".")[0]
    path = next((path for path in _files() if path.stem == stem), None)
    return next((mail for mail in _read(path) if mail.name == name), None) if path else None


def _files() -> list[Path]:
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    return sorted(Path(folder).glob("*.log"), reverse=True) if folder and Path(folder).is_dir() else []


def _read(path: Path) -> list[KeptMail]:
    texts = [text for text in SEPARATOR.split(path.read_bytes()) if text.strip()]
    return [
        KeptMail(f"{path.stem}.{number}", message_from_bytes(text.lstrip(), policy=policy.default)) for number, text in enumerate(texts)
    ]
