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

    def real(self) -> "RegionQuerySet":
        """Without sandboxes."""
        return self.filter(is_sandbox=False)

    def only_sandboxes(self, user, permission) -> bool:
        """Does the permission hold for the person in sandboxes, and in no real region?"""
        if user.is_made_up:
            return True
        reach = user.reach(permission)
        found = set() if reach.everywhere else set(self.filter(pk__in=reach.regions).values_list("is_sandbox", flat=True))
        return found == {True}

    def below(self, region_ids) -> "RegionQuerySet":
        """These regions and what lies below them: the tree is national body, regions, sites."""
        return self.filter(Q(pk__in=region_ids) | Q(parent__in=region_ids) | Q(parent__parent__in=region_ids))

    def search(self, words: str) -> "RegionQuerySet":
        """Regions whose name or code has the words, whatever their case."""
        return self.filter(Q(name__icontains=words) | Q(code__icontains=words))

    def visible_to(self, user) -> "RegionQuerySet":
        if not user.is_authenticated or not user.is_active:
            return self.none()
        reach = user.reach("see_people")
        return self if reach.everywhere else self.filter(Q(assignments__user=user) | Q(pk__in=reach.regions)).distinct()


class Region(models.Model):
    """A chamber that runs sessions; a tree of national body, regions and sites.

    is_sandbox: a place to try everything with made-up people, outside all figures (decision 0089). It is one from the day it
    is made, or never.
    """

    name = models.CharField(_("name"), max_length=120)
    code = models.SlugField(_("code"), max_length=30, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=RegionKind.choices, default=RegionKind.REGION)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("belongs to"))
    time_zone = models.CharField(_("time zone"), max_length=50, default="Europe/Paris", validators=[validate_time_zone])
    email = models.EmailField(_("contact address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    address = models.TextField(_("postal address"), blank=True)
    is_sandbox = models.BooleanField(
        _("sandbox"),
        default=False,
        help_text=_("To try everything with made-up people: counts in no figure, and no mail leaves it. Only while nobody belongs to it."),
    )

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_sandbox=False) | Q(kind=RegionKind.REGION),
                name="sandbox_is_a_region",
                violation_error_message=_("A sandbox is of the kind “region”."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.parent is not None and self.parent.is_sandbox:
            raise ValidationError({"parent": _("Nothing lies below a sandbox.")})
        stored = Region.objects.filter(pk=self.pk).exclude(is_sandbox=self.is_sandbox).first()
        if stored is not None and stored.is_used:
            raise ValidationError({"is_sandbox": _("People or sessions belong to this region already: make another one for this.")})

    @property
    def is_used(self) -> bool:
        """Does anything belong to it: a role, a session, a region below?"""
        backward = [one for one in self._meta.related_objects if one.on_delete is models.PROTECT]
        return any(one.related_model._base_manager.filter(**{one.field.name: self.pk}).exists() for one in backward)

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)
