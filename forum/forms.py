from django import forms
from django.utils.translation import gettext_lazy as _

from forum.models import Thread
from forum.rules import moderated_sessions
from sessions.enums import SessionState

HINT = _("**bold**, *italic*, - for a list, > for a quotation. A link is written as it is: https://…")


class MessageForm(forms.Form):
    text = forms.CharField(
        label=_("Your message"),
        help_text=HINT,
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 6, "data-markdown": ""}),
        error_messages={"required": _("Write your message.")},
    )


class ThreadForm(MessageForm):
    title = forms.CharField(
        label=_("Subject"),
        help_text=_("Your question in a few words: others find it again by it."),
        max_length=200,
        error_messages={"required": _("Write a subject.")},
    )
    field_order = ["title", "text"]


class AmendForm(forms.ModelForm):
    """Subject of a thread, and the forum it stands in."""

    class Meta:
        model = Thread
        fields = ["title", "session"]
        labels = {"session": _("Forum of the session")}
        error_messages = {"title": {"required": _("Write a subject.")}}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        session = self.instance.session
        near = moderated_sessions(user).filter(state=SessionState.OPEN, region=session.region_id, pathway=session.pathway_id)
        self.fields["session"].queryset = near.order_by("-starts_on", "name")
        self.fields["session"].empty_label = None
        self.fields["session"].help_text = _("Only where everybody who wrote in it belongs.")


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why, in a sentence.")},
    )
