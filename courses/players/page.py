"""A rich page, and an instruction to carry out away from the screen: read, then say it is done."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from courses.domain.consulting import finish_consulting, see
from courses.players.context import LearningContext
from courses.players.frame import View, dispatch, page, take_time
from courses.players.library_files import serve_linked


def respond(request: HttpRequest, context: LearningContext, action: str) -> HttpResponseBase:
    return dispatch(request, context, action, VIEWS)


def show(request, context):
    return page(request, context, "page.html", attempt=see(context))


def finish(request, context):
    finish_consulting(context)
    return redirect(f"{context.base_url}#step-end")


VIEWS: dict[str, View] = {"": show, "POST termine": finish, "POST temps": take_time, "lien/": serve_linked}
