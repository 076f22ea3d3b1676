"""What the editors' form of a pathway shows beside its fields: durations added up, and the rules in words."""

from django.urls import reverse
from wagtail.admin.panels import Panel

from pathways.domain.outline import outline_of
from pathways.registry import pathway_usage


class OutlinePanel(Panel):
    """The pathway as it was last saved: total and per sequence, each step with its rules, conditions of success."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "pathways/back_office/outline_panel.html"

        def is_shown(self) -> bool:
            return super().is_shown() and self.instance is not None and self.instance.pk is not None

        def get_context_data(self, parent_context=None):
            from pathways.domain.plans import draft_plan

            return {
                **super().get_context_data(parent_context),
                "outline": outline_of(draft_plan(self.instance)),
                "pathway": self.instance,
                "groups": pathway_usage.of(self.instance.pk),
                "preview_url": reverse("pathways:preview", args=[self.instance.pk]),
            }
