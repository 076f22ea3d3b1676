"""Convocations: read by their learner and the manager, sent again to all."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from courses.enums import Modality
from sessions.domain.convocations import convocation_filename, convocation_of
from sessions.domain.mailings import ask_mailing
from sessions.enums import MailingKind, SessionState
from sessions.pdf.convocation import access_lines, fact_lines, pdf_for
from sessions.permissions import SEND_CONVOCATIONS
from sessions.rules import permitted_session, readable_enrolment
from sessions.views.manager_access import for_those_who_may


@require_safe
@login_required
@never_cache
def pdf(request, enrolment_id):
    enrolment = readable_enrolment(request.user, enrolment_id)
    response = HttpResponse(pdf_for(enrolment), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{convocation_filename(enrolment)}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
@login_required
@never_cache
def page(request, enrolment_id):
    """The same content as an accessible page, in the language of documents."""
    enrolment = readable_enrolment(request.user, enrolment_id)
    with translation.override(settings.LANGUAGE_CODE):
        convocation = convocation_of(enrolment)
        plan = convocation.shared.plan
        programme = [(one, [(step, Modality(step.modality).label) for step in one.steps]) for one in plan.sequences]
        context = {
            "convocation": convocation,
            "shared": convocation.shared,
            "facts": fact_lines(convocation.shared),
            "access": access_lines(convocation),
            "programme": programme,
            "own": enrolment.user_id == request.user.pk,
        }
        return render(request, "sessions/convocation.html", context)


@for_those_who_may(SEND_CONVOCATIONS)
@require_POST
def send(request, session_id):
    """Send each learner their convocation anew, after dates or places changed; nothing is sent before the session is confirmed."""
    session = permitted_session(request.user, session_id, SEND_CONVOCATIONS)
    if session.state != SessionState.OPEN:
        messages.error(request, _("Confirm the session first: nothing is sent before."))
    else:
        ask_mailing(session=session, kind=MailingKind.CONVOCATIONS, by=request.user)
        count = session.enrolments.active().count()
        message = ngettext("%(count)d convocation is on its way.", "%(count)d convocations are on their way.", count)
        messages.success(request, message % {"count": count})
    return redirect("training_sessions:session_documents", session.pk)
