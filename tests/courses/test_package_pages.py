"""The packages' screens in the back office: who enters, what is shown, what is refused."""

import io

import pytest
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.domain.importing import add_version, create_package
from courses.models import Attempt, Package, PackageVersion, ScormPage, ScoState
from jobs.models import JobState
from pathways.domain.back_office import ensure_back_office
from tests.courses.scorm_packages import item, manifest_12, package
from tests.factories import make_object

SCREENS = ["detail", "state", "replace", "rename", "delete"]


@pytest.fixture
def office(cast):
    """The cast, with the groups that open the back office to editors and national managers."""
    ensure_back_office()
    return cast


@pytest.fixture
def editor(office, as_user):
    return as_user(office.editor)


@pytest.fixture
def imported(office, commits):
    """imported(title, …) → a package with its import done."""

    def imported(title: str = "Bien vendre", content: bytes = b"", **fields) -> Package:
        with commits():
            version = create_package(upload=ContentFile(content or package(), name="m.zip"), title=title, user=office.editor)
        return Package.objects.select_related("current").get(pk=version.package_id)

    return imported


def zip_file(content: bytes = b"", name: str = "mon module.zip") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or package(), content_type="application/zip")


def url(name: str, *args) -> str:
    return reverse(f"packages:{name}", args=args)


def test_editors_and_national_managers_enter(office, imported, as_user):
    pk = imported().pk
    for person in (office.editor, office.national):
        browser = as_user(person)
        assert browser.get(url("index")).status_code == 200
        assert [browser.get(url(name, pk)).status_code for name in SCREENS] == [200] * len(SCREENS)
        assert browser.get(url("download", pk, 1)).status_code == 200


@pytest.mark.requirement("CMA-R2")
@pytest.mark.parametrize("who", ["manager", "other_manager", "tutor", "owner", "stranger", None])
def test_nobody_else_sees_or_does_anything(office, imported, as_user, who):
    pk = imported().pk
    browser = as_user(getattr(office, who) if who else None)
    addresses = [url("index"), url("index_results"), url("add"), url("download", pk, 1), *(url(name, pk) for name in SCREENS)]
    assert {browser.get(address).status_code for address in addresses} <= {302, 403, 404}
    posts = [url("add"), url("draft_page", pk), *(url(name, pk) for name in ("replace", "rename", "delete"))]
    assert {browser.post(address, {"file": zip_file(), "title": "Pris"}).status_code for address in posts} <= {302, 403, 404}
    assert list(Package.objects.values_list("title", flat=True)) == ["Bien vendre"]
    assert ScormPage.objects.count() == 0


def test_a_back_office_opened_to_somebody_else_does_not_open_packages(office, imported, as_user):
    pk = imported().pk
    office.tutor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    browser = as_user(office.tutor)
    answers = [browser.get(address) for address in (url("index"), url("detail", pk), url("add"), url("download", pk, 1))]
    assert {(answer.status_code, answer.get("Location")) for answer in answers} == {(302, "/admin/")}


@pytest.mark.requirement("CMA-2.20")
def test_a_zip_is_sent_imported_and_shown(editor, office, commits):
    with commits():
        answer = editor.post(url("add"), {"file": zip_file(), "title": ""})
    made = Package.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, url("detail", made.pk))
    assert (made.title, made.created_by, made.current.state) == ("Les bases", office.editor, JobState.DONE)
    page = editor.get(answer["Location"]).content.decode()
    assert "SCORM 1.2" in page
    assert "mon module.zip" in page
    assert url("draft_page", made.pk) in page


def test_a_script_gets_addresses_and_errors_as_json(editor, commits):
    with commits():
        good = editor.post(url("add"), {"file": zip_file(), "title": ""}, headers={"X-Requested-With": "XMLHttpRequest"})
    assert good.json() == {"url": url("detail", Package.objects.get().pk)}
    bad = editor.post(url("add"), {"file": zip_file(b"non")}, headers={"X-Requested-With": "XMLHttpRequest"})
    assert (bad.status_code, list(bad.json()["errors"])) == (422, ["file"])


