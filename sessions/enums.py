from django.db import models
from django.utils.translation import gettext_lazy as _


class SessionState(models.TextChoices):
    DRAFT = "draft", _("In preparation")
    OPEN = "open", _("Confirmed")
    CANCELLED = "cancelled", _("Cancelled")


class Phase(models.TextChoices):
    """Where a session is in its life: its state and the clock together."""

    DRAFT = "draft", _("In preparation")
    UPCOMING = "upcoming", _("Coming")
    RUNNING = "running", _("In progress")
    OVER = "over", _("Over")
    CANCELLED = "cancelled", _("Cancelled")


class TutorRole(models.TextChoices):
    CONTENT = "content", _("Content tutor")
    MOTIVATION = "motivation", _("Motivational tutor")
    TRAINER = "trainer", _("Trainer")


class EventKind(models.TextChoices):
    VIRTUAL_CLASS = "virtual_class", _("Virtual class")
    HALF_DAY = "half_day", _("In-person half-day")


class InterestState(models.TextChoices):
    """What became of somebody's interest in a pathway."""

    NEW = "new", _("New request")
    CALLED = "called", _("In touch")
    ENROLLED = "enrolled", _("Enrolled")
    DECLINED = "declined", _("Declined")


class EnrolmentState(models.TextChoices):
    ACTIVE = "active", _("Enrolled")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class StepState(models.TextChoices):
    LOCKED = "locked", _("Not open yet")
    TODO = "todo", _("To do")
    RUNNING = "running", _("In progress")
    WAITING = "waiting", _("Waiting for the grade")
    REDO = "redo", _("To do again")
    DONE = "done", _("Finished")


class PresenceStatus(models.TextChoices):
    PRESENT = "present", _("Present")
    LATE = "late", _("Late")
    LEFT_EARLY = "left_early", _("Left early")
    ABSENT = "absent", _("Absent")
    EXCUSED = "excused", _("Excused")


# Who was there, be it for a part.
THERE = frozenset({PresenceStatus.PRESENT, PresenceStatus.LATE, PresenceStatus.LEFT_EARLY})


class SheetState(models.TextChoices):
    """Where the attendance sheet of an event is: kept, validated, or corrected after it was validated."""

    OPEN = "open", _("Open")
    CLOSED = "closed", _("Validated")
    CORRECTED = "corrected", _("Corrected, to validate again")


class SignatureMethod(models.TextChoices):
    DRAWN = "drawn", _("Drawn on the screen")
    CODE = "code", _("Code shown by the trainer")
    ACCOUNT = "account", _("Confirmed from the signer’s own account")
    PAPER = "paper", _("On the paper sheet, scanned")


class EntryAction(models.TextChoices):
    """What a line of an attendance sheet's history tells."""

    NOTED = "noted", _("Presence noted")
    UNDONE = "undone", _("Undone")
    CORRECTED = "corrected", _("Corrected after validation")
    SIGNED = "signed", _("Signed")
    SIGNATURE_CANCELLED = "cancelled", _("Signature set aside")
    CODE_REFUSED = "refused", _("Wrong code")
    CLOSED = "closed", _("Sheet validated")
    PAPER_ADDED = "paper", _("Signed paper sheet added")
    PAPER_WITHDRAWN = "unpaper", _("Signed paper sheet withdrawn")


class ArchiveKind(models.TextChoices):
    CERTIFICATES = "certificates", _("Certificates")
    CONVOCATIONS = "convocations", _("Convocations")
    SHEETS = "sheets", _("Attendance sheets")


class MailingKind(models.TextChoices):
    INVITATIONS = "invitations", _("Invitations with the convocation")
    CONVOCATIONS = "convocations", _("Convocations, sent again")
