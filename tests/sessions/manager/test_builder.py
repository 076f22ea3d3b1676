"""A session from a pathway on one page: dates and events placed, people read, mails told and sent once."""

from datetime import date, time, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from courses.models import HalfDayPage, VirtualClassPage
from sessions.domain.events import EventPlan, add_event, change_event, pattern_of, plan_for, remove_event
from sessions.domain.presence import validate
from sessions.domain.refusals import Refused
from sessions.domain.sessions import change_session, create_session
from sessions.enums import EventKind, Phase, SessionState, TutorRole
from sessions.models import SessionTutor, TrainingSession
from tests.factories import make_object, make_pathway, make_session, make_user

NEW = "training_sessions:session_new"


@pytest.fixture
def pathway(cast):
    """A pathway of 30 days with a virtual class from day 10 and a half-day anywhere."""
    virtual = make_object(VirtualClassPage, "Classe virtuelle", duration_minutes=90)
    half_day = make_object(HalfDayPage, "Demi-journée", duration_minutes=210)
    found = make_pathway(make_object(title="Lire"), virtual, half_day, title="Prix justes")
    step = found.sequences.get().steps.get(activity=virtual)
    step.opens_on_day = 10
    step.save()
    return found


def filled(cast, pathway, action="confirm", **changes) -> dict:
    """What a browser sends from the page once the pathway is chosen."""
    start = timezone.localdate() + timedelta(days=10)
    data = {
        "action": action,
        "pathway": pathway.pk,
        "region": cast.region.pk,
        "starts_on": start.isoformat(),
        "ends_on": (start + timedelta(days=29)).isoformat(),
        "placed_for": f"{pathway.pk}:{start}",
        "places": 12,
        "name": "",
        "welcome": "Bienvenue !",
        "people": "Anne Riou <anne@exemple.fr>\nYves;LE BRAS;yves@exemple.fr",
        f"team-{cast.tutor.pk}": [TutorRole.CONTENT],
        "events-TOTAL_FORMS": 2,
        "events-INITIAL_FORMS": 2,
    }
    steps = [step for step in pathway.sequences.get().steps.all() if step.activity.specific.kind in EventKind.values]
    for number, step in enumerate(steps):
        prefix = f"events-{number}-"
        data |= {
            f"{prefix}held": "on",
            f"{prefix}kind": step.activity.specific.kind,
            f"{prefix}title": step.activity.title,
            f"{prefix}activity": step.activity_id,
            f"{prefix}day": (start + timedelta(days=9 + number)).isoformat(),
            f"{prefix}begins": "18:00",
            f"{prefix}ends": "19:30",
            f"{prefix}place": "Salle 3" if step.activity.specific.kind == "half_day" else "",
            f"{prefix}link": "https://visio.example.org/x" if step.activity.specific.kind == "virtual_class" else "",
            f"{prefix}trainer": "",
        }
    return data | changes


@pytest.mark.requirement("CMA-S5")
def test_one_page_makes_a_confirmed_session_with_everything(cast, as_user, pathway, commits):
    with commits():
        answer = as_user(cast.manager).post(reverse(NEW), filled(cast, pathway))
    session = TrainingSession.objects.get(pathway=pathway)
    assert answer["Location"] == reverse("training_sessions:session", args=[session.pk])
    assert session.state == SessionState.OPEN
    assert session.region == cast.region
    assert session.created_by == cast.manager
    assert "Prix justes" in session.name
    assert [(event.kind, event.activity.title) for event in session.events.all()] == [
        ("virtual_class", "Classe virtuelle"),
        ("half_day", "Demi-journée"),
    ]
    assert session.events.first().starts_at.astimezone(cast.region.zone).time() == time(18)
    assert sorted(str(one.user) for one in session.enrolments.all()) == ["Anne Riou", "Yves Le Bras"]
    assert sorted(message.to[0] for message in mail.outbox) == sorted(["anne@exemple.fr", "yves@exemple.fr", cast.tutor.email])
    assert all("Bienvenue !" in message.body for message in mail.outbox if "exemple.fr" in message.to[0])


def test_keeping_in_preparation_sends_nothing(cast, as_user, pathway, commits):
    with commits():
        as_user(cast.manager).post(reverse(NEW), filled(cast, pathway, "draft"))
    assert TrainingSession.objects.get(pathway=pathway).state == SessionState.DRAFT
    assert mail.outbox == []


def test_the_next_thing_to_do_is_said_where_the_button_will_be(cast, as_user, pathway):
    """On a phone the end of the page is all that is seen of it."""
    browser = as_user(cast.manager)
    empty = browser.get(reverse("training_sessions:session_new")).text
    assert 'value="confirm"' not in empty
    assert 'href="#id_pathway"' in empty
    chosen = browser.get(reverse("training_sessions:session_new"), {"parcours": pathway.pk, "territoire": cast.region.pk}).text
    assert 'value="confirm"' in chosen
    assert 'href="#id_pathway"' not in chosen


