from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from courses.domain.refusals import Refused
from tutoring.domain.grading import publish_drafts
from tutoring.domain.hand_ins import to_grade, with_enrolments
from tutoring.rules import is_tutor


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def publish_all(request) -> HttpResponse:
    """The draft grades, read over once more, then published together."""
    if not is_tutor(request.user):
        raise PermissionDenied
    drafts = with_enrolments(to_grade(request.user).filter(grade__isnull=False))
    if request.method == "POST":
        chosen = set(request.POST.getlist("hand_in"))
        return _publish(request, [one for one in drafts if str(one.submission.pk) in chosen])
    return render(request, "tutoring/publish.html", {"drafts": drafts})


def _publish(request, hand_ins) -> HttpResponse:
    try:
        count = publish_drafts(hand_ins=hand_ins, user=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("tutoring:publish_all")
    if not count:
        messages.warning(request, _("Tick the grades to publish."))
        return redirect("tutoring:publish_all")
    text = ngettext("%(count)d grade published. The learner gets a mail.", "%(count)d grades published. Each learner gets a mail.", count)
    messages.success(request, text % {"count": count})
    return redirect("tutoring:home")
