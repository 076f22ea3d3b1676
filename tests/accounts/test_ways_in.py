"""By address or identifier; locked after wrong passwords, unlocked; nobody told who has an account; no way around."""

import re
from datetime import timedelta
from unittest import mock

import pytest
import time_machine
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.domain.attempts import forget_old_attempts
from accounts.models import AccountEvent, SignInAttempts, User
from accounts.models.event import EventKind
from accounts.models.identifier import read_identifier
from messaging.domain.mailbox import find_mail, kept_mails
from tests.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("CMA-T1")]
PASSWORD, WRONG = "trois brioches tièdes", "pas celui-là du tout"


@pytest.fixture
def person():
    return make_user("Jeanne", "Le Bihan", email="jeanne@exemple.fr", password=PASSWORD)


def sign_in(client, login, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": login, "password": password})


class TestIdentifier:
    def test_it_opens_as_the_address_does_however_it_is_typed(self, client, person):
        for typed in (person.identifier, person.spoken_identifier.lower(), f" {person.spoken_identifier} "):
            client.logout()
            assert sign_in(client, typed)["Location"] == reverse("accounts:workspace")

    def test_letters_taken_for_figures_are_read_as_them(self):
        assert read_identifier("0o1i-Lab2") == "00111AB2"
        assert read_identifier("bonjour") == ""

    @pytest.mark.parametrize("field", ["identifier", "uid"])
    def test_the_database_refuses_to_change_it(self, person, field):
        other = make_user()
        with pytest.raises(IntegrityError), transaction.atomic():
            User.objects.filter(pk=person.pk).update(**{field: "ZZZZ9999" if field == "identifier" else "0" * 32})
        person.refresh_from_db()
        assert getattr(person, field) != getattr(other, field)

    def test_the_database_refuses_to_give_it_again(self, person):
        identifier, uid = person.identifier, person.uid
        person.delete()
        with pytest.raises(IntegrityError), transaction.atomic():
            make_user(identifier=identifier)
        assert make_user(identifier=identifier, uid=uid).identifier == identifier, "the same person brought back from a copy"

    def test_managers_find_people_by_it(self, person):
        assert list(User.objects.search(person.identifier)) == [person]


class TestLock:
    def fail(self, client, login, times):
        for _time in range(times):
            answer = sign_in(client, login, WRONG)
        return answer

    def test_ten_wrong_passwords_lock_whichever_name_was_typed(self, client, person, commits):
        with commits():
            self.fail(client, person.email, 6)
            self.fail(client, person.identifier, 4)
        assert sign_in(client, person.email).status_code == 200
        assert sign_in(client, person.spoken_identifier).status_code == 200
        assert AccountEvent.objects.filter(user=person, kind=EventKind.LOCKED).count() == 1
        assert len(mail.outbox) == 1

    def test_a_success_begins_anew(self, client, person):
        self.fail(client, person.email, 9)
        assert sign_in(client, person.email).status_code == 302
        client.logout()
        self.fail(client, person.email, 9)
        assert sign_in(client, person.email).status_code == 302

    def test_the_mail_unlocks_once_a_button_is_pressed(self, client, person, commits):
        with commits():
            self.fail(client, person.email, 10)
        path = re.search(r"/compte/debloquer/\S+", mail.outbox[0].body).group(0)
        assert "Débloquer mon compte" in client.get(path).text.replace("\u00a0", " ")
        assert sign_in(client, person.email).status_code == 200, "looking unlocks nothing"
        assert client.post(path)["Location"] == reverse("account_login")
        assert sign_in(client, person.email).status_code == 302
        assert client.get(path).status_code == 410

    def test_it_ends_by_itself(self, client, person):
        self.fail(client, person.email, 10)
        with time_machine.travel(timezone.now() + timedelta(minutes=61), tick=False):
            assert sign_in(client, person.email).status_code == 302

    def test_a_manager_unlocks(self, client, cast, as_user):
        cast.owner.set_password(PASSWORD)
        cast.owner.save()
        self.fail(client, cast.owner.email, 10)
        manager = as_user(cast.manager)
        assert "bloqué" in manager.get(reverse("accounts:way_in", args=[cast.owner.uid])).text
        manager.post(reverse("accounts:way_in_mend", args=[cast.owner.uid, "unlock"]))
        assert sign_in(client, cast.owner.email).status_code == 302
        assert AccountEvent.objects.get(user=cast.owner, kind=EventKind.UNLOCKED).by == cast.manager

    def test_a_new_password_by_mail_unlocks(self, client, person):
        self.fail(client, person.email, 10)
        client.post(reverse("account_reset_password"), {"email": person.email})
        link = re.search(r"/compte/password/reset/key/\S+", mail.outbox[-1].body).group(0)
        address = client.get(link, follow=True).redirect_chain[-1][0]
        client.post(address, {"password1": "quatre brioches froides", "password2": "quatre brioches froides"})
        assert sign_in(client, person.email, "quatre brioches froides").status_code == 302

    def test_nothing_is_kept_of_addresses_tried(self, client, person):
        self.fail(client, "personne@exemple.fr", 2)
        assert "personne" not in SignInAttempts.objects.get().pk
        with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
            forget_old_attempts()
        assert not SignInAttempts.objects.exists()


def said(answer) -> str:
    """The page without what is different each time or was typed."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())
    return re.sub(r"(jeanne|personne|jeune)@exemple\.fr", "…", text)


class TestNobodyIsToldWhoHasAnAccount:
    @pytest.mark.parametrize("times", [1, 10, 12])
    def test_wrong_passwords_read_the_same(self, client, person, times):
        known = [said(sign_in(client, person.email, WRONG)) for _time in range(times)][-1]
        unknown = [said(sign_in(client, "personne@exemple.fr", WRONG)) for _time in range(times)][-1]
        assert known == unknown

    def test_they_cost_the_same_hashing_and_the_same_queries(self, client, person):
        """Time is spent on hashing and on the database: as much of each for an address with, without and waiting for a password."""
        make_user(email="jeune@exemple.fr")
        sign_in(client, "echauffement@exemple.fr", WRONG)
        costs = {self.cost(client, login) for login in (person.email, "personne@exemple.fr", "jeune@exemple.fr")}
        assert len(costs) == 1

    def cost(self, client, login) -> tuple[int, int]:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        counted = mock.patch.object(MD5PasswordHasher, "encode", autospec=True, side_effect=MD5PasswordHasher.encode)
        with counted as hashing, CaptureQueriesContext(connection) as queries:
            sign_in(client, login, WRONG)
        return hashing.call_count, len(queries)

    @pytest.mark.parametrize("page", ["account_reset_password", "accounts:new_link"])
    def test_links_asked_for_read_the_same(self, client, person, page):
        answers = [client.post(reverse(page), {"email": email}) for email in (person.email, "personne@exemple.fr")]
        assert answers[0].status_code == answers[1].status_code == 302
        assert answers[0]["Location"] == answers[1]["Location"]
        assert said(client.get(answers[0]["Location"])) == said(client.get(answers[1]["Location"]))

    def test_each_forgotten_password_costs_one_mail(self, client, person):
        for email in (person.email, "personne@exemple.fr"):
            mail.outbox.clear()
            client.post(reverse("account_reset_password"), {"email": email})
            assert len(mail.outbox) == 1


class TestNoWayAround:
    """Wagtail's own pages of sign-in, forgotten password and account."""

    def test_its_sign_in_is_ours(self, client, person):
        answer = client.get("/admin/login/?next=/admin/")
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("account_login"))
        posted = client.post("/admin/login/", {"username": person.email, "password": PASSWORD})
        assert posted.status_code == 302
        assert "_auth_user_id" not in client.session

    def test_its_forgotten_password_does_not_exist(self, client, cast):
        paths = ["/admin/password_reset/", "/admin/password_reset/done/", "/admin/password_reset/complete/"]
        paths.append("/admin/password_reset/confirm/MQ/set-password/")
        for path in paths:
            answer = client.post(path, {"email": cast.national.email, "new_password1": "x", "new_password2": "x"})
            assert answer.status_code in {302, 403, 404}, path
            if answer.status_code == 302:
                assert answer["Location"].startswith((reverse("account_login"), "/admin/login/")), path
        assert mail.outbox == []

    def test_its_account_page_changes_neither_address_nor_password(self, cast, as_user):
        from pathways.domain.back_office import ensure_back_office

        ensure_back_office()
        browser = as_user(cast.national)
        page = browser.get(reverse("wagtailadmin_account"))
        assert page.status_code == 200
        assert "password" not in re.sub(r"csrf\w+|href=\"[^\"]*\"", "", page.text.split("<main")[1])
        before = (cast.national.email, cast.national.password)
        fields = {
            "name_email-email": "voleur@exemple.fr",
            "password-new_password1": "voleur-de-brioches",
            "password-new_password2": "voleur-de-brioches",
        }
        browser.post(reverse("wagtailadmin_account"), {**fields, "name_email-first_name": "N", "name_email-last_name": "B"})
        cast.national.refresh_from_db()
        assert (cast.national.email, cast.national.password) == before

    @pytest.mark.parametrize("name", ["account_signup", "account_email", "account_confirm_login_code"])
    def test_pages_of_the_library_that_we_do_not_use_open_nothing(self, client, person, as_user, name):
        answer = client.post(reverse(name), {"email": "voleur@exemple.fr", "password1": PASSWORD, "password2": PASSWORD})
        assert "_auth_user_id" not in client.session
        assert not User.objects.filter(email="voleur@exemple.fr").exists()
        assert answer.status_code in {200, 302, 403, 404, 405}

    def test_the_address_of_an_account_is_not_changed_by_the_page_of_the_library(self, person, as_user):
        browser = as_user(person)
        browser.post(reverse("account_email"), {"action_add": "", "email": "voleur@exemple.fr"})
        person.refresh_from_db()
        assert person.email == "jeanne@exemple.fr"


class TestAddressesInAnyScript:
    @pytest.mark.requirement("DCL-1")
    @pytest.mark.parametrize("address", ["محمد@مثال.تونس", "user@مثال.المغرب", "jean@artisanat-été.fr", "élodie@exämple.org"])
    def test_from_the_form_to_the_mail_that_is_sent_and_back(self, client, settings, tmp_path, address):
        """Forgotten password: typed in the form, a mail in the mail file, its link followed, signed in."""
        settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "django.core.mail.backends.filebased.EmailBackend", str(tmp_path)
        make_user("Jean", "Dupont", email=address, password=PASSWORD)
        client.post(reverse("account_reset_password"), {"email": f" {address.upper()} "})
        letter = find_mail(kept_mails()[0].name)
        local, _at, domain = User.objects.get().email.partition("@")
        assert letter.to == f"{local}@{domain.encode('idna').decode()}"
        link = re.search(r"/compte/password/reset/key/[^\s\"<]+", str(letter.text)).group(0)
        page = client.get(link, follow=True).redirect_chain[-1][0]
        new = "quatre brioches froides"
        client.post(page, {"password1": new, "password2": new})
        assert sign_in(client, address, new).status_code == 302
