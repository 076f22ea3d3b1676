from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BackupsConfig(AppConfig):
    name = "backups"
    verbose_name = _("Backups")

    def ready(self) -> None:
        from backups.domain.kinds import PAGE, PERSON
        from backups.domain.schedule import start_due
        from backups.registry import register_after_restore, register_kind
        from jobs.registry import register_periodic
        from privacy.domain.erasing import replay

        import_module("backups.permissions")
        register_periodic("backups.due", 10 * 60, start_due)
        register_kind(PERSON)
        register_kind(PAGE)
        register_after_restore("privacy.erasures", replay)
