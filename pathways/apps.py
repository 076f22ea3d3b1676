from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PathwaysConfig(AppConfig):
    name = "pathways"
    verbose_name = _("Pathways")

    def ready(self) -> None:
        from cms.tours import register_tour
        from courses.registry import library_usage
        from pathways.domain.usage import in_pathways
        from pathways.tour import EDITORS_TOUR

        self._let_editors_answer()
        library_usage.register(in_pathways)
        register_tour(EDITORS_TOUR)
        import_module("pathways.receivers")
        self._join_the_public_site()
        self._watch_content()

    @staticmethod
    def _watch_content() -> None:
        """The rows that a plan is read from, beside the pages themselves (cms.domain.kept)."""
        from cms.domain.kept import watch
        from pathways.models import FaqEntry, Prerequisite, Sequence, Step, SuccessCondition

        watch(Sequence, Step, Prerequisite, SuccessCondition, FaqEntry)

    @staticmethod
    def _let_editors_answer() -> None:
        from wagtail.permissions import register_permission_policy

        from pathways.back_office.policies import EditorPolicy
        from pathways.models import FaqEntry

        register_permission_policy(FaqEntry, EditorPolicy(FaqEntry))

    @staticmethod
    def _join_the_public_site() -> None:
        from cms.registry import HomeBlock, SearchSource, register_home_block, register_search_source
        from pathways.domain.public_site import find_pathways, newest_pathways, next_sessions

        register_home_block(HomeBlock("pathways", "pathways/home_block.html", newest_pathways, order=10, stylesheet="css/pathways.css"))
        register_home_block(HomeBlock("sessions", "pathways/sessions_block.html", next_sessions, order=20, stylesheet="css/pathways.css"))
        register_search_source(SearchSource("pathways", _("Pathways"), find_pathways, order=10))
