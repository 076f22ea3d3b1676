"""A learner's dates: all on one page, in files for their own calendar, and by an address that it follows."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from courses.models import CaseStudyPage, HalfDayPage
from pathways.models import Step
from sessions.domain.calendar_address import renew
from sessions.domain.dates import agenda_of
from sessions.domain.enrolment import withdraw
from sessions.models import CalendarAddress, Enrolment, SessionEvent
from tests.factories import make_object, make_pathway, make_region, make_session, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("CMA-2.5")]
PAGE = "/espace/calendrier/"


@pytest.fixture
def training(cast):
    """Lou's training in Réunion: a step that opens on the fifth day, work to hand in, a class and a half-day."""
    region = make_region("La Réunion", time_zone="Indian/Reunion")
    study, half_day = make_object(CaseStudyPage, "Mon plan d’action"), make_object(HalfDayPage, "Demi-journée")
    pathway = make_pathway(make_object(title="Les bases"), study, half_day)
    Step.objects.filter(activity=study).update(opens_on_day=5)
    session = make_session(pathway, region, name="Saint-Denis", starts_on=timezone.localdate() - timedelta(days=1))
    person = make_user("Lou", "Payet")
    enrolment = Enrolment.objects.create(session=session, user=person)
    begins = datetime.combine(session.starts_on + timedelta(days=9), datetime.min.time(), tzinfo=region.zone)
    for kind, title, hour, more in (
        ("virtual_class", "Questions ; réponses, et suite", 18, {"link": "https://visio.example/classe"}),
        ("half_day", "Photographier", 9, {"place": "12, rue de Paris\nSaint-Denis", "activity": half_day}),
    ):
        starts = begins + timedelta(hours=hour)
        SessionEvent.objects.create(
            session=session, kind=kind, title=title, starts_at=starts, ends_at=starts + timedelta(hours=2), trainer=cast.tutor, **more
        )
    return enrolment


def events_in(content: bytes) -> dict[str, object]:
    """Events of a calendar by what comes before the @ of their UID."""
    return {str(one["UID"]).partition("@")[0]: one for one in Calendar.from_ical(content).walk("VEVENT")}


def test_every_deadline_of_the_pathway_is_on_one_page_day_by_day(training, as_user):
    session = training.session
    agenda = as_user(training.user).get(PAGE).context["agenda"]
    found = [(day.day, [one.title for one in day.dates]) for day in [*agenda.past, *agenda.coming]]
    assert found == [
        (session.starts_on, ["Votre formation s’ouvre"]),
        (session.starts_on + timedelta(days=4), ["Ouverture\xa0: Mon plan d’action"]),
        (session.starts_on + timedelta(days=9), ["Photographier", "Questions ; réponses, et suite"]),
        (session.ends_on, ["Dernier jour d’accès", "Dernier jour pour rendre\xa0: Mon plan d’action"]),
    ]
    assert len(agenda.past) == 1


def test_dates_of_several_trainings_are_together_and_those_that_are_over_are_not(training, as_user):
    later = make_session(training.session.pathway, training.session.region, starts_on=timezone.localdate() + timedelta(days=60))
    before = make_session(training.session.pathway, training.session.region, starts_on=timezone.localdate() - timedelta(days=200))
    for session in (later, before):
        Enrolment.objects.create(session=session, user=training.user)
    agenda = agenda_of(training.user)
    assert agenda.several
    assert {one.enrolment.session for day in agenda.coming for one in day.dates} == {training.session, later}


def test_hours_are_those_of_the_learner_but_where_the_group_meets(training, as_user):
    """Far away, the class is at one's own hour; the half-day at that of its place, and it is said whose hour it is."""
    training.user.time_zone = "America/Martinique"
    training.user.save()
    text = as_user(training.user).get(PAGE).content.decode().replace("\xa0", " ")
    assert "de 10 h à 12 h" in text
    assert "de 9 h à 11 h" in text
    assert text.count("heure de La Réunion") == 1
    assert "America/Martinique" in text


def test_work_handed_in_is_marked_as_done(training, monkeypatch):
    from sessions.domain import dates

    journeys = dates.journeys_of([training])
    study = next(one for one in journeys[0].standing.steps if one.plan.kind == "case_study")
    object.__setattr__(study, "state", "waiting")
    monkeypatch.setattr(dates, "journeys_of", lambda _enrolments, _now: journeys)
    done = [one.key for day in agenda_of(training.user).coming for one in day.dates if one.done]
    assert done == [f"travail-{study.plan.step_id}"]


def test_the_file_of_all_is_what_the_standard_asks(training, as_user):
    """RFC 5545: lines of 75 octets at most, ended by CRLF (3.1), escaped texts (3.3.11), zones of hours (3.6.5), days as days (3.3.4)."""
    browser = as_user(training.user)
    response = browser.get(reverse("training_sessions:calendar_all"))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    content = response.content
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    unfolded = content.replace(b"\r\n ", b"").decode()
    assert "SUMMARY:Questions \\; réponses\\, et suite" in unfolded
    assert "LOCATION:12\\, rue de Paris\\nSaint-Denis" in unfolded
    calendar = Calendar.from_ical(content)
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == ["Indian/Reunion"]
    found = events_in(content)
    half_day = found[f"event-{SessionEvent.objects.get(kind='half_day').pk}"]
    assert half_day["DTSTART"].params["TZID"] == "Indian/Reunion"
    assert half_day["DTSTART"].dt.astimezone(UTC).hour == 5
    assert "Fabienne Morvan" in half_day["DESCRIPTION"]
    last = found[f"session-{training.session.pk}-end"]
    assert (last["DTSTART"].dt, last["DTEND"].dt) == (training.session.ends_on, training.session.ends_on + timedelta(days=1))
    assert (last["DTSTART"].params["VALUE"], last["TRANSP"]) == ("DATE", "TRANSPARENT")
    assert len(found) == 6
    assert events_in(browser.get(reverse("training_sessions:calendar", args=[training.pk])).content).keys() == found.keys()


