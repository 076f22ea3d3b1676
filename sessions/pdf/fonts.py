"""Letters of our PDFs: DejaVu Sans (Latin, Greek, Cyrillic, Arabic, Tifinagh), embedded with what is used of it.

Arabic: docs/decisions/0095-arabic-in-pdfs.md.
"""

import re
import unicodedata
from functools import cache

from arabic_reshaper import ArabicReshaper
from bidi import get_display
from django.conf import settings
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

REGULAR, BOLD, ITALIC, BOLD_ITALIC = settings.DOCUMENT_FACES
SPACES = dict.fromkeys(map(ord, "\u202f\u2007\u2009\u200a"), "\u00a0")
# What French never parts from its word, whoever typed the text: “mot »”, “« mot”, “mot !”, “100 %”, “3 €”.
_KEPT_TOGETHER = re.compile(r"(?<=«) | (?=[»:;!?%€])")
# Scripts written from right to left: Hebrew to Arabic Extended-A, and the forms that Arabic letters take.
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
# The face lacks the one letter for “Allah”, as in Abdallah: its letters are joined like others.
_SHAPES = ArabicReshaper({"ARABIC LIGATURE ALLAH": False})
_SPACE_WITHIN = re.compile(f"(?<={_RIGHT_TO_LEFT.pattern}) (?={_RIGHT_TO_LEFT.pattern})")


@cache
def load_fonts() -> TTFont:
    """Register the family once; returns the regular face."""
    faces = {name: TTFont(name, settings.DOCUMENT_FONTS / f"{name}.ttf") for name in (REGULAR, BOLD, ITALIC, BOLD_ITALIC)}
    for face in faces.values():
        pdfmetrics.registerFont(face)
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=ITALIC, boldItalic=BOLD_ITALIC)
    return faces[REGULAR]


def has_italics(text: str) -> bool:
    """Whether the slanted face has all its letters: Arabic and Tifinagh know no italics."""
    load_fonts()
    return all(ord(char) in pdfmetrics.getFont(ITALIC).face.charToGlyph for char in text if char not in "\n\t")


def printable(text: str) -> str:
    """The text in letters the fonts have, in the order in which they are drawn.

    A letter the fonts lack loses its accent, one without a base becomes “?”.
    """
    known = load_fonts().face.charToGlyph
    text = _KEPT_TOGETHER.sub("\u00a0", unicodedata.normalize("NFC", text).translate(SPACES))
    if _RIGHT_TO_LEFT.search(text):
        text = "\n".join(map(_as_drawn, text.split("\n")))
    return "".join(char if ord(char) in known or char in "\n\t" else _nearest(char, known) for char in text)


def _as_drawn(line: str) -> str:
    """Arabic letters joined, and what is read from right to left turned round.

    The words of a name stay on one line: parted at a line's end they would be read in the wrong order.
    """
    return get_display(_SHAPES.reshape(_SPACE_WITHIN.sub("\u00a0", line)), base_dir="L")


def _nearest(char: str, known: dict[int, int]) -> str:
    base = unicodedata.normalize("NFKD", char)[0]
    if ord(base) in known:
        return base
    return "" if unicodedata.combining(char) else "?"