@pytest.mark.parametrize(("content", "words"), [(b"non", "zip"), (package(files={}), "index.html"), (b"", "vide")])
def test_a_bad_zip_is_refused_on_the_form_and_nothing_is_kept(editor, content, words):
    answer = editor.post(url("add"), {"file": SimpleUploadedFile("m.zip", content), "title": "Mon titre"})
    assert answer.status_code == 422
    assert words in "".join(answer.context["form"].errors["file"])
    assert 'value="Mon titre"' in answer.content.decode()
    assert Package.objects.count() == 0


def test_a_form_without_a_file_says_so(editor):
    answer = editor.post(url("add"), {"title": ""})
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]


def test_a_body_too_large_is_refused_before_it_is_read(editor, settings):
    settings.PACKAGE_MAX_BYTES = 1000
    body = io.BytesIO(b"--x" * 1000)
    answer = editor.request(
        **{
            "REQUEST_METHOD": "POST",
            "PATH_INFO": url("add"),
            "CONTENT_TYPE": "multipart/form-data; boundary=x",
            "CONTENT_LENGTH": "99999999",
            "wsgi.input": body,
        }
    )
    assert (answer.status_code, body.tell()) == (413, 0)
    assert answer.context["form"].errors["file"]
    assert Package.objects.count() == 0


def test_sending_asks_for_the_csrf_token(office):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(office.editor, backend="django.contrib.auth.backends.ModelBackend")
    assert browser.post(url("add"), {"file": zip_file()}).status_code == 403
    assert Package.objects.count() == 0


def test_a_new_version_replaces_the_former_one(editor, imported, commits):
    made = imported()
    with commits():
        answer = editor.post(url("replace", made.pk), {"file": zip_file(package(manifest_12(item("autre"))))})
    assert answer["Location"] == url("detail", made.pk)
    made.refresh_from_db()
    assert made.current.number == 2
    page = editor.get(answer["Location"]).content.decode()
    assert url("download", made.pk, 1) in page
    assert url("download", made.pk, 2) in page


def test_the_original_is_given_back_as_it_was_sent(editor, office, commits):
    content = package()
    with commits():
        editor.post(url("add"), {"file": zip_file(content, "Mon été.zip")})
    answer = editor.get(url("download", Package.objects.get().pk, 1))
    assert b"".join(answer.streaming_content) == content
    assert "filename*=utf-8''Mon%20%C3%A9t%C3%A9.zip" in answer["Content-Disposition"]
    assert editor.get(url("download", Package.objects.get().pk, 9)).status_code == 404


def test_a_running_import_shows_its_progress_and_refreshes_without_script(editor, office):
    version = create_package(upload=ContentFile(package(), name="gros.zip"), title="Gros", user=office.editor)
    PackageVersion.objects.filter(pk=version.pk).update(state=JobState.RUNNING, steps_done=2, steps_total=5)
    page = editor.get(url("detail", version.package_id)).content.decode()
    assert 'http-equiv="refresh"' in page
    assert "js/packages/progress.js" in page
    fragment = editor.get(url("state", version.package_id)).content.decode()
    assert 'value="40"' in fragment
    assert 'data-over="false"' in fragment
    assert "<html" not in fragment


def test_a_failed_import_shows_why_and_what_stays_in_use(editor, imported, commits):
    made = imported()
    with commits():
        add_version(package=made, upload=ContentFile(b"non", name="non.zip"), user=None)
    page = editor.get(url("detail", made.pk)).content.decode()
    assert PackageVersion.objects.get(number=2).error.split("’")[0] in page.replace("&#x27;", "'")
    assert url("replace", made.pk) in page
    assert 'http-equiv="refresh"' not in page
    assert 'data-over="true"' in editor.get(url("state", made.pk)).content.decode()


