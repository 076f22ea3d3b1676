"""A step of a learner's pathway: shown by its player once access, dates and rules allow it."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render

from courses import players
from sessions.domain.access import Access, may_read
from sessions.domain.learning import context_of, journey_of, key_to
from sessions.views.learner_frame import learner_page

SAFE = frozenset({"GET", "HEAD"})


@learner_page
def step(request, enrolment, step_id: int, action: str = ""):
    """The step's page and every further page of its player: none answers unless the step itself may be read."""
    journey = journey_of(enrolment)
    found = journey.step(step_id)
    if journey.access is Access.NOT_YET:
        return render(request, "sessions/learner/not_open.html", {"journey": journey, "step": found}, status=403)
    if journey.is_over and not may_read(journey.access, found):
        return _closed(request, journey, found, action)
    if not found.is_open:
        return _locked(request, journey, found)
    if journey.is_over and request.method not in SAFE:
        raise PermissionDenied
    return players.respond(request, context_of(journey, found), action)


def _locked(request, journey, found):
    key = key_to(journey, found)
    values = {"journey": journey, "step": found, "key": key, "key_url": journey.step_url(key) if key else ""}
    return render(request, "sessions/learner/locked.html", values, status=403)


def _closed(request, journey, found, action):
    """After the end the step's page tells the result; nothing below it answers."""
    if action or request.method not in SAFE:
        raise PermissionDenied
    return render(
        request, "sessions/learner/step_over.html", {"journey": journey, "step": found, "step_minutes": round(found.fact.seconds / 60)}
    )
