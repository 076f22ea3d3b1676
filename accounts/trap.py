# SPDX-License-Identifier: EUPL-1.2
"""What keeps robots out of forms that anyone may send, without a puzzle: a field that people neither see nor hear, a least time,
and so many sendings per network.
"""

from django import forms
from django.conf import settings
from django.core import signing
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.domain.attempts import count_try
from accounts.network import address_of

SALT = "accounts.trap"
# Nobody reads and fills in a form in less.
LEAST_SECONDS = 3
LONGEST = 24 * 3600


class TrapForm(forms.Form):
    """A form with the trap (templates/accounts/trap.html). What a person typed is never lost by it: they send once more."""

    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}))
    begun = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, request, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.initial["begun"] = signing.dumps(_now(), salt=SALT)

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        refusal = self._refusal(cleaned)
        if refusal or self.errors:
            self._begin_anew()
        if refusal and not self.errors:
            raise forms.ValidationError(refusal)
        return cleaned

    def _refusal(self, cleaned: dict) -> str:
        if cleaned.get("website"):
            return _("A field that must stay empty was filled in, maybe by your browser. It is emptied: please send again.")
        age = self._age(cleaned.get("begun", ""))
        if age is None:
            return _("This page was open for a long time. Please send again: what you wrote is still there.")
        if age < LEAST_SECONDS:
            return _("That was very quick. Please wait a few seconds, then send again.")
        return ""

    @staticmethod
    def _age(begun: str) -> int | None:
        """How many seconds ago the page was asked for; None where it was not from us, or too long ago."""
        try:
            age = _now() - signing.loads(begun, salt=SALT)
        except signing.BadSignature:
            return None
        return age if 0 <= age <= LONGEST else None

    def _begin_anew(self) -> None:
        """Sent again as it stands, the form passes."""
        data = self.request.POST.copy()
        data[self.add_prefix("website")] = ""
        if self._age(data.get(self.add_prefix("begun"), "")) is None:
            data[self.add_prefix("begun")] = self.initial["begun"]
        self.data = data

    def is_too_often(self) -> bool:
        """One more sending from this network: is it too many within the hour? Says so in the form."""
        address = address_of(self.request)
        if address is None or count_try("form", address, most=settings.FORMS_PER_NETWORK, minutes=60):
            return False
        self.add_error(None, _("This form was sent very often from your network. Please try again in an hour, or write to the help desk."))
        return True


def _now() -> int:
    return int(timezone.now().timestamp())
