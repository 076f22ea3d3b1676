"""A player shows one library object to one person and takes what they do: courses.players.respond."""

from importlib import import_module

from django.http import HttpRequest, HttpResponse

from courses.players.context import EventInfo, LearningContext

__all__ = ["EventInfo", "LearningContext", "respond"]

PLAYERS = {
    "scorm": "courses.players.scorm",
    "quiz": "courses.players.quiz",
    "case_study": "courses.players.case_study",
    "video": "courses.players.media",
    "audio": "courses.players.media",
    "document": "courses.players.media",
    "link": "courses.players.media",
    "page": "courses.players.page",
    "offline": "courses.players.page",
    "virtual_class": "courses.players.event",
    "half_day": "courses.players.event",
    "forum": "courses.players.forum_task",
}


def respond(request: HttpRequest, context: LearningContext, action: str = "") -> HttpResponse:
    """The response of the player of context.activity to GET or POST of base_url + action.

    Raises Http404 for an action the player does not know.
    """
    return import_module(PLAYERS[context.activity.kind]).respond(request, context, action)
