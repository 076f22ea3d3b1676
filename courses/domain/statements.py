"""What activities tell the journal of learning (docs/xapi.md)."""

from collections.abc import Sequence
from typing import Unpack

from courses.enums import AttemptMode
from courses.models import Attempt, LibraryObject
from lrs.api import Outcome, Thing, Told, Verb, activity_iri, record_many

ADL_TYPE = "http://adlnet.gov/expapi/activities/"
TYPES = {
    "scorm": ADL_TYPE + "module",
    "quiz": ADL_TYPE + "assessment",
    "case_study": ADL_TYPE + "assessment",
    "video": ADL_TYPE + "media",
    "audio": ADL_TYPE + "media",
    "document": ADL_TYPE + "file",
    "link": ADL_TYPE + "link",
    "virtual_class": ADL_TYPE + "meeting",
    "half_day": ADL_TYPE + "meeting",
}
QUESTION_TYPE = ADL_TYPE + "question"


def thing_of(activity: LibraryObject) -> Thing:
    """A library object as the activity of a statement. `activity` is the specific page."""
    return Thing(activity_iri(activity.kind, activity.pk), activity.title, TYPES.get(activity.kind, ADL_TYPE + "lesson"))


def told_of(attempt: Attempt, verb: Verb, *, activity: LibraryObject | None = None, **result: Unpack[Outcome]) -> Told:
    """That the attempt's person did `verb` on its activity. activity: the specific page when the caller has it."""
    thing = thing_of(activity or attempt.activity.specific)
    return {"user": attempt.user, "verb": verb, "thing": thing, "registration": attempt.registration, **result}


def told_of_grade(attempt: Attempt, numbers: Outcome, success: bool | None, *, activity: LibraryObject) -> list[Told]:
    """A score, and the verdict where there is one."""
    scored = told_of(attempt, Verb.SCORED, activity=activity, **numbers)
    if success is None:
        return [scored]
    judged: Outcome = {**numbers, "success": success}
    return [scored, told_of(attempt, Verb.PASSED if success else Verb.FAILED, activity=activity, **judged)]


def told_of_part(attempt: Attempt, verb: Verb, *, activity: LibraryObject, part: str, name: str, **result: Unpack[Outcome]) -> Told:
    """`verb` on a part of the activity (a question of a quiz), of which the activity is the parent."""
    whole = thing_of(activity)
    thing = Thing(f"{whole.iri}/{part}", name, QUESTION_TYPE)
    return {**told_of(attempt, verb, activity=activity, **result), "thing": thing, "parents": (whole,)}


def tell(attempt: Attempt, verb: Verb, *, activity: LibraryObject | None = None, **result: Unpack[Outcome]) -> None:
    """State one thing; nothing for a preview."""
    if attempt.mode != AttemptMode.PREVIEW:
        record_many([told_of(attempt, verb, activity=activity, **result)])


def tell_together(attempt: Attempt, told: Sequence[Told]) -> None:
    """State several things of an attempt in one write; nothing for a preview."""
    if attempt.mode != AttemptMode.PREVIEW:
        record_many(told)
