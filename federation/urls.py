from django.urls import path

from federation.views.providers import (
    identity_end,
    provider,
    provider_check,
    provider_edit,
    provider_new,
    provider_trial,
    providers,
)
from federation.views.sign_in import choose, oidc_return, saml_answer, saml_finish, saml_metadata, signed_out, start

app_name = "federation"
urlpatterns = [
    path("compte/organisme/", choose, name="choose"),
    path("compte/organisme/<slug:slug>/", start, name="start"),
    path("compte/organisme/<slug:slug>/retour/", oidc_return, name="oidc_return"),
    path("compte/organisme/<slug:slug>/saml/", saml_answer, name="saml_answer"),
    path("compte/organisme/<slug:slug>/saml/metadata/", saml_metadata, name="saml_metadata"),
    path("compte/organisme/<slug:slug>/saml/<str:token>/", saml_finish, name="saml_finish"),
    path("compte/organisme/<slug:slug>/a-bientot/", signed_out, name="signed_out"),
    path("compte/acces/<uuid:uid>/organismes/<int:pk>/retirer/", identity_end, name="identity_end"),
    path("connexions/", providers, name="providers"),
    path("connexions/nouvelle/<slug:kind>/", provider_new, name="provider_new"),
    path("connexions/<int:pk>/", provider, name="provider"),
    path("connexions/<int:pk>/modifier/", provider_edit, name="provider_edit"),
    path("connexions/<int:pk>/verifier/", provider_check, name="provider_check"),
    path("connexions/<int:pk>/essayer/", provider_trial, name="provider_trial"),
]
