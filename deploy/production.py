# SPDX-License-Identifier: EUPL-1.2
"""The production form on one machine, for trying, testing and measuring: web, worker and scheduler as child processes.

`python deploy/production.py` needs DATABASE_URL (PostgreSQL) and REDIS_URL; it prepares the database and static files in
VAR_DIR (a temporary folder by default), takes free ports, and stops everything on Ctrl+C. On servers the unit files of
deploy/systemd do the same. Nothing here is reachable from another machine, and TLS is left to the proxy of real servers.
"""

import contextlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
START_SECONDS = 90
STOP_SECONDS = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(folder: Path, port: int) -> dict[str, str]:
    """What every process of the form gets; the caller's own settings come first."""
    defaults = {
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "SECRET_KEY": secrets.token_urlsafe(60),
        "SITE_ORIGIN": f"http://localhost:{port}",
        "CONTENT_ORIGIN": f"http://127.0.0.1:{port}",
        "SECURE_SSL_REDIRECT": "0",
        "VAR_DIR": str(folder),
        "LOG_LEVEL": "WARNING",
        "PYTHONUNBUFFERED": "1",
    }
    return {**defaults, **os.environ}


class Form:
    """The processes of the production form. Use it as a context manager."""

    def __init__(self, folder: Path, *, port: int = 0, web: int = 2, workers: int = 2, threads: int = 4) -> None:
        self.folder, self.port = folder, port or free_port()
        self.web, self.workers, self.threads = web, workers, threads
        self.environment = environment(folder, self.port)
        self.processes: dict[str, subprocess.Popen] = {}

    @property
    def origin(self) -> str:
        return self.environment["SITE_ORIGIN"]

    def prepare(self) -> None:
        """Texts, static files and tables, as an installation does."""
        self.manage("messages", "--compile")
        self.manage("build_frontend")
        self.manage("collectstatic", "--noinput", "--verbosity", "0")
        self.manage("migrate", "--verbosity", "0")

    def manage(self, *arguments: str) -> None:
        subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=self.environment, check=True, stdout=subprocess.DEVNULL)

    def commands(self) -> dict[str, list[str]]:
        """As in deploy/systemd."""
        web = f"granian --interface wsgi --host 127.0.0.1 --port {self.port} --workers {self.web} --blocking-threads {self.threads}"
        web += " --backlog 1024 --no-ws --respawn-failed-workers --workers-kill-timeout 30 --log-level warning config.wsgi:application"
        worker = f"celery -A config worker --concurrency {self.workers} --loglevel WARNING --without-gossip --without-mingle"
        return {
            "web": [str(BIN / web.split()[0]), *web.split()[1:]],
            "worker": [str(BIN / worker.split(maxsplit=1)[0]), *worker.split()[1:]],
            "scheduler": [sys.executable, "manage.py", "scheduler"],
        }

    def start(self, name: str) -> None:
        """Start one process, or start it again."""
        pool = str(self.threads) if name == "web" else "0"
        log = (self.folder / f"{name}.log").open("ab")
        self.processes[name] = subprocess.Popen(
            self.commands()[name], cwd=ROOT, env={**self.environment, "DATABASE_POOL": pool}, stdout=log, stderr=subprocess.STDOUT
        )

    def __enter__(self) -> "Form":
        try:
            for name in self.commands():
                self.start(name)
            self.wait_until_ready()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_error) -> None:
        self.stop()

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self._is_ready():
            self.check()
            if time.monotonic() > deadline:
                raise RuntimeError(f"The site did not answer within {START_SECONDS} seconds: see {self.folder}/*.log")
            time.sleep(0.1)

    def _is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.origin}/readyz", timeout=5) as answer:
                return answer.status == 200
        except (OSError, urllib.error.URLError):
            return False

    def check(self) -> None:
        """Raises when a process has ended by itself."""
        ended = {name: process.poll() for name, process in self.processes.items() if process.poll() is not None}
        if ended:
            logs = "\n".join((self.folder / f"{name}.log").read_text()[-2000:] for name in ended)
            raise RuntimeError(f"Ended by itself: {ended}\n{logs}")

    def stop(self) -> dict[str, int | None]:
        """Ask every process to end and wait; returns how each ended. One that does not is killed."""
        for process in self.processes.values():
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in self.processes.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=STOP_SECONDS)
            if process.poll() is None:
                process.kill()
                process.wait()
        return {name: process.returncode for name, process in self.processes.items()}


def main() -> None:
    missing = [name for name in ("DATABASE_URL", "REDIS_URL") if not os.environ.get(name)]
    if missing:
        sys.exit(f"Set {' and '.join(missing)} first (docs/administration.md).")
    folder = Path(os.environ.get("VAR_DIR") or tempfile.mkdtemp(prefix="compagnon-production-"))
    form = Form(folder, port=int(os.environ.get("PORT", "0")))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print("Preparing texts, static files and the database…", flush=True)
    form.prepare()
    with contextlib.suppress(KeyboardInterrupt), form:
        print(f"Ready: {form.origin}/   logs: {folder}   Ctrl+C to stop", flush=True)
        while True:
            form.check()
            time.sleep(0.5)


if __name__ == "__main__":
    main()
