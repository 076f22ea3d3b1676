"""Units of cmi5 and xAPI packages opened one at a time (cmi5 8, 10, 11)."""

import json
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.cmi5.addresses import launch_url
from courses.cmi5.launch_data import LAUNCH_DATA, PREFERENCES, Unit, launch_data, preferences
from courses.cmi5.structure import CMI5
from courses.domain.attempts import begin_attempt, current_attempt, lock_registration
from courses.domain.refusals import Refused
from courses.domain.scorm_launch import expiry_of, files_token_of, follow_version
from courses.domain.unit_endings import abandon_running
from courses.domain.unit_results import settle
from courses.domain.unit_statements import tell_launched
from courses.domain.units import is_elsewhere, node_iri, unit_of
from courses.enums import AttemptMode, LaunchMode
from courses.models import Attempt, CourseNode, Launch, NodeState, PackageVersion, ScormPage, UnitLaunch
from courses.players.context import LearningContext
from lrs.api import Launch as SessionLaunch
from lrs.api import LaunchMode as SessionMode
from lrs.api import MoveOn, actor_of, give_agent_profile, issue_launch, open_session, write_state
from lrs.models import Cmi5Session

RETURN_SALT = "courses.unit-return"
MODES = {AttemptMode.NORMAL: LaunchMode.NORMAL, AttemptMode.PREVIEW: LaunchMode.BROWSE, AttemptMode.REVIEW: LaunchMode.REVIEW}
# What each is called to a unit (cmi5 10, launchMode).
TOLD_MODES = {
    LaunchMode.NORMAL: SessionMode.NORMAL,
    LaunchMode.BROWSE: SessionMode.BROWSE,
    LaunchMode.REVIEW: SessionMode.REVIEW,
}
XAPI = "/xapi/"


@dataclass(frozen=True)
class OpenedUnit:
    """address: the whole launch URL, which is good once."""

    unit_launch: UnitLaunch
    address: str

    @property
    def in_own_window(self) -> bool:
        node = self.unit_launch.node
        return node.wants_own_window or is_elsewhere(node)


def open_unit(context: LearningContext, identifier: str) -> OpenedUnit | None:
    """Open a unit of the context's package; None when it has no such unit. Raises Refused.

    What was open of the same course and registration is over: a session that did not say so is abandoned (cmi5 9.3.6).
    """
    page: ScormPage = context.activity
    version = page.package.current
    if version is None:
        raise Refused(_("This module cannot be opened yet: its import is not finished."))
    node = unit_of(version, identifier)
    return None if node is None else _open(context, version, node)


@transaction.atomic
def _open(context: LearningContext, version: PackageVersion, node: CourseNode) -> OpenedUnit:
    former = current_attempt(context)
    if former is None and not context.can_write:
        raise Refused(_("Access to this step is closed: there is nothing of yours to read again."))
    if former is not None:
        abandon_running(former)
    mode = MODES[AttemptMode(context.mode)] if context.can_write else LaunchMode.REVIEW
    expires_at = expiry_of(context)
    activity = node_iri(context.activity.pk, node, version.kind)
    opened = _Opening(version, node, activity, mode, (expires_at - timezone.now()) / timedelta(hours=1))
    # The session first, the registration after: whoever takes both locks takes them in this order.
    session, token = opened.session(context) if version.kind == CMI5 else (None, "")
    lock_registration(context.registration)
    attempt = former if former is not None and not context.can_write else begin_attempt(context)
    follow_version(attempt, version)
    launch = Launch.objects.create(
        attempt=attempt,
        version=version,
        expires_at=expires_at,
        return_url=context.base_url,
        mode=mode,
        pass_share=context.pass_share,
    )
    unit_launch = UnitLaunch(launch=launch, node=node, session=session, activity=activity)
    if mode == LaunchMode.NORMAL:
        _note_begun(attempt, node)
        settle(attempt, version)
    parameters = _cmi5(unit_launch, TOLD_MODES[mode], token) if session else _tincan(unit_launch, opened.hours)
    unit_launch.save(force_insert=True)
    return OpenedUnit(unit_launch, launch_url(plain_address(unit_launch), parameters))


