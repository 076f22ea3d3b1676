"""A certificate as a PDF: what was frozen at issue, on one page of A4, with a code anyone can check."""

import io
from datetime import date
from functools import partial
from xml.sax.saxutils import escape

import segno
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from reportlab.lib.colors import HexColor, white
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, KeepTogether, PageTemplate, Paragraph, Spacer, Table

from cms.templatetags.interface import minutes as in_hours
from privacy.days import in_words
from sessions.domain.branding import site_brand
from sessions.models import Certificate
from sessions.pdf.fonts import BOLD, REGULAR, load_fonts, printable
from sessions.pdf.page import draw_example

WIDTH, HEIGHT = A4
MARGIN = 22 * mm
HEAD, FOOT = 36 * mm, 40 * mm
INK, SOFT, LINE, GROUND = HexColor("#22201c"), HexColor("#5b554b"), HexColor("#e2dcd1"), HexColor("#f8f5f0")
QR_SIDE = 26 * mm


def certificate_pdf(certificate: Certificate) -> bytes:
    """The document, the same bytes' worth of content whenever it is asked for."""
    load_fonts()
    buffer = io.BytesIO()
    with translation.override(settings.LANGUAGE_CODE):
        content, name = certificate.content, _("Certificate of completion")
        document = BaseDocTemplate(
            buffer,
            pagesize=A4,
            title=f"{name} · {content['learner']}",
            author=content["provider"],
            subject=content["pathway"],
            creator=content["brand"],
            keywords=[certificate.code],
            lang=settings.LANGUAGE_CODE,
            displayDocTitle=True,
            invariant=1,
        )
        frame = Frame(MARGIN, FOOT, WIDTH - 2 * MARGIN, HEIGHT - HEAD - FOOT, 0, 0, 0, 0)
        document.addPageTemplates(PageTemplate(frames=[frame], onPage=partial(_draw_around, certificate=certificate)))
        document.build(_story(content))
    return buffer.getvalue()


def verification_url(certificate: Certificate) -> str:
    return settings.SITE_ORIGIN + reverse("training_sessions:verify", args=[certificate.code])


def _style(size: float, *, bold: bool = False, colour=INK, centred: bool = False, after: float = 0) -> ParagraphStyle:
    return ParagraphStyle(
        f"{size}{bold}{colour}{centred}",
        fontName=BOLD if bold else REGULAR,
        fontSize=size,
        leading=size * 1.45,
        textColor=colour,
        spaceAfter=after,
        alignment=TA_CENTER if centred else 0,
    )


def _words(text: str, style: ParagraphStyle) -> Paragraph:
    return Paragraph(escape(printable(str(text))), style)


def _story(content: dict) -> list:
    attest = _("The undersigned, %(signatory)s, for %(provider)s, certifies that")
    who = {"signatory": content["signatory"] or content["region"], "provider": content["provider"]}
    lead, brand = _style(10.5, colour=SOFT, centred=True, after=6), HexColor(content.get("colour", "#0f5f5c"))
    return [
        _words(_("Certificate of completion"), _style(25, bold=True, colour=brand, centred=True, after=9)),
        _words(attest % who, lead),
        _words(content["learner"], _style(19, bold=True, centred=True, after=5)),
        _words(_("took part in the training"), lead),
        _words(content["pathway"], _style(15, bold=True, centred=True, after=14)),
        _facts(content),
        Spacer(0, 12),
        *_results(content),
        Spacer(0, 14),
        KeepTogether(_signature(content)),
    ]


def _facts(content: dict) -> Table:
    label, value = _style(9.5, colour=SOFT), _style(9.5)
    rows = [[_words(name, label), _words(said, value)] for name, said in fact_lines(content)]
    table = Table(rows, colWidths=[58 * mm, WIDTH - 2 * MARGIN - 58 * mm])
    table.setStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LINEBELOW", (0, 0), (-1, -1), 0.6, LINE),
            ("LINEABOVE", (0, 0), (-1, 0), 0.6, LINE),
            ("LEFTPADDING", (0, 0), (-1, -1), 2),
            ("TOPPADDING", (0, 0), (-1, -1), 4),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
        ]
    )
    return table


def fact_lines(content: dict) -> list[tuple[str, str]]:
    """What the certificate states, as pairs of words: the same on paper and on the accessible page."""
    first, last = (in_words(date.fromisoformat(content[name])) for name in ("starts_on", "ends_on"))
    parts = [_("%(duration)s at a distance") % {"duration": in_hours(content["remote_minutes"])}]
    if content["on_site_minutes"]:
        parts.append(_("%(duration)s on site") % {"duration": in_hours(content["on_site_minutes"])})
    lines = [
        (_("Nature of the action"), _("Training action (article L. 6313-1, 1°, of the French Labour Code)")),
        (_("Dates"), _("from %(first)s to %(last)s") % {"first": first, "last": last}),
        (_("Planned duration"), f"{in_hours(content['planned_minutes'])} ({', '.join(parts)})"),
        (_("Duration of the finished steps"), in_hours(content["followed_minutes"])),
        (_("Time spent online, as measured"), in_hours(round(content["seconds"] / 60))),
        (_("Run by"), content["region"]),
    ]
    return [(name, said) for name, said in lines if said]


def verdict(content: dict) -> str:
    if content["succeeded"]:
        return _("Pathway succeeded: every condition of success is met.")
    return _("Pathway followed at %(percent)d %%.") % {"percent": content["percent"]}