def test_one_date_alone_goes_to_the_calendar(cast, training, as_user):
    browser = as_user(training.user)
    shown = browser.get(PAGE)
    for one in [one for day in shown.context["agenda"].coming for one in day.dates]:
        address = reverse("training_sessions:calendar_date", args=[training.pk, one.key])
        assert address in shown.content.decode()
        found = browser.get(address)
        assert [str(event["SUMMARY"]).partition(" · ")[0] for event in Calendar.from_ical(found.content).walk("VEVENT")] == [one.title]
        assert f'filename="{one.key}.ics"' in found["Content-Disposition"]
        assert as_user(cast.owner).get(address).status_code == 404
    assert browser.get(reverse("training_sessions:calendar_date", args=[training.pk, "rendez-vous-0"])).status_code == 404


# --- The address that a calendar follows ---


def test_a_calendar_follows_a_secret_address_without_signing_in(training, as_user, client):
    browser = as_user(training.user)
    assert browser.get(PAGE).context["address"] == ""
    browser.post(reverse("training_sessions:calendar_address"), {"renew": "1"})
    shown = browser.get(PAGE)
    address = shown.context["address"]
    assert shown.context["program"].startswith("webcal://")
    assert address in shown.content.decode()
    token = CalendarAddress.objects.get().token
    assert len(token) >= 43
    feed = reverse("training_sessions:calendar_feed", args=[token])
    assert address.endswith(feed)
    response = client.get(feed)
    assert (response.status_code, response["X-Robots-Tag"]) == (200, "noindex")
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies
    calendar = Calendar.from_ical(response.content)
    assert calendar["REFRESH-INTERVAL"].dt == timedelta(hours=6)
    assert calendar["X-PUBLISHED-TTL"] == "PT6H"
    assert len(calendar.walk("VEVENT")) == 6
    event = SessionEvent.objects.get(kind="half_day")
    SessionEvent.objects.filter(pk=event.pk).update(
        starts_at=event.starts_at + timedelta(days=1), ends_at=event.ends_at + timedelta(days=1)
    )
    moved = events_in(client.get(feed).content)[f"event-{event.pk}"]
    assert moved["DTSTART"].dt == event.starts_at + timedelta(days=1)


def test_a_renewed_address_kills_the_former_and_a_closed_one_leads_nowhere(training, as_user, client):
    former = renew(training.user).token
    browser, change = as_user(training.user), reverse("training_sessions:calendar_address")
    browser.post(change, {"renew": "1"})
    newer = CalendarAddress.objects.get().token
    assert newer != former
    assert client.get(reverse("training_sessions:calendar_feed", args=[former])).status_code == 404
    assert client.get(reverse("training_sessions:calendar_feed", args=[newer])).status_code == 200
    browser.post(change, {"stop": "1"})
    assert client.get(reverse("training_sessions:calendar_feed", args=[newer])).status_code == 404
    assert browser.get(change).status_code == 405


def test_the_address_follows_only_what_the_person_still_has(cast, training, client):
    feed = reverse("training_sessions:calendar_feed", args=[renew(training.user).token])
    withdraw(training, by=cast.manager)
    assert Calendar.from_ical(client.get(feed).content).walk("VEVENT") == []
    training.user.is_active = False
    training.user.save()
    assert client.get(feed).status_code == 404


def test_whoever_looks_at_the_page_as_the_learner_is_not_told_the_address(cast, as_user):
    token = renew(cast.owner).token
    browser = as_user(cast.manager)
    browser.post(reverse("accounts:see_as", args=[cast.owner.uid]))
    shown = browser.get(PAGE)
    assert shown.status_code == 200
    assert token not in shown.content.decode()


def test_after_the_training_the_page_says_that_there_is_no_date(training, as_user):
    with time_machine.travel(training.session.closes_at + timedelta(days=1), tick=False):
        text = as_user(training.user).get(PAGE).content.decode()
    assert "Aucune date à venir" in text


def test_the_calendar_asks_the_same_for_one_date_as_for_thirty(training, as_user, client):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser = as_user(training.user)
    feed = reverse("training_sessions:calendar_feed", args=[renew(training.user).token])

    def asked() -> list[int]:
        counts = []
        for who, address in ((browser, PAGE), (browser, reverse("training_sessions:calendar_all")), (client, feed)):
            with CaptureQueriesContext(connection) as queries:
                assert who.get(address).status_code == 200
            counts.append(len(queries))
        return counts

    asked()
    one = asked()
    for number in range(15):
        session = make_session(training.session.pathway, training.session.region, name=f"S{number}")
        Enrolment.objects.create(session=session, user=training.user)
        starts = timezone.now() + timedelta(days=number)
        SessionEvent.objects.create(session=session, kind="half_day", title="D", starts_at=starts, ends_at=starts + timedelta(hours=1))
    assert asked() == one
