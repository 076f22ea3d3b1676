"""URLs of the content origin, where uploaded content runs."""

from django.urls import include, path

urlpatterns = [path("", include("courses.content_urls"))]
