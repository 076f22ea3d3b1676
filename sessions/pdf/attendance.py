"""The attendance sheet of a half-day or virtual class as a PDF, A4 landscape: blank to be signed on paper, or as it was kept."""

import io
from functools import partial

from django.conf import settings
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, CondPageBreak, Flowable, Frame, Image, PageBreak, PageTemplate, Paragraph, Spacer, Table

from privacy.days import in_words
from sessions.domain.attendance import (
    Row,
    Sheet,
    closing_words,
    history_lines,
    hour,
    moment_words,
    pages_words,
    paper_words,
    presence_words,
    sheet_name,
    signature_words,
    withdrawal_words,
)
from sessions.domain.branding import site_brand
from sessions.enums import EventKind
from sessions.models import PaperSheet, SessionEvent, Signature
from sessions.pdf.fonts import load_fonts
from sessions.pdf.page import GROUND, INK, LINE, SOFT, NumberedCanvas, draw_brand, draw_example, draw_foot, style, words

WIDTH, HEIGHT = landscape(A4)
MARGIN, TOP, FOOT = 15 * mm, 21 * mm, 15 * mm
INSIDE = WIDTH - 2 * MARGIN
ROW, TABLE_HEAD, TRAINER_BOX = 12.5 * mm, 9.5 * mm, 28 * mm
# The least that a hand signs in.
LEAST_ROW = 10 * mm
TO_FILL_IN = "." * 40
PICTURE_WIDTH, PICTURE_HEIGHT = 40 * mm, 11 * mm
GRID = [
    ("GRID", (0, 0), (-1, -1), 0.6, LINE),
    ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ("BACKGROUND", (0, 0), (-1, 0), GROUND),
    ("TOPPADDING", (0, 0), (-1, -1), 2),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
    ("LEFTPADDING", (0, 0), (-1, -1), 4),
    ("RIGHTPADDING", (0, 0), (-1, -1), 4),
]


def attendance_pdf(sheet: Sheet, *, blank: bool = False) -> bytes:
    """blank: with empty boxes for signing on paper, whatever was noted on screen."""
    load_fonts()
    buffer, brand = io.BytesIO(), site_brand()
    with translation.override(settings.LANGUAGE_CODE):
        name = _("Attendance sheet")
        document = BaseDocTemplate(
            buffer,
            pagesize=(WIDTH, HEIGHT),
            title=f"{name} · {sheet.event.title} · {day_of(sheet.event)}",
            author=brand.provider_name or brand.name,
            subject=sheet.event.session.name,
            creator=brand.name,
            lang=settings.LANGUAGE_CODE,
            displayDocTitle=True,
        )
        head = _head(sheet.event, name, HexColor(brand.colour), blank=blank)
        room = HEIGHT - TOP - sum(high for _part, high in head) - 4 * mm - FOOT
        frame = Frame(MARGIN, FOOT, INSIDE, room, 0, 0, 0, 0)
        around = partial(_draw_around, brand=brand, sheet=sheet, head=head, blank=blank)
        document.addPageTemplates(PageTemplate(frames=[frame], onPage=around))
        document.build(_blank_story(sheet, room) if blank else _kept_story(sheet), canvasmaker=NumberedCanvas)
    return buffer.getvalue()


def day_of(event: SessionEvent) -> str:
    return in_words(event.starts_at.astimezone(event.session.zone), "l j F Y")


def sheet_filename(event: SessionEvent, *, blank: bool = False) -> str:
    day = event.starts_at.astimezone(event.session.zone).date().isoformat()
    return f"emargement-{day}-{slugify(event.title)[:60] or event.pk}{'-a-signer' if blank else ''}.pdf"


def fact_lines(event: SessionEvent, *, blank: bool = False) -> list[tuple[str, str]]:
    """What identifies the sheet: names and values, empty ones left out; blank: with room to write place and trainer by hand."""
    zone, to_fill = event.session.zone, TO_FILL_IN if blank else ""
    hours = _("from %(begins)s to %(ends)s") % {"begins": hour(event.starts_at, zone), "ends": hour(event.ends_at, zone)}
    place = event.place.replace("\n", ", ") or (_("at a distance") if event.link or event.kind == EventKind.VIRTUAL_CLASS else to_fill)
    lines = [
        (_("Training"), event.session.pathway.title),
        (_("Session"), event.session.name),
        (_("Date"), day_of(event)),
        (_("Hours"), hours),
        (_("Kind"), str(event.get_kind_display())),
        (_("Place"), place),
        (_("Run by"), event.session.region.name),
        (_("Trainer"), str(event.trainer or to_fill)),
    ]
    return [(name, said) for name, said in lines if said]


# --- Before: to be signed on paper ---


