"""Answering an invitation: a password, signed in, led to what awaits (CMA-E1, CMA-T1)."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from accounts.domain.invitations import invitation_url
from sessions.models import Enrolment
from tests.factories import make_user

PASSWORD = "trois brioches tièdes"


@pytest.fixture
def invited(cast):
    """A learner of the session who has not answered yet."""
    user = make_user("Gwenaëlle", "Quéméner")
    Enrolment.objects.create(session=cast.session, user=user)
    return user


def without_tokens(text: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text)


def path_of(user) -> str:
    return "/" + invitation_url(user).split("/", 3)[3]


class TestWelcome:
    def test_it_greets_by_first_name_and_names_the_session(self, cast, client, invited):
        page = client.get(path_of(invited))
        assert page.status_code == 200
        assert "Bienvenue Gwenaëlle" in page.text.replace("\u00a0", " ")
        assert cast.pathway.title in page.text

    def test_looking_uses_nothing_up(self, client, invited):
        """Mail programmes open links before people do."""
        path = path_of(invited)
        for _time in range(3):
            assert client.get(path).status_code == 200

    def test_the_password_opens_the_account_and_leads_to_the_workspace(self, client, invited):
        client.get(path_of(invited))
        before = client.session.session_key
        answer = client.post(path_of(invited), {"password": PASSWORD})
        assert answer["Location"] == reverse("accounts:workspace")
        invited.refresh_from_db()
        assert invited.check_password(PASSWORD)
        assert client.session["_auth_user_id"] == str(invited.pk)
        assert client.session.session_key != before

    def test_whoever_was_signed_in_before_is_signed_out(self, cast, as_user, invited):
        browser = as_user(cast.manager)
        browser.post(path_of(invited), {"password": PASSWORD})
        assert browser.session["_auth_user_id"] == str(invited.pk)

    def test_a_link_works_once(self, client, invited):
        path = path_of(invited)
        client.post(path, {"password": PASSWORD})
        client.logout()
        page = client.get(path)
        assert page.status_code == 410
        assert "Recevoir un nouveau lien" in page.text
        assert client.post(path, {"password": "une autre phrase longue"}).status_code == 410
        invited.refresh_from_db()
        assert invited.check_password(PASSWORD)

    def test_a_link_expires(self, client, invited, settings):
        path = path_of(invited)
        with time_machine.travel(timezone.now() + timedelta(days=settings.INVITATION_DAYS + 1)):
            assert client.get(path).status_code == 410

    @pytest.mark.parametrize("path", ["/compte/invitation/abc/def-123/", "/compte/invitation/%FF/x/", "/compte/invitation/MTIz/cd1-abc/"])
    def test_a_link_never_ours_is_told_the_same(self, client, db, path):
        assert client.get(path).status_code == 410

    def test_the_link_of_a_closed_account_is_over(self, client, invited):
        path = path_of(invited)
        invited.is_active = False
        invited.save()
        assert client.get(path).status_code == 410


class TestPassword:
    @pytest.mark.parametrize("password", ["court", "", "123456789012", "Gwenaëlle123"])
    def test_a_weak_one_is_refused_with_the_reason_and_not_sent_back(self, client, invited, password):
        page = client.post(path_of(invited), {"password": password})
        assert page.status_code == 200
        assert page.context["form"].errors["password"]
        assert not password or f'value="{password}"' not in page.text
        assert "_auth_user_id" not in client.session
        invited.refresh_from_db()
        assert not invited.has_usable_password()

    def test_twelve_characters_are_enough(self, client, invited):
        assert client.post(path_of(invited), {"password": "tarte-aux-po"}).status_code == 302


class TestNewLink:
    def ask(self, client, commits, email: str):
        with commits():
            return client.post(reverse("accounts:new_link"), {"email": email}, follow=True)

    def test_the_answer_is_the_same_whether_the_address_has_an_account(self, client, invited, commits):
        known = self.ask(client, commits, invited.email)
        unknown = self.ask(client, commits, "personne@example.org")
        assert known.status_code == unknown.status_code == 200
        assert known.redirect_chain == unknown.redirect_chain
        assert without_tokens(known.text) == without_tokens(unknown.text)
        assert [one.to for one in mail.outbox] == [[invited.email]]

    def test_the_new_link_works(self, client, invited, commits):
        self.ask(client, commits, invited.email.upper())
        link = next(word for word in mail.outbox[0].body.split() if "/invitation/" in word)
        assert client.get("/" + link.split("/", 3)[3]).status_code == 200

    def test_who_has_a_password_is_led_to_choose_another(self, cast, client, commits):
        cast.owner.set_password(PASSWORD)
        cast.owner.save()
        self.ask(client, commits, cast.owner.email)
        assert "/invitation/" not in mail.outbox[0].body
        assert reverse("account_reset_password") in mail.outbox[0].body

    def test_asking_again_and_again_sends_one_mail(self, client, invited, commits):
        with time_machine.travel(timezone.now().replace(minute=1), tick=False):
            for _time in range(5):
                self.ask(client, commits, invited.email)
        assert len(mail.outbox) == 1

    def test_a_closed_account_gets_nothing(self, client, invited, commits):
        invited.is_active = False
        invited.save()
        self.ask(client, commits, invited.email)
        assert mail.outbox == []

    def test_what_is_no_address_is_said_and_kept(self, client, db, commits):
        page = self.ask(client, commits, "gwen chez example.org")
        assert page.context["form"].errors["email"]
        assert "gwen chez example.org" in page.text
