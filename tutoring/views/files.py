from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from courses.views.files import feedback_file_response, submission_file_response
from tutoring.views.lookups import followed_hand_in


@login_required
@require_safe
def handed_in_file(request, submission_id, file_id):
    """A file of a hand-in: shown in place with ?inline=1 when its type is harmless, else saved."""
    hand_in = followed_hand_in(request.user, submission_id)
    found = get_object_or_404(hand_in.submission.files, pk=file_id)
    return submission_file_response(found, inline=request.GET.get("inline") == "1", request=request)


@login_required
@require_safe
def feedback_file(request, submission_id):
    submission = followed_hand_in(request.user, submission_id).submission
    if not submission.feedback_file:
        raise Http404
    return feedback_file_response(submission, request=request)
