from django.db import models
from django.utils import timezone


class SignInAttempts(models.Model):
    """Wrong passwords in a row for one way into an account, known or not, and other things done too often (accounts.domain.attempts).

    key: a keyed hash; the rows tell nobody which addresses were tried.
    """

    key = models.CharField(max_length=64, primary_key=True)
    failures = models.PositiveSmallIntegerField(default=0)
    failed_at = models.DateTimeField(default=timezone.now, db_index=True)
    locked_until = models.DateTimeField(null=True, blank=True)

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"{self.key[:8]}: {self.failures}"

    @property
    def is_locked(self) -> bool:
        return self.locked_until is not None and self.locked_until > timezone.now()
