# SPDX-License-Identifier: EUPL-1.2
"""`python -m benchmarks.paint`: when something is seen of a learner's home on a slow line, with an empty cache (chromium).

The production form runs on the seeded DATABASE_URL and REDIS_URL; the browser's own network emulation gives 400 ms of latency
and 400 kbit/s each way. Prints first contentful paint and the bytes that travelled, for each of several fresh browsers.
"""

import os
import sys
import tempfile
from pathlib import Path

LATENCY_MS, BYTES_PER_SECOND = 400, 400_000 // 8
FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-quic"]
TIMES = 3
PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"
WEIGHT = (
    "performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation')).reduce((n, e) => n + e.transferSize, 0)"
)


def main() -> int:
    from deploy.chromium import chromium
    from deploy.production import Form

    browser = chromium()
    if not browser or not os.environ.get("DATABASE_URL") or not os.environ.get("REDIS_URL"):
        print("Install chromium, and set DATABASE_URL and REDIS_URL.", file=sys.stderr)
        return 1
    os.environ.setdefault("TRUSTED_PROXY_COUNT", "1")
    form = Form(Path(os.environ.get("VAR_DIR") or tempfile.mkdtemp(prefix="compagnon-paint-")), web=2, threads=4)
    form.prepare()
    os.environ.update(form.environment)
    import django

    django.setup()
    with form:
        _measure(form.origin, browser)
    return 0


def _measure(origin: str, browser: str) -> None:
    from playwright.sync_api import sync_playwright

    from benchmarks.load.people import learners
    from benchmarks.rest import wait_for_jobs

    wait_for_jobs()
    one = learners(origin, 1)[0]
    cookies: list = [
        {"name": name, "value": value, "url": origin.replace("http:", "https:"), "secure": True}
        for name, value in one.visitor.cookies.items()
    ]
    for address in ("/espace/apprendre/", one.pathway):
        for _time in range(TIMES):
            with sync_playwright() as driver:
                page = driver.chromium.launch(executable_path=browser, args=FLAGS).new_context().new_page()
                page.context.add_cookies(cookies)
                line = page.context.new_cdp_session(page)
                line.send("Network.enable")
                conditions = {
                    "offline": False,
                    "latency": LATENCY_MS,
                    "downloadThroughput": BYTES_PER_SECOND,
                    "uploadThroughput": BYTES_PER_SECOND,
                }
                line.send("Network.emulateNetworkConditions", conditions)
                page.goto(origin + address, wait_until="load", timeout=60_000)
                if not page.url.endswith(address):
                    raise SystemExit(f"{page.url} in place of {address}: not signed in")
                page.wait_for_function(f"{PAINT} > 0")
                print(
                    f"{address[:19]:<20} first paint {page.evaluate(PAINT):>6.0f} ms   {page.evaluate(WEIGHT) / 1000:>6.1f} kB", flush=True
                )


if __name__ == "__main__":
    sys.exit(main())
