from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from accounts.models import Region


class RegionFilterSet(WagtailFilterSet):
    class Meta:
        model = Region
        fields = ["kind"]


class RegionIndexView(generic.IndexView):
    page_title = _("Regions")
    export_table = "liste-regions"
    add_item_label = _("Add a region")
    is_searchable = True

    def search_queryset(self, queryset):
        return queryset.search(self.search_query) if self.is_searching else queryset


class RegionViewSet(ModelViewSet):
    model = Region
    name = "regions"
    icon = "site"
    menu_label = _("Regions")
    menu_name = "regions"
    menu_order = 610
    add_to_admin_menu = True
    index_view_class = RegionIndexView
    copy_view_enabled = False
    add_to_reference_index = False
    list_display = ["name", "kind", "parent", "time_zone", "email"]
    filterset_class = RegionFilterSet
    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("code")]),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("parent")]),
        FieldPanel("time_zone"),
        FieldPanel("is_sandbox"),
        MultiFieldPanel([FieldPanel("email"), FieldPanel("phone"), FieldPanel("address")], heading=_("Contact")),
    ]
