"""The import of a package by its job: rows, files, versions, and what happens when it goes wrong."""

import logging
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone

from courses.domain import importing
from courses.domain.importing import add_version, create_package, import_version
from courses.domain.package_messages import warning_message
from courses.domain.package_versions import delete_package, draft_page, effect_of_current, forget_old_files, structure_changes
from courses.domain.refusals import Refused
from courses.enums import AttemptMode, PackageKind
from courses.models import Attempt, Launch, Package, PackageVersion, ScormPage, ScoState
from jobs.domain.run import JobRefused, reap, run_job
from jobs.models import JobState
from tests.courses.scorm_packages import item, manifest_12, manifest_2004, package, resource
from tests.factories import make_object, make_user, make_zip


@pytest.fixture
def send(db, commits):
    """send(zip, to=package) → the version, its job having been run."""

    def send(content: bytes, *, to: Package | None = None, name: str = "mon module.zip", title: str = "") -> PackageVersion:
        upload = ContentFile(content, name=name)
        with commits():
            if to is None:
                version = create_package(upload=upload, title=title, user=None)
            else:
                version = add_version(package=to, upload=upload, user=None)
        return PackageVersion.objects.select_related("package__current").get(pk=version.pk)

    return send


def unpacked(version: PackageVersion) -> set[str]:
    """Paths of what the storage really holds for the version."""

    def walk(folder: str) -> set[str]:
        folders, files = storages["packages"].listdir(folder)
        return {f"{folder}/{name}" for name in files}.union(*(walk(f"{folder}/{name}") for name in folders))

    try:
        return {path.removeprefix(f"{version.folder}/") for path in walk(str(version.folder))}
    except FileNotFoundError:
        return set()


def two_parts(*identifiers: str) -> bytes:
    """A module with a part for each identifier, all opening the same page."""
    return package(manifest_12("".join(item(one, f"Partie {one}") for one in identifiers)))


def test_a_good_zip_becomes_files_and_rows(send):
    chapter = item("chapitre", "Chapitre 1", reference="", inside=item("page", "La page", attributes='parameters="?x=1" isvisible="false"'))
    manifest = manifest_12(chapter + item("fin", "La fin", inside="<adlcp:masteryscore>80</adlcp:masteryscore>"))
    version = send(package(manifest, {"index.html": "<p>Bonjour</p>", "media/été.png": b"\x89PNG"}))
    assert (version.state, version.error, version.percent) == (JobState.DONE, "", 100)
    assert (version.kind, version.schema_version, version.title, version.number) == (PackageKind.SCORM_12, "1.2", "Les bases", 1)
    assert (version.manifest_identifier, version.organization_identifier, len(version.sha256)) == ("m", "o", 64)
    assert version.package.current == version
    assert {(file.path, file.size) for file in version.files.all()} == {
        ("imsmanifest.xml", len(manifest.encode())),
        ("index.html", 14),
        ("media/été.png", 4),
    }
    assert unpacked(version) == {file.path for file in version.files.all()}
    assert storages["packages"].open(f"{version.folder}/index.html").read() == b"<p>Bonjour</p>"
    rows = [(row.position, row.depth, row.identifier, row.parent and row.parent.identifier, row.is_visible) for row in version.items.all()]
    assert rows == [(0, 0, "chapitre", None, True), (1, 1, "page", "chapitre", False), (2, 0, "fin", None, True)]
    assert [row.launch_address for row in version.launchable_items()] == ["index.html?x=1", "index.html"]
    assert version.items.get(identifier="fin").mastery_score == Decimal(80)
    assert (version.filename, version.file.open().read()[:2]) == ("mon module.zip", b"PK")


