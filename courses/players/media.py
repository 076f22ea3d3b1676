"""A video, a sound, a document or a link: something to open or to play."""

from typing import Any
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect

from courses.domain.consulting import finish_consulting, follow, open_content, see
from courses.domain.refusals import Refused
from courses.models import Attempt
from courses.players.context import LearningContext
from courses.players.frame import View, claim_time, dispatch, page
from courses.players.library_files import library_file_response, library_type, serve_linked
from files.serving import is_shown_inline

TEMPLATES = {"video": "media.html", "audio": "media.html", "document": "document.html", "link": "link.html"}
OPENED_FIRST = {"document", "link"}


def respond(request: HttpRequest, context: LearningContext, action: str) -> HttpResponseBase:
    return dispatch(request, context, action, VIEWS)


def show(request, context):
    return _page(request, context, see(context))


def _page(request, context: LearningContext, attempt: Attempt | None, **extra) -> HttpResponse:
    activity = context.activity
    document, link = getattr(activity, "file", None), getattr(activity, "link", "")
    template = "link.html" if link and not document else TEMPLATES[activity.kind]
    unopened = activity.kind in OPENED_FIRST and not (attempt and attempt.details.get("opened"))
    values: dict[str, Any] = {"document": document, "link": link, "host": urlsplit(link).hostname or "", "opened_first": unopened}
    if document:
        media_type = library_type(document.filename)
        values |= {"media_type": media_type, "opens_inline": is_shown_inline(media_type)}
    return page(request, context, template, attempt=attempt, **values, **extra)


def finish(request, context):
    try:
        finish_consulting(context, must_open=context.activity.kind in OPENED_FIRST)
    except Refused as refusal:
        return _page(request, context, see(context), refusal=str(refusal), status=422)
    return redirect(f"{context.base_url}#step-end")


def time(request, context):
    """POST temps: time spent and, from a player, `position` and `duration` in seconds."""
    attempt = claim_time(request, context)
    if attempt is None:
        return HttpResponse(status=400)
    if "position" in request.POST:
        try:
            position, duration = float(request.POST["position"]), float(request.POST.get("duration", ""))
        except ValueError:
            return HttpResponse(status=400)
        attempt = follow(context, position=position, duration=duration) or attempt
    return JsonResponse({"completed": attempt.completed})


def serve(request, context):
    return _serve(request, context, inline=True)


def download(request, context, argument):
    if argument != "telecharger":
        raise Http404
    return _serve(request, context, inline=False)


def _serve(request, context: LearningContext, *, inline: bool) -> HttpResponseBase:
    """The object's file. Opening a document is a mark that it was seen."""
    document = getattr(context.activity, "file", None)
    if document and context.can_write and context.activity.kind == "document":
        see(context)
        open_content(context)
    return library_file_response(request, document, inline=inline)


def captions(request, context):
    return library_file_response(request, getattr(context.activity, "captions", None))


def leave(request, context):
    """GET ouvrir: to the page elsewhere that the object points to, which is noted as seen."""
    link = getattr(context.activity, "link", "")
    if urlsplit(link).scheme not in {"http", "https"}:
        raise Http404
    if context.can_write:
        see(context)
        open_content(context)
    return HttpResponseRedirect(link)


VIEWS: dict[str, View] = {
    "": show,
    "POST termine": finish,
    "POST temps": time,
    "fichier": serve,
    "fichier/": download,
    "sous-titres": captions,
    "ouvrir": leave,
    "lien/": serve_linked,
}
