from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import NATIONAL_ROLES, Role


class RoleAssignment(models.Model):
    """A role held by a person: national ones without a region, the others within one."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="assignments", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=30, choices=Role.choices)
    region = models.ForeignKey(
        "accounts.Region", models.PROTECT, null=True, blank=True, related_name="assignments", verbose_name=_("region")
    )
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("granted by")
    )
    granted_at = models.DateTimeField(_("granted"), auto_now_add=True)

    class Meta:
        verbose_name = _("role held")
        verbose_name_plural = _("roles held")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "region"],
                name="role_held_once",
                violation_error_message=_("This person already holds this role."),
            ),
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=Q(region__isnull=True),
                name="national_role_held_once",
                violation_error_message=_("This person already holds this role."),
            ),
            models.CheckConstraint(
                condition=Q(role__in=sorted(NATIONAL_ROLES), region__isnull=True)
                | (~Q(role__in=sorted(NATIONAL_ROLES)) & Q(region__isnull=False)),
                name="role_scope_matches",
                violation_error_message=_("A national role has no region; every other role has one."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} · {self.region}" if self.region_id else str(self.get_role_display())
