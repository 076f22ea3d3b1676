from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Basis(models.TextChoices):
    """Legal bases of processing (GDPR, article 6, paragraph 1)."""

    CONTRACT = "contract", _("Training contract or public mission (article 6.1.b and e)")
    OBLIGATION = "obligation", _("Legal obligation to keep evidence of training (article 6.1.c)")
    INTEREST = "interest", _("Legitimate interest: security and proper working of the platform (article 6.1.f)")
    CONSENT = "consent", _("Consent of the person, or of a parent (articles 6.1.a and 8)")


class Retention(models.TextChoices):
    """Rules of retention; how long each lasts is a setting."""

    ACCOUNT = "account", _("With the account, then one year after it is closed")
    EVIDENCE = "evidence", _("As evidence of training, for as long as the funder asks (3, 6 or 10 years)")
    DETAILS = "details", _("Details of learning: until one year after the end of the session")
    EXCHANGES = "exchanges", _("Exchanges: until one year after the end of the session")
    MAILS = "mails", _("Mails: one year after they were sent")
    REGISTRATION = "registration", _("Until the account is open, or its time to be confirmed is over")
    REQUESTS = "requests", _("Requests without an account: some months after the last contact")
    TECHNICAL = "technical", _("Technical traces: at most a few days")
    AUDIT = "audit", _("Audit log: one year")
    EDITORIAL = "editorial", _("With the content whose history it tells; the name goes when the account is erased")


class Fate(models.TextChoices):
    """What erasing a person does to the rows of one model."""

    DELETED = "deleted", _("deleted")
    KEPT = "kept", _("kept under a pseudonym")
    OWN = "own", _("rewritten under a pseudonym by its own app")


class RequestKind(models.TextChoices):
    """Rights that somebody else than the person carries out (GDPR, articles 17 and 18)."""

    ERASURE = "erasure", _("Erase my data")
    RESTRICTION = "restriction", _("Freeze my data")


class RequestState(models.TextChoices):
    OPEN = "open", _("Waiting for an answer")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Taken back")
    LIFTED = "lifted", _("Over")


class Action(models.TextChoices):
    """What the audit log tells."""

    CREATED = "created", _("Created")
    CHANGED = "changed", _("Changed")
    DELETED = "deleted", _("Deleted")
    READ = "read", _("Read")
    SIGNED_IN = "signed_in", _("Signed in")
    SIGNED_OUT = "signed_out", _("Signed out")
    REFUSED = "refused", _("Sign-in refused")


class TextKind(models.TextChoices):
    """What is asked of the person who meets a text."""

    READ = "read", _("Information, to be read")
    REQUIRED = "required", _("Box that must be ticked")
    FREE = "free", _("Box that one may leave empty")


class TextPlace(models.TextChoices):
    """Where people meet a text."""

    ACCOUNT = "account", _("When an account is opened")
    INTEREST = "interest", _("When somebody is interested in a training")


class Occasion(models.TextChoices):
    """On which page a text was accepted."""

    REGISTRATION = "registration", _("Opening of the account")
    INVITATION = "invitation", _("Answer to an invitation")
    SIGN_IN = "sign_in", _("Sign-in, after the text had changed")
    PROFILE = "profile", _("Page “My consents”")


class Ground(models.TextChoices):
    """Under which rule a person was erased."""

    REQUEST = "request", _("The person asked for it")
    DECISION = "decision", _("Decided by those in charge")
    RETENTION = "retention", _("End of the time of keeping")


class Charge(StrEnum):
    """Being in charge of data, as permissions name it: the users of the project say who is (`user.may`, accounts.permissions)."""

    SEE_REQUESTS = "see_requests"
    ANSWER_REQUESTS = "answer_requests"
    READ_AUDIT = "read_audit"
