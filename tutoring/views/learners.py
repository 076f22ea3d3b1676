from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.asked import way_back
from messaging.api import Refused
from sessions.domain.attendance import with_counts
from sessions.registry import session_links
from tutoring.domain.contacts import prepared_message, write_to_learner, write_to_learners
from tutoring.domain.follow_up import matrix_of, report_of
from tutoring.domain.hand_ins import to_grade
from tutoring.forms import MessageForm
from tutoring.models import Contact
from tutoring.rules import may_grade
from tutoring.views.lookups import followed_enrolment, followed_session

LEARNERS = 30


@login_required
@require_safe
def session(request, session_id):
    """The learners of a session: where each stands, at each step."""
    found = followed_session(request.user, session_id)
    learners = found.enrolments.active().select_related("user")
    page = Paginator(learners, LEARNERS).get_page(request.GET.get("page"))
    plan, rows = matrix_of(found, page.object_list)
    context = {
        "session": found,
        "plan": plan,
        "rows": rows,
        "page": page,
        "links": session_links(found, user=request.user),
        "events": with_counts(found.events.with_people()),
        "tutors": found.tutors.select_related("user"),
        "to_grade_count": (works := to_grade(request.user, session_id=found.pk)).count(),
        "first_to_grade": works.first(),
    }
    return render(request, "tutoring/session.html", context)


@login_required
@require_safe
def learner(request, enrolment_id):
    """One learner: the path with what was done at each step, what was written to them."""
    enrolment = followed_enrolment(request.user, enrolment_id)
    context = {
        "enrolment": enrolment,
        "report": report_of(enrolment),
        "may_grade": may_grade(request.user, enrolment),
        "contacts": Contact.objects.visible_to(request.user).filter(enrolment=enrolment).select_related("author")[:20],
    }
    return render(request, "tutoring/learner.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write(request, enrolment_id):
    """Write to a learner, from a prepared text."""
    enrolment = followed_enrolment(request.user, enrolment_id)
    form = MessageForm(request.POST or None, initial=prepared_message(enrolment, request.user))
    back = _way_back(request, enrolment)
    if request.method == "POST" and form.is_valid():
        try:
            write_to_learner(enrolment=enrolment, by=request.user, **form.cleaned_data)
            messages.success(request, _("Your message to %(name)s is on its way.") % {"name": enrolment.user})
            return HttpResponseRedirect(back)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    contacts = Contact.objects.visible_to(request.user).filter(enrolment=enrolment).select_related("author")[:5]
    return render(request, "tutoring/write.html", {"enrolment": enrolment, "form": form, "back": back, "contacts": contacts})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write_to_all(request, session_id):
    """The same message to all the learners of a session; each answers in a conversation of their own."""
    found = followed_session(request.user, session_id)
    learners = found.enrolments.active().filter(user__is_active=True).with_people()
    form = MessageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            count = write_to_learners(enrolments=learners, by=request.user, **form.cleaned_data)
            told = ngettext("Your message is on its way to %(count)d learner.", "Your message is on its way to %(count)d learners.", count)
            messages.success(request, told % {"count": count})
            return redirect("tutoring:session", found.pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return render(request, "tutoring/write_to_all.html", {"session": found, "form": form, "count": learners.count()})


def _way_back(request, enrolment) -> str:
    """The page the tutor came from, of this site only; else the learner's."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    return way_back(request, wanted, otherwise=reverse("tutoring:learner", args=[enrolment.pk]))
