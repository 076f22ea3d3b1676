"""`python -m benchmarks.lrs SIZE`: fill an own database on PostgreSQL (DATABASE_URL), start the server, measure, say what was found.

With `--fill` it only fills, with `--memory` it exports everything and says how large the process became. Filling goes on where it was
cut: each 100,000 statements are one transaction, and the indexes are made again at the end.
"""

import argparse
import os
import resource
import subprocess
import sys
import time
import urllib.request

PORT = int(os.environ.get("PORT", "8765"))


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.lrs")
    parser.add_argument("size", type=int)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--workers", default="2")
    parser.add_argument("--fill", action="store_true")
    parser.add_argument("--memory", action="store_true")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.base")
    import django

    django.setup()
    from benchmarks.lrs.filling import fill

    fill(options.size)
    if options.memory:
        export()
    elif not options.fill:
        with_server(options)


def with_server(options) -> None:
    command = [os.path.join(os.path.dirname(sys.executable), "granian"), "--interface", "wsgi", "--workers", options.workers]
    command += ["--port", str(PORT), "--no-ws", "--log-level", "warning", "config.wsgi:application"]
    server = subprocess.Popen(command, env={**os.environ, "SITE_ORIGIN": f"http://localhost:{PORT}", "LOG_LEVEL": "ERROR"})
    try:
        from benchmarks.lrs.measuring import measure

        wait_for_it()
        measure(f"localhost:{PORT}", seconds=options.seconds, clients=options.clients)
    finally:
        server.terminate()
        server.wait()


def wait_for_it() -> None:
    limit = time.monotonic() + 120
    while time.monotonic() < limit:
        try:
            with urllib.request.urlopen(f"http://localhost:{PORT}/xapi/about", timeout=5):
                return
        except OSError:
            time.sleep(0.5)
    raise SystemExit("the server did not start")


def export() -> None:
    from lrs.domain.exporting import _lines, _rows
    from lrs.models import Statement

    for name, write in (("JSON Lines", _lines), ("CSV", _rows)):
        begun, count, size = time.monotonic(), 0, 0
        for line in write(Statement.objects.order_by("stored", "id")):
            count, size = count + 1, size + len(line)
            if count in {10_000, 100_000, 1_000_000}:
                print(f"{name}: {count} lines, {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB at most", flush=True)
        print(f"{name}: {count} lines, {size // 1_000_000} MB in {time.monotonic() - begun:.0f} s", flush=True)


main()
