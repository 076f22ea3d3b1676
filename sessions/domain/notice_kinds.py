"""The kinds of notice about sessions, with what their edited templates may use."""

import zoneinfo
from datetime import date, datetime
from types import SimpleNamespace
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Role
from accounts.models import Region
from messaging.api import NoticeKind, Variable
from sessions.domain.branding import site_brand
from sessions.enums import EventKind
from sessions.models import TrainingSession

LEARNERS = frozenset({Role.LEARNER})
TUTORS = frozenset({Role.TUTOR})

ABOUT = (
    Variable("parcours", gettext_lazy("Title of the pathway"), "{{ pathway.title }}"),
    Variable("session", gettext_lazy("Name of the session"), "{{ session.name }}"),
    Variable("region", gettext_lazy("Name of the region"), "{{ region.name }}"),
    Variable("debut", gettext_lazy("First day"), '{{ session.starts_on|date:"j F Y" }}'),
    Variable("fin", gettext_lazy("Last day"), '{{ session.ends_on|date:"j F Y" }}'),
    Variable("responsable", gettext_lazy("Name of the manager who sends it"), "{{ manager|default:'' }}"),
    Variable("jour_debut", gettext_lazy("First day, with the day of the week"), '{{ session.starts_on|date:"l j F Y" }}'),
    Variable("jour_fin", gettext_lazy("Last day, with the day of the week"), '{{ session.ends_on|date:"l j F Y" }}'),
)
DATES = Variable(
    "dates",
    gettext_lazy("Dates of the session and the people who accompany, as a list"),
    '{% include "mail/session_facts.txt" %}',
    html='{% include "mail/session_facts.html" %}',
)
NEW_ACCOUNT = Variable(
    "nouveau_compte", gettext_lazy("“oui” for someone who has no password yet, else empty"), "{% if is_new %}oui{% endif %}"
)
EVENTS = Variable("rendez_vous", gettext_lazy("Dates of the session, as a list"), '{% include "mail/session_events.txt" %}')
LINK_DAYS = Variable("jours", gettext_lazy("For how many days the link works"), "{{ days }}")
NAMED = (*ABOUT[:3], ABOUT[5])


def _link(label, button) -> Variable:
    return Variable("lien", label, "{{ link }}", button=button)


OPEN_ACCOUNT = _link(gettext_lazy("The link that opens the account, or the training"), gettext_lazy("Open my training"))

ANSWER = _link(gettext_lazy("The link to the conversation"), gettext_lazy("Answer on the platform"))


def sample() -> dict:
    """What the notices about a session are shown with in the back office; nothing of it is stored."""
    zone = zoneinfo.ZoneInfo("Europe/Paris")
    region = Region(name="CMA Bretagne", email="formation@exemple.fr", phone="02 99 00 00 00", time_zone="Europe/Paris")
    session = TrainingSession(
        id=UUID(int=0), region=region, name=_("March session"), starts_on=date(2027, 3, 1), ends_on=date(2027, 3, 30), welcome=""
    )
    starts = datetime(2027, 3, 10, 18, 0, tzinfo=zone)
    event = SimpleNamespace(
        title=_("Class with the trainer"),
        get_kind_display=EventKind.VIRTUAL_CLASS.label,
        starts_at=starts,
        ends_at=starts.replace(hour=19),
        link="https://classe.exemple.fr/1234",
    )
    return {
        "brand": site_brand(),
        "session": session,
        "region": region,
        "pathway": SimpleNamespace(title=_("Succeed with my Facebook page")),
        "zone": zone,
        "tutors": [{"name": "Fabienne Morvan", "email": "fabienne@exemple.fr", "phone": "", "role": _("Content tutor")}],
        "events": [event],
        "manager": "René Tanguy",
        "tutor": "Fabienne Morvan",
        "roles": [_("Content tutor")],
        "is_new": True,
        "link": f"{settings.SITE_ORIGIN}/exemple",
        "days": settings.INVITATION_DAYS,
        "certificate": SimpleNamespace(code="ABCD-EFGH"),
        "title": _("A word before the class"),
        "message": _("Bring your questions, and two pictures of your work."),
    }


