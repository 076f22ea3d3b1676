from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.domain.sealing import seal, unseal
from accounts.domain.two_step import STEPS, is_required


class MFAAdapter(DefaultMFAAdapter):
    """The second step in our words; its secrets sealed; the last one stays with those who must have one."""

    purpose = "accounts.second_step"
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("This code is not the right one: wait for the next one, or check that your device is on time."),
        "cannot_delete_authenticator": gettext_lazy("Your role needs a second step: add another one before you remove this one."),
    }

    def _get_site_name(self) -> str:
        return settings.WAGTAIL_SITE_NAME

    def encrypt(self, text: str) -> str:
        return seal(text, purpose=self.purpose)

    def decrypt(self, encrypted_text: str) -> str:
        """Refuses what cannot be opened: an empty secret would be one that anybody knows."""
        found = unseal(encrypted_text, purpose=self.purpose)
        if not found:
            raise self.validation_error("incorrect_code")
        return found

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        others = Authenticator.objects.filter(user=authenticator.user, type__in=STEPS).exclude(pk=authenticator.pk)
        return not is_required(authenticator.user) or others.exists()

    def generate_authenticator_name(self, user, type: Authenticator.Type) -> str:
        """Named like the device it was made on would be by its owner; they may write another name."""
        made = Authenticator.objects.filter(user=user, type=type).count()
        return _("My device") if not made else _("My device %(number)d") % {"number": made + 1}
