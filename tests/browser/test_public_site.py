"""The public site in a browser: every block, catalogue, news, statement, narrow and wide, and with large text."""

import pytest
from wagtail.models import Site

from cms.models import Brand
from tests.browser.conftest import fits
from tests.cms.test_public_pages import every_block, make_news, make_statement
from tests.factories import make_object, make_pathway, make_site

pytestmark = [pytest.mark.browser, pytest.mark.requirement("CMA-1.5")]
FIRST_VISIT_BYTES = 100_000


@pytest.fixture
def addresses(cast) -> list[str]:
    home = make_site()
    pathway = make_pathway(make_object(), title="Tarte fine", summary="Pour apprendre", objectives="<ul><li>Étaler</li></ul>")
    news = make_news("Une nouvelle salle", introduction="À Bruz", body=[("text", "<h2>Où</h2><p>Là</p>")])
    statement = make_statement(not_conforming="<ul><li>Les anciens modules</li></ul>")
    home.body = every_block()
    home.save_revision().publish()
    links = [{"label": "Ailleurs", "page": None, "address": "https://exemple.org/"}]
    brand = Brand(
        site=Site.objects.get(root_page=home), name="Formation", accent="#8a4b08", font="source-sans", help_phone="02 00 00 00 00"
    )
    brand.footer = [("column", {"heading": "Se former", "links": links})]
    brand.save()
    return ["/", "/formations/", pathway.url, news.get_parent().url, news.url, statement.url, "/logiciel-libre/"]


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "light"), (1280, "dark")])
def test_no_accessibility_fault_in_the_public_site(addresses, site, new_page, axe, width, scheme):
    page = new_page(width, color_scheme=scheme)
    for address in addresses:
        page.goto(site.url(address))
        axe(page)
        assert fits(page), address


@pytest.mark.requirement("CMA-T5")
@pytest.mark.requirement("CMA-2.15")
def test_nothing_is_cut_at_320_pixels_nor_with_text_twice_as_large(addresses, site, new_page):
    page = new_page(320)
    for address in addresses:
        page.goto(site.url(address))
        assert fits(page), address
    page.context.add_cookies([{"name": "text_size", "value": "200", "url": site.site}])
    page.set_viewport_size({"width": 640, "height": 700})
    for address in addresses:
        page.goto(site.url(address))
        assert fits(page), address


@pytest.mark.requirement("DCL-10")
def test_a_chosen_family_of_type_is_the_only_one_that_travels_and_stays_within_the_budget(addresses, site, new_context):
    page = new_context(360).new_page()
    client = page.context.new_cdp_session(page)
    client.send("Network.enable")
    received, fonts = [], []
    client.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    page.on("request", lambda request: fonts.append(request.url) if request.resource_type == "font" else None)
    page.goto(site.url("/logiciel-libre/"), wait_until="networkidle")
    assert page.evaluate("document.fonts.check('1rem \"Source Sans 3\"')")
    assert fonts
    assert all("source-sans" in address for address in fonts)
    assert sum(received) <= FIRST_VISIT_BYTES
