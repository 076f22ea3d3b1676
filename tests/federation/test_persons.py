"""Whose account a provider opens: regions apart, no rights given, nobody let in who is out."""

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.domain.invitations import awaits_answer
from accounts.domain.sealing import reseal
from accounts.domain.two_step import Duty
from accounts.domain.ways import first_step
from accounts.enums import RegionKind, Role
from accounts.models import AccountEvent, Registration, RoleAssignment, User
from accounts.models.event import EventKind
from accounts.models.registration import Stage
from federation.enums import Reason
from federation.models import FederatedIdentity
from privacy.domain.erasing import ask_erasure, erase
from privacy.enums import Action, Ground
from privacy.models import AuditEntry
from tests.factories import make_region, make_user
from tests.federation.conftest import is_in, there_and_back

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("CMA-T1")]
ADDRESS = "lea.martin@chambre.example"


def lea_with(role: Role | None, region=None, **fields) -> User:
    return make_user("Léa", "Martin", email=ADDRESS, role=role, region=region, **fields)


def refusal_of(provider) -> str:
    provider.refresh_from_db()
    return provider.last_refusal


class TestRegionsApart:
    @pytest.mark.parametrize("role", [Role.LEARNER, Role.TUTOR, Role.REGIONAL_MANAGER])
    def test_people_of_another_region_stay_out(self, oidc, chamber, elsewhere, role):
        person = lea_with(role, elsewhere)
        browser = Client()
        assert there_and_back(browser, oidc, chamber).status_code == 403
        assert refusal_of(chamber) == Reason.OTHER_REGION
        assert not is_in(browser)
        assert not FederatedIdentity.objects.exists()
        assert AccountEvent.objects.filter(user=person, kind=EventKind.PROVIDER_REFUSED, detail=chamber.name).exists()
        assert AuditEntry.objects.filter(action=Action.REFUSED, person=person.pk, after={"last_refusal": "other_region"}).exists()

    def test_one_role_elsewhere_is_enough_to_stay_out(self, oidc, chamber, region, elsewhere):
        """A provider of one region would else open what another region entrusted to the person."""
        person = lea_with(Role.TUTOR, region)
        RoleAssignment.objects.create(user=person, role_id=Role.LEARNER, region=elsewhere)
        there_and_back(Client(), oidc, chamber)
        assert refusal_of(chamber) == Reason.OTHER_REGION

    @pytest.mark.parametrize("role", [Role.NATIONAL_MANAGER, Role.EDITOR, Role.AUDITOR])
    def test_national_roles_stay_out_of_a_regions_provider(self, oidc, chamber, role):
        lea_with(role)
        there_and_back(Client(), oidc, chamber)
        assert refusal_of(chamber) == Reason.OTHER_REGION

    def test_who_holds_no_role_stays_out_of_a_regions_provider(self, oidc, chamber):
        lea_with(None)
        there_and_back(Client(), oidc, chamber)
        assert refusal_of(chamber) == Reason.OTHER_REGION

    def test_whoever_gains_a_role_elsewhere_is_out_though_connected(self, oidc, chamber, region, elsewhere):
        person = lea_with(Role.LEARNER, region)
        there_and_back(Client(), oidc, chamber)
        RoleAssignment.objects.create(user=person, role_id=Role.LEARNER, region=elsewhere)
        browser = Client()
        there_and_back(browser, oidc, chamber)
        assert refusal_of(chamber) == Reason.OTHER_REGION
        assert not is_in(browser)

    def test_a_site_of_the_region_is_in_the_region(self, oidc, chamber, region):
        lea_with(Role.TUTOR, make_region("Rennes", parent=region, kind=RegionKind.SITE))
        browser = Client()
        there_and_back(browser, oidc, chamber)
        assert is_in(browser)

    def test_a_provider_of_the_whole_platform_knows_everybody(self, oidc, chamber, elsewhere):
        chamber.region = None
        chamber.save()
        lea_with(Role.TUTOR, elsewhere)
        browser = Client()
        there_and_back(browser, oidc, chamber)
        assert is_in(browser)


