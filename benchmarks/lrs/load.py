"""Requests over kept connections, as fast as they are answered: how many a second, and how long the slow ones take."""

import http.client
import itertools
import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

Request = tuple[str, str, bytes]


@dataclass(frozen=True)
class Figures:
    count: int
    seconds: float
    times: list[float]

    @property
    def rate(self) -> float:
        return self.count / self.seconds

    def percentile(self, share: float) -> float:
        """Milliseconds within which `share` of the requests were answered."""
        ordered = sorted(self.times)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def drive(host: str, headers: dict[str, str], requests: Callable[[int], Iterator[Request]], *, seconds: float, clients: int) -> Figures:
    """Each client sends its requests one after the other for `seconds`; any answer but 200 stops everything."""
    times: list[list[float]] = [[] for _ in range(clients)]
    problems: list[str] = []
    stop = time.monotonic() + seconds

    def work(number: int) -> None:
        connection = http.client.HTTPConnection(host, timeout=60)
        for method, address, body in itertools.takewhile(lambda _one: time.monotonic() < stop and not problems, requests(number)):
            begun = time.perf_counter()
            connection.request(method, address, body or None, headers)
            answer = connection.getresponse()
            text = answer.read()
            times[number].append(time.perf_counter() - begun)
            if answer.status != 200:
                problems.append(f"{answer.status} {text[:200]!r}")

    threads = [threading.Thread(target=work, args=(number,)) for number in range(clients)]
    begun = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if problems:
        raise SystemExit(problems[0])
    everything = [one for each in times for one in each]
    return Figures(len(everything), time.monotonic() - begun, everything)


def as_json(value: object) -> bytes:
    return json.dumps(value).encode()
