# SPDX-License-Identifier: EUPL-1.2
"""`make test`, `make test-fast`, `make test-engines`: every check in turn, with how long each took; a failure does not stop the rest."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

from deploy.chromium import chromium

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PYTHON = sys.executable
DATABASE = os.environ.get("TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres")
REDIS = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/0")
IN_CI = bool(os.environ.get("CI"))
PROCESSES = os.environ.get("TEST_PROCESSES", str(min(4, os.cpu_count() or 2)))
# What took long is told at the end.
LONG = ("--durations=25", "--durations-min=5")
NEITHER = "not browser and not engines"
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": "check-only-" + "".join(chr(97 + i % 26) for i in range(60)),
    "SITE_ORIGIN": "https://formation.example.org",
    "CONTENT_ORIGIN": "https://contenus.example.net",
}


def environment(**more: str) -> dict[str, str]:
    """The caller's environment without settings of a running platform, and what one check needs."""
    kept = {
        k: v
        for k, v in os.environ.items()
        if k not in {"DATABASE_URL", "REDIS_URL", "SITE_ORIGIN", "CONTENT_ORIGIN", "EMAIL_URL", "MEDIA_URL"}
    }
    return {**kept, "DJANGO_SETTINGS_MODULE": "config.settings.test", **more}


def run(name: str, command: list[str], **more: str) -> bool:
    """Run one check; prints its name, time and verdict, and returns whether it passed."""
    print(f"--- {name}", flush=True)
    begun = time.monotonic()
    code = subprocess.run(command, cwd=ROOT, env=environment(**more), check=False).returncode
    print(f"    {name}: {'ok' if code == 0 else f'FAILED ({code})'} in {time.monotonic() - begun:.0f} s", flush=True)
    return code == 0


def answers(url: str) -> bool:
    parts = urlsplit(url)
    try:
        with socket.create_connection((parts.hostname, parts.port), timeout=2):
            return True
    except OSError:
        return False


def tool(name: str, *arguments: str) -> list[str]:
    return [str(BIN / name), *arguments]


def manage(*arguments: str) -> list[str]:
    return [PYTHON, "manage.py", *arguments]


def static_checks() -> list[bool]:
    templates = [str(path) for path in (ROOT / "templates").rglob("*.html")]
    return [
        run("lint", tool("ruff", "check", ".")),
        run("format", tool("ruff", "format", "--check", ".")),
        run("templates", tool("djade", "--target-version", "5.2", "--check", *templates)),
        run("types", tool("mypy", ".")),
        run("layers", tool("lint-imports")),
        run("migrations", manage("makemigrations", "--check", "--dry-run")),
        run("texts", manage("messages", "--check")),
        run("requirements page", [PYTHON, "deploy/requirements_page.py", "--check"]),
        run("licences page", [PYTHON, "deploy/licences_page.py", "--check"]),
        run("production settings", manage("check", "--deploy", "--fail-level", "WARNING"), **PRODUCTION),
    ]


def databases() -> list[subprocess.Popen]:
    """The empty databases that the tests copy, begun while the checks that need one processor run."""
    places: list[dict[str, str]] = [{}, {"DATABASE_URL": DATABASE}] if answers(DATABASE) else [{}]
    return [subprocess.Popen([PYTHON, "-m", "tests.databases"], cwd=ROOT, env=environment(**place)) for place in places]


def made(process: subprocess.Popen) -> bool:
    code = process.wait()
    print(f"    database of the tests: {'ok' if code == 0 else f'FAILED ({code})'}", flush=True)
    return code == 0


def prepare() -> list[bool]:
    return [run("texts compiled", manage("messages", "--compile")), run("fonts and icons", manage("build_frontend"))]


def pytest(*arguments: str, processes: str = PROCESSES, spread: str = "loadfile") -> list[str]:
    across = ("-n", processes, "--dist", spread, "--no-loadscope-reorder")
    return [PYTHON, "-m", "pytest", "-p", "no:cacheprovider", *across, *LONG, *arguments]


def unit_tests() -> list[bool]:
    return [run("tests on SQLite", pytest("-m", NEITHER))]


def service_tests() -> list[bool]:
    if answers(DATABASE) and answers(REDIS):
        return [run("tests on PostgreSQL and Redis", pytest("-m", NEITHER), DATABASE_URL=DATABASE, REDIS_URL=REDIS)]
    print("    PostgreSQL or Redis does not answer: the tests on them did not run")
    return [not IN_CI]


def browser_tests() -> list[bool]:
    if chromium():
        # They wait for pages more than they compute: half as many processes again. They are long: no process waits for a file's end.
        processes = str(int(PROCESSES) * 3 // 2)
        return [run("tests in the browser", pytest("-m", "browser", "tests/browser", processes=processes, spread="worksteal"))]
    print("    chromium is not installed (on Debian: apt install chromium): the browser tests did not run")
    return [not IN_CI]


def engine_tests() -> list[bool]:
    """Beside the others: Firefox in one process, WebKit in another; one that is not installed is skipped, with its reason."""
    return [run("tests in Firefox and WebKit", pytest("-m", "engines", "-rs", "tests/engines", processes="2", spread="loadgroup"))]


def main() -> int:
    if sys.argv[1:] == ["engines"]:
        return 0 if all(prepare() + engine_tests()) else 1
    everything = sys.argv[1:] == ["all"]
    results = prepare()
    making = databases()
    results += static_checks()
    results += [made(process) for process in making]
    results += unit_tests()
    if everything:
        results += service_tests() + browser_tests()
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