def test_scorm_2004_details_are_kept_for_the_sequencer(send):
    rules = '<imsss:sequencing><imsss:controlMode flow="true"/></imsss:sequencing>'
    threshold = '<adlcp:completionThreshold completedByMeasure="true" minProgressMeasure="0.6" progressWeight="0.5"/>'
    version = send(
        package(
            manifest_2004(
                item("i1", inside=rules + threshold),
                version="2004 4th Edition",
                organization=rules,
                attributes='adlseq:objectivesGlobalToSystem="false"',
                tail=f"<imsss:sequencingCollection>{rules}</imsss:sequencingCollection>",
            )
        )
    )
    row = version.items.get()
    assert (version.kind, version.schema_version) == (PackageKind.SCORM_2004, "4th Edition")
    assert (row.completion_threshold, row.completed_by_measure, row.progress_weight) == ("0.6", True, "0.5")
    assert 'flow="true"' in row.sequencing
    assert 'flow="true"' in version.organization_sequencing
    assert "sequencingCollection" in version.sequencing_collection
    assert version.organization_details["objectivesGlobalToSystem"] is False
    assert version.organization_details["completionThreshold"]["completedByMeasure"] is False


def test_the_title_is_the_one_given_else_the_manifests(send):
    assert send(package(), title="Bien vendre").package.title == "Bien vendre"
    assert send(package()).package.title == "Les bases"
    assert send(package(manifest_12(title=""))).package.title == "mon module"


def test_a_module_without_titles_bears_its_own(send):
    version = send(package(manifest_12(organizations="<organizations/>")), title="Bien vendre")
    assert [row.title for row in version.items.all()] == ["Bien vendre"]


def test_warnings_are_kept_and_worded(send):
    version = send(package(manifest_12(resources=resource(inside='<file href="absent.js"/>'))))
    assert [problem["code"] for problem in version.warnings] == ["files_missing"]
    assert "absent.js" in warning_message(**version.warnings[0])


def test_a_wrapping_folder_and_another_case_are_mended(send):
    manifest = manifest_12(resources=resource(href="Contenu/Index.HTML"))
    version = send(make_zip({"Module/imsmanifest.xml": manifest, "Module/contenu/index.html": "x"}))
    assert version.error == ""
    assert version.items.get().href == "contenu/index.html"
    assert unpacked(version) == {"imsmanifest.xml", "contenu/index.html"}


def test_a_refused_zip_leaves_nothing_but_its_row(send):
    version = send(package(files={}))
    assert version.state == JobState.FAILED
    assert "index.html" in version.error
    assert (version.package.current, version.files.count(), version.items.count(), unpacked(version)) == (None, 0, 0, set())


def test_a_damaged_file_refuses_the_version_and_takes_back_what_was_unpacked(send):
    content = package(files={"index.html": "<p>Bonjour</p>", "film.mp4": bytes(range(256))})
    version = send(_damage(content))
    assert version.state == JobState.FAILED
    assert "film.mp4" in version.error
    assert unpacked(version) == set()


def _damage(content: bytes) -> bytes:
    """The same zip with a wrong checksum for its last member."""
    at = content.rindex(b"PK\x01\x02") + 16
    local = content.rindex(b"PK\x03\x04") + 14
    wrong = b"\1\2\3\4"
    content = content[:at] + wrong + content[at + 4 :]
    return content[:local] + wrong + content[local + 4 :]


def test_a_failed_version_leaves_the_former_one_in_use(send):
    first = send(two_parts("a", "b"))
    second = send(b"pas un zip", to=first.package)
    assert (second.number, second.state) == (2, JobState.FAILED)
    assert second.package.current == first
    assert unpacked(first)
    third = send(two_parts("a"), to=first.package)
    assert third.package.current == third


def test_a_new_version_applies_at_once(send):
    first = send(two_parts("a"))
    second = send(two_parts("a", "b"), to=first.package)
    assert second.package.current == second
    assert unpacked(first), "those who have the former version open still need its files"


def test_an_older_version_imported_late_does_not_take_the_place(send, db):
    first = send(two_parts("a"))
    late = add_version(package=first.package, upload=ContentFile(two_parts("late"), name="a.zip"), user=None)
    newest = send(two_parts("b"), to=first.package)
    run_job.func(PackageVersion._meta.label, str(late.pk))
    late.refresh_from_db()
    assert late.state == JobState.DONE
    assert Package.objects.get(pk=first.package_id).current == newest


