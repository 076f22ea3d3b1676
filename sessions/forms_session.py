"""The forms a session is built and changed with."""

from datetime import timedelta

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.asked import number_in
from accounts.models import Region, User
from pathways.models import PathwayPage
from sessions.domain.building import Available, Blueprint, available_tutors
from sessions.domain.events import EventPlan, pattern_of
from sessions.domain.sessions import last_day
from sessions.enums import TutorRole
from sessions.forms_events import EventFormSet
from sessions.forms_inputs import DayInput, offer
from sessions.forms_people import PeopleField
from sessions.models import TrainingSession

LONGEST = timedelta(days=366)


class PathwayChoice(forms.ModelChoiceField):
    """Published pathways, each with its length."""

    def to_python(self, value):
        """Numbers that no database takes are no choice either; Django minds it for keys that are no relation."""
        if value and not isinstance(value, PathwayPage) and number_in(value) is None:
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice", params={"value": value})
        return super().to_python(value)

    def label_from_instance(self, pathway) -> str:
        days = ngettext("%(count)d day", "%(count)d days", pathway.session_days) % {"count": pathway.session_days}
        return f"{pathway.title} ({days})"


class TutorFields(forms.Form):
    """A choice of roles for each tutor of the region, as fields named team-<id>."""

    def add_tutor_fields(self, region, starts_on, ends_on, besides: TrainingSession | None = None) -> None:
        self.available = available_tutors(region, starts_on, ends_on, besides)
        chosen: dict[int, list[str]] = {}
        if besides is not None:
            for row in besides.tutors.select_related("user"):
                chosen.setdefault(row.user_id, []).append(row.role)
                if all(row.user_id != one.user.pk for one in self.available):
                    self.available.append(Available(row.user))
        for tutor in (one.user for one in self.available):
            self.fields[f"team-{tutor.pk}"] = forms.MultipleChoiceField(
                choices=TutorRole.choices,
                required=False,
                label=str(tutor),
                initial=chosen.get(tutor.pk, []),
                widget=forms.CheckboxSelectMultiple,
            )

    @property
    def tutor_rows(self) -> list[tuple[Available, forms.BoundField]]:
        return [(one, self[f"team-{one.user.pk}"]) for one in self.available]

    @property
    def chosen_tutors(self) -> tuple[tuple[User, str], ...]:
        chosen = self.cleaned_data
        return tuple((one.user, role) for one in self.available for role in chosen.get(f"team-{one.user.pk}", []))


class SessionFields(forms.Form):
    """What is asked of every session."""

    starts_on = forms.DateField(label=gettext_lazy("First day"), widget=DayInput())
    ends_on = forms.DateField(label=gettext_lazy("Last day"), widget=DayInput(), required=False)
    places = forms.IntegerField(label=gettext_lazy("Places"), min_value=1, max_value=1000, initial=12)
    name = forms.CharField(
        label=gettext_lazy("Name of the session"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Left empty, it is made of the pathway and the first day."),
    )
    welcome = forms.CharField(
        label=gettext_lazy("A word to the learners"),
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("It comes at the top of their invitation."),
    )

    def check_dates(self, starts_on, ends_on) -> None:
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("The last day comes after the first."))
        elif starts_on and ends_on and ends_on - starts_on > LONGEST:
            self.add_error("ends_on", _("A session lasts a year at most."))


