"""Note who was there, and keep the trace of what was said before."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from courses.domain.statements import TYPES, thing_of
from lrs.api import Thing, Verb, activity_iri
from lrs.api import record as record_statement
from sessions.domain import progress
from sessions.domain.refusals import Refused
from sessions.enums import THERE, EnrolmentState, EntryAction, PresenceStatus, SessionState, SheetState
from sessions.models import Enrolment, Presence, PresenceEntry, SessionEvent


@dataclass(frozen=True)
class Said:
    """What is said of a learner at an event."""

    status: str
    arrived_at: datetime | None = None
    left_at: datetime | None = None

    @classmethod
    def of(cls, presence: Presence | None) -> "Said | None":
        return cls(presence.status, presence.arrived_at, presence.left_at) if presence else None

    @classmethod
    def from_json(cls, data: dict | None) -> "Said | None":
        if data is None:
            return None
        times = {name: datetime.fromisoformat(data[name]) if data[name] else None for name in ("arrived_at", "left_at")}
        return cls(data["status"], **times)

    def as_json(self) -> dict:
        times = {"arrived_at": self.arrived_at, "left_at": self.left_at}
        return {"status": str(self.status), **{name: moment.isoformat() if moment else None for name, moment in times.items()}}


def validate(
    *,
    event: SessionEvent,
    enrolment: Enrolment,
    status: str,
    by: User,
    arrived_at: datetime | None = None,
    left_at: datetime | None = None,
    reason: str = "",
    batch: uuid.UUID | None = None,
) -> Presence:
    """Say whether the learner was there; said again, the last word counts and the former one stays in the history.

    Presence is a fact of the past: it is refused before the event begins, and for someone who is not enrolled.
    Once the sheet is validated, a reason is needed, and the sheet has to be validated again.
    """
    said = Said(PresenceStatus(status), arrived_at, left_at)
    presence = say(event=event, enrolment=enrolment, said=said, by=by, reason=reason, batch=batch)
    if presence is None:
        raise TypeError("something was said")
    return presence


def clear(*, event: SessionEvent, enrolment: Enrolment, by: User | None = None, reason: str = "") -> None:
    """Take back what was said of the learner at this event."""
    say(event=event, enrolment=enrolment, said=None, by=by, reason=reason)


@transaction.atomic
def validate_rest(*, event: SessionEvent, by: User) -> int:
    """Everyone of whom nothing was said yet was there; returns how many."""
    return _all_present(event, event.session.enrolments.active(), by)


@transaction.atomic
def validate_signed(*, event: SessionEvent, by: User) -> int:
    """Those who signed, and of whom nothing was said yet, were there; returns how many."""
    signed = event.signatures.standing().filter(enrolment__isnull=False).values("enrolment")
    return _all_present(event, event.session.enrolments.active().filter(pk__in=signed), by)


def _all_present(event: SessionEvent, enrolments, by: User) -> int:
    rest, batch = list(enrolments.exclude(pk__in=event.presences.values("enrolment"))), uuid.uuid4()
    for enrolment in rest:
        validate(event=event, enrolment=enrolment, status=PresenceStatus.PRESENT, by=by, batch=batch)
    return len(rest)


@transaction.atomic
def say(
    *,
    event: SessionEvent,
    enrolment: Enrolment,
    said: Said | None,
    by: User | None,
    reason: str = "",
    batch: uuid.UUID | None = None,
    action: EntryAction = EntryAction.NOTED,
) -> Presence | None:
    """Write what is said (None: nothing) and its line of history; progress follows at once."""
    event = lock_sheet(event)
    _check(event, enrolment, said)
    reason = reason.strip()
    if not event.is_sheet_open:
        if not reason:
            raise Refused(_("The sheet is validated: a correction says why."))
        action = EntryAction.CORRECTED
    enrolment = Enrolment.objects.select_for_update(of=("self",)).select_related("user", "session", "session__region").get(pk=enrolment.pk)
    before = Said.of(Presence.objects.filter(event=event, enrolment=enrolment).first())
    if before == said:
        return Presence.objects.filter(event=event, enrolment=enrolment).first()
    presence = _write(event, enrolment, said, by)
    PresenceEntry.objects.create(
        event=event,
        enrolment=enrolment,
        action=action,
        before=before.as_json() if before else None,
        after=said.as_json() if said else None,
        reason=reason,
        batch=batch or uuid.uuid4(),
        by=by,
        at=timezone.now(),
    )
    if action == EntryAction.CORRECTED and event.sheet_state != SheetState.CORRECTED:
        event.sheet_state = SheetState.CORRECTED
        event.save(update_fields=["sheet_state"])
    if presence and presence.was_there and (before is None or before.status not in THERE):
        _record_attended(event, enrolment, presence)
    progress.refresh(enrolment)
    return presence


def _write(event: SessionEvent, enrolment: Enrolment, said: Said | None, by: User | None) -> Presence | None:
    if said is None:
        Presence.objects.filter(event=event, enrolment=enrolment).delete()
        return None
    values = {"status": said.status, "arrived_at": said.arrived_at, "left_at": said.left_at, "validated_by": by}
    presence, _made = Presence.objects.update_or_create(event=event, enrolment=enrolment, defaults=values)
    presence.event = event
    return presence


@transaction.atomic
def set_times(*, event: SessionEvent, enrolment: Enrolment, arrived_at: datetime | None, left_at: datetime | None, by: User) -> Presence:
    """Say when someone came or left: an arrival makes them late, a leaving alone gone early; without times the status stays."""
    before = event.presences.filter(enrolment=enrolment).first()
    if before is None or not before.was_there:
        raise Refused(_("Say first that the person was there."))
    status = before.status
    if arrived_at or left_at:
        status = PresenceStatus.LATE if arrived_at else PresenceStatus.LEFT_EARLY
    return validate(event=event, enrolment=enrolment, status=status, by=by, arrived_at=arrived_at, left_at=left_at)


def press(*, event: SessionEvent, enrolment: Enrolment, status: str, by: User, now: datetime | None = None) -> Presence:
    """One press on a screen: someone late came now, and someone leaving leaves now, while the event lasts."""
    now = (now or timezone.now()).replace(second=0, microsecond=0)
    during = event.starts_at < now < event.ends_at
    before = event.presences.filter(enrolment=enrolment).first()
    arrived_at, left_at = (before.arrived_at, before.left_at) if before else (None, None)
    if status == PresenceStatus.LATE:
        return validate(event=event, enrolment=enrolment, status=status, by=by, arrived_at=arrived_at or (now if during else None))
    if status == PresenceStatus.LEFT_EARLY:
        late = before is not None and before.status == PresenceStatus.LATE
        kept = PresenceStatus.LATE if late and during else PresenceStatus.LEFT_EARLY
        left_at = left_at or (now if during else None)
        arrived_at = arrived_at if kept == PresenceStatus.LATE else None
        return validate(event=event, enrolment=enrolment, status=kept, by=by, arrived_at=arrived_at, left_at=left_at)
    return validate(event=event, enrolment=enrolment, status=status, by=by)


@transaction.atomic
def undo(*, event: SessionEvent, batch: uuid.UUID, by: User) -> int:
    """Take back one gesture of the person's own: each learner is again as before, but those of whom something else was said since."""
    event = lock_sheet(event)
    if not event.is_sheet_open:
        raise Refused(_("The sheet is validated: a correction says why."))
    lines = event.history.filter(batch=batch, by=by, action=EntryAction.NOTED).select_related("enrolment")
    presences = {one.enrolment_id: one for one in event.presences.all()}
    count = 0
    for line in lines:
        if line.enrolment is not None and Said.of(presences.get(line.enrolment.pk)) == Said.from_json(line.after):
            former = Said.from_json(line.before)
            say(event=event, enrolment=line.enrolment, said=former, by=by, action=EntryAction.UNDONE, batch=batch)
            count += 1
    return count


