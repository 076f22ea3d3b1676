# SPDX-License-Identifier: EUPL-1.2
"""`python -m benchmarks.cost`: what each scene of `benchmarks.load` costs in processor time, asked of the application in this process.

No server, no clients beside it, one request after another: the figures hold on a machine that is busy with other things.
Needs the seeded DATABASE_URL and REDIS_URL, and uses the settings of production. `--profile SCENE` says where its time goes.
"""

import argparse
import cProfile
import io
import os
import pstats
import random
import sys
import tempfile
import time
from collections.abc import Callable
from email.message import Message
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from benchmarks.load.processor import PostgreSQL
from benchmarks.visitor import Answer, Visitor

# Other work on the same cores makes a batch dearer, never cheaper.
BATCH = 10
HEADER = f"{'':<18}{'python ms':>10}{'pg ms':>8}{'cpu ms':>8}{'kB':>8}"


class Inside(Visitor):
    """Asks the application itself, as a server of this process would."""

    application: Callable

    def _exchange(self, origin: str, method: str, target: str, body: str, headers: dict[str, str]):
        path, _sep, query = target.partition("?")
        host = urlsplit(origin).netloc
        data = body.encode()
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote(path).encode().decode("latin-1"),
            "QUERY_STRING": query,
            "SERVER_NAME": host.partition(":")[0],
            "SERVER_PORT": host.partition(":")[2] or "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(data),
            "wsgi.errors": sys.stderr,
            "HTTP_HOST": host,
            "CONTENT_TYPE": headers.get("Content-Type", ""),
            "CONTENT_LENGTH": str(len(data)),
        }
        environ |= {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items() if name != "Content-Type"}
        return self._call(environ)

    def _call(self, environ: dict[str, Any]):
        response = _Response()
        answered = self.application(environ, response.start)
        try:
            return response, b"".join(answered)
        finally:
            answered.close()


class _Response:
    def start(self, status: str, headers: list[tuple[str, str]], _error=None) -> None:
        self.status, self.headers = int(status.split(maxsplit=1)[0]), Message()
        for name, value in headers:
            self.headers[name] = value


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cost", description=__doc__)
    parser.add_argument("--times", type=int, default=150, help="requests of each scene")
    parser.add_argument("--only", action="append", help="measure this scene only; may be repeated")
    parser.add_argument("--profile", action="store_true", help="show the dearest functions of each scene")
    return parser.parse_args()


def main() -> int:
    given = arguments()
    from deploy.production import environment

    folder = Path(os.environ.get("VAR_DIR") or tempfile.mkdtemp(prefix="compagnon-cost-"))
    os.environ.update({**environment(folder, 8000), "TRUSTED_PROXY_COUNT": "1", "DATABASE_POOL": "16"})
    from config.wsgi import application

    Inside.application = staticmethod(application)
    from benchmarks.load.people import learners, manager
    from benchmarks.load.scenes import LEARNER_SCENES, manager_scenes

    origin = os.environ["SITE_ORIGIN"]
    one = learners(origin, 1, visitor=Inside)[0]
    boss = manager(origin, visitor=Inside)
    scenes: dict[str, tuple[Callable[..., Answer], Any]] = {name: (scene, one) for name, scene in LEARNER_SCENES.items()}
    scenes |= {name: (scene, boss) for name, scene in manager_scenes(boss.session).items()}
    postgresql = PostgreSQL(os.environ["DATABASE_URL"], own=False)
    random.seed(1)
    print(HEADER)
    for name, (scene, person) in scenes.items():
        if not given.only or name in given.only:
            print(row(name, scene, person, given.times, postgresql), flush=True)
            if given.profile:
                profile(scene, person, given.times)
    return 0


def row(name: str, scene: Callable[..., Answer], person, times: int, postgresql: PostgreSQL) -> str:
    """The first ten fill what is kept, and let PostgreSQL prepare its statements. Python's is the best of batches."""
    for _time in range(10):
        scene(person)
    before, size, batches = postgresql.seconds(), 0, []
    for _batch in range(times // BATCH):
        begun = time.process_time()
        for _time in range(BATCH):
            size = scene(person).size
        batches.append(time.process_time() - begun)
    python = 1000 * min(batches) / BATCH
    asked = 1000 * (postgresql.seconds() - before) / times
    return f"{name:<18}{python:>10.2f}{asked:>8.2f}{python + asked:>8.2f}{size / 1000:>8.1f}"


def profile(scene: Callable[..., Answer], person, times: int) -> None:
    profiler = cProfile.Profile()
    profiler.enable()
    for _time in range(times):
        scene(person)
    profiler.disable()
    pstats.Stats(profiler).sort_stats("tottime").print_stats(40).sort_stats("cumtime").print_stats(120)


if __name__ == "__main__":
    sys.exit(main())
