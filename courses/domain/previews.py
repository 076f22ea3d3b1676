"""What editors did while looking at an object as a learner: counted nowhere, and gone with the object or when begun again."""

from django.db import transaction

from courses.domain.attempts import lock_registration
from courses.enums import AttemptMode
from courses.models import Attempt, LibraryObject, SubmissionFile
from courses.players.context import LearningContext
from files.domain.stored import delete_after_commit


@transaction.atomic
def forget_previews(activity: LibraryObject) -> int:
    """Delete the preview attempts of an object with their answers and files; returns how many there were."""
    return _delete(Attempt.objects.filter(activity_id=activity.pk))


@transaction.atomic
def forget_preview(context: LearningContext) -> None:
    """Begin a preview again as if its editor had never opened the object, with its content as it is now."""
    lock_registration(context.registration)
    _delete(Attempt.objects.filter(activity_id=context.activity.pk, registration=context.registration))


def _delete(attempts) -> int:
    previews = attempts.filter(mode=AttemptMode.PREVIEW)
    count = previews.count()
    files = [row.file for row in SubmissionFile.objects.filter(submission__attempt__in=previews)]
    previews.delete()
    delete_after_commit(files)
    return count
