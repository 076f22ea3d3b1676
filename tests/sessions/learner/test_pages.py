"""What a learner's home, pathway and results say in each situation."""

from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone, translation

from courses.domain.attempts import record
from courses.enums import AttemptState
from courses.models import RichContentPage, Submission, VirtualClassPage
from pathways.enums import ConditionKind, Progression
from pathways.models import FaqEntry, Sequence, Step, SuccessCondition
from privacy.days import hour_in_words
from sessions.domain.learning import journey_of
from sessions.domain.situation import Kind, Situation
from sessions.models import Enrolment, SessionEvent
from tests.factories import make_object, make_pathway, make_region, make_session, make_user
from tests.sessions.learner.moments import begin, finish, succeed
from tests.sessions.learner.test_step_access import step_url

HOME = "/espace/apprendre/"


def page(browser, url):
    response = browser.get(url)
    assert response.status_code == 200
    return plain(response.content.decode())


def plain(text):
    """With ordinary spaces where French has ones that do not break."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def pathway_url(enrolment):
    return reverse("training_sessions:pathway", args=[enrolment.pk])


def situation_of(enrolment):
    return Situation(journey_of(enrolment), list(SessionEvent.objects.filter(session=enrolment.session)))


def now_card(text: str) -> str:
    """The card of what to do now: from its beginning to that of the first pathway."""
    begins = text.index("card--now")
    return text[begins : text.index("pathway-card", begins)]


def test_home_begins_with_the_one_thing_to_do(cast, as_user):
    text = page(as_user(cast.owner), HOME)
    now = now_card(text)
    assert now.count("button--primary") == 1
    assert f'href="{step_url(cast.enrolment, 0)}"' in now
    assert "Les bases" in now
    assert "15 min" in now


def test_home_shows_nothing_of_others(cast, as_user):
    finish(cast.member_enrolment, 0)
    text = page(as_user(cast.owner), HOME)
    assert str(cast.member_enrolment.pk) not in text
    assert "Yann" not in text


def test_home_of_somebody_enrolled_nowhere_says_what_to_do(cast, as_user):
    text = page(as_user(cast.stranger), HOME)
    assert 'class="empty"' in text
    assert "card--now" not in text


def test_home_is_a_workspace_of_learners_only(cast, as_user):
    for person in (cast.owner, cast.stranger, cast.manager):
        shown = f'class="site-nav__link" href="{HOME}"' in page(as_user(person), reverse("accounts:profile"))
        assert shown == (person == cast.owner)


def test_the_situation_follows_what_was_done(cast):
    enrolment = cast.enrolment
    assert situation_of(enrolment).kind == Kind.STEP
    finish(enrolment, 0)
    finish(enrolment, 1, score=0.9, success=True)
    work = begin(enrolment, 2, state=AttemptState.SUBMITTED)
    assert situation_of(enrolment).kind == Kind.WAITING
    record(work, state=AttemptState.FINISHED, completed=True, score=0.9, success=True)
    assert situation_of(enrolment).kind == Kind.SUCCEEDED


def test_a_missing_condition_is_said(cast, as_user):
    activity = Step.objects.get(sequence__pathway=cast.pathway, sort_order=0).activity
    SuccessCondition.objects.create(pathway=cast.pathway, kind=ConditionKind.ATTENDED, activity=activity)
    succeed(cast.enrolment)
    situation = situation_of(cast.enrolment)
    assert situation.kind == Kind.MISSING
    assert plain(situation.missing[0].words) in unescape(page(as_user(cast.owner), HOME))


def test_a_virtual_class_is_an_appointment(cast, as_user):
    session = make_session(make_pathway(make_object(VirtualClassPage, "Classe virtuelle")), cast.region)
    enrolment = Enrolment.objects.create(session=session, user=cast.stranger)
    assert situation_of(enrolment).kind == Kind.EVENT
    starts = timezone.now() + timedelta(days=3)
    activity = Step.objects.get(sequence__pathway=session.pathway).activity
    SessionEvent.objects.create(
        session=session, kind="virtual_class", activity=activity, title="Classe", starts_at=starts, ends_at=starts + timedelta(hours=2)
    )
    assert situation_of(enrolment).event.starts_at == starts
    with translation.override("fr"):
        assert hour_in_words(timezone.localtime(starts)).replace("\xa0", " ") in page(as_user(cast.stranger), HOME)


def test_only_time_opens_what_waits_for_its_day(cast):
    Step.objects.filter(sequence__pathway=cast.pathway).update(opens_on_day=20)
    assert situation_of(cast.enrolment).kind == Kind.LOCKED


def test_a_training_to_come_says_its_day(cast, as_user):
    session = make_session(cast.pathway, cast.region, starts_on=timezone.localdate() + timedelta(days=4))
    enrolment = Enrolment.objects.create(session=session, user=cast.stranger)
    browser = as_user(cast.stranger)
    text = page(browser, HOME)
    assert pathway_url(enrolment) in text
    assert "/etape/" not in text
    assert "/etape/" not in page(browser, pathway_url(enrolment))


def test_a_finished_training_keeps_results_and_leads_to_no_content(cast, as_user, commits):
    with commits():
        succeed(cast.enrolment)
    with time_machine.travel(cast.session.closes_at + timedelta(days=9)):
        browser = as_user(cast.owner)
        text = page(browser, HOME)
        assert reverse("training_sessions:results", args=[cast.enrolment.pk]) in text
        assert reverse("training_sessions:certificate", args=[cast.enrolment.pk]) in text
        assert "card--now" not in text
        assert "90" in page(browser, reverse("training_sessions:results", args=[cast.enrolment.pk]))
        assert reverse("training_sessions:certificate", args=[cast.enrolment.pk]) in page(browser, pathway_url(cast.enrolment))


def test_several_trainings_begin_with_the_one_visited_last(cast, as_user):
    other = make_session(make_pathway(make_object(title="Autre chose"), title="Devis"), cast.region)
    second = Enrolment.objects.create(session=other, user=cast.owner, last_visit_at=timezone.now())
    text = page(as_user(cast.owner), HOME)
    assert step_url(second, 0) in now_card(text)
    assert cast.pathway.title in text


@pytest.mark.requirement("CMA-S4")
@pytest.mark.requirement("CMA-2.4")
def test_the_pathway_tells_modality_minutes_and_state_of_each_step(cast, as_user):
    finish(cast.enrolment, 1, score=0.2, success=False)
    begin(cast.enrolment, 2, state=AttemptState.SUBMITTED)
    with override_settings(LANGUAGE_CODE="en"):
        cast.owner.language = "en"
        cast.owner.save()
        text = page(as_user(cast.owner), pathway_url(cast.enrolment))
    for words in ("Remote, at your own pace", "Case study", "15 min", "To do again", "Waiting for its grade", "20 %"):
        assert words in text


@pytest.mark.requirement("CMA-S3")
def test_the_pathway_tells_each_condition_with_where_one_stands(cast, as_user):
    case = Step.objects.get(sequence__pathway=cast.pathway, sort_order=2).activity
    SuccessCondition.objects.create(pathway=cast.pathway, kind=ConditionKind.SCORE, activity=case, threshold=70)
    finish(cast.enrolment, 2, score=0.82, success=True)
    text = page(as_user(cast.owner), pathway_url(cast.enrolment))
    words = journey_of(cast.enrolment).standing.conditions[0].words
    assert "82" in words
    assert 'data-met="yes"' in text


@pytest.mark.requirement("CMA-2.6")
@pytest.mark.requirement("CMA-2.8")
def test_the_pathway_tells_whom_to_ask(cast, as_user):
    cast.tutor.phone = "06 12 34 56 78"
    cast.tutor.save()
    cast.session.welcome = "Bienvenue <b>à tous</b>"
    cast.session.save()
    FaqEntry.objects.create(pathway=cast.pathway, question="Et sur mon téléphone ?", answer="<p>Oui.</p>")
    text = page(as_user(cast.owner), pathway_url(cast.enrolment))
    for words in (
        reverse("messaging:write", args=[cast.tutor.uid]),
        reverse("messaging:write", args=[cast.coach.uid]),
        "tel:0612345678",
        "Et sur mon téléphone ?",
    ):
        assert words in text
    assert "&lt;b&gt;" in text


def test_whom_to_ask_and_the_questions_are_those_of_now(cast, as_user):
    browser, entry = as_user(cast.owner), FaqEntry.objects.create(pathway=cast.pathway, question="Avant ?", answer="<p>Oui.</p>")
    assert "Avant ?" in page(browser, pathway_url(cast.enrolment))
    cast.tutor.last_name = "Renommée"
    cast.tutor.save()
    entry.question = "Après ?"
    entry.save()
    cast.session.region.phone = "01 98 76 54 32"
    cast.session.region.save()
    text = page(browser, pathway_url(cast.enrolment))
    assert "Renommée" in text
    assert "tel:0198765432" in text
    assert "Après ?" in text
    assert "Avant ?" not in text


def test_a_long_pathway_is_folded_where_one_is_not(cast, as_user):
    pathway = make_pathway(*[make_object(RichContentPage, f"Page {n}") for n in range(12)], progression=Progression.CONSTRAINED)
    for place in (1, 2):
        sequence = Sequence.objects.create(pathway=pathway, title=f"Partie {place}", sort_order=place)
        for n in range(12):
            Step.objects.create(sequence=sequence, activity=make_object(RichContentPage, f"P{place}-{n}"), sort_order=n)
    enrolment = Enrolment.objects.create(session=make_session(pathway, cast.region), user=cast.stranger)
    text = page(as_user(cast.stranger), pathway_url(enrolment))
    assert text.count('class="step-row ') == 36
    assert text.count('<details class="stage" open') == 1


def test_results_tell_the_published_answer_and_no_draft(cast, as_user):
    attempt = finish(cast.enrolment, 2, score=0.8, success=True)
    now = timezone.now()
    Submission.objects.create(attempt=attempt, grade=16, feedback="Très bon travail", handed_in_at=now, published_at=None)
    url = reverse("training_sessions:results", args=[cast.enrolment.pk])
    assert "Très bon travail" not in page(as_user(cast.owner), url)
    Submission.objects.update(published_at=now, graded_by=cast.tutor)
    text = page(as_user(cast.owner), url)
    assert "Très bon travail" in text
    assert "Fabienne Morvan" in text
    assert step_url(cast.enrolment, 2) in page(as_user(cast.owner), HOME)


def test_hours_are_those_of_the_region_unless_the_person_chose_others(cast, as_user):
    session = make_session(make_pathway(make_object()), make_region("Réunion", time_zone="Indian/Reunion"))
    person = make_user("Lou", "Payet")
    Enrolment.objects.create(session=session, user=person)
    starts = timezone.now().replace(hour=9, minute=7) + timedelta(days=2)
    SessionEvent.objects.create(
        session=session, kind="virtual_class", title="Classe", starts_at=starts, ends_at=starts + timedelta(hours=1)
    )
    assert "13 h 07" in page(as_user(person), HOME)
    person.time_zone = "America/Martinique"
    person.save()
    assert " 5 h 07" in page(as_user(person), HOME)


def test_the_calendar_holds_the_dates(cast, as_user):
    response = as_user(cast.owner).get(reverse("training_sessions:calendar", args=[cast.enrolment.pk]))
    assert response["Content-Type"].startswith("text/calendar")
    assert b"BEGIN:VEVENT" in response.content


def test_a_learners_pages_only_read(cast, as_user):
    browser = as_user(cast.owner)
    for url in (HOME, pathway_url(cast.enrolment), reverse("training_sessions:documents")):
        assert browser.post(url).status_code == 405
