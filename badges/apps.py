from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BadgesConfig(AppConfig):
    name = "badges"
    verbose_name = _("Badges")

    def ready(self) -> None:
        from badges.domain.awarding import reconcile_badges
        from badges.domain.kinds import register_kinds
        from badges.domain.learner_columns import COLUMNS
        from badges.domain.shelf import shelf_of
        from jobs.registry import register_periodic
        from sessions.registry import register_home_card
        from sessions.report_columns import register_learner_columns

        register_kinds()
        import_module("badges.receivers")
        register_home_card("badges", "badges/shelf.html", shelf_of, order=80)
        register_periodic("reconcile badges", 3600, reconcile_badges)
        register_learner_columns(*COLUMNS)
