from django.db import models
from django.utils.translation import gettext_lazy as _


class QuizAnswer(models.Model):
    """What was answered to one question of an attempt; graded on the server when the attempt ends.

    The questions as they were asked are kept in attempt.details["form"]; response has the shape of the question's kind.
    """

    attempt = models.ForeignKey("courses.Attempt", models.CASCADE, related_name="answers")
    question = models.UUIDField(_("question"))
    response = models.JSONField(_("answer"), default=None, null=True)
    points = models.DecimalField(_("points"), max_digits=8, decimal_places=3, null=True, blank=True)
    maximum = models.DecimalField(_("maximum"), max_digits=8, decimal_places=3, default=1)
    answered_at = models.DateTimeField(_("answered"), auto_now=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("answer")
        constraints = [models.UniqueConstraint(fields=["attempt", "question"], name="quiz_answer_once")]

    def __str__(self) -> str:
        return f"{self.attempt_id} · {self.question}"