class TestWhoStaysOut:
    @pytest.mark.parametrize("whole_platform", [True, False])
    def test_technical_accounts(self, oidc, chamber, region, whole_platform):
        if whole_platform:
            chamber.region = None
            chamber.save()
        lea_with(Role.LEARNER, region, is_superuser=True)
        browser = Client()
        there_and_back(browser, oidc, chamber)
        assert refusal_of(chamber) == Reason.TECHNICAL
        assert not is_in(browser)

    def test_made_up_people_of_a_sandbox(self, oidc, chamber):
        chamber.region = None
        chamber.save()
        lea_with(None, is_made_up=True)
        there_and_back(Client(), oidc, chamber)
        assert refusal_of(chamber) == Reason.OTHER_REGION

    def test_closed_accounts_before_and_after_they_were_connected(self, oidc, chamber, region):
        person = lea_with(Role.LEARNER, region)
        there_and_back(Client(), oidc, chamber)
        person.is_active = False
        person.save()
        for _connected in (True, False):
            browser = Client()
            assert "fermé" in there_and_back(browser, oidc, chamber).text
            assert refusal_of(chamber) == Reason.CLOSED
            assert not is_in(browser)
            FederatedIdentity.objects.all().delete()

    def test_somebody_else_who_got_the_address(self, oidc, chamber, region):
        """An address that the organisation gave to another person opens nothing until somebody in charge says so."""
        person = lea_with(Role.LEARNER, region)
        there_and_back(Client(), oidc, chamber)
        oidc.claims = {"sub": "personne-18"}
        browser = Client()
        there_and_back(browser, oidc, chamber)
        assert refusal_of(chamber) == Reason.OTHER_PERSON
        assert not is_in(browser)
        assert FederatedIdentity.objects.get().user == person

    def test_who_bears_the_same_name_at_another_issuer(self, oidc, chamber, region):
        """An identifier is the issuer's: with another issuer in the row, it is of somebody else."""
        person = lea_with(Role.LEARNER, region)
        FederatedIdentity.objects.create(user=person, provider=chamber, issuer="https://before.example", subject="personne-17")
        oidc.claims = {"email_verified": False}
        browser = Client()
        there_and_back(browser, oidc, chamber)
        assert refusal_of(chamber) == Reason.UNVERIFIED
        assert not is_in(browser)

    def test_who_has_no_account(self, oidc, chamber):
        answer = there_and_back(Client(), oidc, chamber)
        assert refusal_of(chamber) == Reason.UNKNOWN
        assert "Aucun compte" in answer.text
        assert not User.objects.filter(email=ADDRESS).exists()


class TestNewAccounts:
    @pytest.fixture(autouse=True)
    def may_open(self, chamber):
        chamber.may_open_accounts = True
        chamber.save()

    def test_a_learner_of_the_region_and_nothing_else(self, oidc, chamber, region):
        oidc.claims = {"roles": ["national_manager", "admin"], "is_superuser": True, "groups": ["managers"]}
        browser = Client()
        there_and_back(browser, oidc, chamber)
        assert is_in(browser)
        person = User.objects.get(email=ADDRESS)
        assert (person.first_name, person.last_name, person.is_staff, person.is_superuser) == ("Léa", "Martin", False, False)
        assert not person.has_usable_password()
        assert list(person.assignments.values_list("role", "region")) == [(Role.LEARNER, region.pk)]

    def test_only_for_a_verified_address_of_its_domains(self, oidc, chamber):
        for claims in ({"email": "lea@elsewhere.example"}, {"email_verified": False}):
            oidc.claims = claims
            there_and_back(Client(), oidc, chamber)
        assert not User.objects.filter(first_name="Léa").exists()

    def test_the_database_refuses_accounts_opened_nowhere(self, chamber):
        from django.db import IntegrityError, transaction

        chamber.region = None
        with pytest.raises(IntegrityError), transaction.atomic():
            chamber.save()

    def test_names_are_not_taken_over_afterwards(self, oidc, chamber, region):
        there_and_back(Client(), oidc, chamber)
        oidc.claims = {"given_name": "Directrice", "family_name": "Générale"}
        there_and_back(Client(), oidc, chamber)
        assert str(User.objects.get(email=ADDRESS)) == "Léa Martin"


