# SPDX-License-Identifier: EUPL-1.2
"""A learner's dates: all on one page, one by one or all at once for their own calendar, and the address it follows."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sessions.domain.calendar import calendar_of, calendar_of_date, calendar_of_person
from sessions.domain.calendar_address import address_of, followed_by, give_up, renew
from sessions.domain.dates import agenda_of
from sessions.views.learner_frame import in_learners_time, learner_page

CALENDAR = "text/calendar; charset=utf-8"


@require_safe
@login_required
@in_learners_time
@never_cache
def my_calendar(request):
    """Every date of every training that is not over, day by day."""
    # Whoever looks at the page as somebody else is not told their secret.
    address = "" if hasattr(request, "seen_by") else address_of(request.user)
    context = {
        "agenda": agenda_of(request.user),
        "address": address,
        "program": address.replace("https://", "webcal://").replace("http://", "webcal://"),
        "zone": timezone.get_current_timezone_name(),
    }
    return render(request, "sessions/learner/calendar.html", context)


@login_required
@require_POST
def address(request):
    """`renew` makes the address that a calendar follows, anew where there is one; `stop` gives it up."""
    if "stop" in request.POST:
        give_up(request.user)
        messages.success(request, _("The address is closed: no calendar follows your dates by it any more."))
    else:
        renew(request.user)
        messages.success(request, _("Your address is ready. A former one leads nowhere from now on."))
    return redirect("training_sessions:my_calendar")


@require_safe
@learner_page
def of_training(request, enrolment):
    return _file(calendar_of(enrolment), "calendrier")


@require_safe
@learner_page
def of_date(request, enrolment, key):
    content = calendar_of_date(enrolment, key)
    if content is None:
        raise Http404
    return _file(content, key)


@require_safe
@login_required
@in_learners_time
@never_cache
def of_person(request):
    return _file(calendar_of_person(request.user), "calendrier")


@require_safe
@never_cache
def feed(request, token):
    """The dates of whoever the secret address belongs to, for a program that is not signed in."""
    user = followed_by(token)
    if user is None:
        raise Http404
    with translation.override(user.language):
        response = HttpResponse(calendar_of_person(user), content_type=CALENDAR)
    response["X-Robots-Tag"] = "noindex"
    return response


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=CALENDAR)
    response["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response
