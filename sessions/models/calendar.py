# SPDX-License-Identifier: EUPL-1.2
import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def new_token() -> str:
    """256 bits, as an address takes them."""
    return secrets.token_urlsafe(32)


class CalendarAddress(models.Model):
    """The secret address by which a person's calendar follows their dates; renewed, the former one is dead."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person"))
    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    made_at = models.DateTimeField(_("made"), default=timezone.now)

    class Meta:
        verbose_name = _("address of a calendar to follow")
        verbose_name_plural = _("addresses of calendars to follow")

    def __str__(self) -> str:
        return str(self.user)
