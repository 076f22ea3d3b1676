from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class NoticeTemplate(models.Model):
    """The words of a kind of notice in one language, as national managers wrote them; without a row, the shipped ones.

    Without HTML, the HTML part is made from the text.
    """

    kind = models.CharField(_("kind"), max_length=50)
    language = models.CharField(_("language"), max_length=10)
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"), max_length=10000)
    html = models.TextField(_("HTML"), max_length=30000, blank=True)
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("edited by"))
    edited_at = models.DateTimeField(_("edited"), auto_now=True)

    class Meta:
        verbose_name = _("template of a notice")
        verbose_name_plural = _("templates of notices")
        constraints = [models.UniqueConstraint(fields=["kind", "language"], name="one_template_per_kind_and_language")]

    def __str__(self) -> str:
        return f"{self.kind} · {self.language}"
