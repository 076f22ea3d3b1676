"""What sessions do when something happens below them."""

from django.db import transaction
from django.dispatch import receiver
from wagtail.signals import page_published, page_unpublished

from courses.enums import AttemptMode
from courses.models import LibraryObject
from courses.signals import attempt_recorded
from pathways.models import PathwayPage
from sessions.domain import certificates, progress
from sessions.models import Enrolment
from sessions.signals import enrolment_succeeded
from sessions.tasks import refresh_pathways


@receiver(attempt_recorded, dispatch_uid="sessions.progress_of_attempt")
def keep_progress(sender, attempt, gained=None, **kwargs) -> None:
    """Stored progress follows the attempt in the attempt's own transaction; previews and read-agains are no facts."""
    if attempt.mode != AttemptMode.NORMAL or (gained is not None and progress.add_time(attempt, gained)):
        return
    enrolment = Enrolment.objects.filter(registration=attempt.registration).first()
    if enrolment is not None:
        progress.refresh(enrolment)


@receiver([page_published, page_unpublished], dispatch_uid="sessions.progress_of_published_page")
def follow_publication(sender, instance, **kwargs) -> None:
    """A pathway published again, or a library object published anew or taken back, moves where learners stand."""
    if isinstance(instance, PathwayPage):
        pathways = [instance.pk]
    elif isinstance(instance, LibraryObject):
        pathways = sorted(set(instance.steps.values_list("sequence__pathway", flat=True)))
    else:
        return
    if pathways:
        transaction.on_commit(lambda: refresh_pathways.enqueue(pathway_ids=pathways))


@receiver(enrolment_succeeded, dispatch_uid="sessions.certificate_of_success")
def certify(sender, enrolment_id, **kwargs) -> None:
    certificates.issue_if_succeeded(Enrolment.objects.with_people().get(pk=enrolment_id))
