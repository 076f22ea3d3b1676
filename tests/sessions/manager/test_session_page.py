"""What a manager does on the page of a session, and for the people of the region."""

from datetime import time, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.models import RoleAssignment, User
from lrs.models import Statement
from messaging.models import Notice
from sessions.domain.attention import Today
from sessions.domain.events import EventPlan, add_event
from sessions.domain.presence import clear, close_sheet, validate
from sessions.domain.refusals import Refused
from sessions.enums import EnrolmentState, EventKind, SessionState
from sessions.models import Enrolment, Presence, StepProgress, TrainingSession
from tests.factories import make_object, make_pathway, make_session, make_user


def session_url(name: str, cast, *more) -> str:
    return reverse(f"training_sessions:{name}", args=[cast.session.pk, *more])


def test_enrolling_one_person_from_the_page(cast, as_user, commits):
    data = {"one-first_name": "Anne", "one-last_name": "Riou", "one-email": "anne@exemple.fr"}
    with commits():
        as_user(cast.manager).post(session_url("session_enrol", cast), data)
    assert cast.session.enrolments.filter(user__email="anne@exemple.fr").exists()
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("email", ["", "anne", "anne@", "anne@x"])
def test_a_wrong_address_is_said_and_kept(cast, as_user, email):
    page = as_user(cast.manager).post(session_url("session_enrol", cast), {"one-first_name": "Anne", "one-email": email})
    assert page.status_code == 200
    assert page.context["person_form"].errors["email"]
    assert 'value="Anne"' in page.content.decode()


def test_a_list_keeps_its_bad_lines_in_the_field(cast, as_user):
    text = f"Anne <anne@exemple.fr>\npas d’adresse\n{cast.owner.email}"
    page = as_user(cast.manager).post(session_url("session_enrol_list", cast), {"people": text})
    assert page.status_code == 200
    assert [line.text for line in page.context["bad_lines"]] == ["pas d’adresse"]
    assert page.context["people_form"]["people"].value() == "pas d’adresse"
    assert cast.session.enrolments.filter(user__email="anne@exemple.fr").exists()


def test_the_bar_acts_on_those_ticked_only(cast, as_user, commits):
    browser, url = as_user(cast.manager), session_url("session_learners", cast)
    with commits():
        browser.post(url, {"action": "invite", "learner": [cast.enrolment.pk]})
    assert [message.to for message in mail.outbox] == [[cast.owner.email]]
    browser.post(url, {"action": "withdraw", "learner": [cast.enrolment.pk, "nonsense"]})
    cast.enrolment.refresh_from_db()
    cast.member_enrolment.refresh_from_db()
    assert (cast.enrolment.state, cast.member_enrolment.state) == (EnrolmentState.WITHDRAWN, EnrolmentState.ACTIVE)
    browser.post(reverse("training_sessions:enrolment_state", args=[cast.enrolment.pk]), {"action": "enrol"})
    cast.enrolment.refresh_from_db()
    assert cast.enrolment.state == EnrolmentState.ACTIVE


@pytest.mark.requirement("CMA-R2")
def test_nobody_of_another_session_is_reached_through_the_bar(cast, as_user, commits):
    other = Enrolment.objects.create(session=cast.other_session, user=cast.stranger)
    with commits():
        as_user(cast.manager).post(session_url("session_learners", cast), {"action": "withdraw", "learner": [other.pk]})
        as_user(cast.manager).post(session_url("session_write", cast), {"subject": "A", "message": "B", "learner": [other.pk]})
    other.refresh_from_db()
    assert other.state == EnrolmentState.ACTIVE
    assert mail.outbox == []


