from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from sessions.domain.attendance import sheets_at_hand
from sessions.models import Enrolment, TrainingSession
from sessions.registry import awaited_replies
from tutoring.domain.hand_ins import to_grade, with_enrolments
from tutoring.domain.reminders import Silence, to_remind
from tutoring.rules import is_tutor, sessions_graded_by

IN_A_COLUMN = 6
IN_A_LIST = 25
SESSIONS = 12


@login_required
@require_safe
def home(request):
    """What waits for the tutor: to grade, to write to, to answer; then the sessions followed."""
    _refuse_others(request.user)
    works, silent, replies = to_grade(request.user), to_remind(request.user), awaited_replies(request.user)
    context = {
        "grades": sessions_graded_by(request.user).exists(),
        "to_grade": with_enrolments(works[:IN_A_COLUMN]),
        "to_grade_count": works.count(),
        "drafts_count": works.filter(grade__isnull=False).count(),
        "to_remind": [Silence(one) for one in silent[:IN_A_COLUMN]],
        "to_remind_count": silent.count(),
        "replies": replies[:IN_A_COLUMN],
        "replies_count": len(replies),
        "sheets": sheets_at_hand(request.user),
        "when": (when := _when(request)),
        "sessions": _page(request, _sessions(request.user, when), SESSIONS),
    }
    return render(request, "tutoring/home.html", context)


@login_required
@require_safe
def grading_list(request):
    _refuse_others(request.user)
    page = _page(request, to_grade(request.user), IN_A_LIST)
    return render(request, "tutoring/to_grade.html", {"page": page, "rows": with_enrolments(page.object_list)})


@login_required
@require_safe
def reminder_list(request):
    _refuse_others(request.user)
    page = _page(request, to_remind(request.user), IN_A_LIST)
    return render(request, "tutoring/to_remind.html", {"page": page, "rows": [Silence(one) for one in page.object_list]})


@login_required
@require_safe
def reply_list(request):
    _refuse_others(request.user)
    page = _page(request, awaited_replies(request.user), IN_A_LIST)
    return render(request, "tutoring/to_answer.html", {"page": page, "rows": page.object_list})


def _refuse_others(user) -> None:
    if not is_tutor(user):
        raise PermissionDenied


def _when(request) -> str:
    wanted = request.GET.get("sessions", "")
    return wanted if wanted in {"upcoming", "over"} else "running"


def _sessions(user, when: str) -> QuerySet:
    found = TrainingSession.objects.followed_by(user)
    chosen = {"running": found.running, "upcoming": found.upcoming, "over": found.over}[when](timezone.now())
    learners = Enrolment.objects.active().select_related("user")
    return chosen.select_related("region", "pathway").prefetch_related(Prefetch("enrolments", learners, to_attr="learners"))


def _page(request, rows, size: int):
    return Paginator(rows, size).get_page(request.GET.get("page"))
