"""Import of packages: the row and its job first, then checking, unpacking and describing.

A version becomes the package's current one in the same transaction that writes its rows: before it, whatever
happens, learners play the former version.
"""

import hashlib
import logging
import tempfile
import time
from pathlib import PurePath
from typing import IO

from django.conf import settings
from django.core.files import File
from django.core.files.storage import Storage, storages
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from courses.cmi5.addresses import origin_of
from courses.cmi5.structure import CourseStructure
from courses.domain.course_nodes import create_nodes
from courses.domain.package_messages import refusal_message
from courses.domain.package_reading import ReadPackage, is_xml, read_package
from courses.domain.package_versions import forget_old_files, remove_folder, structure_changes
from courses.models import Package, PackageFile, PackageItem, PackageVersion
from courses.scorm.archive import CHUNK, Limits, Member
from courses.scorm.manifest import Item, Manifest, Resource, Threshold
from courses.scorm.problems import PackageRefused
from jobs.domain.run import JobRefused, enqueue
from jobs.models import JobState

__all__ = ["add_version", "check_upload", "create_package", "import_version", "limits", "remove_unpacked", "structure_changes"]

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_SIGNS = 0.5
MEMORY_PER_FILE = 4 * 1024 * 1024
# Progress counts files, and these steps: checking the zip, reading the manifest, writing the rows.
STEPS_AROUND = 3
STEPS_BEFORE = 2


def limits() -> Limits:
    return Limits(
        bytes=settings.PACKAGE_MAX_BYTES,
        unpacked_bytes=settings.PACKAGE_MAX_UNPACKED_BYTES,
        members=settings.PACKAGE_MAX_MEMBERS,
        ratio=settings.PACKAGE_MAX_RATIO,
    )


def check_upload(upload: File) -> None:
    """Look at a zip's directory and manifest before keeping it. Raises PackageRefused; damaged files show at import."""
    read_package(upload, limits())
    upload.seek(0)


@transaction.atomic
def create_package(*, upload: File, title: str = "", user) -> PackageVersion:
    """A new package whose first version waits for its import. Without title it takes the manifest's, once read."""
    package = Package.objects.create(title=title.strip() or _title_from(upload), created_by=user)
    return add_version(package=package, upload=upload, user=user)


@transaction.atomic
def add_version(*, package: Package, upload: File, user) -> PackageVersion:
    """A further version of the package, waiting for its import; the current one stays until that has succeeded."""
    Package.objects.select_for_update().get(pk=package.pk)
    newest = package.versions.aggregate(newest=Max("number"))["newest"] or 0
    version = PackageVersion(
        package=package,
        number=newest + 1,
        filename=PurePath(upload.name or "").name[-250:],
        size=upload.size,
        created_by=user,
    )
    version.file.save("package.xml" if is_xml(upload) else "package.zip", upload, save=True)
    enqueue(version)
    return version


def _title_from(upload: File) -> str:
    return PurePath(upload.name or "").stem[:250] or "Module"


def import_version(version: PackageVersion) -> None:
    """Check, unpack and describe an uploaded version, then make it the current one of its package.

    Safe to run again after a kill: what a former run left is replaced. Raises JobRefused with a message for the
    editor, in which case nothing of the version is left but its row and its zip.
    """
    if version.is_ready:
        return
    remove_unpacked(version)
    try:
        with version.file.open("rb") as file:
            version.sha256 = _digest(file)
            _import(version, file)
    except PackageRefused as refusal:
        logger.info("package version %s refused: %s", version.pk, refusal)
        remove_unpacked(version)
        raise JobRefused(refusal_message(refusal)) from refusal


def _import(version: PackageVersion, file: IO[bytes]) -> None:
    package = read_package(file, limits())
    version.advance(STEPS_BEFORE, len(package.members) + STEPS_AROUND)
    _unpack(version, package, storages["packages"])
    _describe(version, package)


