"""URLs of the site's origin."""

from django.conf import settings
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

urlpatterns = [
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("accounts.urls")),
    path("", include("federation.urls")),
    path("compte/", include("allauth.account.urls")),
    path("compte/deux-etapes/", include("accounts.two_step_urls")),
    path("", include("cms.urls")),
    path("", include("messaging.urls")),
    path("", include("privacy.urls")),
    path("", include("visits.urls")),
    path("", include("boards.urls")),
    path("bibliotheque/", include("courses.urls")),
    path("parcours/", include("pathways.urls")),
    path("", include("sessions.urls")),
    path("tutorat/", include("tutoring.urls")),
    path("forum/", include("forum.urls")),
    path("", include("reporting.urls")),
    path("", include("badges.urls")),
]
if settings.DEBUG:
    from django.contrib.staticfiles.urls import staticfiles_urlpatterns

    urlpatterns += staticfiles_urlpatterns()
urlpatterns += [path("", include(wagtail_urls))]
