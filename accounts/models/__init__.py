from accounts.models.attempts import SignInAttempts
from accounts.models.connection import ConnectionDay
from accounts.models.event import AccountEvent
from accounts.models.identifier import IssuedIdentifier
from accounts.models.region import Region
from accounts.models.registration import ParentalConsent, Registration, RegistrationSettings
from accounts.models.review import RoleReview, RoleReviewLine
from accounts.models.role import DefinedRole, RoleAssignment, SandboxRefused
from accounts.models.session import OpenSession
from accounts.models.user import User

__all__ = [
    "AccountEvent",
    "ConnectionDay",
    "DefinedRole",
    "IssuedIdentifier",
    "OpenSession",
    "ParentalConsent",
    "Region",
    "Registration",
    "RegistrationSettings",
    "RoleAssignment",
    "RoleReview",
    "RoleReviewLine",
    "SandboxRefused",
    "SignInAttempts",
    "User",
]
