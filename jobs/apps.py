from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    name = "jobs"
    verbose_name = _("Background jobs")

    def ready(self) -> None:
        from jobs.domain.queue import announce_unheard, forget_old, put_back
        from jobs.domain.run import reap
        from jobs.domain.workers import forget_dead
        from jobs.registry import register_periodic

        register_periodic("reap jobs", 60, reap)
        register_periodic("put back calls of dead workers", 10, put_back)
        register_periodic("announce calls again", 10, announce_unheard)
        register_periodic("forget calls that are over", 60 * 60, forget_old)
        register_periodic("forget workers that are gone", 60 * 60, forget_dead)
