import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Count, Max, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.user import fold
from courses.cmi5.structure import AU
from courses.enums import UNIT_KINDS, PackageKind, PackageRollup, ScormType
from courses.scorm.addresses import add_parameters
from files.domain.stored import private_storage
from jobs.models import Job, JobState

if TYPE_CHECKING:
    from courses.models.cmi5 import CourseNode

# Editions as manifests say them (courses.scorm.manifest), in words.
EDITIONS = {
    "2nd Edition": _("2nd edition"),
    "3rd Edition": _("3rd edition"),
    "4th Edition": _("4th edition"),
}


def upload_name(instance, filename: str) -> str:
    """A generated name: nothing of what the person called the file reaches the disk."""
    return f"packages/{uuid.uuid4().hex}{'.xml' if filename.endswith('.xml') else '.zip'}"


class PackageQuerySet(models.QuerySet):
    def visible_to(self, user) -> "PackageQuerySet":
        return self if user.is_authenticated and user.is_active and user.is_editor else self.none()

    def search(self, words: str) -> "PackageQuerySet":
        """Packages whose title has every word, whatever accents and case."""
        found = self
        for word in fold(words).split():
            found = found.filter(search_text__contains=word)
        return found

    def listed(self) -> "PackageQuerySet":
        """With what lists tell: newest_at (when a version was sent last), page_count (pages that use it), current."""
        counts = {"newest_at": Max("versions__created_at"), "page_count": Count("pages", distinct=True)}
        return self.select_related("current").annotate(**counts)

    def ready(self) -> "PackageQuerySet":
        """Packages that can be played."""
        return self.filter(current__isnull=False)


class Package(models.Model):  # type: ignore[django-manager-missing]  # pages come from Wagtail's own manager
    """A module made with an authoring tool, known by its name; its content is the current version."""

    title = models.CharField(_("title"), max_length=250)
    current = models.ForeignKey(
        "courses.PackageVersion", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("current version")
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    rollup = models.CharField(_("the module is finished when"), max_length=10, choices=PackageRollup.choices, default=PackageRollup.ALL)
    # Identifiers of the parts that count; all of them where there is none.
    required_parts = models.JSONField(_("parts that count"), default=list, blank=True)

    search_text = models.CharField(max_length=250, blank=True, editable=False)

    objects = PackageQuerySet.as_manager()

    class Meta:
        verbose_name = _("module package")
        verbose_name_plural = _("module packages")
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title

    def save(self, *args, **kwargs) -> None:
        self.search_text = fold(self.title)[:250]
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "search_text"}
        super().save(*args, **kwargs)

    @property
    def standard(self) -> str:
        """Standard and edition of the current version in words; "" while there is none."""
        if self.current is None:
            return ""
        kind, edition = self.current.get_kind_display(), EDITIONS.get(self.current.schema_version)
        return f"{kind}, {edition}" if edition else kind


