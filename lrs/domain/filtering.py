"""The filter of the journal, used by its page and its exports alike: words of a person, verb, activity, session, dates."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.utils import timezone

from lrs.models import Activity
from lrs.registry import registrations_of_sessions
from lrs.validation.facts import key_of

NAMES = ("person", "verb", "activity", "session", "registration", "since", "until")


def filtered(statements: QuerySet, asked: Mapping[str, str]) -> QuerySet:
    """`statements` narrowed by what is asked; a value that makes no sense finds nothing."""
    found = statements
    for name in NAMES:
        value = str(asked.get(name) or "").strip()
        if value:
            found = FILTERS[name](found, value)
    return found


def _person(found: QuerySet, words: str) -> QuerySet:
    return found.filter(user__in=get_user_model().objects.search(words))


def _verb(found: QuerySet, iri: str) -> QuerySet:
    return found.filter(verb_key=key_of(iri))


def _activity(found: QuerySet, words: str) -> QuerySet:
    """By its address, or by words of its name."""
    if words.startswith(("http://", "https://", "urn:")):
        return found.filter(activity_key=key_of(words))
    return found.filter(activity_key__in=Activity.objects.search(words).values("key"))


def _session(found: QuerySet, words: str) -> QuerySet:
    """By words of a session's name or of its pathway's: what all did there."""
    chosen = Q(pk__in=[])
    for registrations in registrations_of_sessions(words):
        chosen |= Q(registration__in=registrations)
    return found.filter(chosen)


def _registration(found: QuerySet, value: str) -> QuerySet:
    try:
        return found.filter(registration=UUID(value))
    except ValueError:
        return found.none()


def _since(found: QuerySet, value: str) -> QuerySet:
    day = _day(value)
    return found.filter(stored__gte=day) if day else found.none()


def _until(found: QuerySet, value: str) -> QuerySet:
    day = _day(value)
    return found.filter(stored__lt=day + timedelta(days=1)) if day else found.none()


def _day(value: str) -> datetime | None:
    """The beginning of a day where the reader is: bounds of an index, not a function of each row."""
    try:
        return timezone.make_aware(datetime.combine(date.fromisoformat(value), time.min))
    except ValueError:
        return None


FILTERS = {
    "person": _person,
    "verb": _verb,
    "activity": _activity,
    "session": _session,
    "registration": _registration,
    "since": _since,
    "until": _until,
}
