# SPDX-License-Identifier: EUPL-1.2
"""The lists of the workspaces as they stand on their pages: of the sessions and regions that the reader may take data from."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Region, RoleAssignment, User
from accounts.permissions import SEE_PEOPLE
from reporting.domain.scope import Scope
from reporting.domain.tables import Table, add_table
from reporting.rules import reported_sessions
from reporting.tables import sessions
from reporting.tables.columns import of
from sessions.domain.attendance import sheets_to_keep, with_counts
from sessions.models import SessionEvent, TrainingSession
from sessions.permissions import SEE_SESSIONS
from sessions.report_columns import ValueKind
from sessions.rules import keeps_sheets, sees_people, sees_sessions

# --- Sessions, those in preparation and cancelled ones too ---


def managed_sessions(scope: Scope) -> QuerySet:
    seen = TrainingSession.objects.with_permission(scope.user, SEE_SESSIONS).in_phase(scope.any_phase).search(scope.words)
    seen = seen.filter(region=scope.region_id) if scope.region_id else seen.together(scope.user, SEE_SESSIONS)
    seen = seen.filter(pathway=scope.pathway_id) if scope.pathway_id else seen
    found = seen.filter(pk__in=reported_sessions(scope.user, scope.permission).values("pk"))
    return found.select_related("region").prefetch_related("pathway", "tutors__user").order_by("-starts_on", "name", "pk")


# --- People with a role in the regions ---


def people_of_regions(scope: Scope) -> QuerySet:
    told = Region.objects.with_permission(scope.user, scope.permission)
    regions = Region.objects.with_permission(scope.user, SEE_PEOPLE).filter(pk__in=told.values("pk"))
    if scope.region_id:
        regions = regions.filter(pk=scope.region_id)
    elif not Region.objects.only_sandboxes(scope.user, SEE_PEOPLE):
        regions = regions.real()
    held = RoleAssignment.objects.filter(region__in=regions)
    wanted = held.filter(role__code=scope.role) if scope.role else held
    found = User.objects.active().filter(pk__in=wanted.values("user")).search(scope.words)
    shown = Prefetch("assignments", held.select_related("region", "role").order_by("region__name", "role"), to_attr="held_here")
    return found.prefetch_related(shown).order_by("last_name", "first_name", "pk")


def _each_once(words: Any) -> str:
    return ", ".join(dict.fromkeys(str(one) for one in words))


PEOPLE = [
    of("last_name", _("Last name"), ValueKind.TEXT, lambda row: row.last_name, "last_name"),
    of("first_name", _("First name"), ValueKind.TEXT, lambda row: row.first_name, "first_name"),
    of("email", _("E-mail address"), ValueKind.TEXT, lambda row: row.email, "email"),
    of("phone", _("Telephone"), ValueKind.TEXT, lambda row: row.phone),
    of("roles", _("Roles"), ValueKind.TEXT, lambda row: _each_once(held.role for held in row.held_here)),
    of("regions", _("Regions"), ValueKind.TEXT, lambda row: _each_once(held.region for held in row.held_here)),
]


# --- Attendance sheets ---


def sheets(scope: Scope) -> QuerySet:
    kept = sheets_to_keep(scope.user, scope.sheets or "waiting")
    return kept.filter(session__in=reported_sessions(scope.user, scope.permission))


def _local(row: SessionEvent, moment: Any) -> Any:
    return moment.astimezone(row.session.zone) if moment else None


SHEETS = [
    of("title", _("Date attended"), ValueKind.TEXT, lambda row: row.title, "title"),
    of("kind", _("Kind"), ValueKind.TEXT, lambda row: str(row.get_kind_display())),
    of("session", _("Session"), ValueKind.TEXT, lambda row: row.session.name, "session__name"),
    of("region", _("Region"), ValueKind.TEXT, lambda row: row.session.region.name),
    of("starts_at", _("Begins"), ValueKind.MOMENT, lambda row: _local(row, row.starts_at), "starts_at"),
    of("ends_at", _("Ends"), ValueKind.MOMENT, lambda row: _local(row, row.ends_at)),
    of("learners", _("Learners"), ValueKind.COUNT, lambda row: row.learners),
    of("noted", _("Presences noted"), ValueKind.COUNT, lambda row: row.noted),
    of("signed", _("Signatures"), ValueKind.COUNT, lambda row: row.signed),
    of("state", _("Attendance sheet"), ValueKind.TEXT, lambda row: str(row.get_sheet_state_display())),
    of("closed_by", _("Validated by"), ValueKind.TEXT, lambda row: str(row.sheet_closed_by or "")),
    of("closed_at", _("Validated on"), ValueKind.MOMENT, lambda row: _local(row, row.sheet_closed_at)),
]

add_table(
    Table(
        name="sessions-region",
        title=_("Sessions of the workspace"),
        about=_("One row per session, those in preparation and cancelled ones too."),
        icon="calendar-days",
        columns=lambda scope: sessions.COLUMNS,
        rows=managed_sessions,
        finish=sessions.finish,
        filters=("region", "parcours", "phase", "q"),
        shown_to=sees_sessions,
        listed=False,
    )
)
add_table(
    Table(
        name="gens",
        title=_("People of the regions"),
        about=_("One row per person who holds a role in the regions, with the roles held there."),
        icon="users",
        columns=lambda scope: PEOPLE,
        rows=people_of_regions,
        filters=("region", "role", "q"),
        shown_to=sees_people,
        listed=False,
    )
)
add_table(
    Table(
        name="feuilles",
        title=_("Attendance sheets"),
        about=_("One row per half-day and virtual class: learners, presences noted, signatures, who validated the sheet."),
        icon="clipboard-check",
        columns=lambda scope: SHEETS,
        rows=sheets,
        finish=lambda rows, scope: with_counts(rows),
        filters=("feuilles",),
        shown_to=keeps_sheets,
        listed=False,
    )
)