def test_a_message_goes_to_each_and_answers_come_to_the_manager(cast, as_user, commits):
    browser = as_user(cast.manager)
    learners = [cast.enrolment.pk, cast.member_enrolment.pk]
    page = browser.post(session_url("session_learners", cast), {"action": "write", "learner": learners})
    assert page.status_code == 200
    with commits():
        browser.post(session_url("session_write", cast), {"subject": "Demain", "message": "On se voit à <9 h>.", "learner": learners})
    assert {message.to[0] for message in mail.outbox} == {cast.owner.email, cast.member.email}
    assert all(message.reply_to == [cast.manager.email] for message in mail.outbox)
    assert "On se voit à <9 h>." in mail.outbox[0].body
    assert "&lt;9 h&gt;" in mail.outbox[0].alternatives[0][0]


def test_confirming_and_cancelling_from_the_page(cast, as_user, commits):
    cast.session.state = SessionState.DRAFT
    cast.session.save()
    browser = as_user(cast.manager)
    with commits():
        browser.post(session_url("session_confirm", cast))
    assert len(mail.outbox) == 4
    with commits():
        browser.post(session_url("session_cancel", cast), {"message": "Désolé"})
    cast.session.refresh_from_db()
    assert cast.session.state == SessionState.CANCELLED
    assert len(mail.outbox) == 8
    assert browser.get(session_url("session", cast)).status_code == 200
    assert browser.get(session_url("session_edit", cast)).status_code == 302


# --- Presence ---


@pytest.fixture
def event(cast):
    from courses.models import HalfDayPage

    activity = make_object(HalfDayPage, "Demi-journée", duration_minutes=210)
    session = make_session(make_pathway(activity), cast.region)
    plan = EventPlan(EventKind.HALF_DAY, "Demi-journée", session.starts_on, time(9), time(12), activity_id=activity.pk)
    return add_event(session=session, plan=plan)


@pytest.fixture
def learner(cast, event):
    return Enrolment.objects.create(session=event.session, user=cast.owner)


@pytest.mark.requirement("CMA-S3")
def test_presence_is_a_fact_with_its_statement_and_progress(cast, event, learner):
    validate(event=event, enrolment=learner, status="present", by=cast.manager)
    validate(event=event, enrolment=learner, status="late", by=cast.tutor)
    presence = Presence.objects.get(event=event, enrolment=learner)
    assert (presence.status, presence.validated_by) == ("late", cast.tutor)
    assert Statement.objects.filter(registration=learner.registration, verb__endswith="attended").count() == 1
    assert StepProgress.objects.get(enrolment=learner).completed
    learner.refresh_from_db()
    assert learner.percent == 100
    validate(event=event, enrolment=learner, status="absent", by=cast.manager)
    assert not StepProgress.objects.get(enrolment=learner).completed
    clear(event=event, enrolment=learner)
    assert not Presence.objects.exists()


def test_presence_is_refused_before_the_event_and_for_who_is_not_enrolled(cast, event, learner):
    with pytest.raises(Refused):
        validate(event=event, enrolment=cast.enrolment, status="present", by=cast.manager)
    event.starts_at, event.ends_at = timezone.now() + timedelta(hours=1), timezone.now() + timedelta(hours=2)
    event.save()
    with pytest.raises(Refused):
        validate(event=event, enrolment=learner, status="present", by=cast.manager)
    assert not Presence.objects.exists()


def test_one_press_per_person_and_one_for_all_the_others(cast, as_user, event, learner):
    other = Enrolment.objects.create(session=event.session, user=cast.member)
    browser = as_user(cast.manager)
    url = reverse("training_sessions:event_presence", args=[event.session.pk, event.pk])
    browser.post(url, {"presence": f"{learner.pk}:absent"})
    browser.post(url, {"rest": "1"})
    assert dict(Presence.objects.values_list("enrolment", "status")) == {learner.pk: "absent", other.pk: "present"}
    assert browser.post(url, {"presence": f"{cast.enrolment.pk}:present"}).status_code == 404
    assert browser.post(url, {"presence": f"{learner.pk}:everywhere"}).status_code == 404


# --- The day ---


