from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from boards.domain.arranging import Arranged, arranged, sorts_of
from sessions.registry import awaited_replies
from tutoring.board import DESK
from tutoring.domain.desk import Desk, with_learners
from tutoring.domain.followed import columns_named, followed_learners, ordered, with_facts
from tutoring.domain.hand_ins import to_grade, with_enrolments
from tutoring.domain.reminders import Silence, to_remind
from tutoring.rules import is_tutor

IN_A_LIST = 25
# Whom each row of the list is about, in columns of the reports on learners.
NAMED = ("last_name", "first_name", "session")


@login_required
@require_safe
def home(request):
    """What waits for the tutor, the learners and the sessions followed, as the tutor arranged them."""
    _refuse_others(request.user)
    layout = arranged(request.user, DESK)
    sort = _sort(request, layout)
    desk = Desk(request.user, when=_when(request), page=request.GET.get("page"), facts=layout.chosen, sort=sort)
    return render(request, "tutoring/home.html", {"layout": layout, "desk": desk})


@login_required
@require_safe
def learner_list(request):
    """All the learners followed, with the key facts and in the order chosen for the desk."""
    _refuse_others(request.user)
    layout = arranged(request.user, DESK)
    sort, columns = _sort(request, layout), columns_named(layout.chosen)
    page = _page(request, ordered(followed_learners(request.user), sort), IN_A_LIST)
    context = {
        "page": page,
        "columns": columns,
        "rows": with_facts(page.object_list, columns),
        "sort": sort,
        "layout": layout,
        "export_columns": [*NAMED, *(column.name for column in columns)],
    }
    return render(request, "tutoring/learners.html", context)


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
    return render(request, "tutoring/to_answer.html", {"page": page, "rows": with_learners(page.object_list, request.user)})


def _refuse_others(user) -> None:
    if not is_tutor(user):
        raise PermissionDenied


def _when(request) -> str:
    wanted = request.GET.get("sessions", "")
    return wanted if wanted in {"upcoming", "over"} else "running"


def _sort(request, layout: Arranged) -> str:
    """The order asked for in the address, else the one the tutor chose."""
    wanted = request.GET.get("tri", "")
    return wanted if wanted in sorts_of(layout.columns) else layout.sort


def _page(request, rows, size: int):
    return Paginator(rows, size).get_page(request.GET.get("page"))
