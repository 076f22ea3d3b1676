"""Every page of the manager, for everyone: each sees only what is theirs."""

import uuid

import pytest
from django.urls import get_resolver, reverse

from sessions.urls_manager import manager_urls

SESSION_PAGES = ["session", "session_edit", "session_cancel", "session_dates", "session_documents", "session_roles", "event_new"]
SESSION_ACTIONS = [
    "session_confirm",
    "session_enrol",
    "session_enrol_list",
    "session_learners",
    "session_write",
    "archive_new",
    "convocations_send",
]
ENROLMENT_ACTIONS = ["enrolment_state", "certificate_issue"]
PERSON_PAGES, PERSON_ACTIONS = ["person", "person_edit"], ["person_invite", "person_role"]
INTEREST_PAGES = ["interest_page", "interest_enrol", "interest_decline"]
WORKSPACE = ["region", "sessions", "interests", "session_new", "people", "tutor_new"]

# Each has its own scene in test_sandbox.py.
SANDBOX = ["sandbox", "sandbox_work", "sandbox_letter"]


def pages(furnished) -> dict[str, str]:
    """GET pages of a session of Bretagne, by name."""
    cast = furnished.cast
    found = {name: reverse(f"training_sessions:{name}", args=[cast.session.pk]) for name in SESSION_PAGES}
    found |= {name: reverse(f"training_sessions:{name}", args=[cast.owner.uid]) for name in PERSON_PAGES}
    found["enrolment"] = reverse("training_sessions:enrolment", args=[cast.enrolment.pk])
    found["event_edit"] = reverse("training_sessions:event_edit", args=[cast.session.pk, furnished.event.pk])
    found["archive"] = reverse("training_sessions:archive", args=[cast.session.pk, furnished.archive.pk])
    found |= {name: reverse(f"training_sessions:{name}", args=[furnished.interest.pk]) for name in INTEREST_PAGES}
    found["certificate"] = reverse("training_sessions:certificate", args=[cast.enrolment.pk])
    found["convocation"] = reverse("training_sessions:convocation", args=[cast.enrolment.pk])
    found["convocation_page"] = reverse("training_sessions:convocation_page", args=[cast.enrolment.pk])
    found["certificate_page"] = reverse("training_sessions:certificate_page", args=[cast.enrolment.pk])
    return found


def actions(furnished) -> dict[str, str]:
    cast = furnished.cast
    found = {name: reverse(f"training_sessions:{name}", args=[cast.session.pk]) for name in SESSION_ACTIONS}
    found |= {name: reverse(f"training_sessions:{name}", args=[cast.enrolment.pk]) for name in ENROLMENT_ACTIONS}
    found |= {name: reverse(f"training_sessions:{name}", args=[cast.owner.uid]) for name in PERSON_ACTIONS}
    found["interest_called"] = reverse("training_sessions:interest_called", args=[furnished.interest.pk])
    found["event_remove"] = reverse("training_sessions:event_remove", args=[cast.session.pk, furnished.event.pk])
    return found


def test_no_page_is_forgotten_here(furnished):
    tried = {*pages(furnished), *actions(furnished), *WORKSPACE, *SANDBOX, "archive_file", "verify", "verify_form"}
    assert {pattern.name for pattern in manager_urls} == tried


@pytest.mark.requirement("CMA-R2")
def test_the_manager_opens_every_page(furnished, as_user):
    browser = as_user(furnished.cast.manager)
    for name, url in pages(furnished).items():
        assert browser.get(url).status_code == 200, name
    for name in WORKSPACE:
        assert browser.get(reverse(f"training_sessions:{name}")).status_code == 200, name


def test_a_national_manager_opens_every_page(furnished, as_user):
    browser = as_user(furnished.cast.national)
    for name, url in pages(furnished).items():
        assert browser.get(url).status_code == 200, name


@pytest.mark.requirement("CMA-R2")
def test_for_the_manager_of_another_region_nothing_of_it_exists(furnished, as_user):
    browser = as_user(furnished.cast.other_manager)
    for name, url in pages(furnished).items():
        assert browser.get(url).status_code == 404, name
    for name, url in actions(furnished).items():
        assert browser.post(url, {"action": "withdraw", "region": furnished.cast.region.pk}).status_code == 404, name
    for name in ("region", "sessions", "people"):
        text = browser.get(reverse(f"training_sessions:{name}")).content.decode()
        for secret in (furnished.cast.session.name, "Monique", "Fabienne", "Bretagne"):
            assert secret not in text, (name, secret)
    for name in ("region", "sessions", "people"):
        text = browser.get(reverse(f"training_sessions:{name}"), {"region": furnished.cast.region.code, "q": "Monique"}).content.decode()
        assert furnished.cast.session.name not in text
        assert "Le Goff" not in text


@pytest.mark.parametrize("who", ["owner", "member", "tutor", "coach", "editor", "stranger"])
def test_who_manages_nothing_is_refused(furnished, as_user, who):
    person = getattr(furnished.cast, who)
    browser = as_user(person)
    shared = {"certificate", "certificate_page", "convocation", "convocation_page"}
    own = shared if who == "owner" else set()
    knows = who in {"owner", "member", "tutor", "coach"}
    for name, url in pages(furnished).items():
        status = browser.get(url).status_code
        if name in own:
            assert status == 200, name
        elif name in shared:
            assert status == (403 if who in {"tutor", "coach"} else 404), name
        else:
            assert status == 403, (name, knows)
    for name, url in actions(furnished).items():
        assert browser.post(url).status_code == 403, name
    for name in WORKSPACE:
        assert browser.get(reverse(f"training_sessions:{name}")).status_code == 403, name


def test_a_visitor_is_led_to_the_door(furnished, as_user):
    browser = as_user(None)
    for name, url in {**pages(furnished), **{one: reverse(f"training_sessions:{one}") for one in WORKSPACE}}.items():
        answer = browser.get(url)
        assert answer.status_code == 302, name
        assert reverse("account_login") in answer["Location"], name


def test_what_does_not_exist_is_not_found(cast, as_user):
    browser = as_user(cast.manager)
    for name in SESSION_PAGES:
        assert browser.get(reverse(f"training_sessions:{name}", args=[uuid.uuid4()])).status_code == 404
    assert browser.get(reverse("training_sessions:person", args=[cast.stranger.uid])).status_code == 404
    assert browser.get(reverse("training_sessions:person", args=[cast.national.uid])).status_code == 404


def test_actions_are_never_done_by_a_link(furnished, as_user):
    browser = as_user(furnished.cast.manager)
    for name, url in actions(furnished).items():
        assert browser.get(url).status_code == 405, name


def test_the_workspace_is_in_the_menu_of_managers_only(cast):
    from accounts.registry import workspaces_of

    def names(user):
        return [one.name for one in workspaces_of(user)]

    assert "region" in names(cast.manager)
    assert "region" in names(cast.national)
    assert not any("region" in names(person) for person in (cast.owner, cast.tutor, cast.editor, cast.stranger))


def test_every_name_of_the_manager_is_in_the_site(db):
    known = get_resolver().namespace_dict["training_sessions"][1].reverse_dict
    assert all(pattern.name in known for pattern in manager_urls)