class BuilderForm(TutorFields, SessionFields):
    """A new session on one page. Its events are in `events`, a formset placed from the pathway's pattern.

    `placed_for` remembers for which pathway and dates they were placed; `is_current` says whether that still holds.
    """

    pathway = PathwayChoice(PathwayPage.objects.none(), label=gettext_lazy("Pathway"), empty_label=gettext_lazy("Choose a pathway"))
    region = forms.ModelChoiceField(Region.objects.none(), label=gettext_lazy("Region"))
    people = PeopleField(required=False, label=gettext_lazy("People to enrol"))
    placed_for = forms.CharField(required=False, widget=forms.HiddenInput())

    field_order = ["pathway", "region", "starts_on", "ends_on", "places", "name", "people", "welcome"]

    def __init__(self, data=None, *, regions: list[Region], initial: dict | None = None) -> None:
        super().__init__(data, initial=initial)
        self.regions = regions
        offer(self, "pathway", PathwayPage.objects.live().order_by("title"))
        offer(self, "region", Region.objects.filter(pk__in=[region.pk for region in regions]))
        if len(regions) == 1:
            self.fields["region"].widget = forms.HiddenInput()
            self.initial["region"] = regions[0].pk
        self._place()

    def _place(self) -> None:
        """Work out dates, team and events from what is filled in so far."""
        self.chosen_pathway = self._value("pathway")
        self.chosen_region = self._value("region")
        self.first, self.last = self._value("starts_on"), self._value("ends_on")
        said = self.data.get("placed_for", "") if self.is_bound else ""
        pathway, first = self.chosen_pathway, self.first
        start_key = f"{pathway.pk}:{first}" if pathway and first else ""
        moved = start_key != said
        if pathway and first and (moved or not self.last):
            self.last = last_day(pathway, first)
        self.placement, self.is_current = start_key, not moved
        if self.chosen_region:
            self.add_tutor_fields(self.chosen_region, self.first, self.last)
        else:
            self.available = []
        self._place_events(moved)

    def _place_events(self, moved: bool) -> None:
        trainers = self.available
        if self.is_bound and not moved:
            self.events = EventFormSet(self.data, prefix="events", form_kwargs={"trainers": trainers})
            return
        ready = self.chosen_pathway and self.first and self.last and self.first <= self.last
        plans = pattern_of(self.chosen_pathway, self.first, self.last) if ready else []
        initial = [EventFormSet.form.initial_of(plan) for plan in plans]
        self.events = EventFormSet(prefix="events", initial=initial, form_kwargs={"trainers": trainers})

    def _value(self, name: str):
        """A field's value before validation, None where it cannot be understood."""
        raw = self.data.get(name) if self.is_bound else self.get_initial_for_field(self.fields[name], name)
        try:
            return self.fields[name].to_python(raw) if raw else None
        except forms.ValidationError:
            return None

    def shown(self) -> "BuilderForm":
        """The form to show again after a change of pathway or dates: what was typed, with the end and events placed anew."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        data["placed_for"] = self.placement
        data["ends_on"] = self.last.isoformat() if self.last else data.get("ends_on", "")
        again = type(self)(data, regions=self.regions)
        if not self.is_current:
            again.events = self.events
        for form in (again, *again.events):
            form._errors = ErrorDict()
        return again

    def clean(self) -> dict:
        super().clean()
        data = self.cleaned_data
        first = data.get("starts_on")
        data["ends_on"] = data.get("ends_on") or (last_day(data["pathway"], first) if first and data.get("pathway") else None)
        self.check_dates(first, data["ends_on"])
        if data.get("ends_on") and data["ends_on"] < timezone.localdate():
            self.add_error("ends_on", _("The last day is past already."))
        self._check_people(data)
        self._check_events(data)
        return data

    def _check_people(self, data: dict) -> None:
        read, places = data.get("people"), data.get("places")
        if read is None:
            return
        for bad in read.refused:
            self.add_error(
                "people", _("Line %(number)d, “%(text)s”: %(reason)s") % {"number": bad.number, "text": bad.text, "reason": bad.reason}
            )
        if places and len(read.people) > places:
            message = _("%(people)d people for %(places)d places: add places or shorten the list.")
            self.add_error("places", message % {"people": len(read.people), "places": places})

    def _check_events(self, data: dict) -> None:
        if not self.events.is_bound:
            return
        self.events.is_valid()
        first, last = data.get("starts_on"), data.get("ends_on")
        for form in self.events:
            plan = form.plan()
            if plan and first and last and not first <= plan.day <= last:
                form.add_error("day", _("This day is outside the session."))
        if any(form.errors for form in self.events):
            self.add_error(None, _("Check the dates of the virtual classes and half-days."))

    def blueprint(self) -> Blueprint:
        data = self.cleaned_data
        plans: list[EventPlan] = [plan for form in self.events if (plan := form.plan())]
        return Blueprint(
            pathway=data["pathway"],
            region=data["region"],
            name=data["name"],
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
            places=data["places"],
            welcome=data["welcome"],
            tutors=self.chosen_tutors,
            events=tuple(plans),
            people=tuple(data["people"].people),
        )


class ChangeForm(TutorFields, SessionFields):
    """Change a session that exists."""

    tell = forms.BooleanField(label=gettext_lazy("Write to everyone when the dates change"), required=False, initial=True)

    def __init__(self, data=None, *, session: TrainingSession) -> None:
        names = ("starts_on", "ends_on", "places", "name", "welcome")
        super().__init__(data, initial={name: getattr(session, name) for name in names})
        self.fields["ends_on"].required = True
        self.add_tutor_fields(session.region, session.starts_on, session.ends_on, session)

    def clean(self) -> dict:
        super().clean()
        data = self.cleaned_data
        self.check_dates(data.get("starts_on"), data.get("ends_on"))
        return data

    def changes(self) -> dict:
        """Arguments of sessions.domain.sessions.change_session."""
        names = ("starts_on", "ends_on", "places", "name", "welcome", "tell")
        return {**{name: self.cleaned_data[name] for name in names}, "tutors": self.chosen_tutors}


class CancelForm(forms.Form):
    message = forms.CharField(
        label=gettext_lazy("Why, for those who were expecting it"),
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("Learners and tutors get it by mail."),
    )
