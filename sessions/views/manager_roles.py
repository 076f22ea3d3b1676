# SPDX-License-Identifier: EUPL-1.2
"""Who has a role of sessions in this one."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sessions.domain.refusals import Refused
from sessions.domain.roles import name_in_session, nameable, take_from_session
from sessions.models import TrainingSession
from sessions.permissions import EDIT_SESSIONS
from sessions.rules import permitted_session
from sessions.views.manager_access import for_those_who_may


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(EDIT_SESSIONS)
def session_roles(request, session_id):
    """The pressed button says what is asked: `add` (with `held`, the role of a person), or `remove`."""
    session = permitted_session(request.user, session_id, EDIT_SESSIONS)
    if request.method == "POST":
        try:
            _act(request, session)
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect("training_sessions:session_roles", session.pk)
    rows = session.roles.select_related("assignment__user", "assignment__role", "added_by")
    context = {"session": session, "rows": rows, "candidates": nameable(session)}
    return render(request, "sessions/manager/session_roles.html", context)


def _act(request, session: TrainingSession) -> None:
    if "remove" in request.POST:
        gone = take_from_session(session=session, number=_number(request.POST["remove"]))
        words = _("%(person)s is no longer in this session as: %(role)s.")
        messages.success(request, words % {"person": gone.assignment.user, "role": gone.assignment.role})
    else:
        made = name_in_session(session=session, assignment_id=_number(request.POST.get("held", "")), by=request.user)
        words = _("%(person)s is in this session as: %(role)s.")
        messages.success(request, words % {"person": made.assignment.user, "role": made.assignment.role})


def _number(text: str) -> int:
    if not text.isdecimal() or len(text) > 18:
        raise Http404
    return int(text)
