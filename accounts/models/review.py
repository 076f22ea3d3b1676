from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role


class Decision(models.TextChoices):
    CONFIRMED = "confirmed", _("Role confirmed")
    WITHDRAWN = "withdrawn", _("Role withdrawn")


class RoleReview(models.Model):
    """One yearly look at who may do what; the report stays as it was decided."""

    started_at = models.DateTimeField(_("begun"), auto_now_add=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("begun by")
    )
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    class Meta:
        verbose_name = _("review of roles")
        verbose_name_plural = _("reviews of roles")
        ordering = ["-started_at", "-pk"]

    def __str__(self) -> str:
        return str(self.started_at.date())


class RoleReviewLine(models.Model):
    """One role of one person as it stood when the review began, and what was decided.

    last_seen_at: the last sign-in by then, None for never. role: a code; role_name: of one's own roles, what they were called.
    """

    review = models.ForeignKey(RoleReview, models.CASCADE, related_name="lines", verbose_name=_("review"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=30)
    role_name = models.CharField(_("name of the role"), max_length=60, blank=True)
    region = models.ForeignKey("accounts.Region", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("region"))
    since = models.DateTimeField(_("since"))
    last_seen_at = models.DateTimeField(_("last visit"), null=True, blank=True)
    decision = models.CharField(_("decision"), max_length=10, choices=Decision.choices, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("reviewed role")
        verbose_name_plural = _("reviewed roles")
        ordering = ["user__last_name", "user__first_name", "role", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["review", "user", "role", "region"], name="role_reviewed_once"),
            models.CheckConstraint(condition=Q(decision__in=["", *Decision.values]), name="role_review_decision_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.role_in_words}"

    @property
    def role_in_words(self) -> str:
        """As it was called then: a role of one's own may be gone since."""
        return self.role_name or str(dict(Role.choices).get(self.role, self.role))
