from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from badges.registry import BadgeKind, badge_kind


class AwardQuerySet(models.QuerySet):
    def visible_to(self, user) -> "AwardQuerySet":
        """One's own, in the enrolments one still has."""
        from sessions.models import Enrolment

        return self.filter(enrolment__in=Enrolment.objects.of_learner(user))


class Award(models.Model):
    """A badge earned by a learner within an enrolment; derived from facts, given once. kind: a name of badges.registry."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="awards", verbose_name=_("person"))
    enrolment = models.ForeignKey("training_sessions.Enrolment", models.CASCADE, related_name="awards")
    kind = models.CharField(_("badge"), max_length=30)
    earned_at = models.DateTimeField(_("earned"))

    objects = AwardQuerySet.as_manager()

    class Meta:
        verbose_name = _("badge earned")
        verbose_name_plural = _("badges earned")
        ordering = ["-earned_at"]
        constraints = [models.UniqueConstraint(fields=["enrolment", "kind"], name="badge_once")]

    def __str__(self) -> str:
        return f"{self.name} · {self.user}"

    @property
    def badge(self) -> BadgeKind | None:
        return badge_kind(self.kind)

    @property
    def name(self) -> str:
        return str(self.badge.label) if self.badge else self.kind

    @property
    def icon(self) -> str:
        return self.badge.icon if self.badge else "award"

    @property
    def why(self) -> str:
        return str(self.badge.why) if self.badge else ""