def test_the_day_tells_what_is_amiss(cast):
    draft = make_session(cast.pathway, cast.region, starts_on=timezone.localdate() + timedelta(days=2), state=SessionState.DRAFT)
    today = Today(cast.manager)
    found = {session.pk: len(problems) for session, problems in today.troubled}
    assert found == {cast.session.pk: 1, draft.pk: 3}
    assert today.troubled[0][0] == cast.session
    assert today.learners == 2
    Enrolment.objects.update(first_visit_at=timezone.now())
    assert cast.session.pk not in {session.pk for session, _problems in Today(cast.manager).troubled}


def test_the_day_tells_beginnings_ends_events_and_presence_to_validate(cast):
    ending = make_session(cast.pathway, cast.region, starts_on=timezone.localdate() - timedelta(days=28))
    coming = make_session(cast.pathway, cast.region, starts_on=timezone.localdate() + timedelta(days=3))
    past = add_event(
        session=cast.session, plan=EventPlan(EventKind.HALF_DAY, "Hier", timezone.localdate() - timedelta(days=1), time(9), time(12))
    )
    soon = add_event(
        session=cast.session, plan=EventPlan(EventKind.HALF_DAY, "Bientôt", timezone.localdate() + timedelta(days=2), time(9), time(12))
    )
    today = Today(cast.manager)
    assert (today.ending, today.starting) == ([ending], [coming])
    assert (today.events, today.to_validate) == ([soon], [past])
    for enrolment in (cast.enrolment, cast.member_enrolment):
        validate(event=past, enrolment=enrolment, status="present", by=cast.manager)
    assert Today(cast.manager).to_validate == [past]
    close_sheet(event=past, by=cast.manager)
    assert Today(cast.manager).to_validate == []
    nothing = Today(cast.other_manager)
    assert (nothing.events, nothing.ending, nothing.to_validate) == ([], [], [])


# --- People ---


@pytest.mark.requirement("CMA-R2")
def test_adding_a_tutor_and_taking_the_role_back(cast, as_user, commits):
    browser = as_user(cast.manager)
    data = {"email": "gwen@exemple.fr", "first_name": "Gwen", "last_name": "Le Bihan", "region": cast.region.pk}
    with commits():
        browser.post(reverse("training_sessions:tutor_new"), data)
    person = User.objects.get(email="gwen@exemple.fr")
    assert RoleAssignment.objects.filter(user=person, role=Role.TUTOR, region=cast.region, granted_by=cast.manager).exists()
    assert "/compte/invitation/" in mail.outbox[0].body
    url = reverse("training_sessions:person_role", args=[person.uid])
    browser.post(url, {"remove": "1", "region": cast.region.pk})
    assert not person.assignments.exists()


def test_a_tutor_in_a_session_keeps_the_role(cast, as_user):
    as_user(cast.manager).post(reverse("training_sessions:person_role", args=[cast.tutor.uid]), {"remove": "1", "region": cast.region.pk})
    assert cast.tutor.assignments.filter(role=Role.TUTOR).exists()


@pytest.mark.requirement("CMA-R2")
def test_a_role_is_never_given_in_a_region_of_someone_else(cast, as_user):
    browser = as_user(cast.manager)
    url = reverse("training_sessions:person_role", args=[cast.owner.uid])
    assert browser.post(url, {"region": cast.other_region.pk}).status_code == 404
    data = {"email": "gwen@exemple.fr", "region": cast.other_region.pk}
    assert browser.post(reverse("training_sessions:tutor_new"), data).context["form"].errors
    assert not RoleAssignment.objects.filter(region=cast.other_region, role=Role.TUTOR).exists()


def test_a_name_is_corrected_and_an_address_only_until_it_is_used(cast, as_user):
    browser, url = as_user(cast.manager), reverse("training_sessions:person_edit", args=[cast.owner.uid])
    browser.post(url, {"first_name": "Monica", "last_name": "Le Goff", "email": "monica@exemple.fr"})
    cast.owner.refresh_from_db()
    assert (cast.owner.first_name, cast.owner.email) == ("Monica", "monica@exemple.fr")
    cast.owner.set_password("une phrase assez longue")
    cast.owner.save()
    browser.post(url, {"first_name": "Monique", "last_name": "Le Goff", "email": "voleur@exemple.fr"})
    cast.owner.refresh_from_db()
    assert (cast.owner.first_name, cast.owner.email) == ("Monique", "monica@exemple.fr")


