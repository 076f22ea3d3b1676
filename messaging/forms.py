from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from messaging.domain.letters import Wording, problems_of
from messaging.enums import Decision
from messaging.kinds import NoticeKind


class TemplateForm(forms.Form):
    """The words of a kind of notice; each field's variables are checked."""

    subject = forms.CharField(label=_("Subject"), max_length=200, error_messages={"required": _("Write a subject.")})
    text = forms.CharField(
        label=_("Text"),
        max_length=10000,
        help_text=_("A blank line begins a paragraph. A link alone on its line becomes a button in the HTML part."),
        widget=forms.Textarea(attrs={"rows": 16}),
        error_messages={"required": _("Write the text.")},
    )
    html = forms.CharField(
        label=_("HTML part"),
        max_length=30000,
        required=False,
        help_text=_("Leave it empty: it is then made from the text."),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )

    def __init__(self, *args, kind: NoticeKind, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind

    def clean(self):
        cleaned = super().clean() or {}
        for name in ("subject", "text", "html"):
            for problem in problems_of(cleaned.get(name, ""), self.kind):
                self.add_error(name, problem)
        return cleaned

    def wording(self) -> Wording:
        return Wording(self.cleaned_data["subject"], self.cleaned_data["text"], self.cleaned_data["html"])


class WriteForm(forms.Form):
    """A message of a conversation; its files are checked when it is written."""

    text = forms.CharField(
        label=_("Your message"),
        max_length=10000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write your message.")},
    )
    attached = forms.FileField(label=_("Files"), required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        limits = {"size": settings.MESSAGE_FILE_MAX_BYTES // settings.MEGABYTE, "count": settings.MESSAGE_MAX_FILES}
        self.fields["attached"].help_text = (
            _("PDF, office document, picture, sound or video. %(count)d files at most, %(size)d MB each at most.") % limits
        )
        # Files may go without a word.
        self.fields["text"].required = not (self.is_bound and self.files and self.files.getlist("attached"))


class ReportForm(forms.Form):
    reason = forms.CharField(
        label=_("What is wrong with this message?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Say in a few words what is wrong.")},
    )


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=Decision.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a decision.")},
    )
    note = forms.CharField(
        label=_("A word to the person who reported"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
