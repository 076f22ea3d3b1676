import hashlib
import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """What a credential may do (xAPI 1.0.3, Communication 4.2)."""

    WRITE = "statements/write", _("write statements")
    READ = "statements/read", _("read all statements")
    READ_MINE = "statements/read/mine", _("read the statements it wrote")
    STATE = "state", _("read and write states")
    PROFILE = "profile", _("read and write profiles")
    ALL = "all", _("everything")


class Client(models.Model):
    """A tool, another platform or an auditor that talks to the store."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    origins = models.TextField(
        _("web origins"), blank=True, help_text=_("One per line, such as https://outil.example.fr, when its pages call the store.")
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("client of the record store")
        verbose_name_plural = _("clients of the record store")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class CredentialQuerySet(models.QuerySet):
    def usable(self) -> "CredentialQuerySet":
        return self.filter(Q(expires_at__isnull=True) | Q(expires_at__gt=timezone.now()), revoked_at__isnull=True)


class Credential(models.Model):
    """A key and its secret, kept hashed. A launch's (`user` set) speaks for that person alone."""

    client = models.ForeignKey(Client, models.CASCADE, null=True, blank=True, related_name="credentials")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="xapi_credentials")
    registration = models.UUIDField(_("registration"), null=True, blank=True)
    label = models.CharField(_("what for"), max_length=120, blank=True)
    key = models.CharField(_("key"), max_length=40, unique=True)
    secret_hash = models.CharField(max_length=64)
    scopes = models.CharField(_("rights"), max_length=200)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = CredentialQuerySet.as_manager()

    class Meta:
        verbose_name = _("credential")
        verbose_name_plural = _("credentials")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(client__isnull=False, user__isnull=True) | Q(client__isnull=True, user__isnull=False),
                name="lrs_credential_of_client_or_launch",
            )
        ]

    def __str__(self) -> str:
        return self.key

    @staticmethod
    def hash_of(secret: str) -> str:
        """Secrets are 256 random bits: one round of SHA-256 keeps them."""
        return hashlib.sha256(secret.encode()).hexdigest()

    def accepts(self, secret: str) -> bool:
        return secrets.compare_digest(self.secret_hash, self.hash_of(secret))

    @property
    def scope_set(self) -> frozenset[str]:
        return frozenset(self.scopes.split())

    @property
    def scope_labels(self) -> list:
        return [Scope(name).label for name in self.scopes.split() if name in Scope.values]

    @property
    def is_usable(self) -> bool:
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > timezone.now())

    @property
    def authority(self) -> dict:
        """Who says what this credential writes: always the same agent for the same credential (4.2.4.2)."""
        name = f"launch/{self.registration or self.key}" if self.user_id else f"client/{self.key}"
        shown = {} if self.user_id else {"name": str(self.client)}
        return {"objectType": "Agent", **shown, "account": {"homePage": settings.SITE_ORIGIN, "name": name}}
