"""The run-time data that a SCO finds when it opens: the manifest's, the person's, and what it left last time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from courses.enums import LaunchMode, PackageKind
from courses.models import PackageItem, ScoState
from courses.scorm.data_model import tables
from courses.scorm.given import given_of, shared_maps
from courses.scorm.sequencing.reading import edition_number
from courses.scorm.times import interval_of, seconds_of, timespan_of

NAVIGATION_PREFIX = "adl."
# The edition of SCORM 2004 that has adl.data.
SHARED_DATA_SINCE = 4
TIME_LIMIT: dict[str, tuple[str, str, str]] = {
    PackageKind.SCORM_12: ("cmi.student_data.max_time_allowed", "cmi.core.total_time", "cmi.student_data.time_limit_action"),
    PackageKind.SCORM_2004: ("cmi.max_time_allowed", "cmi.total_time", "cmi.time_limit_action"),
}
CREDIT: dict[str, str] = {LaunchMode.NORMAL: "credit", LaunchMode.REVIEW: "no-credit", LaunchMode.BROWSE: "no-credit"}


@dataclass(frozen=True)
class Seed:
    """values: element to string. access: where a record differs from the table (see DataModel)."""

    values: dict[str, str]
    access: dict[str, str] = field(default_factory=dict)
    entry: str = ""


def seed_of(
    item: PackageItem, state: ScoState, *, user, mode: str, shared: Mapping[str, str], objectives: Mapping[str, str] | None = None
) -> Seed:
    """item.version is used. mode: a LaunchMode. shared: the stores of shared data, by target.

    objectives: what the sequencer gives, None without one.
    """
    if item.version.kind == PackageKind.SCORM_12:
        return _seed_12(item, state, user, mode)
    seed = _seed_2004(item, state, user, mode, shared)
    return seed if objectives is None else Seed({**seed.values, **objectives}, seed.access, seed.entry)


def kept_elements(kind: str, values: Mapping[str, str]) -> dict[str, str]:
    """Of a SCO's values those that outlive its session: written by it, not given by the platform."""
    table = tables()[kind]
    kept = {}
    for element, value in values.items():
        rule = table["elements"].get(template_of(element))
        if rule and "w" in rule["access"] and not rule.get("session") and not element.startswith(NAVIGATION_PREFIX):
            kept[element] = value
    return kept


def template_of(element: str) -> str:
    return ".".join("n" if part.isdigit() else part for part in element.split("."))


def entry_of(state: ScoState) -> str:
    """ab-initio at first; resume where it was left to be gone on with, or was never properly left; else "" ."""
    if state.opened_at is None or (not state.cmi and not state.terminated):
        return "ab-initio"
    return "resume" if state.exit in {"suspend", "logout"} or not state.terminated else ""


def total_of(state: ScoState) -> Decimal:
    """Time of all its sessions, the last one among them."""
    return state.total_seconds + state.session_seconds


def limit_of(kind: str, seed: Seed) -> dict | None:
    """{seconds, exit, message}: what the platform does for a part that has used its time (SCORM 1.2 RTE 3.4.4, 2004 RTE 4.2.12, 4.2.27).

    seconds: left of the time allowed, all sessions together. None where no limit is set or nothing is to be done at it.
    """
    allowed, total, action = (seed.values.get(element, "") for element in TIME_LIMIT[kind])
    wishes = {wish.strip() for wish in action.split(",")} & {"exit", "message"}
    limit = seconds_of(allowed)
    if not limit or not wishes:
        return None
    return {"seconds": float(max(limit - seconds_of(total), Decimal(0))), "exit": "exit" in wishes, "message": "message" in wishes}


def learner_name(user) -> str:
    """Last name, first name: the order both standards ask for."""
    return ", ".join(filter(None, [user.last_name, user.first_name])) or "-"


def _seed_12(item: PackageItem, state: ScoState, user, mode: str) -> Seed:
    entry = entry_of(state)
    given = {
        "cmi.core.student_id": user.uid.hex,
        "cmi.core.student_name": learner_name(user),
        "cmi.core.credit": CREDIT[mode],
        "cmi.core.lesson_mode": mode,
        "cmi.core.entry": entry,
        "cmi.core.total_time": timespan_of(total_of(state)),
        "cmi.launch_data": item.data_from_lms,
        "cmi.student_data.mastery_score": "" if item.mastery_score is None else f"{item.mastery_score.normalize():f}",
        "cmi.student_data.max_time_allowed": item.max_time_allowed,
        "cmi.student_data.time_limit_action": item.time_limit_action,
    }
    return Seed({**state.cmi, **given}, entry=entry)


def _seed_2004(item: PackageItem, state: ScoState, user, mode: str, shared: Mapping[str, str]) -> Seed:
    """A SCO that was left for good begins anew; one left to be gone on with finds its data (RTE 4.2.8, cmi.exit)."""
    entry = entry_of(state) or "ab-initio"
    given = given_of(item.sequencing, item.version.sequencing_collection)
    own = dict(state.cmi) if entry == "resume" or mode == LaunchMode.REVIEW else {}
    if not any(element.startswith("cmi.objectives.") for element in own):
        own.update({f"cmi.objectives.{number}.id": name for number, name in enumerate(given.objectives)})
    values = {
        "cmi.learner_id": str(user.uid),
        "cmi.learner_name": learner_name(user),
        "cmi.credit": CREDIT[mode],
        "cmi.mode": mode,
        "cmi.entry": entry,
        "cmi.total_time": interval_of(total_of(state) if entry == "resume" else Decimal(0)),
        "cmi.launch_data": item.data_from_lms,
        "cmi.completion_threshold": (item.completion_threshold or "1.0") if item.completed_by_measure else "",
        "cmi.scaled_passing_score": given.passing_score,
        "cmi.max_time_allowed": given.limit or item.max_time_allowed,
        "cmi.time_limit_action": item.time_limit_action,
    }
    values = {**own, **{element: value for element, value in values.items() if value}}
    access = {}
    maps = shared_maps(item.shared_data) if edition_number(item.version.schema_version) >= SHARED_DATA_SINCE else []
    for number, shared_map in enumerate(maps):
        values[f"adl.data.{number}.id"] = shared_map.target
        access[f"adl.data.{number}.store"] = shared_map.access
        if shared_map.target in shared:
            values[f"adl.data.{number}.store"] = shared[shared_map.target]
    return Seed(values, access, entry)