def last_gesture(event: SessionEvent, by: User) -> list[PresenceEntry]:
    """The lines of what the person did last on this sheet, if that can still be undone; [] otherwise."""
    last = event.history.filter(by=by, action__in=[EntryAction.NOTED, EntryAction.UNDONE]).order_by("-at", "-pk").first()
    if last is None or last.action != EntryAction.NOTED or not event.is_sheet_open:
        return []
    return list(event.history.filter(batch=last.batch, action=EntryAction.NOTED).select_related("enrolment__user"))


@transaction.atomic
def close_sheet(*, event: SessionEvent, by: User) -> SessionEvent:
    """Validate the sheet, again after a correction: nobody signs any more, and what changes afterwards says why."""
    event = lock_sheet(event)
    if event.sheet_state == SheetState.CLOSED:
        return event
    _check_begun(event)
    left = event.session.enrolments.active().exclude(pk__in=event.presences.values("enrolment")).count()
    if left:
        raise Refused(_("Say first who was there: %(count)d to go.") % {"count": left})
    event.sheet_state, event.sheet_closed_at, event.sheet_closed_by = SheetState.CLOSED, timezone.now(), by
    event.save(update_fields=["sheet_state", "sheet_closed_at", "sheet_closed_by"])
    PresenceEntry.objects.create(event=event, action=EntryAction.CLOSED, by=by, at=timezone.now())
    return event


def lock_sheet(event: SessionEvent) -> SessionEvent:
    """The event's row under lock: what its sheet allows is checked behind it."""
    locked = SessionEvent.objects.select_for_update(of=("self",)).select_related("session__region", "session__pathway")
    return locked.get(pk=event.pk)


def _check(event: SessionEvent, enrolment: Enrolment, said: Said | None) -> None:
    if enrolment.session_id != event.session_id or enrolment.state != EnrolmentState.ACTIVE:
        raise Refused(_("This person is not enrolled in the session."))
    _check_begun(event)
    if said is not None:
        _check_times(event, said)


def _check_begun(event: SessionEvent) -> None:
    if event.session.state != SessionState.OPEN:
        raise Refused(_("Confirm the session first."))
    if event.starts_at > timezone.now():
        raise Refused(_("Presence is validated from the beginning of the event on."))


def _check_times(event: SessionEvent, said: Said) -> None:
    for moment in filter(None, (said.arrived_at, said.left_at)):
        if not event.starts_at <= moment <= event.ends_at:
            raise Refused(_("The times of arrival and of leaving lie between the beginning and the end of the event."))
    if said.arrived_at and said.left_at and said.left_at <= said.arrived_at:
        raise Refused(_("The time of leaving comes after the time of arrival."))


def _thing_of(event: SessionEvent) -> Thing:
    """The activity of the pathway, as every other statement names it; the event itself when it stands alone."""
    if event.activity:
        return thing_of(event.activity.specific)
    return Thing(activity_iri("event", event.pk), event.title, TYPES[event.kind])


def _record_attended(event: SessionEvent, enrolment: Enrolment, presence: Presence) -> None:
    record_statement(
        user=enrolment.user,
        verb=Verb.ATTENDED,
        thing=_thing_of(event),
        registration=enrolment.registration,
        timestamp=event.ends_at if event.ends_at <= timezone.now() else timezone.now(),
        completion=True,
        seconds=presence.minutes * 60,
    )
