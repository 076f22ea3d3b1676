"""The dates of trainings as iCalendar files (RFC 5545): hours in the region's time zone, days as days that make nobody busy."""

from datetime import date, timedelta, tzinfo

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from pathways.api import plans_of
from sessions.domain.branding import site_brand
from sessions.domain.dates import LAST_DAY, OPENING, KeyDate, current_enrolments, dates_of, event_date, last_day, opening
from sessions.models import Enrolment, SessionEvent, TrainingSession

# How often a program that follows an address should ask again.
REFRESH = timedelta(hours=6)


def calendar_of(enrolment: Enrolment) -> bytes:
    """All dates of one training of a learner, with the address of their own page."""
    return _written(enrolment.session.name, _entries([enrolment]))


def calendar_of_date(enrolment: Enrolment, key: str) -> bytes | None:
    """One date of a learner, for their own calendar; None where there is none of that key."""
    found = [one for one in _dates([enrolment]) if one.key == key]
    return _written(found[0].title, [_learners_entry(found[0], enrolment)]) if found else None


def calendar_of_person(user) -> bytes:
    """All dates of all trainings of a learner that are not over: what a calendar follows by its address."""
    name = _("My training – %(site)s") % {"site": site_brand().name}
    return _written(name, _entries(current_enrolments(user)), followed=True)


def calendar_of_session(session: TrainingSession) -> bytes:
    """The dates of a session for those who accompany it."""
    address = settings.SITE_ORIGIN + reverse("tutoring:session", args=[session.pk])
    events = [event_date(one, session, session.zone, told=True) for one in session.events.select_related("trainer")]
    return _written(session.name, [_entry(one, session, address) for one in (opening(session), *events, last_day(session))])


def _entries(enrolments: list[Enrolment]) -> list[Event]:
    return [_learners_entry(one, one.enrolment) for one in _dates(enrolments) if one.enrolment]


def _dates(enrolments: list[Enrolment]) -> list[KeyDate]:
    """Of all of them, in three queries at most: plans are kept, and events asked for once."""
    plans = plans_of({one.session.pathway_id: one.session.pathway for one in enrolments}.values()) if enrolments else {}
    events: dict = {}
    for event in SessionEvent.objects.filter(session__in=[one.session_id for one in enrolments]).select_related("trainer"):
        events.setdefault(event.session_id, []).append(event)
    return [date for one in enrolments for date in dates_of(one, plans[one.session.pathway_id], events.get(one.session_id, []), told=True)]


def _learners_entry(one: KeyDate, enrolment: Enrolment) -> Event:
    return _entry(one, enrolment.session, settings.SITE_ORIGIN + reverse("training_sessions:pathway", args=[enrolment.pk]))


def _written(name: str, entries: list[Event], *, followed: bool = False) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.WAGTAIL_SITE_NAME}//Sessions//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    if followed:
        # RFC 7986, 5.1 and 5.7, and what programs read that do not know it.
        calendar.add("name", name)
        calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", "PT6H")
    for entry in entries:
        calendar.add_component(entry)
    _add_zones(calendar, entries)
    return calendar.to_ical()


def _add_zones(calendar: Calendar, entries: list[Event]) -> None:
    """Those of the hours, with their changes from the year before the first date to the year after the last one."""
    years = sorted(entry.start.year for entry in entries)
    if years:
        calendar.add_missing_timezones(date(years[0] - 1, 1, 1), date(years[-1] + 2, 1, 1))


def _entry(one: KeyDate, session: TrainingSession, address: str) -> Event:
    entry = Event()
    entry.add("uid", f"{_uid(one, session)}@{_domain()}")
    entry.add("dtstamp", timezone.now())
    if one.starts and one.ends:
        _add_hours(entry, one, session.zone)
    else:
        entry.add("dtstart", one.day)
        entry.add("dtend", one.day + timedelta(days=1))
        entry.add("transp", "TRANSPARENT")
    entry.add("summary", f"{one.title} · {one.pathway}")
    if one.link or one.place:
        entry.add("location", one.link or one.place)
    entry.add("description", "\n".join(line for line in (one.note, one.link, one.place, address) if line))
    entry.add("url", one.link or address)
    return entry


def _add_hours(entry: Event, one: KeyDate, zone: tzinfo) -> None:
    if one.starts and one.ends:
        entry.add("dtstart", one.starts.astimezone(zone))
        entry.add("dtend", one.ends.astimezone(zone))


def _uid(one: KeyDate, session: TrainingSession) -> str:
    """The same in every file, so that a newer one replaces what it knows; what a learner's pathway sets is theirs alone."""
    kind, _dash, number = one.key.rpartition("-")
    if kind == "rendez-vous":
        return f"event-{number}"
    if one.key in {OPENING, LAST_DAY}:
        return f"session-{session.pk}" if one.key == OPENING else f"session-{session.pk}-end"
    return f"{one.key}-{one.enrolment.pk if one.enrolment else session.pk}"


def _domain() -> str:
    return settings.SITE_ORIGIN.partition("://")[2].partition(":")[0]
