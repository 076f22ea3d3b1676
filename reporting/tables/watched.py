# SPDX-License-Identifier: EUPL-1.2
"""What those in charge keep an eye on: the audit log, erasures, reported messages, exports, who holds which rights.

Taken away by whoever reads the page, with its filters.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.domain.role_words import grouped
from accounts.models import DefinedRole, RoleAssignment
from accounts.permissions import registered_permissions
from forum.models import Report as PostReport
from forum.permissions import MODERATE_FORUM
from forum.rules import led_sessions
from messaging.models import Report
from messaging.rules import decides_reports
from privacy.domain.audit_words import lines_of
from privacy.domain.register import outcome_in_words
from privacy.models import AuditEntry, Erasure
from privacy.rules import decides, reads_audit
from reporting.domain.scope import Scope
from reporting.domain.tables import Table, add_table
from reporting.models import Export
from reporting.permissions import SEE_EXPORTS
from reporting.rules import exports_reports, reads_reports, reported_sessions
from reporting.tables.charge import is_national
from reporting.tables.columns import local, of
from sessions.report_columns import ReportColumn, ValueKind

# --- The audit log ---


def audit(scope: Scope) -> QuerySet:
    return AuditEntry.objects.search(who=scope.words, action=scope.action, first=scope.first, last=scope.last)


AUDIT = [
    of("at", _("When"), ValueKind.MOMENT, lambda row: local(row.entry.at), "at"),
    of("actor", _("Who"), ValueKind.TEXT, lambda row: str(row.actor or row.entry.actor or "")),
    of("roles", _("Roles"), ValueKind.TEXT, lambda row: row.roles),
    of("address", _("Network address"), ValueKind.TEXT, lambda row: row.entry.address),
    of("action", _("What"), ValueKind.TEXT, lambda row: str(row.entry.get_action_display()), "action"),
    of("object", _("Object"), ValueKind.TEXT, lambda row: row.object, "model"),
    of("name", _("Name of the object"), ValueKind.TEXT, lambda row: row.name),
    of("object_id", _("Number of the object"), ValueKind.TEXT, lambda row: row.entry.object_id),
    of("person", _("About whom"), ValueKind.TEXT, lambda row: str(row.person or "")),
    of("changes", _("What changed"), ValueKind.TEXT, lambda row: " ; ".join(row.changes)),
    of("view", _("Page"), ValueKind.TEXT, lambda row: row.entry.view),
]


# --- Erasures ---

ERASURES = [
    of("at", _("When"), ValueKind.MOMENT, lambda row: local(row.erased_at or row.created_at), "created_at"),
    of("ground", _("Rule"), ValueKind.TEXT, lambda row: str(row.get_ground_display()), "ground"),
    of("key", _("Key"), ValueKind.TEXT, lambda row: row.key[:12]),
    of("state", _("State"), ValueKind.TEXT, lambda row: str(row.get_state_display()), "state"),
    of("asked_by", _("Decided by"), ValueKind.TEXT, lambda row: str(row.asked_by or "")),
    of("replayed_at", _("Erased again after a restore"), ValueKind.MOMENT, lambda row: local(row.replayed_at)),
    of("outcome", _("What was done"), ValueKind.TEXT, lambda row: " ; ".join(outcome_in_words(row.outcome))),
    of("error", _("Problem"), ValueKind.TEXT, lambda row: row.error),
]


# --- Messages that were reported, without their words ---


def reports(scope: Scope) -> QuerySet:
    found = Report.objects.visible_to(scope.user).select_related("message__author", "reporter", "decided_by")
    return found.waiting() if scope.waiting else found


REPORTS = [
    of("author", _("Message of"), ValueKind.TEXT, lambda row: str(row.message.author)),
    of("reporter", _("Reported by"), ValueKind.TEXT, lambda row: str(row.reporter)),
    of("created_at", _("Reported on"), ValueKind.MOMENT, lambda row: local(row.created_at), "created_at"),
    of("reason", _("Reason"), ValueKind.TEXT, lambda row: row.reason),
    of("decision", _("Decision"), ValueKind.TEXT, lambda row: str(row.get_decision_display() if row.decision else _("To decide"))),
    of("decided_by", _("Decided by"), ValueKind.TEXT, lambda row: str(row.decided_by or "")),
    of("decided_at", _("Decided on"), ValueKind.MOMENT, lambda row: local(row.decided_at)),
    of("note", _("Note"), ValueKind.TEXT, lambda row: row.note),
]


def post_reports(scope: Scope) -> QuerySet:
    """Those that wait, in the forums that the reader moderates and of the sessions whose data they may take away."""
    led = led_sessions(scope.user.pk, scope.user.reach(MODERATE_FORUM)).filter(pk=scope.session_id)
    told = reported_sessions(scope.user, scope.permission).values("pk")
    found = PostReport.objects.open().filter(post__thread__session__in=led.filter(pk__in=told), post__deleted_at__isnull=True)
    return found.select_related("user", "post__author", "post__thread")


POST_REPORTS = [
    of("reporter", _("Reported by"), ValueKind.TEXT, lambda row: str(row.user)),
    of("created_at", _("Reported on"), ValueKind.MOMENT, lambda row: local(row.created_at), "created_at"),
    of("reason", _("Reason"), ValueKind.TEXT, lambda row: row.reason),
    of("author", _("Message of"), ValueKind.TEXT, lambda row: str(row.post.author)),
    of("thread", _("Thread"), ValueKind.TEXT, lambda row: row.post.thread.title),
    of("text", _("Message"), ValueKind.TEXT, lambda row: row.post.text),
]


# --- Who exported what ---

EXPORTS = [
    of("asked_by", _("Who"), ValueKind.TEXT, lambda row: str(row.asked_by or _("account erased"))),
    of("title", _("Table"), ValueKind.TEXT, lambda row: row.title, "title"),
    of("format", _("Form"), ValueKind.TEXT, lambda row: str(row.get_format_display())),
    of("created_at", _("Asked on"), ValueKind.MOMENT, lambda row: local(row.created_at), "created_at"),
    of("state", _("State"), ValueKind.TEXT, lambda row: str(row.get_state_display()), "state"),
    of("rows", _("Rows"), ValueKind.COUNT, lambda row: row.rows, "rows"),
    of("fetched_at", _("Fetched on"), ValueKind.MOMENT, lambda row: local(row.fetched_at), "fetched_at"),
]


# --- Rights and who holds them ---


def rights(scope: Scope) -> list[tuple[str, Any, list[DefinedRole]]]:
    allowed = [(one, one.allows()) for one in DefinedRole.objects.all()]
    return [
        (heading, one, [role for role, allows in allowed if one.codename in allows])
        for heading, permissions in grouped(registered_permissions())
        for one in permissions
    ]


RIGHTS = [
    of("group", _("Domain"), ValueKind.TEXT, lambda row: row[0]),
    of("right", _("Right"), ValueKind.TEXT, lambda row: str(row[1].words)),
    of("roles", _("Roles that have it"), ValueKind.TEXT, lambda row: ", ".join(str(role) for role in row[2])),
]


def holders(scope: Scope) -> QuerySet:
    held = RoleAssignment.objects.select_related("user", "region", "role")
    held = held.filter(role__code=scope.role) if scope.role else held
    return held.order_by("user__last_name", "user__first_name", "pk")


HOLDERS = [
    of("last_name", _("Last name"), ValueKind.TEXT, lambda row: row.user.last_name, "user__last_name"),
    of("first_name", _("First name"), ValueKind.TEXT, lambda row: row.user.first_name, "user__first_name"),
    of("email", _("E-mail address"), ValueKind.TEXT, lambda row: row.user.email, "user__email"),
    of("active", _("Account open"), ValueKind.YES_NO, lambda row: row.user.is_active, "user__is_active"),
    of("role", _("Role"), ValueKind.TEXT, lambda row: str(row.role)),
    of("region", _("Region"), ValueKind.TEXT, lambda row: row.region.name if row.region else "", "region__name"),
    of("since", _("Since"), ValueKind.MOMENT, lambda row: local(row.granted_at), "granted_at"),
]


def _add(name: str, rule: Callable[[Any], bool], columns: list[ReportColumn], **given: Any) -> None:
    said = {"filters": (), "taken_by": rule, "listed": False, **given}
    add_table(Table(name=name, columns=lambda scope: columns, shown_to=rule, **said))


_add(
    "journal-audit",
    reads_audit,
    AUDIT,
    title=_("Audit log"),
    about=_("One row per line: who did what, to what, about whom, what changed."),
    icon="scroll-text",
    rows=audit,
    finish=lambda rows, scope: lines_of(rows),
    filters=("periode", "geste", "q"),
)
_add(
    "effacements",
    decides,
    ERASURES,
    title=_("Erasures"),
    about=_("One row per person erased: when, under which rule, what was kept and why."),
    icon="eraser",
    rows=lambda scope: Erasure.objects.select_related("asked_by"),
)
_add(
    "messages-signales",
    decides_reports,
    REPORTS,
    title=_("Reported messages"),
    about=_("One row per report, with its decision."),
    icon="flag",
    rows=reports,
    filters=("attente",),
)
_add(
    "forum-signalements",
    reads_reports,
    POST_REPORTS,
    title=_("Messages reported in the forum"),
    about=_("One row per report that waits in the forum of a session."),
    icon="flag",
    rows=post_reports,
    filters=("session",),
    taken_by=exports_reports,
)
_add(
    "exports",
    lambda user: user.is_active and user.may(SEE_EXPORTS),
    EXPORTS,
    title=_("Who exported what"),
    about=_("One row per export of anybody, without its file."),
    icon="download",
    rows=lambda scope: Export.objects.told_to(scope.user).select_related("asked_by"),
)
_add(
    "droits",
    is_national,
    RIGHTS,
    title=_("All the rights in one table"),
    about=_("One row per right, with the roles that have it."),
    icon="list-checks",
    rows=rights,
)
_add(
    "titulaires",
    is_national,
    HOLDERS,
    title=_("Who holds which role"),
    about=_("One row per role held: by whom, where, since when."),
    icon="users",
    rows=holders,
    filters=("role",),
)
