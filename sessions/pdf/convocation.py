"""A convocation as a PDF, A4 portrait."""

import io
from functools import partial
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, KeepTogether, PageTemplate, Paragraph, Spacer, Table

from cms.templatetags.interface import minutes as in_hours
from courses.enums import Modality
from sessions.domain.attendance import moment_words
from sessions.domain.convocations import Convocation, Shared, convocation_of, shared_of
from sessions.models import Enrolment
from sessions.pdf.fonts import load_fonts, printable
from sessions.pdf.page import LINE, SOFT, NumberedCanvas, draw_brand, draw_example, draw_foot, style, words

WIDTH, HEIGHT = A4
MARGIN, HEAD, FOOT = 18 * mm, 30 * mm, 17 * mm
INSIDE = WIDTH - 2 * MARGIN
ROWS = [
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LINEBELOW", (0, 0), (-1, -1), 0.5, LINE),
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 6),
    ("TOPPADDING", (0, 0), (-1, -1), 3),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
]


class Numbered(NumberedCanvas):
    margin = MARGIN


def convocation_pdf(convocation: Convocation) -> bytes:
    load_fonts()
    buffer, shared = io.BytesIO(), convocation.shared
    with translation.override(settings.LANGUAGE_CODE):
        name = _("Convocation")
        document = BaseDocTemplate(
            buffer,
            pagesize=A4,
            title=f"{name} · {convocation.name}",
            author=shared.provider,
            subject=shared.plan.title,
            creator=shared.brand.name,
            lang=settings.LANGUAGE_CODE,
            displayDocTitle=True,
        )
        frame = Frame(MARGIN, FOOT, INSIDE, HEIGHT - HEAD - FOOT, 0, 0, 0, 0)
        document.addPageTemplates(PageTemplate(frames=[frame], onPage=partial(_draw_around, shared=shared)))
        document.build(_story(convocation), canvasmaker=Numbered)
    return buffer.getvalue()


def pdf_for(enrolment: Enrolment, shared: Shared | None = None) -> bytes:
    """The convocation of an enrolment, in the language of documents from end to end."""
    with translation.override(settings.LANGUAGE_CODE):
        return convocation_pdf(convocation_of(enrolment, shared or shared_of(enrolment.session)))


def fact_lines(shared: Shared) -> list[tuple[str, str]]:
    """What, when, how long and where: names and values, empty ones left out."""
    session = shared.session
    parts = []
    if shared.minutes_at_a_distance:
        parts.append(_("%(duration)s at a distance") % {"duration": in_hours(shared.minutes_at_a_distance)})
    if shared.minutes_in_person:
        parts.append(_("%(duration)s on site") % {"duration": in_hours(shared.minutes_in_person)})
    lines = [
        (_("Training"), shared.plan.title),
        (_("Dates"), _("from %(first)s to %(last)s") % {"first": shared.first_day, "last": shared.last_day}),
        (_("Planned duration"), f"{in_hours(shared.plan.minutes)} ({', '.join(parts)})" if shared.plan.minutes else ""),
        (_("Run by"), session.region.name),
        (_("Address"), session.region.address),
    ]
    return [(name, said) for name, said in lines if said]


def access_lines(convocation: Convocation) -> list[str]:
    """How to get in, in sentences."""
    shared = convocation.shared
    opening = {"first": shared.first_day, "last": shared.last_day}
    return [
        _("The platform is open from %(first)s to %(last)s included, at the hours that suit you.") % opening,
        _("You sign in with your address %(email)s and the password you have chosen.") % {"email": convocation.email},
        _("First visit: your invitation, sent by e-mail, holds the link to choose your password."),
    ]


def _story(convocation: Convocation) -> list[Flowable]:
    shared = convocation.shared
    brand = HexColor(shared.brand.colour)
    invites = _("%(provider)s invites you to the training “%(title)s”. You will find below its dates, its programme and who helps you.")
    return [
        words(_("Convocation"), style(21, bold=True, colour=brand, after=4)),
        words(convocation.name, style(13, bold=True, after=5)),
        words(invites % {"provider": shared.provider, "title": shared.plan.title}, style(10, after=6)),
        _pairs(fact_lines(shared)),
        *_appointments(shared, brand),
        *_access(convocation, brand),
        *_contacts(shared, brand),
        *_programme(shared, brand),
    ]


