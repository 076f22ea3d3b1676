"""Frequent questions in the back office: those of editors, and those that tutors grew in their sessions."""

import django_filters
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from pathways.enums import FaqState
from pathways.models import FaqEntry, PathwayPage


class FaqFilterSet(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(label=_("Who reads it"), choices=FaqState.choices)
    pathway = django_filters.ModelChoiceFilter(
        label=_("Pathway"), method="about", queryset=lambda request: PathwayPage.objects.order_by("title")
    )
    grown = django_filters.BooleanFilter(label=_("Written by a tutor"), field_name="group", lookup_expr="isnull", exclude=True)

    class Meta:
        model = FaqEntry
        fields: list[str] = []

    def about(self, entries, _name, pathway: PathwayPage):
        """About the pathway itself, or about one of its steps."""
        steps = entries.filter(activity__steps__sequence__pathway=pathway)
        return entries.filter(pathway=pathway) | entries.filter(pk__in=steps.values("pk"))


class FaqIndexView(generic.IndexView):
    page_title = _("Frequent questions")
    export_table = "liste-questions"
    add_item_label = _("Add a question")
    default_ordering = "-made_at"

    def get_base_queryset(self):
        return FaqEntry.objects.visible_to(self.request.user).select_related("pathway", "activity")

    def search_queryset(self, queryset):
        return queryset.search_words(self.search_query) if self.is_searching else queryset

    @cached_property
    def columns(self) -> list:
        return [
            TitleColumn("question", label=_("Question"), get_url=self.get_edit_url, sort_key="question"),
            Column("subject", label=_("About")),
            Column("get_state_display", label=_("Who reads it"), sort_key="state"),
            Column("origin", label=_("Where it comes from")),
            DateColumn("made_at", label=_("Written on"), sort_key="made_at"),
        ]


class FaqViewSet(ModelViewSet):
    model = FaqEntry
    name = "faq"
    icon = "help"
    menu_label = _("FAQ")
    menu_name = "faq"
    menu_order = 125
    add_to_admin_menu = True
    index_view_class = FaqIndexView
    filterset_class = FaqFilterSet
    search_fields = ["question"]
    search_backend_name = ""
    list_per_page = 30
    copy_view_enabled = False
    add_to_reference_index = False
    panels = [
        FieldPanel("question"),
        FieldPanel("answer"),
        MultiFieldPanel([FieldPanel("pathway"), FieldPanel("activity")], heading=_("What it is about")),
        MultiFieldPanel(
            [FieldPanel("state"), FieldRowPanel([FieldPanel("is_public"), FieldPanel("sort_order")]), FieldPanel("origin", read_only=True)],
            heading=_("Who reads it"),
        ),
    ]
