"""Enrolling: who may come in, what is written to whom and how often."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.utils import timezone
from icalendar import Calendar

from accounts.domain.invitations import invitation_url, user_of_invitation
from accounts.enums import Role
from accounts.models import User
from lrs.models import Statement
from messaging.models import Notice
from sessions.domain.enrolment import AlreadyEnrolled, enrol, enrol_again, enrol_lines, invite_again, withdraw
from sessions.domain.mailings import write_letters
from sessions.domain.pasted_people import read_people
from sessions.domain.refusals import Refused
from sessions.domain.sessions import cancel, confirm, create_session
from sessions.enums import EnrolmentState, SessionState, TutorRole
from sessions.models import Enrolment, Mailing
from tests.factories import make_session, make_user


def to_new_person(cast, email="nouvelle@example.org", **fields):
    return enrol(session=cast.session, email=email, by=cast.manager, **fields)


@pytest.mark.requirement("CMA-R2")
def test_a_new_person_gets_an_account_a_place_and_one_invitation(cast, commits):
    with commits():
        enrolment = to_new_person(cast, email=" Anne.Riou@Example.org ", first_name="Anne", last_name="Riou")
    assert enrolment.user.email == "anne.riou@example.org"
    assert enrolment.user.has_role(Role.LEARNER)
    assert not enrolment.user.has_usable_password()
    assert enrolment.minutes_left > 0
    assert enrolment.invited_at is not None
    [message] = mail.outbox
    assert message.to == ["anne.riou@example.org"]
    assert "/compte/invitation/" in message.body
    assert "Fabienne Morvan" in message.body
    assert cast.tutor.email in message.body
    (name, _content, media_type), (convocation, _pdf, _type) = message.attachments
    assert convocation.startswith("convocation-")
    assert (name, media_type.split(";")[0]) == ("session.ics", "text/calendar")
    assert Statement.objects.filter(registration=enrolment.registration, verb__endswith="registered").count() == 1


def test_an_existing_account_is_recognised_and_keeps_its_name(cast, commits):
    with commits():
        enrolment = to_new_person(cast, email=cast.stranger.email.upper(), first_name="Autre", last_name="Nom")
    assert enrolment.user == cast.stranger
    assert str(enrolment.user) == "Alix Inconnu"


def test_who_has_a_password_is_led_to_the_session_not_to_a_new_password(cast, commits):
    cast.stranger.set_password("une phrase assez longue")
    cast.stranger.save()
    with commits():
        enrolment = to_new_person(cast, email=cast.stranger.email)
    assert "/compte/invitation/" not in mail.outbox[0].body
    assert f"/espace/apprendre/{enrolment.pk}/" in mail.outbox[0].body


def test_an_invitation_link_dies_with_the_password_it_sets(cast):
    uidb64, token = invitation_url(cast.stranger).rstrip("/").split("/")[-2:]
    assert user_of_invitation(uidb64, token) == cast.stranger
    assert user_of_invitation(uidb64, token[:-1] + "x") is None
    assert user_of_invitation("nonsense", token) is None
    cast.stranger.set_password("une phrase assez longue")
    cast.stranger.save()
    assert user_of_invitation(uidb64, token) is None


def test_a_closed_account_is_refused(cast):
    cast.stranger.is_active = False
    cast.stranger.save()
    with pytest.raises(Refused):
        to_new_person(cast, email=cast.stranger.email)
    assert not Enrolment.objects.filter(user=cast.stranger).exists()


def test_nobody_is_enrolled_twice(cast):
    with pytest.raises(AlreadyEnrolled):
        to_new_person(cast, email=cast.owner.email)


def test_places_are_counted_and_a_withdrawal_frees_one(cast):
    cast.session.places = 2
    cast.session.save()
    with pytest.raises(Refused):
        to_new_person(cast)
    assert not User.objects.filter(email="nouvelle@example.org").exists()
    withdraw(cast.member_enrolment, by=cast.manager)
    assert to_new_person(cast).state == EnrolmentState.ACTIVE
    with pytest.raises(Refused):
        enrol_again(cast.member_enrolment, by=cast.manager)


def test_a_withdrawn_person_comes_back_to_the_same_registration(cast):
    withdraw(cast.enrolment, by=cast.manager)
    assert not Enrolment.objects.of_learner(cast.owner).exists()
    back = to_new_person(cast, email=cast.owner.email)
    assert (back.pk, back.registration) == (cast.enrolment.pk, cast.enrolment.registration)


@pytest.mark.parametrize("state", [SessionState.CANCELLED, "over"])
def test_a_session_that_is_cancelled_or_over_takes_nobody(cast, state):
    if state == "over":
        cast.session.starts_on, cast.session.ends_on = timezone.localdate() - timedelta(days=40), timezone.localdate() - timedelta(days=10)
    else:
        cast.session.state = state
    cast.session.save()
    with pytest.raises(Refused):
        to_new_person(cast)


def test_a_session_in_preparation_sends_nothing_before_its_confirmation(cast, commits):
    with commits():
        draft = create_session(
            pathway=cast.pathway,
            region=cast.region,
            starts_on=timezone.localdate() + timedelta(days=10),
            tutors=[(cast.tutor, TutorRole.CONTENT), (cast.tutor, TutorRole.TRAINER)],
            by=cast.manager,
        )
        enrol(session=draft, email="a@example.org", by=cast.manager)
    assert mail.outbox == []
    assert Enrolment.objects.get(session=draft).invited_at is None
    with commits():
        confirm(draft, by=cast.manager)
        confirm(draft, by=cast.manager)
    assert sorted(message.to[0] for message in mail.outbox) == ["a@example.org", cast.tutor.email.lower()]
    assert Enrolment.objects.get(session=draft).invited_at is not None


def test_inviting_again_writes_again_but_one_enrolment_writes_once(cast, commits):
    with commits():
        enrolment = to_new_person(cast)
        gone = withdraw(enrolment, by=cast.manager)
        assert invite_again([gone], by=cast.manager) == 0
        to_new_person(cast)
    assert Notice.objects.filter(kind="invitation").count() == 1
    with commits():
        assert invite_again([Enrolment.objects.get(pk=enrolment.pk)], by=cast.manager) == 1
    assert len(mail.outbox) == 2


def test_a_cancelled_session_tells_its_people_why(cast, commits):
    with commits():
        cancel(cast.session, message="La salle a brûlé.", by=cast.manager)
    assert {message.to[0] for message in mail.outbox} == {user.email for user in (cast.owner, cast.member, cast.tutor, cast.coach)}
    assert all("La salle a brûlé." in message.body for message in mail.outbox)
    with pytest.raises(Refused):
        confirm(cast.session, by=cast.manager)


def test_the_invitations_of_a_list_are_written_by_a_job_to_those_of_the_list_alone(cast, commits):
    people = read_people("\n".join(f"Personne {number} <p{number}@example.org>" for number in range(3))).people
    enrol_lines(session=cast.session, lines=people, by=cast.manager)
    assert not Notice.objects.filter(kind="invitation").exists()
    mailing = Mailing.objects.get()
    with commits():
        write_letters(mailing)
        write_letters(mailing)
    assert sorted(message.to[0] for message in mail.outbox) == ["p0@example.org", "p1@example.org", "p2@example.org"]
    assert (mailing.steps_done, mailing.steps_total) == (3, 3)


def test_a_list_enrols_who_can_be_and_keeps_each_refusal_to_its_line(cast):
    cast.session.places = 4
    cast.session.save()
    read = read_people(f"Un <un@example.org>\n{cast.owner.email}\nDeux <deux@example.org>\nTrois <trois@example.org>")
    outcome = enrol_lines(session=cast.session, lines=read.people, by=cast.manager)
    assert [one.user.email for one in outcome.enrolled] == ["un@example.org", "deux@example.org"]
    assert outcome.already == [cast.owner.email]
    assert [line.email for line, _reason in outcome.refused] == ["trois@example.org"]


@pytest.mark.parametrize("address", ["محمد@مثال.تونس", "user@مثال.المغرب", "jean@artisanat-été.fr", "amélie@exemple.fr"])
def test_addresses_of_any_script_are_enrolled(cast, address):
    assert to_new_person(cast, email=address).user.email == address


@pytest.mark.requirement("CMA-S5")
def test_access_opens_at_midnight_of_the_region(cast):
    session = make_session(cast.pathway, cast.other_region, starts_on=datetime(2027, 3, 1).date(), ends_on=datetime(2027, 3, 30).date())
    assert session.opens_at == datetime(2027, 2, 28, 20, 0, tzinfo=UTC)
    assert session.closes_at == datetime(2027, 3, 30, 20, 0, tzinfo=UTC)


def test_enrolling_in_the_past_keeps_its_date(cast):
    moment = timezone.now() - timedelta(days=4)
    enrolment = to_new_person(cast, at=moment, notify=False)
    assert enrolment.created_at == enrolment.invited_at == moment
    assert not Notice.objects.filter(kind="invitation").exists()


def test_the_calendar_holds_the_first_and_last_day_and_the_events_on_the_region_s_clock(cast, commits):
    from sessions.domain.events import EventPlan, add_event
    from sessions.enums import EventKind

    day = cast.other_session.starts_on + timedelta(days=10)
    plan = EventPlan(EventKind.HALF_DAY, "Atelier", day, datetime(1, 1, 1, 9).time(), datetime(1, 1, 1, 12, 30).time(), place="Saint-Denis")
    add_event(session=cast.other_session, plan=plan)
    learner = make_user("Maëva", "Hoarau", role=Role.LEARNER, region=cast.other_region)
    with commits():
        enrol(session=cast.other_session, email=learner.email, by=cast.other_manager)
    calendar = Calendar.from_ical(mail.outbox[0].attachments[0][1])
    by_uid = {str(one["UID"]).partition("@")[0]: one for one in calendar.walk("VEVENT")}
    session = cast.other_session
    assert by_uid[f"session-{session.pk}"]["DTSTART"].dt == session.starts_on
    assert by_uid[f"session-{session.pk}-end"]["DTSTART"].dt == session.ends_on
    event = by_uid[f"event-{session.events.get().pk}"]
    assert event["DTSTART"].dt.astimezone(UTC).hour == 5
    assert event["DTSTART"].params["TZID"] == "Indian/Reunion"
    assert "Saint-Denis" in event["LOCATION"]
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == ["Indian/Reunion"]
