"""Firefox and WebKit against a real server on both origins: `tab` is a page of each engine in turn, `enter` signs somebody in.

Each engine starts once; between two tests it forgets its cookies. What an engine complained about fails the test.
"""

import pytest
from django.conf import settings

from tests.browser.conftest import cast, live_database, sign_in_cookie, site
from tests.engines.driver import Firefox, WebKit, missing
from tests.engines.tab import Tab

__all__ = ["cast", "live_database", "site"]


@pytest.fixture(
    scope="session", params=[pytest.param(one, id=one.name, marks=pytest.mark.xdist_group(one.name)) for one in (Firefox, WebKit)]
)
def engine(request, tmp_path_factory):
    if reason := missing(request.param):
        pytest.skip(reason)
    running = request.param(tmp_path_factory.mktemp("profile"))
    yield running
    running.stop()


@pytest.fixture
def tab(engine, site):
    page = Tab(engine, site.site)
    page.go("/compte/login/")
    engine.command("DeleteAllCookies")
    page.size(1280, 800)
    yield page
    found = [*page.heard(), *engine.complaints(site.site), *engine.complaints(site.content)]
    assert [line for line in found if "/fichiers/" not in line] == []


@pytest.fixture
def enter(tab, site):
    """enter(user): from now on the browser is this person's."""

    def sign_in(user) -> None:
        tab.engine.command("DeleteAllCookies")
        cookie = sign_in_cookie(site, user)
        tab.engine.command(
            "AddCookie", cookie={"name": settings.SESSION_COOKIE_NAME, "value": cookie["value"], "path": "/", "httpOnly": True}
        )

    return sign_in
