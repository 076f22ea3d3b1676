"""The second step of signing in: set up, asked for, compulsory by role, recovered, reset."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.domain.two_step import Duty, duty_of, reset_second_step
from accounts.enums import Role
from accounts.models import AccountEvent, OpenSession
from accounts.models.event import EventKind
from config import env
from tests.factories import make_user

PASSWORD = "trois brioches tièdes et chaudes"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("CMA-T1")]


def code_of(secret: str = SECRET) -> str:
    return format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1]))


@pytest.fixture
def national():
    return make_user("Nadia", "Benali", password=PASSWORD, role=Role.NATIONAL_MANAGER)


@pytest.fixture
def compulsory(settings):
    settings.TWO_STEP_ROLES = ["national_manager"]
    settings.TWO_STEP_GRACE_DAYS = 14


def by_password(person) -> Client:
    browser = Client()
    browser.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    return browser


def confirmed(browser: Client) -> Client:
    """Having just typed the password again, as changes to the account ask."""
    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return browser


def is_in(browser) -> bool:
    return browser.get(reverse("accounts:profile")).status_code == 200


class TestSettingUp:
    def test_an_application_is_added_after_the_password_was_typed_again(self, national, monkeypatch):
        monkeypatch.setattr(transaction, "on_commit", lambda call, **_options: call())
        browser = by_password(national)
        address = reverse("mfa_activate_totp")
        assert reverse("account_reauthenticate") in browser.get(address)["Location"]
        page = confirmed(browser).get(address)
        secret = re.search(r'id="id_secret"[^>]*value="(\w+)"', page.text).group(1)
        assert "data:image/svg+xml" in page.text
        refused = browser.post(address, {"code": "000000"})
        assert "error-summary" in refused.text
        done = browser.post(address, {"code": f" {code_of(secret)[:3]} {code_of(secret)[3:]}"})
        assert done["Location"] == reverse("mfa_view_recovery_codes")
        codes = re.findall(r"<code>(\d+)</code>", browser.get(done["Location"]).text)
        assert len(codes) == 10
        assert not re.findall(r"<code>", browser.get(done["Location"]).text), "codes are shown once"
        assert AccountEvent.objects.filter(user=national, kind=EventKind.FACTOR_ADDED).exists()
        assert "ajoutée à votre compte" in mail.outbox[0].subject.replace("\u00a0", " ")

    def test_secrets_are_sealed_in_the_database(self, national):
        TOTP.activate(national, SECRET)
        stored = Authenticator.objects.get(user=national).data["secret"]
        assert SECRET not in stored

    def test_a_secret_that_cannot_be_opened_lets_nobody_in(self, national, settings):
        TOTP.activate(national, SECRET)
        settings.SECRET_KEY = "another key altogether, long enough to be one, really"
        with pytest.raises(ValidationError):
            Authenticator.objects.get(user=national).wrap().validate_code(code_of(""))


class TestSigningIn:
    @pytest.fixture(autouse=True)
    def application(self, national):
        TOTP.activate(national, SECRET)
        return RecoveryCodes.activate(national)

    def test_the_password_alone_does_not_open(self, national):
        browser = by_password(national)
        assert not is_in(browser)
        assert "Seconde étape" in browser.get(reverse("mfa_authenticate")).text

    def test_the_code_opens_and_works_once(self, national):
        code = code_of()
        browser = by_password(national)
        assert browser.post(reverse("mfa_authenticate"), {"code": code})["Location"] == reverse("accounts:workspace")
        assert is_in(browser)
        again = by_password(national)
        again.post(reverse("mfa_authenticate"), {"code": code})
        assert not is_in(again)

    def test_a_wrong_code_does_not(self, national):
        browser = by_password(national)
        assert "error-summary" in browser.post(reverse("mfa_authenticate"), {"code": "123456"}).text
        assert not is_in(browser)

    def test_codes_are_not_tried_for_ever(self, national, settings):
        settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/m/key"}
        settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "codes"}}
        browser = by_password(national)
        for _try in range(3):
            browser.post(reverse("mfa_authenticate"), {"code": "123456"})
        browser.post(reverse("mfa_authenticate"), {"code": code_of()})
        assert not is_in(browser)

    def test_a_recovery_code_opens_once(self, national, application):
        code = application.get_unused_codes()[0]
        browser = by_password(national)
        browser.post(reverse("mfa_authenticate"), {"code": code})
        assert is_in(browser)
        again = by_password(national)
        again.post(reverse("mfa_authenticate"), {"code": code})
        assert not is_in(again)

    def test_the_security_page_tells_what_there_is(self, national, as_user):
        page = as_user(national).get(reverse("accounts:security")).text.replace("\u00a0", " ")
        assert "Application de codes" in page
        assert "10 codes" in page

    @pytest.mark.parametrize("page", ["mfa_index", "mfa_list_webauthn"])
    def test_the_lists_of_the_library_lead_there(self, national, as_user, page):
        assert as_user(national).get(reverse(page))["Location"] == reverse("accounts:security")


@pytest.mark.usefixtures("compulsory")
class TestCompulsory:
    def test_during_the_grace_it_is_offered_at_each_sign_in_and_may_wait(self, national):
        browser = by_password(national)
        assert browser.get(reverse("accounts:profile"))["Location"] == reverse("accounts:two_step")
        assert "Plus tard" in browser.get(reverse("accounts:two_step")).text
        browser.post(reverse("accounts:two_step_later"))
        assert is_in(browser)
        assert not is_in(by_password(national))

    def test_after_it_nothing_else_opens(self, national):
        by_password(national).get(reverse("accounts:profile"))
        with time_machine.travel(timezone.now() + timedelta(days=15), tick=False):
            browser = by_password(national)
            browser.post(reverse("accounts:two_step_later"))
            for page in ("/espace/", "/admin/", "/compte/profil/", "/region/"):
                assert browser.get(page)["Location"] == reverse("accounts:two_step")
            assert "Plus tard" not in browser.get(reverse("accounts:two_step")).text
            assert browser.get(reverse("mfa_activate_totp")).status_code == 302
            TOTP.activate(national, SECRET)
            assert is_in(browser)

    def test_others_are_not_asked(self, cast, as_user):
        for who in ("owner", "tutor", "manager", "editor"):
            assert is_in(as_user(getattr(cast, who)))

    def test_a_technical_account_is(self):
        assert duty_of(make_user("Outil", "Technique", is_superuser=True)) == Duty.SOON

    def test_the_last_one_stays(self, national):
        TOTP.activate(national, SECRET)
        browser = by_password(national)
        browser.post(reverse("mfa_authenticate"), {"code": code_of()})
        confirmed(browser).post(reverse("mfa_deactivate_totp"))
        assert Authenticator.objects.filter(user=national).exists()

    def test_having_one_is_enough(self, national):
        TOTP.activate(national, SECRET)
        assert duty_of(national) == Duty.NONE


def test_a_reset_takes_all_away_ends_sessions_and_is_written_down(national, cast, as_user):
    TOTP.activate(national, SECRET)
    RecoveryCodes.activate(national)
    browser = as_user(national)
    reset_second_step(user=national, by=cast.national)
    assert not Authenticator.objects.filter(user=national).exists()
    assert not is_in(browser)
    assert not OpenSession.objects.filter(user=national).exists()
    event = AccountEvent.objects.get(user=national, kind=EventKind.FACTORS_RESET)
    assert event.by == cast.national
    assert is_in(by_password(national))


def test_roles_that_do_not_exist_stop_the_start(monkeypatch):
    monkeypatch.setenv("TWO", "editor,pastrycook")
    with pytest.raises(ImproperlyConfigured, match="pastrycook"):
        env.names("TWO", among=["editor"])
