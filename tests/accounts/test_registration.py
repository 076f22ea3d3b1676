"""Anyone may open an account where the platform says so: the address confirmed, nobody told who has one, robots kept out (DCL-1)."""

import re
from datetime import timedelta
from unittest import mock

import pytest
import time_machine
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.domain.registration import forget_unanswered
from accounts.enums import Role
from accounts.models import Registration, RegistrationSettings, User
from messaging.models import OutsideMail
from privacy.enums import Occasion, TextKind
from privacy.models import Acceptance, AuditEntry
from tests.accounts.registering import ADDRESS, PASSWORD, born, fill, link_in, open_registration, values_of
from tests.factories import make_text, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("DCL-1")]


@pytest.fixture
def opened():
    return open_registration()


@pytest.fixture
def asked(client, opened, commits):
    """Somebody asked for an account; the mail to confirm is in the box."""
    with commits():
        fill(client)
    return link_in()


def confirm(client, link, password=PASSWORD):
    return client.post(link, {"password": password})


class TestSwitch:
    def test_it_is_closed_by_default_and_says_whom_to_turn_to(self, client, commits):
        RegistrationSettings(closed_words="Écrivez à votre chambre de métiers.").save()
        with commits():
            answer = fill(client)
        assert "Écrivez à votre chambre de métiers." in answer.text
        assert not Registration.objects.exists()
        assert "Ouvrir un compte" not in client.get(reverse("account_login")).text

    def test_reading_the_settings_writes_nothing(self, client):
        client.get(reverse("accounts:register"))
        assert not RegistrationSettings.objects.exists()

    def test_open_the_sign_in_page_leads_to_it(self, client, opened):
        assert reverse("accounts:register") in client.get(reverse("account_login")).text

    def test_the_librarys_own_form_is_no_way_around(self, client, opened):
        data = {"email": ADDRESS, "password1": PASSWORD, "password2": PASSWORD}
        assert client.post(reverse("account_signup"), data)["Location"] == reverse("accounts:register")
        assert not User.objects.filter(email=ADDRESS).exists()

    def test_who_is_signed_in_is_led_home(self, as_user, cast, opened):
        assert as_user(cast.owner).get(reverse("accounts:register")).status_code == 302

    @pytest.mark.parametrize("values", [{"least_age": 16, "parent_below": 15}, {"least_age": 1}, {"parent_below": 30}])
    def test_ages_that_make_no_sense_are_refused(self, values):
        from django.core.exceptions import ValidationError

        with pytest.raises(ValidationError):
            open_registration(**values)

    def test_a_national_manager_opens_it_and_it_is_written_down(self, as_user, cast):
        from pathways.domain.back_office import ensure_back_office

        ensure_back_office()
        page = "/admin/settings/accounts/registrationsettings/"
        data = {"is_open": "on", "asks_age": "on", "least_age": 13, "parent_below": 15, "takes_interest": "on", "closed_words": ""}
        address = as_user(cast.national).get(page, follow=True).redirect_chain[-1][0]
        as_user(cast.national).post(address, data)
        assert RegistrationSettings.present().is_open
        assert AuditEntry.objects.filter(model="accounts.RegistrationSettings", actor=cast.national.pk).exists()
        assert as_user(cast.editor).get(address).status_code in {302, 403}


