"""A cmi5 or xAPI module: its parts with where each stands, each opened in its own window or within the page."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.translation import gettext as _

from courses.domain.attempts import current_attempt
from courses.domain.refusals import Refused
from courses.domain.unit_launch import open_unit
from courses.domain.units import nodes_of, rows_of, states_of
from courses.players.context import LearningContext
from courses.players.frame import dispatch


def respond(request: HttpRequest, context: LearningContext, action: str) -> HttpResponseBase:
    """GET "": the parts. POST lancer {part}: that part, opened; reading again opens it too, and records nothing."""
    if action != "lancer":
        return dispatch(request, context, action, {"": show})
    return launch(request, context) if request.method == "POST" else HttpResponseNotAllowed(["POST"])


def show(request: HttpRequest, context: LearningContext, *, problem: str = "", status: int = 200) -> HttpResponse:
    attempt = current_attempt(context)
    rows = rows_of(nodes_of(context.activity.package.current), states_of(attempt))
    units = [row for row in rows if row.node.is_unit]
    values = {
        "learning": context,
        "activity": context.activity,
        "attempt": attempt,
        "rows": rows,
        "is_alone": len(units) == 1,
        "done": sum(row.is_satisfied and row.state != "todo" for row in units),
        "count": len(units),
        "problem": problem,
    }
    return render(request, "courses/players/units.html", values, status=status)


def launch(request: HttpRequest, context: LearningContext) -> HttpResponse:
    try:
        opened = open_unit(context, request.POST.get("part", ""))
    except Refused as refused:
        return show(request, context, problem=str(refused), status=409)
    if opened is None:
        return show(request, context, problem=_("This part is no longer in the module. Choose another one."), status=404)
    template = "unit_window" if opened.in_own_window else "unit"
    values = {
        "learning": context,
        "activity": context.activity,
        "node": opened.unit_launch.node,
        "address": opened.address,
        "content_origin": settings.CONTENT_ORIGIN,
    }
    response = render(request, f"courses/players/{template}.html", values)
    response["Cache-Control"] = "no-store"
    return response
