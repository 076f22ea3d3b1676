"""The families of type a site may choose: bundled, two weights each, so that a page asks nobody else for them."""

from dataclasses import dataclass

from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

FALLBACK = '"Segoe UI", "Helvetica Neue", Arial, sans-serif'


@dataclass(frozen=True)
class Family:
    """`package` under node_modules/@fontsource; `files`: start of the names in frontend/vendor/."""

    name: str
    package: str
    files: str

    @property
    def stack(self) -> str:
        return f'"{self.name}", {FALLBACK}' if self.name else f"system-ui, {FALLBACK}"


ATKINSON, SOURCE_SANS, LEXEND, DEVICE = "atkinson", "source-sans", "lexend", "device"
FAMILIES = {
    ATKINSON: Family("Atkinson Hyperlegible", "atkinson-hyperlegible", "atkinson"),
    SOURCE_SANS: Family("Source Sans 3", "source-sans-3", "source-sans"),
    LEXEND: Family("Lexend", "lexend", "lexend"),
    DEVICE: Family("", "", ""),
}
CHOICES = [
    (ATKINSON, _("Atkinson Hyperlegible: made for people with low vision")),
    (SOURCE_SANS, _("Source Sans: plain and narrow")),
    (LEXEND, _("Lexend: wide, easy for readers with dyslexia")),
    (DEVICE, _("The reader’s own: nothing to download")),
]
WEIGHTS = {"400": "400", "700": "600 800"}


def font_file(font: str, weight: str = "400") -> str:
    """Path below /static/ of a family's file; nothing for the reader's own family."""
    files = FAMILIES[font].files
    return f"vendor/{files}-{weight}.woff2" if files else ""


def font_rules(font: str) -> str:
    """What the default family's stylesheet (tokens.css) does not say: faces and name of another family."""
    if font == ATKINSON:
        return ""
    family = FAMILIES[font]
    faces = "".join(
        f'@font-face{{font-family:"{family.name}";src:url("{static(font_file(font, weight))}") format("woff2");'
        f"font-weight:{range_};font-display:swap}}"
        for weight, range_ in WEIGHTS.items()
        if family.files
    )
    return f"{faces}:root{{--family:{family.stack}}}"
