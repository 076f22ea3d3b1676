"""The cmi5 packages of the corpora: those that are good are read, those that are not are refused for the reason they were made for."""

import io

import pytest
from django.conf import settings

from courses.domain.importing import limits
from courses.domain.package_reading import read_package
from courses.scorm.problems import PackageRefused

CORPUS = settings.BASE_DIR.parent / "shared/corpora/cmi5"
pytestmark = [
    pytest.mark.corpus,
    pytest.mark.requirement("CMA-2.22"),
    pytest.mark.skipif(not CORPUS.exists(), reason="the corpora are not on this machine"),
]
# Units, blocks, moveOn of the first unit.
GOOD = {
    "examples/masteryscore_responsive.zip": (1, 0, "CompletedOrPassed"),
    "examples/pre_post_test_framed.zip": (6, 2, "Passed"),
    "examples/single_au_basic_responsive.zip": (1, 0, "CompletedOrPassed"),
    "lts/001-essentials.zip": (1, 1, "CompletedAndPassed"),
    "lts/002-allowed.zip": (1, 0, "CompletedOrPassed"),
    "lts/004-1-moveOn-Completed.zip": (1, 1, "Completed"),
    "lts/008-1-abandoned.zip": (1, 0, "CompletedOrPassed"),
    "lts/101-one-thousand-aus.xml": (1001, 0, "NotApplicable"),
}
BAD = {
    "lts/201-1-iris-course-id.xml": "bad_iri",
    "lts/201-3-iris-au-id.xml": "bad_iri",
    "lts/203-1-relative-url-no-reference.zip": "missing_launch_files",
    "lts/205-1-duplicated-block.xml": "duplicate_id",
    "lts/205-3-duplicated-au.xml": "duplicate_id",
    "lts/207-1-invalid-courseStructure.xml": "misplaced_element",
    "lts/209-1-not-a-zip.zip": "not_zip",
}


def read(name: str):
    return read_package(io.BytesIO((CORPUS / name).read_bytes()), limits()).contents


@pytest.mark.parametrize("name", GOOD)
def test_good_packages(name):
    found = read(name)
    blocks = [node for node, _depth in found.course.walk() if node.kind == "block"]
    units = found.units()
    assert (len(units), len(blocks), units[0].move_on) == GOOD[name]
    assert found.warnings == []


@pytest.mark.parametrize("name", BAD)
def test_bad_packages(name):
    with pytest.raises(PackageRefused) as caught:
        read(name)
    assert caught.value.code == BAD[name]


def test_every_package_is_listed_above():
    assert {str(path.relative_to(CORPUS)) for path in CORPUS.rglob("*") if path.is_file()} == {*GOOD, *BAD}
