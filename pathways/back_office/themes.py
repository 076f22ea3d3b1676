"""The list of themes in the back office."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from pathways.models import Theme


class ThemeIndexView(IndexView):
    export_table = "liste-themes"


class ThemeViewSet(SnippetViewSet):
    model = Theme
    icon = "tag"
    menu_label = _("Themes")
    menu_name = "themes"
    add_to_admin_menu = True
    index_view_class = ThemeIndexView
    list_display = ["name", "slug"]
    admin_url_namespace = "themes"
    base_url_path = "themes"
