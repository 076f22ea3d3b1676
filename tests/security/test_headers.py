"""The headers of every page, graded: what browsers are told to refuse, and what they may keep."""

import re

import pytest
from django.core.exceptions import DisallowedHost
from django.test import RequestFactory
from django.urls import reverse

from tests.security.conftest import person_for
from tests.security.hostile import pages

pytestmark = pytest.mark.requirement("DCL-14")
# May be kept by browsers and proxies: the same for everyone, and no page of a person.
PUBLIC = {"cms:picture", "cms:brand_stylesheet", "cms:favicon", "cms:robots", "cms:sitemap", "cms:news_feed", "cms:alive", "cms:ready"}


def policy_of(answer) -> dict[str, set[str]]:
    """Directive → its sources."""
    parts = [part.split() for part in answer.headers.get("Content-Security-Policy", "").split(";")]
    return {words[0]: set(words[1:]) for words in parts if words}


def faults(answer) -> list[str]:
    """What a strict reader finds missing, in words."""
    policy, headers = policy_of(answer), answer.headers
    scripts = policy.get("script-src", policy.get("default-src", {"*"}))
    guarded = "sandbox" in policy or not headers.get("Content-Type", "").startswith("text/html")
    found = {
        "scripts from anywhere": bool(scripts & {"*", "http:", "https:", "data:", "'unsafe-inline'", "'unsafe-eval'"}),
        "no default source": not policy.get("default-src", set()) <= {"'none'", "'self'"} or "default-src" not in policy,
        "frames of anybody": "frame-ancestors" not in policy and headers.get("X-Frame-Options") != "DENY",
        "another base": not guarded and "base-uri" not in policy,
        "forms to anywhere": not guarded and "form-action" not in policy,
        "kinds are guessed": headers.get("X-Content-Type-Options") != "nosniff",
        "addresses leave": headers.get("Referrer-Policy") not in {"same-origin", "no-referrer", "strict-origin"},
        "openers": headers.get("Cross-Origin-Opener-Policy") != "same-origin",
        "devices": "camera=()" not in headers.get("Permissions-Policy", ""),
        "the server tells its name": bool({"Server", "X-Powered-By"} & set(headers)),
    }
    return [words for words, is_so in found.items() if is_so]


@pytest.mark.one_database("headers are written from settings and views")
def test_every_page_is_told_to_refuse_what_it_does_not_need_and_to_stay_in_no_cache(ask):
    """A person's pages go to nobody else at the same computer or proxy (ASVS 8.2.1)."""
    wrong = []
    for name in pages():
        answer = ask(name)
        # Wagtail's own scripts are within its pages: only those who write content enter them.
        allowed = {"scripts from anywhere"} if answer.wsgi_request.path.startswith("/admin/") else set()
        found = set(faults(answer)) - allowed
        of_a_person = name not in PUBLIC and person_for(name) != "anonymous" and answer.status_code == 200
        if of_a_person and not re.search("private|no-store", answer.headers.get("Cache-Control", "")):
            found.add("kept by caches")
        if found:
            wrong.append((name, found))
    assert wrong == []


def test_errors_tell_nothing_and_are_guarded_too(client, db):
    answer = client.get("/nulle-part/")
    assert (answer.status_code, faults(answer)) == (404, [])
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("host", ["evil.example", "localhost:8000@evil.example", "localhost.evil.example:8000", "[::1"])
def test_another_host_gets_no_page(client, host):
    with pytest.raises(DisallowedHost):
        RequestFactory(headers={"host": host}).get("/").get_host()
    assert client.get("/", headers={"host": host}).status_code == 400


def test_mails_lead_to_the_site_whatever_host_was_asked(cast, client, mailoutbox, settings):
    settings.ALLOWED_HOSTS = ["*"]
    client.post(reverse("account_reset_password"), {"email": cast.owner.email}, headers={"host": "evil.example"})
    assert mailoutbox
    assert "evil.example" not in mailoutbox[0].body
    assert settings.SITE_ORIGIN in mailoutbox[0].body


ELSEWHERE = ["//evil.example", "https://evil.example/", "/\\evil.example", "\thttps://evil.example", "javascript:alert(1)"]


@pytest.mark.parametrize("address", ELSEWHERE)
def test_nothing_leads_away(cast, as_user, client, address):
    """Wherever a page says where to go on, another site is not taken."""
    cast.owner.set_password("Levain-et-patience-26")
    cast.owner.save()
    answers = [
        client.post(reverse("cms:text_size"), {"size": "120", "next": address}),
        as_user(cast.owner).post(reverse("account_logout"), {"next": address}),
        client.post(reverse("account_login"), {"login": cast.owner.email, "password": "Levain-et-patience-26", "next": address}),
        client.post(reverse("accounts:consent_owed"), {"next": address}),
    ]
    for answer in answers:
        assert answer.status_code == 302
        assert "evil" not in answer["Location"]
        assert "javascript" not in answer["Location"]
