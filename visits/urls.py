# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from visits import views

app_name = "visits"
urlpatterns = [path("mesure-des-visites/", views.about, name="about"), path("mesure-des-visites/choix/", views.choose, name="choose")]
