"""The other badges: given for facts, once, shown with when and why, rebuilt from facts alone (CMA-I7)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from badges.domain.awarding import reconcile_badges
from badges.models import Award
from badges.registry import badge_kinds
from courses.domain.attempts import begin_attempt, record
from courses.enums import AttemptState
from forum.domain.posting import reply, start_thread
from sessions.domain.learning import context_of, journey_of
from sessions.models import Enrolment
from tests.factories import make_user

pytestmark = pytest.mark.requirement("CMA-I7")


def finish_steps(enrolment, *places) -> None:
    for place in places:
        journey = journey_of(Enrolment.objects.with_people().get(pk=enrolment.pk))
        attempt = begin_attempt(context_of(journey, journey.standing.steps[place]))
        record(attempt, completed=True, success=True, score=1, state=AttemptState.FINISHED)


def kinds_of(enrolment) -> set[str]:
    return set(Award.objects.filter(enrolment=enrolment).values_list("kind", flat=True))


def test_answering_another_learner_earns_one(cast, commits):
    with commits():
        asked = start_thread(session=cast.session, author=cast.owner, title="Une question", text="Bonjour")
        reply(thread=asked, author=cast.owner, text="J’ajoute")
        welcome = start_thread(session=cast.session, author=cast.tutor, title="Bienvenue", text="Bonjour")
        reply(thread=welcome, author=cast.member, text="Bonjour")
    assert kinds_of(cast.owner.enrolments.get()) == kinds_of(cast.member_enrolment) == set()
    with commits():
        reply(thread=asked, author=cast.member, text="Moi je fais ainsi")
        reply(thread=asked, author=cast.member, text="Et aussi ainsi")
    assert kinds_of(cast.member_enrolment) == {"first_answer"}


def test_a_sequence_and_the_pathway_finished(cast, commits):
    with commits():
        finish_steps(cast.enrolment, 0, 1)
    assert kinds_of(cast.enrolment) == set()
    with commits():
        finish_steps(cast.enrolment, 2)
    assert kinds_of(cast.enrolment) == {"first_sequence", "pathway_finished"}
    assert kinds_of(cast.member_enrolment) == set()
    assert reconcile_badges() == 0


def test_lost_signals_are_made_good_from_facts(cast):
    finish_steps(cast.enrolment, 0, 1, 2)
    assert not Award.objects.exists()
    assert reconcile_badges() == 2
    last = max(row.completed_at for row in cast.enrolment.step_progress.all())
    assert {award.earned_at for award in Award.objects.all()} == {last}
    assert reconcile_badges() == 0


def test_reconciling_asks_as_much_for_one_and_thirty(cast):
    reconcile_badges()
    with CaptureQueriesContext(connection) as few:
        reconcile_badges()
    for number in range(30):
        Enrolment.objects.create(session=cast.session, user=make_user("Apprenant", f"Numéro {number}"))
    with CaptureQueriesContext(connection) as many:
        reconcile_badges()
    assert len(many) == len(few)


def test_the_page_says_when_and_why_and_what_is_still_to_earn(cast, as_user, commits):
    with commits():
        as_user(cast.owner).get(reverse("forum:session", args=[cast.session.pk]))
    page = as_user(cast.owner).get(reverse("badges:shelf")).text
    assert "Vous êtes venu à la rencontre du groupe sur le forum." in page
    assert "Obtenu le" in page
    assert page.count("medallion--locked") == len(badge_kinds()) - 1
    assert "Obtenu le" not in as_user(cast.member).get(reverse("badges:shelf")).text


def test_the_page_of_somebody_in_no_training_leads_somewhere(cast, as_user):
    assert "Pas encore de badge" in as_user(cast.stranger).get(reverse("badges:shelf")).text


def test_the_page_asks_as_much_for_one_and_several_badges(cast, as_user):
    browser = as_user(cast.owner)
    browser.get(reverse("badges:shelf"))
    with CaptureQueriesContext(connection) as few:
        browser.get(reverse("badges:shelf"))
    finish_steps(cast.enrolment, 0, 1, 2)
    reconcile_badges()
    with CaptureQueriesContext(connection) as many:
        browser.get(reverse("badges:shelf"))
    assert len(many) == len(few)
