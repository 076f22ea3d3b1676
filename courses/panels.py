"""Panels of the editors' form that show rather than ask."""

from wagtail.admin.panels import Panel

from courses.registry import library_usage


class UsagePanel(Panel):
    """Where the object is used: what is published here reaches all these places at once."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "courses/back_office/usage_panel.html"

        def is_shown(self) -> bool:
            return super().is_shown() and self.instance is not None and self.instance.pk is not None

        def get_context_data(self, parent_context=None):
            return {**super().get_context_data(parent_context), "groups": library_usage.of(self.instance.pk), "object": self.instance}
