from django.db import models
from django.utils.translation import gettext_lazy as _


def private_files():
    from django.core.files.storage import storages

    return storages["private"]


class Attachment(models.Model):
    """The data of an attachment, kept once whatever the number of statements that have it; the row is its hash."""

    sha2 = models.CharField(_("SHA-2 hash"), max_length=128, primary_key=True)
    content_type = models.CharField(_("type"), max_length=300)
    size = models.PositiveBigIntegerField(_("size"))
    file = models.FileField(_("file"), storage=private_files, max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("attachment of the journal")
        verbose_name_plural = _("attachments of the journal")

    def __str__(self) -> str:
        return self.sha2
