"""What our documents share: the brand above, the foot with page numbers, and the styles of their words."""

import io
from functools import cache
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _
from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from cms.models import Brand
from sessions.pdf.fonts import BOLD, REGULAR, printable

EXAMPLE = HexColor("#ecc9c2")
INK, SOFT, LINE, GROUND = HexColor("#22201c"), HexColor("#5b554b"), HexColor("#cfc7b8"), HexColor("#f8f5f0")
LOGO_HEIGHT = 11 * mm


class NumberedCanvas(Canvas):
    """Writes “Page 2 of 5” below each page once all of them are known. `margin` is where the line ends."""

    margin = 15 * mm

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.kept: list[dict] = []

    def showPage(self) -> None:
        self.kept.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        for number, state in enumerate(self.kept, start=1):
            self.__dict__.update(state)
            self._write_number(number)
            super().showPage()
        super().save()

    def _write_number(self, number: int) -> None:
        self.saveState()
        self.setFont(REGULAR, 8)
        self.setFillColor(SOFT)
        words = _("Page %(number)d of %(count)d") % {"number": number, "count": len(self.kept)}
        self.drawRightString(self._pagesize[0] - self.margin, 9 * mm, printable(words))
        self.restoreState()


@cache
def style(size: float, *, bold: bool = False, colour: HexColor = INK, after: float = 0, before: float = 0) -> ParagraphStyle:
    name = f"{size}{bold}{colour}{after}{before}"
    font = BOLD if bold else REGULAR
    return ParagraphStyle(name, fontName=font, fontSize=size, leading=size * 1.35, textColor=colour, spaceAfter=after, spaceBefore=before)


def words(text: object, how: ParagraphStyle) -> Paragraph:
    """Text as a paragraph; its line ends stay."""
    return Paragraph(escape(printable(str(text))).replace("\n", "<br/>"), how)


def draw_brand(canvas: Canvas, brand: Brand, *, margin: float) -> None:
    """A band in the brand's colour, logo and name at the start, the provider's details at the end: 22 mm in all."""
    width, height = canvas._pagesize
    canvas.setFillColor(HexColor(brand.colour))
    canvas.rect(0, height - 4 * mm, width, 4 * mm, stroke=0, fill=1)
    start, picture = margin, logo_of(brand)
    if picture is not None:
        wide, high = picture.getSize()
        canvas.drawImage(picture, start, height - 18 * mm, width=wide * LOGO_HEIGHT / high, height=LOGO_HEIGHT, mask="auto")
        start += wide * LOGO_HEIGHT / high + 4 * mm
    canvas.setFont(BOLD, 12)
    canvas.drawString(start, height - 14 * mm, printable(brand.name))
    canvas.setFont(REGULAR, 7.5)
    canvas.setFillColor(SOFT)
    for place, line in enumerate([brand.provider_name or brand.name, *brand.provider_details.splitlines()][:4]):
        canvas.drawRightString(width - margin, height - 9 * mm - place * 3.4 * mm, printable(line))


def draw_foot(canvas: Canvas, text: str, *, margin: float) -> None:
    canvas.setFont(REGULAR, 8)
    canvas.setFillColor(SOFT)
    canvas.drawString(margin, 9 * mm, printable(text))


def draw_example(canvas: Canvas) -> None:
    """Across the page, below its words: what comes from a sandbox is worth nothing (decision 0089)."""
    width, height = canvas._pagesize
    canvas.saveState()
    canvas.translate(width / 2, height / 2)
    canvas.rotate(40)
    canvas.setFont(BOLD, 54)
    canvas.setFillColor(EXAMPLE)
    canvas.drawCentredString(0, 0, printable(_("Example – of no value")))
    canvas.restoreState()


def logo_of(brand: Brand) -> ImageReader | None:
    """The brand's logo, or None; a picture that cannot be read must not stop a document."""
    if brand.logo is None:
        return None
    try:
        with brand.logo.get_rendition("max-600x240|format-png").file.open("rb") as handle:
            return ImageReader(io.BytesIO(handle.read()))
    except OSError:
        return None
