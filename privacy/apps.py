from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    name = "privacy"
    verbose_name = _("Privacy")

    def ready(self) -> None:
        # Each app declares what it holds in its own personal_data.py.
        autodiscover_modules("personal_data")
        # The apps above have said what they watch: privacy stands last but the libraries in the settings.
        import_module("privacy.receivers").watch_models()
        self._register_sensitive()
        self._register_periodic()

    @staticmethod
    def _register_sensitive() -> None:
        from privacy.registry import register_sensitive

        register_sensitive("privacy:request", model="privacy.Request")
        register_sensitive("privacy:audit", model="privacy.AuditEntry")
        register_sensitive("privacy:archive_file", model="privacy.Archive")

    @staticmethod
    def _register_periodic() -> None:
        from jobs.registry import register_periodic
        from privacy.domain.archives import forget_expired_archives
        from privacy.domain.audit_chain import purge, seal
        from privacy.domain.requests import carry_out_accepted
        from privacy.domain.retention import apply_rules

        register_periodic("privacy.audit", 60, seal)
        register_periodic("privacy.audit_purge", 24 * 60 * 60, purge)
        register_periodic("privacy.archives", 60 * 60, forget_expired_archives)
        register_periodic("privacy.requests", 10 * 60, carry_out_accepted)
        register_periodic("privacy.retention", 24 * 60 * 60, apply_rules)
