"""Reports in a real browser, wide and narrow: read, narrowed, taken away; the pictures have their figures."""

import io

import openpyxl
import pytest
from django.urls import reverse

from tests.browser.conftest import fits
from tests.reporting.conftest import Reported, reported  # noqa: F401

pytestmark = pytest.mark.browser
WIDTHS = [1280, 360]


@pytest.mark.requirement("CMA-I10")
@pytest.mark.requirement("CMA-2.1")
@pytest.mark.parametrize("width", WIDTHS)
def test_a_manager_takes_the_report_of_a_session_away_in_three_clicks(site, new_page, reported, axe, width):  # noqa: F811
    page = new_page(width, user=reported.cast.manager)
    page.goto(site.url(reverse("training_sessions:session", args=[reported.cast.session.pk])))
    page.get_by_role("link", name="Rapport", exact=True).click()
    page.get_by_role("heading", name="Rapport – ").wait_for()
    axe(page)
    assert fits(page)
    assert page.get_by_role("link", name="Monique Le Goff").is_visible()
    page.get_by_role("button", name="Excel").click()
    page.get_by_role("link", name="Télécharger").wait_for()
    axe(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Télécharger").click()
    with open(download.value.path(), "rb") as file:
        sheet = openpyxl.load_workbook(io.BytesIO(file.read())).active
    assert sheet.max_row == 3
    assert download.value.suggested_filename.endswith(".xlsx")


@pytest.mark.requirement("CMA-2.7")
@pytest.mark.parametrize("width", WIDTHS)
def test_dashboards_have_pictures_with_their_figures(site, new_page, reported, axe, width):  # noqa: F811
    page = new_page(width, user=reported.cast.national)
    page.goto(site.url(reverse("reporting:national")))
    axe(page)
    assert fits(page)
    picture = page.get_by_role("img", name="Apprenants par région")
    assert picture.is_visible()
    figure = page.locator("figure").filter(has_text="Apprenants par région")
    figure.get_by_text("Les chiffres").click()
    figure.get_by_role("row", name="Bretagne").wait_for()
    axe(page)
    assert not page.get_by_label("Du", exact=True).is_visible()
    page.get_by_label("Période").select_option(label="Entre deux dates")
    page.get_by_label("Du", exact=True).fill("2001-01-01")
    page.get_by_label("Au", exact=True).fill("2001-02-01")
    page.get_by_role("button", name="Afficher").click()
    page.get_by_text("Aucun parcours n’a été suivi").wait_for()
    assert page.get_by_label("Du", exact=True).input_value() == "2001-01-01"


@pytest.mark.parametrize("width", WIDTHS)
def test_a_report_is_made_by_keyboard_and_without_a_script(site, new_page, reported, axe, width):  # noqa: F811
    page = new_page(width, user=reported.cast.manager, java_script_enabled=False)
    page.goto(site.url(reverse("reporting:report_new")))
    page.get_by_role("link", name="Apprenants", exact=True).click()
    page.get_by_label("Nom du rapport").fill("Qualiopi")
    page.get_by_label("Messages au forum", exact=True).press("Space")
    page.get_by_role("button", name="Aperçu").press("Enter")
    page.get_by_role("heading", name="Aperçu").wait_for()
    assert page.get_by_label("Nom du rapport").input_value() == "Qualiopi"
    page.get_by_role("button", name="Enregistrer et ouvrir").click()
    page.get_by_role("heading", name="Qualiopi").wait_for()
    assert page.get_by_text("Le Goff").is_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_wide_tables_keep_their_first_column_and_become_cards(site, new_page, reported, axe, width):  # noqa: F811
    page = new_page(width, user=reported.cast.manager)
    for name, args in (("table", ["apprenants"]), ("matrix", []), ("report_new", []), ("exports", []), ("home", [])):
        page.goto(site.url(reverse(f"reporting:{name}", args=args)))
        axe(page)
        assert fits(page), name
    page.goto(site.url(reverse("reporting:table", args=["apprenants"])))
    first = page.get_by_role("rowheader").first if width == 1280 else page.locator(".wide tbody th").first
    position = first.evaluate("element => getComputedStyle(element).position")
    assert position == ("sticky" if width == 1280 else "static")
