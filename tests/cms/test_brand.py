"""The brand as national managers set it, and what a page does with it."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Site

from cms.domain.colours import LEAST_CONTRAST, is_legible, least_contrast, nearest_legible
from cms.models import Brand
from tests.factories import make_site

pytestmark = pytest.mark.django_db


def form(**changed) -> dict:
    fields = dict.fromkeys(("tagline", "logo", "logo_dark", "logo_alt", "icon", "accent", "legal_mention", "help_email", "help_phone"), "")
    rest = {"help_hours": "", "provider_name": "", "provider_details": "", "footer-count": "0"}
    return {**fields, **rest, "name": "L’Atelier", "colour": "#0f5f5c", "font": "atkinson", **changed}


@pytest.fixture
def editing(cast, as_user):
    from pathways.domain.back_office import ensure_back_office

    ensure_back_office()
    site = Site.objects.get(root_page=make_site())
    return as_user(cast.national), reverse("wagtailsettings:edit", args=["cms", "brand", site.pk])


@pytest.mark.requirement("CMA-1.7")
def test_a_national_manager_sets_the_brand_without_writing_any_code(editing, client):
    browser, url = editing
    response = browser.post(url, form(name="Les métiers", font="lexend", accent="#7a3b00", legal_mention="© Réseau"))
    assert response.status_code == 302, response.context["form"].errors
    page = client.get("/recherche/").content.decode()
    assert "Les métiers" in page
    assert "vendor/lexend-400" in page
    style = client.get("/brand.css").content.decode()
    assert "Lexend" in style
    assert "--accent:#7a3b00" in style


@pytest.mark.requirement("CMA-1.7")
@pytest.mark.requirement("CMA-1.5")
@pytest.mark.parametrize("field", ["colour", "accent"])
def test_a_colour_too_pale_is_refused_with_the_nearest_legible_one_and_what_was_typed_stays(editing, field):
    browser, url = editing
    Brand.objects.create(site=Site.objects.get(root_page=make_site()), name="Avant")
    response = browser.post(url, form(name="Après", **{field: "#f5d000"}))
    text = response.content.decode().replace("\u00a0", " ")
    assert nearest_legible("#f5d000") in text
    assert "#f5d000 est trop pâle pour être lue" in text
    assert 'value="#f5d000"' in text
    assert Brand.objects.get().name == "Avant"


@pytest.mark.parametrize("colour", ["#ffffff", "#f5d000", "#8fd14f", "#ff6f61", "#0f5f5c", "#000000"])
def test_the_nearest_legible_colour_can_be_read_and_a_legible_one_is_kept(colour):
    found = nearest_legible(colour)
    assert least_contrast(found) >= LEAST_CONTRAST
    assert is_legible(found)
    assert (found == colour) == is_legible(colour)


def test_a_word_is_no_colour():
    with pytest.raises(ValidationError):
        Brand(name="x", colour="rouge", site=Site.objects.get(root_page=make_site())).full_clean()


def test_the_editors_do_not_touch_the_brand(cast, as_user, editing):
    assert as_user(cast.editor).get(editing[1]).status_code == 302


@pytest.mark.requirement("CMA-1.7")
def test_the_brand_is_seen_before_it_is_saved(editing):
    browser, url = editing
    preview = url.rstrip("/") + "/preview/"
    assert browser.post(preview, form(name="Pas encore", colour="#7a1f3d", tagline="Un essai")).json()["is_valid"]
    page = browser.get(f"{preview}?mode=").content.decode()
    assert "Pas encore" in page
    assert "%237a1f3d" in page
    assert "--brand-text:#7a1f3d" in browser.get(reverse("brand_preview_style"), {"colour": "#7a1f3d"}).content.decode()
    assert "Pas encore" not in browser.get("/recherche/").content.decode()


@pytest.mark.parametrize("query", ["colour=red", "colour=#f}body{display:none}", "font=../../x", ""])
def test_an_odd_preview_changes_nothing(cast, as_user, query):
    name, _sign, value = query.partition("=")
    answer = as_user(cast.national).get(reverse("brand_preview_style"), {name: value} if name else {})
    assert answer.content.decode() == Brand().style


def test_logos_are_chosen_by_the_screen_and_have_their_words(client):
    def picture():
        return get_image_model().objects.create(title="Logo", file=get_test_image_file(filename="logo.png"))

    icon = picture()
    Brand.objects.create(
        site=Site.objects.get(root_page=make_site()), name="Les métiers", logo=picture(), logo_dark=picture(), logo_alt="Blason", icon=icon
    )
    page = client.get("/recherche/").content.decode()
    assert 'alt="Blason"' in page
    assert 'media="(prefers-color-scheme: dark)"' in page
    answer = client.get("/favicon.svg")
    assert answer["Content-Type"] == "image/png"
    assert b"".join(answer.streaming_content).startswith(b"\x89PNG")
