"""Letters of our PDFs: Bitstream Vera, which comes with reportlab, embedded with what is used of it."""

import re
import unicodedata
from functools import cache
from pathlib import Path

import reportlab
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

REGULAR, BOLD, ITALIC = "Vera", "VeraBd", "VeraIt"
SPACES = dict.fromkeys(map(ord, "\u202f\u2007\u2009\u200a"), "\u00a0")
# What French never parts from its word, whoever typed the text: “mot »”, “« mot”, “mot !”, “100 %”, “3 €”.
_KEPT_TOGETHER = re.compile(r"(?<=«) | (?=[»:;!?%€])")


@cache
def load_fonts() -> TTFont:
    """Register the family once; returns the regular face."""
    folder = Path(reportlab.__file__).parent / "fonts"
    faces = {name: TTFont(name, folder / f"{name}.ttf") for name in (REGULAR, BOLD, ITALIC, "VeraBI")}
    for face in faces.values():
        pdfmetrics.registerFont(face)
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=ITALIC, boldItalic="VeraBI")
    return faces[REGULAR]


def printable(text: str) -> str:
    """The text in letters the fonts have: a letter they lack loses its accent, one without a base becomes “?”."""
    known = load_fonts().face.charToGlyph
    text = _KEPT_TOGETHER.sub("\u00a0", unicodedata.normalize("NFC", text).translate(SPACES))
    return "".join(char if ord(char) in known or char in "\n\t" else _nearest(char, known) for char in text)


def _nearest(char: str, known: dict[int, int]) -> str:
    base = unicodedata.normalize("NFKD", char)[0]
    if ord(base) in known:
        return base
    return "" if unicodedata.combining(char) else "?"
