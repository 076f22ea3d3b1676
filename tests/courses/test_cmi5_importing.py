"""cmi5 and xAPI files sent to the back office: recognised, described by rows, replaced by a new version."""

import io
import zipfile
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from courses.domain.package_versions import draft_page, effect_of_current, structure_changes
from courses.domain.unit_launch import open_unit
from courses.models import Package, PackageVersion
from tests.courses.cmi5_packages import SITE, activity, block, cmi5_zip, structure, texts, tincan_zip, unit
from tests.courses.packages import context_for, import_zip, make_module

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("CMA-2.22")]
ABSOLUTE = "https://ailleurs.example/a.html"


def test_the_structure_becomes_rows():
    objective = f'<objectives><objective id="{SITE}but">{texts("Pétrir")}</objective></objectives>'
    reference = f'<objectives><objective idref="{SITE}but"/></objectives>'
    graded = unit("a", attributes='moveOn="Passed" masteryScore="0.75"', before=reference)
    version = import_zip(cmi5_zip(block("bloc", graded, before=reference), unit("b"), objectives=objective))
    assert (version.kind, version.title, version.manifest_identifier) == ("cmi5", "Faire du pain", f"{SITE}cours")
    assert version.package.title == "Faire du pain"
    rows = list(version.nodes.order_by("position"))
    assert [(row.kind, str(row), row.depth, row.parent and row.parent.kind) for row in rows] == [
        ("course", "Faire du pain", 0, None),
        ("block", "Bloc bloc", 1, "course"),
        ("au", "Partie a", 2, "block"),
        ("au", "Partie b", 1, "course"),
    ]
    assert (rows[2].mastery_score, rows[2].move_on, rows[2].url) == (Decimal("0.7500"), "Passed", "a.html")
    assert [row.objectives.count() for row in rows] == [0, 1, 1, 0]
    assert version.files.count() == 4


def test_a_structure_sent_alone_becomes_a_module(cast, as_user, commits):
    upload = SimpleUploadedFile("cours.xml", structure(unit("a", ABSOLUTE)), "text/xml")
    with commits():
        response = as_user(cast.editor).post(reverse("packages:add"), {"file": upload})
    assert response.status_code == 302
    version = PackageVersion.objects.get()
    assert (version.kind, version.files.count(), version.nodes.get(kind="au").url) == ("cmi5", 0, ABSOLUTE)
    page = as_user(cast.editor).get(response["Location"]).content.decode()
    assert "Partie a" in page
    assert "à terminer" in page
    sent = as_user(cast.editor).get(reverse("packages:download", args=[version.package_id, 1]))
    assert (sent["Content-Type"], b"".join(sent.streaming_content)) == ("application/xml", structure(unit("a", ABSOLUTE)))


def test_what_is_wrong_is_told_on_the_form(cast, as_user):
    upload = SimpleUploadedFile("cours.xml", structure(unit("a", "index.html")), "text/xml")
    response = as_user(cast.editor).post(reverse("packages:add"), {"file": upload, "title": "Mon cours"})
    assert response.status_code == 422
    page = response.content.decode()
    assert "Envoyez le zip avec les fichiers du module" in page
    assert "Mon cours" in page
    assert not Package.objects.exists()


def test_a_zip_in_the_large_format():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (("cmi5.xml", structure(unit("a"))), ("a.html", b"x")):
            with archive.open(zipfile.ZipInfo(name), "w", force_zip64=True) as member:
                member.write(content)
    assert import_zip(buffer.getvalue()).nodes.filter(kind="au").count() == 1


def test_a_thousand_parts_are_imported_and_shown(cast, as_user, django_assert_max_num_queries):
    with django_assert_max_num_queries(80):
        version = import_zip(structure(*(unit(f"u{number}", ABSOLUTE) for number in range(1001))), name="cmi5.xml")
    assert version.nodes.count() == 1002
    assert as_user(cast.editor).get(reverse("packages:detail", args=[version.package_id])).content.decode().count("Partie u") == 1001


def test_an_xapi_package_becomes_rows():
    version = import_zip(tincan_zip(activity("un"), activity("deux", "<launch>index.html?p=2</launch>"), activity("trois", "")))
    assert (version.kind, version.package.title) == ("tincan", "Module un")
    assert [(row.publisher_id, row.url) for row in version.nodes.filter(kind="au")] == [
        (f"{SITE}un", "index.html"),
        (f"{SITE}deux", "index.html?p=2"),
    ]


def test_a_new_version_keeps_the_parts_by_their_identifiers(cast):
    module = make_module(cmi5_zip(unit("a"), unit("b")))
    first = module.package.current
    open_unit(context_for(cast.owner, module), first.nodes.get(publisher_id=f"{SITE}b").identifier)
    second = import_zip(cmi5_zip(unit("a"), unit("c")), package=module.package)
    changes = structure_changes(first, second)
    assert [[str(one) for one in group] for group in (changes.kept, changes.removed, changes.added)] == [
        ["Partie a"],
        ["Partie b"],
        ["Partie c"],
    ]
    effect = effect_of_current(Package.objects.get(pk=module.package_id))
    assert (effect.people, effect.lost) == (1, ("Partie b",))


def test_a_draft_of_the_library_plays_it(cast):
    version = import_zip(cmi5_zip(unit("a")))
    make_module(cmi5_zip(unit("b")))
    assert draft_page(package=version.package, user=cast.editor).package == version.package
