import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from files.domain.stored import private_storage


def submission_name(instance, filename: str) -> str:
    return f"submissions/{uuid.uuid4().hex}"


class Submission(models.Model):
    """Work handed in for a case study, one per attempt: a draft until handed_in_at, then graded by a tutor."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    attempt = models.OneToOneField("courses.Attempt", models.CASCADE, related_name="submission")
    text = models.TextField(_("text"), blank=True)
    handed_in_at = models.DateTimeField(_("handed in"), null=True, blank=True)
    grade = models.DecimalField(_("grade"), max_digits=6, decimal_places=2, null=True, blank=True)
    maximum_grade = models.DecimalField(_("out of"), max_digits=6, decimal_places=2, default=20)
    feedback = models.TextField(_("feedback"), blank=True)
    feedback_file = models.FileField(_("feedback file"), storage=private_storage, upload_to=submission_name, blank=True)
    feedback_filename = models.CharField(max_length=250, blank=True)
    graded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("graded by")
    )
    # A grade is a draft until published: only then the learner sees it and progress counts it.
    published_at = models.DateTimeField(_("grade published"), null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("hand-in")
        verbose_name_plural = _("hand-ins")
        indexes = [models.Index(fields=["published_at", "handed_in_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(grade__isnull=True) | Q(grade__gte=0, grade__lte=F("maximum_grade")),
                name="submission_grade_range",
                violation_error_message=_("The grade goes from 0 to the maximum."),
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(grade__isnull=False, handed_in_at__isnull=False),
                name="submission_published_is_graded",
            ),
        ]

    def __str__(self) -> str:
        return str(self.attempt)


class SubmissionFile(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, models.CASCADE, related_name="files")
    file = models.FileField(_("file"), storage=private_storage, upload_to=submission_name)
    name = models.CharField(_("name"), max_length=250)
    media_type = models.CharField(_("type"), max_length=120)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("file handed in")
        ordering = ["created_at"]

    def __str__(self) -> str:
        return self.name
