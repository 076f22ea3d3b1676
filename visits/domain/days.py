# SPDX-License-Identifier: EUPL-1.2
"""A day of visits is of the site's own time zone, for everyone."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone


def day_of(moment: datetime) -> date:
    return moment.astimezone(timezone.get_default_timezone()).date()


def seconds_left(moment: datetime) -> int:
    """From the moment to the end of its day, at least one."""
    midnight = datetime.combine(day_of(moment) + timedelta(days=1), time.min, tzinfo=timezone.get_default_timezone())
    return max(1, int(midnight.timestamp() - moment.timestamp()))
