from django import forms
from django.utils.translation import gettext_lazy as _

from privacy.enums import Action


class RequestForm(forms.Form):
    words = forms.CharField(label=_("A word to whoever answers"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))


class DecisionForm(forms.Form):
    accepted = forms.ChoiceField(
        label=_("Answer"), choices=[("yes", _("Accept, and carry it out")), ("no", _("Refuse"))], widget=forms.RadioSelect
    )
    answer = forms.CharField(
        label=_("What the person reads"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Where you refuse, say why, and that they may complain to the data protection authority (CNIL)."),
    )


class ConfirmForm(forms.Form):
    sure = forms.BooleanField(label=_("I have understood that nothing brings these data back."))


class AuditForm(forms.Form):
    who = forms.CharField(label=_("Name or address"), required=False, max_length=100)
    action = forms.ChoiceField(label=_("What"), required=False, choices=[("", _("Everything")), *Action.choices])
    first = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
