import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from courses.cmi5.structure import ANY_WINDOW, AU, BLOCK, COURSE, LAUNCH_METHODS, MOVE_ON, NOT_APPLICABLE, OWN_WINDOW, in_language
from courses.enums import WaiveReason


class CourseObjective(models.Model):
    """An objective that a cmi5 course structure describes (cmi5 13.1.3)."""

    version = models.ForeignKey("courses.PackageVersion", models.CASCADE, related_name="objectives")
    position = models.PositiveIntegerField()
    publisher_id = models.TextField()
    titles = models.JSONField(default=dict)
    descriptions = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("objective of a module")
        ordering = ["version", "position"]
        constraints = [models.UniqueConstraint(fields=["version", "position"], name="course_objective_position")]

    def __str__(self) -> str:
        return in_language(self.titles, get_language() or "fr") or self.publisher_id


class CourseNode(models.Model):
    """The course, a block or an assignable unit of a cmi5 or xAPI package, in document order (cmi5 13.1).

    key: what a learner's state of it hangs on, the same in each version of the package (`key_of`). url and what follows
    are a unit's only; url as it will be launched: relative to the package, or absolute.
    """

    version = models.ForeignKey("courses.PackageVersion", models.CASCADE, related_name="nodes")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="children")
    position = models.PositiveIntegerField()
    depth = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=10, choices=[(COURSE, _("course")), (BLOCK, _("block")), (AU, _("part"))])
    publisher_id = models.TextField()
    key = models.UUIDField()
    titles = models.JSONField(default=dict)
    descriptions = models.JSONField(default=dict)
    objectives = models.ManyToManyField(CourseObjective, blank=True, related_name="nodes")
    url = models.TextField(blank=True)
    launch_method = models.CharField(max_length=10, choices=[(name, name) for name in LAUNCH_METHODS], default=ANY_WINDOW)
    move_on = models.CharField(max_length=20, choices=[(name, name) for name in MOVE_ON], default=NOT_APPLICABLE)
    mastery_score = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)
    activity_type = models.TextField(blank=True)
    launch_parameters = models.TextField(blank=True)
    entitlement_key = models.TextField(blank=True)

    class Meta:
        verbose_name = _("part of a cmi5 module")
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="course_node_key"),
            models.UniqueConstraint(fields=["version", "position"], name="course_node_position"),
            models.CheckConstraint(
                condition=Q(mastery_score__isnull=True) | Q(mastery_score__gte=0, mastery_score__lte=1), name="course_node_mastery_score"
            ),
        ]

    def __str__(self) -> str:
        return in_language(self.titles, get_language() or "fr") or self.publisher_id

    @staticmethod
    def key_of(kind: str, publisher_id: str) -> uuid.UUID:
        return uuid.uuid5(uuid.NAMESPACE_URL, f"{kind} {publisher_id}")

    @property
    def identifier(self) -> str:
        return self.key.hex

    @property
    def description(self) -> str:
        return in_language(self.descriptions, get_language() or "fr")

    @property
    def is_unit(self) -> bool:
        return self.kind == AU

    @property
    def wants_own_window(self) -> bool:
        return self.launch_method == OWN_WINDOW


class NodeState(models.Model):
    """Where a part, a block or the course stands in one attempt: the state of record (cmi5 9.3, 13.1.4).

    A block and the course have a row once they are satisfied, and nothing else in it. score of a unit: 0 to 1, the best of
    what was said with a verdict.
    """

    attempt = models.ForeignKey("courses.Attempt", models.CASCADE, related_name="node_states")
    key = models.UUIDField()
    begun_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    passed_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    score = models.DecimalField(max_digits=7, decimal_places=6, null=True, blank=True)
    progress = models.PositiveSmallIntegerField(null=True, blank=True)
    waived_at = models.DateTimeField(null=True, blank=True)
    waived_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    waive_reason = models.CharField(max_length=30, choices=WaiveReason.choices, blank=True)
    satisfied_at = models.DateTimeField(null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("state of a part")
        constraints = [
            models.UniqueConstraint(fields=["attempt", "key"], name="node_state_unique"),
            models.CheckConstraint(condition=Q(score__isnull=True) | Q(score__gte=0, score__lte=1), name="node_state_score_range"),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} · {self.key}"


class UnitLaunchQuerySet(models.QuerySet):
    def running(self) -> "UnitLaunchQuerySet":
        """Those whose unit has said neither that it ends, nor was left for lost."""
        return self.filter(launch__closed_at__isnull=True)

    def of(self, attempt) -> "UnitLaunchQuerySet":
        return self.filter(launch__attempt=attempt)


class UnitLaunch(models.Model):
    """One opening of a unit: a launch of its package, and what speaks for it to the journal.

    session: of cmi5, its id is the session id (cmi5 9.6.3.1). credential: of a package that speaks xAPI alone.
    activity: the IRI that the platform gives the unit (cmi5 8.1, activityId).
    """

    launch = models.OneToOneField("courses.Launch", models.CASCADE, primary_key=True, related_name="unit_launch")
    node = models.ForeignKey(CourseNode, models.PROTECT, related_name="launches")
    session = models.OneToOneField("lrs.Cmi5Session", models.SET_NULL, null=True, blank=True, related_name="unit_launch")
    credential = models.OneToOneField("lrs.Credential", models.SET_NULL, null=True, blank=True, related_name="unit_launch")
    activity = models.TextField()

    objects = UnitLaunchQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("launch of a part")

    def __str__(self) -> str:
        return str(self.launch_id)
