# SPDX-License-Identifier: EUPL-1.2
"""A sandbox: filled with made-up people and a session that runs, and emptied of everything again (decision 0089)."""

from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.domain.invitations import invite
from accounts.enums import Role
from accounts.models import Region, User
from backups.domain.dependents import gather_all, let_go
from courses.domain import consulting, quiz
from courses.domain.right_answers import solve
from courses.domain.timekeeping import credit
from courses.players import LearningContext
from files.domain.stored import delete_after_commit
from jobs.domain.run import JobRefused, enqueue
from jobs.models import JobState
from lrs.models import Statement
from messaging.models import Conversation
from pathways.api import plan_of
from pathways.models import PathwayPage
from sessions.domain.enrolment import enrol
from sessions.domain.events import pattern_of
from sessions.domain.learning import context_of, journey_of
from sessions.domain.refusals import Refused
from sessions.domain.sessions import confirm, create_session, last_day
from sessions.domain.visits import note_visit
from sessions.enums import TutorRole
from sessions.models import Enrolment, SandboxWork, TrainingSession
from sessions.models.sandbox import SandboxDeed

LEARNERS = (
    ("Amélie", "Exemple"),
    ("Bachir", "Essai"),
    ("Clémence", "Modèle"),
    ("Dorian", "Fictif"),
    ("Estelle", "Témoin"),
    ("Farid", "Imaginaire"),
    ("Gaëlle", "Inventée"),
    ("Hugo", "Répétition"),
)
TUTORS = ((("Irène", "Maquette"), TutorRole.CONTENT), (("Jacques", "Brouillon"), TutorRole.MOTIVATION))
BEGAN = timedelta(days=9)
AT_LEAST_LEFT = timedelta(days=14)
# What made-up people do by themselves: what is read, and quizzes.
DONE = frozenset({"page", "document", "link", "quiz"})
READING = timedelta(minutes=12)
AT_ONCE = 500


@transaction.atomic
def ask(*, region: Region, deed: str, by: User) -> SandboxWork:
    """Queue the work; one that is under way is given back. Raises Refused for a region that is none."""
    region = Region.objects.select_for_update().get(pk=region.pk)
    if not region.is_sandbox:
        raise Refused(_("%(region)s is not a sandbox.") % {"region": region})
    under_way = SandboxWork.objects.filter(region=region, state__in=[JobState.WAITING, JobState.RUNNING]).first()
    if under_way is not None:
        return under_way
    work = SandboxWork.objects.create(region=region, deed=SandboxDeed(deed), asked_by=by)
    enqueue(work)
    return work


@transaction.atomic
def fill(*, region: Region, by: User | None) -> TrainingSession | None:
    """People, a session that runs, what some have done of it. None, and nothing changed, where there is a session already."""
    region = _locked(region)
    if TrainingSession.objects.filter(region=region).exists():
        return None
    pathway = _pathway()
    today = timezone.localdate(timezone=region.zone)
    begins = today - BEGAN
    ends = max(last_day(pathway, begins), today + AT_LEAST_LEFT)
    tutors = [(_person(region, name, Role.TUTOR, by), role) for name, role in TUTORS]
    session = create_session(
        pathway=pathway,
        region=region,
        starts_on=begins,
        ends_on=ends,
        name=_("Trial session – %(pathway)s") % {"pathway": pathway.title[:150]},
        tutors=tutors,
        events=pattern_of(pathway, begins, ends),
        by=by,
    )
    enrolments = [
        enrol(session=session, email=address(region, name), first_name=name[0], last_name=name[1], by=by, notify=False) for name in LEARNERS
    ]
    session = confirm(session, by=by)
    for number, enrolment in enumerate(enrolments):
        _learn(enrolment, most=number)
    return session


def _pathway() -> PathwayPage:
    """Of the published pathways, the one of which made-up people can do the most."""
    plans = [(page, [step.kind in DONE for step in plan_of(page).steps]) for page in PathwayPage.objects.live().order_by("pk")]
    found = max(plans, key=lambda pair: (sum(pair[1]), len(pair[1])), default=None)
    if found is None or not found[1]:
        raise JobRefused(_("Publish a pathway first: a session needs one."))
    return found[0]


