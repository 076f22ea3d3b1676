# SPDX-License-Identifier: EUPL-1.2
"""What those who run the platform read in the back office, taken away by whoever reads it there. No secret, not even hashed."""

from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.permissions import Permission
from backups.models import Backup, Rehearsal
from backups.permissions import RUN_BACKUPS
from federation.models import IdentityProvider
from federation.permissions import SEE_PROVIDERS
from jobs.models import JobState
from lrs.back_office.targets import count_statements
from lrs.models import Client, Credential, ForwardTarget
from lrs.permissions import MANAGE_STORE, READ_JOURNAL
from reporting.domain.scope import Scope
from reporting.domain.tables import Table, add_table
from reporting.tables.columns import local, of
from sessions.report_columns import ReportColumn, ValueKind

# --- The record store: who reaches it, whom it feeds, how much it holds ---


def tools(scope: Scope) -> QuerySet:
    now = timezone.now()
    usable = Q(credentials__revoked_at=None) & (Q(credentials__expires_at=None) | Q(credentials__expires_at__gt=now))
    return Client.objects.annotate(usable=Count("credentials", filter=usable), used=Max("credentials__last_used_at")).order_by("name")


TOOLS = [
    of("name", _("Name"), ValueKind.TEXT, lambda row: row.name, "name"),
    of("origins", _("Web origins"), ValueKind.TEXT, lambda row: ", ".join(row.origins.split())),
    of("usable", _("Usable credentials"), ValueKind.COUNT, lambda row: row.usable, "usable"),
    of("used", _("Last used"), ValueKind.MOMENT, lambda row: local(row.used), "used"),
    of("created_at", _("Added on"), ValueKind.MOMENT, lambda row: local(row.created_at), "created_at"),
]


def credentials(scope: Scope) -> QuerySet:
    """Of one tool, or of all; those of launches are no tool's."""
    found = Credential.objects.filter(client__isnull=False).select_related("client").defer("secret_hash")
    found = found.filter(client=scope.row_id) if scope.row_id else found
    return found.order_by("client__name", "-created_at", "-pk")


def _credential_state(row: Credential) -> str:
    if row.revoked_at:
        return str(_("revoked"))
    return str(_("usable") if row.is_usable else _("expired"))


CREDENTIALS = [
    of("client", _("Tool"), ValueKind.TEXT, lambda row: row.client.name, "client__name"),
    of("key", _("Key"), ValueKind.TEXT, lambda row: row.key),
    of("label", _("What for"), ValueKind.TEXT, lambda row: row.label),
    of("scopes", _("Rights"), ValueKind.TEXT, lambda row: ", ".join(str(label) for label in row.scope_labels)),
    of("created_at", _("Added on"), ValueKind.MOMENT, lambda row: local(row.created_at), "created_at"),
    of("expires_at", _("Expires"), ValueKind.MOMENT, lambda row: local(row.expires_at), "expires_at"),
    of("last_used_at", _("Last used"), ValueKind.MOMENT, lambda row: local(row.last_used_at), "last_used_at"),
    of("state", _("State"), ValueKind.TEXT, _credential_state),
]


def stores(scope: Scope) -> QuerySet:
    return ForwardTarget.objects.defer("sealed_secret")


def _store_state(row: ForwardTarget) -> str:
    if not row.is_active:
        return str(_("paused"))
    if row.failures:
        return str(_("does not answer"))
    return str(_("sending") if row.state in {JobState.RUNNING, JobState.WAITING} else _("up to date"))


STORES = [
    of("name", _("Name"), ValueKind.TEXT, lambda row: row.name, "name"),
    of("url", _("Address"), ValueKind.TEXT, lambda row: row.url),
    of("state", _("State"), ValueKind.TEXT, _store_state),
    of("at", _("Sent up to"), ValueKind.MOMENT, lambda row: local(row.at), "at"),
    of("sent", _("Records sent"), ValueKind.COUNT, lambda row: row.sent, "sent"),
    of("refused", _("Records refused"), ValueKind.COUNT, lambda row: row.refused, "refused"),
    of("failures", _("Failures in a row"), ValueKind.COUNT, lambda row: row.failures),
    of("next_try_at", _("Next try"), ValueKind.MOMENT, lambda row: local(row.next_try_at)),
    of("last_error", _("Last problem"), ValueKind.TEXT, lambda row: row.last_error),
]
STATEMENTS = of("count", _("Statements"), ValueKind.COUNT, lambda row: row[1])
DAYS = [of("day", _("Day"), ValueKind.DATE, lambda row: row[0]), STATEMENTS]
VERBS = [of("verb", _("Verb"), ValueKind.TEXT, lambda row: row[0]), STATEMENTS]


# --- Backups, and restores rehearsed ---


