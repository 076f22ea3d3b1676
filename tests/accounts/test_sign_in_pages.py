"""Signing in, out, and back in after a forgotten password."""

import re

import pytest
from django.core import mail

from accounts.models import User
from tests.factories import make_user

PASSWORD = "une-phrase-bien-à-moi"


@pytest.fixture
def person(db):
    return make_user("Élodie", "Le Bras", email="elodie@example.org", password=PASSWORD)


def _page(answer) -> str:
    return answer.content.decode()


def test_signing_in_leads_to_ones_space(client, person):
    answer = client.post("/compte/login/", {"login": " Elodie@Example.org ", "password": PASSWORD})
    assert answer.status_code == 302
    assert answer["Location"] == "/espace/"


def test_a_wrong_password_keeps_the_address_and_says_what_is_wrong(client, person):
    page = _page(client.post("/compte/login/", {"login": "elodie@example.org", "password": "autre chose"}))
    assert 'value="elodie@example.org"' in page
    assert "data-error-summary" in page
    assert "autre chose" not in page


def test_an_unknown_address_and_a_wrong_password_read_the_same(client, person):
    known = _page(client.post("/compte/login/", {"login": "elodie@example.org", "password": "x"}))
    unknown = _page(client.post("/compte/login/", {"login": "personne@example.org", "password": "x"}))
    assert re.findall(r"error-summary.*?</div>", known, re.DOTALL) == re.findall(r"error-summary.*?</div>", unknown, re.DOTALL)


def test_the_address_may_be_in_any_script(client, db):
    make_user(email="élodie@exämple.org", password=PASSWORD)
    page = _page(client.get("/compte/login/"))
    assert re.search(r'<input type="text" name="login"[^>]*inputmode="email"', page)
    assert 'autocomplete="username"' in page
    assert client.post("/compte/login/", {"login": "ÉLODIE@exämple.org", "password": PASSWORD}).status_code == 302


@pytest.mark.requirement("CMA-T1")
def test_too_many_wrong_passwords_lock_the_account_for_a_while(client, person, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/m/key"}
    for _try in range(3):
        client.post("/compte/login/", {"login": "elodie@example.org", "password": "x"})
    answer = client.post("/compte/login/", {"login": "elodie@example.org", "password": PASSWORD})
    assert answer.status_code == 200
    assert "data-error-summary" in _page(answer)


def test_a_forgotten_password_is_chosen_again_by_a_link(client, person):
    answer = client.post("/compte/password/reset/", {"email": "ELODIE@example.org"})
    assert answer["Location"] == "/compte/password/reset/done/"
    assert client.get(answer["Location"]).status_code == 200
    link = re.search(r"http\S+/compte/password/reset/key/\S+", mail.outbox[0].body).group(0)
    form = client.get(link, follow=True)
    assert "password1" in _page(form)
    address = form.redirect_chain[-1][0]
    new = "une-autre-phrase-à-moi"
    done = client.post(address, {"password1": new, "password2": new}, follow=True)
    assert done.status_code == 200
    assert User.objects.get(pk=person.pk).check_password(new)
    assert "password1" not in _page(client.get(link, follow=True)), "a link works once"


def test_a_weak_new_password_is_refused_with_the_reason_by_its_field(client, person):
    client.post("/compte/password/reset/", {"email": "elodie@example.org"})
    link = re.search(r"http\S+/compte/password/reset/key/\S+", mail.outbox[0].body).group(0)
    address = client.get(link, follow=True).redirect_chain[-1][0]
    page = _page(client.post(address, {"password1": "court", "password2": "court"}))
    assert 'id="id_password1_error"' in page


def test_the_answer_to_a_forgotten_password_tells_nobody_who_has_an_account(client, person):
    answer = client.post("/compte/password/reset/", {"email": "personne@example.org"})
    assert answer["Location"] == "/compte/password/reset/done/"
    assert "signup" not in mail.outbox[0].body


def test_signing_out_asks_then_does(person, as_user):
    browser = as_user(person)
    assert browser.get("/compte/logout/").status_code == 200
    assert browser.post("/compte/logout/")["Location"] == "/"
    assert browser.get("/espace/").status_code == 302


def test_a_password_is_changed_by_who_knows_it(person, as_user):
    new = {"password1": "une-autre-phrase-à-moi", "password2": "une-autre-phrase-à-moi"}
    browser = as_user(person)
    refused = browser.post("/compte/password/change/", {"oldpassword": "x", **new})
    assert 'id="id_oldpassword_error"' in _page(refused)
    assert browser.post("/compte/password/change/", {"oldpassword": PASSWORD, **new}).status_code == 302
    assert User.objects.get(pk=person.pk).check_password(new["password1"])


@pytest.mark.parametrize(
    "path", ["/compte/signup/", "/compte/inactive/", "/compte/password/reset/key/1-inconnu/", "/compte/password/reset/done/"]
)
def test_the_dead_ends_say_where_to_go(client, db, path):
    page = _page(client.get(path, follow=True))
    assert "site-header" in page
    assert re.search(r'<main.*?href="(/|/compte/|mailto:)', page, re.DOTALL) or "<h1>" in page


def test_the_menu_of_a_visitor_offers_to_sign_in_and_a_persons_to_sign_out(client, person, as_user):
    assert 'href="/compte/login/"' in _page(client.get("/plan-du-site/"))
    page = _page(as_user(person).get("/plan-du-site/"))
    assert 'action="/compte/logout/"' in page
    assert "Élodie" in page
