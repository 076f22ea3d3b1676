from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FederationConfig(AppConfig):
    name = "federation"
    verbose_name = _("Sign-in of organisations")

    def ready(self) -> None:
        from accounts.domain.sealing import Sealed, register_sealed
        from accounts.registry import register_farewell_address, register_other_way
        from federation.domain.assertions import forget_assertions
        from federation.domain.leaving import farewell_address
        from federation.domain.noting import way_for_audit
        from federation.domain.persons import is_connected
        from federation.domain.sealing import PURPOSE
        from jobs.registry import register_periodic
        from privacy.registry import Watched, register_way, watch

        import_module("federation.permissions")
        register_periodic("forget assertions of identity providers", 60 * 60, forget_assertions)
        register_farewell_address(farewell_address)
        register_other_way(is_connected)
        register_sealed(Sealed("federation.IdentityProvider", "sealed_secret", PURPOSE))
        register_way(way_for_audit)
        settings = ("name", "region_id", "kind", "is_active", "issuer", "client_id", "scopes", "sign_in_url", "domains", "vouches")
        claims = ("subject_claim", "email_claim", "may_open_accounts", "second_step_values")
        watch(
            Watched("federation.IdentityProvider", (*settings, *claims), identity=("sealed_secret", "certificates"), name="name"),
            Watched("federation.FederatedIdentity", ("provider_id",), person="user_id", identity=("subject",), name="provider__name"),
        )
