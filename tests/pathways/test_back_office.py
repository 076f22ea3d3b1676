"""Who enters the back office and what they find there."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from accounts.models import RoleAssignment
from courses.models import CaseStudyPage, LibraryPage, RichContentPage
from pathways.domain.back_office import EDITORS, NATIONAL, ensure_back_office
from tests.factories import make_object, make_pathway, make_user

SCREENS = ["wagtailadmin_home", "bibliotheque:index", "bibliotheque:choose_parent", "parcours:index"]
NATIONAL_SCREENS = ["wagtailusers_users:index", "wagtailusers_users:add", "regions:index", "regions:add"]


@pytest.mark.requirement("CMA-R1")
@pytest.mark.parametrize("name", SCREENS)
def test_editors_and_national_managers_work_there(cast, as_user, name):
    for person in (cast.editor, cast.national):
        assert as_user(person).get(reverse(name)).status_code == 200


@pytest.mark.requirement("CMA-R2")
@pytest.mark.requirement("CMA-R3")
@pytest.mark.parametrize("name", [*SCREENS, *NATIONAL_SCREENS])
def test_nobody_else_enters(cast, as_user, name):
    for person in (cast.manager, cast.other_manager, cast.tutor, cast.owner, cast.stranger):
        assert as_user(person).get(reverse(name)).status_code == 403
    visit = as_user(None).get(reverse(name))
    assert visit.status_code == 302
    assert visit.url.startswith("/compte/login/")


@pytest.mark.parametrize("name", NATIONAL_SCREENS)
def test_people_and_regions_are_for_national_managers(cast, as_user, name):
    assert as_user(cast.national).get(reverse(name)).status_code == 200
    assert as_user(cast.editor).get(reverse(name)).status_code == 302


def test_the_menu_is_short_and_in_french(cast, as_user):
    def labels(person):
        from wagtail.admin.menu import admin_menu

        response = as_user(person).get(reverse("wagtailadmin_home"))
        items = sorted(admin_menu.menu_items_for_request(response.wsgi_request), key=lambda item: item.order)
        return [str(item.label) for item in items]

    first = ["Parcours", "Bibliothèque", "Modules", "FAQ", "Thèmes", "Images", "Documents", "Pages du site"]
    assert labels(cast.editor) == first
    assert labels(cast.national)[8:10] == ["Personnes", "Régions"]


def test_no_word_of_the_software_that_it_is_made_with(cast, as_user):
    home = as_user(cast.editor).get(reverse("wagtailadmin_home")).content.decode().replace("\u00a0", " ")
    assert "Bonjour Claire" in home
    assert "Guide" not in home
    assert "<title>" in home
    assert "Wagtail</title>" not in home


def test_wagtails_own_sign_in_and_password_pages_are_not_used(client, db):
    assert client.get("/admin/login/").url.startswith("/compte/login/")
    assert client.get("/admin/password_reset/").status_code == 404


def test_groups_follow_roles(cast):
    ensure_back_office()
    assert [group.name for group in cast.editor.groups.all()] == [EDITORS]
    assert [group.name for group in cast.national.groups.all()] == [NATIONAL]
    RoleAssignment.objects.filter(user=cast.editor).delete()
    assert not cast.editor.groups.exists()
    assert not cast.manager.groups.exists()


def test_preparing_the_back_office_twice_changes_nothing(cast):
    from django.contrib.auth.models import Group
    from wagtail.models import GroupPagePermission, Workflow, WorkflowPage

    def counts():
        return [model.objects.count() for model in (Group, GroupPagePermission, Workflow, WorkflowPage)]

    ensure_back_office()
    before = counts()
    ensure_back_office()
    assert counts() == before


def test_an_editor_submits_and_a_national_manager_approves(cast, as_user):
    ensure_back_office()
    page = make_object(RichContentPage, "À relire")
    page.unpublish()
    page.save_revision(user=cast.editor)
    page.get_workflow().start(page, cast.editor)
    task = page.current_workflow_task_state.task.specific
    assert task.user_can_access_editor(page, cast.national)
    assert [name for name, *_rest in task.get_actions(page, cast.national)][-1:] != []
    assert task.get_actions(page, cast.editor) == []
    page.current_workflow_task_state.approve(user=cast.national)
    page.refresh_from_db()
    assert page.live


@pytest.mark.parametrize(("name", "maker"), [("bibliotheque:index", make_object), ("parcours:index", None)])
def test_lists_ask_the_same_number_of_queries_for_1_and_30(cast, as_user, django_assert_max_num_queries, name, maker):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser = as_user(cast.editor)
    browser.get(reverse(name))

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert browser.get(reverse(name)).status_code == 200
        return len(captured)

    few = queries()
    for number in range(26):
        found = make_object(RichContentPage, f"Objet {number}")
        if maker is None:
            make_pathway(found, title=f"Parcours {number}")
    assert queries() <= few + 1


def test_the_library_is_searched_without_accents_and_filtered(cast, as_user):
    browser = as_user(cast.editor)
    make_object(RichContentPage, "Élever une pâte feuilletée", modality="in_person")

    def titles(**asked):
        return {page.title for page in browser.get(reverse("bibliotheque:index"), asked).context["object_list"]}

    assert titles(q="PATE eleve") == {"Élever une pâte feuilletée"}
    assert titles(modality="in_person") == {"Élever une pâte feuilletée"}
    assert titles(kind="case_study") == {"Étude de cas"}
    tagged = CaseStudyPage.objects.get()
    tagged.tags.add("boulangerie")
    tagged.save()
    assert titles(tag=tagged.tags.get().pk) == {"Étude de cas"}
    assert titles(q="boulangerie") == {"Étude de cas"}


def test_the_list_says_where_each_object_is_used(cast, as_user):
    content = as_user(cast.editor).get(reverse("bibliotheque:index")).content.decode()
    assert "1 parcours" in content
    assert "2 sessions en cours ou à venir" in content


def test_creating_starts_from_the_kind(cast, as_user):
    browser = as_user(cast.editor)
    groups = browser.get(reverse("bibliotheque:choose_parent")).context["groups"]
    cards = [card for _heading, cards in groups for card in cards]
    assert len(cards) == 12
    for card in cards:
        assert card["words"]
        assert browser.get(card["url"]).status_code == 200


def test_the_chooser_offers_the_library_only(cast, as_user):
    browser = as_user(cast.editor)
    data = browser.get(reverse("choix-bibliotheque:choose")).json()
    assert "Étude de cas" in data["html"]
    assert "Accueil" not in data["html"]
    found = browser.get(reverse("choix-bibliotheque:choose_results"), {"q": "etude", "kind": "case_study"}).content.decode()
    assert "Étude de cas" in found
    assert "Les bases" not in found


def test_the_page_tree_still_works(cast, as_user):
    library = LibraryPage.objects.get()
    assert as_user(cast.editor).get(reverse("wagtailadmin_explore", args=[library.pk])).status_code == 200
    assert as_user(cast.national).get(reverse("wagtailadmin_explore", args=[Page.objects.get(depth=1).pk])).status_code in {200, 302}


def test_the_first_screen_shows_drafts_and_what_to_mend(cast, as_user):
    page = make_object(RichContentPage, "Sans consigne")
    page.title = "Mon brouillon"
    page.save_revision(user=cast.editor).publish()
    page.save_revision(user=cast.editor)
    content = as_user(cast.editor).get(reverse("wagtailadmin_home")).content.decode()
    assert "Mon brouillon" in content
    assert "ni objectifs ni consigne" in content


def test_a_person_gets_an_account_with_roles_and_a_link(cast, as_user, commits):
    from accounts.models import User
    from accounts.signals import access_link_requested

    asked = []
    access_link_requested.connect(lambda sender, user, first, **kwargs: asked.append((user.email, first)), weak=False, dispatch_uid="test")
    data = {
        "first_name": "Paul",
        "last_name": "Petit",
        "email": "Paul.Petit@Example.org",
        "phone": "",
        "is_active": "on",
        "is_editing": "on",
    }
    response = as_user(cast.national).post(reverse("wagtailusers_users:add"), {**data, "tutored": [cast.region.pk]})
    access_link_requested.disconnect(dispatch_uid="test")
    assert response.status_code == 302
    paul = User.objects.get(email="paul.petit@example.org")
    assert asked == [(paul.email, True)]
    assert sorted(paul.assignments.values_list("role", "region")) == [("editor", None), ("tutor", cast.region.pk)]
    assert paul.has_usable_password() is False
    assert all(held.granted_by == cast.national for held in paul.assignments.all())


def test_roles_are_changed_as_a_whole_and_kept_rows_stay(cast, as_user):
    kept = cast.tutor.assignments.get()
    url = reverse("wagtailusers_users:edit", args=[cast.tutor.pk])
    data = {"first_name": "Fabienne", "last_name": "Morvan", "email": cast.tutor.email, "phone": "", "is_active": "on"}
    browser = as_user(cast.national)
    browser.post(url, {**data, "tutored": [cast.region.pk, cast.other_region.pk]})
    assert cast.tutor.assignments.count() == 2
    assert kept in cast.tutor.assignments.all()
    browser.post(url, data)
    assert not cast.tutor.assignments.exists()


def test_nobody_locks_themselves_out_or_opens_a_technical_account(cast, as_user):
    browser = as_user(cast.national)
    data = {"first_name": "Nadia", "last_name": "Benali", "email": cast.national.email, "phone": ""}
    response = browser.post(reverse("wagtailusers_users:edit", args=[cast.national.pk]), data)
    assert set(response.context["form"].errors) == {"is_active", "is_national"}
    technical = make_user("Ada", "Min", is_superuser=True)
    assert browser.get(reverse("wagtailusers_users:edit", args=[technical.pk])).status_code == 404
    assert "Ada" not in browser.get(reverse("wagtailusers_users:index")).content.decode()
    assert browser.get(reverse("wagtailusers_users:delete", args=[cast.owner.pk])).status_code == 302


def test_a_region_is_made(cast, as_user):
    from accounts.models import Region

    data = {
        "name": "Mayotte",
        "code": "mayotte",
        "kind": "region",
        "parent": "",
        "time_zone": "Indian/Mayotte",
        "email": "",
        "phone": "",
        "address": "",
    }
    browser = as_user(cast.national)
    assert browser.post(reverse("regions:add"), {**data, "time_zone": "Lune"}).status_code == 200
    assert browser.post(reverse("regions:add"), data).status_code == 302
    assert Region.objects.get(code="mayotte").zone.key == "Indian/Mayotte"
