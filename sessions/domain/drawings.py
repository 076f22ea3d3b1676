"""A drawn signature: the picture a browser sends, checked and written anew."""

import base64
import binascii
import io

from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from sessions.domain.refusals import Refused

PREFIX = "data:image/png;base64,"
MAX_BYTES = 300 * 1024
MAX_SIDE = 2400
# What a slip of the finger leaves is no signature: so many dark pixels, over so many pixels of width or height.
LEAST_INK, LEAST_SPREAD = 60, 24
PAPER, INK_THRESHOLD = 255, 160


def read_drawing(text: str) -> bytes:
    """The PNG of a data address, in shades of grey on white, without anything else the file carried.

    Raises Refused with words for the signer where it is no picture of a signature.
    """
    if not text.startswith(PREFIX) or len(text) > MAX_BYTES * 4 // 3 + len(PREFIX) + 4:
        raise Refused(_("The signature did not arrive whole: please sign again."))
    try:
        picture = _open(base64.b64decode(text[len(PREFIX) :], validate=True))
    except (binascii.Error, UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise Refused(_("The signature did not arrive whole: please sign again.")) from error
    _check_ink(picture)
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _open(content: bytes) -> Image.Image:
    with Image.open(io.BytesIO(content), formats=["PNG"]) as found:
        if max(found.size) > MAX_SIDE:
            raise ValueError("too large")
        drawn = found.convert("RGBA")
    paper = Image.new("RGBA", drawn.size, (PAPER, PAPER, PAPER, 255))
    return Image.alpha_composite(paper, drawn).convert("L")


def _check_ink(picture: Image.Image) -> None:
    dark = picture.point(lambda shade: 255 if shade < INK_THRESHOLD else 0)
    box = dark.getbbox()
    amount = dark.histogram()[255]
    if box is None or amount < LEAST_INK or max(box[2] - box[0], box[3] - box[1]) < LEAST_SPREAD:
        raise Refused(_("Draw your signature in the frame first."))
