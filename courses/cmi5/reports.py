"""What a statement of content that speaks xAPI alone says of its unit: the verbs and results that authoring tools write."""

from dataclasses import dataclass
from decimal import Decimal

ADL = "http://adlnet.gov/expapi/verbs/"
VERBS = {
    f"{ADL}completed": "completed",
    "http://activitystrea.ms/schema/1.0/complete": "completed",
    f"{ADL}passed": "passed",
    f"{ADL}mastered": "passed",
    f"{ADL}failed": "failed",
}


@dataclass(frozen=True)
class Said:
    """verdicts: of completed, passed and failed, in this order. scaled: 0 to 1, or None."""

    verdicts: tuple[str, ...]
    scaled: Decimal | None = None


def said_of(statement: dict) -> Said:
    """The verdicts of a statement about the unit: by its verb, and by the completion and success of its result.

    An answer is right or wrong; that is no verdict on the unit.
    """
    verb, result = statement["verb"]["id"], statement.get("result") or {}
    if verb == f"{ADL}answered":
        return Said(())
    found = {VERBS.get(verb)}
    if result.get("completion") is True:
        found.add("completed")
    if isinstance(result.get("success"), bool):
        found.add("passed" if result["success"] else "failed")
    verdicts = tuple(name for name in ("completed", "passed", "failed") if name in found)
    if {"passed", "failed"} <= found:
        verdicts = tuple(name for name in verdicts if name not in {"passed", "failed"})
    return Said(verdicts, _scaled(result.get("score") or {}))


def _scaled(score: dict) -> Decimal | None:
    """The share of the maximum: as it is said, else from the points; nothing beyond 0 and 1."""
    scaled, raw, lowest, highest = (score.get(name) for name in ("scaled", "raw", "min", "max"))
    if scaled is None and raw is not None and highest is not None and highest > (lowest or 0):
        scaled = (raw - (lowest or 0)) / (highest - (lowest or 0))
    if scaled is None or not 0 <= scaled <= 1:
        return None
    return round(Decimal(str(scaled)), 6)
