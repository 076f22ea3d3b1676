"""Fixtures of all tests: a copy of the migrated database for each process, and the fixed cast."""

import json
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from unittest import mock

import hypothesis
import pytest
from django.conf import settings
from django.db import connections

from tests.databases import RENEWALS, administration, connect, locked, postgresql_template, spare_collection, sqlite_template

spare_collection()

# How long an example takes says how busy the machine is. Where CI judges, the same examples are tried each time.
hypothesis.settings.register_profile("calm", deadline=None, derandomize=bool(os.environ.get("CI")))
hypothesis.settings.load_profile("calm")

# How a process puts its database back as migrations left it, known once it has one.
RENEW: list[Callable[[], None]] = []


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, worker_id):
    """Each process tests on its own copy of a database migrated once per state of the migrations."""
    with django_db_blocker.unblock():
        if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
            yield from _sqlite_copy(worker_id)
        else:
            yield from _postgresql_copy(worker_id)


def _sqlite_copy(worker_id: str):
    template = sqlite_template()
    folder = tempfile.mkdtemp(prefix=f"compagnon-db-{worker_id}-")
    copy = Path(folder) / "test.sqlite3"

    def renew() -> None:
        connections.close_all()
        for left in copy.parent.glob(f"{copy.name}*"):
            left.unlink()
        shutil.copy(template, copy)

    RENEW.append(renew)
    renew()
    connect(str(copy))
    yield
    connections.close_all()
    shutil.rmtree(folder, ignore_errors=True)


def _postgresql_copy(worker_id: str):
    template, copy = postgresql_template(), f"compagnon_test_{os.getpid()}"

    def renew() -> None:
        connections.close_all()
        with administration() as admin, locked("postgresql"):
            admin.execute(f'DROP DATABASE IF EXISTS "{copy}" WITH (FORCE)')
            admin.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{template}"')

    RENEW.append(renew)
    renew()
    connect(copy)
    yield
    connections.close_all()
    with administration() as admin:
        admin.execute(f'DROP DATABASE IF EXISTS "{copy}" WITH (FORCE)')


def pytest_configure(config) -> None:
    """A test that really commits leaves its process the database that migrations made, not emptied tables."""
    from django.contrib.contenttypes.models import ContentType
    from django.test import TransactionTestCase
    from wagtail.models import Site

    def fixture_teardown(self):
        RENEW[-1]()
        RENEWALS[0] += 1
        ContentType.objects.clear_cache()
        Site.clear_site_root_paths_cache()

    TransactionTestCase._fixture_teardown = fixture_teardown


LONGEST = """test_permissions.py test_urls.py test_role_migrations.py test_migrations.py test_walk.py test_isolation.py test_sandbox.py
test_any_statement.py test_main_job.py"""


def pytest_collection_modifyitems(config, items) -> None:
    """The longest files first: no process waits for one at the end. On PostgreSQL only what may end otherwise there."""
    if not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        once = [item for item in items if ends_the_same(item)]
        config.hook.pytest_deselected(items=once)
        items[:] = [item for item in items if not ends_the_same(item)]
    items.sort(key=lambda item: item.path.name not in LONGEST)


def ends_the_same(item) -> bool:
    """On every database: it says so, or asks none (pytest-django refuses it one)."""
    asks = "db" in item.fixturenames or "django_db_setup" in item.fixturenames or item.get_closest_marker("django_db")
    return item.get_closest_marker("one_database") is not None or not asks


@pytest.fixture(scope="session")
def worker_id(request) -> str:
    return getattr(request.config, "workerinput", {}).get("workerid", "main")


@pytest.fixture
def cast(db):
    """The fixed cast: who is who is told in tests.factories.Cast."""
    from tests.factories import make_cast

    return make_cast()


@pytest.fixture
def as_user(client):
    """as_user(person) → a test client signed in as that person (None: a visitor)."""
    from django.test import Client

    def sign_in(person):
        browser = Client()
        if person is not None:
            browser.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return browser

    return sign_in


@pytest.fixture
def kept_frame(db, monkeypatch):
    """For tests that ask for every page: what all pages share is made once, as in production."""
    from tests import walking

    walking.keep_frame(monkeypatch)
    yield
    walking.forget_frame()


@pytest.fixture
def statuses_only(kept_frame, monkeypatch):
    """And for those that look at nothing but the status: who is turned away gets no page dressed for it."""
    from tests import walking

    walking.refuse_in_short(monkeypatch)


@pytest.fixture
def commits(django_capture_on_commit_callbacks):
    """`with commits():` runs what waits for the commit (jobs, mails, signals), as production does."""

    def run():
        return django_capture_on_commit_callbacks(execute=True)

    return run


@pytest.fixture(autouse=True)
def statements_keep_to_the_standard():
    """Whatever a test makes the platform say in the journal of learning is a statement that any xAPI store accepts, of 1.0.3 and of 2.0."""
    from lrs.domain import storing
    from lrs.models import Statement
    from lrs.validation import V1, V2, check_statement
    from tests.xapi_rules import problems

    write = storing.write_new

    def check(rows):
        for row in rows:
            if isinstance(row, Statement) and row.is_platform:
                assert problems(row.body) == [], row.body
                for version in (V1, V2):
                    check_statement(json.loads(row.raw), version)
        return write(rows)

    with mock.patch.object(storing, "write_new", check):
        yield