@dataclass(frozen=True)
class _Opening:
    version: PackageVersion
    node: CourseNode
    activity: str
    mode: LaunchMode
    hours: float

    def session(self, context: LearningContext) -> tuple[Cmi5Session, str]:
        launch = SessionLaunch(
            activity=self.activity,
            publisher_id=self.node.publisher_id,
            mode=TOLD_MODES[self.mode],
            move_on=MoveOn(self.node.move_on),
            mastery_score=self.node.mastery_score,
        )
        opened = open_session(user=context.user, registration=context.registration, launch=launch, hours=self.hours)
        return opened.session, opened.token


def _note_begun(attempt: Attempt, node: CourseNode) -> None:
    NodeState.objects.get_or_create(attempt=attempt, key=node.key)
    attempt.node_states.filter(key=node.key, begun_at=None).update(begun_at=timezone.now())


def told_of(node: CourseNode) -> Unit:
    return Unit(node.launch_method, node.move_on, node.mastery_score, node.launch_parameters, node.entitlement_key)


def _cmi5(opened: UnitLaunch, mode: SessionMode, token: str) -> dict[str, str]:
    """Write what the unit will ask for, state that it is launched, and give the parameters of its address (cmi5 8.1, 10, 11)."""
    attempt, session, unit = opened.launch.attempt, opened.session, told_of(opened.node)
    assert session is not None
    document = launch_data(unit, context_template=session.context_template, mode=mode, return_url=return_address(opened))
    write_state(user=attempt.user, activity=opened.activity, registration=attempt.registration, state_id=LAUNCH_DATA, content=document)
    give_agent_profile(user=attempt.user, profile_id=PREFERENCES, content=preferences(attempt.user.language))
    if attempt.mode != AttemptMode.PREVIEW:
        tell_launched(opened, unit, mode=mode, url=plain_address(opened))
    return {
        "endpoint": settings.CONTENT_ORIGIN + XAPI,
        "fetch": settings.CONTENT_ORIGIN + reverse("content:fetch", urlconf=settings.CONTENT_URLCONF, args=[token]),
        "actor": json.dumps(actor_of(attempt.user)),
        "registration": str(attempt.registration),
        "activityId": opened.activity,
    }


def _tincan(opened: UnitLaunch, hours: float) -> dict[str, str]:
    """A pass of its own for content that speaks xAPI alone, and the parameters of its address."""
    attempt = opened.launch.attempt
    opened.credential, bearer = issue_launch(user=attempt.user, registration=attempt.registration, hours=hours)
    return {
        "endpoint": settings.CONTENT_ORIGIN + XAPI,
        "auth": f"Bearer {bearer}",
        "actor": json.dumps(actor_of(attempt.user)),
        "registration": str(attempt.registration),
        "activity_id": opened.activity,
    }


def plain_address(opened: UnitLaunch) -> str:
    """Where the unit's page is, without the parameters of a launch (cmi5 9.6.3.4)."""
    node = opened.node
    if is_elsewhere(node):
        return node.url
    folder = reverse("content:file", urlconf=settings.CONTENT_URLCONF, args=[files_token_of(opened.launch), "x"])[:-1]
    return f"{settings.CONTENT_ORIGIN}{folder}{node.url}"


def return_address(opened: UnitLaunch) -> str:
    """Where the unit leads when it ends (cmi5 10, returnURL): a page of the content origin, that leads on."""
    token = signing.Signer(salt=RETURN_SALT).sign(opened.launch_id.hex)
    return settings.CONTENT_ORIGIN + reverse("content:return", urlconf=settings.CONTENT_URLCONF, args=[token])


def launch_of_return(token: str) -> Launch | None:
    try:
        pk = signing.Signer(salt=RETURN_SALT).unsign(token)
    except signing.BadSignature:
        return None
    return Launch.objects.select_related("attempt__user").filter(pk=UUID(pk)).first()
