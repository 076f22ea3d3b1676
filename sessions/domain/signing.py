"""Sign the sheet of a half-day or virtual class: a learner, by drawing or by the trainer's code; the trainer too."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from accounts.models import User
from sessions.domain.drawings import read_drawing
from sessions.domain.presence import lock_sheet
from sessions.domain.refusals import Refused
from sessions.enums import EnrolmentState, EntryAction, SessionState, SheetState, SignatureMethod
from sessions.models import Enrolment, PresenceEntry, SessionEvent, Signature

DIGITS = 6
CODE_SECONDS = 60
TRIES, TRIES_WITHIN = 5, timedelta(minutes=10)
DEVICE_LENGTH = 300
# How long after its end an event is still offered for signing; its page takes signatures until the sheet is validated.
RECENT = timedelta(days=1)


@dataclass(frozen=True)
class Origin:
    """Where a signature comes from: network address, and what the browser says of itself."""

    address: str | None
    device: str


def signing_opens(event: SessionEvent) -> datetime:
    return event.starts_at - timedelta(minutes=settings.SIGNATURE_OPENS_MINUTES)


def is_signable(event: SessionEvent, now: datetime | None = None) -> bool:
    """From some minutes before the beginning until the sheet is validated; never in a session that is not confirmed."""
    return event.session.state == SessionState.OPEN and event.is_sheet_open and signing_opens(event) <= (now or timezone.now())


def signable_events(user: User, now: datetime | None = None) -> list[tuple[SessionEvent, Enrolment]]:
    """The events that the learner may sign now and has not: (event, enrolment) in order of time."""
    return signable_of(list(Enrolment.objects.of_learner(user).select_related("session")), now)


def signable_of(enrolments: list[Enrolment], now: datetime | None = None) -> list[tuple[SessionEvent, Enrolment]]:
    """The same for enrolments at hand: one query while there is none, two else."""
    now = now or timezone.now()
    mine = {one.session_id: one for one in enrolments if one.session.closes_at > now - RECENT}
    if not mine:
        return []
    signed = Signature.objects.standing().filter(enrolment__in=list(mine.values())).values("event")
    opens = now + timedelta(minutes=settings.SIGNATURE_OPENS_MINUTES)
    found = SessionEvent.objects.filter(
        session__in=list(mine), sheet_state=SheetState.OPEN, starts_at__lte=opens, ends_at__gte=now - RECENT
    )
    # Nearly always there is none: asking for the keys alone costs a fraction of asking for all that a card shows.
    waiting = list(found.exclude(pk__in=signed).values_list("pk", flat=True))
    if not waiting:
        return []
    events = SessionEvent.objects.filter(pk__in=waiting).select_related("session__region", "session__pathway", "trainer")
    return [(event, mine[event.session_id]) for event in events]


def unsigned(candidates: list[tuple[SessionEvent, Enrolment]], now: datetime) -> list[tuple[SessionEvent, Enrolment]]:
    """Those of events at hand that can be signed now and are not; asks for signatures only where there is something to sign."""
    opens = now + timedelta(minutes=settings.SIGNATURE_OPENS_MINUTES)
    found = [
        (event, one) for event, one in candidates if event.is_sheet_open and event.starts_at <= opens and event.ends_at >= now - RECENT
    ]
    if not found:
        return []
    given = Signature.objects.standing().filter(enrolment__in=[one for _event, one in found]).values_list("event", "enrolment")
    signed = set(given)
    for event, one in found:
        event.session = one.session
    return [(event, one) for event, one in found if (event.pk, one.pk) not in signed]


# --- The trainer's code ---


def code_at(event: SessionEvent, moment: datetime) -> str:
    """The code of the event at a moment: it changes every CODE_SECONDS, and nothing of it is stored."""
    window = int(moment.timestamp()) // CODE_SECONDS
    digest = salted_hmac("sessions.signature-code", f"{event.pk}:{window}", algorithm="sha256").digest()
    return str(int.from_bytes(digest[:8], "big") % 10**DIGITS).zfill(DIGITS)


def seconds_left(moment: datetime) -> int:
    return CODE_SECONDS - int(moment.timestamp()) % CODE_SECONDS


def _is_code(event: SessionEvent, typed: str, now: datetime) -> bool:
    """The code shown now, or the one before: whoever is slow has a minute more."""
    digits = re.sub(r"\D", "", typed)
    shown = [code_at(event, now), code_at(event, now - timedelta(seconds=CODE_SECONDS))]
    return any(constant_time_compare(digits, code) for code in shown)


# --- Signing ---


def sign_drawn(*, event: SessionEvent, enrolment: Enrolment, drawing: str, origin: Origin, collected_by: User | None = None) -> Signature:
    """A learner's signature drawn on their own device, or on that of `collected_by`, who keeps the sheet."""
    picture = read_drawing(drawing)
    method = SignatureMethod.DRAWN
    return _sign_learner(event=event, enrolment=enrolment, method=method, origin=origin, picture=picture, collected_by=collected_by)


