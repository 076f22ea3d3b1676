"""Zips that claim to be packages: what is refused and why, what is mended."""

import io
import stat
import struct
import zipfile
import zlib
from pathlib import PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.scorm.archive import Archive, Limits
from courses.scorm.names import safe_path
from courses.scorm.problems import PackageRefused
from tests.courses.scorm_packages import LIMITS, manifest_12, package, renamed, zip_of
from tests.factories import make_zip

MANIFEST = ("imsmanifest.xml", manifest_12().encode())


def archive(content: bytes, limits: Limits = LIMITS) -> Archive:
    return Archive(io.BytesIO(content), limits)


def refusal(content: bytes, limits: Limits = LIMITS) -> PackageRefused:
    """The refusal met while checking and reading everything."""
    with pytest.raises(PackageRefused) as caught:
        read_all(content, limits)
    return caught.value


def read_all(content: bytes, limits: Limits = LIMITS) -> dict[str, bytes]:
    """Every member's content by path."""
    checked = archive(content, limits)
    return {member.path: b"".join(checked.chunks(member)) for member in checked.members}


def special(name: str, mode: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = mode << 16
    return info


def paths(content: bytes) -> list[str]:
    return sorted(member.path for member in archive(content).members)


def test_a_good_package_lists_its_files():
    checked = archive(package(files={"index.html": "a", "media/film.mp4": "b"}))
    assert sorted(member.path for member in checked.members) == ["imsmanifest.xml", "index.html", "media/film.mp4"]
    assert b"".join(checked.chunks(checked.find("media/film.mp4"))) == b"b"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"Bonjour", "not_zip"),
        (b"PK\x05\x06" + b"\0" * 10, "not_zip"),
        (package()[:-30], "not_zip"),
        (zip_of(), "empty_zip"),
        (make_zip({"__MACOSX/._a": "x", ".DS_Store": "x"}), "empty_zip"),
        (make_zip({"test.htm": "x"}), "no_manifest"),
        (make_zip({"moodle.cst": "x"}), "aicc"),
        (make_zip({"cours.CRS": "x", "a.des": "y"}), "aicc"),
        (make_zip({"export/cmi5.xml": "x", "export/index.html": ""}), "manifest_too_deep"),
        (make_zip({"a/b/tincan.xml": "x", "index.html": ""}), "manifest_too_deep"),
        (make_zip({"h5p.json": "{}"}), "other_standard"),
        (make_zip({"mon module.zip": "x", "lisez-moi.txt": ""}), "zip_in_zip"),
        (make_zip({"a/b/imsmanifest.xml": "x"}), "manifest_too_deep"),
        (make_zip({"a/imsmanifest.xml": "x", "b/index.html": ""}), "manifest_too_deep"),
    ],
)
def test_what_is_not_a_package_is_named(content, code):
    assert refusal(content).code == code


def test_the_folder_of_a_deep_manifest_is_named():
    assert refusal(make_zip({"export/module 1/imsmanifest.xml": "x"})).params == {
        "file": "imsmanifest.xml",
        "folder": "export/module 1",
    }


@pytest.mark.parametrize("name", ["cmi5.xml", "tincan.xml", "CMI5.XML", "export/tincan.xml"])
def test_other_standards_are_recognised_by_their_file(name):
    content = make_zip({name: "x", f"{name.rpartition('/')[0]}/index.html".lstrip("/"): ""})
    assert archive(content).manifest_name == name.rpartition("/")[2].lower()


def test_a_manifest_of_scorm_comes_before_another():
    assert archive(make_zip({"tincan.xml": "x", "imsmanifest.xml": "x", "index.html": ""})).manifest_name == "imsmanifest.xml"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("/etc/passwd", "absolute_path"),
        ("C:\\Windows\\a.html", "absolute_path"),
        ("c:a.html", "absolute_path"),
        ("./c:a.html", "absolute_path"),
        ("\\\\serveur\\a.html", "absolute_path"),
        ("../a.html", "parent_path"),
        ("media/../../a.html", "parent_path"),
        ("media\\..\\..\\a.html", "parent_path"),
        ("media/..", "parent_path"),
        ("a\nb.html", "unsafe_path"),
        ("é" * 200 + ".html", "long_path"),
        ("/".join(["dossier"] * 200), "long_path"),
    ],
)
def test_a_path_leading_outside_is_refused(name, code):
    assert refusal(zip_of(MANIFEST, (name, b"x"))).code == code


