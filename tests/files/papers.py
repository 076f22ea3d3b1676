"""Scans and photographs of a paper, as devices send them."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfWriter

ORIENTATION, GPS, MAKER = 0x0112, 0x8825, 0x010F


def photograph(name: str = "photo.jpg", *, kind: str = "JPEG", size: tuple[int, int] = (400, 300), turned: int = 1) -> SimpleUploadedFile:
    """A photograph with its left half red, taken with the device turned (EXIF 2.32, Orientation), which tells where and with what."""
    picture = Image.new("RGB", size, "white")
    picture.paste("red", (0, 0, size[0] // 2, size[1]))
    notes = Image.Exif()
    notes[ORIENTATION], notes[MAKER] = turned, "Telephone de Fabienne"
    notes[GPS] = {1: "N", 2: (48.0, 1.0, 2.0)}
    buffer = io.BytesIO()
    picture.save(buffer, kind, exif=notes.tobytes())
    return SimpleUploadedFile(name, buffer.getvalue())


def scan(name: str = "scan.pdf", *, pages: int = 2, password: str = "") -> SimpleUploadedFile:
    writer = PdfWriter()
    for _number in range(pages):
        writer.add_blank_page(width=595, height=842)
    if password:
        writer.encrypt(password, algorithm="AES-256")
    buffer = io.BytesIO()
    writer.write(buffer)
    return SimpleUploadedFile(name, buffer.getvalue())
