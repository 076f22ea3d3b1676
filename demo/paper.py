# SPDX-License-Identifier: EUPL-1.2
"""Signatures of the demonstration: drawn on a screen, typed as a code, and on a sheet of paper that was photographed."""

import base64
import io
import math
from datetime import datetime
from random import Random

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image, ImageDraw, ImageFont

from demo.clock import at
from privacy.days import hour_in_words, in_words
from sessions.domain.attendance import sheet_name
from sessions.domain.paper import add_paper, note_signatures
from sessions.domain.presence import close_sheet
from sessions.domain.signing import Origin, code_at, sign_as_trainer, sign_drawn, sign_with_code
from sessions.models import Enrolment, SessionEvent
from sessions.pdf.fonts import BOLD, REGULAR

PHONE = Origin("192.0.2.24", "Mozilla/5.0 (Linux; Android 15) Firefox Mobile")
DESK = Origin("192.0.2.7", "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Firefox")
PAPER, INK, GREY, TABLE = (252, 250, 244), (32, 30, 28), (150, 145, 135), (196, 190, 178)
SIDE, ROW, LEFT = (1240, 877), 78, 70
Points = list[tuple[float, float]]


def sign_on_screens(event: SessionEvent, learners: list[Enrolment], trainer, moment: datetime) -> None:
    """The learners sign an event at `moment`, every third by drawing and the others by the trainer's code; the trainer signs too."""
    with at(moment):
        for number, enrolment in enumerate(learners):
            if number % 3 == 0:
                sign_drawn(event=event, enrolment=enrolment, drawing=_drawing(str(enrolment.user)), origin=PHONE)
            else:
                sign_with_code(event=event, enrolment=enrolment, code=code_at(event, timezone.now()), origin=PHONE)
        sign_as_trainer(event=event, by=trainer, origin=DESK, drawing=_drawing(str(trainer)))


def bring_back_paper(event: SessionEvent, enrolled: list[Enrolment], there: list[Enrolment], *, by, manager, moment: datetime) -> None:
    """The trainer `by` photographs the signed sheet and notes who signed on it; the manager validates the sheet."""
    names = [(sheet_name(one.user), one in there) for one in enrolled]
    photograph = SimpleUploadedFile("feuille.jpg", _photograph(event, sorted(names), str(event.trainer)), "image/jpeg")
    with at(moment):
        paper = add_paper(event=event, uploads=[photograph], by=by)
        note_signatures(sheet=paper, enrolments=there, by=by, trainer=True)
        close_sheet(event=event, by=manager)


def _scribble(name: str, left: float, top: float, width: float, height: float) -> Points:
    """A line as a hand draws it, the same for a name each time."""
    dice = Random(name)
    waves = [(dice.uniform(1.5, 6), dice.uniform(0, 6.3), dice.uniform(0.4, 1)) for _wave in range(3)]
    found = []
    for step in range(90):
        part = step / 89
        swing = sum(size * math.sin(6.283 * speed * part + start) for speed, start, size in waves) / 2.6
        found.append((left + width * (part + 0.06 * math.sin(31 * part)), top + height * (0.5 - 0.45 * swing * (1 - 0.4 * part))))
    return found


def _drawing(name: str) -> str:
    """A drawn signature as a browser sends it."""
    picture = Image.new("L", (480, 160), 255)
    ImageDraw.Draw(picture).line(_scribble(name, 40, 20, 380, 120), fill=20, width=5, joint="curve")
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()


def _photograph(event: SessionEvent, names: list[tuple[str, bool]], trainer: str) -> bytes:
    """The printed sheet with its signatures, a little askew on a table. names: each with whether they signed."""
    page = Image.new("RGB", SIDE, PAPER)
    pen = ImageDraw.Draw(page)
    title, text = _letters(30, BOLD), _letters(20)
    begins, ends = (moment.astimezone(event.session.zone) for moment in (event.starts_at, event.ends_at))
    pen.text((LEFT, 50), "Feuille d’émargement", INK, title)
    pen.text((LEFT, 98), event.title, INK, text)
    when = f"{in_words(begins, 'l j F Y')}, de {hour_in_words(begins)} à {hour_in_words(ends)}"
    pen.text((LEFT, 128), when, INK, text)
    top, right, middle = 180, SIDE[0] - LEFT, 620
    for number, (name, signed) in enumerate([*names, (f"Formateur : {trainer}", True)]):
        high = top + number * ROW
        pen.rectangle((LEFT, high, right, high + ROW), outline=GREY, width=2)
        pen.line((middle, high, middle, high + ROW), fill=GREY, width=2)
        pen.text((LEFT + 16, high + 26), name, INK, text)
        if signed:
            blue = (28, 42, 110 + 8 * (number % 5))
            pen.line(_scribble(name, middle + 40, high + 8, 260, ROW - 16), fill=blue, width=4, joint="curve")
    return _on_the_table(page)


def _on_the_table(page: Image.Image) -> bytes:
    buffer = io.BytesIO()
    page.rotate(1.3, Image.Resampling.BILINEAR, expand=True, fillcolor=TABLE).save(buffer, "JPEG", quality=70)
    return buffer.getvalue()


def _letters(size: int, face: str = REGULAR) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(settings.DOCUMENT_FONTS / f"{face}.ttf"), size)
