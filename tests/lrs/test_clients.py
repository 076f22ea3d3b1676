"""Two clients that others wrote, from npm, talk to the store as they would to any other: statements, attachments, documents, cmi5."""

import json
import shutil
import subprocess
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings

from lrs.models import Cmi5Session, Statement
from tests.factories import make_user
from tests.lrs.cmi5.unit import LaunchedUnit
from tests.lrs.machine import Machine

NODE = shutil.which("node")
MODULES = settings.BASE_DIR / "node_modules"
SCRIPT = Path(__file__).with_name("clients.cjs")
pytestmark = [
    pytest.mark.requirement("CMA-2.22"),
    pytest.mark.skipif(NODE is None, reason="node is not installed"),
    pytest.mark.skipif(not (MODULES / "@xapi" / "cmi5").exists(), reason="the clients are not installed: npm ci"),
]


def run(*arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run([str(NODE), str(SCRIPT), *arguments], capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture
def endpoint(live_server, settings) -> str:
    host = live_server.url.partition("//")[2].split(":")[0]
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, host]
    return f"{live_server.url}/xapi/"


@pytest.mark.parametrize("version", ["1.0.3", "2.0.0"])
def test_xapi_client(endpoint, version):
    tool = Machine("all")
    secret = tool.bearer.rpartition(".")[2]
    done = run(endpoint, tool.credential.key, secret, version, str(settings.BASE_DIR))
    assert done.stdout == "ok", done.stderr


def test_cmi5_client_as_an_assignable_unit(endpoint, transactional_db):
    """All that cmi5 asks of a unit, by a client that knows nothing of us, under the rules of lrs.cmi5."""
    unit = LaunchedUnit(make_user(), uuid4())
    token = unit.authorization.partition(" ")[2]
    launch = json.dumps(
        {"token": token, "actor": unit.actor, "registration": str(unit.session.registration), "activityId": unit.session.activity}
    )
    done = run(endpoint, "-", "-", "1.0.3", str(settings.BASE_DIR), launch)
    assert done.stdout == "ok", done.stderr
    kept = Cmi5Session.objects.get(pk=unit.session.pk)
    assert (kept.failed_at, kept.is_over) == (None, True)
    assert None not in {kept.initialized_at, kept.completed_at, kept.passed_at, kept.terminated_at}
    verbs = [one.rpartition("/")[2] for one in Statement.objects.order_by("stored").values_list("verb", flat=True)]
    assert verbs == ["initialized", "progressed", "answered", "passed", "completed", "terminated"]