def _heading(text: str, brand: HexColor) -> Paragraph:
    return words(text, style(12.5, bold=True, colour=brand, before=10, after=4))


def _pairs(lines: list[tuple[str, str]]) -> Table:
    rows = [[words(name, style(9.5, colour=SOFT)), words(said, style(9.5, bold=True))] for name, said in lines]
    table = Table(rows, colWidths=[38 * mm, INSIDE - 38 * mm])
    table.setStyle(ROWS)
    return table


def _appointments(shared: Shared, brand: HexColor) -> list[Flowable]:
    if not shared.appointments:
        return []
    text, soft = style(9.5), style(8.5, colour=SOFT)
    rows = []
    for one in shared.appointments:
        when = [words(one.day, style(9.5, bold=True)), words(one.hours, text)]
        where = [words(line, text) for line in (one.where,) if line]
        if one.link:
            where.append(_link(one.link, one.link, brand))
        if not where:
            where.append(words(_("To be announced"), soft))
        trainer = [words(_("with %(trainer)s") % {"trainer": one.trainer}, soft)] if one.trainer else []
        rows.append([when, [words(one.title, style(9.5, bold=True)), words(one.kind, soft), *trainer], where])
    table = Table(rows, colWidths=[46 * mm, 62 * mm, INSIDE - 108 * mm])
    table.setStyle(ROWS)
    note = words(_("Your presence is recorded at each of them: you sign the attendance sheet."), style(9, colour=SOFT, before=3))
    return [_heading(_("Your appointments"), brand), table, note]


def _access(convocation: Convocation, brand: HexColor) -> list[Flowable]:
    lines = [words(line, style(9.5, after=2)) for line in access_lines(convocation)]
    return [KeepTogether([_heading(_("Your access"), brand), _link(convocation.url, convocation.url, brand), Spacer(0, 3), *lines])]


def _link(address: str, label: str, brand: HexColor) -> Paragraph:
    colour = quoteattr(f"#{brand.hexval()[2:]}")
    return Paragraph(f"<a href={quoteattr(address)} color={colour}><u>{escape(printable(label))}</u></a>", style(9.5))


def _contacts(shared: Shared, brand: HexColor) -> list[Flowable]:
    rows = [
        [
            [words(one.name, style(9.5, bold=True)), words(one.purpose, style(8.5, colour=SOFT))],
            words("\n".join(filter(None, (one.email, one.phone))) or "–", style(9.5)),
        ]
        for one in shared.contacts
    ]
    table = Table(rows, colWidths=[80 * mm, INSIDE - 80 * mm])
    table.setStyle(ROWS)
    return [KeepTogether([_heading(_("Who helps you"), brand), table])]


def _programme(shared: Shared, brand: HexColor) -> list[Flowable]:
    story: list[Flowable] = []
    for number, sequence in enumerate(shared.plan.sequences, start=1):
        title = _("Sequence %(number)d: %(title)s") % {"number": number, "title": sequence.title}
        rows = [[words(title, style(10, bold=True)), "", words(in_hours(sequence.minutes), style(9.5, bold=True))]]
        for step in sequence.steps:
            modality = words(str(Modality(step.modality).label), style(8.5, colour=SOFT))
            rows.append([words(f"{step.number}. {step.title}", style(9.5)), modality, words(in_hours(step.minutes), style(9.5))])
        table = Table(rows, colWidths=[INSIDE - 78 * mm, 56 * mm, 22 * mm], repeatRows=1)
        table.setStyle(ROWS)
        first = [_heading(_("Programme"), brand)] if not story else []
        story += [KeepTogether([*first, table]), Spacer(0, 6)]
    return story


def _draw_around(canvas: Canvas, _document, *, shared: Shared) -> None:
    canvas.saveState()
    if shared.session.region.is_sandbox:
        draw_example(canvas)
    draw_brand(canvas, shared.brand, margin=MARGIN)
    made = moment_words(shared.made_at, shared.session.zone)
    draw_foot(canvas, _("%(session)s · made on %(moment)s") % {"session": shared.session.name[:60], "moment": made}, margin=MARGIN)
    canvas.restoreState()
