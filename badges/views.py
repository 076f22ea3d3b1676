from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from badges.domain.shelf import shelves_of
from sessions.views.learner_frame import in_learners_time


@login_required
@require_safe
@in_learners_time
def shelf(request):
    """All badges of a learner, when and why, and what there is to earn still."""
    return render(request, "badges/page.html", {"shelves": shelves_of(request.user)})
