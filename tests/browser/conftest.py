"""Real chromium against a real server on both origins.

`site` starts the server, `new_page(width, user=…)` opens a watched tab, `axe(page)` asserts accessibility.
Whoever writes a browser test takes `site` or `new_page`, never `db`: the server's threads must see the rows, so the
rows are really committed, and the database is put back after each test. `cast` here is that committed cast.
"""

import contextlib
import os
import socket
import sqlite3
import time
from urllib.parse import urlsplit
from weakref import WeakSet

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.test.testcases import LiveServerThread
from playwright.sync_api import Error, Page, expect

from deploy.chromium import chromium as installed_chromium

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
# Machines that run the tests may be busy: patience costs nothing where all is well.
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
READY = "html[data-ready], html:not(:has(script[src*='js/core/site']))"
HEIGHTS = {360: 640, 640: 360, 1280: 800}


@pytest.fixture(scope="session")
def chromium():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed_chromium(), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def live_database(django_db_setup, django_db_blocker):
    """Committed rows that the server's threads see; afterwards the database is as it was before."""
    from django.db import connection

    restore = _restore_sqlite if connection.vendor == "sqlite" else _restore_rows
    with django_db_blocker.unblock(), restore():
        yield


@contextlib.contextmanager
def _restore_sqlite():
    from django.db import connection

    connection.ensure_connection()
    copy = sqlite3.connect(":memory:")
    connection.connection.backup(copy)
    yield
    connection.close()
    connection.ensure_connection()
    copy.backup(connection.connection)
    copy.close()
    _forget_caches()


@contextlib.contextmanager
def _restore_rows():
    from django.core.management import call_command
    from django.db import connection

    rows = connection.creation.serialize_db_to_string()
    yield
    call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=True)
    connection.creation.deserialize_db_from_string(rows)
    _forget_caches()


def _forget_caches() -> None:
    from django.contrib.contenttypes.models import ContentType
    from wagtail.models import Site

    ContentType.objects.clear_cache()
    Site.clear_site_root_paths_cache()


@pytest.fixture
def cast(live_database):
    """The fixed cast, committed (tests.factories.Cast)."""
    from tests.factories import make_cast

    return make_cast()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _origin_settings(site: str, content: str) -> dict:
    """Every setting that names one of the two origins."""
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    policy = {**directives, "frame-src": [*directives["script-src"], content]}
    permissions = {
        name: [content if source == settings.CONTENT_ORIGIN else source for source in sources]
        for name, sources in settings.PERMISSIONS_POLICY.items()
    }
    return {
        "SITE_ORIGIN": site,
        "CONTENT_ORIGIN": content,
        "WAGTAILADMIN_BASE_URL": site,
        "CSRF_TRUSTED_ORIGINS": [site],
        "ALLOWED_HOSTS": ["localhost", "127.0.0.1"],
        "CONTENT_SECURITY_POLICY": {**settings.CONTENT_SECURITY_POLICY, "DIRECTIVES": policy},
        "PERMISSIONS_POLICY": permissions,
    }


class Origins:
    """Where the server under test answers: `site` is the site's origin, `content` the content origin."""

    def __init__(self, port: int):
        self.site = f"http://localhost:{port}"
        self.content = f"http://127.0.0.1:{port}"

    def url(self, path: str) -> str:
        return self.site + path


@pytest.fixture
def site(live_database):
    """A running server; str paths become addresses by site.url(path)."""
    from django.core.handlers.wsgi import WSGIHandler

    port = _free_port()
    origins = Origins(port)
    with override_settings(**_origin_settings(origins.site, origins.content)):
        server = LiveServerThread("127.0.0.1", lambda _files: WSGIHandler(), port=port)
        server.daemon = True
        server.start()
        server.is_ready.wait()
        if server.error:
            raise server.error
        yield origins
        server.terminate()


@pytest.fixture
def origins(site):
    return site


