"""The forms of attendance sheets."""

from datetime import datetime, time

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sessions.domain.refusals import Refused
from sessions.enums import PresenceStatus
from sessions.forms_inputs import TimeInput
from sessions.models import Presence, SessionEvent

REASON_LENGTH = 500


def read_times(text: str, event: SessionEvent, person: str) -> datetime | None:
    """An hour typed in a row of the sheet, on the day of the event; None where nothing is typed."""
    if not text.strip():
        return None
    try:
        return on_the_day(forms.TimeField().clean(text), event)
    except forms.ValidationError as error:
        raise Refused(_("%(person)s: write the time as 9:20.") % {"person": person}) from error


def on_the_day(hour: time, event: SessionEvent) -> datetime:
    """The moment of an hour on the region's clock, the day the event begins; the day it ends, where only that lies within it."""
    zone = event.session.zone
    first, last = (datetime.combine(moment.astimezone(zone).date(), hour, tzinfo=zone) for moment in (event.starts_at, event.ends_at))
    return last if first < event.starts_at <= last <= event.ends_at else first


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=REASON_LENGTH,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": REASON_LENGTH}),
    )


class CorrectionForm(ReasonForm):
    """What is said instead of a learner on a validated sheet, and why."""

    status = forms.ChoiceField(label=gettext_lazy("Presence"), choices=PresenceStatus.choices, widget=forms.RadioSelect)
    arrived = forms.TimeField(label=gettext_lazy("Came at (if late)"), required=False, widget=TimeInput())
    left = forms.TimeField(label=gettext_lazy("Left at (if early)"), required=False, widget=TimeInput())
    field_order = ["status", "arrived", "left", "reason"]

    def __init__(self, *args, event: SessionEvent, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.event = event

    @staticmethod
    def initial_of(presence: Presence | None, event: SessionEvent) -> dict:
        if presence is None:
            return {}
        zone = event.session.zone
        times = {"arrived": presence.arrived_at, "left": presence.left_at}
        return {"status": presence.status, **{name: moment.astimezone(zone).time() for name, moment in times.items() if moment}}

    def clean(self) -> dict:
        data = super().clean() or {}
        status, arrived, left = data.get("status"), data.get("arrived"), data.get("left")
        if arrived and status and status != PresenceStatus.LATE:
            self.add_error("arrived", _("A time of arrival goes with “Late” only."))
        if left and status and status not in {PresenceStatus.LATE, PresenceStatus.LEFT_EARLY}:
            self.add_error("left", _("A time of leaving goes with “Late” or “Left early” only."))
        return data

    def said(self) -> dict:
        """Keyword arguments of sessions.domain.presence.validate."""
        data = self.cleaned_data
        times = {
            name: on_the_day(data[key], self.event) if data[key] else None for name, key in (("arrived_at", "arrived"), ("left_at", "left"))
        }
        return {"status": data["status"], "reason": data["reason"], **times}


class PaperForm(forms.Form):
    """The scan or the photographs of a signed paper sheet; the files are checked when they are kept."""

    pages = forms.FileField(label=gettext_lazy("Scan or photographs of the signed sheet"), required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        limits = {"count": settings.PAPER_SHEET_MAX_PAGES, "size": settings.PAPER_SHEET_MAX_BYTES // settings.MEGABYTE}
        self.fields["pages"].help_text = (
            _("One PDF, or a photograph of each page, in order: JPEG, PNG, HEIC. %(count)d pages and %(size)d MB a file at most.") % limits
        )


class NewPaperForm(PaperForm, ReasonForm):
    """Instead of a sheet that came before, with the reason."""

    field_order = ["pages", "reason"]


class WithdrawalForm(ReasonForm):
    empty = forms.BooleanField(
        label=gettext_lazy("Erase the pictures too: they show something else than this sheet"),
        help_text=gettext_lazy("Otherwise they stay, marked as withdrawn. Your name, the date and the reason stay in any case."),
        required=False,
    )
    field_order = ["reason", "empty"]


class CodeForm(forms.Form):
    """The code that the trainer shows."""

    code = forms.CharField(
        label=gettext_lazy("Code shown by your trainer"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "spellcheck": "false"}),
    )
