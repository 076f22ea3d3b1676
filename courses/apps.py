from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = _("Library")

    def ready(self) -> None:
        from courses.domain.quiz import finish_overdue
        from courses.domain.unit_endings import abandon_expired
        from courses.domain.units import origins_of_units
        from jobs.registry import register_periodic
        from lrs.registry import register_origins
        from privacy.registry import Watched, watch

        import_module("courses.receivers")
        register_origins(origins_of_units)
        watch(Watched("courses.Submission", ("grade", "published_at"), person="attempt__user_id", name="attempt__activity__title"))
        register_periodic("courses.finish_overdue_quizzes", 60, finish_overdue)
        register_periodic("courses.abandon_expired_units", 15 * 60, abandon_expired)
