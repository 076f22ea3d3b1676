"""Launches: a package opened in one tab, for a while. The newest open launch of an attempt is the only one that writes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.prepared import Prepared
from courses.domain.attempts import lock_registration
from courses.domain.refusals import Refused
from courses.domain.scorm_attempts import attempt_to_follow, attempt_to_read, taking_of
from courses.domain.statements import tell
from courses.enums import AttemptMode, LaunchMode
from courses.models import Attempt, Launch, LearningClock, PackageVersion, ScormPage, SequencingState
from courses.players.context import LearningContext
from lrs.api import Verb

LAUNCH_SALT = "courses.launch"
FILES_SALT = "courses.package-files"
# An attempt's own columns: what may have changed since it was read. Whose it is and of what never does.
OWN = [field.attname for field in Attempt._meta.concrete_fields if not field.is_relation and not field.primary_key]


class LaunchRefused(Refused):
    """A commit that may not be written. code: superseded, expired or closed."""

    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Opened:
    """lost: titles of parts the learner had begun that the new version of the package no longer has."""

    launch: Launch
    updated: bool = False
    lost: tuple[str, ...] = ()


def token_of(launch: Launch) -> str:
    """The signed name of a launch: who holds it plays, and writes while it is the newest."""
    return signing.Signer(salt=LAUNCH_SALT).sign(launch.pk.hex)


_launch = Prepared(lambda launch: Launch.objects.select_related("attempt__user", "version__package").filter(pk=launch))


def launch_of(token: str) -> Launch | None:
    """The launch of a token; None for a foreign, broken or forgotten one."""
    try:
        pk = signing.Signer(salt=LAUNCH_SALT).unsign(token)
    except signing.BadSignature:
        return None
    return _launch.first(launch=UUID(pk))


def files_token_of(launch: Launch) -> str:
    """The signed name of the package's files for one attempt: the same at each launch, so that browsers cache them."""
    return signing.Signer(salt=FILES_SALT).sign(f"{launch.attempt_id.hex}-{launch.version_id}")


def version_of_files(token: str) -> int | None:
    """The id of the version whose files a token shows; None once the last launch has expired."""
    try:
        attempt, _dash, version = signing.Signer(salt=FILES_SALT).unsign(token).partition("-")
    except signing.BadSignature:
        return None
    alive = Launch.objects.alive(timezone.now()).filter(attempt_id=attempt, version_id=version)
    return int(version) if alive.exists() else None


@transaction.atomic
def open_launch(context: LearningContext, mode: str = LaunchMode.NORMAL, *, number: int | None = None) -> Opened:
    """A new launch of the context's package; a normal one takes over from the attempt's former ones. Raises Refused.

    mode: that asked for; where nothing may be written, or the newest attempt is over, it is read again whatever was asked.
    number: of the attempt to read again, the newest one unless it is given.
    """
    page: ScormPage = context.activity
    version = page.package.current
    if version is None:
        raise Refused(_("This module cannot be opened yet: its import is not finished."))
    lock_registration(context.registration)
    if not context.can_write or context.mode == AttemptMode.REVIEW or (mode == LaunchMode.NORMAL and taking_of(context).is_over):
        mode = LaunchMode.REVIEW
    attempt = attempt_to_read(context, number) if mode == LaunchMode.REVIEW else attempt_to_follow(context)
    if attempt is None:
        raise Refused(_("There is nothing of yours to read again."))
    updated, lost = follow_version(attempt, version)
    launch = Launch.objects.create(
        attempt=attempt,
        version=version,
        expires_at=expiry_of(context),
        return_url=context.base_url,
        mode=mode,
        pass_share=context.pass_share,
    )
    if not launch.read_only:
        attempt.launches.writing().filter(closed_at=None).exclude(pk=launch.pk).update(closed_at=timezone.now())
        tell(attempt, Verb.LAUNCHED, activity=page)
    return Opened(launch, updated, lost)


def expiry_of(context: LearningContext) -> datetime:
    """When a launch ends at the latest: with the access to its step."""
    longest = timezone.now() + timedelta(hours=settings.LAUNCH_HOURS)
    return min(longest, context.closes_at) if context.closes_at and context.can_write else longest


def follow_version(attempt: Attempt, version: PackageVersion) -> tuple[bool, tuple[str, ...]]:
    """What a new version of the package leaves of the attempt: parts keep their state by identifier.

    Between two standards nothing is kept, for the data of one means nothing to the other.
    """
    former = attempt.launches.newest_first().select_related("version").first()
    if former is None or former.version_id == version.pk:
        return False, ()
    begun = attempt.sco_states.all()
    if former.version.kind == version.kind:
        begun = begun.exclude(item_identifier__in=version.launchable_items().values("identifier"))
    titles = dict(former.version.items.values_list("identifier", "title"))
    lost = tuple(titles.get(state.item_identifier) or state.item_identifier for state in begun)
    if former.version.kind != version.kind:
        begun.delete()
        SequencingState.objects.filter(attempt=attempt).delete()
    return True, lost


def _attempt_to_write(attempt: UUID, launch: UUID, created_at: datetime):
    newer = Launch.objects.writing().filter(attempt=OuterRef("pk"), created_at__gt=created_at)
    itself = Launch.objects.filter(pk=launch).values("closed_at")
    rows = Attempt.objects.filter(pk=attempt).order_by().annotate(has_newer=Exists(newer), launch_closed_at=Subquery(itself))
    return rows.values_list("has_newer", "launch_closed_at", *OWN)


_writing = Prepared(_attempt_to_write)


def hold(launch: Launch) -> LearningClock:
    """Take the lock of the launch's registration and read its attempt anew; call within a transaction.

    Raises LaunchRefused unless the launch may write now.
    """
    clock = lock_registration(launch.attempt.registration)
    has_newer, launch.closed_at, *values = _writing.first(attempt=launch.attempt_id, launch=launch.pk, created_at=launch.created_at)
    for name, value in zip(OWN, values, strict=True):
        setattr(launch.attempt, name, value)
    _check_writer(launch, has_newer)
    return clock


def _check_writer(launch: Launch, has_newer: bool) -> None:
    if has_newer:
        raise LaunchRefused(
            "superseded", _("This module is open in another tab or on another device: what you do here is not kept. Go on over there.")
        )
    if launch.expires_at <= timezone.now():
        raise LaunchRefused("expired", _("This module has been open for too long, or your access has ended. Go back to the pathway."))
    if launch.closed_at is not None:
        raise LaunchRefused("closed", _("This module was closed. Open it again from the pathway."))
