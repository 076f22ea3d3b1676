"""Pathways as a list."""

import django_filters
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet

from pathways.domain.plans import plans_of
from pathways.domain.wording import progression_name
from pathways.enums import Progression
from pathways.models import PathwayPage
from pathways.registry import pathway_usage


class PathwayFilterSet(WagtailFilterSet):
    live = django_filters.ChoiceFilter(label=_("State"), choices=[("True", _("Published")), ("False", _("Draft"))])
    progression = django_filters.MultipleChoiceFilter(label=_("Progression"), choices=Progression.choices)

    class Meta:
        model = PathwayPage
        fields: list[str] = []


class MinutesColumn(Column):
    cell_template_name = "courses/back_office/cells/minutes.html"


class UsageColumn(Column):
    cell_template_name = "courses/back_office/cells/usage.html"


class PathwayIndexView(IndexView):
    page_title = _("Pathways")
    export_table = "liste-parcours"
    add_item_label = _("New pathway")
    columns = [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label=_("Title"), sort_key="title", classname="title"),
        Column("step_count", label=_("Steps")),
        MinutesColumn("whole_minutes", label=_("Duration")),
        Column("progression", label=_("Progression"), accessor=lambda page: progression_name(page.progression)),
        UsageColumn("usage_groups", label=_("Used in")),
        DateColumn("latest_revision_created_at", label=_("Last change"), sort_key="latest_revision_created_at"),
        PageStatusColumn("status", label=_("State"), sort_key="live"),
    ]

    def search_queryset(self, queryset):
        return queryset.search_words(self.search_query) if self.is_searching else queryset

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        pages = list(context["object_list"])
        plans, groups = plans_of(pages), pathway_usage.of_many([page.pk for page in pages])
        for page in pages:
            page.step_count, page.whole_minutes = len(plans[page.pk].steps), plans[page.pk].minutes
            page.usage_groups = groups[page.pk]
        return context


class PathwayViewSet(PageListingViewSet):
    name = "parcours"
    model = PathwayPage
    icon = "list-ol"
    menu_label = _("Pathways")
    menu_name = "pathways"
    menu_order = 100
    add_to_admin_menu = True
    index_view_class = PathwayIndexView
    filterset_class = PathwayFilterSet
    columns = PathwayIndexView.columns
    list_per_page = 30
