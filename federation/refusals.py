"""What a person reads when a provider's answer was not taken."""

from django.utils.translation import gettext_lazy as _

from federation.enums import Reason

_AGAIN = _("Sign-in took too long or was begun elsewhere: begin again from this page.")
_TELL = _("The answer of your organisation could not be checked. Try again; if it goes on, tell your training body.")
WORDS = {
    Reason.UNREACHABLE: _("Your organisation's sign-in does not answer at the moment. Try again in a few minutes, or use your password."),
    Reason.CANCELLED: _("Your organisation did not let you in, or you gave up. You may begin again, or use your password."),
    Reason.STATE: _AGAIN,
    Reason.REPLAY: _AGAIN,
    Reason.ADDRESS: _("Your organisation did not send your e-mail address. Tell your training body, or sign in with your password."),
    Reason.UNVERIFIED: _(
        "Your organisation does not vouch for your e-mail address, so we cannot tell which account is yours. Sign in "
        "with your password, or tell your training body."
    ),
    Reason.DOMAIN: _(
        "Your e-mail address is not one of those for which this organisation speaks. Sign in with your password, or "
        "tell your training body."
    ),
    Reason.UNKNOWN: _(
        "No account has the address that your organisation sent. Ask your training body to open one, or sign in with "
        "your password if your account has another address."
    ),
    Reason.PARENT: _("One of your parents has still to agree: they got a mail. You may sign in once they have answered."),
    Reason.OTHER_REGION: _("Your account is not one that this organisation may open. Sign in with your password."),
    Reason.OTHER_PERSON: _(
        "Your account is already connected to another identity of your organisation. Sign in with your password, or "
        "tell your training body."
    ),
    Reason.CLOSED: _("Your account is closed. Write to your training body to have it opened again."),
    Reason.TECHNICAL: _("This account signs in with its password only."),
}


class SignInRefused(Exception):
    """A provider's answer is not taken. reason, detail: for those in charge; str(): for the person."""

    def __init__(self, reason: Reason, detail: str = "", *, person: int | None = None) -> None:
        super().__init__(reason)
        self.reason, self.detail, self.person = reason, detail, person

    @property
    def in_charge(self) -> str:
        """In the words of those in charge."""
        return str(self.reason.label)

    def __str__(self) -> str:
        return str(WORDS.get(self.reason, _TELL))
