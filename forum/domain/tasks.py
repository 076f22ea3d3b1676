"""Forum tasks of pathways: finished by writing enough messages in the session's forum."""

from courses.domain.attempts import begin_attempt, record
from courses.domain.statements import tell
from courses.enums import AttemptState
from courses.models import ForumTaskPage
from courses.players import LearningContext
from forum.models import Post
from lrs.api import Verb
from sessions.domain.learning import context_of, journey_of
from sessions.models import Enrolment


def count_posts(enrolment: Enrolment) -> None:
    """Bring the forum tasks of the learner's pathway up to the number of messages written; call within a transaction.

    A task that is not open yet is left alone: it counts, from the next message on, once it is.
    """
    tasks = set(ForumTaskPage.objects.filter(steps__sequence__pathway=enrolment.session.pathway_id).values_list("pk", flat=True))
    if not tasks:
        return
    journey = journey_of(enrolment)
    written = Post.objects.standing().filter(thread__session=enrolment.session_id, author=enrolment.user_id).count()
    for step in journey.standing.steps:
        if step.plan.activity_id in tasks and step.is_open and journey.is_open:
            _credit(context_of(journey, step), written)


def _credit(context: LearningContext, written: int) -> None:
    attempt = begin_attempt(context)
    if attempt.completed:
        return
    finished = written >= context.activity.posts_expected
    changes = {"completed": True, "state": AttemptState.FINISHED} if finished else {}
    record(attempt, details={**attempt.details, "posts": written}, **changes)
    if finished:
        tell(attempt, Verb.COMPLETED, activity=context.activity, completion=True)
