"""How much is made."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """big_session: learners of one running session, for reports; it counts among the sessions."""

    learners: int = 20_000
    regions: int = 21
    pathways: int = 50
    sessions: int = 1_500
    big_session: int = 1_000
    seed: int = 26
