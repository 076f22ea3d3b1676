"""Who may open a step, when, and by which of its addresses."""

from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
import time_machine
from django.http import HttpResponse
from django.urls import reverse

from accounts.enums import RegionKind
from courses import players
from courses.models import Attempt, CaseStudyPage, OfflinePage
from pathways.enums import Progression
from pathways.models import Prerequisite, Step
from sessions.enums import EnrolmentState, SessionState
from sessions.models import Enrolment
from tests.factories import make_object, make_pathway, make_region, make_session, make_user
from tests.sessions.learner.moments import finish

STRANGERS = ["member", "other_manager", "stranger", "editor"]
STAFF = ["tutor", "coach", "manager", "national"]


def step_of(enrolment, number=0):
    return Step.objects.filter(sequence__pathway=enrolment.session.pathway).order_by("sequence__sort_order", "sort_order")[number]


def step_url(enrolment, number=0, action=""):
    args = [enrolment.pk, step_of(enrolment, number).pk, *([action] if action else [])]
    return reverse(f"training_sessions:step{'_action' if action else ''}", args=args)


def own_urls(enrolment):
    """Every address of a learner's enrolment."""
    one, step = [enrolment.pk], step_of(enrolment)
    sequence = [enrolment.pk, step.sequence_id]
    return [
        reverse("training_sessions:pathway", args=one),
        reverse("training_sessions:results", args=one),
        reverse("training_sessions:calendar", args=one),
        reverse("training_sessions:step", args=[*one, step.pk]),
        reverse("training_sessions:summary_sheet", args=sequence),
        reverse("training_sessions:summary_sheet_page", args=sequence),
        reverse("training_sessions:sheet_document", args=[*sequence, 1]),
    ]


def player_actions():
    """Every action that any player answers to, with an argument where it takes one."""
    names = {name for module in set(players.PLAYERS.values()) for name in getattr(import_module(module), "VIEWS", {})}
    bare = {name.removeprefix("POST ") for name in names} - {""}
    assert len(bare) >= 5
    return sorted(name + "1" if name.endswith("/") else name for name in bare)


@pytest.fixture
def no_player(monkeypatch):
    """No player may be reached."""

    def reached(*args):
        raise AssertionError("a player was reached")

    monkeypatch.setattr(players, "respond", reached)


@pytest.fixture
def played(monkeypatch):
    """What reaches the players, instead of being played."""
    found = []

    def respond(request, context, action=""):
        found.append((context, action))
        return HttpResponse("played")

    monkeypatch.setattr(players, "respond", respond)
    return found


def test_the_learner_opens_a_step(cast, as_user):
    response = as_user(cast.owner).get(step_url(cast.enrolment))
    assert response.status_code == 200
    assert "Les bases" in response.content.decode()


@pytest.mark.parametrize("who", STRANGERS)
def test_a_stranger_finds_nothing(cast, as_user, who):
    browser = as_user(getattr(cast, who))
    for url in own_urls(cast.enrolment):
        assert browser.get(url).status_code == 404, url
    assert browser.post(step_url(cast.enrolment, 0, "termine")).status_code == 404


@pytest.mark.parametrize("who", STAFF)
def test_those_who_follow_the_learner_do_not_learn_in_their_place(cast, as_user, who):
    browser = as_user(getattr(cast, who))
    for url in own_urls(cast.enrolment):
        assert browser.get(url).status_code == 403, url
    assert browser.post(step_url(cast.enrolment, 0, "termine")).status_code == 403
    assert not Attempt.objects.exists()


def test_a_visitor_signs_in_first(cast, as_user):
    for url in [*own_urls(cast.enrolment), reverse("training_sessions:home"), reverse("training_sessions:documents")]:
        response = as_user(None).get(url)
        assert response.status_code == 302
        assert response["Location"].startswith(reverse("account_login"))


def test_a_step_of_another_pathway_is_not_there(cast, as_user):
    other = Step.objects.filter(sequence__pathway=make_pathway(make_object())).get()
    url = reverse("training_sessions:step", args=[cast.enrolment.pk, other.pk])
    assert as_user(cast.owner).get(url).status_code == 404


@pytest.mark.parametrize("state", [SessionState.DRAFT, SessionState.CANCELLED])
def test_only_a_confirmed_session_is_there(cast, as_user, state):
    cast.session.state = state
    cast.session.save()
    browser = as_user(cast.owner)
    for url in own_urls(cast.enrolment):
        assert browser.get(url).status_code == 404


