from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportingConfig(AppConfig):
    name = "reporting"
    verbose_name = _("Reports")

    def ready(self) -> None:
        from accounts.registry import Workspace, register_workspace
        from boards.registry import register_board
        from jobs.registry import register_periodic
        from messaging.api import register_kinds
        from privacy.registry import Watched, register_sensitive, watch
        from reporting.boards import NATIONAL, REGION
        from reporting.domain.exports import forget_expired
        from reporting.domain.links import report_of
        from reporting.domain.notice_kinds import EXPORT_READY
        from reporting.rules import is_led_to_reports, is_national, is_reported_to, reads_regions, sees_visits_alone
        from sessions.registry import RegionTab, SessionLink, register_region_tab, register_session_link

        import_module("reporting.permissions")
        import_module("reporting.tables")
        watch(Watched("reporting.Export", ("table", "format"), person="asked_by_id"))
        register_sensitive("reporting:export_file", model="reporting.Export")
        register_workspace(Workspace("national", _("National"), "landmark", "reporting:national", is_national, order=25))
        register_workspace(Workspace("reports", _("Reports"), "chart-column", "reporting:home", is_led_to_reports, order=47))
        register_workspace(Workspace("visits", _("Visits"), "eye", "reporting:visits", sees_visits_alone, order=36))
        register_board(REGION)
        register_board(NATIONAL)
        register_region_tab(RegionTab("dashboard", _("Dashboard"), "chart-column", "reporting:region", reads_regions))
        register_session_link(SessionLink("report", _("Report"), "chart-column", report_of, for_team=True, shown_to=is_reported_to))
        register_kinds(EXPORT_READY)
        register_periodic("reporting.exports", 60 * 60, forget_expired)
