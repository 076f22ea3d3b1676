"""Seconds of time spent, for pages."""

from django import template

register = template.Library()


@register.filter
def in_minutes(seconds) -> int:
    """Whole minutes of a number of seconds, the nearest; a moment is never told as nothing."""
    seconds = int(seconds or 0)
    return max(1, round(seconds / 60)) if seconds else 0
