"""The filters of reports, sent by GET; and the report of one's own."""

from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.enums import Scope as RoleScope
from accounts.models import DefinedRole
from pathways.models import PathwayPage
from privacy.days import in_words
from privacy.enums import Action
from reporting.domain.scope import Period, Scope, days_of
from reporting.domain.tables import EVERY_FILTER, Table
from reporting.models import SavedReport
from reporting.permissions import SEE_REPORTS
from reporting.rules import reported_regions, reported_sessions
from sessions.enums import InterestState, Phase

PHASES = [("", _("All")), *((phase.value, phase.label) for phase in (Phase.UPCOMING, Phase.RUNNING, Phase.OVER))]
SHEETS = [("", _("To validate")), ("waiting", _("To validate")), ("coming", _("To come")), ("kept", _("Validated sheets"))]
DATES = ("du", "au")
# Sent by the page that a table is taken away from, and never shown as a filter.
OF_A_PAGE = frozenset({"session", "inscription", "personne", "objet", "attente", "geste", "liste"})


class ScopeForm(forms.Form):
    """Which part of what the person reads. fields: the names of the filters wanted, in order."""

    periode = forms.ChoiceField(label=_("Period"), choices=Period.choices, required=False)
    du = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    au = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    region = forms.ChoiceField(label=_("Region"), required=False)
    parcours = forms.ChoiceField(label=_("Pathway"), required=False)
    session = forms.UUIDField(required=False, widget=forms.HiddenInput)
    etat = forms.ChoiceField(label=_("State of the session"), choices=PHASES, required=False)
    reussite = forms.ChoiceField(
        label=_("Success"), choices=[("", _("All")), ("oui", _("Succeeded")), ("non", _("Not yet"))], required=False
    )
    demande = forms.ChoiceField(label=_("State of the request"), choices=[("", _("All")), *InterestState.choices], required=False)
    phase = forms.ChoiceField(label=_("State of the session"), choices=[("", _("All")), *Phase.choices], required=False)
    role = forms.ChoiceField(label=_("Role"), required=False)
    feuilles = forms.ChoiceField(label=_("Attendance sheets"), choices=SHEETS, required=False)
    inscription = forms.UUIDField(required=False, widget=forms.HiddenInput)
    personne = forms.UUIDField(required=False, widget=forms.HiddenInput)
    objet = forms.IntegerField(required=False, widget=forms.HiddenInput)
    attente = forms.BooleanField(required=False, widget=forms.HiddenInput)
    geste = forms.ChoiceField(choices=[("", ""), *Action.choices], required=False, widget=forms.HiddenInput)
    liste = forms.CharField(max_length=2000, required=False, widget=forms.HiddenInput)
    silencieux = forms.BooleanField(label=_("Only silent learners"), required=False)
    q = forms.CharField(label=_("Search"), max_length=100, required=False, widget=forms.TextInput(attrs={"type": "search"}))

    def __init__(self, data=None, *, user, filters=EVERY_FILTER, permission=SEE_REPORTS, **kwargs):
        super().__init__(_between_dates(data), auto_id="f_%s", **kwargs)
        self.user, self.permission = user, permission
        wanted = [name for filter_name in filters for name in ((filter_name, *DATES) if filter_name == "periode" else (filter_name,))]
        self.fields = {name: self.fields[name] for name in wanted}
        if "region" in self.fields:
            self._offer("region", _("All regions"), reported_regions(user, permission).values_list("code", "name"))
        if "role" in self.fields:
            every = DefinedRole.objects.all()
            roles = every if user.is_national_manager else every.exclude(scope=RoleScope.NATIONAL)
            self._offer("role", _("All roles"), [(one.code, str(one)) for one in roles])
        if "parcours" in self.fields:
            run = reported_sessions(user, permission).order_by().values("pathway")
            self._offer(
                "parcours", _("All the pathways"), PathwayPage.objects.filter(pk__in=run).order_by("title").values_list("pk", "title")
            )

    def _offer(self, name: str, every, pairs) -> None:
        choices = [(str(value), label) for value, label in pairs]
        if len(choices) < 2 and name == "region":
            del self.fields[name]
            return
        field = cast(forms.ChoiceField, self.fields[name])
        field.choices = [("", every), *choices]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("du"), cleaned.get("au")
        if first and last and last < first:
            self.add_error("au", _("The last day comes after the first."))
        return cleaned

    @cached_property
    def kept(self) -> dict[str, str]:
        """The filters in force as they were sent, for addresses, exports and saved reports."""
        return {name: value for name in self.fields if (value := str(self.data.get(name, "")).strip())}

    @property
    def query(self) -> str:
        """The filters in force as the end of an address, for the tables that take them."""
        return urlencode(self.kept)

    @property
    def told(self) -> list[tuple[str, str]]:
        """The filters in force in words: their label and their choice."""
        found = []
        for name, value in self.kept.items():
            field = self.fields[name]
            if name in OF_A_PAGE or (name == "periode" and value == Period.DATES):
                continue
            words: Any = _choice_words(field, value) if isinstance(field, forms.ChoiceField) else value
            if isinstance(field, forms.BooleanField):
                words = _("Yes")
            if isinstance(field, forms.DateField) and self.is_valid():
                words = in_words(self.cleaned_data[name], "SHORT_DATE_FORMAT")
            found.append((str(field.label), str(words)))
        return found

    @property
    def is_narrowed(self) -> bool:
        return any(name not in OF_A_PAGE for name in self.kept)

    @property
    def shown(self) -> list[forms.BoundField]:
        """The filters that people choose."""
        return [field for field in self if field.name not in OF_A_PAGE]

    def scope(self) -> Scope:
        """The scope asked for; a filter that was refused narrows to nothing rather than letting everything through."""
        if not self.is_valid():
            return Scope(self.user, self.permission, session_id=UUID(int=0))
        given = self.cleaned_data
        first, last = self._days(given)
        region = given.get("region")
        return Scope(
            user=self.user,
            permission=self.permission,
            first=first,
            last=last,
            region_id=reported_regions(self.user, self.permission).values_list("pk", flat=True).get(code=region) if region else None,
            pathway_id=int(given["parcours"]) if given.get("parcours") else None,
            session_id=given.get("session"),
            phase=given.get("etat") or "",
            success={"oui": True, "non": False}.get(given.get("reussite") or ""),
            silent=bool(given.get("silencieux")),
            words=given.get("q") or "",
            interest=given.get("demande") or "",
            any_phase=given.get("phase") or "",
            role=given.get("role") or "",
            sheets=given.get("feuilles") or "",
            enrolment_id=given.get("inscription"),
            person_uid=given.get("personne"),
            row_id=given.get("objet"),
            waiting=bool(given.get("attente")),
            action=given.get("geste") or "",
            listing=given.get("liste") or "",
        )

    @staticmethod
    def _days(given: dict[str, Any]) -> tuple:
        """Dates written count even where nobody said that the period is between two dates."""
        if given.get("periode") in {"", None, Period.DATES}:
            return given.get("du"), given.get("au")
        return days_of(given["periode"], timezone.localdate())