def sign_with_code(*, event: SessionEvent, enrolment: Enrolment, code: str, origin: Origin) -> Signature:
    """A learner's signature by the code that the trainer shows in the room. Wrong codes are counted, and soon refused."""
    refusal = _refused_code(event, enrolment, code)
    if refusal:
        raise Refused(refusal)
    return _sign_learner(event=event, enrolment=enrolment, method=SignatureMethod.CODE, origin=origin)


@transaction.atomic
def _refused_code(event: SessionEvent, enrolment: Enrolment, code: str) -> str:
    """Why the code is refused, "" for a good one. A wrong one is written down, so this commits before the refusal is raised."""
    now = timezone.now()
    event = lock_sheet(event)
    wrong = event.history.filter(enrolment=enrolment, action=EntryAction.CODE_REFUSED, at__gt=now - TRIES_WITHIN)
    if wrong.count() >= TRIES:
        return _("Too many wrong codes. Wait ten minutes, or sign on your trainer’s screen.")
    if _is_code(event, code, now):
        return ""
    PresenceEntry.objects.create(event=event, enrolment=enrolment, action=EntryAction.CODE_REFUSED, by=enrolment.user, at=now)
    return _("This is not the code shown now. It changes every minute: type the six figures you see on the trainer’s screen.")


@transaction.atomic
def _sign_learner(
    *,
    event: SessionEvent,
    enrolment: Enrolment,
    method: SignatureMethod,
    origin: Origin,
    picture: bytes = b"",
    collected_by: User | None = None,
) -> Signature:
    event = lock_sheet(event)
    if enrolment.session_id != event.session_id or enrolment.state != EnrolmentState.ACTIVE:
        raise Refused(_("This person is not enrolled in the session."))
    _check_signable(event)
    if event.signatures.standing().filter(enrolment=enrolment).exists():
        raise Refused(_("This half-day is signed already."))
    signature = Signature(event=event, enrolment=enrolment, signer=enrolment.user, method=method, collected_by=collected_by)
    return _store(signature, origin, picture)


@transaction.atomic
def sign_as_trainer(*, event: SessionEvent, by: User, origin: Origin, drawing: str = "") -> Signature:
    """The trainer's own signature: drawn, or confirmed from the account they are signed in with."""
    picture = read_drawing(drawing) if drawing else b""
    event = lock_sheet(event)
    _check_signable(event)
    if event.signatures.standing().filter(enrolment=None, signer=by).exists():
        raise Refused(_("This half-day is signed already."))
    method = SignatureMethod.DRAWN if picture else SignatureMethod.ACCOUNT
    return _store(Signature(event=event, signer=by, method=method), origin, picture)


def _store(signature: Signature, origin: Origin, picture: bytes) -> Signature:
    signature.signed_at = timezone.now()
    signature.address, signature.device = origin.address, origin.device[:DEVICE_LENGTH]
    if picture:
        signature.sha256 = hashlib.sha256(picture).hexdigest()
        signature.picture.save("signature.png", ContentFile(picture), save=False)
    signature.save(force_insert=True)
    author = signature.collected_by or signature.signer
    PresenceEntry.objects.create(
        event=signature.event,
        enrolment=signature.enrolment,
        action=EntryAction.SIGNED,
        reason=signature.get_method_display(),
        by=author,
        at=signature.signed_at,
    )
    return signature


def _check_signable(event: SessionEvent) -> None:
    if event.session.state != SessionState.OPEN:
        raise Refused(_("Confirm the session first."))
    if not event.is_sheet_open:
        raise Refused(_("The sheet is validated: nobody signs it any more."))
    if not is_signable(event):
        minutes = settings.SIGNATURE_OPENS_MINUTES
        raise Refused(_("Signing opens %(minutes)d minutes before the beginning.") % {"minutes": minutes})


@transaction.atomic
def cancel_signature(*, signature: Signature, by: User, reason: str) -> None:
    """Set a signature aside (the wrong person signed): it stays as evidence, and the person can sign again while the sheet is open."""
    if not reason.strip():
        raise Refused(_("Say why the signature is set aside."))
    event = lock_sheet(signature.event)
    signature = Signature.objects.select_for_update(of=("self",)).get(pk=signature.pk)
    if signature.cancelled_at is not None:
        return
    if not event.is_sheet_open:
        raise Refused(_("The sheet is validated: its signatures stay."))
    signature.cancelled_at, signature.cancelled_by = timezone.now(), by
    signature.save(update_fields=["cancelled_at", "cancelled_by"])
    PresenceEntry.objects.create(
        event=event,
        enrolment=signature.enrolment,
        action=EntryAction.SIGNATURE_CANCELLED,
        reason=reason.strip()[:500],
        by=by,
        at=timezone.now(),
    )
