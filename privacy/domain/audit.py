"""Writing to the audit log, in the transaction of what it tells."""

from contextvars import ContextVar
from typing import Any

from django.db import models
from django.db.models import QuerySet

from privacy.enums import Action
from privacy.models import AuditEntry
from privacy.registry import Watched, origin_of

# The request that this thread answers; None in jobs and commands.
going_on: ContextVar[Any] = ContextVar("privacy.audit.request", default=None)
CHANGED = "…"


def record(
    action: Action,
    *,
    model: str = "",
    object_id: str = "",
    person: int | None = None,
    before: dict | None = None,
    after: dict | None = None,
    actor: int | None = None,
) -> AuditEntry:
    """One line; who, from where and under which roles are the request's."""
    request = going_on.get()
    roles, address, view = "", None, ""
    if request is not None:
        roles, address = origin_of(request)
        view = request.resolver_match.view_name if request.resolver_match else ""
        user = getattr(request, "user", None)
        actor = actor or getattr(user, "pk", None)
    values = {"model": model, "object_id": object_id, "person": person, "before": before, "after": after}
    return AuditEntry.objects.create(action=action, actor=actor, roles=roles[:300], address=address, view=view[:100], **values)


def stored_values(instance: models.Model, entry: Watched) -> dict | None:
    """The watched columns as the database has them; None for a row that is not there yet."""
    if instance._state.adding:
        return None
    return QuerySet(type(instance)).filter(pk=instance.pk).values(*entry.fields, *entry.identity).first()


def record_change(instance: models.Model, entry: Watched, before: dict | None, *, deleted: bool = False) -> None:
    """Tell a creation, a change or a deletion of a watched row; nothing when no watched column changed."""
    names = (*entry.fields, *entry.identity)
    now = {} if deleted else {name: _value(instance, name) for name in names}
    was = {name: _value(instance, name) for name in names} if deleted else before or {}
    if before is not None and not deleted:
        names = tuple(name for name in names if was.get(name) != now[name])
        if not names:
            return
    action = Action.DELETED if deleted else Action.CREATED if before is None else Action.CHANGED
    record(
        action,
        model=entry.model,
        object_id=str(instance.pk),
        person=_person_of(instance, entry),
        before=_told(was, names, entry) if action != Action.CREATED else None,
        after=_told(now, names, entry) if action != Action.DELETED else None,
    )


def _told(values: dict, names: tuple[str, ...], entry: Watched) -> dict:
    return {name: CHANGED if name in entry.identity else _plain(values.get(name)) for name in names}


def _value(instance: models.Model, name: str) -> Any:
    """Of a relation, the key."""
    return getattr(instance, getattr(instance._meta.get_field(name), "attname", name))


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def _person_of(instance: models.Model, entry: Watched) -> int | None:
    found: Any = instance
    for name in entry.person.split("__") if entry.person else ():
        found = getattr(found, name, None)
    return found if isinstance(found, int) else None