def _digest(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while chunk := file.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


class _Progress:
    """Tells the job's row how far the unpacking is, often enough to be known alive and no more."""

    def __init__(self, version: PackageVersion) -> None:
        self.version = version
        self.done = STEPS_BEFORE
        self.told_at = time.monotonic()

    def tell(self) -> None:
        if time.monotonic() - self.told_at > SECONDS_BETWEEN_SIGNS:
            self.version.advance(self.done)
            self.told_at = time.monotonic()


def _unpack(version: PackageVersion, package: ReadPackage, storage: Storage) -> None:
    progress = _Progress(version)
    for member in package.members:
        _unpack_member(package, member, storage, progress)
        progress.done += 1


def _unpack_member(package: ReadPackage, member: Member, storage: Storage, progress: _Progress) -> None:
    """Write one file. It is read to its end first: nothing broken reaches the storage."""
    target = f"{progress.version.folder}/{member.path}"
    with tempfile.SpooledTemporaryFile(max_size=MEMORY_PER_FILE) as content:
        for chunk in package.chunks(member):
            content.write(chunk)
            progress.tell()
        saved = storage.save(target, File(content, name=member.path))
    if saved != target:
        storage.delete(saved)
        raise RuntimeError(f"{target} exists already: another import of this version is running")


@transaction.atomic
def _describe(version: PackageVersion, read: ReadPackage) -> None:
    """The rows of an unpacked version, its state and its place as current version, all at once."""
    package = Package.objects.select_for_update().get(pk=version.package_id)
    if PackageVersion.objects.filter(pk=version.pk, state=JobState.DONE).exists():
        return
    _forget_rows(version)
    files = [PackageFile(version=version, path=member.path, size=member.size) for member in read.members]
    PackageFile.objects.bulk_create(files, batch_size=500)
    if package.title == _title_from(File(None, name=version.filename)) and read.contents.title:
        package.title = read.contents.title[:250]
    if isinstance(read.contents, Manifest):
        _create_items(version, read.contents, package.title)
        _fill_from_manifest(version, read.contents)
    else:
        create_nodes(version, read.contents)
        version.manifest_identifier = read.contents.course.id[:250]
        version.organization_details = {"origins": sorted({origin_of(unit.url) for unit in read.contents.units()} - {""})}
    _finish(version, read.contents)
    if package.current is None or package.current.number < version.number:
        package.current = version
    package.save()
    transaction.on_commit(lambda: forget_old_files(package))


def _finish(version: PackageVersion, contents: Manifest | CourseStructure) -> None:
    version.kind, version.title = contents.kind, contents.title[:250]
    version.warnings = [{"code": problem.code, "params": problem.params} for problem in contents.warnings]
    version.state, version.error, version.finished_at = JobState.DONE, "", timezone.now()
    version.steps_done = version.steps_total
    version.save()


def _fill_from_manifest(version: PackageVersion, manifest: Manifest) -> None:
    organization = manifest.organization
    version.schema_version = manifest.schema_version
    version.manifest_identifier = manifest.identifier[:250]
    version.organization_identifier = organization.identifier[:250]
    version.organization_sequencing = organization.sequencing
    version.organization_details = {
        "objectivesGlobalToSystem": organization.objectives_global_to_system,
        "sharedDataGlobalToSystem": organization.shared_data_global_to_system,
        "completionThreshold": _threshold_details(organization.threshold),
    }
    version.sequencing_collection = manifest.sequencing_collection


def _threshold_details(threshold: Threshold) -> dict:
    return {
        "minProgressMeasure": threshold.measure,
        "completedByMeasure": threshold.by_measure,
        "progressWeight": threshold.weight,
    }


def _create_items(version: PackageVersion, manifest: Manifest, title: str) -> None:
    """The tree level by level, so that parents have their key before their children are written."""
    positions = {item.identifier: position for position, (item, _depth) in enumerate(manifest.organization.walk())}
    level: list[tuple[Item, PackageItem | None]] = [(item, None) for item in manifest.organization.items]
    depth, resources = 0, manifest.resources
    # What the manifest leaves without a name bears the module's where it is alone.
    title = title if len(positions) == 1 else ""
    while level:
        rows = [
            _item_row(
                item,
                resources.get(item.reference),
                version=version,
                parent=parent,
                depth=depth,
                position=positions[item.identifier],
                title=(item.title or title)[:500],
            )
            for item, parent in level
        ]
        PackageItem.objects.bulk_create(rows, batch_size=200)
        level = [(child, row) for (item, _parent), row in zip(level, rows, strict=True) for child in item.children]
        depth += 1


def _item_row(item: Item, resource: Resource | None, **place) -> PackageItem:
    return PackageItem(
        **place,
        identifier=item.identifier,
        is_visible=item.is_visible,
        resource_identifier=item.reference[:250],
        scorm_type=resource.scorm_type if resource and resource.href else "",
        href=resource.href if resource else "",
        parameters=item.parameters,
        prerequisites=item.prerequisites,
        mastery_score=item.mastery_score,
        max_time_allowed=item.max_time_allowed[:40],
        time_limit_action=item.time_limit_action[:40],
        data_from_lms=item.data_from_lms,
        completion_threshold=item.threshold.measure[:40],
        completed_by_measure=item.threshold.by_measure,
        progress_weight=item.threshold.weight[:40],
        sequencing=item.sequencing,
        presentation=item.presentation,
        shared_data=item.shared_data,
    )


def remove_unpacked(version: PackageVersion) -> None:
    """Delete what was unpacked for the version, whether or not rows tell of it."""
    _forget_rows(version)
    remove_folder(storages["packages"], str(version.folder))


def _forget_rows(version: PackageVersion) -> None:
    for rows in (version.files, version.items, version.nodes, version.objectives):
        rows.all().delete()