def test_an_import_killed_in_the_middle_is_done_again(send, db, monkeypatch, django_capture_on_commit_callbacks):
    files = {"index.html": "x", **{f"{number}.html": "x" for number in range(10)}}
    version = create_package(upload=ContentFile(package(files=files), name="m.zip"), user=None)
    real, saved = storages["packages"].save, []

    def save_then_die(name, content):
        if len(saved) == 5:
            raise SystemExit
        saved.append(real(name, content))
        return saved[-1]

    monkeypatch.setattr(storages["packages"], "save", save_then_die)
    with pytest.raises(SystemExit):
        run_job.func(PackageVersion._meta.label, str(version.pk))
    version.refresh_from_db()
    assert (version.state, len(unpacked(version)), version.package.current) == (JobState.RUNNING, 5, None)
    monkeypatch.undo()
    with django_capture_on_commit_callbacks(execute=True):
        assert reap(now=timezone.now() + timedelta(minutes=30)) == 1
    version.refresh_from_db()
    assert (version.state, version.files.count(), len(unpacked(version))) == (JobState.DONE, 12, 12)
    assert Package.objects.get().current == version


def test_an_import_killed_while_writing_rows_leaves_none(send, db, monkeypatch):
    version = create_package(upload=ContentFile(package(), name="m.zip"), user=None)
    monkeypatch.setattr(importing, "_finish", lambda *_args: (_ for _ in ()).throw(SystemExit))
    with pytest.raises(SystemExit):
        import_version(version)
    assert (version.files.count(), version.items.count(), Package.objects.get().current) == (0, 0, None)
    monkeypatch.undo()
    import_version(PackageVersion.objects.get(pk=version.pk))
    assert PackageVersion.objects.get().items.count() == 1


def test_importing_twice_changes_nothing(send):
    version = send(package())
    rows = list(version.items.values_list("pk", flat=True))
    import_version(version)
    import_version(PackageVersion.objects.get(pk=version.pk))
    assert list(version.items.values_list("pk", flat=True)) == rows


def test_two_workers_at_once_write_one_set_of_rows(send, db, monkeypatch):
    """A worker taken for dead goes on: whoever ends second leaves the first one's work alone."""
    version = create_package(upload=ContentFile(package(), name="m.zip"), user=None)
    slow = PackageVersion.objects.get(pk=version.pk)
    real = importing._unpack

    def unpack_while_the_other_ends(mine, archive, storage):
        real(mine, archive, storage)
        monkeypatch.setattr(importing, "_unpack", real)
        import_version(PackageVersion.objects.get(pk=version.pk))

    monkeypatch.setattr(importing, "_unpack", unpack_while_the_other_ends)
    import_version(slow)
    version.refresh_from_db()
    assert (version.state, version.files.count(), version.items.count(), len(unpacked(version))) == (JobState.DONE, 2, 1, 2)


def test_an_unexpected_error_is_tried_again_then_told(send, monkeypatch, caplog):
    caplog.set_level(logging.CRITICAL)

    def disk_full(*_args):
        raise OSError("no space left")

    monkeypatch.setattr(storages["packages"], "save", disk_full)
    version = send(package())
    assert (version.state, version.tries) == (JobState.FAILED, 3)
    assert "no space" not in version.error
    assert version.error


def test_progress_is_told_while_unpacking(send, db, monkeypatch):
    told = []
    monkeypatch.setattr(importing, "SECONDS_BETWEEN_SIGNS", -1)
    monkeypatch.setattr(PackageVersion, "advance", lambda self, done, total=None: told.append((done, total)))
    version = create_package(upload=ContentFile(package(files={"index.html": "x", "b.html": "y"}), name="m.zip"), user=None)
    import_version(version)
    assert told[0] == (2, 6)
    assert [done for done, _total in told] == [2, 2, 3, 4]


def test_limits_are_those_of_the_settings(send, settings):
    settings.PACKAGE_MAX_MEMBERS = 1
    version = send(package())
    assert (version.state, "1 " in version.error) == (JobState.FAILED, True)


def test_what_a_new_version_keeps_adds_and_removes(send):
    old = send(two_parts("a", "b"))
    new = send(two_parts("b", "c"), to=old.package)
    changes = structure_changes(old, new)
    assert [[row.identifier for row in rows] for rows in (changes.kept, changes.removed, changes.added)] == [["b"], ["a"], ["c"]]
    assert changes.kept[0].version == new