def result_lines(content: dict) -> list[str]:
    """The assessed results in words: the conditions of success, else the scores. Those met are marked where not all are."""
    if content["conditions"]:
        marked = not content["succeeded"]
        met = _("%(condition)s – condition met")
        return [met % {"condition": one["words"]} if marked and one["met"] else one["words"] for one in content["conditions"]]
    return [_("%(title)s: %(score)d %%") % one for one in content["results"]]


def _results(content: dict) -> list:
    brand = HexColor(content.get("colour", "#0f5f5c"))
    rows = [[_words(verdict(content), _style(11, bold=True, colour=brand))]]
    rows += [[_words(f"•  {line}", _style(9))] for line in result_lines(content)]
    table = Table(rows, colWidths=[WIDTH - 2 * MARGIN])
    table.setStyle(
        [
            ("BACKGROUND", (0, 0), (-1, -1), GROUND),
            ("LINEBEFORE", (0, 0), (0, -1), 3, brand),
            ("LEFTPADDING", (0, 0), (-1, -1), 10),
            ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
            ("TOPPADDING", (0, 0), (-1, 0), 7),
            ("BOTTOMPADDING", (0, -1), (-1, -1), 8),
        ]
    )
    return [table]


def _signature(content: dict) -> list:
    day = in_words(date.fromisoformat(content["issued_on"]))
    text, soft = _style(10), _style(8.5, colour=SOFT)
    left = [_words(_("Done in %(place)s, on %(day)s") % {"place": content["place"], "day": day}, text), Spacer(0, 4)]
    left += [_words(content["signatory"], _style(10, bold=True)), _words(content["provider"], soft)]
    box = Table([[_words(_("Signature and stamp"), soft)]], colWidths=[70 * mm], rowHeights=[27 * mm])
    box.setStyle([("BOX", (0, 0), (-1, -1), 0.6, LINE), ("VALIGN", (0, 0), (-1, -1), "TOP")])
    table = Table([[left, box]], colWidths=[WIDTH - 2 * MARGIN - 70 * mm, 70 * mm])
    table.setStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 0)])
    return [table]


def _draw_around(canvas: Canvas, _document, *, certificate: Certificate) -> None:
    canvas.saveState()
    if certificate.content.get("example"):
        draw_example(canvas)
    _draw_head(canvas, certificate.content)
    _draw_foot(canvas, certificate)
    canvas.restoreState()


def _draw_head(canvas: Canvas, content: dict) -> None:
    brand = HexColor(content.get("colour", "#0f5f5c"))
    canvas.setFillColor(brand)
    canvas.rect(0, HEIGHT - 5 * mm, WIDTH, 5 * mm, stroke=0, fill=1)
    start = MARGIN
    logo = _logo()
    if logo is not None:
        wide, high = logo.getSize()
        height = 12 * mm
        canvas.drawImage(logo, start, HEIGHT - 23 * mm, width=wide * height / high, height=height, mask="auto")
        start += wide * height / high + 4 * mm
    canvas.setFont(BOLD, 13)
    canvas.drawString(start, HEIGHT - 18.5 * mm, printable(content["brand"]))
    canvas.setFont(REGULAR, 8)
    canvas.setFillColor(SOFT)
    lines = [content["provider"], *content["provider_details"].splitlines()][:4]
    for place, line in enumerate(lines):
        canvas.drawRightString(WIDTH - MARGIN, HEIGHT - 13 * mm - place * 4 * mm, printable(line))


def _logo() -> ImageReader | None:
    """The brand's logo of today, or None; a picture that cannot be read must not stop a certificate."""
    logo = site_brand().logo
    if logo is None:
        return None
    try:
        with logo.get_rendition("max-600x240|format-png").file.open("rb") as handle:
            return ImageReader(io.BytesIO(handle.read()))
    except OSError:
        return None


def _draw_foot(canvas: Canvas, certificate: Certificate) -> None:
    canvas.setStrokeColor(LINE)
    canvas.line(MARGIN, FOOT - 4 * mm, WIDTH - MARGIN, FOOT - 4 * mm)
    address = verification_url(certificate)
    _draw_qr(canvas, address, WIDTH - MARGIN - QR_SIDE, FOOT - 7 * mm - QR_SIDE)
    canvas.setFillColor(SOFT)
    canvas.setFont(REGULAR, 8.5)
    top = FOOT - 12 * mm
    canvas.drawString(MARGIN, top, printable(_("This certificate can be checked by its code:")))
    canvas.setFillColor(INK)
    canvas.setFont(BOLD, 13)
    canvas.drawString(MARGIN, top - 7 * mm, certificate.code)
    canvas.setFont(REGULAR, 8.5)
    canvas.setFillColor(SOFT)
    canvas.drawString(MARGIN, top - 13 * mm, address)
    canvas.linkURL(address, (MARGIN, top - 14 * mm, WIDTH - MARGIN - QR_SIDE - 4 * mm, top - 10 * mm))


def _draw_qr(canvas: Canvas, address: str, left: float, bottom: float) -> None:
    code = segno.make(address, error="m", micro=False)
    rows = list(code.matrix_iter(border=2))
    side = QR_SIDE / len(rows)
    canvas.setFillColor(white)
    canvas.rect(left, bottom, QR_SIDE, QR_SIDE, stroke=0, fill=1)
    canvas.setFillColor(INK)
    for row, cells in enumerate(rows):
        for column, dark in enumerate(cells):
            if dark:
                canvas.rect(left + column * side, bottom + QR_SIDE - (row + 1) * side, side, side, stroke=0, fill=1)
