"""When and where an event is, in the hours of the learner and of the region."""

import uuid
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import RequestFactory
from django.utils import translation

from courses.models import VirtualClassPage
from courses.players import EventInfo, LearningContext
from courses.players.event import place_of, view_of

STARTS = datetime(2025, 3, 10, 13, 0, tzinfo=UTC)
INFO = EventInfo(title="Classe virtuelle", starts_at=STARTS, ends_at=STARTS + timedelta(hours=2), link="https://example.org/salle")


def context(zone: str, **fields) -> LearningContext:
    return LearningContext(None, uuid.uuid4(), VirtualClassPage(title="Classe"), "/etape/", "/", zone=ZoneInfo(zone), **fields)


def info(zone: str) -> EventInfo:
    return EventInfo(**{**INFO.__dict__, "zone": ZoneInfo(zone)})


def test_one_time_where_learner_and_region_share_the_hour():
    shown = view_of(info("Europe/Paris"), context("Europe/Brussels"), STARTS)
    assert [time.starts.hour for time in shown.times] == [14]


def test_two_times_where_their_hours_differ():
    shown = view_of(info("Indian/Reunion"), context("Europe/Paris"), STARTS)
    assert [time.starts.hour for time in shown.times] == [14, 17]
    with translation.override("fr"):
        assert "Réunion" in place_of(ZoneInfo("Indian/Reunion"))


@pytest.mark.parametrize(
    ("minutes", "is_open", "is_over"), [(-16, False, False), (-15, True, False), (119, True, False), (120, False, True)]
)
def test_the_door_opens_fifteen_minutes_before(minutes, is_open, is_over):
    shown = view_of(info("Europe/Paris"), context("Europe/Paris"), STARTS + timedelta(minutes=minutes))
    assert (shown.is_open, shown.is_over) == (is_open, is_over)


def test_the_link_is_not_in_the_page_before(rf: RequestFactory, cast):
    from courses.players import respond

    soon = datetime.now(UTC) + timedelta(days=1)
    far = EventInfo(title="Classe", starts_at=soon, ends_at=soon + timedelta(hours=1), link="https://example.org/salle")
    request = rf.get("/")
    request.user = cast.owner
    page = respond(request, context("Europe/Paris", events=(far,))).content.decode()
    assert "example.org" not in page
    assert "Classe" in page