class TestOpening:
    def test_nobody_is_there_before_the_address_is_confirmed(self, client, asked):
        assert not User.objects.filter(email=ADDRESS).exists()
        answer = client.post(reverse("account_login"), {"login": ADDRESS, "password": PASSWORD})
        assert answer.status_code == 200

    def test_the_link_and_the_password_open_it(self, client, asked):
        assert ADDRESS in client.get(asked).text
        assert not User.objects.filter(email=ADDRESS).exists(), "looking opens nothing"
        answer = confirm(client, asked)
        assert answer["Location"] == reverse("accounts:workspace")
        user = User.objects.get(email=ADDRESS)
        assert client.session["_auth_user_id"] == str(user.pk)
        assert (user.first_name, user.last_name) == ("Maëlle", "Kerjean")
        assert user.check_password(PASSWORD)
        assert not Registration.objects.exists()
        assert client.get(asked).status_code == 410

    def test_the_mailbox_alone_does_not_open_what_somebody_else_asked_for(self, client, asked):
        """Otherwise an account could be prepared for another person's address, with a password that is not theirs."""
        page = confirm(client, asked, "autre chose tout à fait")
        assert page.context["form"].errors["password"]
        assert not User.objects.filter(email=ADDRESS).exists()

    def test_passwords_are_not_tried_for_ever(self, client, asked):
        for _time in range(10):
            confirm(client, asked, "autre chose tout à fait")
        assert confirm(client, asked).status_code == 200
        with time_machine.travel(timezone.now() + timedelta(minutes=61), tick=False):
            assert confirm(client, asked).status_code == 302

    def test_of_two_asked_for_the_one_confirmed_counts(self, client, opened, commits):
        with commits():
            fill(client)
            fill(client, password="quatre brioches froides", first_name="Voleuse")
        first, second = (link_in(one) for one in mail.outbox)
        assert confirm(client, first).status_code == 302
        assert client.get(second).status_code == 410
        assert User.objects.get(email=ADDRESS).first_name == "Maëlle"

    def test_a_region_makes_the_person_known_there(self, client, cast, opened, commits):
        with commits():
            fill(client, region=cast.region.pk)
        confirm(client, link_in())
        user = User.objects.get(email=ADDRESS)
        assert list(user.assignments.values_list("role", "region")) == [(Role.LEARNER, cast.region.pk)]
        assert User.objects.visible_to(cast.manager).filter(pk=user.pk).exists()
        assert not User.objects.visible_to(cast.other_manager).filter(pk=user.pk).exists()

    def test_what_was_read_and_ticked_is_kept_in_its_version(self, client, opened, commits):
        terms, news, notice = (
            make_text("Conditions"),
            make_text("Nouvelles", kind=TextKind.FREE),
            make_text("Vos données", kind=TextKind.READ),
        )
        refused = fill(client)
        assert refused.context["form"].errors.keys() == {f"text_{terms.pk}"}
        with commits():
            fill(client, **{f"text_{terms.pk}": "on"})
        confirm(client, link_in())
        kept = Acceptance.objects.filter(user__email=ADDRESS)
        assert {one.version for one in kept} == {terms, notice}
        assert {one.occasion for one in kept} == {Occasion.REGISTRATION}
        assert news not in {one.version for one in kept}

    def test_a_link_is_good_for_some_days_then_what_was_written_goes(self, client, asked, settings):
        with time_machine.travel(timezone.now() + timedelta(days=settings.REGISTRATION_DAYS, minutes=1), tick=False):
            assert client.get(asked).status_code == 410
            assert forget_unanswered() == 1
        assert not Registration.objects.exists()

    def test_what_is_still_in_time_stays(self, asked):
        assert forget_unanswered() == 0
        assert Registration.objects.exists()

    @pytest.mark.parametrize("token", ["x", "eyJ", "%00", "a:b:c"])
    def test_a_link_never_ours_opens_nothing(self, client, db, token):
        for name in ("accounts:confirm", "accounts:parent"):
            assert client.get(reverse(name, args=[token])).status_code == 410

    @pytest.mark.parametrize("address", ["محمد@مثال.تونس", "jean@artisanat-été.fr", "Élodie@Exämple.org"])
    def test_an_address_in_any_script(self, client, opened, commits, address):
        with commits():
            assert fill(client, email=address).status_code == 302
        assert confirm(client, link_in()).status_code == 302
        client.logout()
        assert client.post(reverse("account_login"), {"login": address, "password": PASSWORD}).status_code == 302


class TestRefusals:
    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"email": "maelle"}, "email"),
            ({"email": ""}, "email"),
            ({"first_name": " "}, "first_name"),
            ({"password": "court"}, "password"),
            ({"password": "maelle-kerjean"}, "password"),
            ({"born_on": ""}, "born_on"),
            ({"born_on": "31/02/2000"}, "born_on"),
            ({"born_on": "2999-01-01"}, "born_on"),
            ({"born_on": "1800-01-01"}, "born_on"),
            ({"region": "999999"}, "region"),
        ],
    )
    def test_what_is_wrong_is_said_and_the_rest_kept(self, client, opened, changes, field):
        page = fill(client, **changes)
        assert page.status_code == 200
        assert field in page.context["form"].errors
        assert 'value="Kerjean"' in page.text
        assert PASSWORD not in page.text
        assert not Registration.objects.exists()

    def test_the_date_of_birth_is_asked_where_ages_matter_alone(self, client, commits):
        open_registration(asks_age=False)
        assert "born_on" not in client.get(reverse("accounts:register")).text
        with commits():
            assert fill(client).status_code == 302

    def test_the_date_of_birth_of_a_grown_up_is_not_kept(self, client, opened):
        fill(client)
        assert Registration.objects.get().born_on is None


def said(answer) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.text)


