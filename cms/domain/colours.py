"""The shades of the brand's colour, computed so that text on and beside them stays legible (WCAG 2.1, 1.4.3: 4.5 to 1)."""

import colorsys
from dataclasses import dataclass

LEAST_CONTRAST = 4.5
TEXT_CONTRAST = 4.6  # a hair above the 4.5 of the clause, for rounding
LIGHT_GROUNDS = ("#fffefc", "#faf7f1", "#f2ede2")
DARK_GROUNDS = ("#191613", "#221e1a", "#2b2621")
WHITE, NIGHT = "#ffffff", "#14110e"
PALE = "#e4dccf"  # calms the colour against the dark grounds


@dataclass(frozen=True)
class Shades:
    """Six-digit hexadecimal colours of one theme: fill, its hover, text on the fill, text on the page, soft ground."""

    brand: str
    strong: str
    ink: str
    text: str
    soft: str


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def _hex(channels) -> str:
    return "#" + "".join(f"{round(max(0.0, min(1.0, c)) * 255):02x}" for c in channels)


def luminance(colour: str) -> float:
    """Relative luminance from 0 to 1 (WCAG 2.1 definition)."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _channels(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    """Contrast ratio from 1 to 21 (WCAG 2.1 definition)."""
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


def mix(first: str, second: str, share: float) -> str:
    """`first` with `share` (0 to 1) of `second` in it."""
    return _hex(a + (b - a) * share for a, b in zip(_channels(first), _channels(second), strict=True))


def _with_lightness(colour: str, lightness: float) -> str:
    hue, _lightness, saturation = colorsys.rgb_to_hls(*_channels(colour))
    return _hex(colorsys.hls_to_rgb(hue, lightness, saturation))


def legible(colour: str, grounds: tuple[str, ...], *, lighten: bool) -> str:
    """The nearest shade of `colour` with text contrast on every ground."""
    lightness = colorsys.rgb_to_hls(*_channels(colour))[1]
    for _try in range(101):
        shade = _with_lightness(colour, lightness)
        if all(contrast(shade, ground) >= TEXT_CONTRAST for ground in grounds):
            return shade
        lightness = min(1.0, lightness + 0.01) if lighten else max(0.0, lightness - 0.01)
    return NIGHT if not lighten else WHITE


def light_shades(colour: str) -> Shades:
    soft = mix("#fffefc", colour, 0.11)
    text = legible(colour, (*LIGHT_GROUNDS, soft), lighten=False)
    return Shades(brand=text, strong=mix(text, NIGHT, 0.28), ink=WHITE, text=text, soft=soft)


def dark_shades(colour: str) -> Shades:
    soft = mix("#221e1a", colour, 0.24)
    text = legible(mix(colour, PALE, 0.35), (*DARK_GROUNDS, soft), lighten=True)
    return Shades(brand=text, strong=mix(text, WHITE, 0.3), ink=NIGHT, text=text, soft=soft)


def least_contrast(colour: str) -> float:
    """The worst contrast of `colour` as text on the light grounds of the site, its own soft ground included."""
    return min(contrast(colour, ground) for ground in (*LIGHT_GROUNDS, mix("#fffefc", colour, 0.11)))


def is_legible(colour: str) -> bool:
    return least_contrast(colour) >= LEAST_CONTRAST


def nearest_legible(colour: str) -> str:
    """The colour itself where it can be read on every light ground, else its nearest darker shade that can."""
    return colour if is_legible(colour) else light_shades(colour).text


def stylesheet(colour: str, accent: str = "") -> str:
    """The brand's custom properties for both themes; without a second colour, accents are of the first."""
    light = _properties(light_shades(colour), light_shades(accent or colour))
    dark = _properties(dark_shades(colour), dark_shades(accent or colour))
    return f":root{{{light}}}@media (prefers-color-scheme:dark){{:root{{{dark}}}}}"


def _properties(shades: Shades, accent: Shades) -> str:
    return (
        f"--brand:{shades.brand};--brand-strong:{shades.strong};--brand-ink:{shades.ink};"
        f"--brand-text:{shades.text};--brand-soft:{shades.soft};"
        f"--accent:{accent.text};--accent-soft:{accent.soft}"
    )
