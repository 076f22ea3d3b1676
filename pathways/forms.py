"""The editors' form of a pathway: what holds between its rows, checked when it is published or submitted.

A draft may be unfinished; only what could not be kept at all is refused then.
"""

from django import forms
from django.utils.translation import gettext as _
from modelcluster.forms import ClusterForm
from wagtail.admin.forms import WagtailAdminPageForm

from courses.models import LibraryObject
from pathways.domain.structure import EVENT_KINDS
from pathways.enums import ConditionKind

WITHOUT_ACTIVITY = {ConditionKind.REQUIRED_COMPLETED, ConditionKind.MEAN_SCORE, ConditionKind.EVERY_SCORE}
WITHOUT_THRESHOLD = {ConditionKind.REQUIRED_COMPLETED, ConditionKind.COMPLETED, ConditionKind.ATTENDED}


class StepSelect(forms.Select):
    """One of the pathway's steps. The page's script offers those that are on the screen; alone, it keeps the chosen one."""

    def __init__(self, attrs=None, choices=()) -> None:
        super().__init__({"data-pathway-steps": "", **(attrs or {})}, choices)

    def optgroups(self, name, value, attrs=None):
        chosen = LibraryObject.objects.filter(pk__in=[one for one in value if one])
        options = [("", _("Choose a step…")), *((str(one.pk), one.title) for one in chosen)]
        made = [
            self.create_option(name, pk, label, pk in value or (not any(value) and not pk), index)
            for index, (pk, label) in enumerate(options)
        ]
        return [(None, [option], index) for index, option in enumerate(made)]


class PathwayForm(WagtailAdminPageForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            # Left empty, it is made from the title: nobody must know what it is.
            self.fields["slug"].required = False

    def clean(self):
        cleaned = super().clean()
        if self.is_deferred_validation or "sequences" not in self.formsets:
            return cleaned
        steps = self._step_forms()
        places = self._check_steps(steps)
        for place, form in enumerate(steps):
            self._check_step(form, place, places)
        for form in kept_forms(self.formsets["conditions"]):
            self._check_condition(form, places)
        return cleaned

    def _step_forms(self) -> list[ClusterForm]:
        """Forms of the steps that stay, in the order of the pathway; those with an error of their own are left out."""
        sequences = kept_forms(self.formsets["sequences"])
        return [form for sequence in sequences for form in kept_forms(sequence.formsets["steps"])]

    def _check_steps(self, steps: list[ClusterForm]) -> dict[int, int]:
        """Place by object id; an object twice or none at all is refused."""
        places: dict[int, int] = {}
        for place, form in enumerate(steps):
            activity = form.cleaned_data["activity"]
            if activity.pk in places:
                form.add_error("activity", _("“%(title)s” is already a step of this pathway.") % {"title": activity.title})
            places.setdefault(activity.pk, place)
        if not steps and not any(form.errors for form in self.formsets["sequences"].forms):
            self.add_error(None, _("Add at least one step: a pathway without steps cannot be published."))
        return places

    def _check_step(self, form: ClusterForm, place: int, places: dict[int, int]) -> None:
        activity, day = form.instance.activity, form.cleaned_data.get("opens_on_day")
        if not activity.live:
            message = _("“%(title)s” is still a draft: publish it first, learners would not see this step.")
            form.add_error("activity", message % {"title": activity.title})
        if form.cleaned_data.get("minimum_score") is not None and not is_scored(activity):
            form.add_error("minimum_score", _("“%(title)s” gives no score: leave this empty.") % {"title": activity.title})
        days = self.cleaned_data.get("session_days")
        if day and days and day > days:
            form.add_error("opens_on_day", _("The session lasts %(days)d days: it would never open.") % {"days": days})
        for need in kept_forms(form.formsets["prerequisites"]):
            self._check_need(need, place, places)

    def _check_need(self, form: ClusterForm, place: int, places: dict[int, int]) -> None:
        """A step waits only for steps before it, so no circle can be made."""
        activity, score = form.instance.activity, form.cleaned_data.get("minimum_score")
        words = {"title": activity.title}
        if activity.pk not in places:
            form.add_error("activity", _("“%(title)s” is not a step of this pathway.") % words)
        elif places[activity.pk] == place:
            form.add_error("activity", _("A step cannot wait for itself."))
        elif places[activity.pk] > place:
            form.add_error("activity", _("“%(title)s” comes later in the pathway: choose a step placed before.") % words)
        if score is not None and not is_scored(activity):
            form.add_error("minimum_score", _("“%(title)s” gives no score: leave this empty.") % words)
        if score is None and not form.cleaned_data.get("completed"):
            form.add_error("completed", _("Tick “finished”, write a score, or delete this rule."))

    def _check_condition(self, form: ClusterForm, places: dict[int, int]) -> None:
        kind, activity, threshold = (form.cleaned_data.get(name) for name in ("kind", "activity", "threshold"))
        if kind in WITHOUT_ACTIVITY:
            form.instance.activity = None
        elif activity is not None and activity.pk not in places:
            form.add_error("activity", _("“%(title)s” is not a step of this pathway.") % {"title": activity.title})
        elif activity is not None:
            self._check_activity_of_condition(form, kind, activity)
        if kind in WITHOUT_THRESHOLD:
            form.instance.threshold = None
        elif threshold == 100:
            form.add_error("threshold", _("Nobody can have more than 100 %: write 99 at most."))

    def _check_activity_of_condition(self, form: ClusterForm, kind: str | None, activity: LibraryObject) -> None:
        if kind == ConditionKind.SCORE and not is_scored(activity):
            form.add_error("activity", _("“%(title)s” gives no score.") % {"title": activity.title})
        if kind == ConditionKind.ATTENDED and activity.specific_class.kind not in EVENT_KINDS:
            form.add_error("activity", _("Presence is noted at virtual classes and half-days only: choose one of them."))


def kept_forms(formset) -> list[ClusterForm]:
    """The forms of rows that stay, without an error of their own, in the order they are shown."""
    if not formset.is_bound:
        return []
    valid = [form for form in formset.forms if not form.errors and not formset._should_delete_form(form)]
    filled = [form for form in valid if form.cleaned_data.keys() - {"ORDER", "DELETE", "id"}]
    return sorted(filled, key=lambda form: form.cleaned_data.get("ORDER") or 0)


def is_scored(activity: LibraryObject) -> bool:
    return activity.specific_class.is_scored
