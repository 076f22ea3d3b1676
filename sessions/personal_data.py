"""What training sessions hold on people, for the register (privacy.registry)."""

from django.utils.translation import gettext_lazy as _

from privacy.enums import Basis, Fate, Retention
from privacy.registry import PersonalData, declare

PREFIX = "training_sessions"
CERTIFICATE = _("Certificate of completion, verifiable by its code")


def _evidence(model: str, path: str, purpose, **more) -> PersonalData:
    return PersonalData(f"{PREFIX}.{model}", path, purpose, Basis.OBLIGATION, Retention.EVIDENCE, **more)


def _author(model: str, path: str, purpose, **more) -> PersonalData:
    return PersonalData(f"{PREFIX}.{model}", path, purpose, Basis.CONTRACT, Retention.EVIDENCE, author_only=True, **more)


declare(
    _evidence("Enrolment", "user", _("Enrolment in a session, progress and result")),
    _evidence("StepProgress", "enrolment__user", _("Progress at each step"), title=_("progress, step by step")),
    _evidence("Presence", "enrolment__user", _("Presence at virtual classes and half-days, and who validated it")),
    PersonalData(
        f"{PREFIX}.Signature",
        "signer",
        _("Signature of an attendance sheet: time, network address, device, picture"),
        Basis.OBLIGATION,
        Retention.EVIDENCE,
        cleared=("address", "device"),
    ),
    _evidence("PresenceEntry", "enrolment__user", _("History of an attendance sheet: what was noted, corrected and signed")),
    _evidence("PaperSheet", "signatures__signer", _("Paper sheet that was signed and came back: when, by whom, why withdrawn")),
    PersonalData(
        f"{PREFIX}.PaperPage",
        "sheet__signatures__signer",
        _("Scan or photograph of a signed paper sheet, which shows all who signed it"),
        Basis.OBLIGATION,
        Retention.EVIDENCE,
        told=False,
        since="sheet__event__ends_at",
        outlived=Fate.DELETED,
    ),
    _evidence("Certificate", "enrolment__user", CERTIFICATE),
    PersonalData(
        f"{PREFIX}.Interest",
        "",
        _("Requests of people interested in a training, and what was answered"),
        Basis.CONSENT,
        Retention.REQUESTS,
        address="email",
        hidden=("search_text",),
        since="touched_at",
    ),
    _evidence("SessionTutor", "user", _("Who accompanied the session")),
    PersonalData(
        f"{PREFIX}.SessionRole", "assignment__user", _("Which role the person held in a session"), Basis.CONTRACT, Retention.ACCOUNT
    ),
    PersonalData(
        f"{PREFIX}.CalendarAddress",
        "user",
        _("Secret address by which the person’s own calendar follows the dates of their trainings"),
        Basis.CONTRACT,
        Retention.ACCOUNT,
        hidden=("token",),
    ),
    _author("SandboxWork", "asked_by", _("Who filled or emptied a sandbox")),
    _author("Mailing", "asked_by", _("Letters to the learners of a session"), title=_("letters to the learners of sessions")),
    PersonalData(
        f"{PREFIX}.DocumentArchive",
        "session__enrolments__user",
        _("Documents of a session in one file, made again at will"),
        Basis.OBLIGATION,
        Retention.EVIDENCE,
        fate=Fate.DELETED,
        told=False,
    ),
    _author("TrainingSession", "created_by", _("Who opened the session")),
    _author("SessionEvent", "trainer", _("Who led a virtual class or half-day")),
)
