"""What every page of a learner does first: who is it, which enrolment, in which time zone."""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.utils import timezone

from sessions.domain.access import own_enrolment
from sessions.domain.learning import zone_of
from sessions.domain.visits import note_visit
from sessions.models import Enrolment


def learner_page(view):
    """The view gets the learner's own enrolment in place of its id, and runs in the learner's time zone."""

    @wraps(view)
    @login_required
    def wrapped(request, enrolment_id, *args, **kwargs):
        enrolment = own_enrolment(request.user, enrolment_id)
        request.user.has_own_training = True
        note_visit(enrolment)
        with timezone.override(zone_of(enrolment)):
            return view(request, enrolment, *args, **kwargs)

    return wrapped


def in_learners_time(view):
    """For pages over all trainings of a person: their own time zone, else that of the region of the latest one."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        if request.user.time_zone:
            return view(request, *args, **kwargs)
        latest = (
            Enrolment.objects.of_learner(request.user).select_related("user", "session__region").order_by("-session__closes_at").first()
        )
        with timezone.override(zone_of(latest) if latest else timezone.get_default_timezone()):
            return view(request, *args, **kwargs)

    return wrapped
