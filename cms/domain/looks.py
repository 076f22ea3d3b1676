"""The brand's stylesheet and icon as files that browsers may keep: their address changes with what they hold."""

from functools import lru_cache
from zlib import crc32

from cms.domain import colours, fonts
from cms.models import Brand


def look_version(brand: Brand) -> str:
    """Eight digits that change when the look does (colours, type, icon)."""
    return _version(brand.colour, brand.accent, brand.font, brand.icon_id or 0, brand.name[:1])


@lru_cache(maxsize=64)
def _version(colour: str, accent: str, font: str, icon_id: int, letter: str) -> str:
    text = colours.stylesheet(colour, accent) + fonts.font_rules(font) + f"{icon_id}{letter}"
    return f"{crc32(text.encode()):08x}"
