"""Parts of a cmi5 module opened as a learner opens them, and what was said of it."""

import re
from html import unescape

from lrs.models import Statement
from tests.courses.cmi5_packages import SITE
from tests.courses.cmi5_unit import Unit

ADDRESS = re.compile(r'<iframe[^>]* src="([^"]+)"|content="0; url=([^"]+)"')


def identifier(step, name: str) -> str:
    nodes = step.activity.package.current.nodes
    return nodes.get(kind="au", publisher_id=f"{SITE}{name}").identifier


def launch(step, name: str = "a") -> Unit:
    response = step.post("lancer", {"part": identifier(step, name)})
    assert response.status_code == 200, response.content.decode()
    found = ADDRESS.search(response.content.decode())
    return Unit(unescape(found[1] or found[2]))


def begin(step, name: str = "a") -> Unit:
    found = launch(step, name).start()
    found.initialize()
    return found


def said(step) -> list[str]:
    """What the platform and the units said in the registration, in order: verbs, of the course marked with its name."""
    rows = Statement.objects.filter(registration=step.enrolment.registration).order_by("stored")
    return [row.verb.rsplit("/", 1)[-1] for row in rows]


def statement(step, verb: str) -> dict:
    rows = Statement.objects.filter(registration=step.enrolment.registration, verb__endswith=f"/{verb}")
    return rows.order_by("stored").last().body