def _backup_state(row: Backup) -> str:
    if row.state == JobState.FAILED:
        return row.error
    if row.forgotten:
        return str(_("No longer kept"))
    return str(_("Kept, read again after writing") if row.is_over else row.get_state_display())


def _rehearsal_state(row: Rehearsal) -> str:
    if row.state == JobState.FAILED:
        return " ; ".join([row.error, *map(str, row.faults)])
    return str(_("Everything came back as it was") if row.is_over else row.get_state_display())


BACKUPS = [
    of("created_at", _("Taken"), ValueKind.MOMENT, lambda row: local(row.created_at), "created_at"),
    of("name", _("Name"), ValueKind.TEXT, lambda row: row.name),
    of("rows", _("Rows"), ValueKind.COUNT, lambda row: row.rows, "rows"),
    of("files", _("Files"), ValueKind.COUNT, lambda row: row.files, "files"),
    of("missing", _("Files gone meanwhile"), ValueKind.COUNT, lambda row: row.missing),
    of("size", _("Size in bytes"), ValueKind.COUNT, lambda row: row.size, "size"),
    of("seconds", _("Duration"), ValueKind.SECONDS, lambda row: row.seconds, "seconds"),
    of("state", _("State"), ValueKind.TEXT, _backup_state),
]
REHEARSALS = [
    of("created_at", _("Done"), ValueKind.MOMENT, lambda row: local(row.created_at), "created_at"),
    of("backup", _("Backup"), ValueKind.TEXT, lambda row: row.backup),
    of("rows", _("Rows"), ValueKind.COUNT, lambda row: row.rows, "rows"),
    of("files", _("Files"), ValueKind.COUNT, lambda row: row.files, "files"),
    of("seconds", _("Duration"), ValueKind.SECONDS, lambda row: row.seconds, "seconds"),
    of("state", _("Result"), ValueKind.TEXT, _rehearsal_state),
]


# --- Sign-in of organisations ---


def providers(scope: Scope) -> QuerySet:
    found = IdentityProvider.objects.visible_to(scope.user).in_order()
    return found.defer("sealed_secret").annotate(people=Count("identities"))


PROVIDERS = [
    of("name", _("Organisation"), ValueKind.TEXT, str, "name"),
    of("region", _("Region"), ValueKind.TEXT, lambda row: str(row.region or _("The whole platform")), "region__name"),
    of("kind", _("Kind"), ValueKind.TEXT, lambda row: str(row.get_kind_display())),
    of("issuer", _("Provider"), ValueKind.TEXT, lambda row: row.issuer),
    of("domains", _("Domains of addresses"), ValueKind.TEXT, lambda row: ", ".join(row.domain_list)),
    of("people", _("People"), ValueKind.COUNT, lambda row: row.people, "people"),
    of("last_used_at", _("Last sign-in"), ValueKind.MOMENT, lambda row: local(row.last_used_at), "last_used_at"),
    of("certificate", _("End of the certificate"), ValueKind.MOMENT, lambda row: local(row.certificate_ends_at)),
    of("state", _("State"), ValueKind.TEXT, lambda row: str(_("On the sign-in page") if row.is_active else _("Not shown"))),
]


def _add(name: str, title: Any, permission: Permission, columns: list[ReportColumn], **given: Any) -> None:
    def rule(user: Any) -> bool:
        return user.is_active and user.may(permission)

    said = {"name": name, "title": title, "about": "", "filters": (), "listed": False, **given}
    add_table(Table(**said, columns=lambda scope: columns, shown_to=rule, taken_by=rule))


_add("outils-traces", _("Record store: tools"), MANAGE_STORE, TOOLS, icon="key-round", rows=tools)
_add(
    "acces-traces",
    _("Credentials of the record store"),
    MANAGE_STORE,
    CREDENTIALS,
    icon="key-round",
    rows=credentials,
    filters=("objet",),
)
_add("envois-traces", _("Record stores to feed"), MANAGE_STORE, STORES, icon="send", rows=stores)
_add("traces-jours", _("Statements day by day"), READ_JOURNAL, DAYS, icon="calendar-days", rows=lambda scope: count_statements()["days"])
_add("traces-verbes", _("Statements by verb"), READ_JOURNAL, VERBS, icon="list", rows=lambda scope: count_statements()["verbs"])
_add("sauvegardes", _("Backups"), RUN_BACKUPS, BACKUPS, icon="history", rows=lambda scope: Backup.objects.all())
_add("repetitions", _("Rehearsals of a restore"), RUN_BACKUPS, REHEARSALS, icon="history", rows=lambda scope: Rehearsal.objects.all())
_add("connexions-organismes", _("Sign-in of organisations"), SEE_PROVIDERS, PROVIDERS, icon="key-round", rows=providers)
