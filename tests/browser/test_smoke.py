"""The harness itself: two origins, a signed-in tab, a database put back."""

import pytest

pytestmark = pytest.mark.browser


def test_both_origins_answer_and_only_the_site_signs_in(site, cast, new_page):
    page = new_page(360, cast.editor)
    assert page.goto(site.url("/compte/login/")).status == 200
    assert {cookie["domain"] for cookie in page.context.cookies()} == {"localhost"}


def test_the_database_is_as_before(live_database):
    from accounts.models import User

    assert not User.objects.filter(last_name="Le Goff").exists()


def test_a_complaint_of_the_browser_is_seen(site, watch, new_page):
    page = new_page()
    page.goto(site.url("/compte/login/"))
    page.evaluate("console.error('said on purpose')")
    assert any("said on purpose" in line for line in watch.complaints())
    watch.found.clear()