def test_going_on_places_the_end_and_the_events(cast, as_user, pathway):
    data = {
        "action": "refresh",
        "pathway": pathway.pk,
        "region": cast.region.pk,
        "starts_on": "2027-03-01",
        "places": 12,
        "people": "x@exemple.fr",
    }
    page = as_user(cast.manager).post(reverse(NEW), data)
    text = page.content.decode()
    assert 'value="2027-03-30"' in text
    assert 'value="2027-03-10"' in text
    assert "x@exemple.fr" in text
    assert not page.context["form"].errors
    assert not TrainingSession.objects.filter(pathway=pathway).exists()


def test_the_summary_says_what_will_be_sent(cast, as_user, pathway):
    cast.stranger.set_password("une phrase assez longue")
    cast.stranger.save()
    data = filled(cast, pathway, "refresh", people=f"neuve@exemple.fr\n{cast.stranger.email}\nmauvaise")
    told = as_user(cast.manager).post(reverse(NEW), data).context["forecast"]
    assert (told.new_people, told.known_people, told.tutors, told.events) == (1, 1, ["Fabienne Morvan"], 2)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"people": "Anne <anne@exemple.fr>\nsans adresse"}, "people"),
        ({"places": 1}, "places"),
        ({"ends_on": "2020-01-01"}, "ends_on"),
        ({"starts_on": "hier"}, "starts_on"),
        ({"pathway": ""}, "pathway"),
        ({"events-0-ends": "17:00"}, "__all__"),
        ({"events-0-day": "2020-01-01"}, "__all__"),
    ],
)
def test_a_mistake_saves_nothing_and_loses_nothing(cast, as_user, pathway, commits, changes, field):
    with commits():
        page = as_user(cast.manager).post(reverse(NEW), filled(cast, pathway) | changes)
    assert page.status_code == 200
    assert field in page.context["form"].errors
    text = page.content.decode()
    assert "Bienvenue !" in text
    assert "anne@exemple.fr" in text
    assert not TrainingSession.objects.filter(pathway=pathway).exists()
    assert mail.outbox == []


def test_dates_moved_without_a_script_are_shown_before_they_are_saved(cast, as_user, pathway):
    data = filled(cast, pathway, placed_for="", people="anne@exemple.fr")
    page = as_user(cast.manager).post(reverse(NEW), data)
    assert page.status_code == 200
    assert not TrainingSession.objects.filter(pathway=pathway).exists()
    assert "anne@exemple.fr" in page.content.decode()


def test_an_event_left_out_is_not_planned(cast, as_user, pathway):
    data = filled(cast, pathway, "draft")
    del data["events-0-held"]
    data["events-0-day"] = ""
    as_user(cast.manager).post(reverse(NEW), data)
    assert [event.title for event in TrainingSession.objects.get(pathway=pathway).events.all()] == ["Demi-journée"]


@pytest.mark.requirement("CMA-R2")
def test_nobody_builds_in_a_region_that_is_not_theirs(cast, as_user, pathway):
    page = as_user(cast.other_manager).post(reverse(NEW), filled(cast, pathway))
    assert "region" in page.context["form"].errors
    assert not TrainingSession.objects.filter(pathway=pathway).exists()


def test_a_tutor_of_another_region_cannot_be_chosen(cast, as_user, pathway):
    foreign = make_user("Jordan", "Hoarau", role=Role.TUTOR, region=cast.other_region)
    as_user(cast.manager).post(reverse(NEW), filled(cast, pathway, "draft", **{f"team-{foreign.pk}": [TutorRole.CONTENT]}))
    assert not SessionTutor.objects.filter(user=foreign).exists()


def test_a_draft_pathway_is_not_offered(cast, as_user, pathway):
    pathway.live = False
    pathway.save()
    page = as_user(cast.manager).post(reverse(NEW), filled(cast, pathway))
    assert "pathway" in page.context["form"].errors


def test_events_avoid_the_week_end_and_stay_in_the_session(pathway):
    monday = date(2027, 3, 1)
    days = [plan.day for plan in pattern_of(pathway, monday, monday + timedelta(days=29))]
    assert days[0] == date(2027, 3, 10)
    assert all(day.weekday() < 5 for day in days)
    saturday = date(2027, 3, 6)
    assert [plan.day for plan in pattern_of(pathway, saturday, saturday)] == [saturday, saturday]


def test_changing_the_dates_moves_the_access_and_keeps_events_where_they_are(cast, as_user):
    url = reverse("training_sessions:session_edit", args=[cast.session.pk])
    start = cast.session.starts_on
    data = {"starts_on": start.isoformat(), "ends_on": (start + timedelta(days=40)).isoformat(), "places": 12, "name": "Autre nom"}
    data[f"team-{cast.coach.pk}"] = [TutorRole.MOTIVATION]
    assert as_user(cast.manager).post(url, data).status_code == 302
    before = cast.session.closes_at
    cast.session.refresh_from_db()
    assert cast.session.name == "Autre nom"
    assert cast.session.closes_at == before + timedelta(days=11)
    assert [row.user for row in cast.session.tutors.all()] == [cast.coach]


