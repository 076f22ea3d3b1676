"""Signing in: limited attempts, closed accounts, a change that is asked for (CMA-T1)."""

import pytest
from django.urls import reverse

from tests.factories import make_user

PASSWORD = "trois brioches tièdes"

pytestmark = pytest.mark.requirement("CMA-T1")


@pytest.fixture
def person(db):
    return make_user("Jeanne", "Le Bihan", password=PASSWORD)


def sign_in(client, email, password):
    return client.post(reverse("account_login"), {"login": email, "password": password})


class TestAttempts:
    @pytest.fixture(autouse=True)
    def limits(self, settings):
        settings.ACCOUNT_RATE_LIMITS = {}
        settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "attempts"}}
        from django.core.cache import cache

        cache.clear()

    def test_after_five_wrong_passwords_the_right_one_waits(self, client, person):
        for _time in range(5):
            assert "_auth_user_id" not in client.session
            sign_in(client, person.email, "pas celui-là du tout")
        answer = sign_in(client, person.email, PASSWORD)
        assert answer.status_code != 302
        assert "_auth_user_id" not in client.session

    def test_others_are_not_kept_waiting(self, client, person):
        other = make_user("Marc", "Ollivier", password=PASSWORD)
        for _time in range(5):
            sign_in(client, person.email, "pas celui-là du tout")
        assert sign_in(client, other.email, PASSWORD).status_code == 302

    def test_the_answer_does_not_tell_whether_the_address_is_known(self, client, person):
        known = sign_in(client, person.email, "pas celui-là du tout")
        unknown = sign_in(client, "personne@example.org", "pas celui-là du tout")
        assert known.status_code == unknown.status_code == 200
        assert known.context["form"].errors == unknown.context["form"].errors


class TestClosedAccounts:
    def test_it_signs_in_no_more(self, client, person):
        person.is_active = False
        person.save()
        sign_in(client, person.email, PASSWORD)
        assert "_auth_user_id" not in client.session

    def test_it_is_out_at_the_next_page(self, client, person):
        sign_in(client, person.email, PASSWORD)
        assert client.get(reverse("accounts:profile")).status_code == 200
        person.is_active = False
        person.save()
        assert reverse("account_login") in client.get(reverse("accounts:profile"))["Location"]


class TestForcedChange:
    @pytest.fixture
    def browser(self, as_user, person):
        person.must_change_password = True
        person.save()
        return as_user(person)

    @pytest.mark.parametrize("page", ["/compte/profil/", "/espace/", "/tutorat/"])
    def test_every_page_leads_to_it(self, browser, page):
        assert browser.get(page)["Location"] == reverse("accounts:forced_change")

    def test_the_page_is_dressed(self, browser):
        assert browser.get(reverse("cms:brand_stylesheet")).status_code == 200

    def test_it_can_be_left_by_signing_out(self, browser):
        assert browser.post(reverse("account_logout")).status_code == 302
        assert "_auth_user_id" not in browser.session

    def test_a_good_password_lets_through_and_stays_signed_in(self, browser, person):
        answer = browser.post(reverse("accounts:forced_change"), {"password": "une nouvelle phrase"})
        assert answer["Location"] == reverse("accounts:workspace")
        person.refresh_from_db()
        assert not person.must_change_password
        assert person.check_password("une nouvelle phrase")
        assert browser.get(reverse("accounts:profile")).status_code == 200

    def test_a_weak_one_does_not(self, browser, person):
        assert browser.post(reverse("accounts:forced_change"), {"password": "court"}).context["form"].errors
        person.refresh_from_db()
        assert person.must_change_password

    def test_the_page_is_of_no_use_to_others(self, as_user, person):
        assert as_user(person).get(reverse("accounts:forced_change"))["Location"] == reverse("accounts:workspace")
        assert reverse("account_login") in as_user(None).get(reverse("accounts:forced_change"))["Location"]

    def test_changing_it_elsewhere_is_enough(self, person):
        from allauth.account.signals import password_reset

        person.must_change_password = True
        person.save()
        password_reset.send(sender=type(person), request=None, user=person)
        person.refresh_from_db()
        assert not person.must_change_password
