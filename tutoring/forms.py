from django import forms
from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _

from courses.enums import WaiveReason
from tutoring.domain.grading import Marks


class MessageForm(forms.Form):
    """A message to one learner, from a prepared text."""

    subject = forms.CharField(label=_("Subject"), max_length=150, error_messages={"required": _("Write a subject.")})
    text = forms.CharField(
        label=_("Message"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 12}),
        error_messages={"required": _("Write a message.")},
    )


class GradingForm(forms.Form):
    """Grade and feedback of a hand-in. The grade may be left out of a draft."""

    version = forms.CharField(widget=forms.HiddenInput, max_length=40)
    grade = forms.DecimalField(
        label=_("Grade"),
        required=False,
        localize=True,
        max_digits=6,
        decimal_places=2,
        validators=[MinValueValidator(0, _("The grade is 0 or more."))],
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "grade-input"}),
        error_messages={"invalid": _("Write a number, such as 14 or 14.5.")},
    )
    feedback = forms.CharField(
        label=_("Feedback to the learner"),
        required=False,
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    feedback_file = forms.FileField(label=_("Feedback file"), required=False, help_text=_("A corrected document, a sound, a picture."))
    remove_feedback_file = forms.BooleanField(label=_("Remove the feedback file"), required=False)

    def __init__(self, *args, maximum, **kwargs):
        super().__init__(*args, **kwargs)
        self.maximum = maximum
        self.fields["grade"].label = _("Grade out of %(maximum)s") % {"maximum": f"{maximum.normalize():f}"}

    def clean_grade(self):
        grade = self.cleaned_data["grade"]
        if grade is not None and grade > self.maximum:
            raise forms.ValidationError(_("The grade goes from 0 to %(maximum)s."), params={"maximum": f"{self.maximum.normalize():f}"})
        return grade

    def marks(self) -> Marks:
        data = self.cleaned_data
        return Marks(data["version"], data["grade"], data["feedback"], data["feedback_file"] or None, data["remove_feedback_file"])


class CommentForm(forms.Form):
    text = forms.CharField(
        label=_("New comment"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write the comment to keep.")},
    )


class WaiverForm(forms.Form):
    """Excuse a learner from a part of a module."""

    part = forms.CharField(max_length=64)
    reason = forms.ChoiceField(choices=WaiveReason.choices)


class ClosingForm(forms.Form):
    """A part that was left open."""

    launch = forms.UUIDField()
