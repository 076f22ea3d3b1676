import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.enums import LaunchMode


class LaunchQuerySet(models.QuerySet):
    def alive(self, now) -> "LaunchQuerySet":
        """Launches whose package may still be shown at `now`."""
        return self.filter(expires_at__gt=now)

    def writing(self) -> "LaunchQuerySet":
        return self.filter(mode=LaunchMode.NORMAL)

    def newest_first(self) -> "LaunchQuerySet":
        return self.order_by("-created_at", "-pk")


class Launch(models.Model):
    """One opening of a package in one tab. The signed token names this row; the newest open one is the writer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    attempt = models.ForeignKey("courses.Attempt", models.CASCADE, related_name="launches")
    version = models.ForeignKey("courses.PackageVersion", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    return_url = models.CharField(max_length=500, blank=True)
    mode = models.CharField(max_length=10, choices=LaunchMode.choices, default=LaunchMode.NORMAL)
    # The share of the maximum that passes, where the package gives a score and no verdict.
    pass_share = models.FloatField(null=True, blank=True)

    objects = LaunchQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("launch")
        indexes = [models.Index(fields=["attempt", "-created_at"])]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def read_only(self) -> bool:
        """Reading again or looking through: nothing of it is kept."""
        return self.mode != LaunchMode.NORMAL


class ScoState(models.Model):
    """The run-time data of one SCO in one attempt: the state of record (SCORM RTE 4)."""

    attempt = models.ForeignKey("courses.Attempt", models.CASCADE, related_name="sco_states")
    item_identifier = models.CharField(max_length=250)
    cmi = models.JSONField(default=dict)
    completion = models.CharField(max_length=20, default="unknown")
    success = models.CharField(max_length=20, default="unknown")
    score_scaled = models.DecimalField(max_digits=10, decimal_places=7, null=True, blank=True)
    score_raw = models.DecimalField(max_digits=16, decimal_places=7, null=True, blank=True)
    total_seconds = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    # The launch that wrote last, its last commit number, and its session time: a commit sent twice changes nothing.
    launch = models.ForeignKey(Launch, models.SET_NULL, null=True, related_name="+")
    sequence = models.PositiveIntegerField(default=0)
    session_seconds = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    terminated = models.BooleanField(default=False)
    # How many attempts on the SCO were begun: a new one each time that it is opened without being resumed.
    tries = models.PositiveIntegerField(default=0)
    # How the SCO was left (cmi.exit), and since when it is open.
    exit = models.CharField(max_length=20, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("SCO state")
        constraints = [models.UniqueConstraint(fields=["attempt", "item_identifier"], name="sco_state_unique")]

    def __str__(self) -> str:
        return f"{self.attempt_id} · {self.item_identifier}"

    def restart(self) -> None:
        """As before it was ever opened, its verdict of record apart: a new attempt on it begins. Not saved."""
        self.cmi, self.exit, self.terminated, self.opened_at = {}, "", False, None


class SequencingState(models.Model):
    """Where SCORM 2004's sequencer stands in one attempt: one value, as courses.scorm.sequencing.State dumps it.

    version: that whose activities the state is about; a newer one keeps what has the same identifiers.
    """

    attempt = models.OneToOneField("courses.Attempt", models.CASCADE, related_name="sequencing")
    version = models.ForeignKey("courses.PackageVersion", models.PROTECT, related_name="+")
    state = models.JSONField(default=dict)
    updated_at = models.DateTimeField(auto_now=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("sequencing state")

    def __str__(self) -> str:
        return str(self.attempt_id)


class SharedValue(models.Model):
    """What modules share about one learner beyond an attempt, where their manifest says so.

    kind: objective (objectivesGlobalToSystem; value: a record of the sequencer) or data (sharedDataGlobalToSystem;
    value: the text of the store).
    """

    class Kind(models.TextChoices):
        OBJECTIVE = "objective", _("Objective")
        DATA = "data", _("Data")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person"))
    kind = models.CharField(max_length=10, choices=Kind.choices)
    identifier = models.CharField(max_length=500)
    value = models.JSONField(default=dict)
    updated_at = models.DateTimeField(auto_now=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("value shared by modules")
        constraints = [models.UniqueConstraint(fields=["user", "kind", "identifier"], name="shared_value_unique")]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.identifier}"