def test_the_contents_are_shown_as_a_tree(editor, imported):
    chapter = item("c", "Chapitre un", reference="", inside=item("p", "Page cachée", attributes='isvisible="false"'))
    made = imported(content=package(manifest_12(chapter)))
    tree = editor.get(url("detail", made.pk)).context["tree"]
    assert [(node["item"].title, [child["item"].title for child in node["children"]]) for node in tree] == [
        ("Chapitre un", ["Page cachée"])
    ]


def test_the_page_tells_who_is_in_the_middle_of_a_replaced_module(editor, imported, commits, office):
    made = imported(content=package(manifest_12(item("a", "Les couleurs") + item("b"))))
    page = make_object(ScormPage, "Module", package=made)
    attempt = Attempt.objects.create(user=office.owner, registration=office.enrolment.registration, activity=page)
    ScoState.objects.create(attempt=attempt, item_identifier="a")
    with commits():
        add_version(package=made, upload=ContentFile(package(manifest_12(item("b"))), name="m.zip"), user=None)
    answer = editor.get(url("detail", made.pk))
    assert (answer.context["effect"].people, answer.context["effect"].lost) == (1, ("Les couleurs",))
    assert "Les couleurs" in answer.content.decode()


def test_the_pages_that_use_a_package_are_listed(editor, imported):
    made = imported()
    page = make_object(ScormPage, "Le module des bases", package=made)
    content = editor.get(url("detail", made.pk)).content.decode()
    assert "Le module des bases" in content
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in content
    assert url("draft_page", made.pk) not in content


def test_a_draft_is_created_and_opened(editor, imported):
    made = imported()
    answer = editor.post(url("draft_page", made.pk))
    page = ScormPage.objects.get()
    assert answer["Location"] == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert (page.title, page.package, page.live) == ("Bien vendre", made, False)
    assert editor.get(answer["Location"]).status_code == 200


def test_a_draft_is_not_made_by_looking(editor, imported):
    assert editor.get(url("draft_page", imported().pk)).status_code == 405
    assert ScormPage.objects.count() == 0


def test_renaming(editor, imported):
    made = imported()
    assert editor.post(url("rename", made.pk), {"title": ""}).status_code == 422
    assert editor.post(url("rename", made.pk), {"title": "Mieux vendre"}).status_code == 302
    made.refresh_from_db()
    assert made.title == "Mieux vendre"


def test_an_unused_package_is_deleted_a_used_one_refused_with_the_list(editor, imported):
    unused, used = imported("Libre"), imported("Pris")
    make_object(ScormPage, "Le module des bases", package=used)
    refused = editor.get(url("delete", used.pk)).content.decode()
    assert "Le module des bases" in refused
    assert 'class="button serious"' not in refused
    editor.post(url("delete", used.pk))
    editor.post(url("delete", unused.pk))
    assert list(Package.objects.all()) == [used]


def test_search_ignores_accents_and_case(editor, imported):
    imported("Réussir ma stratégie"), imported("Bien vendre")
    shown = editor.get(url("index_results"), {"q": "STRATEGIE reussir"}).context["object_list"]
    assert [one.title for one in shown] == ["Réussir ma stratégie"]
    assert "object_list" in editor.get(url("index_results"), {"q": "rien"}).context


def test_the_list_asks_as_many_queries_for_one_as_for_thirty(editor, imported):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert editor.get(url("index")).status_code == 200
        return len(asked)

    make_object(ScormPage, package=imported("Un"))
    queries()
    one = queries()
    for number in range(29):
        made = Package.objects.create(title=f"Module {number}")
        for version in (1, 2):
            PackageVersion.objects.create(package=made, number=version, state=JobState.DONE)
        make_object(ScormPage, package=made)
    assert queries() == one


def test_an_empty_list_says_what_to_do(editor):
    assert url("add") in editor.get(url("index_results")).content.decode()
