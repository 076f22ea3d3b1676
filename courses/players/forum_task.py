"""A task done in the forum of the session: this page explains it and leads there.

The forum app records completion through courses.domain.attempts when enough messages were posted.
"""

from django.http import HttpRequest, HttpResponseBase

from courses.domain.attempts import current_attempt
from courses.players.context import LearningContext
from courses.players.frame import dispatch, page
from courses.players.library_files import serve_linked


def respond(request: HttpRequest, context: LearningContext, action: str) -> HttpResponseBase:
    return dispatch(request, context, action, {"": show, "lien/": serve_linked})


def show(request, context):
    attempt = current_attempt(context)
    posted = attempt.details.get("posts", 0) if attempt else 0
    left = max(0, context.activity.posts_expected - posted)
    return page(request, context, "forum_task.html", attempt=attempt, posted=posted, left=left)
