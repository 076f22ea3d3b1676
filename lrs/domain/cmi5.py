"""Sessions of cmi5: opened for a launch, given their token once, ended by their unit or by the platform (cmi5, 8.2, 9.3.6, 10)."""

import base64
import hashlib
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from lrs.cmi5.order import Coming, after, check_running, in_order
from lrs.cmi5.refusals import Forbidden
from lrs.cmi5.session import Happened, Standing, Unit, progress_of, reported
from lrs.cmi5.statements import check
from lrs.cmi5.vocabulary import CATEGORY, SESSION_ID, Said
from lrs.domain.access import issue_launch, revoke
from lrs.domain.agents import identifier_of
from lrs.domain.storing import Incoming
from lrs.models import Cmi5Session
from lrs.models.cmi5 import LaunchMode, MoveOn
from lrs.signals import cmi5_session_changed
from lrs.validation.clauses import V1
from lrs.validation.facts import key_of
from lrs.validation.scalars import moment

# Where the moment of each is kept.
COLUMNS = {
    Said.INITIALIZED: "initialized_at",
    Said.COMPLETED: "completed_at",
    Said.PASSED: "passed_at",
    Said.FAILED: "failed_at",
    Said.TERMINATED: "terminated_at",
}


class FetchRefused(Exception):
    """No token for this call. code, text: the `error-code` and `error-text` of the answer (8.2.3.2), whose status is 200."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code, self.text = code, text

    @property
    def answer(self) -> dict[str, str]:
        return {"error-code": self.code, "error-text": self.text}


@dataclass(frozen=True, kw_only=True)
class Launch:
    """What an assignable unit is opened with.

    activity: the IRI that the platform gave the unit (8.1, activityId). publisher_id: its id in the course structure, for the
    grouping of its statements (9.6.2.3). mastery_score: 0 to 1. template: what the context template holds besides (10).
    """

    activity: str
    publisher_id: str
    mode: LaunchMode = LaunchMode.NORMAL
    move_on: MoveOn = MoveOn.NOT_APPLICABLE
    mastery_score: Decimal | None = None
    template: dict | None = None


@dataclass(frozen=True)
class Opened:
    """session: its `id` is the session id, its `context_template` goes into LMS.LaunchData as it is. token: for the fetch URL."""

    session: Cmi5Session
    token: str


def open_session(*, user, registration: UUID, launch: Launch, hours: float) -> Opened:
    """A session for a unit that `user` opens, good until it ends or `hours` have passed. Call it before rows of yours are locked.

    It writes no statement and no document: LMS.LaunchData and "launched" are the caller's. Other sessions that still run are
    not touched: `Cmi5Session.objects.running()` finds those, `abandon_session` ends one.
    """
    token, number = secrets.token_urlsafe(32), uuid4()
    session = Cmi5Session.objects.create(
        id=number,
        user=user,
        registration=registration,
        activity=launch.activity,
        activity_key=key_of(launch.activity),
        launch_mode=launch.mode,
        move_on=launch.move_on,
        mastery_score=launch.mastery_score,
        context_template=_template(launch, number),
        fetch_hash=_hash_of(token),
        expires_at=timezone.now() + timedelta(hours=hours),
    )
    return Opened(session, token)


def _template(launch: Launch, number: UUID) -> dict:
    """The context that every statement of the session has (10, contextTemplate): publisher id and session id in it."""
    given = launch.template or {}
    activities = dict(given.get("contextActivities", {}))
    activities["grouping"] = [{"objectType": "Activity", "id": launch.publisher_id}, *activities.get("grouping", [])]
    return {**given, "contextActivities": activities, "extensions": {**given.get("extensions", {}), SESSION_ID: str(number)}}


def _hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def context_of(session: Cmi5Session) -> dict:
    """The context of a cmi5 defined statement that the platform makes of a session: `record(context=…)` (9.6)."""
    activities = dict(session.context_template["contextActivities"])
    activities["category"] = [{"objectType": "Activity", "id": CATEGORY}, *activities.get("category", [])]
    return {**session.context_template, "contextActivities": activities}


def exchange_fetch_token(token: str) -> str:
    """The auth-token of a launch, once (8.2); FetchRefused ever after, or when the session is over or unknown.

    It is what stands after `Basic ` in the header Authorization.
    """
    with transaction.atomic():
        session = Cmi5Session.objects.select_for_update().select_related("user").filter(fetch_hash=_hash_of(token)).first()
        if session is None:
            raise FetchRefused("2", "There is no such launch.")
        if session.fetched_at or session.is_over:
            raise FetchRefused("1", "The authorization token has already been returned, or the session is over.")
        hours = (session.expires_at - timezone.now()) / timedelta(hours=1)
        session.credential, bearer = issue_launch(user=session.user, registration=session.registration, hours=hours)
        session.fetched_at = timezone.now()
        session.save(update_fields=["credential", "fetched_at"])
    return base64.b64encode(bearer.replace(".", ":", 1).encode()).decode()


@transaction.atomic
def abandon_session(session_id: UUID, *, at: datetime | None = None) -> Cmi5Session | None:
    """End a session that did not end itself (9.3.6); None when it is over already. Nothing more is taken of it.

    The caller records the statement "abandoned", in this transaction. Call it before rows of yours are locked.
    """
    session = Cmi5Session.objects.select_for_update().filter(pk=session_id).first()
    if session is None or session.terminated_at or session.abandoned_at:
        return None
    session.abandoned_at = at or timezone.now()
    session.save(update_fields=["abandoned_at"])
    _close(session)
    cmi5_session_changed.send(sender=Cmi5Session, session=session, happened=(), progress=None)
    return session


def _close(session: Cmi5Session) -> None:
    """Its token is good for nothing from now on (8.2.1)."""
    if session.credential:
        revoke(session.credential)


def unit_of(session: Cmi5Session) -> Unit:
    """What the session was opened with, for the rules."""
    return Unit(
        actor=identifier_of(session.user),
        registration=str(session.registration),
        session_id=str(session.id),
        activity=session.activity,
        is_normal=session.launch_mode == LaunchMode.NORMAL,
        mastery_score=session.mastery_score,
        template=session.context_template,
    )


def standing_of(session: Cmi5Session, others: Iterable[Cmi5Session] = ()) -> Standing:
    """Where it stands, for the rules. others: the other sessions of the unit in the registration."""
    others = list(others)
    return Standing(
        has_read_launch_data=session.launch_data_read_at is not None,
        has_read_preferences=session.preferences_read_at is not None,
        said={said: at for said, name in COLUMNS.items() if (at := getattr(session, name)) is not None},
        last=session.last_at,
        is_abandoned=session.abandoned_at is not None,
        completed=max((one.completed_at for one in others if one.completed_at), default=None),
        passed=max((one.passed_at for one in others if one.passed_at), default=None),
        failed=max((one.failed_at for one in others if one.failed_at), default=None),
    )


class Listening:
    """A session that a batch is stored for, locked together with the others of its unit in its registration."""

    def __init__(self, session: Cmi5Session, places: Mapping[UUID, str]) -> None:
        """Within a transaction: two requests of a session, or of two of them, follow one another from here on.

        places: where each statement stands in what was sent, such as `[3]`.
        """
        self.places = places
        unit = Cmi5Session.objects.of_unit(registration=session.registration, activity_key=session.activity_key)
        rows = {one.pk: one for one in unit.select_for_update(of=("self",)).select_related("user", "credential")}
        self.session = rows.pop(session.pk)
        self.unit = unit_of(self.session)
        self.standing = self.begun = standing_of(self.session, rows.values())
        self.happened: tuple[Happened, ...] = ()
        self.progress: int | None = None
        check_running(self.begun)

    def judge(self, batch: Sequence[Incoming]) -> None:
        """Forbidden when one of these statements, in the order of their timestamps, has no place in the session."""
        coming = [self._checked(number, one) for number, one in enumerate(batch)]
        self.standing, self.progress, happened = self.begun, None, []
        for each in in_order(coming):
            one = batch[each.number]
            with self._placed(one):
                self.standing = after(self.standing, each)
            result = one.body.get("result", {})
            self.progress = progress_of(result, self.progress)
            if each.said is not None:
                happened.append(reported(one.id, each.said, each.at, result))
        self.happened = tuple(happened)

    def _checked(self, number: int, one: Incoming) -> Coming:
        with self._placed(one):
            said = check(self.unit, one.body, one.facts, has_id=one.given)
        return Coming(number, moment(one.body["timestamp"], "timestamp", V1), said)

    @contextmanager
    def _placed(self, one: Incoming) -> Iterator[None]:
        try:
            yield
        except Forbidden as problem:
            place = self.places.get(one.id)
            raise problem.under(place) if place else problem  # noqa: B904

    def keep(self) -> None:
        """Write down where the session stands now, close it when it is over, and tell who listens."""
        if self.standing is self.begun:
            return
        for said, at in self.standing.said.items():
            setattr(self.session, COLUMNS[said], at)
        self.session.last_at = self.standing.last
        self.session.save(update_fields=[*COLUMNS.values(), "last_at"])
        if self.session.terminated_at:
            _close(self.session)
        if self.happened or self.progress is not None:
            cmi5_session_changed.send(sender=Cmi5Session, session=self.session, happened=self.happened, progress=self.progress)


def note_reading(session: Cmi5Session, column: str) -> None:
    """The unit read its launch data, or the preferences of its learner (10, 11)."""
    if getattr(session, column) is None:
        Cmi5Session.objects.filter(pk=session.pk, **{f"{column}__isnull": True}).update(**{column: timezone.now()})