def _blank_story(sheet: Sheet, room: float) -> list[Flowable]:
    """room: the height of a page. A small group's rows are a little lower, so that the trainer signs below them and not overleaf."""
    head = [_("No."), _("Name"), _("Arrived (if late)"), _("Left (if early)"), _("Signature")]
    text = style(10)
    rows = [[words(row.number, text), words(row.name, text), "", "", ""] for row in sheet.rows if row.is_enrolled]
    widths = [11 * mm, 84 * mm, 28 * mm, 28 * mm, INSIDE - 151 * mm]
    below = 4 * mm + TRAINER_BOX
    fitting = (room - TABLE_HEAD - below - 1) / max(1, len(rows))
    height = min(ROW, fitting) if fitting >= LEAST_ROW else ROW
    return [_table(head, rows, widths, height=height), Spacer(0, 4 * mm), CondPageBreak(TRAINER_BOX), _trainer_box(sheet.event)]


def _trainer_box(event: SessionEvent) -> Table:
    label = _("Trainer")
    names = words(f"{label} : {event.trainer or ''}", style(10, bold=True))
    note = words(_("I certify that the learners who signed above took part in this half-day."), style(8.5, colour=SOFT))
    box = words(_("Signature of the trainer"), style(8, colour=SOFT))
    table = Table([[[names, Spacer(0, 4), note], box]], colWidths=[INSIDE - 105 * mm, 105 * mm], rowHeights=[TRAINER_BOX])
    table.setStyle([("BOX", (1, 0), (1, 0), 0.6, LINE), ("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (0, 0), 0)])
    return table


# --- After: what was signed, how, and by whom it was validated ---


def _kept_story(sheet: Sheet) -> list[Flowable]:
    zone, text = sheet.event.session.zone, style(9.5)
    head = [_("No."), _("Name"), _("Presence"), _("Signature"), _("Noted by")]
    rows = [
        [words(row.number, text), words(row.name, text), _presence(row, zone), *_signature(row.signature, zone), _noted(row, zone)]
        for row in sheet.rows
    ]
    widths = [11 * mm, 68 * mm, 52 * mm, 82 * mm, INSIDE - 213 * mm]
    story = [_table(head, rows, widths), Spacer(0, 4 * mm), CondPageBreak(24 * mm), *_trainers(sheet)]
    closing = words(closing_words(sheet.event), style(10, bold=True, before=6))
    return [*story, closing, *_evidence(sheet), *_papers(sheet), *_history(sheet)]


def _presence(row: Row, zone) -> Paragraph:
    return words(presence_words(row.presence, zone), style(9.5, bold=row.presence is not None))


def _noted(row: Row, zone) -> Paragraph:
    if row.presence is None:
        return words("", style(8, colour=SOFT))
    return words(f"{row.presence.validated_by or '–'}\n{moment_words(row.presence.validated_at, zone)}", style(8, colour=SOFT))


def _signature(signature: Signature | None, zone) -> list:
    """One cell: the picture beside the words of how and when, or the words alone."""
    if signature is None:
        return [words(_("Not signed"), style(8, colour=SOFT))]
    note = words(signature_words(signature, zone, short=True), style(7.5, colour=SOFT))
    picture = picture_of(signature)
    if picture is None:
        return [note]
    table = Table([[picture, note]], colWidths=[PICTURE_WIDTH, 38 * mm])
    table.setStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 0),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
        ]
    )
    return [table]


def picture_of(signature: Signature) -> Image | None:
    """The drawn signature, as large as its box allows; None where none was drawn or its file is gone."""
    if not signature.is_drawn:
        return None
    try:
        with signature.picture.open("rb") as handle:
            picture = Image(io.BytesIO(handle.read()))
    except OSError:
        return None
    share = min(PICTURE_WIDTH / picture.imageWidth, PICTURE_HEIGHT / picture.imageHeight)
    picture.drawWidth, picture.drawHeight = picture.imageWidth * share, picture.imageHeight * share
    return picture


def _trainers(sheet: Sheet) -> list[Flowable]:
    if not sheet.trainers:
        return [words(_("No signature of a trainer is noted."), style(9, colour=SOFT))]
    zone = sheet.event.session.zone
    rows = [[words(sheet_name(one.signer), style(9.5)), *_signature(one, zone)] for one in sheet.trainers]
    return [_table([_("Trainer"), _("Signature")], rows, [79 * mm, INSIDE - 79 * mm])]


def _evidence(sheet: Sheet) -> list[Flowable]:
    """Where each signature came from, for whoever checks it."""
    signatures = [*(row.signature for row in sheet.rows if row.signature), *sheet.trainers]
    if not signatures:
        return []
    small, zone = style(7.5), sheet.event.session.zone
    head = [_("Signer"), _("Way and time"), _("Network address"), _("Device"), _("Fingerprint of the picture (SHA-256)")]
    rows = [
        [
            words(sheet_name(one.signer), small),
            words(signature_words(one, zone), small),
            words(one.address or "–", small),
            words(one.device or "–", small),
            words(" ".join(one.sha256[at : at + 16] for at in range(0, 64, 16)).strip() or "–", small),
        ]
        for one in signatures
    ]
    widths = [45 * mm, 52 * mm, 32 * mm, 82 * mm, INSIDE - 211 * mm]
    title = words(_("Evidence of the signatures"), style(12, bold=True, after=5))
    return [PageBreak(), title, _table(head, rows, widths, height=None), Spacer(0, 5 * mm)]


