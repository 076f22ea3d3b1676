"""The frame, the components and the public pages in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from cms.models import Brand, ContentPage
from tests.factories import make_site

pytestmark = pytest.mark.browser

PAGES = ["/", "/compte/login/", "/compte/password/reset/", "/recherche/?q=accueil", "/plan-du-site/", "/components/"]
FIRST_VISIT_BYTES = 100_000


@pytest.fixture
def public_site(cast):
    home = make_site()
    home.introduction = "<p>Des formations courtes pour les artisans.</p>"
    home.save()
    home.add_child(instance=ContentPage(title="Accessibilité", body=[("text", "<p>Conforme.</p>")], show_in_menus=True))
    Brand.objects.create(site=home.get_site(), name="Formation des métiers", tagline="Apprendre à son rythme", help_phone="02 99 00 00 00")
    return cast


def _fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.requirement("CMA-1.5")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_public_pages_and_components_have_no_accessibility_fault(public_site, site, new_page, axe, width, scheme):
    page = new_page(width, color_scheme=scheme)
    for path in PAGES:
        page.goto(site.url(path))
        axe(page)
        assert _fits(page), path


@pytest.mark.requirement("CMA-1.5")
def test_the_page_not_found_has_no_accessibility_fault(public_site, site, new_page, axe, watch):
    watch.allow("404")
    page = new_page(360)
    page.goto(site.url("/nulle-part/"))
    axe(page)


@pytest.mark.requirement("CMA-T5")
def test_nothing_is_cut_at_320_pixels_nor_with_text_twice_as_large(public_site, site, new_page):
    page = new_page(320)
    for path in PAGES:
        page.goto(site.url(path))
        assert _fits(page), path
    page.context.add_cookies([{"name": "text_size", "value": "200", "url": site.site}])
    page.set_viewport_size({"width": 640, "height": 700})
    for path in PAGES:
        page.goto(site.url(path))
        assert _fits(page), path


@pytest.mark.requirement("CMA-1.5")
def test_the_keyboard_reaches_the_content_and_every_menu(public_site, site, new_page):
    page = new_page(1280, public_site.manager)
    page.goto(site.url("/recherche/"))
    page.keyboard.press("Tab")
    skip = page.locator(".skip-link")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    account = page.locator("details.menu", has=page.locator("a[href='/compte/profil/']"))
    account.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(account.locator("a").first).to_be_visible()
    page.keyboard.press("Tab")
    expect(account.locator("a").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(account.locator("a").first).to_be_hidden()
    expect(account.locator("summary")).to_be_focused()


def test_the_menu_of_a_phone_opens_and_closes(public_site, site, new_page):
    page = new_page(360, public_site.manager)
    page.goto(site.url("/recherche/"))
    toggle, first = page.locator(".site-nav__toggle"), page.locator(".site-nav__link").first
    expect(first).to_be_hidden()
    toggle.click()
    expect(first).to_be_visible()
    expect(toggle).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(first).to_be_hidden()


def test_an_open_menu_stays_within_the_screen_of_a_phone(public_site, site, new_page):
    page = new_page(360, public_site.manager)
    page.goto(site.url("/recherche/"))
    for menu in page.locator(".site-header details.menu").all():
        menu.locator("summary").click()
        box = menu.locator(".menu__panel").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360


def test_without_a_script_the_menu_of_a_phone_is_open(public_site, site, new_page):
    page = new_page(360, public_site.manager, java_script_enabled=False)
    page.goto(site.url("/recherche/"))
    expect(page.locator(".site-nav__link").first).to_be_visible()


@pytest.mark.requirement("CMA-T5")
@pytest.mark.parametrize("scripts", [True, False])
def test_text_grows_with_and_without_a_script(public_site, site, new_page, scripts):
    page = new_page(360, java_script_enabled=scripts)
    page.goto(site.url("/compte/login/"))
    page.locator("summary").first.click()
    page.locator("button[name=size][value='150']").click()
    expect(page.locator("html")).to_have_attribute("data-text-size", "150")
    page.wait_for_load_state("networkidle")
    page.goto(site.url("/compte/login/"))
    expect(page.locator("html")).to_have_attribute("data-text-size", "150")


@pytest.mark.parametrize("path", ["/", "/compte/login/"])
def test_a_first_visit_weighs_little(public_site, site, new_context, path):
    page = new_context(360).new_page()
    client = page.context.new_cdp_session(page)
    client.send("Network.enable")
    received = []
    client.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    page.goto(site.url(path), wait_until="networkidle")
    assert len(received) > 5
    assert sum(received) <= FIRST_VISIT_BYTES
    assert page.evaluate("document.fonts.check('1rem \"Atkinson Hyperlegible\"')")


def test_a_refused_form_says_what_to_mend_and_leads_there(public_site, site, new_page):
    page = new_page()
    page.goto(site.url("/compte/login/"))
    page.fill("[name=login]", "monique@example.org")
    page.locator("main button[type=submit], main .button--primary").first.click()
    summary = page.locator("[data-error-summary]")
    expect(summary).to_be_focused()
    expect(page.locator("[name=login]")).to_have_value("monique@example.org")
    summary.locator("a").first.click()
    expect(page.locator("[name=password]")).to_be_focused()


def test_the_password_can_be_shown(public_site, site, new_page):
    page = new_page()
    page.goto(site.url("/compte/login/"))
    page.fill("[name=password]", "motdepasse")
    button = page.locator("[data-password] button")
    button.click()
    expect(page.locator("[name=password]")).to_have_attribute("type", "text")
    button.click()
    expect(page.locator("[name=password]")).to_have_attribute("type", "password")


def test_a_draft_comes_back_and_goes_once_it_is_sent(public_site, site, new_page):
    page = new_page(1280, public_site.owner)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(site.url("/components/"))
    page.locator("#a_name").press_sequentially("Session de mai")
    expect(page.locator("[data-draft-note]")).not_to_be_empty()
    page.reload()
    expect(page.locator("#a_name")).to_have_value("Session de mai")
    expect(page.locator("#kept .banner")).to_be_visible()
    page.locator("#kept input[name=rhythm]").first.check()
    page.locator("#kept input[name=agreed]").check()
    page.locator("#kept .button--primary").click()
    expect(page.locator(".messages .banner--ok")).to_be_visible()
    expect(page.locator("#a_name")).to_have_value("")
    page.reload()
    expect(page.locator("#a_name")).to_have_value("")


def test_a_draft_can_be_dropped_and_is_nobody_elses(public_site, site, new_context):
    from tests.browser.conftest import sign_in_cookie

    context = new_context(1280, public_site.owner)
    page = context.new_page()
    page.goto(site.url("/components/"))
    page.locator("#a_name").press_sequentially("À moi")
    expect(page.locator("[data-draft-note]")).not_to_be_empty()
    other = context.new_page()
    context.add_cookies([sign_in_cookie(site, public_site.member)])
    other.goto(site.url("/components/"))
    expect(other.locator("#a_name")).to_have_value("")
    context.add_cookies([sign_in_cookie(site, public_site.owner)])
    other.goto(site.url("/components/"))
    expect(other.locator("#a_name")).to_have_value("À moi")
    other.locator("#kept .banner button").click()
    expect(other.locator("#a_name")).to_have_value("")


def test_leaving_with_unsent_changes_asks_first(public_site, site, new_page):
    page = new_page()
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.goto(site.url("/components/"))
    page.locator("#a_name").press_sequentially("Un mot")
    page.evaluate("location.assign('/recherche/')")
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    assert page.url.endswith("/components/")


def test_files_chosen_are_listed_then_sent_with_their_progress(public_site, site, new_page):
    page = new_page()
    page.goto(site.url("/components/"))
    page.locator("#c_production").set_input_files({"name": "vitrine.pdf", "mimeType": "application/pdf", "buffer": b"%PDF" + b"0" * 2000})
    expect(page.locator("[data-files] li")).to_contain_text("vitrine.pdf")
    expect(page.locator("[data-files] li")).to_contain_text(re.compile(r"2(,0)?\sko"))
    page.locator("#sent .button--primary").click()
    expect(page.locator(".messages .banner--ok")).to_be_visible()


def test_when_the_line_is_cut_the_files_are_still_chosen(public_site, site, new_page, watch):
    watch.allow("Failed to load resource")
    page = new_page()
    page.goto(site.url("/components/"))
    page.locator("#c_production").set_input_files({"name": "vitrine.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"})
    page.route("**/components/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.locator("#sent .button--primary").click()
    expect(page.locator(".toast")).to_be_visible()
    assert page.evaluate("document.querySelector('#c_production').files.length") == 1
    expect(page.locator("#sent .button--primary")).to_be_enabled()


def test_work_going_on_is_followed_until_it_is_over(public_site, site, new_page):
    page = new_page()
    page.goto(site.url("/components/"))
    over = '<main><div class="card job" data-job="" data-job-over="true"><p>Fini pour de bon</p></div></main>'
    page.route("**/components/", lambda route: route.fulfill(content_type="text/html", body=over))
    expect(page.locator("[data-job]").first).to_contain_text("Fini pour de bon")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_question_opens_with_and_without_a_script(public_site, site, new_page, scripts):
    page = new_page(360, java_script_enabled=scripts)
    page.goto(site.url("/components/"))
    dialog = page.locator("dialog#retirer")
    expect(dialog).to_be_hidden()
    page.locator("[data-dialog=retirer]").click()
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_a_value_is_copied(public_site, site, new_page):
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(site.url("/components/"))
    page.locator("[data-copy=lien]").click()
    expect(page.locator(".toast")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "https://exemple.fr/classe/42"