def test_between_two_standards_nothing_is_kept(send):
    old = send(package(manifest_12(item("a"))))
    new = send(package(manifest_2004(item("a"))), to=old.package)
    changes = structure_changes(old, new)
    assert (changes.kept, len(changes.removed), len(changes.added), changes.same_standard) == ((), 1, 1, False)


@pytest.mark.requirement("CMA-S1")
def test_the_editor_is_told_who_is_in_the_middle_and_what_they_lose(send):
    first = send(two_parts("a", "b"))
    assert effect_of_current(first.package) is None
    page = make_object(ScormPage, "Module", package=first.package)
    for number, mode in enumerate([AttemptMode.NORMAL, AttemptMode.NORMAL, AttemptMode.PREVIEW]):
        person = make_user()
        attempt = Attempt.objects.create(user=person, registration=person.uid, activity=page, mode=mode)
        ScoState.objects.create(attempt=attempt, item_identifier="a" if number == 0 else "b")
    second = send(two_parts("b", "c"), to=first.package)
    effect = effect_of_current(second.package)
    assert (effect.people, effect.lost) == (2, ("Partie a",))


def test_a_draft_is_made_in_the_library(send, cast):
    version = send(package(), title="Bien vendre")
    page = draft_page(package=version.package, user=cast.editor)
    again = draft_page(package=version.package, user=cast.editor)
    assert (page.title, page.live, page.package, page.slug) == ("Bien vendre", False, version.package, "bien-vendre")
    assert page.latest_revision.user == cast.editor
    assert again.slug == "bien-vendre-2"


def test_no_draft_of_a_module_that_cannot_be_opened(send, cast):
    with pytest.raises(Refused):
        draft_page(package=send(b"non").package, user=cast.editor)


def test_a_used_package_is_not_deleted_and_says_by_what(send):
    version = send(package())
    make_object(ScormPage, "Le module des bases", package=version.package)
    with pytest.raises(Refused, match="Le module des bases"):
        delete_package(package=version.package)


def launch_of(version: PackageVersion, mode: str, **fields) -> Launch:
    page = make_object(ScormPage, "Module", package=version.package)
    person = make_user()
    attempt = Attempt.objects.create(user=person, registration=person.uid, activity=page, mode=mode)
    return Launch.objects.create(attempt=attempt, version=version, expires_at=timezone.now() + timedelta(hours=1), **fields)


def test_a_followed_package_is_kept_with_the_results(send):
    version, other = send(package()), send(package())
    launch = launch_of(version, AttemptMode.NORMAL)
    ScormPage.objects.filter(pk=launch.attempt.activity_id).update(package=other.package)
    with pytest.raises(Refused):
        delete_package(package=version.package)
    assert unpacked(version)


def test_deleting_takes_files_zip_and_previews_away(send, commits):
    version, other = send(package()), send(package())
    launch = launch_of(version, AttemptMode.PREVIEW)
    ScormPage.objects.filter(pk=launch.attempt.activity_id).update(package=other.package)
    with commits():
        delete_package(package=version.package)
    assert not Package.objects.filter(pk=version.package_id).exists()
    assert unpacked(version) == set()
    assert not version.file.storage.exists(version.file.name)


def test_files_of_versions_that_nobody_can_be_playing_are_forgotten(send):
    first = send(two_parts("a"))
    launch = launch_of(first, AttemptMode.NORMAL)
    second = send(two_parts("b"), to=first.package)
    third = send(two_parts("c"), to=first.package)
    assert all(map(unpacked, [first, second, third]))
    Launch.objects.filter(pk=launch.pk).update(expires_at=timezone.now())
    assert forget_old_files(third.package) == 1
    assert [bool(unpacked(version)) for version in (first, second, third)] == [False, True, True]
    assert first.items.count() == 1
    assert first.file.storage.exists(first.file.name)


def test_a_version_refused_says_so_as_a_job(send):
    version = send(package())
    version.state = JobState.WAITING
    version.file.save("x.zip", ContentFile(b"non"))
    with pytest.raises(JobRefused):
        import_version(version)
