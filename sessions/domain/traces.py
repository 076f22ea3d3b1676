"""What is kept on a learner in one of their trainings, as they may read it themselves: the columns of the reports on learners."""

from dataclasses import dataclass
from typing import Any

from sessions.models import Enrolment
from sessions.report_columns import ValueKind, learner_columns


@dataclass(frozen=True)
class Trace:
    """label: what it is. value: None where there is nothing yet; a moment is in the zone it is to be read in."""

    label: Any
    kind: ValueKind
    value: Any


def traces_of(enrolment: Enrolment) -> list[tuple[Any, list[Trace]]]:
    """By group, in the order of the reports."""
    found: dict[str, list[Trace]] = {}
    for column in learner_columns():
        value = column.read([enrolment])[0]
        found.setdefault(str(column.group), []).append(Trace(column.label, column.kind, None if value == "" else value))
    return list(found.items())
