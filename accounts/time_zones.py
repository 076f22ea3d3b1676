"""Time zones by the names people know them by, in place of a list of six hundred."""

import zoneinfo
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KNOWN_ZONES = (
    ("Europe/Paris", _("Mainland France, Corsica")),
    ("America/Guadeloupe", _("Guadeloupe, Saint-Martin, Saint-Barthélemy")),
    ("America/Martinique", _("Martinique")),
    ("America/Cayenne", _("French Guiana")),
    ("Indian/Reunion", _("Réunion")),
    ("Indian/Mayotte", _("Mayotte")),
    ("America/Miquelon", _("Saint-Pierre-et-Miquelon")),
    ("Pacific/Noumea", _("New Caledonia")),
    ("Pacific/Tahiti", _("Tahiti and the Society Islands")),
    ("Pacific/Wallis", _("Wallis and Futuna")),
    ("Europe/Brussels", _("Brussels")),
    ("Europe/Zurich", _("Geneva, Zurich")),
    ("Africa/Abidjan", _("Abidjan, Dakar, Bamako, Lomé")),
    ("Africa/Casablanca", _("Casablanca, Rabat")),
    ("Africa/Algiers", _("Algiers")),
    ("Africa/Tunis", _("Tunis")),
    ("Africa/Douala", _("Douala, Cotonou, Libreville, Kinshasa")),
    ("Africa/Cairo", _("Cairo")),
    ("Africa/Djibouti", _("Djibouti")),
    ("Indian/Antananarivo", _("Antananarivo, Comoros")),
    ("Indian/Mauritius", _("Mauritius")),
    ("America/Montreal", _("Montreal")),
    ("America/Port-au-Prince", _("Port-au-Prince")),
    ("Asia/Beirut", _("Beirut")),
)


def zone_choices(current: str = "", now: datetime | None = None) -> list[tuple[str, str]]:
    """Choices for a select: the site's own time first, then known places with their distance from UTC today.

    `current` is kept in the list even when it is none of them.
    """
    now = now or timezone.now()
    listed: list[tuple[str, str]] = [(name, str(label)) for name, label in KNOWN_ZONES]
    if current and current not in dict(listed):
        listed.append((current, current.rsplit("/", maxsplit=1)[-1].replace("_", " ")))
    return [("", str(_("As on the site"))), *((name, f"{label} ({_distance(name, now)})") for name, label in listed)]


def _distance(name: str, now: datetime) -> str:
    """UTC+1, UTC−3:30 …"""
    distance = now.astimezone(zoneinfo.ZoneInfo(name)).utcoffset() or timedelta()
    minutes = int(distance.total_seconds()) // 60
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '−'}{hours}{f':{rest:02d}' if rest else ''}"
