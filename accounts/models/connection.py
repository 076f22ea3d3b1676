from django.conf import settings
from django.db import models
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _


class ConnectionDayQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ConnectionDayQuerySet":
        """Those of the people one sees: oneself, the people of one's regions, everybody for a national manager."""
        from accounts.models.user import User

        return self.filter(user__in=User.objects.visible_to(user))

    def within(self, first=None, last=None) -> "ConnectionDayQuerySet":
        """Days from `first` to `last`, both included; None for no limit."""
        found = self.filter(day__gte=first) if first else self
        return found.filter(day__lte=last) if last else found

    def seconds(self) -> int:
        return self.aggregate(whole=Sum("seconds"))["whole"] or 0


class ConnectionDay(models.Model):
    """How long a person was on the platform on one day, on whatever page (accounts.domain.connection counts).

    day is of the site's own time zone, for everyone. counted_until: the moment up to which the person's wall clock is
    spent, in whole seconds since 1970, so that one statement adds and compares on any database.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="connection_days")
    day = models.DateField(_("day"))
    seconds = models.PositiveIntegerField(_("time on the platform, in seconds"), default=0)
    counted_until = models.PositiveBigIntegerField(default=0)

    objects = ConnectionDayQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("day on the platform")
        verbose_name_plural = _("days on the platform")
        indexes = [models.Index(fields=["day"])]
        constraints = [
            models.UniqueConstraint(fields=["user", "day"], name="connection_day_once"),
            models.CheckConstraint(condition=models.Q(seconds__lte=90_000), name="connection_day_has_an_end"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.day} · {self.seconds}"
