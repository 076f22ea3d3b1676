"""What becomes of a learner: the shares of outcomes and the scores of a real cohort (OULAD, docs/performance.md)."""

import random
from dataclasses import dataclass

# Order in which the parts of a pathway are followed; events come on their date whatever was done before.
PARTS = ("welcome", "positioning", "module-0", "module-1", "forum", "module-2", "document", "module-3", "case", "final")
OPTIONAL = frozenset({"forum", "document"})
DISTINCTION, PASS, FAIL, WITHDRAWN = "distinction", "pass", "fail", "withdrawn"
SHARES = {DISTINCTION: 9, PASS: 38, FAIL: 22, WITHDRAWN: 31}
# Mean and deviation of scores, in percent.
SCORES = {DISTINCTION: (93, 4), PASS: (80, 7), FAIL: (62, 16), WITHDRAWN: (70, 15)}
ATTENDANCE = {DISTINCTION: 0.98, PASS: 0.97, FAIL: 0.7, WITHDRAWN: 0.3}
MODULE_BAR, FINAL_BAR = 0.5, 0.72


@dataclass(frozen=True)
class Fate:
    """reach: parts followed in the end. pace: days between them. leaves: withdrawn from the session by the manager."""

    outcome: str
    reach: int
    pace: float
    leaves: bool

    def follows(self, part: str, rng: random.Random) -> bool:
        return part not in OPTIONAL or rng.random() < 0.6

    def score(self, part: str, rng: random.Random) -> float:
        """From 0 to 1. Modules open one another at half of the points; whoever passes passes the case and the final quiz."""
        mean, deviation = SCORES[self.outcome]
        score = min(1.0, max(0.05, rng.gauss(mean, deviation) / 100))
        if part.startswith("module"):
            return max(MODULE_BAR, score)
        if part in {"case", "final"} and self.outcome in {DISTINCTION, PASS}:
            return max(FINAL_BAR, score)
        return score

    def attends(self, rng: random.Random) -> bool:
        return rng.random() < ATTENDANCE[self.outcome]


def fate_of(rng: random.Random) -> Fate:
    outcome = rng.choices(list(SHARES), list(SHARES.values()))[0]
    if outcome == WITHDRAWN:
        reach = rng.choice((0, 1, 1, 2, 2, 3, 3, 4, 5))
    elif outcome == FAIL:
        reach = rng.randint(5, len(PARTS))
    else:
        reach = len(PARTS)
    return Fate(outcome, reach, rng.uniform(1.4, 2.6), outcome == WITHDRAWN and rng.random() < 0.2)
