# SPDX-License-Identifier: EUPL-1.2
"""`make run`: prepare what changed since the last start, then run the web server and the job worker.

Preparation (database, demo data, texts, fonts and icons) is skipped when nothing it depends on has changed,
so that a second start takes seconds. Stops everything on Ctrl+C.
"""

import hashlib
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
VAR = Path(os.environ.get("VAR_DIR", ROOT / "var"))
PORT = os.environ.get("PORT", "8000")
STAMP = VAR / ".prepared"
START_SECONDS = 180


def environment() -> dict[str, str]:
    defaults = {
        "DJANGO_SETTINGS_MODULE": "config.settings.development",
        "DEBUG": "0",
        "VAR_DIR": str(VAR),
        "SITE_NAME": "L’Atelier des métiers",
        "SITE_ORIGIN": f"http://localhost:{PORT}",
        "CONTENT_ORIGIN": f"http://127.0.0.1:{PORT}",
        "PYTHONUNBUFFERED": "1",
    }
    return {**defaults, **os.environ}


def fingerprint() -> str:
    """Changes when migrations, texts, demo data, icons or packages change."""
    digest = hashlib.sha256()
    patterns = [
        "*/migrations/*.py",
        "locale/**/*.po",
        "demo/**/*.py",
        "frontend/icons.txt",
        "templates/**/*.html",
        "requirements.txt",
        "package-lock.json",
    ]
    for pattern in patterns:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(f"{path.relative_to(ROOT)}:{path.stat().st_size}:{path.stat().st_mtime_ns}".encode())
    return digest.hexdigest()


def manage(*arguments: str) -> None:
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment(), check=True)


def prepare() -> None:
    current = fingerprint()
    if STAMP.exists() and STAMP.read_text() == current:
        return
    print("Preparing the database, texts and demo data (once)…")
    VAR.mkdir(parents=True, exist_ok=True)
    manage("messages", "--compile")
    manage("build_frontend")
    manage("migrate", "--verbosity", "0")
    manage("demo")
    STAMP.write_text(current)


def start() -> list[subprocess.Popen]:
    web = [
        str(BIN / "granian"),
        "--interface",
        "wsgi",
        "--host",
        "0.0.0.0",
        "--port",
        PORT,
        "--workers",
        "1",
        "--blocking-threads",
        "4",
        "--no-ws",
        "--log-level",
        "warning",
        "config.wsgi:application",
    ]
    worker = [sys.executable, "manage.py", "worker"]
    return [subprocess.Popen(command, cwd=ROOT, env=environment()) for command in (web, worker)]


def wait_until_ready(processes: list[subprocess.Popen]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if any(process.poll() is not None for process in processes):
            sys.exit("The server stopped while starting: see the messages above.")
        try:
            urllib.request.urlopen(f"http://localhost:{PORT}/healthz", timeout=2)
        except (OSError, urllib.error.URLError):
            time.sleep(0.1)
        else:
            return
    sys.exit(f"The server did not answer within {START_SECONDS} seconds.")


def stop(processes: list[subprocess.Popen]) -> None:
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()


def main() -> None:
    prepare()
    processes = start()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        wait_until_ready(processes)
        accounts = VAR / "demo-accounts.txt"
        print(accounts.read_text() if accounts.exists() else f"Ready: http://localhost:{PORT}/")
        while all(process.poll() is None for process in processes):
            time.sleep(0.5)
    except KeyboardInterrupt:
        print("Stopping…")
    finally:
        stop(processes)


if __name__ == "__main__":
    main()
