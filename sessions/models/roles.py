# SPDX-License-Identifier: EUPL-1.2
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.reach import Reach


class SessionRole(models.Model):
    """A session in which somebody's role of sessions acts; when the role is taken from them, so is this."""

    session = models.ForeignKey("training_sessions.TrainingSession", models.CASCADE, related_name="roles", verbose_name=_("session"))
    assignment = models.ForeignKey("accounts.RoleAssignment", models.CASCADE, related_name="+", verbose_name=_("role held"))
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("granted by"))
    added_at = models.DateTimeField(_("granted"), auto_now_add=True)

    class Meta:
        verbose_name = _("role in a session")
        verbose_name_plural = _("roles in a session")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "assignment"],
                name="session_role_once",
                violation_error_message=_("This person already holds this role."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.assignment} · {self.session}"


def in_reach(reach: Reach, path: str = "") -> Q:
    """Rows whose session, at the end of `path` ("" for sessions themselves), lies within."""
    found = reach.within(f"{path}__region" if path else "region")
    if reach.assignments:
        named = SessionRole.objects.filter(assignment__in=reach.assignments).values("session")
        found |= Q(**{f"{path or 'pk'}__in": named})
    return found
