"""What all players share: choosing the view of an action, the page around the content, the time spent on it."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.domain.previews import forget_preview
from courses.domain.timekeeping import credit
from courses.models import Attempt
from courses.players.context import LearningContext

TIME_SALT = "courses.page-time"
LONGEST_PAGE_SECONDS = 24 * 3600
# A page claims every 30 seconds, and later when the line was cut; no honest claim is longer.
LONGEST_CLAIM_SECONDS = 900

View = Callable[..., HttpResponseBase]


def dispatch(request: HttpRequest, context: LearningContext, action: str, views: Mapping[str, View]) -> HttpResponseBase:
    """Call the view that `views` names for the action.

    Keys: "" for the step itself, "name" for an action, "name/" for an action with an argument ("fichier/12"). A key
    prefixed with "POST " takes POST only, the others GET and HEAD only. A POST once access has closed changes nothing.
    """
    name, slash, argument = action.partition("/")
    key, arguments = (name + "/", (argument,)) if slash else (name, ())
    method = "POST " if request.method == "POST" else ""
    if context.is_preview and method + key == "POST recommencer-apercu":
        forget_preview(context)
        return redirect(context.base_url)
    view = views.get(method + key)
    if view is None:
        return _no_view(key, views)
    if method and not context.can_write:
        return _closed(request, context)
    return view(request, context, *arguments)


def _no_view(key: str, views: Mapping[str, View]) -> HttpResponse:
    allowed = [method for method, name in (("GET", key), ("POST", f"POST {key}")) if name in views]
    if not allowed:
        raise Http404
    return HttpResponseNotAllowed(allowed)


def _closed(request: HttpRequest, context: LearningContext) -> HttpResponse:
    if is_fetch(request):
        return HttpResponse(status=409)
    messages.error(request, _("Access to this step is closed: nothing more can be sent. What you did before is kept."))
    return redirect(context.base_url)


def is_fetch(request: HttpRequest) -> bool:
    """Whether a script asks, which wants a short answer and no page."""
    return request.headers.get("X-Requested-With") == "fetch" or request.headers.get("Sec-Fetch-Mode") in {"cors", "no-cors"}


def page(
    request: HttpRequest, context: LearningContext, template: str, *, attempt: Attempt | None, status: int = 200, **extra
) -> HttpResponse:
    """The player's page; it counts the time spent when there is an attempt and access is open."""
    token = time_token(attempt) if attempt and context.can_write else ""
    values = {"learning": context, "activity": context.activity, "attempt": attempt, "time_token": token, **extra}
    return render(request, f"courses/players/{template}", values, status=status)


def time_token(attempt: Attempt, now: datetime | None = None) -> str:
    """Signed proof of which attempt a page shows and when it was opened: no claim goes back further."""
    return signing.dumps([str(attempt.pk), (now or timezone.now()).timestamp()], salt=TIME_SALT)


def claim_time(request: HttpRequest, context: LearningContext) -> Attempt | None:
    """Credit the visible, active seconds that a page claims in POST (`token`, `seconds`); the attempt, or None if refused.

    The page posts with its form's CSRF token as a field, so that it also can by beacon when it is left.
    """
    try:
        pk, opened = signing.loads(request.POST.get("token", ""), salt=TIME_SALT, max_age=LONGEST_PAGE_SECONDS)
        seconds = min(float(request.POST.get("seconds", "")), LONGEST_CLAIM_SECONDS)
    except (signing.BadSignature, ValueError):
        return None
    attempt = Attempt.objects.filter(pk=pk, registration=context.registration, activity_id=context.activity.pk).first()
    if attempt:
        credit(attempt=attempt, claimed_seconds=seconds, not_before=datetime.fromtimestamp(opened, tz=timezone.get_default_timezone()))
    return attempt


def take_time(request: HttpRequest, context: LearningContext) -> HttpResponse:
    """POST temps: the heartbeat of a page without a player of its own."""
    return HttpResponse(status=204 if claim_time(request, context) else 400)
