# SPDX-License-Identifier: EUPL-1.2
"""A paper that comes back as a scan or a photograph: upright, readable by anybody, without what the device wrote beside it."""

import io

import pypdf
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError
from pillow_heif import register_heif_opener
from pypdf.errors import PyPdfError

from files.domain.checks import FileRefused

register_heif_opener(thumbnails=False)

FORMATS = ["JPEG", "PNG", "WEBP", "HEIF"]
# An A4 page at some 220 points an inch: every handwritten word can be read.
LONGEST_SIDE = 2600
QUALITY = 82
# What is unpacked in memory at most; photographs in JPEG are read at a fraction of their size before that.
MOST_PIXELS = 60_000_000
BROKEN = (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError)
BROKEN_PDF = (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError, RecursionError, AssertionError)


def upright_jpeg(upload: UploadedFile, *, name: str) -> bytes:
    """The picture as a JPEG turned as it was taken, its long side LONGEST_SIDE at most; nothing else of the file is left.

    Raises FileRefused. Leaves the upload anywhere.
    """
    upload.seek(0)
    try:
        with Image.open(upload, formats=FORMATS) as found:
            found.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            if found.width * found.height > MOST_PIXELS:
                raise FileRefused(_too_many_points(name))
            picture = _on_white(ImageOps.exif_transpose(found))
    except Image.DecompressionBombError as error:
        raise FileRefused(_too_many_points(name)) from error
    except BROKEN as error:
        raise FileRefused(_("“%(name)s” cannot be read: take the photograph again, or save it as JPEG.") % {"name": name}) from error
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=QUALITY, optimize=True)
    return buffer.getvalue()


def _too_many_points(name: str) -> str:
    return _("“%(name)s” has too many points: photograph the page with a lower resolution.") % {"name": name}


def _on_white(picture: Image.Image) -> Image.Image:
    """In plain colours; where a scan has a transparent ground, on white."""
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    seen = picture.convert("RGBA")
    paper = Image.new("RGBA", seen.size, "white")
    return Image.alpha_composite(paper, seen).convert("RGB")


def pdf_pages(upload: UploadedFile, *, name: str) -> int:
    """How many pages the PDF has. Raises FileRefused where it is damaged, empty, or opens with a password alone."""
    upload.seek(0)
    try:
        reader = pypdf.PdfReader(upload)
        locked = reader.is_encrypted and not reader.decrypt("")
        count = 0 if locked else len(reader.pages)
    except BROKEN_PDF as error:
        raise FileRefused(_("“%(name)s” is damaged: save it as PDF again, or scan the page once more.") % {"name": name}) from error
    finally:
        upload.seek(0)
    if locked:
        raise FileRefused(_("“%(name)s” opens with a password: send it without one, for whoever checks the sheet later.") % {"name": name})
    if not count:
        raise FileRefused(_("“%(name)s” has no page.") % {"name": name})
    return count
