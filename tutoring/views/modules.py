"""The parts of a learner's module: where they stand, excused from one, one that was left open closed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses.domain.refusals import Refused
from courses.domain.unit_endings import abandon_unit
from courses.domain.unit_waiving import waive_unit
from courses.enums import WaiveReason
from courses.models import ScormPage, UnitLaunch
from sessions.domain.learning import journey_of
from tutoring.domain.modules import modules_with_parts, parts_of
from tutoring.forms import ClosingForm, WaiverForm
from tutoring.rules import may_grade
from tutoring.views.lookups import followed_enrolment


def _module(request, enrolment_id, step_id: int, *, changes: bool = False):
    """The enrolment, the step and its module; 403 for who follows the learner and may not decide."""
    enrolment = followed_enrolment(request.user, enrolment_id)
    if changes and not may_grade(request.user, enrolment):
        raise PermissionDenied
    step = journey_of(enrolment).steps.get(step_id)
    if step is None or step.plan.activity_id not in modules_with_parts([step.plan.activity_id]):
        raise Http404
    return enrolment, step, ScormPage.objects.select_related("package__current").get(pk=step.plan.activity_id)


@login_required
@require_safe
def module(request, enrolment_id, step_id):
    enrolment, step, activity = _module(request, enrolment_id, step_id)
    context = {
        "enrolment": enrolment,
        "step": step,
        "activity": activity,
        "parts": parts_of(enrolment, activity),
        "reasons": WaiveReason.choices,
        "may_decide": may_grade(request.user, enrolment),
    }
    return render(request, "tutoring/module.html", context)


@login_required
@require_POST
def waive(request, enrolment_id, step_id):
    """POST part, reason."""
    enrolment, _step, activity = _module(request, enrolment_id, step_id, changes=True)
    form = WaiverForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose why the learner is excused from this part."))
        return redirect("tutoring:module", enrolment_id, step_id)
    try:
        waive_unit(
            user=enrolment.user,
            registration=enrolment.registration,
            activity=activity,
            identifier=form.cleaned_data["part"],
            reason=WaiveReason(form.cleaned_data["reason"]),
            by=request.user,
        )
        messages.success(request, _("%(name)s is excused from this part.") % {"name": enrolment.user})
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("tutoring:module", enrolment_id, step_id)


@login_required
@require_POST
def abandon(request, enrolment_id, step_id):
    """POST launch: what was left open is over; the learner may open the part again."""
    enrolment, _step, activity = _module(request, enrolment_id, step_id, changes=True)
    form = ClosingForm(request.POST)
    if not form.is_valid():
        raise Http404
    found = UnitLaunch.objects.select_related("launch__attempt__user", "launch__version", "node", "session", "credential")
    opened = get_object_or_404(
        found, pk=form.cleaned_data["launch"], launch__attempt__registration=enrolment.registration, launch__attempt__activity=activity
    )
    if abandon_unit(opened):
        messages.success(request, _("This part is closed. What had been done in it is kept."))
    else:
        messages.info(request, _("This part was closed already."))
    return redirect("tutoring:module", enrolment_id, step_id)
