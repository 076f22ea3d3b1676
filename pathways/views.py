from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from pathways.domain.learner_preview import seen_by_a_learner
from pathways.models import PathwayPage


@login_required
def preview(request: HttpRequest, pathway_id: int) -> HttpResponse:
    """The newest draft of a pathway, as a learner would find it on the first day."""
    if not (request.user.is_authenticated and request.user.is_editor):
        raise PermissionDenied
    pathway = get_object_or_404(PathwayPage, pk=pathway_id)
    draft = pathway.get_latest_revision_as_object()
    return render(request, "pathways/preview.html", {"page": draft, **seen_by_a_learner(draft)})
