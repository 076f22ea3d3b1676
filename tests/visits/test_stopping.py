"""A normal stop writes what waits, in a process and in a child of one (the workers of the web server are children)."""

import os
import shutil
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from tests.databases import sqlite_template

pytestmark = [pytest.mark.requirement("CMA-T7")]
SCRIPT = """
import multiprocessing, sys
from datetime import UTC, datetime

def show_a_page():
    import django
    django.setup()
    from visits.domain.buffer import add
    from visits.models import WaitingView
    now = datetime.now(UTC)
    add(WaitingView(at=now, day=now.date(), visitor="a" * 32, told={"page": "cms:home"}))
    assert not WaitingView.objects.exists()

def how_many():
    import django
    django.setup()
    from visits.models import WaitingView
    print(WaitingView.objects.count())

if __name__ == "__main__":
    if sys.argv[1] == "child":
        child = multiprocessing.get_context("spawn").Process(target=show_a_page)
        child.start()
        child.join()
    else:
        {"itself": show_a_page, "count": how_many}[sys.argv[1]]()
"""


@pytest.mark.parametrize("process", ["itself", "child"])
def test_a_stop_writes_what_waits(tmp_path, process):
    if connection.vendor != "sqlite":
        pytest.skip("the processes have a database of their own, which is SQLite")
    shutil.copy(sqlite_template(), tmp_path / "base.sqlite3")
    (tmp_path / "shows.py").write_text(SCRIPT)
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.development",
        "DATABASE_URL": f"sqlite:///{tmp_path}/base.sqlite3",
        "VAR_DIR": str(tmp_path),
        "PYTHONPATH": str(settings.BASE_DIR),
        "VISITS_FLUSH_SECONDS": "20",
    }

    def run(what: str) -> str:
        command = [sys.executable, str(tmp_path / "shows.py"), what]
        return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout

    run(process)
    assert run("count").strip() == "1"
