# SPDX-License-Identifier: EUPL-1.2
"""Visits are counted, people are not: what is kept beyond a day is numbers of at least FEWEST visitors (decision 0088).

A visitor is a key of the day, made from network address and browser with that day's salt; one day's visit is all the
pages of one key. Salt, WaitingView and Visitor are of the day alone; Count is what stays.
"""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from visits.permissions import SEE_VISITS

# Below so many visitors a figure is told of nobody: it is added to what is left, or not kept at all.
FEWEST = 5
# The value under which small figures of a day are added up.
LEFT = "*"


class Kind(models.TextChoices):
    """By what visits are counted. Each is counted on its own, and none is crossed with another."""

    WHOLE = "whole", _("all visits")
    PAGE = "page", _("page")
    ORIGIN = "origin", _("origin")
    HOST = "host", _("site of origin")
    DEVICE = "device", _("kind of device")
    COUNTRY = "country", _("country")
    LANGUAGE = "language", _("language")
    REGION = "region", _("region")


class Origin(models.TextChoices):
    """Where a visit comes from, by the host that the browser tells."""

    DIRECT = "direct", _("Direct access")
    SEARCH = "search", _("Search engine")
    SOCIAL = "social", _("Social network")
    MAIL = "mail", _("Mail read in the browser")
    SITE = "site", _("Another site")


class Device(models.TextChoices):
    PHONE = "phone", _("Phone")
    TABLET = "tablet", _("Tablet")
    COMPUTER = "computer", _("Computer")


class Day(models.Model):
    """A day, of the site's own time zone, on which somebody came. few: fewer than FEWEST did, and nothing of them is kept."""

    day = models.DateField(_("day"), primary_key=True)
    few = models.BooleanField(default=False)
    closed_at = models.DateTimeField(null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("day of visits")
        verbose_name_plural = _("days of visits")

    def __str__(self) -> str:
        return str(self.day)


class Salt(models.Model):
    """The salt of a day, where no shared cache keeps it (visits.domain.salts); gone when the day is closed."""

    day = models.DateField(_("day"), primary_key=True)
    value = models.CharField(max_length=64)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("salt of a day of visits")
        verbose_name_plural = _("salts of days of visits")

    def __str__(self) -> str:
        return str(self.day)


class WaitingView(models.Model):
    """A page that was shown and is not counted yet: a minute at most. told: what is counted of it, by kind."""

    at = models.DateTimeField(db_index=True)
    day = models.DateField()
    visitor = models.CharField(max_length=32)
    told = models.JSONField(default=dict)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("page shown")
        verbose_name_plural = _("pages shown")

    def __str__(self) -> str:
        return f"{self.day} · {self.told.get(Kind.PAGE)}"


class Visitor(models.Model):
    """What a day must know of a visitor to count them once; gone when the day is closed.

    page: the latest. seen: by kind, the values for which the visitor is counted already, in their order.
    """

    day = models.DateField()
    key = models.CharField(max_length=32)
    seen_at = models.DateTimeField()
    page = models.CharField(max_length=200)
    seen = models.JSONField(default=dict)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("visitor of the day")
        verbose_name_plural = _("visitors of the day")
        constraints = [models.UniqueConstraint(fields=["day", "key"], name="visitor_once_a_day")]

    def __str__(self) -> str:
        return f"{self.day} · {self.key[:6]}"


class CountQuerySet(models.QuerySet):
    def visible_to(self, user) -> "CountQuerySet":
        """All by a national role; by a regional one, the totals of its regions."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        reach = user.reach(SEE_VISITS)
        return self if reach.everywhere else self.filter(kind=Kind.REGION, value__in=[str(pk) for pk in reach.regions])

    def closed(self) -> "CountQuerySet":
        """Of days that are over, and in which nothing is told of fewer than FEWEST visitors."""
        return self.filter(day__in=Day.objects.filter(closed_at__isnull=False).values("day"))

    def within(self, first=None, last=None) -> "CountQuerySet":
        """Days from `first` to `last`, both included; None for no limit."""
        found = self.filter(day__gte=first) if first else self
        return found.filter(day__lte=last) if last else found


class Count(models.Model):
    """The figures of one value of one kind on one day.

    value: "" where it is not known (a country), LEFT for what is small. visits: visitors of the day. seconds: time from one page
    to the next, on the page itself for a page. timed: how many views that is the sum of.
    """

    day = models.DateField(_("day"))
    kind = models.CharField(_("counted by"), max_length=10, choices=Kind.choices)
    value = models.CharField(_("value"), max_length=200, blank=True)
    views = models.PositiveIntegerField(_("pages seen"), default=0)
    visits = models.PositiveIntegerField(_("visits"), default=0)
    seconds = models.PositiveIntegerField(_("time, in seconds"), default=0)
    timed = models.PositiveIntegerField(_("pages of which the time is known"), default=0)

    objects = CountQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("count of visits")
        verbose_name_plural = _("counts of visits")
        constraints = [models.UniqueConstraint(fields=["day", "kind", "value"], name="visits_counted_once")]
        indexes = [models.Index(fields=["kind", "day"], name="visits_by_kind")]

    def __str__(self) -> str:
        return f"{self.day} · {self.kind} · {self.value}: {self.visits}"

    @property
    def figures(self) -> tuple[int, int, int, int]:
        return self.views, self.visits, self.seconds, self.timed

    def add(self, figures: Any) -> None:
        """figures: views, visits, seconds, timed."""
        self.views += figures[0]
        self.visits += figures[1]
        self.seconds += figures[2]
        self.timed += figures[3]
