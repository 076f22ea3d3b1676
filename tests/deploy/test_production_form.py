"""The production form, started whole: sign in, a job asked for and done, everything stopped (docs/administration.md)."""

import os
import re
import subprocess
import sys
import time
import uuid
from http.client import HTTPConnection

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse

from deploy.production import Form
from tests.databases import administration, postgresql_template

POSTGRESQL = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
pytestmark = [pytest.mark.skipif(not (POSTGRESQL and settings.REDIS_URL), reason="needs PostgreSQL and Redis"), pytest.mark.django_db]
PASSWORD = "Un-mot-de-passe-26"
DONE_WITHIN = 60
PREPARE = f"""
from accounts.models import Region, User
from django.utils import timezone
from pathways.domain.beginning import begin_site
from pathways.models import PathwayIndexPage, PathwayPage
from sessions.domain.sessions import confirm, create_session
begin_site(name="Essai")
User.objects.create_superuser("nadia@example.org", "{PASSWORD}", first_name="Nadia")
pathway = PathwayIndexPage.objects.get().add_child(instance=PathwayPage(title="Vendre en ligne", slug="vendre"))
region = Region.objects.create(name="Bretagne", code="bretagne")
session = create_session(pathway=pathway, region=region, starts_on=timezone.localdate(), by=None)
print("SESSION", confirm(session, by=None, notify=False).pk)
"""


class Visitor:
    """A browser's bare minimum: cookies kept, forms sent with their token, as the proxy hands it over (TLS in front)."""

    def __init__(self, form: Form) -> None:
        self.connection, self.origin, self.cookies = HTTPConnection("localhost", form.port, timeout=30), form.origin, {}

    def ask(self, method: str, path: str, body: str = "") -> tuple[int, str, dict]:
        headers = {"X-Forwarded-Proto": "https", "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.origin, "Referer": self.origin}
        self.connection.request(method, path, body or None, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, value = line.split(";")[0].split("=", 1)
            self.cookies[name] = value
        return answer.status, text, dict(answer.headers)

    def submit(self, path: str, fields: str, *, page: str = "") -> tuple[int, str, dict]:
        """Send the form of `page`, which is `path` itself unless it is said."""
        _status, text, _headers = self.ask("GET", page or path)
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)
        assert found, text[:500]
        return self.ask("POST", path, f"csrfmiddlewaretoken={found[1]}&{fields}")


@pytest.fixture
def form(tmp_path, monkeypatch, own_database):
    for name in ("DJANGO_SETTINGS_MODULE", "SITE_ORIGIN", "CONTENT_ORIGIN", "MEDIA_URL", "EMAIL_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATABASE_URL", own_database)
    monkeypatch.setenv("REDIS_URL", settings.REDIS_URL)
    monkeypatch.setenv("JOBS_QUEUE", f"test-{uuid.uuid4().hex}")
    made = Form(tmp_path, web=2, workers=1, threads=2)
    made.manage("collectstatic", "--noinput", "--verbosity", "0")
    return made


def _make_session(form: Form) -> str:
    """A confirmed session to enrol in; the address of its page."""
    command = [sys.executable, "manage.py", "shell", "--command", PREPARE]
    made = subprocess.run(command, env=form.environment, check=True, cwd=settings.BASE_DIR, capture_output=True, text=True)
    return f"/region/sessions/{made.stdout.split('SESSION ')[1].strip()}/"


@pytest.fixture
def own_database(django_db_setup):
    """The address of a database of its own, a copy of this process's migrated and empty one."""
    options = connection.settings_dict
    name = f"compagnon_form_{os.getpid()}"
    with administration() as admin:
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{postgresql_template()}"')
        yield f"postgres://{options['USER']}@{options['HOST']}:{options['PORT'] or 5432}/{name}"
        admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def test_the_production_form_serves_works_and_stops(form):
    session = _make_session(form)
    with form:
        visitor = Visitor(form)
        status, _page, headers = visitor.submit("/compte/login/", f"login=nadia%40example.org&password={PASSWORD}")
        assert (status, headers["location"]) == (302, "/espace/")
        # A second step is asked of national managers, and may wait a few days.
        status, _page, _headers = visitor.submit(reverse("accounts:two_step_later"), "", page=reverse("accounts:two_step"))
        assert status == 302
        assert visitor.ask("GET", "/healthz")[0] == 200
        status, page, _headers = visitor.submit(
            f"{session}inscrire/", "one-email=monique%40example.org&one-first_name=Monique", page=session
        )
        assert status == 302, re.findall(r"(?s)field__error.{0,300}", page)
        _wait_for_mail(form)
        form.check()
        static = re.search(r'href="(/static/[^"]+\.css)"', visitor.ask("GET", session)[1])
        assert static
        assert "immutable" in visitor.ask("GET", static[1])[2]["cache-control"]
        codes = form.stop()
    assert codes == dict.fromkeys(codes, 0), _last_words(form)


def _last_words(form: Form) -> str:
    return "\n".join(f"{path.name}: {path.read_text()[-3000:]}" for path in form.folder.glob("*.log"))


def _wait_for_mail(form: Form) -> None:
    deadline = time.monotonic() + DONE_WITHIN
    while not list((form.folder / "mails").glob("*")):
        assert time.monotonic() < deadline, "the job was not done"
        time.sleep(0.1)
