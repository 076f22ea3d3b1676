"""Who came to the forum: a "seen" mark, written on purpose when the page is opened."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from forum.domain.posting import forum_thing
from forum.models import ForumVisit
from lrs.api import Verb, record
from sessions.models import Enrolment, TrainingSession

# A mark for each page opened would be a write for nothing.
NOT_SOONER = timedelta(minutes=5)


def note_visit(*, session: TrainingSession, user) -> ForumVisit | None:
    """Remember the visit; the row on the first one, which the journal of learning tells, else None."""
    visit = ForumVisit.objects.filter(session=session, user=user).first()
    if visit is None:
        return _first_visit(session, user)
    if visit.last_at < timezone.now() - NOT_SOONER:
        visit.save(update_fields=["last_at"])
    return None


@transaction.atomic
def _first_visit(session: TrainingSession, user) -> ForumVisit | None:
    visit, first = ForumVisit.objects.get_or_create(session=session, user=user)
    if not first:
        return None
    enrolment = Enrolment.objects.of_learner(user).filter(session=session).first()
    registration = enrolment.registration if enrolment else None
    record(user=user, verb=Verb.EXPERIENCED, thing=forum_thing(session), registration=registration)
    return visit
