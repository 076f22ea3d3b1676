from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.domain.addresses import AddressRefused, clean_address
from accounts.models import User
from accounts.time_zones import zone_choices
from accounts.validators import least_length
from privacy.forms import ConsentForm

# The sizes that frontend/css/base.css knows.
TEXT_SIZES = [
    (90, _("Small")),
    (100, _("Normal")),
    (110, _("A little larger")),
    (125, _("Large")),
    (150, _("Larger")),
    (200, _("Twice as large")),
]


def explain_password(field: forms.Field, user) -> None:
    """Say the rule of the person's roles by the field, and have its strength told while it is typed (components/strength.html)."""
    least = least_length(user)
    words = _("%(least)d characters at least. A short sentence that only you would write is easy to remember and hard to guess.")
    field.help_text = words % {"least": least}
    field.least_length = least  # type: ignore[attr-defined]


class NewPasswordForm(forms.Form):
    """A new password; accounts.domain.passwords judges it. What was typed is not sent back: passwords stay out of pages."""

    def __init__(self, *args, user, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        explain_password(self.fields["password"], user)

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Choose a password.")},
    )


class InvitationForm(ConsentForm, NewPasswordForm):
    """What an invited person fills in: a password, and the texts that go with the account."""


class AccessLinkForm(forms.Form):
    # Browsers refuse addresses in other scripts in type=email.
    email = forms.CharField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.TextInput(attrs={"inputmode": "email", "autocomplete": "email", "spellcheck": "false", "autocapitalize": "none"}),
        error_messages={"required": _("Write your e-mail address.")},
    )

    def clean_email(self) -> str:
        try:
            return clean_address(self.cleaned_data["email"])
        except AddressRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class ProfileForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["first_name", "last_name", "phone", "language", "time_zone", "text_size", "contrast", "reduced_motion"]
        labels = {
            "phone": _("Telephone"),
            "text_size": _("Text size"),
            "time_zone": _("Time zone"),
            "contrast": _("Contrast"),
            "reduced_motion": _("Less motion"),
        }
        help_texts = {
            "phone": _("Only those who accompany you see it."),
            "reduced_motion": _("Nothing slides or fades on the page."),
            "time_zone": _("The hours of your virtual classes and deadlines are shown in this time."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, token in (("first_name", "given-name"), ("last_name", "family-name"), ("phone", "tel")):
            self.fields[name].widget.attrs["autocomplete"] = token
        self.fields["first_name"].required = self.fields["last_name"].required = True
        self.fields["language"] = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
        self.fields["time_zone"] = forms.ChoiceField(
            label=_("Time zone"),
            help_text=self.fields["time_zone"].help_text,
            required=False,
            choices=zone_choices(self.instance.time_zone),
        )
        self.fields["text_size"] = forms.TypedChoiceField(label=_("Text size"), choices=self._sizes(), coerce=int)

    def _sizes(self) -> list:
        """The sizes offered, and the person's own when it is none of them."""
        size = self.instance.text_size
        return TEXT_SIZES if size in dict(TEXT_SIZES) else sorted([*TEXT_SIZES, (size, f"{size} %")])
