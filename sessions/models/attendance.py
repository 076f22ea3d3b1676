"""The evidence of an attendance sheet: signatures, and a history that only grows."""

import uuid

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models.package import private_storage
from sessions.enums import EntryAction, SignatureMethod


def picture_name(instance: "Signature", filename: str) -> str:
    return f"signatures/{uuid.uuid4().hex}.png"


class SignatureQuerySet(models.QuerySet):
    def standing(self) -> "SignatureQuerySet":
        """Those not set aside."""
        return self.filter(cancelled_at__isnull=True)


class Signature(models.Model):
    """A signature on the sheet of one event, with what proves it: when, from where, on what, how.

    enrolment: None where someone signs as trainer. collected_by: who held out the device, where it was not the signer's own, or who
    read the signature on `paper`, the sheet that came back. sha256: of the picture as it is stored.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey("training_sessions.SessionEvent", models.CASCADE, related_name="signatures")
    enrolment = models.ForeignKey("training_sessions.Enrolment", models.CASCADE, null=True, blank=True, related_name="signatures")
    signer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("signer"))
    collected_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    method = models.CharField(_("method"), max_length=10, choices=SignatureMethod.choices)
    signed_at = models.DateTimeField(_("signed"), default=timezone.now)
    address = models.GenericIPAddressField(_("network address"), null=True, blank=True)
    device = models.CharField(_("device"), max_length=300, blank=True)
    picture = models.FileField(_("picture"), storage=private_storage, upload_to=picture_name, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    paper = models.ForeignKey(
        "training_sessions.PaperSheet", models.CASCADE, null=True, blank=True, related_name="signatures", editable=False
    )
    cancelled_at = models.DateTimeField(_("set aside"), null=True, blank=True)
    cancelled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = SignatureQuerySet.as_manager()

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ["signed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "enrolment"],
                condition=Q(cancelled_at__isnull=True, enrolment__isnull=False),
                name="learner_signs_once",
                violation_error_message=_("This half-day is signed already."),
            ),
            models.UniqueConstraint(
                fields=["event", "signer"],
                condition=Q(cancelled_at__isnull=True, enrolment__isnull=True),
                name="trainer_signs_once",
                violation_error_message=_("This half-day is signed already."),
            ),
            models.CheckConstraint(
                condition=(Q(method=SignatureMethod.DRAWN) & ~Q(picture="") & ~Q(sha256=""))
                | (~Q(method=SignatureMethod.DRAWN) & Q(picture="", sha256="")),
                name="signature_drawn_has_its_picture",
            ),
            models.CheckConstraint(
                condition=Q(method=SignatureMethod.PAPER, paper__isnull=False) | (~Q(method=SignatureMethod.PAPER) & Q(paper__isnull=True)),
                name="signature_on_paper_has_its_sheet",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signer} · {self.event}"

    @property
    def is_drawn(self) -> bool:
        return self.method == SignatureMethod.DRAWN

    @property
    def is_on_paper(self) -> bool:
        return self.method == SignatureMethod.PAPER


class HistoryQuerySet(models.QuerySet):
    """Lines of a history are added and read, nothing else."""

    def update(self, **kwargs):
        raise ImproperlyConfigured("The history of an attendance sheet only grows.")

    def delete(self):
        raise ImproperlyConfigured("The history of an attendance sheet only grows.")


class PresenceEntry(models.Model):
    """One line of the history of an event's sheet: who said what of whom, when, from what to what, and why.

    before, after: {"status", "arrived_at", "left_at"} of a presence (ISO times or None), or None for nothing said.
    after, of a paper sheet: {"pages": how many, "sha256": of each file, "emptied": whether the files are gone}.
    batch: lines written by one gesture carry the same one.
    """

    event = models.ForeignKey("training_sessions.SessionEvent", models.CASCADE, related_name="history")
    enrolment = models.ForeignKey("training_sessions.Enrolment", models.CASCADE, null=True, blank=True, related_name="+")
    action = models.CharField(_("action"), max_length=10, choices=EntryAction.choices)
    before = models.JSONField(_("before"), null=True, blank=True)
    after = models.JSONField(_("after"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    batch = models.UUIDField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("time"), default=timezone.now)

    objects = HistoryQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("line of an attendance sheet’s history")
        verbose_name_plural = _("history of attendance sheets")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["event", "at"])]

    def __str__(self) -> str:
        return f"{self.get_action_display()} · {self.event}"

    def save(self, *args, **kwargs) -> None:
        if self.pk is not None:
            raise ImproperlyConfigured("The history of an attendance sheet only grows.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise ImproperlyConfigured("The history of an attendance sheet only grows.")
