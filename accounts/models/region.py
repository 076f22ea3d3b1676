import zoneinfo

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import RegionKind


def validate_time_zone(value: str) -> None:
    if value not in zoneinfo.available_timezones():
        raise ValidationError(_("“%(value)s” is not a time zone: write one such as Europe/Paris."), params={"value": value})


class RegionQuerySet(models.QuerySet):
    def with_permission(self, user, permission) -> "RegionQuerySet":
        """Regions in which the person's roles allow it; for a national role all, but for the national body itself."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        reach = user.reach(permission)
        return self.exclude(kind=RegionKind.NATIONAL) if reach.everywhere else self.filter(pk__in=reach.regions)

    def below(self, region_ids) -> "RegionQuerySet":
        """These regions and what lies below them: the tree is national body, regions, sites."""
        return self.filter(Q(pk__in=region_ids) | Q(parent__in=region_ids) | Q(parent__parent__in=region_ids))

    def visible_to(self, user) -> "RegionQuerySet":
        if not user.is_authenticated or not user.is_active:
            return self.none()
        reach = user.reach("see_people")
        return self if reach.everywhere else self.filter(Q(assignments__user=user) | Q(pk__in=reach.regions)).distinct()


class Region(models.Model):
    """A chamber that runs sessions; a tree of national body, regions and sites."""

    name = models.CharField(_("name"), max_length=120)
    code = models.SlugField(_("code"), max_length=30, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=RegionKind.choices, default=RegionKind.REGION)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("belongs to"))
    time_zone = models.CharField(_("time zone"), max_length=50, default="Europe/Paris", validators=[validate_time_zone])
    email = models.EmailField(_("contact address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    address = models.TextField(_("postal address"), blank=True)

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)