class PackageVersion(Job):
    """One uploaded zip or cmi5.xml: checked and unpacked by a job, then described by rows. Never changed once ready."""

    package = models.ForeignKey(Package, models.CASCADE, related_name="versions", verbose_name=_("package"))
    number = models.PositiveIntegerField(_("number"))
    folder = models.UUIDField(_("folder"), default=uuid.uuid4, unique=True, editable=False)
    file = models.FileField(_("file"), storage=private_storage, upload_to=upload_name)
    filename = models.CharField(_("name of the file sent"), max_length=250, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    kind = models.CharField(_("standard"), max_length=20, choices=PackageKind.choices, blank=True)
    schema_version = models.CharField(_("edition"), max_length=40, blank=True)
    manifest_identifier = models.CharField(max_length=250, blank=True)
    organization_identifier = models.CharField(max_length=250, blank=True)
    title = models.CharField(_("title in the manifest"), max_length=250, blank=True)
    organization_sequencing = models.TextField(blank=True)
    # {"objectivesGlobalToSystem": bool, "sharedDataGlobalToSystem": bool,
    #  "completionThreshold": {"minProgressMeasure": str, "completedByMeasure": bool, "progressWeight": str}}
    # Of units: {"origins": [web origins of those that are of another site]}.
    organization_details = models.JSONField(default=dict, blank=True)
    sequencing_collection = models.TextField(blank=True)
    # What the import noticed without refusing: [{"code": …, "params": {…}}], worded by courses.domain.package_messages.
    warnings = models.JSONField(default=list, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("package version")
        verbose_name_plural = _("package versions")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["package", "number"], name="package_version_number")]

    def __str__(self) -> str:
        return f"{self.package} v{self.number}"

    @property
    def is_ready(self) -> bool:
        return self.state == JobState.DONE

    def launchable_items(self) -> "models.QuerySet[PackageItem]":
        """What can be opened, in document order."""
        return self.items.exclude(href="").order_by("position")

    @property
    def has_units(self) -> bool:
        """Is it made of assignable units (cmi5, xAPI) rather than of SCORM's items?"""
        return self.kind in UNIT_KINDS

    def parts(self) -> dict[str, "PackageItem | CourseNode"]:
        """What a learner opens, by the identifier that their state hangs on, in document order."""
        rows = self.nodes.filter(kind=AU).order_by("position") if self.has_units else self.launchable_items()
        return {row.identifier: row for row in rows}

    def perform(self) -> None:
        from courses.domain.importing import import_version

        import_version(self)


class PackageItem(models.Model):
    """One node of the organisation tree (SCORM CAM 3.4): a cluster, a SCO or an asset. Position is document order.

    href: address in the package (xml:base applied, percent-encoded, own query kept); parameters: as in the
    manifest. What a player opens is `launch_address`. XML elements are kept verbatim.
    """

    version = models.ForeignKey(PackageVersion, models.CASCADE, related_name="items")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="children")
    position = models.PositiveIntegerField(_("position"))
    depth = models.PositiveSmallIntegerField(default=0)
    identifier = models.CharField(max_length=250)
    title = models.CharField(_("title"), max_length=500, blank=True)
    is_visible = models.BooleanField(default=True)
    resource_identifier = models.CharField(max_length=250, blank=True)
    scorm_type = models.CharField(max_length=10, choices=ScormType.choices, blank=True)
    href = models.TextField(blank=True)
    parameters = models.TextField(blank=True)
    prerequisites = models.TextField(blank=True)
    mastery_score = models.DecimalField(max_digits=7, decimal_places=3, null=True, blank=True)
    max_time_allowed = models.CharField(max_length=40, blank=True)
    time_limit_action = models.CharField(max_length=40, blank=True)
    data_from_lms = models.TextField(blank=True)
    # The measure from 0 to 1 as text; it decides completion only with completed_by_measure (SCORM 2004 CAM 3.4.1.14).
    completion_threshold = models.CharField(max_length=40, blank=True)
    completed_by_measure = models.BooleanField(default=False)
    progress_weight = models.CharField(max_length=40, default="1.0")
    shared_data = models.TextField(blank=True)
    sequencing = models.TextField(blank=True)
    presentation = models.TextField(blank=True)

    class Meta:
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "identifier"], name="package_item_identifier"),
            models.UniqueConstraint(fields=["version", "position"], name="package_item_position"),
        ]

    def __str__(self) -> str:
        return self.title or self.identifier

    @property
    def is_launchable(self) -> bool:
        return bool(self.href)

    @property
    def launch_address(self) -> str:
        """The address to open, relative to the package, with the item's parameters; "" for a cluster."""
        return add_parameters(self.href, self.parameters) if self.href else ""


class PackageFile(models.Model):
    """One unpacked file: what may be served, under the name that content asks for."""

    version = models.ForeignKey(PackageVersion, models.CASCADE, related_name="files")
    path = models.CharField(max_length=1000)
    size = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "path"], name="package_file_path"),
            models.CheckConstraint(
                condition=~Q(path__startswith="/") & ~Q(path__startswith="../") & ~Q(path__contains="/../"), name="package_file_relative"
            ),
        ]

    def __str__(self) -> str:
        return self.path
