"""What a file is said to be, and what it is."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from files.domain.checks import KINDS, FileRefused, check_file, clean_name
from tests.factories import make_zip

MEGABYTE = 1024 * 1024
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\0" * 20


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def open_document(kind: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}", zipfile.ZIP_STORED)
        archive.writestr("content.xml", "<x/>")
    return buffer.getvalue()


def office(folder: str, **more: str) -> bytes:
    return make_zip({"[Content_Types].xml": "<Types/>", f"{folder}/document.xml": "<x/>", **more})


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("plan.pdf", b"%PDF-1.4 ...", "application/pdf"),
        ("Plan.PDF", b"%PDF-1.4 ...", "application/pdf"),
        ("photo.png", PNG, "image/png"),
        ("photo.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 30, "image/jpeg"),
        ("photo.heic", HEIC, "image/heic"),
        ("texte.docx", office("word"), KINDS["docx"].media_type),
        ("prix.xlsx", office("xl"), KINDS["xlsx"].media_type),
        ("texte.odt", open_document("text"), KINDS["odt"].media_type),
        ("vieux.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "application/msword"),
        ("notes.txt", "Pâte levée — 3 €".encode(), "text/plain"),
        ("notes.txt", "Pâte levée".encode("cp1252"), "text/plain"),
        ("notes.rtf", b"{\\rtf1 bonjour}", "application/rtf"),
        ("son.mp3", b"ID3\x03\x00" + b"\0" * 60, "audio/mpeg"),
        ("film.mp4", b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00isommp42" + b"\0" * 20, "video/mp4"),
        ("son.m4a", b"\x00\x00\x00\x18ftypM4A \x00\x00\x00\x00M4A mp42" + b"\0" * 20, "audio/mp4"),
    ],
)
def test_real_files_are_accepted(name, content, media_type):
    accepted = check_file(upload(name, content), max_bytes=MEGABYTE)
    assert (accepted.media_type, accepted.size) == (media_type, len(content))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("devis.pdf", b"<!doctype html><script>alert(1)</script>"),
        ("photo.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("dessin.svg", b"<svg/>"),
        ("page.html", b"<p>bonjour</p>"),
        ("outil.exe", b"MZ\x90\x00"),
        ("facture.pdf.exe", b"%PDF-1.4"),
        ("archive.zip", make_zip({"a": "b"})),
        ("texte.docx", make_zip({"a": "b"})),
        ("texte.docx", b"PK\x03\x04 broken"),
        ("macro.docx", office("word", **{"word/vbaProject.bin": "x"})),
        ("texte.odt", open_document("spreadsheet")),
        ("programme.txt", b"MZ\x90\x00\x03\x00\x00\x00"),
        ("sans_extension", b"bonjour"),
        (".pdf", b"%PDF-1.4"),
        ("vide.pdf", b""),
        ("gros.pdf", b"%PDF-1.4" + b"x" * MEGABYTE),
    ],
)
def test_the_others_are_refused_by_name(name, content):
    with pytest.raises(FileRefused) as refusal:
        check_file(upload(name, content), max_bytes=MEGABYTE)
    assert clean_name(name) in str(refusal.value)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\Monique\\devis.pdf", "devis.pdf"),
        ("devis\u202efdp.exe", "devisfdp.exe"),
        ("a\x00b\r\n.pdf", "ab.pdf"),
        ("  mon   devis .pdf", "mon devis .pdf"),
        ('a"b<c>.pdf', "a_b_c_.pdf"),
        ("cafe\u0301.pdf", "café.pdf"),
        ("x" * 400 + ".pdf", "x" * 150 + ".pdf"),
    ],
)
def test_names_as_they_are_shown(name, shown):
    assert clean_name(name) == shown


@given(st.text(max_size=300))
def test_no_name_keeps_a_folder_or_breaks_a_header(name):
    shown = clean_name(name)
    assert len(shown) <= 161
    assert not set(shown) & set('/\\\r\n\x00"\u202e')


def test_the_file_is_left_at_its_beginning():
    file = upload("texte.docx", office("word"))
    check_file(file, max_bytes=MEGABYTE)
    assert file.tell() == 0
