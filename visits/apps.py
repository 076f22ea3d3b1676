# SPDX-License-Identifier: EUPL-1.2
from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VisitsConfig(AppConfig):
    name = "visits"
    verbose_name = _("Visits")

    def ready(self) -> None:
        from jobs.registry import register_periodic
        from privacy.registry import register_passing
        from visits.domain.closing import close_days, forget_old
        from visits.domain.counting import count_waiting

        import_module("visits.permissions")
        register_passing("visits.Salt", "visits.WaitingView", "visits.Visitor")
        register_periodic("visits.count", 60, count_waiting)
        register_periodic("visits.close", 5 * 60, close_days)
        register_periodic("visits.forget", 24 * 60 * 60, forget_old)
