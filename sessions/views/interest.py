# SPDX-License-Identifier: EUPL-1.2
"""“I am interested”: the form of a pathway on the public site."""

from contextlib import suppress
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from pathways.models import PathwayPage
from privacy.domain.consents import asked_at
from privacy.enums import TextPlace
from sessions.domain.interest import express, is_taken
from sessions.forms_interest import InterestForm
from sessions.models import TrainingSession


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def interest(request, pathway_id: int) -> HttpResponse:
    pathway = _public(pathway_id)
    session = _session(request, pathway)
    form = InterestForm(request.POST or None, request=request, texts=asked_at(TextPlace.INTEREST), initial=_initial(request.user, session))
    if request.method == "POST" and form.is_valid() and not form.is_too_often():
        express(pathway=pathway, session=session, **form.written())
        return redirect("training_sessions:interest_sent", pathway.pk)
    context = {"form": form, "pathway": pathway, "session": session, "months": round(settings.RETENTION_DAYS["requests"] / 30.5)}
    return render(request, "sessions/interest.html", context)


@require_safe
def interest_sent(request, pathway_id: int) -> HttpResponse:
    return render(request, "sessions/interest_sent.html", {"pathway": _public(pathway_id)})


def _public(pathway_id: int) -> PathwayPage:
    """A pathway that visitors read about, where the platform takes such requests."""
    if not is_taken():
        raise Http404
    return get_object_or_404(PathwayPage.objects.live().public(), pk=pathway_id)


def _session(request, pathway: PathwayPage) -> TrainingSession | None:
    """The announced session that the address names; a forged or past one is none."""
    with suppress(ValueError):
        announced = TrainingSession.objects.open().upcoming().filter(pathway=pathway).select_related("region")
        return announced.filter(pk=UUID(request.GET.get("session", ""))).first()
    return None


def _initial(user, session: TrainingSession | None) -> dict:
    """What is known already: the session's region, and who is signed in."""
    known = {"region": session.region} if session else {}
    if user.is_authenticated:
        known |= {"first_name": user.first_name, "last_name": user.last_name, "email": user.email, "phone": user.phone}
    return known
