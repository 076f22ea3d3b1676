"""A region's day and its sessions."""

from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.asked import number_in
from boards.domain.arranging import arranged
from pathways.models import PathwayPage
from sessions.boards import REGION
from sessions.domain.attention import Today, problems_of
from sessions.enums import Phase
from sessions.models import TrainingSession
from sessions.permissions import SEE_PROGRESS, SEE_SESSIONS
from sessions.views.manager_access import for_those_who_may, page_of, workspace

SORTS = {
    "debut": "starts_on",
    "fin": "ends_on",
    "nom": "name",
    "apprenants": "learner_count",
    "avancement": "mean_percent",
}


@for_those_who_may(SEE_SESSIONS)
def region(request):
    context = workspace(request, "region")
    today = Today(request.user, region=context["region"])
    has_any = TrainingSession.objects.with_permission(request.user, SEE_SESSIONS).exists()
    extra = {"today": today, "has_any": has_any, "layout": arranged(request.user, REGION)}
    return render(request, "sessions/manager/region.html", {**context, **extra})


@for_those_who_may(SEE_SESSIONS)
def sessions(request):
    context = workspace(request, "sessions")
    managed = TrainingSession.objects.with_permission(request.user, SEE_SESSIONS)
    phase, words = request.GET.get("etat", ""), request.GET.get("q", "")
    pathway = number_in(request.GET.get("parcours"))
    found = managed.in_phase(phase if phase in Phase.values else "").search(words)
    found = found.filter(region=context["region"]) if context["region"] else found.together(request.user, SEE_SESSIONS)
    found = found.filter(pathway=pathway) if pathway else found
    order = request.GET.get("tri", "-debut")
    order = order if order.lstrip("-") in SORTS else "-debut"
    column = ("-" if order.startswith("-") else "") + SORTS[order.lstrip("-")]
    page = page_of(request, found.with_figures().order_by(column, "name", "pk"))
    told = request.user.reach(SEE_PROGRESS)
    context |= {
        "page": page,
        "rows": [(one, one.phase(), problems_of(one) if told.covers(one.region_id) and not one.is_over() else []) for one in page],
        "order": order,
        "words": words,
        "phase": phase,
        "pathway": pathway,
        "choices": [("etat", _("State"), Phase.choices, phase), ("parcours", _("Pathway"), _pathways_of(managed), pathway)],
        "filtered": bool(words or phase or pathway),
    }
    return render(request, "sessions/manager/sessions.html", context)


def _pathways_of(managed):
    return PathwayPage.objects.filter(training_sessions__in=managed).distinct().order_by("title").values_list("pk", "title")