def _papers(sheet: Sheet) -> list[Flowable]:
    """The signed paper sheets that came back: they go beside this one, and are known by their fingerprints."""
    if not sheet.papers:
        return []
    small = style(7.5)
    rows = [[words(text, small) for text in _paper(one)] for one in sheet.papers]
    start = [CondPageBreak(40 * mm)] if sheet.signed or sheet.trainers else [PageBreak()]
    title = words(_("Signed paper sheet, scanned"), style(12, bold=True, after=5))
    head = [_("Added"), _("Fingerprints of the files (SHA-256)"), _("Withdrawn")]
    return [*start, title, _table(head, rows, [80 * mm, 110 * mm, INSIDE - 190 * mm], height=None), Spacer(0, 5 * mm)]


def _paper(paper: PaperSheet) -> tuple[str, str, str]:
    marks = [f"{page.number} ({pages_words(page.pages)}) : {page.sha256}" for page in paper.pages.all()]
    return paper_words(paper), "\n".join(marks), withdrawal_words(paper) or "–"


def _history(sheet: Sheet) -> list[Flowable]:
    lines = history_lines(sheet)
    if not lines:
        return []
    small = style(7.5)
    rows = [[words(one.moment, small), words(one.author, small), words(one.what, small), words(one.reason, small)] for one in lines]
    widths = [38 * mm, 45 * mm, 110 * mm, INSIDE - 193 * mm]
    title = words(_("History of the sheet"), style(12, bold=True, after=5))
    start = [CondPageBreak(40 * mm)] if sheet.signed or sheet.trainers or sheet.papers else [PageBreak()]
    return [*start, title, _table([_("When"), _("By whom"), _("What"), _("Why")], rows, widths, height=None)]


# --- Around ---


def _table(head: list[str], rows: list[list], widths: list[float], *, height: float | None = ROW) -> Table:
    top = [words(title, style(8.5, bold=True)) for title in head]
    heights = None if height is None else [TABLE_HEAD, *(max(height, _height_of(row, widths)) for row in rows)]
    table = Table([top, *rows], colWidths=widths, rowHeights=heights, repeatRows=1)
    table.setStyle(GRID)
    return table


def _height_of(row: list, widths: list[float]) -> float:
    """What the longest of its texts needs, with the padding of GRID."""
    texts = [(one, wide) for one, wide in zip(row, widths, strict=True) if isinstance(one, Paragraph)]
    return max((one.wrap(wide - 8, HEIGHT)[1] for one, wide in texts), default=0) + 6


def _head(event: SessionEvent, name: str, colour: HexColor, *, blank: bool) -> list[tuple[Flowable, float]]:
    """What stands above the table on each page, with its heights: title and facts, as tall as their words are long."""
    title = words(f"{name} – {event.title}", style(14, bold=True, colour=colour))
    facts = _facts(event, blank=blank)
    return [(title, title.wrap(INSIDE, HEIGHT)[1] + 1.5 * mm), (facts, facts.wrap(INSIDE, HEIGHT)[1])]


def _draw_around(canvas: Canvas, _document, *, brand, sheet: Sheet, head: list[tuple[Flowable, float]], blank: bool) -> None:
    """Each page stands alone: brand, what the sheet is of, and who made it when."""
    canvas.saveState()
    if sheet.event.session.region.is_sandbox:
        draw_example(canvas)
    draw_brand(canvas, brand, margin=MARGIN)
    below = HEIGHT - TOP
    for part, high in head:
        _wide, tall = part.wrapOn(canvas, INSIDE, HEIGHT)
        part.drawOn(canvas, MARGIN, below - tall)
        below -= high
    canvas.setFillColor(INK)
    made = _("Made on %(moment)s") % {"moment": moment_words(timezone.now(), sheet.event.session.zone)}
    to_sign = _("to be signed by each learner and by the trainer")
    draw_foot(canvas, f"{made} · {to_sign}" if blank else made, margin=MARGIN)
    canvas.restoreState()


def _facts(event: SessionEvent, *, blank: bool) -> Table:
    """Names and values in two columns of pairs."""
    label, value = style(8.5, colour=SOFT), style(8.5, bold=True)
    pairs = [[words(name, label), words(_short(said), value)] for name, said in fact_lines(event, blank=blank)]
    half = (len(pairs) + 1) // 2
    rows = [pairs[at] + (pairs[at + half] if at + half < len(pairs) else ["", ""]) for at in range(half)]
    table = Table(rows, colWidths=[26 * mm, INSIDE / 2 - 26 * mm, 26 * mm, INSIDE / 2 - 26 * mm])
    table.setStyle(
        [
            ("TOPPADDING", (0, 0), (-1, -1), 0),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ]
    )
    return table


def _short(text: str, length: int = 150) -> str:
    """Two or three lines of the head: the table needs the room."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
