"""Between the run-time data of a SCO and the tracking model (RTE 4.2; SN 4.2.1): what a SCO finds, what it has said."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from courses.scorm.sequencing.engine import Sequencer
from courses.scorm.sequencing.tree import Activity, Objective

OBJECTIVE = re.compile(r"cmi\.objectives\.([0-9]+)\.(.+)")
# Element, below cmi or below one objective, to the value of the tracking model.
ELEMENTS = {
    "success_status": "satisfied",
    "completion_status": "completed",
    "progress_measure": "progress",
    "score.scaled": "measure",
    "score.raw": "raw",
    "score.min": "minimum",
    "score.max": "maximum",
}
WORDS: dict[str, dict[str, bool]] = {
    "satisfied": {"passed": True, "failed": False},
    "completed": {"completed": True, "incomplete": False, "not attempted": False},
}
SAID: dict[str, dict[bool, str]] = {
    "satisfied": {True: "passed", False: "failed"},
    "completed": {True: "completed", False: "incomplete"},
}


def given_objectives(sequencer: Sequencer, activity: Activity) -> dict[str, str]:
    """The elements of cmi.objectives and of the SCO's own status that its objectives give it (RTE 4.2.17, SN 3.10)."""
    named = [objective for objective in activity.objectives if objective.identifier]
    values: dict[str, str] = {}
    for number, objective in enumerate(named):
        values[f"cmi.objectives.{number}.id"] = objective.identifier
        values |= _known(sequencer, activity, objective, f"cmi.objectives.{number}")
    return values | _known(sequencer, activity, activity.primary, "cmi")


def _known(sequencer: Sequencer, activity: Activity, objective: Objective, prefix: str) -> dict[str, str]:
    found = {}
    for element, name in ELEMENTS.items():
        value = _value(sequencer, activity, objective, name)
        if value is not None:
            found[f"{prefix}.{element}"] = SAID[name][value] if name in SAID else number_text(value)
    return found


def _value(sequencer: Sequencer, activity: Activity, objective: Objective, name: str):
    if name == "satisfied":
        return sequencer.session.satisfied(activity, objective)
    return sequencer.session.read(activity, objective, name)


def number_text(value: float) -> str:
    """As content expects numbers: without needless digits."""
    return f"{value:.7f}".rstrip("0").rstrip(".") or "0"


def said_of(changes: Iterable[tuple[str, str]], values: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """What changes say, for Sequencer.report: objective identifier, "" for the SCO's own, to names and values.

    values: all of the SCO's data with the changes made.
    """
    said: dict[str, dict[str, Any]] = {}
    for element, text in changes:
        found = OBJECTIVE.fullmatch(element)
        owner = values.get(f"cmi.objectives.{found[1]}.id") if found else ""
        name = ELEMENTS.get(found[2] if found else element.removeprefix("cmi."))
        if name is not None and owner is not None and (found or element.startswith("cmi.")):
            said.setdefault(owner, {})[name] = read(name, text)
    return said


def read(name: str, text: str) -> Any:
    """An element's text as the tracking model has it; None for unknown."""
    if name in WORDS:
        return WORDS[name].get(text)
    try:
        return float(text)
    except ValueError:
        return None
