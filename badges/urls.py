from django.urls import path

from badges import views

app_name = "badges"
urlpatterns = [path("espace/badges/", views.shelf, name="shelf")]
