"""The badge of the first visit to the forum (CMA-1.4): given once, shown, and rebuilt from the journal."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from badges.domain.awarding import reconcile_badges
from badges.models import Award
from lrs.api import SESSION_FORUM, Thing, Verb, activity_iri, record
from lrs.models import Statement
from sessions.registry import home_cards

pytestmark = pytest.mark.requirement("CMA-1.4")


def visit(cast, browser, commits):
    with commits():
        return browser.get(reverse("forum:session", args=[cast.session.pk]))


def test_the_first_visit_earns_it_and_says_so(cast, as_user, commits):
    browser = as_user(cast.owner)
    visit(cast, browser, commits)
    award = Award.objects.get()
    assert (award.user, award.enrolment) == (cast.owner, cast.enrolment)
    [earned] = Statement.objects.filter(verb__endswith="/earned")
    assert (earned.user, earned.registration) == (cast.owner, cast.enrolment.registration)


def test_it_is_earned_once(cast, as_user, commits):
    browser = as_user(cast.owner)
    for _time in range(3):
        visit(cast, browser, commits)
    assert Award.objects.count() == 1
    assert reconcile_badges() == 0


@pytest.mark.parametrize("who", ["tutor", "coach", "manager", "national"])
def test_it_is_for_learners(cast, as_user, commits, who):
    visit(cast, as_user(getattr(cast, who)), commits)
    assert not Award.objects.exists()


def test_what_content_sent_earns_nothing(cast, commits):
    with commits():
        forged = record(
            user=cast.owner,
            verb=Verb.EXPERIENCED,
            thing=Thing(activity_iri(SESSION_FORUM, cast.session.pk), "Forum"),
            registration=cast.enrolment.registration,
        )
        Statement.objects.filter(pk=forged.pk).update(is_platform=False)
    assert not Award.objects.exists()
    assert reconcile_badges() == 0


def test_another_statement_about_the_forum_earns_nothing(cast, commits):
    with commits():
        record(
            user=cast.owner,
            verb=Verb.EXPERIENCED,
            thing=Thing(activity_iri("forum", 3), "Une tâche sur le forum"),
            registration=cast.enrolment.registration,
        )
    assert not Award.objects.exists()


def test_a_lost_signal_is_made_good(cast, as_user):
    as_user(cast.owner).get(reverse("forum:session", args=[cast.session.pk]))
    assert not Award.objects.exists()
    call_command("reconcile_badges")
    visited = Statement.objects.get(verb__endswith="/experienced")
    assert Award.objects.get().earned_at == visited.timestamp


def test_the_home_has_a_card_once_there_is_a_badge(cast, as_user, commits):
    assert home_cards([cast.enrolment], only="badges") == []
    visit(cast, as_user(cast.owner), commits)
    [(template, context)] = home_cards([cast.enrolment], only="badges")
    assert template == "badges/shelf.html"
    assert [award.enrolment for award in context["badges"]] == [cast.enrolment]
    assert home_cards([cast.member_enrolment], only="badges") == []
    assert "Première visite au forum" in as_user(cast.owner).get(reverse("training_sessions:home")).text
    assert "Première visite au forum" not in as_user(cast.member).get(reverse("training_sessions:home")).text
