"""The convocation of a learner: programme, dates, places, access to the platform and contacts, before the training begins."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from cms.models import Brand
from courses.enums import Modality
from pathways.api import PathwayPlan, plan_of
from privacy.days import hour_in_words, in_words
from sessions.domain.branding import site_brand
from sessions.models import Enrolment, SessionEvent, SessionTutor, TrainingSession


@dataclass(frozen=True)
class Appointment:
    """A half-day or virtual class in words: where is the place, or the link of a virtual class."""

    title: str
    kind: str
    day: str
    hours: str
    where: str
    trainer: str
    link: str


@dataclass(frozen=True)
class Contact:
    """Someone to turn to, and for what."""

    name: str
    purpose: str
    email: str
    phone: str


@dataclass(frozen=True)
class Shared:
    """What all convocations of a session have in common, gathered once for all of them."""

    session: TrainingSession
    plan: PathwayPlan
    brand: Brand
    appointments: list[Appointment]
    contacts: list[Contact]
    made_at: datetime

    @property
    def minutes_in_person(self) -> int:
        return sum(step.minutes for step in self.plan.steps if step.modality == Modality.IN_PERSON)

    @property
    def minutes_at_a_distance(self) -> int:
        return self.plan.minutes - self.minutes_in_person

    @property
    def provider(self) -> str:
        return self.brand.provider_name or self.brand.name

    @property
    def first_day(self) -> str:
        return in_words(self.session.starts_on)

    @property
    def last_day(self) -> str:
        return in_words(self.session.ends_on)


@dataclass(frozen=True)
class Convocation:
    """The convocation of one enrolment. url: the training's own page on the platform."""

    enrolment: Enrolment
    shared: Shared
    url: str

    @property
    def name(self) -> str:
        return self.enrolment.user.get_full_name() or self.enrolment.user.email

    @property
    def email(self) -> str:
        return self.enrolment.user.email


def shared_of(session: TrainingSession) -> Shared:
    """A constant number of queries, for any number of learners."""
    events = session.events.select_related("trainer")
    return Shared(
        session=session,
        plan=plan_of(session.pathway),
        brand=(brand := site_brand()),
        appointments=[_appointment(event, session) for event in events],
        contacts=_contacts(session, brand),
        made_at=timezone.now(),
    )


def convocation_of(enrolment: Enrolment, shared: Shared | None = None) -> Convocation:
    address = settings.SITE_ORIGIN + reverse("training_sessions:pathway", args=[enrolment.pk])
    return Convocation(enrolment, shared or shared_of(enrolment.session), address)


def convocation_filename(enrolment: Enrolment) -> str:
    """Readable, and unique within a session."""
    return f"convocation-{slugify(str(enrolment.user)) or 'apprenant'}-{enrolment.pk.hex[:4]}.pdf"


def _appointment(event: SessionEvent, session: TrainingSession) -> Appointment:
    begins, ends = event.starts_at.astimezone(session.zone), event.ends_at.astimezone(session.zone)
    return Appointment(
        title=event.title,
        kind=str(event.get_kind_display()),
        day=in_words(begins, "l j F Y"),
        hours=_("from %(begins)s to %(ends)s") % {"begins": hour_in_words(begins), "ends": hour_in_words(ends)},
        where=event.place,
        trainer=str(event.trainer or ""),
        link=event.link,
    )


def _contacts(session: TrainingSession, brand: Brand) -> list[Contact]:
    """The tutors, the region and the help desk; someone with two roles stands once, with both."""
    people: dict[int, list[SessionTutor]] = {}
    for row in session.tutors.select_related("user"):
        people.setdefault(row.user_id, []).append(row)
    found = []
    for rows in people.values():
        user = rows[0].user
        found.append(Contact(str(user), ", ".join(str(row.get_role_display()) for row in rows), user.email, user.phone))
    region = session.region
    found.append(Contact(region.name, _("Your enrolment, dates and certificate"), region.email, region.phone))
    if brand.help_email or brand.help_phone:
        found.append(Contact(_("Technical help"), _("Something does not work or does not open"), brand.help_email, brand.help_phone))
    return found
