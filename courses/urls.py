from django.urls import path

from courses.views.preview import preview

app_name = "courses"
urlpatterns = [
    path("apercu/<int:object_id>/", preview, name="preview"),
    path("apercu/<int:object_id>/<path:action>", preview, name="preview"),
]