def address(region: Region, name: tuple[str, str]) -> str:
    """Of a domain that no mail reaches (RFC 2606)."""
    from accounts.models.user import fold

    return f"{fold('.'.join(name))}@{region.code}.test".lower()


def _person(region: Region, name: tuple[str, str], role: str, by: User | None) -> User:
    return invite(email=address(region, name), first_name=name[0], last_name=name[1], role=role, region=region, by=by)


def _learn(enrolment: Enrolment, *, most: int) -> None:
    """Do steps one after the other, `most` of them at most, until one that cannot be done alone."""
    for _step in range(most):
        followed = Enrolment.objects.with_people().get(pk=enrolment.pk)
        now = timezone.now()
        journey = journey_of(followed, now)
        left = (one for one in journey.standing.steps if one.is_open and not one.is_done and not one.fact.completed)
        standing = next((one for one in left if one.plan.kind in DONE), None)
        if standing is None:
            return
        note_visit(followed, now)
        here = context_of(journey, standing)
        if standing.plan.kind == "quiz":
            _answer(here, right=most)
        else:
            _read(here, now)


def _read(here: LearningContext, now: datetime) -> None:
    attempt = consulting.see(here)
    if attempt is not None:
        credit(attempt=attempt, claimed_seconds=READING.total_seconds(), not_before=now - READING, now=now)
    consulting.finish_consulting(here)


def _answer(here: LearningContext, *, right: int) -> None:
    """The first questions rightly, the others not at all."""
    attempt = quiz.begin(here)
    answers = {question["id"]: solve(question) for question in attempt.details["form"][:right]}
    quiz.save_answers(attempt=attempt, responses=answers)
    quiz.finish(attempt=attempt, activity=here.activity)


@transaction.atomic
def empty(*, region: Region) -> int:
    """Remove every made-up person of the sandbox, its sessions, and all that hangs on them; returns how many rows. Twice is as once."""
    region = _locked(region)
    found = gather_all(_roots(region), "default")
    if any(not person.is_made_up for person in found.get(User, {}).values()):  # type: ignore[attr-defined]
        raise JobRefused(_("A real person would go with it: nothing was removed."))
    for link, pairs in list(let_go(found, "default")):
        link.model._base_manager.filter(pk__in=[key for key, _held in pairs]).update(**{link.attname: None})
    for model, rows in found.items():
        for column in model._meta.local_fields:
            if isinstance(column, models.FileField):
                delete_after_commit([getattr(row, column.name) for row in rows.values()])
        for keys in _batches(list(rows)):
            model._base_manager.filter(pk__in=keys)._raw_delete("default")
    return sum(len(rows) for rows in found.values())


def _roots(region: Region) -> list[models.Model]:
    """What no foreign key leads to from people and sessions is found by the registration of the enrolment, or by the person."""
    # Somebody whose role was withdrawn belongs to it by what they did there.
    belongs = Q(assignments__region=region) | Q(enrolments__session__region=region) | Q(tutored__session__region=region)
    people = list(User.objects.filter(belongs, is_made_up=True).distinct())
    sessions = list(TrainingSession.objects.filter(region=region))
    registrations = list(Enrolment.objects.filter(session__in=sessions).values_list("registration", flat=True))
    roots: list[models.Model] = [
        *people,
        *sessions,
        *Statement.objects.filter(user__in=people),
        *Conversation.objects.filter(region=region),
    ]
    for model in apps.get_models():
        if any(column.name == "registration" for column in model._meta.local_fields):
            roots += model._base_manager.filter(registration__in=registrations)
    return roots


def _batches(keys: list[Any]) -> list[list[Any]]:
    return [[key for _number, key in group] for _place, group in groupby(enumerate(keys), lambda pair: pair[0] // AT_ONCE)]


def _locked(region: Region) -> Region:
    region = Region.objects.select_for_update().get(pk=region.pk)
    if not region.is_sandbox:
        raise JobRefused(_("%(region)s is not a sandbox.") % {"region": region})
    return region
