"""Durations as SCORM writes them. SCORM 1.2: HHHH:MM:SS.SS. SCORM 2004: ISO 8601, as P1DT2H3M4.5S."""

import re
from decimal import Decimal

TIMESPAN = re.compile(r"([0-9]{2,4}):([0-9]{2}):([0-9]{2}(?:\.[0-9]{1,2})?)")
INTERVAL = re.compile(r"P(?:([0-9]+)Y)?(?:([0-9]+)M)?(?:([0-9]+)D)?(?:T(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+(?:\.[0-9]{1,2})?)S)?)?")
# A year and a month have no fixed length; SCORM 2004 leaves it open. These are the lengths ADL's own player takes.
UNITS = (31_557_600, 2_629_800, 86_400, 3_600, 60, 1)
LONGEST = Decimal(10**9)


def seconds_of(text: str) -> Decimal:
    """The duration in seconds, of either standard; 0 when it is none."""
    timespan = TIMESPAN.fullmatch(text)
    if timespan:
        hours, minutes, seconds = timespan.groups()
        return Decimal(hours) * 3600 + Decimal(minutes) * 60 + Decimal(seconds)
    interval = INTERVAL.fullmatch(text)
    parts = interval.groups() if interval else ()
    return min(sum((Decimal(part or 0) * unit for part, unit in zip(parts, UNITS, strict=False)), Decimal(0)), LONGEST)


def timespan_of(seconds: Decimal) -> str:
    """SCORM 1.2: 0001:02:03.50."""
    hundredths = int(min(seconds, Decimal(9999 * 3600)) * 100)
    minutes, rest = divmod(hundredths, 6000)
    return f"{minutes // 60:04d}:{minutes % 60:02d}:{rest // 100:02d}.{rest % 100:02d}"


def interval_of(seconds: Decimal) -> str:
    """SCORM 2004, parts that are nothing left out: P29D, PT1H2M3.5S; PT0H0M0S for nothing."""
    whole, hundredths = divmod(int(seconds * 100), 100)
    fraction = f".{hundredths:02d}".rstrip("0") if hundredths else ""
    days, hours, minutes = whole // 86_400, whole % 86_400 // 3600, whole % 3600 // 60
    last = f"{whole % 60}{fraction}"
    time = "".join(f"{amount}{unit}" for amount, unit in ((hours, "H"), (minutes, "M"), (last, "S")) if amount not in {0, "0"})
    if not days and not time:
        return "PT0H0M0S"
    return "P" + (f"{days}D" if days else "") + (f"T{time}" if time else "")
