from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.domain.attempts import attempts_of, forget_failures, note_failure
from accounts.models import User
from accounts.registry import farewell_address


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by invitation or by our own form (accounts.views.registration), never by the library's.

    Wrong passwords make wait, then lock.
    """

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("The address (or identifier) and the password do not go together. Check both."),
        "too_many_login_attempts": _("Too many wrong tries: wait five minutes, then try again."),
        "account_locked": _(
            "Too many wrong passwords: this way in is locked for a while. If the account exists, its owner got a mail to unlock it at once."
        ),
    }

    def get_login_stages(self) -> list[str]:
        own = {"allauth.mfa.stages.AuthenticateStage": "accounts.stages.SecondStepStage"}
        return [own.get(stage, stage) for stage in super().get_login_stages()]

    def get_logout_redirect_url(self, request) -> str:
        """Whoever came from a provider is told that they are still signed in there."""
        return farewell_address(request) or super().get_logout_redirect_url(request)

    def send_mail(self, template_prefix, email, context) -> None:
        """No mail leaves a sandbox."""
        if not User.objects.filter(email=email, is_made_up=True).exists():
            super().send_mail(template_prefix, email, context)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """On the site's own address, whatever the request called it."""
        return settings.SITE_ORIGIN + urlsplit(super().get_reset_password_from_key_url(key)).path

    def is_open_for_signup(self, request) -> bool:
        return False

    def pre_authenticate(self, request, **credentials) -> None:
        if attempts_of(credentials["email"]).is_locked:
            raise self.validation_error("account_locked")
        super().pre_authenticate(request, **credentials)

    def authentication_failed(self, request, **credentials) -> None:
        note_failure(credentials["email"], request)

    def authenticate(self, request, **credentials):
        user = super().authenticate(request, **credentials)
        if user is not None:
            forget_failures(user)
        return user

    def reauthenticate(self, user, password: str) -> bool:
        return self.authenticate(context.request, email=user.email, password=password) == user
