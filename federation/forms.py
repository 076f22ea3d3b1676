"""Forms of signing in through a provider."""

from django import forms

from accounts.domain.addresses import AddressRefused, clean_address
from accounts.sign_in_forms import address_field


class AddressForm(forms.Form):
    email = address_field()

    def clean_email(self) -> str:
        try:
            return clean_address(self.cleaned_data["email"])
        except AddressRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
