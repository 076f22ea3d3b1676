from django.urls import path

from boards.views import arrange

app_name = "boards"
urlpatterns = [path("organiser/<slug:name>/", arrange, name="arrange")]
