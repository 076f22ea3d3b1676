"""A manager looks at pages as a learner or tutor sees them: nothing can be changed, and it is written down."""

from accounts.domain.events import note
from accounts.models import User
from accounts.models.event import EventKind
from accounts.rules import may_see_as
from privacy.domain.audit import record
from privacy.enums import Action

KEY = "seen_as"


def begin_seeing_as(*, request, person: User) -> None:
    request.session[KEY] = str(person.uid)
    note(user=person, kind=EventKind.SEEN_AS, by=request.user, request=request)
    record(Action.READ, model="accounts.User", object_id=str(person.pk), person=person.pk)


def stop_seeing_as(*, request) -> None:
    request.session.pop(KEY, None)


def person_seen(request) -> User | None:
    """Whose pages the request shows, while the person who asks may still see them."""
    uid = request.session.get(KEY)
    if uid is None or not request.user.is_authenticated:
        return None
    person = User.objects.active().filter(uid=uid).first()
    if person is None or not may_see_as(request.user, person):
        stop_seeing_as(request=request)
        return None
    return person
