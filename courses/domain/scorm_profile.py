"""The SCORM profile of xAPI: attempts on parts, as activities and documents of the record store (docs/xapi.md).

An attempt on a part lasts from its first opening until it is left for good: what is suspended and resumed is the same attempt.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING
from uuid import uuid5

from courses.domain.scorm_seed import total_of
from courses.domain.statements import ADL_TYPE, thing_of
from courses.models import Attempt, LibraryObject, ScoState
from courses.scorm.times import interval_of
from courses.scorm.verdicts import number
from lrs.api import Thing, write_state

if TYPE_CHECKING:
    from courses.domain.scorm_results import Sitting

PROFILE = Thing("https://w3id.org/xapi/scorm", "xAPI SCORM Profile", ADL_TYPE + "profile")
ACTIVITY_STATE = "https://w3id.org/xapi/scorm/activity-state"
ATTEMPT_STATE = "https://w3id.org/xapi/scorm/attempt-state"
LOCATION = ("cmi.location", "cmi.core.lesson_location")
PREFERENCE = "cmi.learner_preference."


def sco_of(sitting: "Sitting") -> Thing:
    """The part as an activity: the module itself where it is all there is."""
    return thing_of(sitting.page) if sitting.is_alone else part_of_module(sitting)


def part_of_module(sitting: "Sitting") -> Thing:
    return Thing(f"{thing_of(sitting.page).iri}/parts/{sitting.item.identifier}", str(sitting.item), ADL_TYPE + "lesson")


def attempt_on(sitting: "Sitting", state: ScoState) -> Thing:
    """The attempt on the part that is under way, or was last."""
    return _attempt_thing(sco_of(sitting), _key(sitting, state.attempt_id, state.tries))


def attempt_on_module(attempt: Attempt, page: LibraryObject) -> Thing:
    return _attempt_thing(thing_of(page), attempt.pk)


def _attempt_thing(whole: Thing, key) -> Thing:
    return Thing(f"{whole.iri}?attemptId={key}", whole.name, ADL_TYPE + "attempt")


def _key(sitting: "Sitting", attempt_id, tries: int):
    """The same for the same attempt, whoever asks: it is made of what the attempt is."""
    return uuid5(attempt_id, f"{sitting.launch.version.kind}/{sitting.item.identifier}/{max(tries, 1)}")


def keep_attempts(sitting: "Sitting") -> None:
    """The list of the person's attempts on the part, oldest first: what a reader of the profile begins with."""
    attempt = sitting.launch.attempt
    known = ScoState.objects.filter(
        attempt__user=attempt.user_id, attempt__activity=attempt.activity_id, item_identifier=sitting.item.identifier, tries__gt=0
    ).order_by("attempt__started_at", "attempt__number")
    sco = sco_of(sitting)
    attempts = [
        _attempt_thing(sco, _key(sitting, pk, number + 1)).iri
        for pk, tries in known.values_list("attempt_id", "tries")
        for number in range(tries)
    ]
    write_state(user=attempt.user, activity=sco.iri, registration=None, state_id=ACTIVITY_STATE, content={"attempts": attempts})


def keep_attempt_state(sitting: "Sitting", state: ScoState, values: Mapping[str, str]) -> None:
    """Where the attempt stands as its session ends. values: the part's data."""
    content = {
        "credit": "credit",
        "mode": "normal",
        "location": next((values[name] for name in LOCATION if values.get(name)), None),
        "preferences": _preferences(values) or None,
        "total_time": interval_of(total_of(state)),
    }
    told = {name: value for name, value in content.items() if value is not None}
    activity = attempt_on(sitting, state).iri
    write_state(user=sitting.launch.attempt.user, activity=activity, registration=None, state_id=ATTEMPT_STATE, content=told)


def _preferences(values: Mapping[str, str]) -> dict:
    given = {name: number(values.get(PREFERENCE + name)) for name in ("audio_level", "delivery_speed", "audio_captioning")}
    language = values.get(PREFERENCE + "language")
    return {**{name: float(one) for name, one in given.items() if one is not None}, **({"language": language} if language else {})}
