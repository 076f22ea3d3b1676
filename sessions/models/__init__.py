from sessions.models.attendance import PresenceEntry, Signature
from sessions.models.calendar import CalendarAddress
from sessions.models.certificate import Certificate, DocumentArchive
from sessions.models.enrolment import Enrolment, StepProgress
from sessions.models.event import Presence, SessionEvent
from sessions.models.interest import Interest
from sessions.models.mailing import Mailing
from sessions.models.paper import PaperPage, PaperSheet
from sessions.models.roles import SessionRole
from sessions.models.sandbox import SandboxWork
from sessions.models.session import SessionTutor, TrainingSession

__all__ = [
    "CalendarAddress",
    "Certificate",
    "DocumentArchive",
    "Enrolment",
    "Interest",
    "Mailing",
    "PaperPage",
    "PaperSheet",
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
