"""What other apps add to backups: kinds of thing that can be brought back on their own, and what is done again after a restore."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet


@dataclass(frozen=True)
class Kind:
    """name: as written in `restore --only name:…`. model: its label. find(rows, text): those of `rows` that `text` names.

    forbidden(root): why it must not come back, "" when it may.
    """

    name: str
    model: str
    find: Callable[[QuerySet, str], QuerySet]
    forbidden: Callable[[object], str] = lambda root: ""


_kinds: dict[str, Kind] = {}
_after_restore: dict[str, Callable[[], object]] = {}


def register_kind(kind: Kind) -> None:
    _kinds[kind.name] = kind


def kinds() -> dict[str, Kind]:
    return dict(_kinds)


def register_after_restore(name: str, function: Callable[[], object]) -> None:
    """`function()` is called once the database is another; it must be harmless to call twice."""
    _after_restore[name] = function


def after_restore() -> list[Callable[[], object]]:
    return list(_after_restore.values())
