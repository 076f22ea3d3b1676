"""The library as a flat, filtered list."""

import django_filters
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet

from courses.back_office.kinds import ChooseKindView, kind_choices, library_of, of_kinds
from courses.enums import Modality
from courses.models import LibraryObject
from courses.registry import library_usage


class LibraryFilterSet(WagtailFilterSet):
    kind = django_filters.MultipleChoiceFilter(label=_("Kind"), choices=kind_choices, method="of_kind")
    modality = django_filters.MultipleChoiceFilter(label=_("Modality"), choices=Modality.choices)
    tag = django_filters.ModelChoiceFilter(
        label=_("Tag"),
        field_name="tagged_items__tag",
        queryset=lambda request: Tag.objects.filter(courses_librarytag_items__isnull=False).distinct().order_by("name"),
    )

    class Meta:
        model = LibraryObject
        fields: list[str] = []

    def of_kind(self, queryset, name, kinds):
        return of_kinds(queryset, kinds)


class KindColumn(Column):
    cell_template_name = "courses/back_office/cells/kind.html"


class ModalityColumn(Column):
    cell_template_name = "courses/back_office/cells/modality.html"


class MinutesColumn(Column):
    cell_template_name = "courses/back_office/cells/minutes.html"


class UsageColumn(Column):
    cell_template_name = "courses/back_office/cells/usage.html"


class LibraryIndexView(IndexView):
    page_title = _("Library")
    export_table = "liste-bibliotheque"
    add_item_label = _("New resource or activity")
    columns = [
        BulkActionsColumn("bulk_actions"),
        KindColumn("kind", label=_("Kind"), sort_key="content_type"),
        PageTitleColumn("title", label=_("Title"), sort_key="title", classname="title"),
        ModalityColumn("modality", label=_("Modality"), sort_key="modality"),
        MinutesColumn("duration_minutes", label=_("Duration"), sort_key="duration_minutes"),
        UsageColumn("usage_groups", label=_("Used in")),
        DateColumn("latest_revision_created_at", label=_("Last change"), sort_key="latest_revision_created_at"),
        PageStatusColumn("status", label=_("State"), sort_key="live"),
    ]

    def get_add_url(self):
        return super().get_add_url() if library_of(self.request.user) else None

    def search_queryset(self, queryset):
        return queryset.search_words(self.search_query) if self.is_searching else queryset

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        pages = list(context["object_list"])
        groups = library_usage.of_many([page.pk for page in pages])
        for page in pages:
            page.usage_groups = groups[page.pk]
        return context


class LibraryViewSet(PageListingViewSet):
    name = "bibliotheque"
    model = LibraryObject
    icon = "folder-open-inverse"
    menu_label = _("Library")
    menu_name = "library"
    menu_order = 110
    add_to_admin_menu = True
    index_view_class = LibraryIndexView
    choose_parent_view_class = ChooseKindView
    filterset_class = LibraryFilterSet
    columns = LibraryIndexView.columns
    list_per_page = 30
