from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class DocumentKind(models.IntegerChoices):
    STATE = 1, _("state")
    AGENT_PROFILE = 2, _("profile of a person")
    ACTIVITY_PROFILE = 3, _("profile of an activity")


class Document(models.Model):
    """A state or profile document (xAPI 1.0.3, Communication 2.2; IEEE 9274.1.1, 4.1.6.2, 4.1.6.5, 4.1.6.6).

    `key` stands for all that identifies it, `context_key` for the same without registration and document id.
    """

    key = models.UUIDField(primary_key=True)
    context_key = models.UUIDField()
    kind = models.SmallIntegerField(_("kind"), choices=DocumentKind.choices)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="xapi_documents")
    agent = models.TextField(blank=True)
    activity = models.TextField(blank=True)
    registration = models.UUIDField(_("registration"), null=True, blank=True)
    document_id = models.TextField(_("name"))
    content_type = models.CharField(_("type"), max_length=300)
    content = models.BinaryField()
    etag = models.CharField(max_length=40)
    updated_at = models.DateTimeField(_("changed"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("xAPI document")
        verbose_name_plural = _("xAPI documents")
        indexes = [models.Index(fields=["context_key", "updated_at"], name="lrs_document_by_context")]

    def __str__(self) -> str:
        return self.document_id
