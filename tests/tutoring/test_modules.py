"""The parts of a module on the tutor's screen: where the learner stands, excused from one, one left open closed (cmi5 9.3.6, 9.3.7)."""

import pytest
from django.urls import reverse

from courses.domain.unit_launch import open_unit
from courses.models import Attempt, NodeState, UnitLaunch
from lrs.models import Statement
from pathways.models import Step
from tests.courses.cmi5_packages import SITE, block, cmi5_zip, unit
from tests.courses.cmi5_unit import CMI5, EXTENSIONS, MOVE_ON
from tests.courses.packages import context_for, make_module

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("CMA-2.22")]


@pytest.fixture
def step(cast):
    module = make_module(cmi5_zip(block("bloc", unit("a")), unit("b")), "Faire du pain")
    sequence = cast.pathway.sequences.first()
    return Step.objects.create(sequence=sequence, activity=module, sort_order=90)


def address(cast, step, name: str) -> str:
    return reverse(f"tutoring:{name}", args=[cast.enrolment.pk, step.pk])


def part(step, name: str) -> str:
    return step.activity.specific.package.current.nodes.get(kind="au", publisher_id=f"{SITE}{name}").identifier


def said(cast) -> list[dict]:
    rows = Statement.objects.filter(registration=cast.enrolment.registration).order_by("stored")
    return [row.body for row in rows]


def waive(cast, step, browser, name: str = "a", reason: str = "Tested Out"):
    return browser.post(address(cast, step, "waive"), {"part": part(step, name), "reason": reason}, follow=True)


def test_a_learner_is_excused_from_a_part(cast, step, as_user):
    page = waive(cast, step, as_user(cast.tutor)).content.decode()
    assert "est dispensé de cette partie" in page
    assert "Un test montre que c’est déjà acquis" in page
    waived, block_done, *rest = said(cast)
    assert waived["verb"]["id"].endswith("/waived")
    assert waived["result"] == {
        "completion": True,
        "success": True,
        "extensions": {"https://w3id.org/xapi/cmi5/result/extensions/reason": "Tested Out"},
    }
    assert [one["id"] for one in waived["context"]["contextActivities"]["category"]] == [CMI5, MOVE_ON]
    assert [one["id"] for one in waived["context"]["contextActivities"]["grouping"]] == [f"{SITE}a"]
    assert block_done["verb"]["id"].endswith("/satisfied")
    session = f"{EXTENSIONS}sessionid"
    assert waived["context"]["extensions"][session] == block_done["context"]["extensions"][session]
    assert rest == []
    state = NodeState.objects.get(waived_at__isnull=False)
    assert (state.waived_by, state.waive_reason) == (cast.tutor, "Tested Out")


def test_excused_from_all_the_step_is_done(cast, step, as_user):
    browser = as_user(cast.tutor)
    waive(cast, step, browser, "a")
    assert not Attempt.objects.get(activity=step.activity_id).completed
    waive(cast, step, browser, "b", "Administrative")
    assert Attempt.objects.get(activity=step.activity_id).completed
    learner = as_user(cast.owner).get(reverse("training_sessions:step", args=[cast.enrolment.pk, step.pk])).content.decode()
    assert "Vous en êtes dispensé" in learner


def test_nobody_is_excused_twice_or_without_a_reason(cast, step, as_user):
    browser = as_user(cast.tutor)
    waive(cast, step, browser)
    assert "déjà dispensé" in waive(cast, step, browser).content.decode()
    assert "Choisissez pourquoi" in waive(cast, step, browser, "b", "Parce que").content.decode()
    missing = browser.post(address(cast, step, "waive"), {"part": "x", "reason": "Tested Out"}, follow=True)
    assert "n’est plus dans le module" in missing.content.decode()
    assert sum(body["verb"]["id"].endswith("/waived") for body in said(cast)) == 1


def test_a_part_left_open_is_closed(cast, step, as_user):
    context = context_for(cast.owner, step.activity.specific, registration=cast.enrolment.registration)
    opened = open_unit(context, part(step, "a")).unit_launch
    browser = as_user(cast.tutor)
    assert "Fermer cette partie" in browser.get(address(cast, step, "module")).content.decode()
    page = browser.post(address(cast, step, "abandon"), {"launch": opened.pk}, follow=True).content.decode()
    assert "Cette partie est fermée" in page
    assert "Fermer cette partie" not in page
    again = browser.post(address(cast, step, "abandon"), {"launch": opened.pk}, follow=True).content.decode()
    assert "déjà fermée" in again
    abandoned = [body for body in said(cast) if body["verb"]["id"].endswith("/abandoned")]
    assert [body["context"]["extensions"][f"{EXTENSIONS}sessionid"] for body in abandoned] == [str(opened.session_id)]


def test_only_what_is_the_learners_own_can_be_closed(cast, step, as_user):
    other = make_module(cmi5_zip(unit("a")), "Autre")
    opened = open_unit(context_for(cast.member, other), other.package.current.nodes.get(kind="au").identifier).unit_launch
    browser = as_user(cast.tutor)
    assert browser.post(address(cast, step, "abandon"), {"launch": opened.pk}).status_code == 404
    assert browser.post(address(cast, step, "abandon"), {"launch": "x"}).status_code == 404
    assert UnitLaunch.objects.running().filter(pk=opened.pk).exists()


def test_who_motivates_reads_and_does_not_decide(cast, step, as_user):
    browser = as_user(cast.coach)
    page = browser.get(address(cast, step, "module")).content.decode()
    assert "Partie a" in page
    assert "Dispenser" not in page
    assert browser.post(address(cast, step, "waive"), {"part": part(step, "a"), "reason": "Tested Out"}).status_code == 403


def test_the_learners_page_leads_to_the_parts(cast, step, as_user):
    page = as_user(cast.tutor).get(reverse("tutoring:learner", args=[cast.enrolment.pk])).content.decode()
    assert address(cast, step, "module") in page
    first = cast.pathway.sequences.first().steps.first()
    assert as_user(cast.tutor).get(address(cast, first, "module")).status_code == 404
