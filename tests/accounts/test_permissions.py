# SPDX-License-Identifier: EUPL-1.2
"""Each permission, alone in a role, opens what it says and nothing else, and nothing of another region (DCL-11, CMA-R5)."""

from collections.abc import Iterable
from dataclasses import replace

import pytest
from django.core.management import call_command

from accounts.enums import Role, Scope
from accounts.models import DefinedRole, RoleAssignment, User
from accounts.permissions import Permission, closure, register_permissions, registered_permissions
from tests.factories import make_user
from tests.scene import Scene, make_scene
from tests.test_urls import broken
from tests.url_rules import RULES, Rule

# What opens each page that is not for everybody; one of them is enough. Pages left out open to no permission at all.
OPENED_BY: dict[str, tuple[str, ...]] = {
    "see_sessions": ("region", "sessions", "session", "session_dates", "session_learners", "faq"),
    "edit_sessions": ("session_new", "session_edit", "session_confirm", "session_cancel", "session_roles"),
    "enrol": ("session_enrol", "session_enrol_list", "enrolment_state"),
    "write_to_learners": ("session_write",),
    "edit_events": ("event_new", "event_edit", "event_remove"),
    "see_progress": ("enrolment",),
    "send_convocations": ("convocations_send", "convocation", "convocation_page", "session_documents"),
    "issue_certificates": (
        *("archive_new", "archive", "archive_file", "certificate_issue", "certificate", "certificate_page"),
        "session_documents",
    ),
    "keep_attendance": (
        *("attendance", "event_presence", "presence_correct", "signing_code", "trainer_signs", "learner_signs", "sheet_page"),
        *("signature_picture", "signature_set_aside", "sheet_pdf", "sheet_blank", "session_documents"),
        *("paper_new", "paper", "paper_replace", "paper_withdraw", "paper_page"),
    ),
    "run_classes": ("attendance",),
    "see_people": ("people", "person"),
    "edit_people": ("person_edit", "person_invite"),
    "manage_tutors": ("tutor_new", "person_role"),
    "answer_interest": ("interests", "interest_page", "interest_called", "interest_enrol", "interest_decline"),
}
OPENED_ELSEWHERE: dict[str, tuple[str, ...]] = {
    "help_sign_in": ("accounts:way_in", "accounts:way_in_mend", "federation:identity_end"),
    "see_as": ("accounts:see_as",),
    "see_requests": ("privacy:requests", "privacy:request"),
    "answer_requests": ("privacy:request_lift", "privacy:erasures", "privacy:retention", "privacy:erase_person"),
    "read_audit": ("privacy:audit",),
    "write_as_region": ("messaging:write_as_region",),
    "decide_reports": ("messaging:reports", "messaging:report_page", "messaging:file"),
    "edit_notices": ("notice_templates", "notice_template", "notice_template_preview", "notice_template_reset"),
    "run_backups": ("backups", "backups_now", "backups_rehearse"),
    "read_journal": ("lrs_journal", "lrs_journal_results", "lrs_statement", "lrs_figures", "lrs_exports"),
    "manage_record_store": (
        *("lrs_clients", "lrs_client_new", "lrs_client", "lrs_client_edit", "lrs_credential_revoke"),
        *("lrs_targets", "lrs_target_new", "lrs_target", "lrs_target_retry"),
    ),
    "edit_content": (
        *("packages:index", "packages:index_results", "packages:add", "packages:detail", "packages:state", "packages:replace"),
        *("packages:rule", "packages:rename", "packages:delete", "packages:draft_page", "packages:download", "bibliotheque:index"),
        *("bibliotheque:index_results", "bibliotheque:choose_parent", "choix-bibliotheque:choose", "choix-bibliotheque:choose_results"),
        *("pathways:preview", "courses:preview", "parcours:index", "parcours:index_results", "faq:index", "faq:index_results"),
        *("themes:list", "themes:list_results", "brand_preview_style"),
    ),
    "follow_learners": (
        *("tutoring:home", "tutoring:to_grade", "tutoring:to_remind", "tutoring:to_answer", "tutoring:session", "tutoring:write_to_all"),
        *("tutoring:learner", "tutoring:module", "tutoring:write", "tutoring:grading", "tutoring:file", "tutoring:feedback_file"),
        *("tutoring:publish_all", "tutoring:comments", "tutoring:learners", "boards:arrange", "cms:tour", "cms:tour_seen"),
    ),
    "grade": ("tutoring:waive", "tutoring:abandon", "tutoring:reopen"),
    "read_forum": ("forum:session", "forum:thread", "forum:unread", "forum:message", "forum:read_all", "forum:follow", "forum:report"),
    "moderate_forum": (
        *("forum:new_thread", "forum:keep", "forum:reports", "forum:close_reports", "forum:thread_state", "forum:amend_thread"),
        *("forum:hide", "forum:restore", "forum:history", "forum:faq"),
    ),
    "see_reports": (
        *("reporting:region", "reporting:home", "reporting:matrix", "reporting:table", "reporting:session", "reporting:session_steps"),
        *("reporting:session_attendance", "reporting:report_new", "reporting:exports"),
    ),
    "export_reports": ("reporting:export_new",),
    "see_national": ("reporting:national",),
    "see_visits": ("reporting:visits",),
    "see_providers": ("federation:providers", "federation:provider"),
}


