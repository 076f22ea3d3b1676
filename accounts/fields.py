# SPDX-License-Identifier: EUPL-1.2
"""Fields of forms about people."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.domain.addresses import AddressRefused, clean_address

# What makes a mail reader show a link, in a mail that greets by name somebody who never came here.
LINK = re.compile(r"[/\\@<>]|\bwww\.|[^\W\d_]\.[^\W\d_]{2,}", re.IGNORECASE)


class AddressField(forms.CharField):
    """One e-mail address in any script, typed as text: browsers refuse those of other scripts in an e-mail field."""

    def __init__(self, *, autocomplete: str = "off", **options) -> None:
        options.setdefault("label", gettext_lazy("E-mail address"))
        attributes = {"inputmode": "email", "autocomplete": autocomplete, "autocapitalize": "none", "spellcheck": "false"}
        super().__init__(max_length=254, widget=forms.TextInput(attrs=attributes), **options)

    def clean(self, value) -> str:
        text = super().clean(value)
        if not text:
            return ""
        try:
            return clean_address(text)
        except AddressRefused as refusal:
            raise ValidationError(str(refusal)) from refusal


class NameField(forms.CharField):
    """A first or last name that anyone may write: no address of a site hides in it."""

    def __init__(self, *, autocomplete: str, **options) -> None:
        super().__init__(max_length=80, widget=forms.TextInput(attrs={"autocomplete": autocomplete}), **options)

    def clean(self, value) -> str:
        text = super().clean(value)
        if LINK.search(text):
            raise ValidationError(_("Write a name alone, without the address of a site."))
        return text
