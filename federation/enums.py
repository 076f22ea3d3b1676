"""The words of signing in through a provider elsewhere."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    OIDC = "oidc", _("OpenID Connect")
    SAML = "saml", _("SAML 2.0")


class Purpose(models.TextChoices):
    """Why a person was sent to the provider: to sign in, or to try the connection, which signs nobody in."""

    SIGN_IN = "sign_in", _("Sign in")
    TRIAL = "trial", _("Try the connection")


class Reason(models.TextChoices):
    """Why a provider's answer was not taken. The words are for those in charge; the person reads federation.refusals."""

    UNREACHABLE = "unreachable", _("The provider does not answer, or answers something else than what is expected")
    SETTINGS = "settings", _("The provider says something else of itself than what is written here")
    CANCELLED = "cancelled", _("The person gave up, or the provider refused them")
    CLIENT = "client", _("The provider does not know this platform, or the secret is wrong")
    STATE = "state", _("The answer belongs to no sign-in begun in this browser, or comes too late")
    SIGNATURE = "signature", _("The signature is missing or not the provider's")
    CERTIFICATE = "certificate", _("The certificate is not valid at this moment")
    ISSUER = "issuer", _("The answer comes from somebody else than the provider")
    AUDIENCE = "audience", _("The answer is meant for somebody else than this platform")
    CLOCK = "clock", _("The answer is too old or from the future: one of the two clocks is wrong")
    REPLAY = "replay", _("The same answer came a second time")
    ENCRYPTED = "encrypted", _("The answer is encrypted, which this platform does not read")
    SUBJECT = "subject", _("The answer has no lasting identifier of the person")
    ADDRESS = "address", _("The answer has no e-mail address")
    UNVERIFIED = "unverified", _("The provider does not say that the address was verified")
    DOMAIN = "domain", _("The address is of a domain for which the provider does not speak")
    UNKNOWN = "unknown", _("No account has this address, and the provider may not open any")
    PARENT = "parent", _("A parent has still to agree to the account of this person")
    OTHER_REGION = "other_region", _("The account belongs, wholly or in part, to another region")
    OTHER_PERSON = "other_person", _("The account is already connected to another person of the provider")
    CLOSED = "closed", _("The account is closed")
    TECHNICAL = "technical", _("Technical accounts do not sign in through a provider")
