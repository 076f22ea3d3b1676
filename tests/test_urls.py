"""A walk over every URL of ours: each has its rule (tests/url_rules.py), and each of the cast gets what the rule says.

A URL without a rule fails the walk. Those allowed get an answer (200, a redirect elsewhere than to sign-in, or 405 and
422 where the request itself is not whole); the others get 404 or 403; visitors are led to sign in, or get 404.
"""

import pytest
from django.conf import settings
from django.db import transaction
from django.urls import URLPattern, get_resolver, reverse

from accounts.enums import Role
from accounts.read_only import AUDITORS_NAMES
from tests.factories import make_user
from tests.scene import Scene, make_scene
from tests.url_rules import PEOPLE, RULES, Rule
from tests.walking import forget_frame


def own_urls() -> dict[str, str]:
    """Name → pattern of every URL whose view is in one of our apps."""
    found: dict[str, str] = {}

    def walk(patterns, namespace: str, prefix: str) -> None:
        for entry in patterns:
            route = prefix + str(entry.pattern)
            if not isinstance(entry, URLPattern):
                walk(entry.url_patterns, ":".join(filter(None, (namespace, entry.namespace))), route)
                continue
            view = getattr(entry.callback, "view_class", entry.callback)
            if view.__module__.split(".")[0] in settings.LOCAL_APPS:
                found[":".join(filter(None, (namespace, entry.name)))] = route

    walk(get_resolver().url_patterns, "", "")
    return found


def test_every_url_has_its_rule():
    assert sorted(set(own_urls()) - set(RULES)) == []
    assert sorted(set(RULES) - set(own_urls())) == []


@pytest.mark.requirement("CMA-R2")
@pytest.mark.requirement("CMA-R3")
@pytest.mark.requirement("CMA-1.8")
def test_each_gets_what_the_rule_says(statuses_only, settings, tmp_path, as_user):
    """One scene for all: what a request changes is put back before the next."""
    settings.EMAIL_FILE_PATH = str(tmp_path)
    scene = make_scene()
    browsers = {who: as_user(None if who == "anonymous" else getattr(scene.cast, who)) for who in PEOPLE}
    wrong = [line for name, rule in RULES.items() for line in broken(name, rule, scene, browsers)]
    assert wrong == []


@pytest.mark.requirement("CMA-1.8")
@pytest.mark.one_database("refused before the page is asked")
def test_an_auditor_sends_nothing_anywhere(statuses_only, settings, tmp_path, as_user):
    """Whatever the page, the request is refused before the page is asked."""
    settings.EMAIL_FILE_PATH = str(tmp_path)
    scene = make_scene()
    browser = as_user(make_user("Odile", "Contrôle", role=Role.AUDITOR))
    sent = {name: browser.post(reverse(name, args=rule.args(scene))).status_code for name, rule in RULES.items()}
    own = AUDITORS_NAMES | {"accounts:see_as_end"}
    assert {name: status for name, status in sent.items() if status != 403 and name not in own} == {}


def broken(name: str, rule: Rule, scene: Scene, browsers: dict) -> list[str]:
    """Whoever got another answer than the rule says."""
    address = reverse(name, args=rule.args(scene))
    found = []
    for who, browser in browsers.items():
        with transaction.atomic():
            response = getattr(browser, rule.method)(address, rule.data(scene))
            transaction.set_rollback(True)
        answered = is_answer(response, address)
        if answered and rule.method != "get":
            forget_frame()
        if answered != (who in rule.allowed):
            found.append(f"{name}: {who} got {response.status_code} {response.headers.get('Location', '')}")
    return found


def is_answer(response, address: str) -> bool:
    """Whether the person got what they asked for, or was told what is missing in it, rather than turned away."""
    if response.status_code in {301, 302}:
        place = response.headers["Location"]
        refused = address.startswith("/admin/") and place == reverse("wagtailadmin_home")
        return not refused and not place.startswith((reverse("account_login"), reverse("wagtailadmin_login")))
    return response.status_code in {200, 204, 400, 405, 409, 410, 422}


TURNED_AWAY = ("owner", "tutor", "manager", "other_manager", "stranger", "anonymous")


def back_office_names() -> list[str]:
    """Every page of the back office, Wagtail's own too, whose address needs nothing to be filled in."""
    return sorted(
        route for route in _routes(get_resolver().url_patterns, "") if route.startswith("admin/") and "<" not in route and "(" not in route
    )


def _routes(patterns, prefix: str):
    for entry in patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield route
        else:
            yield from _routes(entry.url_patterns, route)


@pytest.mark.requirement("CMA-R2")
@pytest.mark.one_database("refused before the page is asked")
def test_nobody_but_editors_enters_the_back_office(statuses_only, cast, as_user):
    from pathways.domain.back_office import ensure_back_office

    ensure_back_office()
    opened = []
    public = {"admin/login/", "admin/logout/", "admin/jsi18n/", "admin/sprite/"}
    names = [route for route in back_office_names() if route not in public and not route.startswith("admin/password_reset")]
    assert len(names) > 40
    for who in TURNED_AWAY:
        browser = as_user(None if who == "anonymous" else getattr(cast, who))
        opened += [(who, route) for route in names if browser.get("/" + route).status_code == 200]
    assert opened == []
