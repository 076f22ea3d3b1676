"""The forms of allauth.mfa in our words: MFA_FORMS names them."""

from allauth.mfa.base import forms as base_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from django import forms
from django.utils.translation import gettext_lazy as _


def code_field(hint) -> forms.CharField:
    """Figures typed with spaces, as telephones show them, are as good."""
    return forms.CharField(
        label=_("Code"),
        help_text=hint,
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false", "autofocus": True}),
        error_messages={"required": _("Write the code.")},
    )


class WithCode(forms.Form):
    hint = _("The six figures that your application shows, or one of your recovery codes.")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = code_field(self.hint)

    def clean_code(self) -> str:
        self.cleaned_data["code"] = "".join(self.cleaned_data["code"].split())
        return super().clean_code()  # type: ignore[misc]


class AuthenticateForm(WithCode, base_forms.AuthenticateForm):
    pass


class ReauthenticateForm(WithCode, base_forms.ReauthenticateForm):
    pass


class ActivateTOTPForm(WithCode, totp_forms.ActivateTOTPForm):
    hint = _("The six figures that your application shows now.")


class AddPasskeyForm(webauthn_forms.AddWebAuthnForm):
    """Every key we ask for opens the account by itself: the device checks its owner (a finger, a face, a code)."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of this key")
        self.fields["name"].help_text = _("To know it again, for example “My telephone”.")
        self.fields["name"].max_length = 60
        self.fields["passwordless"] = forms.BooleanField(initial=True, required=False, widget=forms.HiddenInput)


class EditPasskeyForm(webauthn_forms.EditWebAuthnForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(label=_("Name of this key"), max_length=60, initial=self.initial["name"])
