"""Sending a module in the back office, as an editor does it: with the script, and without."""

import re

import pytest
from playwright.sync_api import expect

from courses.models import Package
from pathways.domain.back_office import ensure_back_office
from tests.courses.scorm_packages import item, manifest_12, package

pytestmark = [pytest.mark.browser, pytest.mark.requirement("CMA-2.20")]

GOOD = {"name": "bien vendre.zip", "mimeType": "application/zip", "buffer": package(manifest_12(title="Bien vendre"))}
BAD = {"name": "photos.zip", "mimeType": "application/zip", "buffer": package(files={})}
DETAIL = re.compile(r"/admin/modules/\d+/$")


@pytest.fixture
def editor(cast):
    ensure_back_office()
    return cast.editor


@pytest.mark.parametrize("width", [1280, 360])
def test_a_module_is_sent_imported_and_put_into_the_library(site, editor, new_page, watch, axe, width):
    watch.allow("422")
    watch.allow("controller: t, element: input#id_title")  # Wagtail's title field looks for the slug, which editors do not see.
    page = new_page(width, editor)
    page.goto(site.url("/admin/modules/"))
    page.get_by_role("link", name="Ajouter un module").last.click()
    page.wait_for_url("**/admin/modules/ajouter/")
    axe(page, ".packages")
    page.get_by_label("Fichier du module").set_input_files(BAD)
    page.get_by_role("button", name="Envoyer le module").click()
    expect(page.get_by_role("alert")).to_contain_text("index.html")
    axe(page, ".packages")
    page.get_by_label("Fichier du module").set_input_files(GOOD)
    expect(page.get_by_text("bien vendre.zip", exact=True)).to_be_visible()
    page.get_by_role("button", name="Envoyer le module").click()
    page.wait_for_url(DETAIL)
    expect(page.get_by_text("Le module est prêt.")).to_be_visible()
    axe(page, ".packages")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Créer le module dans la bibliothèque").click()
    page.wait_for_url(re.compile(r"/admin/pages/\d+/edit/$"))
    assert Package.objects.get().pages.get().title == "Bien vendre"


def test_without_script_a_module_is_sent_just_as_well(site, editor, new_page):
    page = new_page(1280, editor, java_script_enabled=False)
    page.goto(site.url("/admin/modules/ajouter/"))
    page.get_by_label("Fichier du module").set_input_files(GOOD)
    page.get_by_role("button", name="Envoyer le module").click()
    page.wait_for_url(DETAIL)
    expect(page.get_by_text("Le module est prêt.")).to_be_visible()


def test_a_file_over_the_limit_is_not_even_sent(site, editor, new_page, settings):
    settings.PACKAGE_MAX_BYTES = 100
    page = new_page(1280, editor)
    page.goto(site.url("/admin/modules/ajouter/"))
    sent = []
    page.on("request", lambda request: sent.append(request.method))
    page.get_by_label("Fichier du module").set_input_files(GOOD)
    expect(page.get_by_role("alert")).to_contain_text("trop lourd")
    page.get_by_role("button", name="Envoyer le module").click()
    expect(page.get_by_role("alert")).to_contain_text("trop lourd")
    assert "POST" not in sent


def test_a_replaced_module_says_what_changed(site, editor, new_page):
    page = new_page(1280, editor)
    second = {**GOOD, "buffer": package(manifest_12(item("autre", "Les prix")))}
    page.goto(site.url("/admin/modules/ajouter/"))
    for file in (GOOD, second):
        page.get_by_label("Fichier du module").set_input_files(file)
        page.get_by_role("button", name="Envoyer le module").click()
        page.wait_for_url(DETAIL)
        expect(page.get_by_role("table")).to_contain_text("en service")
        if file is GOOD:
            page.get_by_role("link", name="Remplacer par une nouvelle version").click()
    expect(page.get_by_text("La version 2 est en service, dans tous les parcours et toutes les sessions.")).to_be_visible()
    expect(page.get_by_text("Ajouté : Les prix")).to_be_visible()
