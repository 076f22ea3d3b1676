"""Which sessions use a pathway or a library object, for editors; and the sessions to come that a pathway's page announces."""

from collections import defaultdict
from collections.abc import Collection

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.registry import UsageProvider, Use
from pathways.domain.usage import pathways_using
from pathways.registry import ComingSession, RegionOffer
from privacy.days import in_words
from sessions.enums import SessionState
from sessions.models import Enrolment, Interest, SessionEvent, TrainingSession


def _use(session: TrainingSession) -> Use:
    dates = {"first": in_words(session.starts_on, "SHORT_DATE_FORMAT"), "last": in_words(session.ends_on, "SHORT_DATE_FORMAT")}
    return Use(f"{session.name} · {session.region}", "", _("from %(first)s to %(last)s") % dates)


def registrations_in(words: str) -> QuerySet:
    """Registrations of everybody in the sessions that have each of the words, for the journal (lrs.registry)."""
    return Enrolment.objects.filter(session__in=TrainingSession.objects.search(words)).values("registration")


def _not_over():
    return TrainingSession.objects.exclude(state=SessionState.CANCELLED).filter(closes_at__gt=timezone.now()).select_related("region")


def _of_objects(object_ids: Collection[int]) -> dict[int, list[Use]]:
    """Sessions not over whose pathway or events need the object."""
    using = pathways_using(object_ids)
    by_pathway = defaultdict(list)
    for session in _not_over().filter(pathway__in={pk for pks in using.values() for pk in pks}).order_by("starts_on"):
        by_pathway[session.pathway_id].append(session)
    found = {one: {session for pk in pks for session in by_pathway[pk]} for one, pks in using.items()}
    for event in SessionEvent.objects.filter(activity__in=object_ids, session__in=_not_over()).select_related("session__region"):
        if event.activity_id is not None:
            found.setdefault(event.activity_id, set()).add(event.session)
    return {one: [_use(session) for session in sorted(sessions, key=lambda s: s.starts_on)] for one, sessions in found.items()}


def _of_pathways(pathway_ids: Collection[int]) -> dict[int, list[Use]]:
    """All sessions of a pathway, over or not: each keeps its results under the pathway's name."""
    found = defaultdict(list)
    for session in TrainingSession.objects.filter(pathway__in=pathway_ids).select_related("region").order_by("-starts_on"):
        found[session.pathway_id].append(_use(session))
    return found


def _interested(pathway_ids: Collection[int]) -> dict[int, list[Use]]:
    """Requests of people interested in a pathway, one by one: a name would be read by editors, whose business it is not."""
    found = defaultdict(list)
    for interest in Interest.objects.filter(pathway__in=pathway_ids).select_related("region"):
        found[interest.pathway_id].append(Use(str(interest.region), "", in_words(interest.created_at, "SHORT_DATE_FORMAT")))
    return found


def _say_interested(count: int) -> str:
    return ngettext("%(count)d person interested", "%(count)d people interested", count) % {"count": count}


def _say_running(count: int) -> str:
    return ngettext("%(count)d session under way or to come", "%(count)d sessions under way or to come", count) % {"count": count}


def _say_all(count: int) -> str:
    return ngettext("%(count)d session", "%(count)d sessions", count) % {"count": count}


def _coming():
    return TrainingSession.objects.open().upcoming().real().select_related("region").order_by("starts_on", "pk")


def _announced(session: TrainingSession) -> ComingSession:
    region = session.region
    return ComingSession(region.name, session.starts_on, session.ends_on, region.email, region.phone, str(session.pk))


def announced(pathway_ids: Collection[int]) -> dict[int, list[ComingSession]]:
    """Confirmed sessions to come, soonest first, with the region's contact."""
    found = defaultdict(list)
    for session in _coming().filter(pathway__in=pathway_ids):
        found[session.pathway_id].append(_announced(session))
    return found


def soonest(limit: int) -> list[tuple[int, ComingSession]]:
    """The confirmed sessions that begin next, of published pathways."""
    return [(session.pathway_id, _announced(session)) for session in _coming().filter(pathway__live=True)[:limit]]


def announcing_regions() -> list[RegionOffer]:
    """Regions with confirmed sessions to come, by name."""
    coming = TrainingSession.objects.open().upcoming().real().order_by()
    found: dict[tuple[str, str], set[int]] = defaultdict(set)
    for code, name, pathway_id in coming.values_list("region__code", "region__name", "pathway_id").distinct():
        found[code, name].add(pathway_id)
    return [RegionOffer(code, name, frozenset(ids)) for (code, name), ids in sorted(found.items(), key=lambda item: item[0][1])]


objects_in_sessions = UsageProvider("sessions", _of_objects, _say_running, order=20)
pathways_in_sessions = UsageProvider("sessions", _of_pathways, _say_all, order=20)
pathways_of_interest = UsageProvider("interests", _interested, _say_interested, order=30)