def _between_dates(data) -> dict[str, Any]:
    """What was sent, as plain values; dates that were given alone are a period between two dates."""
    sent = dict(data.items()) if data is not None else {}
    if (sent.get("du") or sent.get("au")) and not sent.get("periode"):
        sent["periode"] = Period.DATES.value
    return sent


def _choice_words(field: forms.ChoiceField, value: str) -> str:
    return next((str(label) for key, label in field.widget.choices if str(key) == value), value)  # type: ignore[attr-defined]


class SavedReportForm(forms.ModelForm):
    """Name and columns of a report of one's own; its filters are a ScopeForm beside it."""

    columns = forms.MultipleChoiceField(label=_("Columns"), widget=forms.CheckboxSelectMultiple, required=False)

    class Meta:
        model = SavedReport
        fields = ("name",)

    def __init__(self, *args, user, table: Table, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.user, self.instance.table = user, table.name
        self.fields["name"].required = True
        cast(forms.MultipleChoiceField, self.fields["columns"]).choices = [
            (column.name, column.label) for column in table.columns(Scope(user))
        ]

    def clean_columns(self) -> list[str]:
        chosen = self.cleaned_data["columns"]
        if not chosen:
            raise forms.ValidationError(_("Tick at least one column."))
        return chosen

    def _get_validation_exclusions(self) -> set[str]:
        """The person is set already: a name used twice is told beside the field."""
        return super()._get_validation_exclusions() - {"user"}  # type: ignore[misc]

    def save(self, commit: bool = True) -> SavedReport:
        self.instance.columns = self.cleaned_data["columns"]
        return super().save(commit)
