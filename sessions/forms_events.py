"""The forms of virtual classes and half-days."""

from collections.abc import Iterable
from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from courses.models import LibraryObject
from sessions.domain.building import Available
from sessions.domain.events import KINDS, EventPlan
from sessions.enums import EventKind
from sessions.forms_inputs import DayInput, TimeInput, offer


class EventForm(forms.Form):
    """One date. `held` unticked leaves it out; a kind and an activity come from the pathway and are not typed."""

    held = forms.BooleanField(label=gettext_lazy("Plan this date"), required=False, initial=True)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=EventKind.choices)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    day = forms.DateField(label=gettext_lazy("Day"), widget=DayInput())
    begins = forms.TimeField(label=gettext_lazy("Begins at"), widget=TimeInput())
    ends = forms.TimeField(label=gettext_lazy("Ends at"), widget=TimeInput())
    link = forms.URLField(label=gettext_lazy("Link of the virtual class"), required=False, max_length=200, assume_scheme="https")
    place = forms.CharField(label=gettext_lazy("Place"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    trainer = forms.ModelChoiceField(
        User.objects.none(), label=gettext_lazy("Trainer"), required=False, empty_label=gettext_lazy("To be named")
    )
    activity = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args, trainers: Iterable[Available] = (), **kwargs) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "trainer", User.objects.filter(pk__in=[one.user.pk for one in trainers]))

    @staticmethod
    def initial_of(plan: EventPlan) -> dict:
        return {
            "kind": plan.kind,
            "title": plan.title,
            "day": plan.day,
            "begins": plan.begins,
            "ends": plan.ends,
            "link": plan.link,
            "place": plan.place,
            "trainer": plan.trainer,
            "activity": plan.activity_id,
        }

    @property
    def is_remote(self) -> bool:
        return self["kind"].value() == EventKind.VIRTUAL_CLASS

    def clean(self) -> dict:
        super().clean()
        data = self.cleaned_data
        if not data.get("held"):
            self.errors.clear()
            return data
        if data.get("begins") and data.get("ends") and data["ends"] <= data["begins"]:
            self.add_error("ends", _("The end comes after the beginning."))
        self._check_activity(data)
        return data

    def _check_activity(self, data: dict) -> None:
        number = data.get("activity")
        if number is None:
            return
        page = LibraryObject.objects.filter(pk=number).first()
        kind = page.specific.kind if page else ""
        if KINDS.get(kind) != data.get("kind"):
            data["activity"] = None

    def plan(self) -> EventPlan | None:
        """The date as it was filled in; None where it is left out or not valid yet."""
        data = getattr(self, "cleaned_data", {})
        if not data.get("held") or self.errors:
            return None
        remote = data["kind"] == EventKind.VIRTUAL_CLASS
        return EventPlan(
            kind=data["kind"],
            title=data["title"],
            day=data["day"],
            begins=data["begins"],
            ends=data["ends"],
            place="" if remote else data["place"],
            link=data["link"] if remote else "",
            trainer=data["trainer"],
            activity_id=data["activity"],
        )


class SingleEventForm(EventForm):
    """A date added or changed on its own: it is either of the pathway's activities, or a date of the session's own."""

    def __init__(self, *args, activities: Iterable[tuple[int, str]] = (), **kwargs) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["held"]
        self.fields["activity"] = forms.TypedChoiceField(
            label=_("Activity of the pathway it stands for"),
            choices=[("", _("None: a date besides the pathway")), *activities],
            required=False,
            coerce=int,
            empty_value=None,
        )
        self.initial.setdefault("day", timezone.localdate() + timedelta(days=7))

    def clean(self) -> dict:
        self.cleaned_data["held"] = True
        return super().clean()


EventFormSet = forms.formset_factory(EventForm, extra=0, max_num=50, validate_max=True)
