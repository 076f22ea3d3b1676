from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel


class Theme(models.Model):
    """What a pathway is about, for the filters of the catalogue."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    slug = models.SlugField(_("end of the address"), max_length=60, unique=True)

    panels = [FieldPanel("name"), FieldPanel("slug")]

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
