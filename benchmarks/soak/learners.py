"""A learner who reads, studies and writes, with pauses; commits are sent again until they are answered, as the player does."""

import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from http.client import HTTPException

from benchmarks.load import scenes
from benchmarks.load.people import Learner
from benchmarks.visitor import Answer, Unexpected

RETRY_SECONDS = 2
# Answers that the player keeps a commit for and sends it again (courses/players, frontend/js/scorm).
AWAY = frozenset({500, 502, 503, 504})


@dataclass
class Tally:
    """What happened to everyone. acknowledged: by address of the player, the highest commit that was answered."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    requests: Counter = field(default_factory=Counter)
    failures: list[tuple[float, str]] = field(default_factory=list)
    latencies: list[float] = field(default_factory=list)
    acknowledged: dict[str, tuple[str, str, int]] = field(default_factory=dict)

    def note(self, name: str, answer: Answer) -> None:
        with self.lock:
            self.requests[name] += 1
            self.latencies.append(answer.seconds)

    def fail(self, name: str, error: Exception) -> None:
        with self.lock:
            self.failures.append((time.time(), f"{name}: {type(error).__name__} {str(error)[:160]}"))


class Person(threading.Thread):
    """think: mean seconds between two requests."""

    def __init__(self, learner: Learner, tally: Tally, *, until: float, think: float) -> None:
        super().__init__(daemon=True)
        self.learner, self.tally, self.until, self.think = learner, tally, until, think
        self.rng = random.Random(learner.email)

    def run(self) -> None:
        while time.monotonic() < self.until:
            time.sleep(min(self.rng.expovariate(1 / self.think), 4 * self.think))
            scene = scenes.pick(self.rng)
            if scene is scenes.commit:
                self._commit()
            else:
                self._ask(scene)

    def _ask(self, scene: scenes.Scene) -> None:
        try:
            self.tally.note(scene.__name__, scene(self.learner))
        except (Unexpected, OSError, HTTPException) as error:
            self.tally.fail(scene.__name__, error)

    def _commit(self) -> None:
        """Send until it is answered, or until long after the end."""
        module = self.learner.module
        body = module.next_commit(self.rng)
        while time.monotonic() < self.until + 120:
            try:
                answer = self.learner.visitor.post_json(module.commit_address, body)
            except (OSError, HTTPException) as error:
                self.tally.fail("commit", error)
            else:
                if answer.status not in AWAY:
                    self._answered(answer, body)
                    return
                self.tally.fail("commit", Unexpected(f"{answer.status}"))
            time.sleep(RETRY_SECONDS)

    def _answered(self, answer: Answer, body: dict) -> None:
        if answer.status != 200:
            self.tally.fail("commit", Unexpected(f"{answer.status} {answer.text[:100]}"))
            return
        self.tally.note("commit", answer)
        state = dict(body["changes"])["cmi.suspend_data"]
        self.tally.acknowledged[self.learner.module.player] = (body["item"], state, body["sequence"])
