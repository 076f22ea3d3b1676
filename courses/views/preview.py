"""What an editor sees of a library object as learners will: played by the same players, counted nowhere."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from courses import players
from courses.enums import AttemptMode
from courses.models import LibraryObject
from courses.players import LearningContext

PREVIEWS = uuid.UUID("6f3c1f5e-7a0b-4c55-9d0e-0e6f3c2b8d41")


@login_required
def preview(request: HttpRequest, object_id: int, action: str = "") -> HttpResponseBase:
    """The object in the player of its kind. 404 for who is no editor: the library is not theirs to know."""
    if not request.user.is_authenticated or not request.user.is_editor:
        raise Http404
    activity = get_object_or_404(LibraryObject, pk=object_id).specific.get_latest_revision_as_object()
    return players.respond(request, preview_context(request.user, activity), action)


def preview_context(user, activity: LibraryObject) -> LearningContext:
    """A context of the editor's own for the object, the same at each visit."""
    return LearningContext(
        user=user,
        registration=uuid.uuid5(PREVIEWS, f"{user.uid}/{activity.pk}"),
        activity=activity,
        base_url=reverse("courses:preview", args=[activity.pk]),
        back_url=reverse("wagtailadmin_pages:edit", args=[activity.pk]),
        mode=AttemptMode.PREVIEW,
        pathway_title=_("Preview"),
    )