def test_whoever_left_the_session_has_no_access(cast, as_user):
    Enrolment.objects.filter(pk=cast.enrolment.pk).update(state=EnrolmentState.WITHDRAWN)
    assert as_user(cast.owner).get(step_url(cast.enrolment)).status_code == 404


def test_before_the_first_day_the_page_says_when_it_opens(cast, as_user, no_player):
    with time_machine.travel(cast.session.opens_at - timedelta(minutes=1), tick=False):
        browser = as_user(cast.owner)
        response = browser.get(step_url(cast.enrolment))
        assert response.status_code == 403
        day = cast.session.starts_on.strftime("%d").lstrip("0")
        assert day in response.content.decode()
        assert reverse("training_sessions:calendar", args=[cast.enrolment.pk]) in response.content.decode()
        for action in player_actions():
            assert browser.get(step_url(cast.enrolment, 0, action)).status_code == 403
            assert browser.post(step_url(cast.enrolment, 0, action)).status_code == 403


@pytest.mark.requirement("CMA-1.3")
@pytest.mark.requirement("CMA-S5")
def test_access_closes_by_itself(cast, as_user, played):
    with time_machine.travel(cast.session.closes_at - timedelta(seconds=1), tick=False):
        assert as_user(cast.owner).get(step_url(cast.enrolment)).status_code == 200
        assert played[-1][0].can_write
        assert played[-1][0].closes_at == cast.session.closes_at
    with time_machine.travel(cast.session.closes_at, tick=False):
        browser = as_user(cast.owner)
        response = browser.get(step_url(cast.enrolment))
        assert response.status_code == 200
        assert b"played" not in response.content
        assert "Les bases" in response.content.decode()
        for action in player_actions():
            assert browser.get(step_url(cast.enrolment, 0, action)).status_code == 403
            assert browser.post(step_url(cast.enrolment, 0, action)).status_code == 403
    assert len(played) == 1


def test_after_the_end_work_handed_in_can_be_read_and_nothing_sent(cast, as_user, played):
    finish(cast.enrolment, 2, score=0.8, success=True)
    with time_machine.travel(cast.session.closes_at + timedelta(days=3), tick=False):
        browser = as_user(cast.owner)
        assert browser.get(step_url(cast.enrolment, 2)).content == b"played"
        assert played[-1][0].can_write is False
        assert played[-1][0].mode == "review"
        assert browser.post(step_url(cast.enrolment, 2, "rendre")).status_code == 403
    assert len(played) == 1


@pytest.mark.requirement("CMA-S2")
@pytest.mark.requirement("CMA-1.6")
def test_a_locked_step_says_what_opens_it_and_answers_nothing_else(cast, as_user, no_player):
    cast.pathway.progression = Progression.CONSTRAINED
    cast.pathway.save()
    quiz = step_of(cast.enrolment, 1)
    Prerequisite.objects.create(step=quiz, activity=step_of(cast.enrolment, 0).activity)
    browser = as_user(cast.owner)
    response = browser.get(step_url(cast.enrolment, 1))
    assert response.status_code == 403
    assert "Les bases" in response.content.decode()
    assert step_url(cast.enrolment, 0) in response.content.decode()
    for action in player_actions():
        assert browser.get(step_url(cast.enrolment, 1, action)).status_code == 403
        assert browser.post(step_url(cast.enrolment, 1, action)).status_code == 403
        assert browser.head(step_url(cast.enrolment, 1, action)).status_code == 403
    assert not Attempt.objects.exists()


def test_what_a_locked_step_waits_for_opens_it(cast, as_user, played):
    cast.pathway.progression = Progression.CONSTRAINED
    cast.pathway.save()
    assert as_user(cast.owner).get(step_url(cast.enrolment, 1)).status_code == 403
    finish(cast.enrolment, 0)
    assert as_user(cast.owner).get(step_url(cast.enrolment, 1)).status_code == 200


def test_a_step_opens_at_midnight_of_its_day_where_the_session_is_run(cast, as_user, played):
    """La Réunion is three hours ahead of Paris in winter: its tenth day begins at 20:00 UTC the day before."""
    region = make_region("La Réunion", time_zone="Indian/Reunion", kind=RegionKind.REGION)
    session = make_session(make_pathway(make_object()), region, starts_on=datetime(2026, 3, 1).date())
    enrolment = Enrolment.objects.create(session=session, user=cast.owner)
    Step.objects.filter(sequence__pathway=session.pathway).update(opens_on_day=10)
    with time_machine.travel(datetime(2026, 3, 9, 19, 59, 59, tzinfo=UTC), tick=False):
        response = as_user(cast.owner).get(step_url(enrolment))
        assert response.status_code == 403
        assert "10 mars" in response.content.decode()
    with time_machine.travel(datetime(2026, 3, 9, 20, 0, tzinfo=UTC), tick=False):
        assert as_user(cast.owner).get(step_url(enrolment)).status_code == 200


