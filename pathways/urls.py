from django.urls import path

from pathways import views

app_name = "pathways"
urlpatterns = [path("<int:pathway_id>/apercu/", views.preview, name="preview")]
