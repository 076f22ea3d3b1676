"""The forms of allauth in our words: ACCOUNT_FORMS names them."""

from allauth.account import forms as allauth_forms
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.domain.passwords import ask_longer_password
from accounts.domain.sessions import set_limits
from accounts.forms import explain_password
from accounts.models.user import normalize_address


def address_field() -> forms.CharField:
    """Typed as text: browsers refuse addresses in other scripts in type=email."""
    return forms.CharField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.TextInput(
            attrs={"inputmode": "email", "autocomplete": "username", "spellcheck": "false", "autocapitalize": "none", "autofocus": True}
        ),
        error_messages={"required": _("Write your e-mail address.")},
    )


def word_password(field: forms.Field, label) -> None:
    field.label, field.help_text = label, ""
    field.widget.attrs.pop("placeholder", None)
    field.error_messages["required"] = _("Write your password.")


class LoginForm(allauth_forms.LoginForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = address_field()
        self.fields["login"].label = _("Your e-mail address, or your identifier")
        self.order_fields(["login", "password", "remember"])
        word_password(self.fields["password"], _("Your password"))
        self.fields["remember"].label = _("Keep me signed in on this device")

    def clean_login(self) -> str:
        return normalize_address(self.cleaned_data["login"])

    def login(self, request, redirect_url=None):
        """Sessions last as their limits say (accounts.domain.sessions), which the box may lengthen for some roles."""
        ask_longer_password(user=self.user, password=self.cleaned_data["password"])
        answer = super().login(request, redirect_url=redirect_url)
        request.session.set_expiry(0)
        request.session["remembered"] = self.cleaned_data["remember"]
        if request.user.is_authenticated:
            set_limits(request, request.user)
        return answer


class ResetPasswordForm(allauth_forms.ResetPasswordForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = address_field()

    def clean_email(self) -> str:
        self.cleaned_data["email"] = normalize_address(self.cleaned_data["email"])
        return super().clean_email()


class ResetPasswordKeyForm(allauth_forms.ResetPasswordKeyForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        word_password(self.fields["password1"], _("New password"))
        explain_password(self.fields["password1"], self.user)
        word_password(self.fields["password2"], _("The same once more"))


class ChangePasswordForm(allauth_forms.ChangePasswordForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        word_password(self.fields["oldpassword"], _("Present password"))
        word_password(self.fields["password1"], _("New password"))
        explain_password(self.fields["password1"], self.user)
        word_password(self.fields["password2"], _("The same once more"))


class ReauthenticateForm(allauth_forms.ReauthenticateForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        word_password(self.fields["password"], _("Your password"))
