from collections.abc import Iterable

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from privacy.enums import Action, TextKind
from privacy.models import TextVersion


class RequestForm(forms.Form):
    words = forms.CharField(
        label=gettext_lazy("A word to whoever answers"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


class DecisionForm(forms.Form):
    accepted = forms.ChoiceField(
        label=gettext_lazy("Answer"),
        choices=[("yes", gettext_lazy("Accept, and carry it out")), ("no", gettext_lazy("Refuse"))],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=gettext_lazy("What the person reads"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Where you refuse, say why, and that they may complain to the data protection authority (CNIL)."),
    )


class ConfirmForm(forms.Form):
    sure = forms.BooleanField(label=gettext_lazy("I have understood that nothing brings these data back."))


class AuditForm(forms.Form):
    who = forms.CharField(label=gettext_lazy("Name or address"), required=False, max_length=100)
    action = forms.ChoiceField(label=gettext_lazy("What"), required=False, choices=[("", gettext_lazy("Everything")), *Action.choices])
    first = forms.DateField(label=gettext_lazy("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=gettext_lazy("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    # What templates/reporting/parts/filters.html asks of a form.

    @property
    def shown(self) -> list[forms.BoundField]:
        return list(self)

    @property
    def is_narrowed(self) -> bool:
        return self.has_changed()


class ConsentForm(forms.Form):
    """The boxes of texts that are asked, at the end of a form (templates/privacy/consent_fields.html).

    A field is named after the version it shows: what changed while the page was open is not taken for accepted.
    """

    def __init__(self, *args, texts: Iterable[TextVersion] = (), **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.asked = {f"text_{version.pk}": version for version in texts}
        for name, version in self.asked.items():
            self.fields[name] = _box(version)

    @property
    def accepted(self) -> list[TextVersion]:
        """The versions shown and those whose box was ticked."""
        return [version for name, version in self.asked.items() if self.cleaned_data.get(name)]

    @property
    def to_read(self) -> list[TextVersion]:
        return [version for version in self.asked.values() if version.text.kind == TextKind.READ]

    @property
    def boxes(self) -> list[forms.BoundField]:
        return [self[name] for name in self.asked]

    @property
    def own_fields(self) -> list[forms.BoundField]:
        """The fields that are no boxes of texts."""
        return [field for field in self if field.name not in self.asked]


def _box(version: TextVersion) -> forms.BooleanField:
    if version.text.kind == TextKind.READ:
        changed = _("“%(title)s” has changed while you were writing: read it, then send again.") % {"title": version.title}
        return forms.BooleanField(initial=True, label=version.title, widget=forms.HiddenInput, error_messages={"required": changed})
    required = version.text.kind == TextKind.REQUIRED
    link = format_html(
        '<a href="{}" target="_blank">{}</a>',
        reverse("privacy:text", args=[version.text.slug]),
        _("Read “%(title)s” (opens in another tab)") % {"title": version.title},
    )
    missing = _("Tick this box: it is needed to go on.")
    return forms.BooleanField(label=version.box, help_text=link, required=required, error_messages={"required": missing})
