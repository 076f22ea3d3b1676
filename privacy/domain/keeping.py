"""How long each kind of data is kept, in days, by the settings."""

from django.conf import settings


def days_kept(retention: str) -> int | None:
    """Days that the rule lasts; None where it follows something else than time."""
    return settings.RETENTION_DAYS.get(retention)
