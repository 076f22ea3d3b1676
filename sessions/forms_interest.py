# SPDX-License-Identifier: EUPL-1.2
"""Forms about people who are interested in a pathway: theirs, and those of the region that answers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import RegionKind
from accounts.fields import AddressField, NameField
from accounts.models import Region
from accounts.trap import TrapForm
from privacy.forms import ConsentForm
from sessions.forms_inputs import offer
from sessions.forms_people import PersonForm
from sessions.models import TrainingSession


class InterestForm(TrapForm, ConsentForm):
    """What somebody writes who is interested; it never looks whether the address has an account."""

    first_name = NameField(label=_("First name"), autocomplete="given-name")
    last_name = NameField(label=_("Last name"), autocomplete="family-name")
    email = AddressField(autocomplete="email")
    phone = forms.CharField(
        label=_("Telephone"), max_length=30, required=False, widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})
    )
    region = forms.ModelChoiceField(Region.objects.real().filter(kind=RegionKind.REGION), label=_("Your region"), empty_label=_("Choose"))
    message = forms.CharField(
        label=_("Your message"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("A question, dates that suit you, a disability to take into account."),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["first_name", "last_name", "email", "phone", "region", "message"])

    def written(self) -> dict:
        """What sessions.domain.interest.express keeps."""
        names = ("first_name", "last_name", "email", "phone", "region", "message")
        return {**{name: self.cleaned_data[name] for name in names}, "texts": self.accepted}


class SessionChoice(forms.ModelChoiceField):
    """The pathway is said where it is another than the one asked for."""

    pathway_id: int | None = None

    def label_from_instance(self, obj: TrainingSession) -> str:
        return obj.name if obj.pathway_id == self.pathway_id else f"{obj.name} ({obj.pathway.title})"


class EnrolInterestedForm(PersonForm):
    """The person of a request, in a session of the region."""

    session = SessionChoice(TrainingSession.objects.none(), label=_("Session"), empty_label=None)

    def __init__(self, *args, sessions: list[TrainingSession], pathway_id: int, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["session"].pathway_id = pathway_id  # type: ignore[attr-defined]
        found = TrainingSession.objects.filter(pk__in=[session.pk for session in sessions]).select_related("pathway")
        offer(self, "session", found.order_by("starts_on", "pk"))
        self.order_fields(["session", "first_name", "last_name", "email"])


class DeclineForm(forms.Form):
    answer = forms.CharField(
        label=_("Your answer"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("The person gets it by mail, with your region’s contact."),
        error_messages={"required": _("Write a word: it is sent to the person.")},
    )
