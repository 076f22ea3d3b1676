from sessions.models.attendance import PresenceEntry, Signature
from sessions.models.certificate import Certificate, DocumentArchive
from sessions.models.enrolment import Enrolment, StepProgress
from sessions.models.event import Presence, SessionEvent
from sessions.models.interest import Interest
from sessions.models.mailing import Mailing
from sessions.models.roles import SessionRole
from sessions.models.sandbox import SandboxWork
from sessions.models.session import SessionTutor, TrainingSession

__all__ = [
    "Certificate",
    "DocumentArchive",
    "Enrolment",
    "Interest",
    "Mailing",
    "Presence",
    "PresenceEntry",
    "SandboxWork",
    "SessionEvent",
    "SessionRole",
    "SessionTutor",
    "Signature",
    "StepProgress",
    "TrainingSession",
]
