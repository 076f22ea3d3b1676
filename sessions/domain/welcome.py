"""What awaits a person who answers an invitation, in words."""

from django.utils.translation import gettext as _

from accounts.models import User
from privacy.days import in_words
from sessions.enums import EnrolmentState, SessionState
from sessions.models import TrainingSession


def sessions_awaiting(user: User) -> list[str]:
    """The confirmed sessions, not over, that the person follows or tutors: one line each, soonest first."""
    found = TrainingSession.objects.filter(state=SessionState.OPEN)
    followed = found.filter(enrolments__user=user, enrolments__state=EnrolmentState.ACTIVE)
    tutored = found.filter(tutors__user=user)
    rows = (followed | tutored).distinct().select_related("pathway").order_by("starts_on")[:5]
    return [_line(session) for session in rows if not session.is_over()]


def _line(session: TrainingSession) -> str:
    first, last = (in_words(day) for day in (session.starts_on, session.ends_on))
    return _("%(pathway)s, from %(first)s to %(last)s") % {"pathway": session.pathway.title, "first": first, "last": last}