@pytest.mark.parametrize("role", [Role.REGIONAL_MANAGER, Role.EDITOR, Role.NATIONAL_MANAGER])
def test_who_also_belongs_elsewhere_is_not_corrected_by_a_region(cast, as_user, role):
    region = cast.other_region if role == Role.REGIONAL_MANAGER else None
    RoleAssignment.objects.create(user=cast.owner, role_id=role, region=region)
    as_user(cast.manager).post(
        reverse("training_sessions:person_edit", args=[cast.owner.uid]),
        {"first_name": "Autre", "last_name": "Nom", "email": "voleur@exemple.fr"},
    )
    cast.owner.refresh_from_db()
    assert (cast.owner.first_name, cast.owner.email != "voleur@exemple.fr") == ("Monique", True)


def test_inviting_a_person_again_from_their_page(cast, as_user, commits):
    with commits():
        as_user(cast.manager).post(reverse("training_sessions:person_invite", args=[cast.owner.uid]))
    assert Notice.objects.filter(user=cast.owner, kind="invitation").count() == 1


def test_searching_people_and_sessions_ignores_accents(cast, as_user):
    browser = as_user(cast.manager)
    page = browser.get(reverse("training_sessions:people"), {"q": "KERVELLA yann", "role": "learner"})
    assert list(page.context["page"]) == [cast.member]
    page = browser.get(reverse("training_sessions:sessions"), {"q": "reussir STRATEGIE", "etat": "running", "tri": "-apprenants"})
    assert list(page.context["page"]) == [cast.session]
    assert not list(browser.get(reverse("training_sessions:sessions"), {"etat": "over"}).context["page"])
    assert browser.get(reverse("training_sessions:sessions"), {"tri": "x", "page": "z", "parcours": "0", "region": "?"}).status_code == 200


def test_a_national_manager_chooses_a_region(cast, as_user):
    browser = as_user(cast.national)
    seen = browser.get(reverse("training_sessions:sessions")).context["page"]
    assert set(seen) == {cast.session, cast.other_session}
    seen = browser.get(reverse("training_sessions:sessions"), {"region": cast.other_region.code}).context["page"]
    assert list(seen) == [cast.other_session]


# --- The number of queries ---


def more_of_everything(cast, count: int) -> None:
    for number in range(count):
        session = make_session(cast.pathway, cast.region, name=f"Session {number}")
        day = timezone.localdate()
        for shift in (-1, 1):
            add_event(session=session, plan=EventPlan(EventKind.HALF_DAY, "Atelier", day + timedelta(days=shift), time(9), time(12)))
        learner = make_user(f"Prénom{number}", "Nom", role=Role.LEARNER, region=cast.region)
        Enrolment.objects.create(session=session, user=learner)
        Enrolment.objects.create(session=cast.session, user=learner)


@pytest.mark.parametrize("name", ["region", "sessions", "people", "session", "session_dates", "session_documents", "person"])
def test_a_page_asks_the_database_as_often_for_thirty_as_for_one(furnished, as_user, name, django_assert_num_queries, settings):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    cast = furnished.cast
    arguments = {"session": [cast.session.pk], "session_dates": [cast.session.pk], "session_documents": [cast.session.pk]}
    arguments["person"] = [cast.owner.uid]
    url = reverse(f"training_sessions:{name}", args=arguments.get(name, []))
    browser = as_user(cast.manager)
    more_of_everything(cast, 1)
    browser.get(url)
    with CaptureQueriesContext(connection) as few:
        browser.get(url)
    more_of_everything(cast, 29)
    assert TrainingSession.objects.count() > 30
    with django_assert_num_queries(len(few)):
        browser.get(url)
