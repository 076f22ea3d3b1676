from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("People")

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from accounts.database_rules import keep_rules
        from accounts.domain.attempts import forget_old_attempts
        from accounts.domain.erasing import erase_account, hindrance
        from accounts.domain.events import forget_old_events
        from accounts.domain.registration import forget_unanswered
        from accounts.domain.sessions import forget_ended
        from accounts.enums import Role
        from accounts.registry import Workspace, register_workspace
        from jobs.registry import register_periodic
        from privacy.registry import register_eraser, register_hindrance
        from privacy.rules import decides, is_in_charge, reads_audit

        import_module("accounts.receivers")
        import_module("accounts.permissions")
        post_migrate.connect(keep_rules, sender=self, dispatch_uid="accounts.keep_rules")
        register_periodic("forget sessions that ended", 60 * 60, forget_ended)
        register_periodic("forget old wrong passwords", 24 * 60 * 60, forget_old_attempts)
        register_periodic("forget old events of accounts", 24 * 60 * 60, forget_old_events)
        register_periodic("forget registrations never confirmed", 60 * 60, forget_unanswered)
        register_eraser("accounts", erase_account)
        register_hindrance(hindrance)
        self._register_audit()

        def answers_requests(user) -> bool:
            """Regional managers find them in their notices."""
            return decides(user) or (is_in_charge(user) and not user.has_role(Role.REGIONAL_MANAGER))

        def reads_audit_alone(user) -> bool:
            return reads_audit(user) and not is_in_charge(user)

        register_workspace(Workspace("privacy", _("GDPR"), "shield-check", "privacy:requests", shown_to=answers_requests, order=90))
        register_workspace(Workspace("audit", _("Audit log"), "scroll-text", "privacy:audit", reads_audit_alone, order=91))

    @staticmethod
    def _register_audit() -> None:
        from accounts.domain.attempts import find_by_login
        from accounts.domain.role_words import permissions_in_words
        from accounts.domain.roles import in_words, names_of, origin_of
        from accounts.domain.sealing import Sealed, register_sealed
        from accounts.mfa_adapter import MFAAdapter
        from privacy.registry import Watched, register_login, register_origin, watch

        register_sealed(*(Sealed("mfa.Authenticator", "data", MFAAdapter.purpose, key) for key in ("secret", "seed")))
        register_origin(origin_of, in_words=in_words)
        register_login(find_by_login)
        rights = ("is_active", "is_staff", "is_superuser")
        watch(
            Watched("accounts.User", rights, person="pk", identity=("email", "first_name", "last_name", "phone")),
            Watched("accounts.RoleAssignment", ("role", "region_id"), person="user_id", words={"role": names_of}),
            Watched(
                "accounts.DefinedRole",
                ("name", "description", "scope", "permissions"),
                words={"permissions": permissions_in_words},
                name="name",
            ),
            Watched("accounts.Region", ("name", "code", "kind", "parent_id", "time_zone", "is_sandbox"), name="name"),
            Watched("mfa.Authenticator", ("type",), person="user_id"),
            Watched("accounts.RegistrationSettings", ("is_open", "asks_age", "least_age", "parent_below", "takes_interest")),
            Watched("accounts.Registration", ("stage",)),
            Watched("accounts.ParentalConsent", (), person="user_id"),
            Watched("privacy.ConsentText", ("kind", "place", "is_shown", "latest", "binding")),
            Watched("privacy.Acceptance", ("version_id", "withdrawn_at"), person="user_id"),
            Watched("privacy.Request", ("kind", "state"), person="user_id"),
            Watched("privacy.Erasure", ("ground",), person="person_id"),
            Watched("privacy.Archive", (), person="user_id"),
        )