class TestNobodyIsToldWhoHasAnAccount:
    @pytest.fixture
    def known(self):
        return make_user("Jeanne", "Le Bihan", email="jeanne@exemple.fr", password=PASSWORD)

    def test_the_pages_read_the_same(self, client, opened, known, commits):
        answers = []
        for email in (known.email, "personne@exemple.fr"):
            with commits():
                answers.append(fill(client, email=email))
        assert answers[0].status_code == answers[1].status_code == 302
        assert answers[0]["Location"] == answers[1]["Location"]
        assert said(client.get(answers[0]["Location"])) == said(client.get(answers[1]["Location"]))

    def test_each_costs_the_same_hashing_and_queries_and_one_mail(self, client, opened, known, commits):
        """What differs is done in the background."""
        fill(client, email="echauffement@exemple.fr")
        costs, mails = set(), []
        for email in (known.email, "personne@exemple.fr"):
            counted = mock.patch.object(MD5PasswordHasher, "encode", autospec=True, side_effect=MD5PasswordHasher.encode)
            with commits(), counted as hashing, CaptureQueriesContext(connection) as queries:
                fill(client, email=email)
                costs.add((hashing.call_count, len(queries)))
            mails.append(len(mail.outbox))
        assert len(costs) == 1
        assert mails == [1, 2]

    def test_the_owner_of_the_account_is_told_by_mail_and_nothing_is_kept(self, client, opened, known, commits):
        with commits():
            fill(client, email=known.email)
        assert mail.outbox[0].to == [known.email]
        assert "/confirmer/" not in mail.outbox[0].body
        assert "déjà un" in mail.outbox[0].body
        assert not Registration.objects.exists()

    def test_who_was_invited_and_never_answered_gets_the_invitation_anew(self, client, opened, commits):
        make_user("Jeanne", "Le Bihan", email="jeanne@exemple.fr")
        with commits():
            fill(client, email="jeanne@exemple.fr")
        assert client.get(link_in()).status_code == 200

    def test_a_closed_account_is_told_to_be_closed(self, client, opened, known, commits):
        known.is_active = False
        known.save()
        with commits():
            fill(client, email=known.email)
        assert "fermé" in mail.outbox[0].body

    def test_an_account_made_meanwhile_is_not_made_twice(self, client, asked):
        make_user(email=ADDRESS)
        assert confirm(client, asked).status_code == 410
        assert "_auth_user_id" not in client.session


class TestRobots:
    def test_what_is_sent_at_once_is_sent_again(self, client, opened, commits):
        page = fill(client, later=0)
        assert page.status_code == 200
        assert "très rapide" in page.text
        assert 'value="Kerjean"' in page.text
        assert not Registration.objects.exists()

    def test_a_filled_trap_is_emptied_and_the_person_sends_again(self, client, opened):
        page = fill(client, website="https://pilules.example")
        assert "doit rester vide" in page.text
        assert "pilules" not in page.text
        assert not Registration.objects.exists()

    @pytest.mark.parametrize("begun", ["", "x", "eyJhIjoxfQ:1:x"])
    def test_without_our_mark_nothing_passes_and_the_next_sending_does(self, client, opened, commits, begun):
        page = fill(client, begun=begun)
        assert page.status_code == 200
        assert not Registration.objects.exists()
        data = {"first_name": "M", "last_name": "K", "email": ADDRESS, "password": PASSWORD, "born_on": born(30)}
        with time_machine.travel(timezone.now() + timedelta(seconds=40), tick=False), commits():
            assert client.post(reverse("accounts:register"), {**data, **values_of(page)}).status_code == 302

    def test_a_page_of_yesterday_is_sent_again(self, client, opened):
        assert "longtemps" in fill(client, later=25 * 3600).text

    def test_the_trap_is_out_of_the_way_of_people(self, client, opened):
        page = client.get(reverse("accounts:register")).text
        trap = re.search(r'<div class="trap" aria-hidden="true">.*?</div>', page, re.DOTALL)[0]
        assert 'tabindex="-1"' in trap
        assert 'autocomplete="off"' in trap

    def test_one_address_gets_few_mails_and_the_answer_does_not_tell(self, client, opened, commits):
        answers = []
        for _time in range(6):
            with commits():
                answers.append(fill(client)["Location"])
        assert len(mail.outbox) == 3
        assert set(answers) == {reverse("accounts:registered")}

    def test_one_network_opens_so_many_in_an_hour(self, client, opened, settings, commits):
        settings.FORMS_PER_NETWORK = 2
        answers = [fill(client, email=f"a{number}@exemple.fr").status_code for number in range(3)]
        assert answers == [302, 302, 200]
        assert Registration.objects.count() == 2
        with time_machine.travel(timezone.now() + timedelta(minutes=62), tick=False):
            assert fill(client, email="a9@exemple.fr").status_code == 302


def test_mails_to_people_without_an_account_are_forgotten_once_sent(client, asked):
    assert len(mail.outbox) == 1
    assert not OutsideMail.objects.exists()