def test_new_dates_are_told_when_asked(cast, as_user, commits):
    url = reverse("training_sessions:session_edit", args=[cast.session.pk])
    start = cast.session.starts_on
    data = {"starts_on": start.isoformat(), "ends_on": (start + timedelta(days=33)).isoformat(), "places": 12, "name": "Bruz", "tell": "on"}
    data |= {f"team-{cast.tutor.pk}": [TutorRole.CONTENT], f"team-{cast.coach.pk}": [TutorRole.MOTIVATION]}
    with commits():
        as_user(cast.manager).post(url, data)
    assert {message.to[0] for message in mail.outbox} == {one.email for one in (cast.owner, cast.member, cast.tutor, cast.coach)}


def test_fewer_places_than_people_is_refused_with_a_reason(cast, as_user):
    url = reverse("training_sessions:session_edit", args=[cast.session.pk])
    data = {"starts_on": cast.session.starts_on, "ends_on": cast.session.ends_on, "places": 1, "name": "Bruz"}
    page = as_user(cast.manager).post(url, data)
    assert page.status_code == 200
    assert page.context["form"].non_field_errors()
    with pytest.raises(Refused):
        change_session(
            cast.session,
            starts_on=cast.session.ends_on,
            ends_on=cast.session.starts_on,
            name="",
            places=12,
            welcome="",
            tutors=[],
            by=cast.manager,
        )


def test_a_new_tutor_of_a_confirmed_session_is_told_once(cast, commits):
    late = make_user("Gwenaël", "Le Bihan", role=Role.TUTOR, region=cast.region)
    same = {
        "starts_on": cast.session.starts_on,
        "ends_on": cast.session.ends_on,
        "name": "B",
        "places": 12,
        "welcome": "",
        "by": cast.manager,
    }
    with commits():
        change_session(cast.session, tutors=[(late, TutorRole.CONTENT), (late, TutorRole.TRAINER)], **same)
        change_session(cast.session, tutors=[(late, TutorRole.CONTENT)], **same)
    assert [message.to[0] for message in mail.outbox] == [late.email]


def test_an_event_outside_the_session_or_backwards_is_refused(cast):
    day = cast.session.starts_on
    for plan in (
        EventPlan(EventKind.HALF_DAY, "Tôt", day - timedelta(days=1), time(9), time(12)),
        EventPlan(EventKind.HALF_DAY, "À l’envers", day, time(12), time(9)),
    ):
        with pytest.raises(Refused):
            add_event(session=cast.session, plan=plan)
    assert not cast.session.events.exists()


def test_an_event_with_presence_is_evidence_and_stays(cast):
    event = add_event(session=cast.session, plan=EventPlan(EventKind.HALF_DAY, "A", cast.session.starts_on, time(9), time(12)))
    assert plan_for(change_event(event, plan=plan_for(event))) == plan_for(event)
    validate(event=event, enrolment=cast.enrolment, status="present", by=cast.manager)
    with pytest.raises(Refused):
        remove_event(event)


def test_events_are_added_changed_and_removed_on_their_page(cast, as_user, pathway):
    session = make_session(pathway, cast.region)
    browser, activity = as_user(cast.manager), pathway.sequences.get().steps.first().activity
    data = {
        "kind": "half_day",
        "title": "Atelier",
        "day": session.starts_on,
        "begins": "09:00",
        "ends": "12:00",
        "place": "Bruz",
        "activity": "",
    }
    assert browser.post(reverse("training_sessions:event_new", args=[session.pk]), data).status_code == 302
    event = session.events.get()
    assert event.place == "Bruz"
    url = reverse("training_sessions:event_edit", args=[session.pk, event.pk])
    assert browser.post(url, data | {"title": "Autre"}).status_code == 302
    assert session.events.get().title == "Autre"
    assert browser.post(url, data | {"activity": activity.pk}).context["form"].errors
    browser.post(reverse("training_sessions:event_remove", args=[session.pk, event.pk]))
    assert not session.events.exists()


def test_phases_follow_state_and_clock(cast):
    today = timezone.localdate()
    draft = create_session(pathway=cast.pathway, region=cast.region, starts_on=today, by=None)
    coming = make_session(cast.pathway, cast.region, starts_on=today + timedelta(days=3))
    past = make_session(cast.pathway, cast.region, starts_on=today - timedelta(days=60))
    found = {Phase.DRAFT: draft, Phase.UPCOMING: coming, Phase.RUNNING: cast.session, Phase.OVER: past}
    for phase, session in found.items():
        assert session.phase() == phase
        assert list(TrainingSession.objects.managed_by(cast.manager).in_phase(phase)) == [session]
