"""A library object at a step of a running session, and a learner there."""

from dataclasses import dataclass

from django.urls import reverse

from accounts.enums import Role
from courses.models import Attempt, LibraryObject
from sessions.models import Enrolment
from tests.factories import make_pathway, make_region, make_session, make_user


@dataclass
class Step:
    """A learner at a step; url(action) is an address of the step's player, `client` is signed in where there is one."""

    activity: LibraryObject
    enrolment: Enrolment
    base: str
    client: object = None

    @property
    def user(self):
        return self.enrolment.user

    def url(self, action: str = "") -> str:
        return self.base + action

    def get(self, action: str = "", **extra):
        return self.client.get(self.url(action), **extra)

    def post(self, action: str = "", data=None, **extra):
        return self.client.post(self.url(action), data or {}, **extra)

    @property
    def attempts(self):
        return Attempt.objects.filter(registration=self.enrolment.registration, activity_id=self.activity.pk).order_by("number")

    @property
    def attempt(self) -> Attempt | None:
        return self.attempts.last()


def make_step(activity, **fields) -> Step:
    """fields: of the pathway's step (minimum_score…)."""
    pathway = make_pathway(activity)
    row = pathway.sequences.get().steps.get()
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    region = make_region()
    learner = make_user("Monique", "Le Goff", role=Role.LEARNER, region=region)
    enrolment = Enrolment.objects.create(session=make_session(pathway, region), user=learner)
    return Step(activity, enrolment, reverse("training_sessions:step", args=[enrolment.pk, row.pk]))