def test_a_name_hidden_behind_a_zero_byte_is_refused():
    content = renamed(zip_of(MANIFEST, ("aXhtml", b"x")), b"aXhtml", b"a\0html")
    assert refusal(content).code == "unsafe_path"


def test_backslashes_and_dots_are_normalised():
    assert paths(zip_of(MANIFEST, ("media\\img\\a.png", b"x"), ("./b//c.html", b"y"))) == ["b/c.html", "imsmanifest.xml", "media/img/a.png"]


@pytest.mark.parametrize(
    ("mode", "code"),
    [(stat.S_IFLNK | 0o777, "symlink"), (stat.S_IFIFO | 0o644, "special_file"), (stat.S_IFCHR | 0o644, "special_file")],
)
def test_links_and_devices_are_refused(mode, code):
    assert refusal(zip_of(MANIFEST, (special("lien", mode), b"/etc/passwd"))).code == code


def test_ordinary_unix_files_and_folders_pass():
    content = zip_of(MANIFEST, (special("a.html", stat.S_IFREG | 0o755), b"x"), (special("media/", stat.S_IFDIR | 0o755), b""))
    assert paths(content) == ["a.html", "imsmanifest.xml"]


@pytest.mark.parametrize("other", ["a.html", "A.HTML", "./a.html", "a.html/b"])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_duplicates_are_refused_whatever_their_case(other):
    caught = refusal(zip_of(MANIFEST, ("a.html", b"x"), (other, b"y")))
    assert caught.code == "duplicate"
    assert "a.html" in caught.params.values()


def test_names_that_differ_by_their_accents_composition_are_duplicates():
    assert refusal(zip_of(MANIFEST, ("é.html", b"x"), ("e\u0301.html", b"y"))).code == "duplicate"


@pytest.mark.parametrize("flag", [0x1, 0x40 | 0x1])
def test_encryption_is_refused(flag):
    content = bytearray(zip_of(MANIFEST))
    at = content.index(b"PK\x01\x02") + 8
    content[at : at + 2] = struct.pack("<H", flag)
    assert refusal(bytes(content)).code == "encrypted"


def test_a_compression_that_python_cannot_read_is_refused():
    content = bytearray(zip_of(MANIFEST))
    at = content.index(b"PK\x01\x02") + 10
    content[at : at + 2] = struct.pack("<H", 9)
    assert refusal(bytes(content)).code == "compression"


def test_too_many_members():
    content = zip_of(MANIFEST, *((f"{number}.html", b"") for number in range(100)))
    assert refusal(content).code == "too_many_members"


def test_a_directory_out_of_proportion_is_refused_before_it_is_read(monkeypatch):
    content = zip_of(*((f"{number:05}.html", b"") for number in range(1500)))
    monkeypatch.setattr(zipfile, "ZipFile", lambda *_args: pytest.fail("the directory was read"))
    assert refusal(content, Limits(10_000_000, 1000, 100, 100)).code == "too_many_members"


def test_too_large():
    assert refusal(package(), Limits(100, 10_000, 10, 100)).code == "too_large"


def test_too_large_once_unpacked():
    assert refusal(zip_of(MANIFEST, ("a.txt", b"0" * 5000)), Limits(10_000, 5000, 10, 1000)).code == "too_large_unpacked"


def test_too_high_a_ratio():
    assert refusal(zip_of(MANIFEST, ("a.txt", b"0" * 2_000_000))).code == "ratio"


def test_a_small_file_may_be_compressed_as_well_as_it_can():
    assert len(archive(zip_of(MANIFEST, ("a.txt", b"0" * 500_000))).members) == 2


def test_a_declared_size_that_lies_is_found_while_reading():
    content = zip_of(MANIFEST, ("a.txt", b"0" * 3_000_000))
    small = struct.pack("<L", 1000)
    lying = content.replace(struct.pack("<L", 3_000_000), small)
    assert lying != content
    assert refusal(lying).code in {"broken_member", "ratio"}


