from django.db import models
from django.utils.translation import gettext_lazy as _

from federation.models.provider import IdentityProvider


class ReceivedAssertion(models.Model):
    """A SAML assertion that was checked, so that it is taken once; and, for the moment between two requests, what it said.

    The provider's page posts it from another site, without our cookies: the browser then comes back by itself with `token`,
    and with the session in which the sign-in began. key: a digest of provider and assertion id. sealed: what it said, empty
    once it was fetched. kept_until: when it would be refused for its age.
    """

    provider = models.ForeignKey(IdentityProvider, models.CASCADE, related_name="+")
    key = models.CharField(max_length=64, unique=True)
    token = models.CharField(max_length=64, unique=True)
    sealed = models.TextField(blank=True)
    received_at = models.DateTimeField(auto_now_add=True)
    kept_until = models.DateTimeField(db_index=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("assertion received")
        verbose_name_plural = _("assertions received")

    def __str__(self) -> str:
        return self.key[:8]
