"""Papers that come back: photographs are upright and tell nothing else, PDFs can be read by anybody."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from files.domain import papers
from files.domain.checks import FileRefused
from files.domain.papers import pdf_pages, upright_jpeg
from tests.files.papers import photograph, scan

pytestmark = pytest.mark.requirement("CMA-2.9")


def is_red(picture: Image.Image, at: tuple[int, int]) -> bool:
    red, green, _blue = picture.getpixel(at)
    return red > 200 and green < 60


@pytest.mark.parametrize(("name", "kind"), [("p.jpg", "JPEG"), ("p.png", "PNG"), ("p.webp", "WEBP"), ("p.heic", "HEIF")])
def test_a_photograph_is_turned_upright_and_tells_neither_place_nor_device(name, kind):
    sent = photograph(name, kind=kind, turned=6)
    content = upright_jpeg(sent, name=name)
    assert b"Fabienne" not in content
    with Image.open(io.BytesIO(content)) as kept:
        assert (kept.format, kept.size, dict(kept.getexif())) == ("JPEG", (300, 400), {})
        assert is_red(kept, (150, 20))
        assert not is_red(kept, (150, 380))


def test_a_large_photograph_is_kept_small_enough_and_one_transparent_on_white():
    with Image.open(io.BytesIO(upright_jpeg(photograph(size=(5400, 300)), name="p.jpg"))) as kept:
        assert kept.width == papers.LONGEST_SIDE
    buffer = io.BytesIO()
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(buffer, "PNG")
    with Image.open(io.BytesIO(upright_jpeg(SimpleUploadedFile("p.png", buffer.getvalue()), name="p.png"))) as kept:
        assert kept.getpixel((20, 20)) == (255, 255, 255)


def test_what_would_fill_the_memory_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr(papers, "MOST_PIXELS", 100 * 100)
    with pytest.raises(FileRefused, match=r"p\.png"):
        upright_jpeg(photograph("p.png", kind="PNG"), name="p.png")
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1000)
    with pytest.raises(FileRefused, match=r"p\.jpg"):
        upright_jpeg(photograph(), name="p.jpg")


def test_pages_of_a_pdf_are_counted_and_one_that_others_cannot_open_is_refused():
    assert pdf_pages(scan(pages=3), name="scan.pdf") == 3
    for sent in (scan(password="secret"), scan(pages=0), SimpleUploadedFile("x.pdf", b"%PDF-1.7\n%%EOF")):
        with pytest.raises(FileRefused, match=sent.name):
            pdf_pages(sent, name=sent.name)


@settings(max_examples=80, deadline=None, database=None)
@given(data=st.data())
def test_a_file_cut_or_changed_anywhere_is_read_or_refused(data):
    """Whatever arrives: an answer or a sentence, never an error of the program."""
    for sent, read in ((photograph(), upright_jpeg), (photograph(kind="PNG"), upright_jpeg), (scan(), pdf_pages)):
        whole = bytearray(sent.read())
        cut = data.draw(st.integers(0, len(whole)))
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at] = data.draw(st.integers(0, 255))
        try:
            read(SimpleUploadedFile("f", bytes(whole[:cut])), name="f")
        except FileRefused:
            continue