def test_sizes_are_counted_on_what_is_really_read():
    limits = Limits(10_000, 4000, 10, 1000)
    checked = archive(zip_of(MANIFEST, ("a.txt", b"0" * 3000)), limits)
    member = checked.find("a.txt")
    assert sum(map(len, checked.chunks(member))) == 3000
    with pytest.raises(PackageRefused) as caught:
        list(checked.chunks(member))
    assert caught.value.code == "too_large_unpacked"


def test_a_wrong_checksum_is_found():
    info = zipfile.ZipInfo("a.txt")
    content = zip_of(MANIFEST, (info, b"Bonjour Monique")).replace(b"Bonjour Monique", b"Bonjour MoniqUe")
    caught = refusal(content)
    assert (caught.code, caught.params) == ("broken_member", {"path": "a.txt"})


def test_members_that_overlap_are_refused():
    content = zip_of(MANIFEST, ("a.txt", b"a" * 50), ("b.txt", b"b" * 50))
    records = [at for at in range(len(content)) if content[at : at + 4] == b"PK\x01\x02"]
    overlapping = bytearray(content)
    overlapping[records[2] + 42 : records[2] + 46] = overlapping[records[1] + 42 : records[1] + 46]
    assert refusal(bytes(overlapping)).code == "broken_zip"


def test_one_wrapping_folder_is_taken_off():
    content = make_zip({"Mon module/imsmanifest.xml": "x", "Mon module/media/a.html": "", "__MACOSX/Mon module/._a": "", ".DS_Store": ""})
    assert paths(content) == ["imsmanifest.xml", "media/a.html"]


def test_the_manifest_is_found_whatever_its_case():
    assert archive(make_zip({"IMSManifest.XML": "x"})).find("imsmanifest.xml").path == "IMSManifest.XML"


def test_a_file_asked_for_in_another_case_is_found():
    checked = archive(make_zip({"imsmanifest.xml": "x", "Media/Index.HTML": "y"}))
    assert checked.find("media/index.html").path == "Media/Index.HTML"
    assert checked.find("media/other.html") is None


@pytest.mark.parametrize("encoding", ["cp850", "cp437", "cp1252", "utf-8"])
def test_names_without_the_utf8_flag_are_guessed(encoding):
    name = "élève à côté.html".encode(encoding)
    content = renamed(zip_of(MANIFEST, ("x" * len(name), b"y")), b"x" * len(name), name)
    assert "élève à côté.html" in paths(content)


def test_the_unicode_path_field_is_believed_while_its_checksum_fits():
    raw, true = b"caf\xff.html", "cafетерий.html".encode()
    info = zipfile.ZipInfo("x" * len(raw))
    info.extra = struct.pack("<HHBL", 0x7075, 5 + len(true), 1, zlib.crc32(raw)) + true
    content = renamed(zip_of(MANIFEST, (info, b"y")), b"x" * len(raw), raw)
    assert "cafетерий.html" in paths(content)
    other = renamed(zip_of(MANIFEST, (info, b"y")), b"x" * len(raw), b"caf\xe9.html")
    assert "café.html" in paths(other)


def test_decomposed_accents_are_composed():
    assert paths(zip_of(MANIFEST, ("e\u0301te\u0301.html", b""))) == ["imsmanifest.xml", "été.html"]


@given(st.text(max_size=60) | st.from_regex(r"[./\\:a-zA-Z\x00é]{0,40}", fullmatch=True))
def test_no_name_ever_leads_outside_its_folder(name):
    try:
        path = safe_path(name)
    except PackageRefused:
        return
    parts = path.split("/")
    assert not path.startswith("/")
    assert "\\" not in path
    assert ".." not in parts
    assert not PureWindowsPath(path).drive
    assert all(part not in {"", "."} for part in parts) or path == ""


@given(st.binary(max_size=300))
def test_any_bytes_are_either_a_package_or_refused(content):
    for candidate in (content, content + package(), package()[: len(content)] + content):
        try:
            members = read_all(candidate)
        except PackageRefused:
            continue
        assert "imsmanifest.xml" in members
