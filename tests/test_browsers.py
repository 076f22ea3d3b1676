"""What our styles and scripts ask of browsers is in the last versions of Chrome, Edge, Firefox and Safari: HTML5, CSS3, no plug-in.

The lists say since when the youngest of the four has each (MDN, browser compatibility). A feature that is in no list stops the test:
look it up, and write it down if all four have it, or if a page without it loses nothing.
"""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.requirement("CMA-T10")
# Two years and a half after the last of the four: what WebDX calls widely available.
WIDELY = timedelta(days=913)
WRITTEN = date(2026, 11, 26)
# What came in this decade; all else that is used is older.
SINCE = {
    "@container": "2023-02",
    "min-aspect-ratio": "2020-01",
    "prefers-color-scheme": "2020-01",
    "prefers-reduced-motion": "2020-01",
    "forced-colors": "2022-09",
    "scripting": "2023-12",
    "color-mix": "2023-05",
    "clamp": "2020-07",
    "min": "2020-07",
    "max": "2020-07",
    "env": "2020-01",
    ":has": "2023-12",
    ":is": "2021-01",
    ":where": "2021-01",
    ":focus-visible": "2022-03",
    "::backdrop": "2022-03",
    "::marker": "2021-03",
    "::file-selector-button": "2021-04",
    "dvh": "2022-12",
    "accent-color": "2022-03",
    "appearance": "2022-03",
    "aspect-ratio": "2021-09",
    "clip-path": "2020-01",
    "color-scheme": "2022-02",
    "container": "2023-02",
    "container-type": "2023-02",
    "gap": "2021-04",
    "inset": "2021-04",
    "inset-block": "2021-04",
    "inset-inline": "2021-04",
    "margin-inline": "2021-04",
    "padding-inline": "2021-04",
    "rotate": "2022-08",
    "scale": "2022-08",
    "translate": "2022-08",
    "scroll-behavior": "2022-03",
    "scroll-margin-block": "2021-09",
    "scroll-margin-block-start": "2021-09",
    "scroll-padding-block": "2021-09",
    "scroll-padding-block-end": "2021-09",
}
# A browser that does not know them shows the page all the same.
SPARED = {
    "field-sizing": "a text area that grows while one writes; else it scrolls",
    "text-wrap": "how lines of a heading are cut",
    "text-size-adjust": "phones that enlarge text in landscape",
}
OLD = {
    *("@media", "@keyframes", "@font-face", "max-width", "min-width", "max-height"),
    *("var", "minmax", "repeat", "calc", "rgb", "attr", "url", "format"),
    *(":not", ":hover", "::before", ":root", "::after", ":last-child", ":empty", ":first-child", ":disabled", ":checked", ":target"),
    *(":focus", "::placeholder", ":active", "::first-letter", ":nth-child"),
    *("rem", "px", "fr", "em", "ms", "vw", "vh", "deg", "ch", "s"),
    *("align-content", "align-items", "align-self", "animation", "animation-duration", "animation-iteration-count", "background"),
    *("block-size", "border", "border-block", "border-block-end", "border-block-end-color", "border-block-start", "border-collapse"),
    *("border-color", "border-inline-end", "border-inline-start", "border-inline-start-width", "border-radius", "border-spacing"),
    *(
        "border-style",
        "border-width",
        "box-shadow",
        "box-sizing",
        "break-inside",
        "clear",
        "color",
        "columns",
        "content",
        "cursor",
        "display",
        "fill",
        "flex",
    ),
    *("flex-basis", "flex-direction", "flex-wrap", "float", "font", "font-display", "font-family", "font-size", "font-style"),
    *("font-variant-numeric", "font-weight", "grid-area", "grid-column", "grid-row", "grid-template", "grid-template-columns"),
    *("grid-template-rows", "inline-size", "inset-block-end", "inset-block-start", "inset-inline-end", "inset-inline-start"),
    *("justify-content", "justify-items", "justify-self", "letter-spacing", "line-height", "list-style", "margin", "margin-block"),
    *("margin-block-end", "margin-block-start", "margin-inline-end", "margin-inline-start", "max-block-size", "max-inline-size"),
    *("min-block-size", "min-inline-size", "opacity", "order", "outline", "outline-offset", "overflow", "overflow-wrap", "overflow-x"),
    *("padding", "padding-block", "padding-block-end", "padding-block-start", "padding-inline-end", "padding-inline-start"),
    *(
        "place-content",
        "place-items",
        "pointer-events",
        "position",
        "resize",
        "src",
        "table-layout",
        "stroke",
        "stroke-linecap",
        "stroke-linejoin",
    ),
    *("stroke-width", "text-align", "text-decoration", "text-decoration-thickness", "text-overflow", "text-transform"),
    *(
        "text-underline-offset",
        "touch-action",
        "transition",
        "transition-duration",
        "vertical-align",
        "visibility",
        "white-space",
        "z-index",
    ),
}
# What one of the four lacks, or that a page may not lean on yet.
LACKING = (
    *("Object.groupBy", "Map.groupBy", "Array.fromAsync", "Promise.withResolvers", "Promise.try", "Iterator.from", "RegExp.escape"),
    *("requestIdleCallback", "startViewTransition", "showOpenFilePicker", "showSaveFilePicker", "EyeDropper", "documentPictureInPicture"),
    *("scheduler.", "window.navigation", "new Sanitizer", "setHTML(", "Temporal.", "import defer", "using await"),
)


def files(folder: str, ending: str) -> list[Path]:
    found = sorted((settings.BASE_DIR / folder).rglob(f"*{ending}"))
    assert found
    return found


def features_of(style: str) -> set[str]:
    """At-rules, features of media, properties, functions, pseudo-classes and units of a style sheet."""
    style = re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)
    style = re.sub(r"url\([^)]*\)|\"[^\"]*\"|'[^']*'", "url()", style)
    found = set(re.findall(r"@[a-z-]+", style)) | set(re.findall(r"\(([a-z][\w-]*):\s", style))
    found |= set(re.findall(r"(?<![\w-])([a-z][a-z-]*)\s*:\s*(?=[^;{}]*[;}])", style))
    found |= set(re.findall(r"(?<![\w:-])([a-z][\w-]*)\(", style)) | set(re.findall(r"::?[a-z][\w-]*", style))
    return found | set(re.findall(r"(?<![\w#-])-?\d*\.?\d+([a-z]+)\b", style))


def test_styles_ask_only_for_what_the_four_have_for_years_or_can_be_spared():
    styles = "\n".join(path.read_text(encoding="utf-8") for path in files("frontend/css", ".css"))
    assert features_of(styles) - SINCE.keys() - SPARED.keys() - OLD == set()
    assert {name for name, since in SINCE.items() if date.fromisoformat(f"{since}-01") + WIDELY > WRITTEN} == set()


def test_scripts_ask_for_nothing_that_one_of_the_four_lacks():
    found = {(path.name, word) for path in files("frontend/js", ".js") for word in LACKING if word in path.read_text(encoding="utf-8")}
    assert found == set()


def test_pages_are_html5_without_plug_in():
    for path in files("templates", ".html"):
        text = path.read_text(encoding="utf-8").lower()
        assert "<html" not in text or "<!doctype html>" in text, path
        assert not re.search(r"<(object|embed|applet|param|frameset|marquee|font|center)\b", text), path
