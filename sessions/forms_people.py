"""Forms about people. Addresses are text: browsers refuse those of other scripts in an e-mail field."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import AddressField
from accounts.models import Region
from sessions.domain.pasted_people import PastedPeople, read_people
from sessions.forms_inputs import offer

LONGEST_LIST = 100_000


class PeopleField(forms.CharField):
    """A pasted list of people; cleans to a PastedPeople, bad lines included."""

    def __init__(self, **options) -> None:
        options.setdefault("label", _("List of people"))
        options.setdefault(
            "help_text", _("One per line: a name and an address, or addresses alone. A list copied from a spreadsheet works too.")
        )
        attributes = {"rows": 6, "autocapitalize": "none", "spellcheck": "false"}
        super().__init__(widget=forms.Textarea(attrs=attributes), **options)

    def clean(self, value) -> PastedPeople:
        return read_people((super().clean(value) or "")[:LONGEST_LIST])


class PersonForm(forms.Form):
    """One person to enrol."""

    first_name = forms.CharField(
        label=_("First name"), max_length=80, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    last_name = forms.CharField(label=_("Last name"), max_length=80, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    email = AddressField()


class PeopleForm(forms.Form):
    people = PeopleField()


class TutorForm(PersonForm):
    """Someone who becomes a tutor or trainer of a region; the region is asked only where there are several."""

    region = forms.ModelChoiceField(Region.objects.none(), label=_("Region"))

    def __init__(self, *args, regions: list[Region], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "region", Region.objects.filter(pk__in=[region.pk for region in regions]))
        if len(regions) == 1:
            self.fields["region"].initial = regions[0]
            self.fields["region"].widget = forms.HiddenInput()


class CorrectionForm(PersonForm):
    """A person's name and address; the address only while it may still be changed."""

    def __init__(self, *args, may_change_address: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not may_change_address:
            self.fields["email"].disabled = True
            self.fields["email"].help_text = _(
                "This person already signs in with this address: only a national manager can change it, on their page."
            )


class MessageForm(forms.Form):
    """A message of the manager's own."""

    subject = forms.CharField(label=_("Subject"), max_length=150)
    message = forms.CharField(label=_("Message"), max_length=5000, widget=forms.Textarea(attrs={"rows": 8}))
