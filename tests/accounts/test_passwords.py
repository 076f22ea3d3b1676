"""Rules of passwords by role, what is too easy to guess, how they are kept, and who makes whom choose another."""

import re

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts.domain.invitations import invitation_url
from accounts.enums import Role
from accounts.models import AccountEvent
from accounts.models.event import EventKind
from accounts.validators import is_guessable
from tests.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("CMA-T2")]
TWELVE, SIXTEEN = "brioche9tièd", "brioche9tièdesix"


def path_of(user) -> str:
    return "/" + invitation_url(user).split("/", 3)[3]


class TestLength:
    def test_twelve_for_most_sixteen_for_administrators(self, cast):
        validate_password(TWELVE, cast.owner)
        validate_password(TWELVE, cast.editor)
        with pytest.raises(ValidationError, match="16"):
            validate_password(TWELVE, cast.national)
        validate_password(SIXTEEN, cast.national)
        with pytest.raises(ValidationError):
            validate_password(TWELVE, make_user(is_superuser=True))

    def test_it_is_a_setting(self, cast, settings):
        settings.PASSWORD_MIN_LENGTHS = {**settings.PASSWORD_MIN_LENGTHS, "tutor": 14}
        with pytest.raises(ValidationError):
            validate_password(TWELVE, cast.tutor)

    def test_the_page_says_the_rule_of_the_person(self, client, cast):
        assert "16 caractères" in client.get(path_of(cast.national)).text.replace("\u00a0", " ")
        page = client.get(path_of(cast.owner)).text.replace("\u00a0", " ")
        assert "12 caractères" in page
        assert 'data-least="12"' in page

    def test_who_gets_a_role_that_asks_for_more_chooses_again_at_the_next_sign_in(self):
        person = make_user(password=TWELVE, role=Role.NATIONAL_MANAGER)
        browser = Client()
        browser.post(reverse("account_login"), {"login": person.email, "password": TWELVE})
        assert browser.get(reverse("accounts:profile"))["Location"] == reverse("accounts:forced_change")
        assert browser.post(reverse("accounts:forced_change"), {"password": TWELVE}).status_code == 200
        assert browser.post(reverse("accounts:forced_change"), {"password": SIXTEEN}).status_code == 302
        assert browser.get(reverse("accounts:profile")).status_code == 200


class TestGuessable:
    @pytest.mark.parametrize(
        "password",
        [
            "motdepasse2026",
            "M0tDeP@sse2026!",
            "Azertyuiop123",
            "bonjourbonjour",
            "Formation2026!!",
            "aaaaaaaaaaaa",
            "abababababab",
            "123456789012",
            "Marseille-2026",
            "Boulangerie.12",
        ],
    )
    def test_what_everybody_tries_is_refused(self, password):
        assert is_guessable(password)
        with pytest.raises(ValidationError):
            validate_password(password)

    @pytest.mark.parametrize(
        "password", [TWELVE, "Levain-et-patience-26", "trois brioches tièdes", "كلمة السر الطويلة", "zebre lent marseille"]
    )
    def test_what_only_one_person_would_write_is_not(self, password):
        assert not is_guessable(password)

    @pytest.mark.parametrize("password", ["gwenaelle.quemener", "Quémener!Gwenaëlle2027", "quemenerquemenerquemener"])
    def test_a_name_is_no_password(self, password):
        with pytest.raises(ValidationError):
            validate_password(password, make_user("Gwenaëlle", "Quémener"))


def test_passwords_are_kept_as_argon2id():
    from config.settings import base

    assert base.PASSWORD_HASHERS[0] == "django.contrib.auth.hashers.Argon2PasswordHasher"
    assert Argon2PasswordHasher().encode("x", "a" * 16).startswith("argon2$argon2id$")
    assert django_settings.DATA_UPLOAD_MAX_MEMORY_SIZE


class TestSomeoneInCharge:
    @pytest.fixture
    def manager(self, cast, as_user):
        return as_user(cast.manager)

    def test_a_new_password_is_asked_for(self, cast, manager, as_user, commits):
        cast.owner.set_password(TWELVE)
        cast.owner.save()
        learner = as_user(cast.owner)
        with commits():
            manager.post(reverse("accounts:way_in_mend", args=[cast.owner.uid, "password"]))
        cast.owner.refresh_from_db()
        assert not cast.owner.check_password(TWELVE)
        assert learner.get(reverse("accounts:profile")).status_code == 302
        sent = re.search(r"/compte/invitation/\S+", mail.outbox[0].body)[0]
        assert "Monique" in as_user(None).get(sent).text
        event = AccountEvent.objects.get(user=cast.owner, kind=EventKind.PASSWORD_RESET_ASKED)
        assert event.by == cast.manager
        assert "René" in manager.get(reverse("accounts:way_in", args=[cast.owner.uid])).text

    @pytest.mark.parametrize(("who", "status"), [("owner", 200), ("tutor", 200), ("national", 404), ("editor", 404), ("manager", 403)])
    def test_a_regional_manager_mends_for_those_who_manage_nothing(self, cast, manager, who, status):
        address = reverse("accounts:way_in", args=[getattr(cast, who).uid])
        assert manager.get(address).status_code == status

    def test_another_region_sees_nothing(self, cast, as_user):
        browser = as_user(cast.other_manager)
        assert browser.post(reverse("accounts:way_in_mend", args=[cast.owner.uid, "password"])).status_code == 404

    def test_a_national_manager_does_not_reset_a_technical_account(self, cast, as_user):
        technical = make_user("Outil", "Technique", is_superuser=True)
        assert as_user(cast.national).get(reverse("accounts:way_in", args=[technical.uid])).status_code == 403

    def test_the_page_is_found_from_the_person(self, cast, manager):
        page = manager.get(reverse("training_sessions:person", args=[cast.owner.uid])).text
        assert reverse("accounts:way_in", args=[cast.owner.uid]) in page


def test_an_invitation_does_not_go_round_the_second_step(client):
    from allauth.mfa.totp.internal.auth import TOTP

    person = make_user("Gwenaëlle", "Quéméner")
    TOTP.activate(person, "JBSWY3DPEHPK3PXP")
    answer = client.post(path_of(person), {"password": "trois brioches tièdes"})
    assert answer["Location"] == reverse("account_login")
    assert "_auth_user_id" not in client.session
