from django import forms
from django.utils.translation import gettext_lazy as _

from forum.forms import HINT


class FaqForm(forms.Form):
    """A frequent question grown out of a thread. subjects: what it may be about, as choices."""

    question = forms.CharField(label=_("Question"), max_length=250, error_messages={"required": _("Write the question.")})
    text = forms.CharField(
        label=_("Answer"),
        help_text=HINT,
        max_length=10000,
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": _("Write the answer.")},
    )

    def __init__(self, *args, subjects: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["about"] = forms.ChoiceField(label=_("About"), choices=subjects)
