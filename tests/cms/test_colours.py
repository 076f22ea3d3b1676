"""Whatever colour an editor chooses, text stays legible."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Site

from cms.domain.colours import DARK_GROUNDS, LIGHT_GROUNDS, contrast, dark_shades, light_shades, stylesheet
from cms.domain.looks import look_version
from cms.models import Brand
from tests.factories import make_site

AA = 4.5
colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def test_contrast_is_wcags():
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


@pytest.mark.requirement("CMA-1.5")
@given(colour=colours)
def test_every_brand_colour_gives_legible_text_in_both_themes(colour):
    for shades, grounds in ((light_shades(colour), LIGHT_GROUNDS), (dark_shades(colour), DARK_GROUNDS)):
        assert contrast(shades.ink, shades.brand) >= AA
        assert contrast(shades.ink, shades.strong) >= AA
        assert all(contrast(shades.text, ground) >= AA for ground in (*grounds, shades.soft))


def test_a_dark_enough_colour_is_kept_as_it_is():
    assert light_shades("#0f5f5c").brand == "#0f5f5c"


@pytest.mark.django_db
def test_the_stylesheet_is_kept_for_a_year_only_under_its_colours_name(client):
    brand = Brand.objects.create(site=Site.objects.get(root_page=make_site()), colour="#7a1f3d")
    named, plain = client.get(f"/brand.css?v={look_version(brand)}"), client.get("/brand.css?v=000000")
    assert named.content.decode() == stylesheet("#7a1f3d")
    assert named["Content-Type"].startswith("text/css")
    assert "immutable" in named["Cache-Control"]
    assert "immutable" not in plain["Cache-Control"]
