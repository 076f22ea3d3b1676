"""A walk over every page of ours with hostile questions, hostile words in what is stored, and requests from elsewhere."""

import re
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from tests.security.conftest import person_for
from tests.security.hostile import INTO_NUMBERS, MARKUP, fill_with, harmful, pages
from tests.url_rules import RULES
from tests.walking import forget_frame

pytestmark = pytest.mark.requirement("DCL-14")
ROOT = Path(__file__).resolve().parent.parent.parent


ESCAPED = escape(MARKUP)


def parameters_read() -> list[str]:
    """The names under which our code reads the question of an address."""
    found = set()
    for app in configured.LOCAL_APPS:
        for path in (ROOT / app).rglob("*.py"):
            found |= set(re.findall(r'GET(?:\.get(?:list)?\(|\[)\s*"([\w-]+)"', path.read_text(encoding="utf-8")))
    return sorted(found)


@pytest.mark.parametrize("value", [MARKUP, INTO_NUMBERS])
def test_no_question_breaks_a_page_or_comes_back_as_markup(ask, value):
    names = parameters_read()
    assert len(names) > 15
    wrong = []
    for name in pages():
        answer = ask(name, dict.fromkeys(names, value))
        if answer.status_code >= 500 or harmful(answer):
            wrong.append((name, answer.status_code))
    assert wrong == []


def test_an_address_with_the_character_zero_is_refused_in_words(client, db):
    for address in ("/?q=%00", "/%00/", "/recherche/?%00=1"):
        answer = client.get(address)
        assert answer.status_code == 400
        assert "<h1" in answer.text


@pytest.mark.one_database("what a template escapes does not hang on where the words were stored")
def test_no_words_of_anybody_become_markup(scene, ask):
    """Every text column of every row that stands behind the pages holds markup; none of it arrives as such."""
    assert len(fill_with(MARKUP)) > 60
    forget_frame()
    wrong, shown = [], 0
    for name in pages():
        answer = ask(name)
        if answer.status_code >= 500 or harmful(answer):
            wrong.append((name, answer.status_code, harmful(answer)))
        shown += not answer.streaming and ESCAPED in answer.content.decode(errors="replace")
    assert wrong == []
    assert shown > 60


@pytest.mark.one_database("refused before the page is asked")
def test_nothing_is_changed_from_another_site(statuses_only, scene):
    """Without the token of our own page every request that would change something is refused."""
    wrong = []
    for name, rule in RULES.items():
        if rule.method != "post" or not rule.allowed:
            continue
        browser = Client(enforce_csrf_checks=True)
        who = person_for(name)
        if who != "anonymous":
            browser.force_login(getattr(scene.cast, who), backend="django.contrib.auth.backends.ModelBackend")
        address, data = reverse(name, args=rule.args(scene)), rule.data(scene)
        with transaction.atomic():
            status = browser.post(address, data).status_code
            transaction.set_rollback(True)
        if status != 403:
            wrong.append((name, status))
    assert wrong == []


def test_another_site_frames_or_fetches_no_page(scene, as_user):
    """Fetch metadata: what another origin's scripts, frames or forms ask is refused; a link that is followed is not."""
    browser = as_user(scene.cast.national)
    address = reverse("training_sessions:manager_home") if "training_sessions:manager_home" in RULES else "/"
    for mode, place in (("cors", "empty"), ("no-cors", "image"), ("navigate", "iframe")):
        headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": place}
        assert browser.get(address, headers=headers).status_code == 403, (mode, place)
    followed = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert browser.get(address, headers=followed).status_code == 200
