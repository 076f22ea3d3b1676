from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from federation.models.provider import IdentityProvider


class FederatedIdentityQuerySet(models.QuerySet):
    def visible_to(self, user) -> "FederatedIdentityQuerySet":
        """Those of the people one sees."""
        from accounts.models import User

        return self.filter(user__in=User.objects.visible_to(user))


class FederatedIdentity(models.Model):
    """Who a person is at a provider. issuer: as it was then; what another issuer calls by the same name is somebody else."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="federated_identities", verbose_name=_("person"))
    provider = models.ForeignKey(IdentityProvider, models.PROTECT, related_name="identities", verbose_name=_("identity provider"))
    issuer = models.CharField(_("issuer"), max_length=500)
    subject = models.CharField(_("identifier there"), max_length=255)
    created_at = models.DateTimeField(_("connected"), auto_now_add=True)
    used_at = models.DateTimeField(_("last used"), null=True, blank=True)

    objects = FederatedIdentityQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("identity at an organisation")
        verbose_name_plural = _("identities at organisations")
        ordering = ["provider__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["provider", "issuer", "subject"], name="federated_subject_once"),
            models.UniqueConstraint(fields=["provider", "issuer", "user"], name="federated_user_once"),
        ]

    def __str__(self) -> str:
        return f"{self.provider} · {self.user_id}"
