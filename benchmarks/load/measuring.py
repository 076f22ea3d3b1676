"""Ask in a closed loop from several threads, and say what it took."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.load.processor import PostgreSQL, seconds_of_family
from benchmarks.visitor import Answer

COLUMNS = {"requests": 9, "per s": 8, "p50 ms": 8, "p95 ms": 8, "p99 ms": 8, "web ms": 8, "pg ms": 8, "cpu ms": 8, "queries": 9, "kB": 7}
HEADER = " " * 18 + "".join(f"{name:>{width}}" for name, width in COLUMNS.items())


@dataclass(frozen=True)
class Measure:
    """Times in milliseconds; web and database are processor time per request."""

    name: str
    requests: int
    seconds: float
    latencies: list[float]
    web: float
    database: float
    size: float
    queries: int | None = None

    def quantile(self, share: float) -> float:
        return 1000 * self.latencies[min(len(self.latencies) - 1, int(share * len(self.latencies)))]

    def row(self) -> str:
        queries = "" if self.queries is None else str(self.queries)
        times = "".join(f"{self.quantile(share):>8.1f}" for share in (0.5, 0.95, 0.99))
        cost = f"{self.web:>8.2f}{self.database:>8.2f}{self.web + self.database:>8.2f}"
        return f"{self.name:<18}{self.requests:>9}{self.requests / self.seconds:>8.1f}{times}{cost}{queries:>9}{self.size / 1000:>7.1f}"


class Server:
    """The processes whose time is counted."""

    def __init__(self, pid: int, postgresql: PostgreSQL) -> None:
        self.pid, self.postgresql = pid, postgresql

    def spent(self) -> tuple[float, float]:
        return seconds_of_family(self.pid), self.postgresql.seconds()


def measure(name: str, scene: Callable[..., Answer], people: list, server: Server, *, seconds: float, queries: int | None) -> Measure:
    """`scene` played by everyone of `people` at once, each in a loop; a failed request ends the measure."""
    for one in people:
        scene(one)
    answers: list[Answer] = []
    failures: list[Exception] = []
    stop = time.monotonic() + seconds

    def play(one) -> None:
        try:
            while time.monotonic() < stop and not failures:
                answers.append(scene(one))
        except Exception as error:
            failures.append(error)

    before, begun = server.spent(), time.monotonic()
    threads = [threading.Thread(target=play, args=(one,)) for one in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    after, elapsed = server.spent(), time.monotonic() - begun
    if failures:
        raise failures[0]
    count = len(answers)
    return Measure(
        name,
        count,
        elapsed,
        sorted(answer.seconds for answer in answers),
        1000 * (after[0] - before[0]) / count,
        1000 * (after[1] - before[1]) / count,
        sum(answer.size for answer in answers) / count,
        queries,
    )
