"""The player page of a launch and what it asks for. No session here: the signed token in the address says who plays."""

import logging
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from courses.domain.scorm_launch import LaunchRefused, files_token_of, launch_of
from courses.domain.scorm_navigation import navigate
from courses.domain.scorm_outline import first_to_open, items_of, states_of
from courses.domain.scorm_results import progress_of
from courses.domain.scorm_runtime import BadCommit, commit, open_item, parse_body, read_commit, restore
from courses.domain.scorm_sequencing import is_sequenced
from courses.enums import LaunchMode
from courses.models import Launch, PackageItem
from courses.scorm.data_model import table_of
from courses.scorm.sequencing.reading import edition_number

logger = logging.getLogger(__name__)
MAX_BODY = 4 * 1024 * 1024


def launched(*methods: str):
    """A view of a launch: 404 for a token that is none, messages in the person's language, answers never cached."""

    def decorate(view):
        @wraps(view)
        def wrapped(request, token: str):
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            launch = launch_of(token)
            if launch is None or _is_foreign(request):
                raise Http404
            with translation.override(launch.attempt.user.language):
                return view(request, launch)

        return wrapped

    return decorate


def _is_foreign(request) -> bool:
    """A write that a page of another origin sends: browsers say so themselves."""
    origin = request.headers.get("Origin")
    return request.method == "POST" and origin is not None and origin != settings.CONTENT_ORIGIN


@launched("GET", "HEAD")
def player(request, launch: Launch) -> HttpResponse:
    if launch.expires_at <= timezone.now():
        raise Http404
    html = render_to_string("courses/content/player.html", {"launch": launch, "data": _page_data(launch), "user": launch.attempt.user})
    response = HttpResponse(html)
    response["Content-Security-Policy"] = (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        f"frame-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors {settings.SITE_ORIGIN}"
    )
    return response


def _page_data(launch: Launch) -> dict:
    """All that the player's scripts know: no more than the launch's own."""
    items = items_of(launch.version)
    return {
        "standard": launch.version.kind,
        "table": table_of(launch.version.kind, edition_number(launch.version.schema_version)),
        "launch": launch.pk.hex,
        "sequenced": is_sequenced(launch),
        "readOnly": launch.read_only,
        "siteOrigin": settings.SITE_ORIGIN,
        "files": files_address(launch),
        "first": _first(launch, items),
        "state": progress_of(launch, items),
        "words": _words(),
    }


def _first(launch: Launch, items: list[PackageItem]) -> str:
    if launch.mode == LaunchMode.BROWSE:
        return first_to_open(items, {}, "")
    return first_to_open(items, states_of(launch.attempt), launch.attempt.details.get("part", ""))


def files_address(launch: Launch) -> str:
    """Where the package's files are: an address that does not change from one launch to the next."""
    return reverse("content:file", urlconf=settings.CONTENT_URLCONF, args=[files_token_of(launch), "x"])[:-1]


def _words() -> dict[str, str]:
    """What the player's scripts say."""
    return {
        "lost": _("Connection lost. Your work is kept on this device and will be sent as soon as the connection is back."),
        "sent": _("The connection is back: your work is saved."),
        "restored": _("Work that could not be sent last time has been saved."),
        "notRestored": _("Work left on this device was not taken back: you have gone on elsewhere since."),
        "refused": _(
            "The module sent something that could not be saved. What you did before is kept. If it happens again, tell your tutor."
        ),
        "failed": _("This part could not be opened. Check your connection, then try again."),
        "partDone": _("This part is finished."),
        "allDone": _("You have finished this module."),
        "left": _("You have left this part. Go on whenever you like."),
        "timeOver": _("The time allowed for this part is over."),
        "timeOverClosing": _("The time allowed for this part is over: it closes now. What you did is kept."),
        "todo": _("To do"),
        "started": _("In progress"),
        "completed": _("Done"),
        "passed": _("Passed"),
        "failedPart": _("Not passed"),
        "open": _("Table of contents"),
        "close": _("Close the table of contents"),
        "count": _("Part %(number)s of %(total)s"),
        "betweenTitle": _("Where next?"),
        "betweenText": _("Choose a part in the contents, or come back to the pathway."),
        "leftTitle": _("Your work is saved"),
        "leftText": _("You can come back to this module whenever you like: you will find it as you left it."),
        "doneTitle": _("Well done"),
        "doneText": _("You have finished this module."),
    }


@launched("POST")
def open_part(request, launch: Launch) -> HttpResponse:
    """POST {item}: see scorm_runtime.open_item; 404 for no such part, 409 or 403 with a message when refused."""
    return _answering(launch, lambda: open_item(launch, str(parse_body(_body(request)).get("item", ""))))


@launched("POST")
def go(request, launch: Launch) -> HttpResponse:
    """POST {request, target}: see scorm_navigation.navigate; 404 where the package has no sequencer."""
    if not is_sequenced(launch):
        raise Http404

    def act():
        body = parse_body(_body(request))
        target = body.get("target")
        return navigate(launch, str(body.get("request", "")), None if target is None else str(target))

    return _answering(launch, act)


@launched("POST")
def take_commit(request, launch: Launch) -> HttpResponse:
    """POST a commit, as JSON or as the plain text that a page which is left may send."""
    return _answering(launch, lambda: commit(launch, read_commit(parse_body(_body(request)))))


@launched("POST")
def restore_commit(request, launch: Launch) -> HttpResponse:
    """POST {launch, commit}: what a former launch could not send → {outcome} (see scorm_runtime.restore)."""

    def act():
        body = parse_body(_body(request))
        return {"outcome": restore(launch, str(body.get("launch", "")), read_commit(body.get("commit") or {}))}

    return _answering(launch, act)


def _body(request) -> bytes:
    if int(request.headers.get("Content-Length") or 0) > MAX_BODY:
        raise BadCommit("too large")
    return request.body


def _answering(launch: Launch, act) -> HttpResponse:
    try:
        answer = act()
    except LaunchRefused as refused:
        return JsonResponse({"code": refused.code, "message": str(refused)}, status=409 if refused.code == "superseded" else 403)
    except BadCommit as bad:
        logger.warning("launch %s: commit refused (%s)", launch.pk, bad)
        return JsonResponse({"code": "bad"}, status=400)
    if answer is None:
        raise Http404
    return JsonResponse(answer)
