"""Where a person is signed in: seen, ended by them, by silence, by age, by a new password, by a closed account."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.domain.sessions import forget_ended
from accounts.enums import Role
from accounts.models import AccountEvent, OpenSession, RoleAssignment
from accounts.models.event import EventKind
from config import env
from tests.factories import make_user

PASSWORD = "trois brioches tièdes"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Mobile Safari/537.36"

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("DCL-14")]


@pytest.fixture
def person():
    return make_user("Jeanne", "Le Bihan", password=PASSWORD)


def signed_in(person, agent=FIREFOX, **data) -> Client:
    browser = Client(headers={"user-agent": agent})
    answer = browser.post(reverse("account_login"), {"login": person.email, "password": PASSWORD, **data})
    assert answer.status_code == 302
    return browser


def is_in(browser) -> bool:
    return browser.get(reverse("accounts:profile")).status_code == 200


def later(**time):
    return time_machine.travel(timezone.now() + timedelta(**time), tick=False)


class TestTheList:
    def test_it_names_device_place_and_use(self, person):
        desk, _phone = signed_in(person), signed_in(person, PHONE)
        page = desk.get(reverse("accounts:security")).text
        assert "Firefox · Windows" in page
        assert "Chrome · Android" in page
        assert "127.0.0.1" in page
        assert page.count("Cet appareil") == 1

    def test_the_same_number_of_queries_for_one_and_for_many(self, person, django_assert_num_queries):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        desk = signed_in(person)
        with CaptureQueriesContext(connection) as one:
            desk.get(reverse("accounts:security"))
        now = timezone.now()
        OpenSession.objects.bulk_create(
            OpenSession(user=person, key=str(n), opened_at=now, seen_at=now, ends_at=now + timedelta(hours=1)) for n in range(30)
        )
        with django_assert_num_queries(len(one)):
            desk.get(reverse("accounts:security"))

    def test_sessions_of_others_are_not_there_and_cannot_be_ended(self, person, cast, as_user):
        browser = signed_in(person)
        row = OpenSession.objects.get(user=person)
        stranger = as_user(cast.national)
        assert "Firefox" not in stranger.get(reverse("accounts:security")).text
        assert stranger.post(reverse("accounts:session_end", args=[row.pk])).status_code == 404
        assert is_in(browser)


class TestEnding:
    def test_one_is_ended_and_the_others_go_on(self, person):
        desk, phone = signed_in(person), signed_in(person, PHONE)
        row = OpenSession.objects.get(agent=PHONE)
        assert desk.post(reverse("accounts:session_end", args=[row.pk])).status_code == 302
        assert not is_in(phone)
        assert is_in(desk)
        assert AccountEvent.objects.filter(user=person, kind=EventKind.SESSIONS_ENDED, detail="Chrome · Android").exists()

    def test_all_the_others_at_once(self, person):
        desk, phone, tablet = signed_in(person), signed_in(person, PHONE), signed_in(person, "iPad Safari")
        desk.post(reverse("accounts:sessions_end_others"))
        assert [is_in(browser) for browser in (desk, phone, tablet)] == [True, False, False]

    def test_ending_the_present_one_is_signing_out(self, person):
        desk = signed_in(person)
        assert desk.post(reverse("accounts:session_end", args=[OpenSession.objects.get().pk]))["Location"] == "/"
        assert not is_in(desk)
        assert not OpenSession.objects.exists()

    def test_signing_out_takes_the_row_away(self, person):
        signed_in(person).post(reverse("account_logout"))
        assert not OpenSession.objects.exists()

    def test_a_new_password_ends_all_but_the_one_that_chose_it(self, person):
        desk, phone = signed_in(person), signed_in(person, PHONE)
        new = "quatre brioches froides"
        desk.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})
        assert is_in(desk)
        assert not is_in(phone)
        row = OpenSession.objects.get()
        assert row.key == desk.session.session_key

    def test_the_forced_change_too(self, person):
        desk, phone = signed_in(person), signed_in(person, PHONE)
        person.must_change_password = True
        person.save()
        desk.post(reverse("accounts:forced_change"), {"password": "quatre brioches froides"})
        assert is_in(desk)
        assert not is_in(phone)
        assert OpenSession.objects.get().key == desk.session.session_key

    def test_a_closed_account_opened_again_has_no_old_session(self, person):
        desk = signed_in(person)
        person.is_active = False
        person.save()
        person.is_active = True
        person.save()
        assert not is_in(desk)
        assert not OpenSession.objects.exists()

    def test_a_single_session_when_the_platform_says_so(self, person, settings):
        settings.SESSION_SINGLE = True
        desk, phone = signed_in(person), signed_in(person, PHONE)
        assert not is_in(desk)
        assert is_in(phone)

    def test_a_single_session_is_told_on_both_sides_and_once(self, person, settings):
        """Whoever is signed out so learns why, and might have been robbed; whoever signs in learns what it did."""
        settings.SESSION_SINGLE = True
        desk = signed_in(person)
        phone = Client(HTTP_USER_AGENT=PHONE)
        answer = phone.post(reverse("account_login"), {"login": person.email, "password": PASSWORD}, follow=True)
        assert "un seul appareil à la fois" in answer.text.replace("\u00a0", " ")
        page = desk.get(reverse("accounts:profile"), follow=True)
        assert "vous vous êtes connecté sur un autre appareil" in page.text.replace("\u00a0", " ")
        assert "sur un autre appareil" not in desk.get(reverse("account_login")).text
        assert is_in(phone)

    def test_several_sessions_are_the_rule(self, person):
        desk, phone = signed_in(person), signed_in(person, PHONE)
        assert is_in(desk)
        assert is_in(phone)


class TestTime:
    def test_it_ends_after_silence_and_says_why(self, person):
        desk = signed_in(person)
        with later(minutes=239):
            assert is_in(desk)
        with later(minutes=239 + 241):
            answer = desk.get(reverse("accounts:profile"), follow=True)
            assert "Vous êtes resté un moment sans rien faire" in answer.text.replace("\u00a0", " ")
            assert not is_in(desk)

    def test_the_strictest_role_decides(self, person):
        RoleAssignment.objects.create(user=person, role_id=Role.NATIONAL_MANAGER)
        desk = signed_in(person)
        with later(minutes=61):
            assert not is_in(desk)

    def test_use_does_not_make_it_last_for_ever(self, person):
        desk = signed_in(person)
        for hours in (3, 6, 9, 11):
            with later(hours=hours):
                assert is_in(desk)
        with later(hours=12, minutes=1):
            assert not is_in(desk)

    def test_a_learner_may_stay_signed_in_on_a_device(self, person):
        desk = signed_in(person, remember="on")
        with later(days=20):
            assert is_in(desk)
        with later(days=22):
            assert not is_in(desk)

    def test_a_manager_may_not(self, person):
        RoleAssignment.objects.create(user=person, role_id=Role.EDITOR)
        desk = signed_in(person, remember="on")
        with later(hours=3):
            assert not is_in(desk)

    def test_rows_of_sessions_that_ended_by_themselves_go(self, person):
        signed_in(person)
        with later(days=3):
            forget_ended()
        assert not OpenSession.objects.exists()


def test_signing_in_gives_a_new_session_key(person):
    """Session fixation: a key known before signing in is worth nothing after."""
    browser = Client()
    browser.get(reverse("account_login"))
    session = browser.session
    session["planted"] = True
    session.save()
    browser.cookies["sessionid"] = session.session_key
    browser.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert browser.session.session_key != session.session_key


class TestTheSetting:
    def test_it_changes_the_roles_it_names(self, monkeypatch):
        monkeypatch.setenv("LIMITS", "editor=5, tutor=0")
        assert env.numbers("LIMITS", {"editor": 60, "tutor": 60, "learner": 60}) == {"editor": 5, "tutor": 0, "learner": 60}

    @pytest.mark.parametrize("value", ["editor", "editor=x", "pastrycook=5", "editor=9999"])
    def test_what_makes_no_sense_stops_the_start(self, monkeypatch, value):
        monkeypatch.setenv("LIMITS", value)
        with pytest.raises(ImproperlyConfigured, match="editor"):
            env.numbers("LIMITS", {"editor": 60}, high=1440)
