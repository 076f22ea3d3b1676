"""What a new version changes for those in the middle of a package, where a package is used, and its removal."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.files.storage import Storage, storages
from django.db import models, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from courses.domain.refusals import Refused
from courses.enums import AttemptMode, AttemptState, PackageKind
from courses.models import (
    Attempt,
    CourseNode,
    Launch,
    LibraryPage,
    NodeState,
    Package,
    PackageItem,
    PackageVersion,
    ScormPage,
    ScoState,
    UnitLaunch,
)
from jobs.models import JobState

Part = PackageItem | CourseNode


@dataclass(frozen=True)
class StructureChanges:
    """What can be opened in two versions, by identifier: a learner's state of an item is kept where it is in `kept`.

    kept holds the new version's parts, removed the old one's. Between two standards nothing is kept, for the
    run-time data of one means nothing to the other.
    """

    kept: tuple[Part, ...] = ()
    removed: tuple[Part, ...] = ()
    added: tuple[Part, ...] = ()
    same_standard: bool = True


def structure_changes(old: PackageVersion, new: PackageVersion) -> StructureChanges:
    """What became of the old version's parts in the new one. Two queries."""
    before, after = old.parts(), new.parts()
    if old.kind != new.kind:
        return StructureChanges(removed=tuple(before.values()), added=tuple(after.values()), same_standard=False)
    return StructureChanges(
        kept=tuple(item for key, item in after.items() if key in before),
        removed=tuple(item for key, item in before.items() if key not in after),
        added=tuple(item for key, item in after.items() if key not in before),
    )


@dataclass(frozen=True)
class Effect:
    """What the current version means for people who had begun the one before.

    people: how many are in the middle. lost: titles of parts some of them had begun and that are gone.
    """

    changes: StructureChanges
    people: int
    lost: tuple[str, ...]


def effect_of_current(package: Package) -> Effect | None:
    """The effect of the package's current version; None when it is the first."""
    former = former_version(package)
    if package.current is None or former is None:
        return None
    changes = structure_changes(former, package.current)
    running = Attempt.objects.counting().filter(activity__in=package.pages.values("pk"), state=AttemptState.RUNNING)
    gone = {item.identifier: str(item) for item in changes.removed}
    lost = _begun(former, running, gone)
    return Effect(
        changes=changes,
        people=running.values("user").distinct().count(),
        lost=tuple(title for identifier, title in gone.items() if identifier in lost),
    )


def _begun(version: PackageVersion, attempts: "models.QuerySet[Attempt]", identifiers: Iterable[str]) -> set[str]:
    """Of these parts of a version, those that somebody had begun in one of the attempts."""
    if version.has_units:
        states = NodeState.objects.filter(attempt__in=attempts, key__in=list(identifiers), begun_at__isnull=False)
        return {key.hex for key in states.values_list("key", flat=True).distinct()}
    begun = ScoState.objects.filter(attempt__in=attempts, item_identifier__in=identifiers)
    return set(begun.values_list("item_identifier", flat=True).distinct())


def former_version(package: Package) -> PackageVersion | None:
    """The version that was current before the current one."""
    if package.current is None:
        return None
    earlier = package.versions.filter(state=JobState.DONE, number__lt=package.current.number)
    return earlier.order_by("-number").first()


def has_rule(package: Package) -> bool:
    """Does the editor say what makes it finished: of SCORM 1.2, with several parts?"""
    current = package.current
    return current is not None and current.kind == PackageKind.SCORM_12 and current.launchable_items().count() > 1


def parts_that_count(package: Package) -> list[PackageItem]:
    """Those the editor chose and that the current version has; none where all of them count."""
    chosen = package.required_parts
    return list(package.current.launchable_items().filter(identifier__in=chosen)) if package.current and chosen else []


@transaction.atomic
def draft_page(*, package: Package, user) -> ScormPage:
    """A draft in the library that plays the package, for the editor to complete. Raises Refused."""
    library = LibraryPage.objects.first()
    if library is None:
        raise Refused(_("There is no library yet: create its page first."))
    if package.current is None:
        raise Refused(_("This module cannot be opened yet: its import is not finished."))
    page = ScormPage(title=package.title, slug=_free_slug(library, package.title), package=package, live=False, owner=user)
    library.add_child(instance=page)
    page.save_revision(user=user, log_action=True)
    return page


def _free_slug(library: LibraryPage, title: str) -> str:
    base = slugify(title)[:200] or "module"
    taken = set(library.get_children().filter(slug__startswith=base).values_list("slug", flat=True))
    candidates = (base if number == 1 else f"{base}-{number}" for number in range(1, len(taken) + 2))
    return next(slug for slug in candidates if slug not in taken)


@transaction.atomic
def delete_package(*, package: Package) -> None:
    """Remove a package that nothing uses, with its versions and files. Raises Refused, saying what uses it."""
    package = Package.objects.select_for_update().get(pk=package.pk)
    pages = list(package.pages.order_by("title").values_list("title", flat=True))
    if pages:
        raise Refused(_("This module is used by: %(names)s. Remove it there first.") % {"names": ", ".join(pages)})
    launches = Launch.objects.filter(version__package=package)
    if launches.exclude(attempt__mode=AttemptMode.PREVIEW).exists():
        raise Refused(_("People have followed this module: it is kept with their results."))
    UnitLaunch.objects.filter(launch__in=launches).delete()
    launches.delete()
    versions = list(package.versions.all())
    package.delete()
    transaction.on_commit(lambda: _remove_files(versions))


def forget_old_files(package: Package) -> int:
    """Remove what was unpacked of versions that nobody can be playing; returns how many. Their zips and rows stay.

    Kept: the current version, the one before it, and any with a launch still alive. Safe to run at any time.
    """
    former = former_version(package)
    alive = Launch.objects.alive(timezone.now()).filter(version__package=package)
    kept = {package.current_id, former.pk if former else None, *alive.values_list("version", flat=True)}
    old = package.versions.filter(state__in=[JobState.DONE, JobState.FAILED]).exclude(pk__in=kept - {None})
    for version in old:
        version.files.all().delete()
        remove_folder(storages["packages"], str(version.folder))
    return len(old)


def _remove_files(versions: Iterable[PackageVersion]) -> None:
    for version in versions:
        version.file.delete(save=False)
        remove_folder(storages["packages"], str(version.folder))


def remove_folder(storage: Storage, folder: str) -> None:
    """Delete a folder and all it holds; nothing happens when there is none."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in files:
        storage.delete(f"{folder}/{name}")
    for name in filter(None, folders):
        remove_folder(storage, f"{folder}/{name}")
    storage.delete(folder)
