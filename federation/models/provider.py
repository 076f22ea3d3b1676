"""Where people of an organisation sign in, and what its answer is good for."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Region, User
from federation.enums import Kind, Reason
from federation.permissions import SEE_PROVIDERS

WARN_DAYS = 30


class IdentityProviderQuerySet(models.QuerySet):
    def visible_to(self, user) -> "IdentityProviderQuerySet":
        """All by a national role; by a regional one those of its regions."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(user.reach(SEE_PROVIDERS).within("region"))

    def active(self) -> "IdentityProviderQuerySet":
        return self.filter(is_active=True)

    def in_order(self) -> "IdentityProviderQuerySet":
        """By region, those of the whole platform first."""
        return self.select_related("region").order_by(models.F("region__name").asc(nulls_first=True), "name", "pk")


class IdentityProvider(models.Model):
    """A provider of identities, by OpenID Connect or SAML, for one region or (region is empty) for the whole platform.

    issuer: who it is, as its answers say: the issuer of OpenID Connect, the entity id of SAML. sign_in_url, certificates:
    of SAML; certificates are PEM, one after the other, and nothing signed by another key is read. domains: of addresses it
    may speak for, separated by spaces. *_claim: where its answer has what we need; "" for the usual names.
    second_step_values: the values of amr or acr (SAML: of AuthnContextClassRef) that stand for a second step made there.
    last_*: what happened last, for those in charge.
    """

    name = models.CharField(_("name"), max_length=80, unique=True, help_text=_("As the button says it: the organisation's own name."))
    slug = models.SlugField(max_length=60, unique=True, editable=False)
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, related_name="identity_providers", verbose_name=_("region"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.OIDC)
    is_active = models.BooleanField(_("active"), default=False, help_text=_("The button is on the sign-in page."))
    issuer = models.CharField(_("issuer"), max_length=500)
    client_id = models.CharField(_("client identifier"), max_length=200, blank=True)
    sealed_secret = models.TextField(editable=False, blank=True)
    scopes = models.CharField(_("scopes"), max_length=200, default="openid email profile")
    metadata_url = models.CharField(_("address of the metadata"), max_length=500, blank=True)
    sign_in_url = models.CharField(_("sign-in address"), max_length=500, blank=True)
    certificates = models.TextField(_("certificates"), blank=True)
    certificate_ends_at = models.DateTimeField(_("end of the certificate"), null=True, blank=True, editable=False)
    subject_claim = models.CharField(_("lasting identifier"), max_length=200, blank=True)
    email_claim = models.CharField(_("e-mail address"), max_length=200, blank=True)
    first_name_claim = models.CharField(_("first name"), max_length=200, blank=True)
    last_name_claim = models.CharField(_("last name"), max_length=200, blank=True)
    domains = models.TextField(_("domains of addresses"), blank=True)
    vouches = models.BooleanField(_("its addresses are verified"), default=False)
    may_open_accounts = models.BooleanField(_("may open accounts of learners"), default=False)
    second_step_values = models.CharField(_("values that stand for a second step"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    last_used_at = models.DateTimeField(_("last sign-in"), null=True, blank=True, editable=False)
    last_refused_at = models.DateTimeField(_("last refusal"), null=True, blank=True, editable=False)
    last_refusal = models.CharField(_("reason of the last refusal"), max_length=20, choices=Reason.choices, blank=True, editable=False)
    last_detail = models.CharField(_("technical detail"), max_length=300, blank=True, editable=False)

    objects = IdentityProviderQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("identity provider")
        verbose_name_plural = _("identity providers")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="identity_provider_kind_known"),
            models.CheckConstraint(
                condition=Q(may_open_accounts=False) | Q(region__isnull=False),
                name="identity_provider_opens_in_region",
                violation_error_message=_("Accounts are opened in a region: choose one."),
            ),
            models.CheckConstraint(
                condition=Q(is_active=False) | (~Q(kind=Kind.OIDC) | ~Q(client_id="")),
                name="identity_provider_oidc_whole",
                violation_error_message=_("The client identifier is missing."),
            ),
            models.CheckConstraint(
                condition=Q(is_active=False) | (~Q(kind=Kind.SAML) | (~Q(sign_in_url="") & ~Q(certificates=""))),
                name="identity_provider_saml_whole",
                violation_error_message=_("The metadata of the provider are missing."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_saml(self) -> bool:
        return self.kind == Kind.SAML

    @property
    def domain_list(self) -> list[str]:
        return self.domains.split()

    @property
    def second_steps(self) -> frozenset[str]:
        return frozenset(self.second_step_values.split())

    def speaks_for(self, address: str) -> bool:
        """Is the address, as it is stored, of one of the domains declared? A domain does not stand for those below it."""
        return address.rpartition("@")[2] in self.domain_list

    def may_sign_in(self, user: User) -> bool:
        """Neither technical accounts nor made-up people; a provider of a region only those whose every role lies in it or below it."""
        if user.is_superuser or user.is_made_up:
            return False
        if self.region_id is None:
            return True
        held = list(user.assignments.values_list("region_id", flat=True))
        within = set(Region.objects.below([self.region_id]).values_list("pk", flat=True))
        return bool(held) and all(region in within for region in held)

    @property
    def certificate_warning(self) -> datetime | None:
        """When its certificate ends, if that is soon or over."""
        soon = timezone.now() + timedelta(days=WARN_DAYS)
        return self.certificate_ends_at if self.certificate_ends_at and self.certificate_ends_at < soon else None

    # --- Our own addresses, to be written down at the provider's ---
    def _address(self, name: str) -> str:
        return settings.SITE_ORIGIN + reverse(f"federation:{name}", args=[self.slug])

    @property
    def redirect_url(self) -> str:
        """Where OpenID Connect leads back to."""
        return self._address("oidc_return")

    @property
    def after_sign_out_url(self) -> str:
        """Where OpenID Connect leads whoever signed out there too."""
        return settings.SITE_ORIGIN + "/"

    @property
    def answer_url(self) -> str:
        """Where SAML assertions are sent: our assertion consumer service."""
        return self._address("saml_answer")

    @property
    def entity_id(self) -> str:
        """Who we are for the provider: the address of our own metadata."""
        return self._address("saml_metadata")
