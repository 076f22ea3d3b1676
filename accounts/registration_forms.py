# SPDX-License-Identifier: EUPL-1.2
"""The form that opens an account, and those that confirm it."""

from datetime import date

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.domain.registration import Wanted
from accounts.enums import RegionKind
from accounts.fields import AddressField, NameField
from accounts.forms import explain_password
from accounts.models import Region, RegistrationSettings, User
from accounts.models.registration import age_on
from accounts.trap import TrapForm
from privacy.forms import ConsentForm

OLDEST = 120


class RegisterForm(TrapForm, ConsentForm):
    """What opens an account. It never looks whether the address has one."""

    first_name = NameField(label=gettext_lazy("First name"), autocomplete="given-name")
    last_name = NameField(label=gettext_lazy("Last name"), autocomplete="family-name")
    email = AddressField(autocomplete="email", help_text=gettext_lazy("We write to it: the link in the mail opens your account."))
    password = forms.CharField(
        label=gettext_lazy("Choose a password"),
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": gettext_lazy("Choose a password.")},
    )
    born_on = forms.DateField(
        label=gettext_lazy("Date of birth"), widget=forms.DateInput(attrs={"type": "date", "autocomplete": "bday"}, format="%Y-%m-%d")
    )
    parent_email = AddressField(label=gettext_lazy("E-mail address of one of your parents"), required=False)
    region = forms.ModelChoiceField(
        Region.objects.real().filter(kind=RegionKind.REGION),
        label=gettext_lazy("Region"),
        required=False,
        empty_label=gettext_lazy("I do not know, or none"),
        help_text=gettext_lazy("Those who run trainings there then know you."),
    )

    def __init__(self, *args, rules: RegistrationSettings, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.rules = rules
        self.too_young = False
        explain_password(self.fields["password"], None)
        if not rules.asks_age:
            del self.fields["born_on"], self.fields["parent_email"]
        elif rules.parent_below <= rules.least_age:
            del self.fields["parent_email"]
        else:
            hint = _("Only if you are under %(age)d: your account opens once one of your parents has agreed.")
            self.fields["parent_email"].help_text = hint % {"age": rules.parent_below}

    def clean_born_on(self) -> date:
        born_on, today = self.cleaned_data["born_on"], timezone.localdate()
        if born_on > today or age_on(today, born_on) > OLDEST:
            raise ValidationError(_("Check the date of birth: day, month, year."))
        return born_on

    def clean(self) -> dict:
        cleaned = super().clean()
        self._check_password(cleaned)
        if cleaned.get("born_on"):
            self._check_age(cleaned)
        return cleaned

    def _check_password(self, cleaned: dict) -> None:
        if cleaned.get("password"):
            names = {name: cleaned.get(name, "") for name in ("first_name", "last_name", "email")}
            try:
                validate_password(cleaned["password"], User(**names))
            except ValidationError as refusal:
                self.add_error("password", refusal)

    def _check_age(self, cleaned: dict) -> None:
        age = age_on(timezone.localdate(), cleaned["born_on"])
        self.too_young = age < self.rules.least_age
        if self.too_young or age >= self.rules.parent_below:
            cleaned["parent_email"] = ""
        elif not cleaned.get("parent_email") and "parent_email" not in self.errors:
            self.add_error(
                "parent_email", _("You are under %(age)d: write the address of one of your parents.") % {"age": self.rules.parent_below}
            )
        elif cleaned.get("parent_email") and cleaned["parent_email"] == cleaned.get("email"):
            self.add_error("parent_email", _("This is your own address: write that of one of your parents."))

    def wanted(self) -> Wanted:
        names = ("email", "first_name", "last_name", "password", "region", "born_on", "parent_email")
        return Wanted(**{name: self.cleaned_data[name] for name in names if name in self.cleaned_data}, texts=self.accepted)


class ConfirmForm(forms.Form):
    """The password chosen when the account was asked for: whoever only has the mailbox does not open it."""

    password = forms.CharField(
        label=gettext_lazy("The password you chose"),
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": gettext_lazy("Write the password you chose.")},
    )
