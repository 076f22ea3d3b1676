"""The pages of allauth.mfa; those that only list things are told in “Security of my account”."""

from django.urls import include, path
from django.views.generic import RedirectView

to_security = RedirectView.as_view(pattern_name="accounts:security")
urlpatterns = [
    path("", to_security),
    path("webauthn/", to_security),
    path("", include("allauth.mfa.urls")),
]
