"""A summary sheet as a PDF: the same for everyone, with the brand above and the pages numbered."""

import io
from collections.abc import Callable
from functools import partial
from xml.sax.saxutils import escape

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph, Spacer

from cms.models import Brand
from sessions.domain.branding import site_brand
from sessions.pdf.fonts import BOLD, REGULAR, load_fonts, printable
from sessions.pdf.page import NumberedCanvas, draw_example, draw_foot
from sessions.pdf.rich_text import RichText

WIDTH, HEIGHT = A4
MARGIN, HEAD, FOOT = 22 * mm, 26 * mm, 22 * mm
SOFT = HexColor("#5b554b")


class Numbered(NumberedCanvas):
    margin = MARGIN


def summary_sheet_pdf(*, title: str, pathway: str, text: str, link: Callable[[str], str], example: bool = False) -> bytes:
    """text: the sheet's HTML. link: the absolute address to print for an address found in it, "" for none."""
    load_fonts()
    buffer, brand = io.BytesIO(), site_brand()
    with translation.override(settings.LANGUAGE_CODE):
        name = _("Summary sheet")
        document = BaseDocTemplate(
            buffer,
            pagesize=A4,
            title=f"{title} · {name}",
            author=brand.provider_name or brand.name,
            subject=pathway,
            creator=brand.name,
            lang=settings.LANGUAGE_CODE,
            displayDocTitle=True,
            invariant=1,
        )
        frame = Frame(MARGIN, FOOT, WIDTH - 2 * MARGIN, HEIGHT - HEAD - FOOT, 0, 0, 0, 0)
        around = partial(_draw_around, brand=brand, pathway=pathway, example=example)
        document.addPageTemplates(PageTemplate(frames=[frame], onPage=around))
        document.build([*_title(title, pathway, brand), *RichText(link=link, colour=brand.colour).flowables(text)], canvasmaker=Numbered)
    return buffer.getvalue()


def _title(title: str, pathway: str, brand: Brand) -> list:
    soft = ParagraphStyle("soft", fontName=REGULAR, fontSize=9.5, leading=14, textColor=SOFT)
    head = ParagraphStyle("title", fontName=BOLD, fontSize=21, leading=27, textColor=HexColor(brand.colour), spaceBefore=2, spaceAfter=2)
    return [
        Paragraph(escape(printable(_("Summary sheet"))), soft),
        Paragraph(escape(printable(title)), head),
        Paragraph(escape(printable(pathway)), soft),
        Spacer(0, 10),
    ]


def _draw_around(canvas: Canvas, _document, *, brand: Brand, pathway: str, example: bool) -> None:
    canvas.saveState()
    if example:
        draw_example(canvas)
    canvas.setFillColor(HexColor(brand.colour))
    canvas.rect(0, HEIGHT - 5 * mm, WIDTH, 5 * mm, stroke=0, fill=1)
    canvas.setFont(BOLD, 11)
    canvas.drawString(MARGIN, HEIGHT - 16 * mm, printable(brand.name))
    draw_foot(canvas, pathway, margin=MARGIN)
    canvas.restoreState()
