# SPDX-License-Identifier: EUPL-1.2
from django.db import models
from django.utils.translation import gettext_lazy as _

from jobs.models import Job


class OutsideMail(Job):
    """A mail to an address that may have no account. It is forgotten once it has left: only what could not be sent stays for some days.

    key: the same event never writes twice while its mail waits; what stands before the last colon names what it is about.
    """

    key = models.CharField(_("key"), max_length=200, unique=True)
    kind = models.CharField(_("kind"), max_length=50)
    address = models.CharField(_("e-mail address"), max_length=254)
    subject = models.CharField(_("subject"), max_length=250)
    text = models.TextField(_("text"))
    html = models.TextField(_("HTML"), blank=True)
    reply_to = models.CharField(_("reply to"), max_length=254, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("mail to somebody without an account")
        verbose_name_plural = _("mails to people without an account")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.subject

    def perform(self) -> None:
        from messaging.domain.outside import deliver_outside

        deliver_outside(self)
