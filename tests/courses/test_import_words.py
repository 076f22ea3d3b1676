"""What is wrong with a package is told in words, each refusal and each warning."""

import pytest

from courses.domain.package_messages import REFUSALS, WARNINGS, refusal_message, warning_message
from courses.scorm.problems import PackageRefused


@pytest.mark.parametrize("code", [*REFUSALS, "missing_launch_files"])
def test_every_refusal_has_its_words(code):
    params = {
        "path": "A.html", "other": "a.html", "folder": "dossier", "standard": "cmi5", "size": 3_000_000, "limit": 1_000_000, "line": 7,
        "reason": "", "depth": 40, "title": "Partie", "address": "https://example.org", "root": "html", "count": 3, "paths": ["b.html"],
        "namespace": "urn:x", "element": "au", "within": "block", "attribute": "moveOn", "value": "x", "url": "a.html", "name": "fetch",
        "allowed": "Passed",
    }  # fmt: skip
    words = refusal_message(PackageRefused(code, **params))
    assert len(words) > 30
    assert "%(" not in words


@pytest.mark.parametrize("code", [*WARNINGS, "files_missing"])
def test_every_warning_has_its_words(code):
    params = {
        "edition": "1.2",
        "identifier": "i",
        "count": 3,
        "href": "a",
        "title": "t",
        "text": "x",
        "paths": [f"{n}.js" for n in range(8)],
    }
    assert "%(" not in warning_message(code, params)


def test_a_refusal_names_what_to_change():
    assert "7" in refusal_message(PackageRefused("broken_xml", line=7, reason="x"))
    both = refusal_message(PackageRefused("missing_launch_files", paths=["a.html", "b.html"]))
    assert "a.html" in both
    assert "b.html" in both
    many = refusal_message(PackageRefused("missing_launch_files", paths=[f"{number}.html" for number in range(9)]))
    assert "4.html" in many
    assert "5.html" not in many
    assert "4" in many
