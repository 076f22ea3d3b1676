from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SeenTour(models.Model):
    """A guided visit that a person followed or waved away: it is not offered again by itself."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="seen_tours", verbose_name=_("person"))
    tour = models.CharField(_("visit"), max_length=30)
    seen_at = models.DateTimeField(_("seen"), auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("visit seen")
        verbose_name_plural = _("visits seen")
        constraints = [models.UniqueConstraint(fields=["user", "tour"], name="tour_seen_once")]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.tour}"