def opening() -> dict[str, set[str]]:
    """Page → the permissions that open it."""
    found: dict[str, set[str]] = {}
    for permission, names in OPENED_BY.items():
        for name in names:
            found.setdefault(f"training_sessions:{name}", set()).add(permission)
    for permission, names in OPENED_ELSEWHERE.items():
        for name in names:
            found.setdefault(name, set()).add(permission)
    # Guides go with the tour of those who run sessions.
    found["cms:guide"] = {"edit_sessions"}
    return found


def opened_by(permission: Permission, opened: dict[str, set[str]]) -> list[str]:
    """The pages that it opens, with what comes with it."""
    allows = closure([permission.codename])
    return [name for name, permissions in opened.items() if not permissions.isdisjoint(allows)]


def holder(permissions: Iterable[Permission], scope: Scope, region) -> User:
    """Somebody with nothing but a role made of these, held in the region or nationally."""
    person = make_user("Seul")
    give(person, permissions, scope, region)
    return person


def give(person: User, permissions: Iterable[Permission], scope: Scope, region) -> None:
    codenames = sorted(one.codename for one in permissions)
    role = DefinedRole.objects.filter(scope=scope, permissions=codenames).first()
    if role is None:
        number = DefinedRole.objects.count()
        role = DefinedRole.objects.create(code=f"own-{number}", name=f"Rôle {number}", scope=scope, permissions=codenames)
    RoleAssignment.objects.create(user=person, role=role, region=None if scope == Scope.NATIONAL else region)


def holder_of_all(permissions: Iterable[Permission], region) -> User:
    """Somebody with a role made of these nationally, and with one in the region."""
    person = holder(permissions, Scope.NATIONAL, region)
    give(person, [one for one in permissions if one.fits(Scope.REGION)], Scope.REGION, region)
    return person


def walked(expected: dict[str, bool], scene: Scene, browser) -> list[str]:
    """Where the person got another answer than expected."""
    wrong = []
    for name, opens in expected.items():
        rule = RULES[name]
        allowed = frozenset({"one"} if opens else ())
        wrong += broken(name, Rule(allowed, rule.args, rule.method, rule.data), scene, {"one": browser})
    return wrong


@pytest.mark.requirement("CMA-1.8")
@pytest.mark.requirement("CMA-R5")
@pytest.mark.requirement("DCL-11")
def test_each_permission_opens_what_it_says_and_nothing_elsewhere(statuses_only, settings, tmp_path, as_user):
    """What it opens here does not open there: whoever holds it in another region asks for the same rows of this one."""
    settings.EMAIL_FILE_PATH = str(tmp_path)
    scene, opened = make_scene(), opening()
    wrong = []
    for permission in registered_permissions():
        opens = dict.fromkeys(opened_by(permission, opened), True)
        scope = Scope.NATIONAL if permission.narrowest == Scope.NATIONAL else Scope.REGION
        here = as_user(holder([permission], scope, scene.cast.region))
        wrong += [f"{permission.codename}: {line}" for line in walked(opens, scene, here)]
        if scope == Scope.REGION:
            there = as_user(holder([permission], scope, scene.cast.other_region))
            of_rows = {name: False for name in opens if name not in NOT_OF_A_REGION and RULES[name].args(scene)}
            wrong += [f"{permission.codename} elsewhere: {line}" for line in walked(of_rows, scene, there)]
    assert wrong == []