class TestSecondStep:
    @pytest.fixture(autouse=True)
    def compulsory(self, settings):
        settings.TWO_STEP_ROLES = ["regional_manager"]
        settings.TWO_STEP_GRACE_DAYS = 0

    def test_a_compulsory_one_is_asked_here(self, oidc, chamber, region):
        lea_with(Role.REGIONAL_MANAGER, region)
        oidc.claims = {"amr": ["pwd", "mfa"]}
        browser = Client()
        there_and_back(browser, oidc, chamber)
        assert browser.get(reverse("accounts:profile"))["Location"] == reverse("accounts:two_step")

    @pytest.mark.parametrize("claims", [{"amr": ["pwd", "mfa"]}, {"acr": "mfa"}, {"amr": "mfa"}])
    def test_the_providers_own_is_enough_when_it_is_trusted_and_says_so(self, oidc, chamber, region, claims):
        chamber.second_step_values = "mfa http://refeds.example/mfa"
        chamber.save()
        lea_with(Role.REGIONAL_MANAGER, region)
        oidc.claims = claims
        browser = Client()
        there_and_back(browser, oidc, chamber)
        assert is_in(browser)
        assert browser.session["two_step"] == Duty.NONE

    @pytest.mark.parametrize("claims", [{}, {"amr": ["pwd"]}, {"acr": "1"}, {"amr": {"mfa": True}}])
    def test_a_trusted_provider_that_did_not_ask_is_not_enough(self, oidc, chamber, region, claims):
        chamber.second_step_values = "mfa"
        chamber.save()
        lea_with(Role.REGIONAL_MANAGER, region)
        oidc.claims = claims
        browser = Client()
        there_and_back(browser, oidc, chamber)
        assert browser.get(reverse("accounts:profile"))["Location"] == reverse("accounts:two_step")

    @pytest.mark.parametrize(("values", "asked"), [("", True), ("mfa", False)])
    def test_who_has_one_here_is_asked_for_it_unless_it_was_made_there(self, oidc, chamber, region, values, asked):
        from allauth.mfa.totp.internal.auth import TOTP

        person = lea_with(Role.REGIONAL_MANAGER, region)
        TOTP.activate(person, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
        chamber.second_step_values = values
        chamber.save()
        oidc.claims = {"amr": ["mfa"]}
        browser = Client()
        answer = there_and_back(browser, oidc, chamber)
        assert (answer["Location"] == reverse("mfa_authenticate")) is asked
        assert is_in(browser) is not asked

    def test_a_later_sign_in_by_password_owes_it_again(self, oidc, chamber, region):
        chamber.second_step_values = "mfa"
        chamber.save()
        person = lea_with(Role.REGIONAL_MANAGER, region, password="trois brioches tièdes et chaudes")
        oidc.claims = {"amr": ["mfa"]}
        browser = Client()
        there_and_back(browser, oidc, chamber)
        browser.post(reverse("account_logout"))
        browser.post(reverse("account_login"), {"login": person.email, "password": "trois brioches tièdes et chaudes"})
        assert browser.get(reverse("accounts:profile"))["Location"] == reverse("accounts:two_step")


class TestLeaving:
    def test_one_is_told_that_one_is_still_in_there(self, oidc, chamber, region):
        lea_with(Role.LEARNER, region)
        browser = Client()
        there_and_back(browser, oidc, chamber)
        answer = browser.post(reverse("account_logout"))
        page = browser.get(answer["Location"])
        assert not is_in(browser)
        assert f"{oidc.origin}/leave?client_id=compagnon&amp;post_logout_redirect_uri=" in page.text

    def test_others_are_led_home(self, region, chamber, as_user):
        browser = as_user(lea_with(Role.LEARNER, region))
        assert browser.post(reverse("account_logout"))["Location"] == "/"

    def test_a_provider_without_a_way_out_shows_none(self, oidc, chamber):
        oidc.described = {"end_session_endpoint": None}
        page = Client().get(reverse("federation:signed_out", args=["chambre"]))
        assert "/leave" not in page.text


def test_the_person_is_told_by_mail_that_the_account_has_one_more_way_in(oidc, chamber, region, monkeypatch):
    monkeypatch.setattr(transaction, "on_commit", lambda call, **_options: call())
    person = lea_with(Role.LEARNER, region)
    there_and_back(Client(), oidc, chamber)
    told = [one for one in mail.outbox if one.to == [person.email]]
    assert [chamber.name in one.body for one in told] == [True]
    there_and_back(Client(), oidc, chamber)
    assert len([one for one in mail.outbox if one.to == [person.email]]) == 1


def test_who_comes_in_without_a_password_is_not_asked_to_choose_one(oidc, chamber, region):
    """Nor may somebody change the address of an account that is in use."""
    person = lea_with(Role.LEARNER, region)
    assert awaits_answer(person)
    there_and_back(Client(), oidc, chamber)
    person.refresh_from_db()
    assert not awaits_answer(person)
    chamber.is_active = False
    chamber.save()
    assert awaits_answer(person), "the only way in is closed: a password is needed"


def test_too_many_answers_from_one_place_make_wait(oidc, chamber, region, settings):
    settings.ACCOUNT_RATE_LIMITS = {"provider": "3/m/ip"}
    place = reverse("federation:oidc_return", args=["chambre"])
    browser = Client(REMOTE_ADDR="203.0.113.9")
    assert [browser.get(place).status_code for _again in range(4)] == [403, 403, 403, 429]


def test_a_minor_whose_parent_has_not_answered_waits(oidc, chamber):
    chamber.may_open_accounts = True
    chamber.save()
    waits = {"stage": Stage.PARENT, "parent_email": "parent@example.org", "born_on": "2013-01-01", "confirmed_at": timezone.now()}
    Registration.objects.create(email=ADDRESS, first_name="Léa", last_name="Martin", password="!", **waits)
    assert "doit encore donner son accord" in there_and_back(Client(), oidc, chamber).text
    assert refusal_of(chamber) == Reason.PARENT
    assert not User.objects.filter(email=ADDRESS).exists()


def test_who_is_erased_is_known_no_more(oidc, chamber, region):
    person = lea_with(Role.LEARNER, region)
    there_and_back(Client(), oidc, chamber)
    erase(ask_erasure(person=person, ground=Ground.DECISION))
    assert not FederatedIdentity.objects.exists()
    browser = Client()
    there_and_back(browser, oidc, chamber)
    assert refusal_of(chamber) == Reason.UNKNOWN
    assert not is_in(browser)


def test_the_secret_is_sealed_again_with_a_new_key(oidc, chamber, region, settings):
    lea_with(Role.LEARNER, region)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "n" * 60, [settings.SECRET_KEY]
    assert reseal() == (1, 0)
    settings.SECRET_KEY_FALLBACKS = []
    browser = Client()
    there_and_back(browser, oidc, chamber)
    assert is_in(browser)


def test_somebody_else_who_is_in_is_signed_out_first(oidc, chamber, region, as_user):
    person, other = lea_with(Role.LEARNER, region), make_user("Yann", "Autre", role=Role.LEARNER, region=region)
    from urllib.parse import urlsplit

    from tests.federation.conftest import asked_of, begin

    browser = Client()
    back = oidc.approve(asked_of(begin(browser, chamber)))
    browser.force_login(other, backend="accounts.backends.PersonBackend")
    browser.get(urlsplit(back).path, asked_of(back))
    page = browser.get(reverse("accounts:profile"))
    assert page.wsgi_request.user == person
    assert first_step(page.wsgi_request, person)["name"] == chamber.name


def test_sessions_through_a_provider_are_seen_and_ended_like_others(oidc, chamber, region, as_user):
    person = lea_with(Role.LEARNER, region)
    browser = Client()
    there_and_back(browser, oidc, chamber)
    as_user(person).post(reverse("accounts:sessions_end_others"))
    assert not is_in(browser)
    assert chamber.name in as_user(person).get(reverse("accounts:security")).text


def test_a_lock_after_wrong_passwords_is_of_the_password_alone(oidc, chamber, region, settings):
    settings.SIGN_IN_FAILURES = 3
    person = lea_with(Role.LEARNER, region, password="trois brioches tièdes et chaudes")
    for _again in range(3):
        Client().post(reverse("account_login"), {"login": person.email, "password": "non"})
    browser = Client()
    there_and_back(browser, oidc, chamber)
    assert is_in(browser)
