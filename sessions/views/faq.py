"""The frequent questions, for everybody of a session."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from sessions.domain.faq import faq_view
from sessions.models import Enrolment, SessionTutor, TrainingSession
from sessions.registry import session_url


@login_required
@require_safe
def faq(request, session_id):
    sessions = TrainingSession.objects.visible_to(request.user).select_related("pathway", "region")
    session = get_object_or_404(sessions, pk=session_id)
    words = request.GET.get("q", "").strip()[:100]
    own = Enrolment.objects.of_learner(request.user).filter(session=session).first()
    context = {
        "session": session,
        "words": words,
        "faq": faq_view(session, words),
        "own_enrolment": own,
        "is_tutor_here": own is None and SessionTutor.objects.filter(session=session, user=request.user).exists(),
        "forum_url": session_url("forum", session),
    }
    return render(request, "sessions/faq.html", context)