@pytest.mark.requirement("CMA-1.8")
@pytest.mark.requirement("CMA-R5")
@pytest.mark.requirement("DCL-11")
@pytest.mark.one_database("what stays shut is decided before the database is asked")
def test_a_permission_opens_nothing_else(statuses_only, settings, tmp_path, as_user):
    """A page stays shut to roles made of all that does not open it, hence to each of these alone: permissions only add.

    That none takes anything away is seen as well: roles made of all there is open every page.
    """
    settings.EMAIL_FILE_PATH = str(tmp_path)
    scene, opened = make_scene(), opening()
    every = registered_permissions()
    openers = {one: opened_by(one, opened) for one in every}
    shut: dict[frozenset[Permission], list[str]] = {}
    for name in opened:
        shut.setdefault(frozenset(one for one in every if name not in openers[one]), []).append(name)
    wrong = walked(dict.fromkeys(opened, True), scene, as_user(holder_of_all(every, scene.cast.region)))
    for others, names in shut.items():
        wrong += walked(dict.fromkeys(names, False), scene, as_user(holder_of_all(others, scene.cast.region)))
    assert wrong == []


def test_what_is_left_opens_to_no_permission(statuses_only, settings, tmp_path, as_user):
    """People, regions, roles, others' own pages: not even to a role made of all there is."""
    settings.EMAIL_FILE_PATH = str(tmp_path)
    scene, opened = make_scene(), opening()
    left = {name: False for name, rule in RULES.items() if "stranger" not in rule.allowed and name not in opened}
    assert set(opened) <= {name for name, rule in RULES.items() if "stranger" not in rule.allowed}
    wrong = []
    for scope in (Scope.NATIONAL, Scope.REGION):
        every = [one for one in registered_permissions() if one.fits(scope)]
        expected = left | dict.fromkeys(OF_THE_SANDBOX, scope == Scope.NATIONAL)
        wrong += [f"{scope}: {line}" for line in walked(expected, scene, as_user(holder(every, scope, scene.cast.region)))]
    assert wrong == []


# Of a region where nobody of the scene holds a role: a national one reaches there.
OF_THE_SANDBOX = ("training_sessions:sandbox", "training_sessions:sandbox_work", "training_sessions:sandbox_letter")
# Their arguments name nothing that belongs to a region.
NOT_OF_A_REGION = {"boards:arrange", "cms:guide", "cms:tour", "cms:tour_seen", "reporting:table"}


def test_every_permission_is_of_use():
    """It opens a page, or is told of below."""
    without_page = {"answer_region", "answer_help", "see_exports"}
    used = {one for names in opening().values() for one in names}
    assert {one.codename for one in registered_permissions()} - used == without_page


def test_a_name_stands_for_one_permission():
    """What happened once: a page of requests for information took the name of erasing people."""
    known = registered_permissions()[0]
    with pytest.raises(ValueError, match=known.codename):
        register_permissions(replace(known, words="Another"))


def test_a_role_that_is_not_there_any_more_allows_nothing(cast):
    role = DefinedRole.objects.create(code="own-gone", name="Ancien", scope=Scope.NATIONAL, permissions=["gone_since"])
    RoleAssignment.objects.create(user=cast.stranger, role=role)
    assert not cast.stranger.may("gone_since")


@pytest.mark.requirement("CMA-R1")
def test_a_closed_account_may_do_nothing(cast):
    cast.national.is_active = False
    assert not cast.national.may("see_people")
    assert cast.national.regions_with("see_people") == []


@pytest.mark.requirement("CMA-R2")
def test_regions_go_down_the_tree_and_not_up(cast):
    from tests.factories import make_region

    site = make_region("Bruz", kind="site", parent=cast.region)
    assert cast.manager.regions_with("enrol") == sorted([cast.region.pk, site.pk])
    assert cast.manager.may("enrol", site.pk)
    assert not cast.manager.may("enrol", cast.other_region.pk)
    assert set(cast.national.regions_with("enrol")) == {cast.region.pk, cast.other_region.pk, site.pk}
    assert cast.tutor.regions_with("enrol") == []


def test_roles_cost_one_query_more_for_the_tree_and_none_for_learners(cast, django_assert_num_queries):
    owner, manager = User.objects.get(pk=cast.owner.pk), User.objects.get(pk=cast.manager.pk)
    with django_assert_num_queries(1):
        assert not any(owner.may(one) for one in registered_permissions())
    with django_assert_num_queries(2):
        assert all(manager.may(one, cast.region.pk) == (Role.REGIONAL_MANAGER in one.held_by) for one in registered_permissions())


def test_the_page_of_roles_is_up_to_date():
    call_command("roles_page", check=True)
