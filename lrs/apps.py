from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LrsConfig(AppConfig):
    name = "lrs"
    verbose_name = _("Learning records")

    def ready(self) -> None:
        from accounts.domain.sealing import Sealed, register_sealed
        from jobs.registry import register_periodic
        from lrs.domain.access import forget_launches
        from lrs.domain.exporting import forget_old_files
        from lrs.domain.forwarding import forward_due
        from lrs.domain.pseudonyms import pseudonymise
        from lrs.domain.sealing import PURPOSE
        from lrs.domain.storing import reconcile_voided
        from privacy.registry import Watched, register_eraser, register_sensitive, watch

        import_module("lrs.permissions")
        register_sealed(Sealed("lrs.ForwardTarget", "sealed_secret", PURPOSE))
        register_periodic("lrs.voided", 60 * 60, reconcile_voided)
        register_periodic("lrs.forwarding", 30, forward_due)
        register_eraser("lrs", pseudonymise)
        watch(
            Watched("lrs.StatementExport", ("format",), person="asked_by_id"),
            Watched("lrs.ForwardTarget", ("name", "url", "is_active"), name="name"),
            Watched("lrs.Client", ("name", "origins"), name="name"),
        )
        register_sensitive("lrs_statement", model="lrs.Statement")
        register_sensitive("lrs_export_file", model="lrs.StatementExport")
        register_periodic("lrs.exports", 60 * 60, forget_old_files)
        register_periodic("lrs.launches", 6 * 60 * 60, forget_launches)
