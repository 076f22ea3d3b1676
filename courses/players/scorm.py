"""A module made with an authoring tool. SCORM: a slim bar on the site's origin around the player page of the content origin.

Before it, where there is something to choose or to know, a page of its own: attempts, reading again, an editor's preview.
"""

from decimal import Decimal

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.asked import number_in
from courses.domain.refusals import Refused
from courses.domain.scorm_attempts import Taking, attempt_to_read, begin_again, taking_of
from courses.domain.scorm_launch import Opened, open_launch, token_of
from courses.enums import LaunchMode
from courses.models import Attempt
from courses.players import units
from courses.players.context import LearningContext
from courses.players.frame import View, dispatch, page


def respond(request: HttpRequest, context: LearningContext, action: str) -> HttpResponseBase:
    """GET "": the module, or the page before it. GET ouvrir, relire, relire/<number>, parcourir: the module.

    POST commencer: a new attempt. POST lancer: open the module here, in place of any other tab. GET etat: where it stands.
    What is made of units (cmi5, xAPI) has a player of its own.
    """
    current = context.activity.package.current
    if current is not None and current.has_units:
        return units.respond(request, context, action)
    if request.method == "POST" and action == "lancer":
        # Reading again stays possible once access has closed, when every other POST is refused.
        return launch(request, context)
    return dispatch(request, context, action, VIEWS)


def show(request: HttpRequest, context: LearningContext) -> HttpResponse:
    taking = taking_of(context)
    is_ready = context.activity.package.current_id is not None
    has_choice = not taking.opens_at_once if context.can_write else len(taking.attempts) > 1
    if is_ready and (context.is_preview or has_choice):
        return page(request, context, "scorm_start.html", attempt=taking.newest, taking=taking)
    return _module(request, context, taking)


def _module(
    request: HttpRequest, context: LearningContext, taking: Taking, mode: str = LaunchMode.NORMAL, attempt: Attempt | None = None
) -> HttpResponse:
    """mode: asked for. attempt: to read again, the newest one unless it is given."""
    if mode == LaunchMode.NORMAL and not context.can_write:
        mode = LaunchMode.REVIEW
    attempt = None if mode == LaunchMode.BROWSE else attempt or taking.newest
    values = {
        "learning": context,
        "activity": context.activity,
        "attempt": attempt,
        "taking": taking,
        "mode": mode,
        "content_origin": settings.CONTENT_ORIGIN,
        "state_url": f"{context.base_url}etat?mode={mode}&number={attempt.number if attempt and mode == LaunchMode.REVIEW else ''}",
        "state": state_of(attempt),
        "is_ready": context.activity.package.current_id is not None,
    }
    return render(request, "courses/players/scorm.html", values)


def open_module(request: HttpRequest, context: LearningContext) -> HttpResponse:
    """The module itself, whatever there is to choose: to go on, or an editor trying it as a learner."""
    taking = taking_of(context)
    if taking.is_over and context.can_write:
        return redirect(context.base_url)
    return _module(request, context, taking)


def read_again(request: HttpRequest, context: LearningContext, number: str = "") -> HttpResponse:
    attempt = attempt_to_read(context, number_in(number, digits=5))
    if attempt is None or (number and str(attempt.number) != number):
        raise Http404
    return _module(request, context, taking_of(context), LaunchMode.REVIEW, attempt)


def look_through(request: HttpRequest, context: LearningContext) -> HttpResponse:
    """An editor's look at a module: every part is open, and nothing is kept."""
    if not context.is_preview:
        raise Http404
    return _module(request, context, taking_of(context), LaunchMode.BROWSE)


def begin(request: HttpRequest, context: LearningContext) -> HttpResponse:
    try:
        begin_again(context)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(context.base_url)
    return redirect(f"{context.base_url}ouvrir")


def launch(request: HttpRequest, context: LearningContext) -> HttpResponse:
    mode = request.POST.get("mode", LaunchMode.NORMAL)
    if mode not in LaunchMode.values or (mode == LaunchMode.BROWSE and not context.is_preview):
        raise Http404
    try:
        opened = open_launch(context, mode, number=number_in(request.POST.get("number"), digits=5))
    except Refused as refused:
        return JsonResponse({"message": str(refused)}, status=409)
    path = reverse("content:player", urlconf=settings.CONTENT_URLCONF, args=[token_of(opened.launch)])
    return JsonResponse({"player": settings.CONTENT_ORIGIN + path, "attempt": opened.launch.attempt_id.hex, "notice": notice_of(opened)})


def state(request: HttpRequest, context: LearningContext) -> HttpResponse:
    """{state, text, next: {url, label} or null}: what the bar shows. The truth of the server, asked again at each change."""
    following = {"url": context.next_url, "label": context.next_label} if context.next_url else None
    attempt = (
        None if request.GET.get("mode") == LaunchMode.BROWSE else attempt_to_read(context, number_in(request.GET.get("number"), digits=5))
    )
    return JsonResponse({**state_of(attempt), "next": following})


def state_of(attempt: Attempt | None) -> dict[str, str]:
    """state: "", started, done, passed or failed; text: the same in words, with the score."""
    if attempt is None:
        return {"state": "", "text": ""}
    score = None if attempt.score is None else round(max(Decimal(0), attempt.score) * 100)
    word, text = _in_words(attempt)
    return {"state": word, "text": text if score is None else _("%(state)s · %(score)d %%") % {"state": text, "score": score}}


def _in_words(attempt: Attempt) -> tuple[str, str]:
    if attempt.success:
        return "passed", _("Passed")
    if attempt.success is False:
        return "failed", _("To be done again")
    return ("done", _("Finished")) if attempt.completed else ("started", _("In progress"))


def notice_of(opened: Opened) -> str:
    """What a new version of the package means for who was in the middle of it."""
    if opened.lost:
        values = {"parts": ", ".join(opened.lost)}
        return _("This module has been updated. These parts are no longer in it: %(parts)s. What you had reached is kept.") % values
    return _("This module has been updated since your last visit. You go on where you were.") if opened.updated else ""


VIEWS: dict[str, View] = {
    "": show,
    "ouvrir": open_module,
    "relire": read_again,
    "relire/": read_again,
    "parcourir": look_through,
    "POST commencer": begin,
    "POST lancer": launch,
    "etat": state,
}