@pytest.mark.parametrize(
    ("zone", "opens", "closes"),
    [
        ("Indian/Reunion", datetime(2026, 2, 28, 20, tzinfo=UTC), datetime(2026, 3, 30, 20, tzinfo=UTC)),
        ("America/Martinique", datetime(2026, 3, 1, 4, tzinfo=UTC), datetime(2026, 3, 31, 4, tzinfo=UTC)),
        # Paris changes its clocks on 29 March 2026.
        ("Europe/Paris", datetime(2026, 2, 28, 23, tzinfo=UTC), datetime(2026, 3, 30, 22, tzinfo=UTC)),
        ("Pacific/Noumea", datetime(2026, 2, 28, 13, tzinfo=UTC), datetime(2026, 3, 30, 13, tzinfo=UTC)),
    ],
)
def test_access_opens_and_closes_at_midnight_of_the_region(cast, as_user, played, zone, opens, closes):
    session = make_session(make_pathway(make_object()), make_region(zone, time_zone=zone), starts_on=datetime(2026, 3, 1).date())
    enrolment = Enrolment.objects.create(session=session, user=cast.owner)
    second = timedelta(seconds=1)
    for moment, answers in ((opens - second, 0), (opens, 1), (closes - second, 2), (closes, 2)):
        with time_machine.travel(moment, tick=False):
            as_user(cast.owner).get(step_url(enrolment))
            assert len(played) == answers, moment


def test_the_player_is_told_where_the_learner_is(cast, as_user, played):
    finish(cast.enrolment, 0)
    as_user(cast.owner).get(step_url(cast.enrolment, 1, "temps"))
    context, action = played[-1]
    assert action == "temps"
    assert context.registration == cast.enrolment.registration
    assert context.base_url == step_url(cast.enrolment, 1)
    assert context.back_url == reverse("training_sessions:pathway", args=[cast.enrolment.pk])
    assert context.next_url == step_url(cast.enrolment, 2)
    assert "2" in context.place
    assert "3" in context.place
    assert context.zone.key == "Europe/Paris"
    assert context.forum_url == reverse("forum:session", args=[cast.session.pk])


def test_no_next_step_while_it_is_locked(cast, as_user, played):
    cast.pathway.progression = Progression.CONSTRAINED
    cast.pathway.save()
    as_user(cast.owner).get(step_url(cast.enrolment, 0))
    assert played[-1][0].next_url == ""
    finish(cast.enrolment, 0)
    as_user(cast.owner).get(step_url(cast.enrolment, 0))
    assert played[-1][0].next_url == step_url(cast.enrolment, 1)


def test_after_the_last_step_one_sees_where_one_stands(cast, as_user, played):
    person = make_user("Lou", "Petit")
    enrolment = Enrolment.objects.create(session=make_session(make_pathway(make_object(OfflinePage)), cast.region), user=person)
    finish(enrolment, 0)
    as_user(person).get(step_url(enrolment, 0))
    assert played[-1][0].next_url == reverse("training_sessions:pathway", args=[enrolment.pk])


def test_visits_are_noted_now_and_then_and_only_while_access_is_open(cast, as_user, played):
    start = cast.session.opens_at + timedelta(days=6)
    seen = []
    for minutes in (0, 2, 6):
        with time_machine.travel(start + timedelta(minutes=minutes), tick=False):
            as_user(cast.owner).get(step_url(cast.enrolment))
        cast.enrolment.refresh_from_db()
        seen.append(cast.enrolment.last_visit_at)
    assert seen == [start, start, start + timedelta(minutes=6)]
    assert cast.enrolment.first_visit_at == start
    with time_machine.travel(cast.session.closes_at + timedelta(days=1), tick=False):
        as_user(cast.owner).get(reverse("training_sessions:pathway", args=[cast.enrolment.pk]))
    cast.enrolment.refresh_from_db()
    assert cast.enrolment.last_visit_at == seen[-1]


def test_a_case_study_never_begun_is_closed_after_the_end(cast, as_user, no_player):
    assert step_of(cast.enrolment, 2).activity.specific_class is CaseStudyPage
    with time_machine.travel(cast.session.closes_at + timedelta(days=1), tick=False):
        assert as_user(cast.owner).get(step_url(cast.enrolment, 2)).status_code == 200
        assert as_user(cast.owner).get(step_url(cast.enrolment, 2, "fichier/1")).status_code == 403
