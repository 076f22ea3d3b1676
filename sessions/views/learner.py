"""The learner's home, pathway, results and calendar."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from sessions.domain.home import home_of
from sessions.domain.learning import journey_of, zone_of
from sessions.domain.pathway_page import pathway_view
from sessions.domain.results import results_of
from sessions.domain.traces import traces_of
from sessions.registry import home_cards
from sessions.views.learner_frame import learner_page


@require_safe
@login_required
def home(request):
    found = home_of(request.user)
    with timezone.override(zone_of(found.enrolments[-1]) if found.enrolments else timezone.get_current_timezone()):
        return render(
            request,
            "sessions/learner/home.html",
            {"home": found, "cards": home_cards(found.enrolments)},
        )


@require_safe
@learner_page
def pathway(request, enrolment):
    return render(request, "sessions/learner/pathway.html", {"view": pathway_view(journey_of(enrolment))})


@require_safe
@learner_page
def results(request, enrolment):
    journey = journey_of(enrolment)
    return render(request, "sessions/learner/results.html", {"journey": journey, "results": results_of(journey)})


@require_safe
@learner_page
def traces(request, enrolment):
    """Everything that reports tell of the learner."""
    return render(request, "sessions/learner/traces.html", {"journey": journey_of(enrolment), "groups": traces_of(enrolment)})