def session_kinds() -> tuple[NoticeKind, ...]:
    return (*_of_dates(), *_to_learners(), *_to_tutors())


def _of_dates() -> tuple[NoticeKind, ...]:
    return (
        NoticeKind(
            "invitation",
            gettext_lazy("Invitation to a training"),
            gettext_lazy("When the session is confirmed, or when the manager invites again."),
            audience=LEARNERS,
            required=True,
            digestible=False,
            in_platform=False,
            variables=(
                *ABOUT,
                OPEN_ACCOUNT,
                DATES,
                NEW_ACCOUNT,
                LINK_DAYS,
                Variable("accueil", gettext_lazy("Welcome message"), "{{ session.welcome }}"),
            ),
            sample=sample,
        ),
        NoticeKind(
            "convocation",
            gettext_lazy("Convocation"),
            gettext_lazy("When the manager sends the convocations anew; the invitation holds the first one."),
            audience=LEARNERS,
            required=True,
            digestible=False,
            variables=(*ABOUT, DATES, _link(gettext_lazy("The link to the convocation"), gettext_lazy("Read my convocation"))),
            sample=sample,
        ),
        NoticeKind(
            "session_changed",
            gettext_lazy("New dates"),
            gettext_lazy("When the dates of a session change."),
            audience=LEARNERS | TUTORS,
            required=True,
            digestible=False,
            variables=(*ABOUT, DATES),
            sample=sample,
        ),
        NoticeKind(
            "session_cancelled",
            gettext_lazy("Session cancelled"),
            gettext_lazy("When a session is cancelled."),
            audience=LEARNERS | TUTORS,
            required=True,
            digestible=False,
            variables=(*ABOUT, Variable("message", gettext_lazy("What the manager wrote"), "{{ message }}")),
            sample=sample,
        ),
    )


def _to_learners() -> tuple[NoticeKind, ...]:
    return (
        NoticeKind(
            "certificate",
            gettext_lazy("Certificate ready"),
            gettext_lazy("When your certificate is issued."),
            audience=LEARNERS,
            variables=(
                *NAMED,
                _link(gettext_lazy("The link to the documents"), gettext_lazy("See my documents")),
                Variable("code", gettext_lazy("Code of the certificate"), "{{ certificate.code }}"),
            ),
            sample=sample,
        ),
        NoticeKind(
            "message",
            gettext_lazy("Message from the region"),
            gettext_lazy("When a manager writes to you about your training."),
            audience=LEARNERS,
            required=True,
            digestible=False,
            variables=(*NAMED, *_written(), ANSWER),
            sample=sample,
        ),
    )


def _to_tutors() -> tuple[NoticeKind, ...]:
    return (
        NoticeKind(
            "session_tutor",
            gettext_lazy("Session entrusted to a tutor"),
            gettext_lazy("When a session you accompany is confirmed."),
            audience=TUTORS,
            required=True,
            digestible=False,
            variables=(
                *ABOUT,
                OPEN_ACCOUNT,
                NEW_ACCOUNT,
                LINK_DAYS,
                EVENTS,
                Variable("roles", gettext_lazy("Roles of the tutor in the session"), '{{ roles|join:", "|lower }}'),
            ),
            sample=sample,
        ),
        NoticeKind(
            "new_tutor",
            gettext_lazy("Role of tutor given"),
            gettext_lazy("When a region makes you a tutor or trainer."),
            audience=TUTORS,
            required=True,
            digestible=False,
            in_platform=False,
            variables=(*ABOUT[2:3], ABOUT[5], OPEN_ACCOUNT, NEW_ACCOUNT, LINK_DAYS),
            sample=sample,
        ),
    )


def _written() -> tuple[Variable, ...]:
    """The words of someone's own message."""
    return (
        Variable("objet", gettext_lazy("Subject that was written"), "{{ title }}"),
        Variable("message", gettext_lazy("Message that was written"), "{{ message }}"),
    )
