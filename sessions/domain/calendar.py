"""The dates of a session as an iCalendar file (RFC 5545), in the region's time zone."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from sessions.models import Enrolment, SessionEvent, TrainingSession


def calendar_of(enrolment: Enrolment) -> bytes:
    """A learner's dates, with the address of their own page."""
    address = settings.SITE_ORIGIN + reverse("training_sessions:pathway", args=[enrolment.pk])
    return _calendar(enrolment.session, address)


def calendar_of_session(session: TrainingSession) -> bytes:
    """The same dates for those who accompany the session."""
    return _calendar(session, settings.SITE_ORIGIN + reverse("tutoring:session", args=[session.pk]))


def _calendar(session: TrainingSession, address: str) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.WAGTAIL_SITE_NAME}//Sessions//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", session.name)
    calendar.add("x-wr-timezone", session.region.time_zone)
    calendar.add_component(_period(session, address))
    for event in session.events.select_related("trainer").all():
        calendar.add_component(_event(session, event, address))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _period(session: TrainingSession, address: str) -> Event:
    """The whole period, as days that do not make anyone busy."""
    entry = Event()
    entry.add("uid", f"session-{session.pk}@{_domain()}")
    entry.add("dtstamp", timezone.now())
    entry.add("dtstart", session.starts_on)
    entry.add("dtend", session.ends_on + timedelta(days=1))
    entry.add("summary", session.pathway.title)
    entry.add("description", _("Your training is open from the first to the last of these days: %(address)s") % {"address": address})
    entry.add("url", address)
    entry.add("transp", "TRANSPARENT")
    return entry


def _event(session: TrainingSession, event: SessionEvent, address: str) -> Event:
    zone = session.region.zone
    entry = Event()
    entry.add("uid", f"event-{event.pk}@{_domain()}")
    entry.add("dtstamp", timezone.now())
    entry.add("dtstart", event.starts_at.astimezone(zone))
    entry.add("dtend", event.ends_at.astimezone(zone))
    entry.add("summary", f"{event.title} · {session.pathway.title}")
    entry.add("location", event.link or event.place)
    lines = [event.get_kind_display(), str(event.trainer or ""), event.link, event.place, address]
    entry.add("description", "\n".join(line for line in lines if line))
    entry.add("url", event.link or address)
    return entry


def _domain() -> str:
    return settings.SITE_ORIGIN.split("://", 1)[1].split(":", 1)[0]
