"""A virtual class or an in-person half-day: when, where, how to come. Presence is validated elsewhere."""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from babel.dates import get_timezone_location
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone, translation

from courses.players.context import EventInfo, LearningContext
from courses.players.frame import dispatch, page
from courses.players.library_files import serve_linked

DOOR_OPENS = timedelta(minutes=15)


@dataclass(frozen=True)
class LocalTime:
    """Beginning and end of an event in one time zone, and where that time is used."""

    starts: datetime
    ends: datetime
    where: str


@dataclass(frozen=True)
class EventView:
    """An event as it is shown now: times is one entry, or two when learner and region live at different hours."""

    info: EventInfo
    times: tuple[LocalTime, ...]
    door_opens: datetime
    is_open: bool
    is_over: bool


def respond(request: HttpRequest, context: LearningContext, action: str) -> HttpResponseBase:
    return dispatch(request, context, action, {"": show, "lien/": serve_linked})


def show(request, context):
    now = timezone.now()
    events = [view_of(info, context, now) for info in sorted(context.events, key=lambda info: info.starts_at)]
    return page(request, context, "event.html", attempt=None, events=events)


def view_of(info: EventInfo, context: LearningContext, now: datetime) -> EventView:
    own = context.zone or timezone.get_default_timezone()
    first = _local(info, own)
    second = _local(info, info.zone or own)
    same = first.starts.utcoffset() == second.starts.utcoffset()
    opens = info.starts_at - DOOR_OPENS
    return EventView(
        info=info,
        times=(first,) if same else (first, second),
        door_opens=opens.astimezone(own),
        is_open=opens <= now < info.ends_at,
        is_over=now >= info.ends_at,
    )


def _local(info: EventInfo, zone: tzinfo) -> LocalTime:
    return LocalTime(info.starts_at.astimezone(zone), info.ends_at.astimezone(zone), place_of(zone))


def place_of(zone: tzinfo) -> str:
    """The city or island that a time zone is named after, in the reader's language."""
    return get_timezone_location(zone, locale=translation.to_locale(translation.get_language() or "en"), return_city=True)
