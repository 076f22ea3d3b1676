from collections.abc import Iterable
from typing import cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.enums import SHIPPED, Role, Scope


class DefinedRoleQuerySet(models.QuerySet):
    def with_permission(self, permission) -> list["DefinedRole"]:
        """Those that allow it. Roles are few: what each allows is read here, not asked of the database."""
        roles = cast("Iterable[DefinedRole]", self)
        return [one for one in roles if permission.codename in one.allows()]


class DefinedRole(models.Model):
    """A named set of permissions, held at one kind of scope. Shipped ones say what they allow in code (accounts.permissions)."""

    code = models.SlugField(_("code"), max_length=30, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=60, blank=True)
    description = models.CharField(_("what it is for"), max_length=250, blank=True)
    scope = models.CharField(_("held in"), max_length=10, choices=Scope.choices)
    permissions = models.JSONField(_("permissions"), default=list, blank=True)
    is_shipped = models.BooleanField(_("comes with the software"), default=False, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name=_("made by")
    )

    objects = DefinedRoleQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        ordering = ["-is_shipped", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                condition=Q(is_shipped=False),
                name="role_name_once",
                violation_error_message=_("Another role has this name already."),
            ),
            models.CheckConstraint(condition=Q(is_shipped=True) | ~Q(name=""), name="own_role_has_a_name"),
            models.CheckConstraint(condition=Q(scope__in=Scope.values), name="role_scope_known"),
        ]

    def __str__(self) -> str:
        return str(Role(self.code).label) if self.is_shipped else self.name

    def allows(self) -> frozenset[str]:
        """Codenames, with what comes with them."""
        return allowed_by(self.code, self.permissions)


def allowed_by(code: str, permissions: list[str]) -> frozenset[str]:
    """What the role of this code allows; `permissions`: those kept in its row, which count for one's own roles alone."""
    from accounts.permissions import closure, shipped

    return shipped(code) if code in SHIPPED else closure(permissions)


# Roles that a sandbox has made-up people for; its managers are real.
MADE_UP_ROLES = frozenset({Role.TUTOR, Role.LEARNER})


class SandboxRefused(ValidationError):
    """Made-up people stay in their sandbox, and real ones out of it; the message is for whoever gives the role."""


class RoleAssignment(models.Model):
    """A role held by a person: national ones without a region, the others within one.

    A role of sessions is held in a region and acts in the sessions that name the person.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="assignments", verbose_name=_("person"))
    role = models.ForeignKey(
        DefinedRole, models.PROTECT, to_field="code", db_column="role", related_name="assignments", verbose_name=_("role")
    )
    scope = models.CharField(_("held in"), max_length=10, choices=Scope.choices, editable=False)
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
                condition=Q(scope=Scope.NATIONAL, region__isnull=True) | Q(scope__in=[Scope.REGION, Scope.SESSION], region__isnull=False),
                name="role_scope_matches",
                violation_error_message=_("A national role has no region; every other role has one."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} · {self.region}" if self.region_id else str(self.role)

    def save(self, *args, **kwargs) -> None:
        self._keep_sandboxes_apart()
        self.scope = SHIPPED[Role(self.role_id)] if self.role_id in SHIPPED else self.role.scope
        super().save(*args, **kwargs)

    def _keep_sandboxes_apart(self) -> None:
        """A tutor or learner of a sandbox is made up: somebody new becomes so, nobody else may be one (decision 0089)."""
        within = self.region is not None and self.region.is_sandbox and self.role_id in MADE_UP_ROLES
        if self.user.is_made_up == within:
            return
        if self.user.is_made_up:
            raise SandboxRefused(_("%(person)s is made up, and has no role outside the sandbox.") % {"person": self.user})
        if self.user.last_login is not None or self.user.is_superuser or RoleAssignment.objects.filter(user=self.user_id).exists():
            raise SandboxRefused(_("%(person)s is a real person: the sandbox is for made-up ones.") % {"person": self.user})
        self.user.is_made_up = True
        self.user.save(update_fields=["is_made_up"])