class Watch:
    """What browsers complained about on our own pages; a test that provokes a complaint on purpose allows it."""

    def __init__(self, origins: Origins):
        self.origins = origins
        self.found: list[str] = []
        self.allowed: list[str] = ["/favicon.ico"]

    def allow(self, words: str) -> None:
        """Accept complaints that contain `words`."""
        self.allowed.append(words)

    def complaints(self) -> list[str]:
        return [line for line in self.found if not any(words in line for words in self.allowed)]

    def _is_package_file(self, address: str) -> bool:
        return "/fichiers/" in urlsplit(address).path

    def on_console(self, message) -> None:
        address = message.location.get("url", "")
        if message.type == "error" and not self._is_package_file(address):
            self.found.append(f"console: {message.text} ({address})")

    def on_error(self, error) -> None:
        if "/fichiers/" not in (error.stack or ""):
            self.found.append(f"error: {error.stack or error.message}")

    def on_request(self, request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and not request.url.startswith((self.origins.site, self.origins.content)):
            self.found.append(f"third party: {request.url}")


@pytest.fixture
def watch(site):
    watcher = Watch(site)
    yield watcher
    assert watcher.complaints() == []


@pytest.fixture
def new_context(site, chromium, watch):
    """new_context(width, user=None, **options) → a browser profile of its own, signed in as `user`, watched."""
    opened = []

    def make(width: int = 1280, user=None, **options):
        height = options.pop("height", HEIGHTS.get(width, 800))
        options.setdefault("locale", "fr-FR")
        context = chromium.new_context(viewport={"width": width, "height": height}, **options)
        opened.append(context)
        context.set_default_timeout(PATIENCE)
        if options.get("java_script_enabled", True):
            context.on("page", wait_for_scripts)
        else:
            context.on("page", without_scripts.add)
        context.on("console", watch.on_console)
        context.on("weberror", lambda event: watch.on_error(event.error))
        context.on("request", watch.on_request)
        if user is not None:
            context.add_cookies([sign_in_cookie(site, user)])
        return context

    yield make
    for context in opened:
        context.close()


def fits(page) -> bool:
    """Nothing to scroll sideways."""
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def wait_until(page, expression: str, arg=None) -> None:
    """Until the expression is true in the page. Playwright's own waiting evaluates text in the page, which its policy forbids."""
    end = time.monotonic() + PATIENCE / 1000
    while not page.evaluate(expression, arg):
        assert time.monotonic() < end, expression
        time.sleep(0.05)


def until(page, happened) -> None:
    """Until `happened()`, which asks what the server's threads wrote; the page goes on meanwhile."""
    end = time.monotonic() + PATIENCE / 1000
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        page.wait_for_timeout(100)


without_scripts: WeakSet[Page] = WeakSet()


def wait_for_scripts(page) -> None:
    """From now on going to an address, or there again, ends once the page's own scripts have begun: a person waits as well."""
    for name in ("goto", "reload"):
        go = getattr(page, name)

        def going(*arguments, go=go, **options):
            response = go(*arguments, **options)
            page.locator(READY).wait_for(state="attached")
            return response

        setattr(page, name, going)


def follow(link) -> None:
    """Press it, and wait for the page that it leads to: a click alone may end before the page it is on gives way."""
    with link.page.expect_navigation(wait_until="load"):
        link.click()
    if link.page not in without_scripts:
        link.page.locator(READY).wait_for(state="attached")


@pytest.fixture
def new_page(new_context):
    """new_page(width, user=None, **options) → a tab in a profile of its own."""

    def make(width: int = 1280, user=None, **options):
        return new_context(width, user, **options).new_page()

    return make


def sign_in_cookie(site: Origins, user) -> dict:
    """The session cookie of a signed-in person."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    return {"name": settings.SESSION_COOKIE_NAME, "value": value, "url": site.site, "httpOnly": True, "sameSite": "Lax"}


@pytest.fixture
def axe():
    """axe(page): no violation of WCAG 2.2 A and AA. The page's policy does not stop it: it is evaluated by the debugger."""
    from axe_playwright_python.sync_playwright import Axe

    options = {"resultTypes": ["violations"], "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

    def check(page, context=None) -> None:
        try:
            report = Axe().run(page, context=context, options=options).response
        except Error as error:
            if "context was destroyed" not in error.message:
                raise
            # The page before gave way while it was looked at: the one after it is the one that is meant.
            page.wait_for_load_state()
            report = Axe().run(page, context=context, options=options).response
        assert [f"{item['id']}: {[node['html'] for node in item['nodes']][:3]}" for item in report["violations"]] == []

    return check
