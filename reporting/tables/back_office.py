# SPDX-License-Identifier: EUPL-1.2
"""The lists of the back office (library, modules, pathways, questions, themes, regions, people) as their pages filter them."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.permissions import page_permission_policy
from wagtail.rich_text import get_text_for_indexing

from accounts.back_office.people import PeopleFilterSet, reachable_by
from accounts.back_office.regions import RegionFilterSet
from accounts.models import Region
from courses.back_office.listing import LibraryFilterSet
from courses.models import LibraryObject, Package
from courses.registry import UsageRegistry, library_usage
from pathways.back_office.faq import FaqFilterSet
from pathways.back_office.listing import PathwayFilterSet
from pathways.domain.plans import plans_of
from pathways.domain.wording import progression_name
from pathways.models import FaqEntry, PathwayPage, Theme
from pathways.registry import pathway_usage
from reporting.domain.scope import Scope
from reporting.domain.tables import Table, add_table
from reporting.tables.columns import local, of
from sessions.report_columns import ReportColumn, ValueKind


def _filtered(scope: Scope, found: QuerySet, filters: Any = None, search: str = "") -> QuerySet:
    """What the page showed: scope.listing is the end of its address. A filter that does not hold leaves nothing."""
    asked = QueryDict(scope.listing)
    if words := asked.get("q", "").strip():
        found = getattr(found, search)(words)
    if filters is None:
        return found
    chosen = filters(asked, queryset=found, request=None)
    return chosen.qs if chosen.is_valid() else found.none()


def _published(row: Any) -> str:
    return str(_("Published") if row.live else _("Draft"))


def _used(row: Any) -> str:
    return ", ".join(group.words for group in row.usage_groups)


def _with_usage(rows: list[Any], registry: UsageRegistry) -> None:
    groups = registry.of_many([row.pk for row in rows])
    for row in rows:
        row.usage_groups = groups[row.pk]


CHANGED = of("changed", _("Last change"), ValueKind.MOMENT, lambda row: local(row.latest_revision_created_at), "latest_revision_created_at")
STATE = of("state", _("State"), ValueKind.TEXT, _published, "live")
TITLE = of("title", _("Title"), ValueKind.TEXT, lambda row: row.title, "title")
USED = of("used", _("Used in"), ValueKind.TEXT, _used)


# --- The library, and the modules sent to it ---


def library(scope: Scope) -> QuerySet:
    seen = page_permission_policy.explorable_instances(scope.user)
    found = LibraryObject.objects.filter(pk__in=seen.values("pk")).prefetch_related("tags")
    return _filtered(scope, found, LibraryFilterSet, "search_words").order_by("title", "pk")


def _library_page(rows: list[Any], scope: Scope) -> list[Any]:
    _with_usage(rows, library_usage)
    return rows


LIBRARY = [
    of("kind", _("Kind"), ValueKind.TEXT, lambda row: capfirst(row.kind_name)),
    TITLE,
    of("modality", _("Modality"), ValueKind.TEXT, lambda row: str(row.get_modality_display()), "modality"),
    of("duration", _("Duration"), ValueKind.SECONDS, lambda row: row.duration_minutes * 60, "duration_minutes"),
    of("tags", _("Tags"), ValueKind.TEXT, lambda row: ", ".join(sorted(tag.name for tag in row.tags.all()))),
    USED,
    CHANGED,
    STATE,
]


def modules(scope: Scope) -> QuerySet:
    return _filtered(scope, Package.objects.visible_to(scope.user).listed(), search="search").order_by("title", "pk")


MODULES = [
    TITLE,
    of("standard", _("Standard"), ValueKind.TEXT, lambda row: row.standard),
    of("version", _("Version"), ValueKind.COUNT, lambda row: row.current.number if row.current else None),
    of("pages", _("Used by"), ValueKind.COUNT, lambda row: row.page_count, "page_count"),
    of("sent", _("Last sent"), ValueKind.MOMENT, lambda row: local(row.newest_at), "newest_at"),
]


# --- Pathways, their themes, the questions asked about them ---


def pathways(scope: Scope) -> QuerySet:
    seen = page_permission_policy.explorable_instances(scope.user)
    found = PathwayPage.objects.filter(pk__in=seen.values("pk"))
    return _filtered(scope, found, PathwayFilterSet, "search_words").order_by("title", "pk")


def _pathway_page(rows: list[Any], scope: Scope) -> list[Any]:
    _with_usage(rows, pathway_usage)
    plans = plans_of(rows)
    for row in rows:
        row.plan_read = plans[row.pk]
    return rows


PATHWAYS = [
    TITLE,
    of("steps", _("Steps"), ValueKind.COUNT, lambda row: len(row.plan_read.steps)),
    of("duration", _("Duration"), ValueKind.SECONDS, lambda row: row.plan_read.minutes * 60),
    of("progression", _("Progression"), ValueKind.TEXT, lambda row: str(progression_name(row.progression)), "progression"),
    USED,
    CHANGED,
    STATE,
]


def questions(scope: Scope) -> QuerySet:
    found = FaqEntry.objects.visible_to(scope.user).select_related("pathway", "activity")
    return _filtered(scope, found, FaqFilterSet, "search_words").order_by("-made_at", "pk")


QUESTIONS = [
    of("question", _("Question"), ValueKind.TEXT, lambda row: row.question, "question"),
    of("answer", _("Answer"), ValueKind.TEXT, lambda row: " ".join(get_text_for_indexing(row.answer).split())),
    of("subject", _("About"), ValueKind.TEXT, lambda row: row.subject),
    of("state", _("Who reads it"), ValueKind.TEXT, lambda row: str(row.get_state_display()), "state"),
    of("origin", _("Where it comes from"), ValueKind.TEXT, lambda row: row.origin),
    of("made_at", _("Written on"), ValueKind.MOMENT, lambda row: local(row.made_at), "made_at"),
]
THEMES = [
    of("name", _("Name"), ValueKind.TEXT, lambda row: row.name, "name"),
    of("slug", _("Address"), ValueKind.TEXT, lambda row: row.slug, "slug"),
]


# --- Regions and people ---


def regions(scope: Scope) -> QuerySet:
    return _filtered(scope, Region.objects.select_related("parent"), RegionFilterSet, "search").order_by("name", "pk")


REGIONS = [
    of("name", _("Name"), ValueKind.TEXT, lambda row: row.name, "name"),
    of("code", _("Code"), ValueKind.TEXT, lambda row: row.code, "code"),
    of("kind", _("Kind"), ValueKind.TEXT, lambda row: str(row.get_kind_display()), "kind"),
    of("parent", _("Belongs to"), ValueKind.TEXT, lambda row: str(row.parent or ""), "parent__name"),
    of("time_zone", _("Time zone"), ValueKind.TEXT, lambda row: row.time_zone, "time_zone"),
    of("email", _("Contact address"), ValueKind.TEXT, lambda row: row.email),
    of("phone", _("Telephone"), ValueKind.TEXT, lambda row: row.phone),
    of("address", _("Postal address"), ValueKind.TEXT, lambda row: row.address),
]


def people(scope: Scope) -> QuerySet:
    found = reachable_by(scope.user).prefetch_related("assignments__region", "assignments__role")
    return _filtered(scope, found, PeopleFilterSet, "search").order_by("last_name", "first_name", "pk")


PEOPLE = [
    of("last_name", _("Last name"), ValueKind.TEXT, lambda row: row.last_name, "last_name"),
    of("first_name", _("First name"), ValueKind.TEXT, lambda row: row.first_name, "first_name"),
    of("email", _("E-mail address"), ValueKind.TEXT, lambda row: row.email, "email"),
    of("identifier", _("Identifier"), ValueKind.TEXT, lambda row: row.spoken_identifier),
    of("roles", _("Roles"), ValueKind.TEXT, lambda row: ", ".join(str(one) for one in row.assignments.all())),
    of("state", _("State"), ValueKind.TEXT, lambda row: str(_("Account open") if row.is_active else _("Account closed")), "is_active"),
]


def _edits(user: Any) -> bool:
    return user.is_active and user.is_editor


def _runs(user: Any) -> bool:
    return user.is_active and user.is_national_manager


def _add(name: str, title: Any, rule: Callable[[Any], bool], columns: list[ReportColumn], **given: Any) -> None:
    said = {"about": "", "icon": "list", "filters": ("liste",), "listed": False, **given}
    add_table(Table(name=name, title=title, columns=lambda scope: columns, shown_to=rule, taken_by=rule, **said))


_add("liste-bibliotheque", _("Library"), _edits, LIBRARY, rows=library, finish=_library_page)
_add("liste-modules", _("Modules"), _edits, MODULES, rows=modules)
_add("liste-parcours", _("Pathways"), _edits, PATHWAYS, rows=pathways, finish=_pathway_page)
_add("liste-questions", _("Frequent questions"), _edits, QUESTIONS, rows=questions)
_add("liste-themes", _("Themes"), _edits, THEMES, rows=lambda scope: Theme.objects.order_by("name", "pk"))
_add("liste-regions", _("Regions"), _runs, REGIONS, rows=regions)
_add("liste-personnes", _("People"), _runs, PEOPLE, rows=people)
