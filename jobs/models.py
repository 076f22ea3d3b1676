"""A background job is a row of the app that asked for it: the queue only carries "row N is ready"."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class JobState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("In progress")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


class Job(models.Model):
    """What every job row carries: state, progress in steps, the message for the person who waits.

    A subclass implements `perform()`; it must give the same result when run twice. See jobs.domain.run.
    """

    state = models.CharField(_("state"), max_length=10, choices=JobState.choices, default=JobState.WAITING, db_index=True)
    steps_done = models.PositiveIntegerField(_("steps done"), default=0)
    steps_total = models.PositiveIntegerField(_("steps in all"), default=0)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    error = models.TextField(_("error"), blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    heartbeat_at = models.DateTimeField(_("last sign of life"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def percent(self) -> int:
        """Progress from 0 to 100, for the progress bar."""
        if self.state == JobState.DONE:
            return 100
        return min(99, self.steps_done * 100 // self.steps_total) if self.steps_total else 0

    @property
    def is_over(self) -> bool:
        return self.state in {JobState.DONE, JobState.FAILED}

    def advance(self, done: int, total: int | None = None) -> None:
        """Record progress and a sign of life, outside any transaction of the work itself."""
        self.steps_done = done
        if total is not None:
            self.steps_total = total
        self.heartbeat_at = timezone.now()
        type(self)._default_manager.filter(pk=self.pk).update(
            steps_done=self.steps_done, steps_total=self.steps_total, heartbeat_at=self.heartbeat_at
        )

    def perform(self) -> None:
        """Do the work. Raise jobs.domain.run.JobRefused with a message for the person when it cannot be done."""
        raise TypeError(f"{type(self).__name__} does not say how it is performed")


class WorkerBeat(models.Model):
    """When a worker process last said that it lives."""

    name = models.CharField(_("name"), max_length=64, primary_key=True)
    seen_at = models.DateTimeField(_("last sign of life"))

    class Meta:
        verbose_name = _("worker")
        verbose_name_plural = _("workers")

    def __str__(self) -> str:
        return self.name
