"""How long ago, in the words a person would use."""

from decimal import Decimal

from django import template
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.templatetags.interface import minutes

register = template.Library()


@register.filter
def since(moment) -> str:
    """Whole days from `moment` to today in the reader's time zone: today, yesterday, 5 days ago."""
    if moment is None:
        return ""
    days = (timezone.localdate() - timezone.localtime(moment).date()).days
    if days <= 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    return ngettext("%(count)d day ago", "%(count)d days ago", days) % {"count": days}


@register.filter
def grade(value: Decimal | None) -> str:
    """A grade without needless zeros: 14, 14,5."""
    return "" if value is None else number_format(f"{Decimal(value).normalize():f}")


@register.filter
def duration(seconds) -> str:
    """Seconds spent, in whole minutes; under a minute says so."""
    if not seconds:
        return ""
    return minutes(seconds // 60) if seconds >= 60 else _("less than a minute")
